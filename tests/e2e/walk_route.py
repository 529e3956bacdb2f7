"""The way of the guard walk: everything that is registered with Discord or with the client, each
tried by one person with all ids that they might know or guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from discord import AppCommandType, app_commands, ui

from bot.client import Client
from sandbox.people.offering import Offer, OptionOffer, menu, offers
from sandbox.people.views import Message
from sandbox.state.files import File
from tests.e2e.walk_forge import content, kind_of, presses, submits
from tests.e2e.walk_judge import Attempt, Judge
from tests.e2e.walk_people import names, tried
from tests.e2e.walk_story import SEARCHED
from tests.e2e.walk_table import CHOSEN, ITEMS, MENUS, MODALS, OPTIONS

Item = type[ui.DynamicItem[Any]]
Given = Mapping[str, Any]
MISSED = "the guard walk does not know {}: add it to {} of tests/e2e/walk_table.py"
DIRECT = 3
"""How much of what is tried is tried in a DM as well: two guesses, and what there is."""
PICKED = "{pitch}:1:0"
"""In the menu of decisions that stands on every message."""


def registered_commands(client: Client) -> set[str]:
    """Every command that can be typed, by its whole name."""
    known = client.tree.walk_commands()
    return {one.qualified_name for one in known if isinstance(one, app_commands.Command)}


def registered_menus(client: Client) -> set[str]:
    """Every entry of a message's or a user's menu."""
    kinds = (AppCommandType.message, AppCommandType.user)
    return {one.name for kind in kinds for one in client.tree.walk_commands(type=kind)}


def registered_items(client: Client) -> dict[str, tuple[re.Pattern[str], Item]]:
    """Every button and menu that the client serves, by its action."""
    store = client._connection._view_store
    assert store._views == {}, "a view is kept in memory: its items have no custom ids of ours"
    return {_action(item): (found, item) for found, item in store._dynamic_items.items()}


def registered_modals(client: Client) -> set[str]:
    """The actions of every modal that the client serves."""
    assert client._connection._view_store._modals == {}, "a modal is kept in memory"
    return {str(action) for action in client.modals._handlers}


def _action(item: Item) -> str:
    return str(getattr(item, "action", None) or item.__discord_ui_compiled_template__.pattern)


@dataclass(slots=True)
class Walk:
    """One person's, with a message of the bot's in their server and one in a direct message."""

    judge: Judge
    client: Client
    here: Message
    direct: Message

    async def commands(self) -> None:
        """Each command with all its options, with those it needs, and what it suggests."""
        walker = self.judge.walker
        person = walker.person
        known = offers(person._core, person.user, self.here.state.channel)
        assert {one.path for one in known} == registered_commands(self.client)
        assert _stale(known) == set(), "nothing takes these any more: take them out of OPTIONS"
        for offer in known:
            made = []
            for template in fillings(offer):
                for named in tried(walker, _shape(template)):
                    sent = person.runs(offer.path, filled(template, named))
                    made.append(Attempt(_shape(template), named, sent))
            await self.judge.judge(f"/{offer.path}", made)
            for option in offer.options:
                if option.autocomplete:
                    await self._suggestions(offer, option)

    async def menus(self, target: Message) -> None:
        """Each entry of a message's menu."""
        person = self.judge.walker.person
        known = {one.name for one in menu(person._core, person.user, target.state.channel, 3)}
        registered = registered_menus(self.client)
        assert known == MENUS == registered, MISSED.format(registered ^ MENUS, "MENUS")
        for name in sorted(known):
            used = person.uses_menu(name, target)
            await self.judge.judge(name, [Attempt("", {}, used)])

    async def items(self) -> None:
        """Each button and menu, on a message of theirs, and where it names the server in a DM."""
        known = registered_items(self.client)
        assert known.keys() == ITEMS.keys(), MISSED.format(known.keys() ^ ITEMS.keys(), "ITEMS")
        assert CHOSEN.keys() <= ITEMS.keys()
        person = self.judge.walker.person
        for action, (pattern, item) in sorted(known.items()):
            kind, chosen = kind_of(item), CHOSEN.get(action, "")
            assert chosen or kind == 2, MISSED.format(f"what to choose in {action}", "CHOSEN")
            made = []
            for template in ITEMS[action]:
                read = f"{template} {chosen} {PICKED if 'release' in action else ''}"
                for at, named in enumerate(tried(self.judge.walker, read)):
                    custom_id = _custom_id(action, template, named)
                    assert pattern.fullmatch(custom_id), f"{custom_id} is no {pattern.pattern}"
                    value, picked = chosen.format_map(named), PICKED.format_map(named)
                    for on in self._places(template, at):
                        pressed = presses(person, on, kind, custom_id, value, picked)
                        made.append(Attempt(read, named, pressed))
            await self.judge.judge(action, made)

    async def modals(self) -> None:
        """Each modal, as if it had been open."""
        known = registered_modals(self.client)
        assert known == MODALS.keys(), MISSED.format(known ^ MODALS.keys(), "MODALS")
        walker = self.judge.walker
        for action in sorted(known):
            made = []
            for template, filled in MODALS[action].items():
                for at, named in enumerate(tried(walker, template)):
                    custom_id = _custom_id(action, template, named)
                    for on in self._places(template, at):
                        sent = submits(walker.person, on, custom_id, filled)
                        # With its files, which come back to them where they are not kept.
                        typed = f"{template} {_shape(filled)}"
                        made.append(Attempt(typed, named, sent))
            await self.judge.judge(f"modal {action}", made)

    def screen(self) -> None:
        """All that they see by now, in channels, threads, direct messages and for them alone."""
        walker = self.judge.walker
        for message in walker.person._screen.everything(None):
            shown = content(Message(self.here.core, message))
            self.judge.look("what they see", " ".join(walker.spied.refs), shown)

    def _places(self, template: str, at: int) -> Sequence[Message]:
        """Also a DM, where what is pressed names the server; for what is tried first."""
        direct = "{guild}" in template and at < DIRECT
        return [self.here, self.direct] if direct else [self.here]

    async def _suggestions(self, offer: Offer, option: OptionOffer) -> None:
        """For nothing typed, for a word of what is secret, and for what the table says."""
        walker, (value,) = self.judge.walker, values_of(offer, option)
        others = {one.name: values_of(offer, one)[0] for one in offer.options if one is not option}
        made = []
        for typed in dict.fromkeys((str(value), "", SEARCHED)):
            shape = f"{typed} {_shape(others)}"
            for named in tried(walker, shape) if typed == str(value) else [names(walker, 0)]:
                begun, beside = typed.format_map(named), filled(others, named)
                asked = walker.person.suggestions(offer.path, option.name, begun, beside)
                made.append(Attempt(shape, named, asked))
        await self.judge.judge(f"/{offer.path} {option.name}", made)


def _custom_id(action: str, template: str, named: Given) -> str:
    return f"{action}:{template.format_map(named)}".removesuffix(":")


def _shape(given: Given) -> str:
    """What is given, as a template; of files their names."""
    return " ".join(f"{name}={_said(value)}" for name, value in given.items())


def _said(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(_said, value))
    return value.name if isinstance(value, File) else str(value)


def filled(template: Given, named: Given) -> dict[str, Any]:
    """A template of options with names in its braces."""
    return {
        name: one.format_map(named) if isinstance(one, str) else one
        for name, one in template.items()
    }


def fillings(offer: Offer) -> Iterator[Given]:
    """Needed options alone, then all; each choice of what is needed, the first of others."""
    seen: list[Given] = []
    for needed in (True, False):
        used = [one for one in offer.options if one.required or not needed]
        values = {one.name: values_of(offer, one) for one in used}
        seen += [dict(zip(values, each, strict=True)) for each in product(*values.values())]
    return (each for at, each in enumerate(seen) if each not in seen[:at])


def _stale(known: Sequence[Offer]) -> set[str]:
    """What the table says of options that are no more."""
    taken = {one.name for offer in known for one in offer.options}
    return set(OPTIONS) - taken - {f"{o.path} {one.name}" for o in known for one in o.options}


def values_of(offer: Offer, option: OptionOffer) -> Sequence[Any]:
    """What to give for an option: every choice of one that is needed, else what the table says."""
    if option.choices:
        given = [one.value for one in option.choices]
        return given if option.required else given[:1]
    for name in (f"{offer.path} {option.name}", option.name):
        if name in OPTIONS:
            return [OPTIONS[name]]
    raise AssertionError(MISSED.format(f"{option.name!r} of /{offer.path}", "OPTIONS"))
