"""What is measured with many pitches: as the commands call it, each call about something else."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from obstore.store import MemoryStore

from benchmarks.growth_data import (
    CALL,
    CHUNM,
    GUILD,
    LEAD,
    MAYA,
    NOW,
    TAG,
    owner,
    references,
)
from bot.discord_io.letters_view import Letters
from bot.domain.people import Actor
from bot.domain.pitch import State
from bot.domain.queue import PitchQuery, Sort
from bot.domain.text import Locale
from bot.files.store import ObjectFiles
from bot.randomness import SystemIds
from bot.services.common import SystemClock
from bot.services.desk import Desk
from bot.services.drafts import Recent
from bot.services.intake import Intake
from bot.services.keeping import Bytes
from bot.services.reviewing import Reviewing
from bot.texts import Texts
from db.database import Database

LEASED = 16
HOLDER = "h" * 20
PAGES = 100
"""Of a list without a text."""
SAID = (
    "moon", "oo", "o", "snow moon", "unicorn", "港", "雾", "月亮", "满月", "灯塔", "月亮港",
    "一座地图上", "moon 旧信", "渔村 s",
)  # fmt: skip
"""Texts that all, many, few and no pitches say, of one, two and more characters and of several
words."""

Deed = Callable[[], Awaitable[object]]


def deeds(database: Database, size: int) -> Iterator[tuple[str, Deed]]:
    """What is measured, by name."""
    draw = random.Random(size)
    desk, intake = _use_cases(database)
    yield from _lists(desk, draw)
    for title, query in _queries():
        yield f"list, {title}", partial(desk.find, MAYA, query)
    for title, query in _searches():
        yield f"search, {title}", partial(desk.find, LEAD, query)
    yield from _others(database, desk, intake, draw, size)


def _lists(desk: Desk, draw: random.Random) -> Iterator[tuple[str, Deed]]:
    yield "list, any page", lambda: desk.find(MAYA, PitchQuery(), draw.randrange(PAGES))
    yield "list, last page", lambda: desk.find(MAYA, PitchQuery(), PAGES - 1)
    for sort in Sort:
        yield f"list, by {sort}", partial(desk.find, LEAD, PitchQuery(sort=sort))
    own = PitchQuery(sort=Sort.SCORE)
    yield "list, by score, one's own", partial(desk.find, MAYA, own)
    yield "list, by score, any page", lambda: desk.find(LEAD, own, draw.randrange(PAGES))


def _queries() -> Iterator[tuple[str, PitchQuery]]:
    """Every filter alone."""
    yield "no filter", PitchQuery()
    yield "one state", PitchQuery(states=(State.IN_REVIEW,))
    yield "a state of none", PitchQuery(states=(State.WITHDRAWN,))
    yield "one programme and call", PitchQuery(programme=CHUNM, call=CALL)
    yield "mine", PitchQuery(assignee=MAYA.user)
    yield "nobody's", PitchQuery(unassigned=True)
    yield "overdue", PitchQuery(overdue=True)
    yield "tag", PitchQuery(tag=TAG)
    yield "language", PitchQuery(locale=Locale.ZH_CN)
    yield "language of none", PitchQuery(locale=Locale.EN)
    yield "format", PitchQuery(format="series-8-12")
    yield "format of none", PitchQuery(format="feature")
    yield "score, one's own", PitchQuery(score_from=3.0)


def _searches() -> Iterator[tuple[str, PitchQuery]]:
    yield "score", PitchQuery(score_from=3.0)
    yield "seven filters", _everything()
    for said in SAID:
        yield f"“{said}”", PitchQuery(text=said)
    yield "“满月”, seven filters", replace(_everything(), text="满月")
    yield "“满月”, language of none", PitchQuery(locale=Locale.EN, text="满月")
    yield "“满月”, by score", PitchQuery(text="满月", sort=Sort.SCORE)
    yield "“moon”, by due", PitchQuery(text="moon", sort=Sort.DUE)
    yield "“满月”, tag", PitchQuery(text="满月", tag=TAG)


def _everything() -> PitchQuery:
    return PitchQuery(
        states=(State.SUBMITTED, State.IN_REVIEW),
        programme=CHUNM,
        call=CALL,
        assignee=MAYA.user,
        locale=Locale.ZH_CN,
        format="series-8-12",
        score_from=2.0,
    )


def _others(
    database: Database, desk: Desk, intake: Intake, draw: random.Random, size: int
) -> Iterator[tuple[str, Deed]]:
    busy = Actor(GUILD, owner(0), "Busy", Locale.ZH_CN)
    refs, typed = references(draw, size), ("月", "moon", "旧信 ")
    own: list[str] = []

    def anyone() -> Actor:
        return replace(busy, user=owner(draw.randrange(1, 20_000)))

    async def view() -> None:
        if not own:
            own.extend(str(each.ref) for each in (await intake.listed(busy)).items)
        await intake.view(busy, draw.choice(own))

    async def lease() -> None:
        await database.queue.lease(HOLDER, now=NOW, until=NOW + timedelta(minutes=1), limit=LEASED)

    yield "view", lambda: desk.view(MAYA, next(refs))
    yield "suggested, nothing typed", lambda: desk.suggested(MAYA, "")
    yield "suggested, a reference", lambda: desk.suggested(MAYA, next(refs)[:5])
    yield "suggested, a word", lambda: desk.suggested(MAYA, draw.choice(typed))
    yield "suggested, none fits", lambda: desk.suggested(MAYA, "没有这个片名")
    yield "an author's list", lambda: intake.listed(anyone())
    yield "an author's 200 pitches", lambda: intake.listed(busy, page=draw.randrange(3))
    yield "an author's view", view
    yield "suggested to an author", lambda: intake.suggested(busy, draw.choice(typed))
    yield "NoticeQueue.lease, 16 of 64", lease


def _use_cases(database: Database) -> tuple[Desk, Intake]:
    """Over files in memory, of which nothing that is measured reads any."""
    clock, ids, recent = SystemClock(), SystemIds(), Recent()
    bytes_ = Bytes(database.store, ObjectFiles(MemoryStore()))
    letters = Letters(Texts.load())
    desk = Desk(database.store, Reviewing(database.store, clock, ids, recent, letters), clock)
    return desk, Intake(database.store, clock, ids, bytes_, recent)
