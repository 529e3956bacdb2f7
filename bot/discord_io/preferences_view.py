"""How a coordinator is told: the present settings, with menus that change them.

The programme that one is looking at stands in the ids of the menus, so that it outlives a restart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_io.escape import cut, escape
from bot.discord_io.form_modal import given_back
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.modals import OpenModal
from bot.discord_io.pressed import defer
from bot.discord_io.seen import fitted
from bot.discord_io.widgets import Layout, PersistentButton, PersistentSelect, row
from bot.domain.form import Answer
from bot.domain.ids import ProgrammeKey
from bot.domain.preferences import Preferences, Telling
from bot.domain.text import key
from bot.services.preferring import SCHOOL_CHARACTERS, SCHOOLS, Prefers, Times
from bot.texts import Text

ALL = "all_"
"""In place of a programme's key, which has no such sign in it."""
NONE = "none"
SCOPE = r"[A-Za-z0-9_-]{1,40}"
MENU = 25
"""Options of one menu (Discord's limit)."""
ACTION = "prefs:written"
ZONE, BEGIN, END, STUDIED = "timezone", "begin", "end", "schools"
LISTED_CHARACTERS = 900
"""For the programmes that have settings of their own; and for the schools."""

TELLINGS: Mapping[Telling, str] = {
    Telling.INSTANT: key("prefs.instant"),
    Telling.DIGEST: key("prefs.digest"),
    Telling.OFF: key("prefs.off"),
}


class ScopeSelect(PersistentSelect, action="prefs:scope", ids=SCOPE):
    """Which programme the menu below is about."""

    async def choose(self, interaction: Interaction, value: str) -> None:
        await defer(interaction)
        await show_preferences(interaction, value)


class TellingSelect(PersistentSelect, action="prefs:telling", ids=SCOPE):
    async def choose(self, interaction: Interaction, value: str) -> None:
        await defer(interaction)
        (scope,) = self.ids
        preferring = host(interaction).services.preferring
        programme = None if scope == ALL else ProgrammeKey(scope)
        telling = Telling(value) if value in set(Telling) else None
        await preferring.tell(actor_of(interaction), telling, programme)
        await show_preferences(interaction, scope)


class HourSelect(PersistentSelect, action="prefs:hour", ids=SCOPE):
    async def choose(self, interaction: Interaction, value: str) -> None:
        await defer(interaction)
        hour = int(value) if value.isdecimal() else None
        await host(interaction).services.preferring.digest(actor_of(interaction), hour)
        await show_preferences(interaction, self.ids[0])


class TimesButton(PersistentButton, action="prefs:times", ids=SCOPE):
    """Open the modal."""

    async def press(self, interaction: Interaction) -> None:
        found = await host(interaction).services.preferring.get(actor_of(interaction))
        modal = _modal(self.ids[0], found.preferences, text_of(interaction))
        await interaction.response.send_modal(modal)


ITEMS = (ScopeSelect, TellingSelect, HourSelect, TimesButton)


async def written(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """The modal was sent. What cannot be read goes back to the person."""
    await defer(interaction)
    typed = Times(*(str(filled.get(name, "")) for name in (ZONE, BEGIN, END, STUDIED)))
    async with given_back(interaction, filled):
        await host(interaction).services.preferring.times(actor_of(interaction), typed)
    await show_preferences(interaction, ids[0])


async def show_preferences(interaction: Interaction, scope: str = ALL) -> None:
    """Put the settings in place of the deferred answer."""
    found = await host(interaction).services.preferring.get(actor_of(interaction))
    view = preferences(found, scope, text_of(interaction))
    await interaction.edit_original_response(view=view)


def preferences(found: Prefers, scope: str, text: Text) -> Layout:
    """The settings in words, and the menus; that of ``scope`` is about all programmes where there
    is none such."""
    known = {str(each.key): each for each in found.programmes[: MENU - 1]}
    scope = scope if scope in known else ALL
    parts: list[ui.Item[Any]] = [ui.TextDisplay("\n".join(_lines(found, text)))]
    if known:
        named = {name: each.name.in_(text.locale) for name, each in known.items()}
        choices = {ALL: text(key("prefs.all_programmes")), **named}
        parts.append(row(ScopeSelect(scope, options=_options(choices, scope))))
    parts.append(row(_telling_menu(found.preferences, scope, text)))
    parts.append(row(_hour_menu(found.preferences, scope, text)))
    parts.append(row(TimesButton(scope, label=text(key("button.times")))))
    return Layout(ui.Container(*parts))


def _lines(found: Prefers, text: Text) -> Iterator[str]:
    known = found.preferences
    yield f"## {text(key('prefs.title'))}"
    yield text(key("prefs.usual"), how=text(TELLINGS[known.usual]))
    yield from fitted(
        (
            f"- {escape(each.name.in_(text.locale))}: {text(TELLINGS[known.telling(each.key)])}"
            for each in found.programmes
            if each.key in known.programmes
        ),
        LISTED_CHARACTERS,
    )
    if known.digest_hour is None:
        waited = Telling.DIGEST in (known.usual, *known.programmes.values())
        yield text(key("prefs.digest_wanting") if waited else key("prefs.no_digest"))
    else:
        yield text(key("prefs.digest_at"), hour=hour_of(known.digest_hour))
    if known.quiet_from is None or known.quiet_until is None:
        yield text(key("prefs.no_quiet"))
    else:
        begin, end = hour_of(known.quiet_from), hour_of(known.quiet_until)
        yield text(key("prefs.quiet"), begin=begin, end=end)
    yield text(key("prefs.timezone"), timezone=known.timezone)
    if known.schools:
        schools = text(key("list.separator")).join(escape(one) for one in known.schools)
        yield text(key("prefs.schools"), schools=cut(schools, LISTED_CHARACTERS))


def _telling_menu(known: Preferences, scope: str, text: Text) -> TellingSelect:
    choices = {told.value: text(name) for told, name in TELLINGS.items()}
    chosen: Telling | None = known.usual
    if scope != ALL:
        choices[NONE] = text(key("prefs.as_usual"))
        chosen = known.programmes.get(ProgrammeKey(scope))
    return TellingSelect(scope, options=_options(choices, chosen.value if chosen else NONE))


def _hour_menu(known: Preferences, scope: str, text: Text) -> HourSelect:
    choices = {NONE: text(key("prefs.never"))}
    for hour in range(24):
        choices[str(hour)] = text(key("prefs.at"), hour=hour_of(hour))
    chosen = NONE if known.digest_hour is None else str(known.digest_hour)
    return HourSelect(scope, options=_options(choices, chosen))


def _options(choices: Mapping[str, str], chosen: str) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=cut(label, 100), value=value, default=value == chosen)
        for value, label in choices.items()
    ]


def hour_of(hour: int) -> str:
    return f"{hour:02}:00"


def _modal(scope: str, known: Preferences, text: Text) -> OpenModal:
    begin, end = (
        "" if hour is None else hour_of(hour) for hour in (known.quiet_from, known.quiet_until)
    )
    most = SCHOOLS * (SCHOOL_CHARACTERS + 1)
    items = [
        _input(ZONE, known.timezone, text(key("prefs.form.timezone")), required=True),
        _input(BEGIN, begin, text(key("prefs.form.begin")), text(key("prefs.form.hour_help"))),
        _input(END, end, text(key("prefs.form.end")), text(key("prefs.form.hour_help"))),
        _input(
            STUDIED,
            "\n".join(known.schools),
            text(key("prefs.form.schools")),
            text(key("prefs.form.schools_help")),
            most=most,
        ),
    ]
    return OpenModal(ACTION, scope, title=text(key("prefs.form.title")), items=items)


def _input(
    name: str,
    value: str,
    label: str,
    help_: str | None = None,
    *,
    required: bool = False,
    most: int = 64,
) -> ui.Label[ui.LayoutView]:
    long = most > SCHOOL_CHARACTERS
    style = discord.TextStyle.long if long else discord.TextStyle.short
    asked: ui.TextInput[ui.LayoutView] = ui.TextInput(
        custom_id=name, default=value or None, required=required, max_length=most, style=style
    )
    return ui.Label(text=label, description=help_, component=asked)
