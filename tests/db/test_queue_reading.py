"""What few pitches have and what many have is found alike; scores below the quorum are not."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import text as sql

from bot.domain.pitch import ChangeRequest, State
from bot.domain.queue import PitchQuery, Sort
from bot.domain.text import Locale
from db.database import Database
from db.repositories import queue_read
from tests.db.samples import (
    COORDINATOR,
    GUEST,
    HOME,
    KEY,
    NOW,
    OWNER,
    claimed,
    later,
    pitch,
    seed,
    stored,
    submitted,
)
from tests.db.samples_desk import conflict, found, indexed, reviewed, score

BOAT = replace(claimed(submitted(pitch("Boat"))), review_due=later(hours=-1))
TRAIN = submitted(pitch("Train", locale=Locale.EN), at=later(hours=1))
ASKED = replace(
    claimed(submitted(pitch("Asked"), at=later(hours=2)), GUEST),
    state=State.CHANGES_REQUESTED,
    changes=ChangeRequest(("title",), "", later(hours=-2), State.IN_REVIEW, GUEST),
)
DRAFT = pitch("Draft")


@pytest.fixture(autouse=True)
async def _seeded(database: Database) -> None:
    await seed(database)
    await stored(database, BOAT, TRAIN, ASKED, DRAFT)


async def test_below_the_quorum_only_who_scored_finds_by_score(database: Database) -> None:
    await reviewed(database, score(ASKED, values={"craft": 5}), ranked=False)
    await reviewed(database, score(BOAT, GUEST, values={"craft": 2}))
    assert await found(database, sort=Sort.SCORE) == [BOAT, ASKED, TRAIN]
    assert await found(database, score_from=0) == [BOAT]
    assert await found(database, score_from=1, scored_by=COORDINATOR) == [ASKED]
    assert await found(database, sort=Sort.SCORE, scored_by=COORDINATOR) == [ASKED]
    await reviewed(database, score(ASKED, values={"craft": 5}))
    assert await found(database, sort=Sort.SCORE) == [ASKED, BOAT, TRAIN]


async def test_by_score_nobody_finds_what_they_have_a_conflict_of_interest_in(
    database: Database,
) -> None:
    await reviewed(database, score(ASKED, values={"craft": 5}), score(BOAT, values={"craft": 2}))
    await reviewed(database, conflict(ASKED, GUEST))
    assert await found(database, sort=Sort.SCORE, not_by=GUEST) == [BOAT, TRAIN]
    assert await found(database, score_from=1, not_by=GUEST) == [BOAT]
    assert await found(database, not_by=GUEST) == [ASKED, TRAIN, BOAT]


async def test_a_score_that_no_longer_counts_leaves_a_pitch_unscored(database: Database) -> None:
    await reviewed(database, score(BOAT, values={"craft": 2}))
    async with database.store.writing() as work:
        await work.reviews.put_score(score(BOAT, version=1), None, ranked=False)
        await work.commit()
    assert await found(database, score_from=0) == []
    assert await found(database, sort=Sort.SCORE) == [ASKED, TRAIN, BOAT]


@pytest.mark.parametrize("few", [0, 1, 1000])
async def test_what_many_have_and_what_few_have_is_found_alike(
    database: Database, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(queue_read, "FEW", {"sqlite": few, "postgresql": few})
    await reviewed(database, score(BOAT, values={"craft": 2}), score(TRAIN, values={"craft": 4}))
    for of, words in ((BOAT, "a boat 渔船"), (TRAIN, "train 渔船"), (DRAFT, "boat")):
        await indexed(database, of, words)
    async with database.store.writing() as work:
        for of in (BOAT, ASKED):
            assert await work.reviews.tag(HOME, of.id, "comedy")
        await work.commit()
    for query, expected in (
        ({"text": "渔船"}, [TRAIN, BOAT]),
        ({"text": "渔船", "sort": Sort.OLDEST}, [BOAT, TRAIN]),
        ({"text": "渔船", "sort": Sort.SCORE}, [TRAIN, BOAT]),
        ({"text": "渔船", "sort": Sort.DUE}, [BOAT, TRAIN]),
        ({"text": "渔船 boa"}, [BOAT]),
        ({"text": "渔船", "locale": Locale.EN}, [TRAIN]),
        ({"text": "渔船", "not_by": OWNER}, []),
        ({"text": "渔船", "tag": "comedy"}, [BOAT]),
        ({"text": "渔船", "overdue": True, "assignee": COORDINATOR}, [BOAT]),
        ({"text": "渔船", "scored_by": COORDINATOR, "score_from": 3}, [TRAIN]),
        ({"text": "nothing"}, []),
        ({"tag": "comedy", "overdue": True}, [ASKED, BOAT]),
        ({"tag": "comedy", "closed": frozenset({KEY})}, []),
        ({"overdue": True}, [ASKED, BOAT]),
        ({"score_from": 1}, [TRAIN, BOAT]),
        ({"scored_by": COORDINATOR, "sort": Sort.SCORE}, [TRAIN, BOAT]),
        ({"assignee": GUEST}, [ASKED]),
    ):
        assert await found(database, **query) == expected, query


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize("order", [Sort.OLDEST, Sort.NEWEST, Sort.DUE])
async def test_a_word_is_found_however_far_down_the_list_it_stands(
    database: Database, monkeypatch: pytest.MonkeyPatch, few: int, order: Sort
) -> None:
    monkeypatch.setattr(queue_read, "FEW", {"sqlite": few, "postgresql": few})
    for of in (BOAT, TRAIN, ASKED):
        for said in (BOAT, TRAIN, ASKED):
            await indexed(database, said, "渔船 boat" if said is of else "car")
        query = PitchQuery(text="渔船 oat", programme=KEY, sort=order)
        async with database.store.reading() as work:
            assert await work.queue.find(HOME, query, now=NOW, limit=1, most=1) == ([of], 1)


async def test_what_is_beyond_what_is_counted_is_on_no_page(database: Database) -> None:
    for of in (BOAT, TRAIN, ASKED):
        await indexed(database, of, "boat")
    async with database.store.reading() as work:
        for text in ("", "boat"):
            query = PitchQuery(text=text)
            find = partial(work.queue.find, HOME, query, now=NOW)
            assert await find(limit=1, most=2) == ([ASKED], 2)
            assert await find(limit=5, offset=1, most=2) == ([TRAIN], 2)
            assert await find(limit=5, offset=2, most=2) == ([], 2)
            assert await find(limit=5, most=3) == ([ASKED, TRAIN, BOAT], 3)
            assert await find(limit=5, offset=9, most=4) == ([], 3)


async def test_the_terms_of_long_texts_stand_apart_from_their_rows(database: Database) -> None:
    await indexed(database, BOAT, " ".join(f"word{number}" for number in range(40)))
    if not database.shared:
        return
    size = "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE relname = 'pitch_words'"
    async with database.engines.reading() as connection:
        assert (await connection.execute(sql(size))).scalar_one() > 0
