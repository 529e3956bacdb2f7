"""What coordinators find, by any filter and in any order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.ids import CallId, ProgrammeKey, UserId
from bot.domain.moves import find_ineligible
from bot.domain.pitch import ChangeRequest, Pitch, PitchEvent, State
from bot.domain.queue import PitchQuery, Sort
from bot.domain.text import Locale
from bot.services.ports_desk import AuditQuery
from db.database import Database
from tests.db.samples import (
    COORDINATOR,
    GUEST,
    HOME,
    KEY,
    NOW,
    OTHER,
    OWNER,
    claimed,
    later,
    pitch,
    seed,
    stored,
    submitted,
)
from tests.db.samples_desk import found, reviewed, score

BOAT = replace(claimed(submitted(pitch("Boat"))), review_due=later(hours=-1))
TRAIN = submitted(pitch("Train", locale=Locale.EN, answers={"format": "film"}), at=later(hours=1))
ASKED = replace(
    claimed(submitted(pitch("Asked"), at=later(hours=2)), GUEST),
    state=State.CHANGES_REQUESTED,
    changes=ChangeRequest(("title",), "", later(hours=-2), State.IN_REVIEW, GUEST),
)
ENDED = find_ineligible(submitted(pitch("Ended"), at=later(hours=3)), "too long")
DRAFT = pitch("Draft")
ALL = tuple(State)


@pytest.fixture(autouse=True)
async def _seeded(database: Database) -> None:
    await seed(database)
    await stored(database, BOAT, TRAIN, ASKED, ENDED, DRAFT)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [ASKED, TRAIN, BOAT]),
        ({"states": ALL}, [ENDED, ASKED, TRAIN, BOAT]),
        ({"states": (State.DRAFT,)}, []),
        ({"states": (State.INELIGIBLE, State.SUBMITTED)}, [ENDED, TRAIN]),
        ({"programme": KEY}, [ASKED, TRAIN, BOAT]),
        ({"programme": ProgrammeKey("hina")}, []),
        ({"call": BOAT.call, "locale": Locale.EN}, [TRAIN]),
        ({"call": CallId("none")}, []),
        ({"assignee": COORDINATOR}, [BOAT]),
        ({"unassigned": True}, [TRAIN]),
        ({"overdue": True}, [ASKED, BOAT]),
        ({"format": "film"}, [ASKED, TRAIN, BOAT]),
        ({"format": "series"}, [ASKED, BOAT]),
        ({"format": "serie"}, []),
        ({"format": "%"}, []),
        ({"sort": Sort.OLDEST}, [BOAT, TRAIN, ASKED]),
        ({"sort": Sort.DUE}, [ASKED, BOAT, TRAIN]),
    ],
)
async def test_every_filter_finds_what_it_says(
    database: Database, query: dict[str, Any], expected: list[Pitch]
) -> None:
    assert await found(database, **query) == expected


async def test_scores_are_filtered_and_sorted_by(database: Database) -> None:
    await reviewed(database, score(BOAT, values={"craft": 2}), score(ASKED, values={"craft": 5}))
    assert await found(database, sort=Sort.SCORE) == [ASKED, BOAT, TRAIN]
    assert await found(database, score_from=2) == [ASKED, BOAT]
    assert await found(database, score_from=2.1) == [ASKED]


async def test_tags_are_found_and_told_by_how_often_they_are_used(database: Database) -> None:
    async with database.store.writing() as work:
        for of, tag in ((BOAT, "comedy"), (TRAIN, "comedy"), (BOAT, "喜剧"), (BOAT, "Animated")):
            assert await work.reviews.tag(HOME, of.id, tag)
        assert not await work.reviews.tag(HOME, BOAT.id, "comedy")
        await work.commit()
    assert await found(database, tag="comedy") == [TRAIN, BOAT]
    assert await found(database, tag="喜剧", assignee=COORDINATOR) == [BOAT]
    async with database.store.writing() as work:
        assert await work.queue.tags(HOME, "", limit=2) == ["comedy", "Animated"]
        assert await work.queue.tags(HOME, "ANI", limit=2) == ["Animated"]
        assert await work.reviews.tags_of(HOME, [BOAT.id, TRAIN.id]) == {
            BOAT.id: ["Animated", "comedy", "喜剧"],
            TRAIN.id: ["comedy"],
        }
        assert await work.reviews.untag(HOME, BOAT.id, "comedy")
        assert not await work.reviews.untag(HOME, BOAT.id, "comedy")
        await work.commit()
    assert await found(database, tag="comedy") == [TRAIN]


async def test_pages_follow_one_another_in_every_order(database: Database) -> None:
    more = [submitted(pitch(owner=UserId(number)), at=NOW) for number in range(1, 8)]
    await stored(database, *more)
    for sort in Sort:
        async with database.store.reading() as work:
            seen: list[Pitch] = []
            for offset in (0, 3, 6, 9):
                query = PitchQuery(sort=sort)
                page, total = await work.queue.find(HOME, query, now=NOW, limit=3, offset=offset)
                assert total == 10
                seen += page
            assert len({each.id for each in seen}) == len(seen) == 10
            ids = await work.queue.ids(HOME, query, now=NOW, limit=50)
            assert list(ids) == [each.id for each in seen]
            beyond, _ = await work.queue.find(HOME, query, now=NOW, limit=3, offset=12)
            assert beyond == []


async def test_formats_are_told_by_how_often_they_are_given(database: Database) -> None:
    async with database.store.reading() as work:
        assert await work.queue.formats(HOME, "", limit=5) == ["film", "series"]
        assert await work.queue.formats(HOME, "SER", limit=5) == ["series"]
        assert await work.queue.formats(OTHER, "", limit=5) == []


async def test_finding_takes_as_many_statements_for_many_as_for_few(
    database: Database, statements: list[str]
) -> None:
    assert len(await found(database)) == 3
    few = list(statements)
    many = [submitted(pitch(owner=UserId(number))) for number in range(1, 60)]
    await stored(database, *many)
    statements.clear()
    assert len(await found(database)) == 62
    assert len(statements) == len(few) <= 4  # on SQLite one of them begins
    statements.clear()
    assert await found(database, text="boat", tag="x", overdue=True) == []
    assert len(statements) <= len(few)


async def _happened(database: Database, *events: PitchEvent) -> None:
    async with database.store.writing() as work:
        for each in events:
            await work.events.add(each)
        await work.commit()


async def test_the_audit_is_filtered_by_all_that_is_given(database: Database) -> None:
    came = PitchEvent(BOAT.id, HOME, NOW, OWNER, State.DRAFT, State.SUBMITTED)
    noted = PitchEvent(
        BOAT.id, HOME, later(hours=1), COORDINATOR, State.IN_REVIEW, State.IN_REVIEW, "#noted"
    )
    tagged = replace(noted, at=later(hours=2), reason="#tagged a b")
    other = replace(came, pitch=TRAIN.id, at=later(hours=3))
    await _happened(database, came, noted, tagged, other)
    async with database.store.reading() as work:
        for query, expected in (
            (AuditQuery(), [other, tagged, noted, came]),
            (AuditQuery(pitch=BOAT.id), [tagged, noted, came]),
            (AuditQuery(actor=COORDINATOR), [tagged, noted]),
            (AuditQuery(actor=OWNER), []),  # it would tell who wrote them
            (AuditQuery(not_by=OWNER), []),
            (AuditQuery(what="submitted"), [other, came]),
            (AuditQuery(what="tagged"), [tagged]),
            (AuditQuery(what="in_review"), []),
            (AuditQuery(since=later(hours=1), until=later(hours=2)), [tagged, noted]),
        ):
            assert await work.queue.audit(HOME, query, limit=9) == (expected, len(expected))
        page, total = await work.queue.audit(HOME, AuditQuery(), limit=1, offset=1)
        assert (page, total) == ([tagged], 4)


async def test_what_nobody_touched_is_told_until_it_is_claimed(database: Database) -> None:
    quiet = replace(submitted(pitch(owner=GUEST)), touched=later(days=-9))
    fresh = replace(submitted(pitch(owner=GUEST)), touched=later(days=-1))
    over = replace(find_ineligible(quiet, "no"), id=pitch().id, ref=pitch().ref)
    await stored(database, quiet, fresh, over)
    before = {(HOME, KEY): later(days=-7), (OTHER, KEY): NOW}
    async with database.store.writing() as work:
        assert await work.queue.untouched({}, limit=9) == []
        assert await work.queue.untouched(before, limit=9) == [(HOME, quiet.id)]
        assert quiet.touched
        assert await work.reminders.claim(HOME, quiet.id, "untouched", quiet.touched, NOW)
        assert await work.queue.untouched(before, limit=9) == []
        assert await work.queue.untouched({(HOME, KEY): NOW}, limit=9) == [(HOME, fresh.id)]


async def test_reviews_that_are_due_are_told_until_they_are_claimed(database: Database) -> None:
    assert BOAT.review_due
    async with database.store.writing() as work:
        of, since = work.queue.review_due, later(days=-1)
        assert await of(since, NOW, "review", limit=9) == [(HOME, BOAT.id)]
        assert await of(NOW, later(days=1), "review", limit=9) == []
        assert await work.reminders.claim(HOME, BOAT.id, "review", BOAT.review_due, NOW)
        assert await of(since, NOW, "review", limit=9) == []
        assert await of(since, NOW, "late", limit=9) == [(HOME, BOAT.id)]


async def test_figures_count_what_was_handed_in_since(database: Database) -> None:
    moves = (
        (BOAT, OWNER, 0, State.DRAFT, State.SUBMITTED, ""),
        (BOAT, COORDINATOR, 60, State.SUBMITTED, State.SUBMITTED, "#tagged x"),
        (BOAT, OWNER, 90, State.SUBMITTED, State.SUBMITTED, "#revised 2"),
        (BOAT, COORDINATOR, 120, State.SUBMITTED, State.IN_REVIEW, ""),
        (ENDED, OWNER, 0, State.DRAFT, State.SUBMITTED, ""),
        (ENDED, COORDINATOR, 240, State.SUBMITTED, State.INELIGIBLE, "too long"),
    )
    await _happened(
        database,
        *(PitchEvent(of.id, HOME, later(seconds=s), by, *move) for of, by, s, *move in moves),
    )
    async with database.store.reading() as work:
        all_ = await work.queue.figures(HOME, None, NOW, most=5)
        late = await work.queue.figures(HOME, KEY, later(hours=3), most=5)
        none = await work.queue.figures(HOME, ProgrammeKey("hina"), NOW, most=5)
    assert all_.submitted == 4
    assert all_.funnel == [
        (State.SUBMITTED, 2),
        (State.IN_REVIEW, 1),
        (State.INELIGIBLE, 1),
    ]
    assert dict(all_.now)[State.INELIGIBLE] == 1
    assert dict(all_.languages) == {Locale.EN: 1, Locale.ZH_CN: 3}
    assert [(each.label, each.count) for each in all_.formats] == [("film", 4), ("series", 3)]
    assert all_.to_first_answer == pytest.approx(180, abs=0.01)
    assert all_.to_decision == pytest.approx(240, abs=0.01)
    assert (late.submitted, none.submitted) == (1, 0)
    assert none.to_first_answer is None
