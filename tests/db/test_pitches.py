"""Pitches one by one: what is stored comes back, and of two changes one wins."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import PitchNotFound, ProgrammeNotFound, StaleVersion
from bot.domain.ids import CallId, PitchId, UserId
from bot.domain.pitch import (
    ChangeRequest,
    Pitch,
    Proposal,
    Revision,
    State,
    Submission,
    Withdrawal,
)
from db.database import Database
from db.tables import revisions
from tests.db.samples import (
    CALL,
    COORDINATOR,
    HOME,
    NOW,
    OTHER,
    OWNER,
    claimed,
    later,
    pitch,
    reference,
    seed,
    stored,
    submitted,
)


@pytest.fixture(autouse=True)
async def _seeded(database: Database) -> None:
    await seed(database)


async def _read(database: Database, of: Pitch) -> Pitch:
    async with database.store.reading() as work:
        return await work.pitches.by_id(of.guild, of.id)


async def _save(database: Database, changed: Pitch, expected: int) -> Pitch:
    async with database.store.writing() as work:
        saved = await work.pitches.save(changed, expected=expected)
        await work.commit()
        return saved


async def _revisions(database: Database) -> list[tuple[object, ...]]:
    async with database.engines.reading() as connection:
        found = await connection.execute(select(revisions).order_by(revisions.c.number))
        return [tuple(row) for row in found]


async def test_a_draft_comes_back_as_it_was_stored(database: Database) -> None:
    draft = pitch()
    await stored(database, draft)
    assert await _read(database, draft) == draft
    async with database.store.reading() as work:
        assert await work.pitches.get(HOME, draft.ref) == draft


async def test_answers_keep_their_tuples(database: Database) -> None:
    draft = pitch(answers={"format": ("film", "series"), "none": (), "title": "film"})
    await stored(database, draft)
    assert dict((await _read(database, draft)).answers) == dict(draft.answers)


async def test_a_submitted_pitch_comes_back_with_its_submission(database: Database) -> None:
    draft = pitch()
    await stored(database, draft)
    saved = await _save(database, submitted(draft), expected=1)
    assert saved == replace(submitted(draft), version=2)
    assert await _read(database, draft) == saved


async def test_an_unknown_pitch_is_not_found(database: Database) -> None:
    async with database.store.reading() as work:
        with pytest.raises(PitchNotFound):
            await work.pitches.get(HOME, reference(7))
        with pytest.raises(PitchNotFound):
            await work.pitches.by_id(HOME, PitchId("0" * 20))


async def test_a_reference_that_is_taken_is_refused(database: Database) -> None:
    first = pitch()
    await stored(database, first)
    twin = pitch(ref=first.ref, owner=UserId(5))
    async with database.store.writing() as work:
        with pytest.raises(StaleVersion):
            await work.pitches.add(twin)
        # The unit is still good for another try.
        await work.pitches.add(replace(twin, ref=reference(999_999)))
        await work.commit()
    assert (await _read(database, twin)).ref == reference(999_999)


async def test_a_reference_may_be_used_in_two_guilds(database: Database) -> None:
    await seed(database, OTHER)
    here = pitch()
    await stored(database, here, replace(here, guild=OTHER))
    async with database.store.reading() as work:
        assert (await work.pitches.get(OTHER, here.ref)).guild == OTHER
        assert (await work.pitches.get(HOME, here.ref)).guild == HOME


async def test_a_second_draft_in_a_call_is_refused(database: Database) -> None:
    await stored(database, pitch())
    with pytest.raises(StaleVersion):
        await stored(database, pitch())


async def test_a_new_draft_is_taken_once_the_first_was_submitted(database: Database) -> None:
    first, second = pitch(), pitch()
    await stored(database, first)
    await _save(database, submitted(first), expected=1)
    await stored(database, second)
    assert (await _read(database, second)).state is State.DRAFT


async def test_two_drafts_begun_at_once_make_one(database: Database) -> None:
    results = await asyncio.gather(
        stored(database, pitch()), stored(database, pitch()), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "StaleVersion"]


async def test_a_change_of_an_old_version_is_refused_and_changes_nothing(
    database: Database,
) -> None:
    draft = pitch()
    await stored(database, draft)
    await _save(database, replace(draft, answers={"title": "Second"}), expected=1)
    with pytest.raises(StaleVersion):
        await _save(database, replace(draft, answers={"title": "Third"}), expected=1)
    kept = await _read(database, draft)
    assert (kept.text("title"), kept.version) == ("Second", 2)


async def test_of_two_claims_at_once_one_wins(database: Database) -> None:
    handed_in = submitted(pitch())
    await stored(database, handed_in)
    people = [COORDINATOR, UserId(COORDINATOR + 1)]
    results = await asyncio.gather(
        *(_save(database, claimed(handed_in, person), expected=1) for person in people),
        return_exceptions=True,
    )
    won = [result for result in results if isinstance(result, Pitch)]
    assert [type(result) for result in results if result not in won] == [StaleVersion]
    assert await _read(database, handed_in) == won[0]


async def test_a_change_waits_for_one_that_is_under_way_and_then_loses(database: Database) -> None:
    handed_in = submitted(pitch())
    await stored(database, handed_in)
    async with database.store.writing() as work:
        await work.pitches.save(claimed(handed_in), expected=1)
        second = asyncio.create_task(_save(database, claimed(handed_in, UserId(3)), expected=1))
        await _read(database, handed_in)  # gives the other one time to start, and never waits
        await work.commit()
    with pytest.raises(StaleVersion):
        await second
    assert (await _read(database, handed_in)).assignee == COORDINATOR


async def test_the_first_submission_is_kept_word_for_word(database: Database) -> None:
    draft = pitch()
    await stored(database, draft)
    assert await _revisions(database) == []
    saved = await _save(database, submitted(draft), expected=1)
    first = await _revisions(database)
    assert [row[:4] for row in first] == [(HOME, draft.id, 1, NOW)]
    assert first[0][5:8] == ("ab" * 32, "1", "我同意。")
    await _save(database, replace(claimed(saved), answers={}), expected=2)
    assert await _revisions(database) == first


async def test_each_new_version_is_kept_beside_those_before(database: Database) -> None:
    draft = pitch()
    await stored(database, draft)
    first = await _save(database, submitted(draft), expected=1)
    new = replace(first, answers={"title": "第二版"}, working={"title": "第二版"})
    held = await _save(database, new, expected=2)
    late = Submission(later(hours=1), "2", "I agree.", "cd" * 32, late=True)
    await _save(database, replace(held, submission=late, revision=2, working=None), expected=3)
    async with database.store.reading() as work:
        kept = list(await work.pitches.revisions(HOME, draft.id))
        assert await work.pitches.revisions(OTHER, draft.id) == []
    assert first.submission is not None
    assert kept == [
        Revision(draft.id, 1, 1, draft.answers, first.submission),
        Revision(draft.id, 2, 1, {"title": "第二版"}, late),
    ]


async def test_all_that_a_pitch_went_through_comes_back(database: Database) -> None:
    changes = ChangeRequest(("title",), "再短一些", later(days=3), State.SHORTLISTED, COORDINATOR)
    full = replace(
        submitted(pitch()),
        state=State.CHANGES_REQUESTED,
        working={"title": "New", "format": ("film",)},
        changes=changes,
        proposal=Proposal(State.ACCEPTED, "Yes.", COORDINATOR),
        withdrawal=Withdrawal(NOW, State.IN_REVIEW),
    )
    await stored(database, full)
    assert await _read(database, full) == full
    bare = replace(full, working={}, changes=None, proposal=None, withdrawal=None)
    saved = await _save(database, bare, expected=1)
    assert await _read(database, full) == saved


async def test_a_form_version_that_does_not_exist_is_refused(database: Database) -> None:
    with pytest.raises(ProgrammeNotFound):
        await stored(database, pitch(form_version=2))


async def test_a_call_that_does_not_exist_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await stored(database, pitch(call=CallId("none")))


async def test_the_draft_of_a_person_in_a_call_is_found(database: Database) -> None:
    draft = pitch()
    await stored(database, draft, submitted(pitch()), pitch(owner=UserId(5)))
    async with database.store.reading() as work:
        assert await work.pitches.draft_of(HOME, OWNER, CALL) == draft
        assert await work.pitches.draft_of(HOME, OWNER, CallId("none")) is None
        assert await work.pitches.draft_of(HOME, UserId(6), CALL) is None


async def test_only_what_was_submitted_counts_towards_the_limit(database: Database) -> None:
    handed_in = submitted(pitch())
    await stored(
        database, handed_in, submitted(pitch()), pitch(), submitted(pitch(owner=UserId(5)))
    )
    await _save(database, claimed(handed_in), expected=1)
    async with database.store.reading() as work:
        assert await work.pitches.submitted_count(HOME, OWNER, CALL) == 2
        assert await work.pitches.submitted_count(HOME, OWNER, CallId("none")) == 0


async def test_the_time_of_submission_keeps_its_microseconds(database: Database) -> None:
    handed_in = submitted(pitch(), at=later(microseconds=1))
    await stored(database, handed_in)
    assert (await _read(database, handed_in)).submission == handed_in.submission
