"""What is shown, looked at by its parts; and pitches to show, as full as there can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.discord_io.widgets import Layout
from bot.domain import moves
from bot.domain.history import HIDDEN, Happening, for_authors, written
from bot.domain.ids import ChannelId, MessageId, RoleId, UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.people import GuildSettings
from bot.domain.pitch import PitchEvent, State
from bot.domain.text import Locale
from bot.services.drafts import Draft
from bot.services.filing import Filed
from bot.services.ports import Card
from bot.services.ports_delivery import Brief
from sandbox.validation import IS_COMPONENTS_V2, check_message
from tests.db.samples import HOME, NOW, OWNER, later, notice
from tests.unit import samples
from tests.unit.loaded import templates

KEYS = sorted(samples.PROGRAMMES)
FILLS = [samples.fitting, samples.longest, samples.too_long]
MOST_PAGES = 40
"""More than any pitch has."""

languages = pytest.mark.parametrize("text", samples.TEXTS, ids=samples.name)
programmes = pytest.mark.parametrize("programme", samples.PROGRAMMES.values(), ids=KEYS[::-1])
fills = pytest.mark.parametrize("fill", FILLS)


Component = Mapping[str, Any]


def components(view: Layout) -> list[Component]:
    made: list[Component] = view.to_components()  # type: ignore[no-untyped-call]
    return made


def check(*views: Layout) -> None:
    """Discord takes them, and what can be pressed in them is found again, by one class each."""
    for view in views:
        check_message({"flags": IS_COMPONENTS_V2, "components": components(view)})
        for part in parts(view):
            if name := part.get("custom_id"):
                assert sum(bool(each.fullmatch(name)) for each in templates()) == 1, name


def every_page(shown: Callable[[int], Layout]) -> Iterator[Layout]:
    """The pages of a view that is shown by number (from 0): one past the last is the last again."""
    before: list[Component] = []
    for page in range(MOST_PAGES):
        view = shown(page)
        if components(view) == before:
            return
        before = components(view)
        yield view
    raise AssertionError("it has no last page")


def labels(view: Layout) -> list[str]:
    """Of all buttons, in order."""
    return [part["label"] for part in _parts(components(view)) if "label" in part]


def words(view: Layout) -> str:
    return "\n".join(part["content"] for part in _parts(components(view)) if "content" in part)


def parts(view: Layout) -> list[Component]:
    return list(_parts(components(view)))


def _parts(within: Iterable[Component]) -> Iterator[Component]:
    for component in within:
        yield component
        yield from _parts(component.get("components", ()))
        yield from _parts([component["accessory"]] if "accessory" in component else ())


def claimed(of: Draft) -> Draft:
    return replace(of, pitch=moves.claim(of.pitch, UserId(2**63 - 1), frozenset()))


def revised(of: Draft) -> Draft:
    """A new version in which every text is as long as may be, and half of it was asked for."""
    fields = tuple(field.id for field in of.programme.form.fields())
    asked = moves.request_changes(of.pitch, UserId(7), fields, "*" * 2000, later(days=3), NOW)
    working = {**of.pitch.answers, of.programme.card.title: "A new one"}
    return replace(of, pitch=replace(asked, working=working))


def filed(of: Draft) -> Filed:
    return Filed(of.pitch, of.programme, of.call, of.team, of.files)


def brief(of: Draft, kind: NoticeKind, route: Route, locale: Locale, **changes: Any) -> Brief:
    settings = GuildSettings(HOME, RoleId(1), ChannelId(2), ChannelId(3), locale, "Asia/Taipei")
    recipient = None if route is Route.DESK else of.pitch.owner
    sent = notice(of.pitch, recipient, kind=kind, route=route, **changes)
    card = Card(ChannelId(2), MessageId(5), None)
    return Brief(
        sent,
        of.pitch,
        of.programme,
        settings,
        card,
        locale,
        of.team,
        of.call,
        of.files,
        of.revisions,
    )


def history(of: Draft) -> tuple[PitchEvent, ...]:
    """Everything that can happen to a pitch, with the longest reasons."""
    when = [later(hours=n) for n in range(60)]
    moves_ = [(before, after) for before in (None, *State) for after in (*State,)][:40]
    told = [
        PitchEvent(of.pitch.id, HOME, when[n], OWNER, before, after, "*" * 2000)
        for n, (before, after) in enumerate(moves_)
    ]
    within = [
        PitchEvent(of.pitch.id, HOME, when[59], OWNER, State.DRAFT, State.DRAFT, written(what, 2))
        for what in Happening
        if what not in HIDDEN
    ]
    return for_authors([*told, *within])
