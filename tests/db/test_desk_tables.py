"""Scores, conflicts, notes, conversations and preferences come back as they were stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import StaleVersion
from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.moves import find_ineligible
from bot.domain.notice import Delivered
from bot.domain.pitch import Pitch
from bot.domain.preferences import Telling
from bot.domain.review import ConflictKind
from db.database import Database
from tests.db.samples import (
    COORDINATOR,
    GUEST,
    HOME,
    NOW,
    OTHER,
    later,
    notice,
    pitch,
    queued,
    seed,
    stored,
    submitted,
)
from tests.db.samples_desk import conflict, note, reviewed, score, talk, wishes

SENT = submitted(pitch("Boat"))
DM, THREAD = ChannelId(71), ChannelId(72)


@pytest.fixture(autouse=True)
async def _seeded(database: Database) -> None:
    await seed(database)
    await stored(database, SENT)


async def test_a_score_is_replaced_by_the_same_reviewers_next(database: Database) -> None:
    first, other = score(SENT), score(SENT, GUEST, at=later(hours=1))
    better = score(SENT, values={"craft": 5}, at=later(hours=2), version=1)
    await reviewed(database, first, other, better)
    async with database.store.reading() as work:
        kept = await work.reviews.scores(HOME, SENT.id)
    assert list(kept) == [replace(other, version=1), replace(better, version=2)]


async def test_a_score_leaves_the_pitch_at_its_version(database: Database) -> None:
    await reviewed(database, score(SENT))
    async with database.store.reading() as work:
        assert await work.pitches.by_id(HOME, SENT.id) == SENT


async def test_a_conflict_is_declared_once_and_can_be_taken_back(database: Database) -> None:
    mine = conflict(SENT)
    await reviewed(database, mine, replace(mine, kind=ConflictKind.SCHOOL))
    async with database.store.writing() as work:
        assert await work.reviews.conflicts(HOME, SENT.id) == [mine]
        assert await work.reviews.remove_conflict(HOME, SENT.id, COORDINATOR)
        assert not await work.reviews.remove_conflict(HOME, SENT.id, COORDINATOR)
        assert await work.reviews.conflicts(HOME, SENT.id) == []


async def test_notes_are_told_oldest_first(database: Database) -> None:
    first, second = note(SENT), note(SENT, GUEST, "版权已问过")
    await reviewed(database, first, second)
    async with database.store.reading() as work:
        assert await work.reviews.notes(HOME, SENT.id) == [first, second]


async def test_what_was_said_is_told_the_latest_oldest_first(database: Database) -> None:
    said = [talk(SENT), talk(SENT, by_author=False, source=None, files=()), talk(SENT, shown=None)]
    await reviewed(database, *said)
    async with database.store.reading() as work:
        assert await work.talks.of(HOME, SENT.id, limit=2) == said[1:]
        assert await work.talks.get(HOME, said[0].id) == said[0]
        assert said[0].source
        assert said[0].shown
        assert await work.talks.by_source(said[0].source[1]) == said[0]
        assert await work.talks.by_shown(said[0].shown[1]) == said[0]
        assert await work.talks.by_shown(said[0].source[1]) is None


async def test_a_message_is_relayed_once_by_where_it_was_written(database: Database) -> None:
    said = talk(SENT)
    again = replace(talk(SENT), source=said.source)
    await reviewed(database, said)
    async with database.store.writing() as work:
        assert not await work.talks.add(again)
        assert await work.talks.add(talk(SENT, source=None))
        assert await work.talks.add(talk(SENT, source=None))


async def test_of_two_changes_of_a_message_the_second_is_refused(database: Database) -> None:
    said = talk(SENT)
    await reviewed(database, said)
    async with database.store.writing() as work:
        changed = await work.talks.save(replace(said, words="new 新"), expected=0)
        assert changed == replace(said, words="new 新", version=1)
        with pytest.raises(StaleVersion):
            await work.talks.save(replace(said, deleted=True), expected=0)
        assert await work.talks.get(HOME, said.id) == changed


async def test_an_author_is_blocked_until_somebody_ends_it(database: Database) -> None:
    async with database.store.writing() as work:
        assert not await work.talks.blocked(HOME, SENT.id)
        await work.talks.block(HOME, SENT.id, blocked=True)
        await work.talks.block(HOME, SENT.id, blocked=True)
        assert await work.talks.blocked(HOME, SENT.id)
        await work.talks.block(HOME, SENT.id, blocked=False)
        assert not await work.talks.blocked(HOME, SENT.id)


async def test_places_are_read_again_as_long_as_a_pitch_there_goes_on(database: Database) -> None:
    over: Pitch = find_ineligible(submitted(pitch(owner=GUEST)), "no")
    await stored(database, over)
    await reviewed(
        database,
        talk(SENT, source=(DM, MessageId(9)), shown=(THREAD, MessageId(5))),
        talk(over, source=(ChannelId(73), MessageId(8)), shown=None),
    )
    async with database.store.writing() as work:
        for channel, message in ((DM, 4), (DM, 3), (THREAD, 6), (73, 8), (74, 2), (75, 12)):
            await work.talks.opened(channel, MessageId(message))
        # 73 is of a pitch at an end, of 74 and 75 nothing is known.
        assert await work.talks.unread(MessageId(10)) == {DM: 4, THREAD: 6, 75: 12}
        assert await work.talks.unread(MessageId(7)) == {DM: 4, THREAD: 6, 73: 8, 75: 12}


async def test_what_was_told_lately_of_a_pitch_at_an_end_may_still_be_answered(
    database: Database,
) -> None:
    over: Pitch = find_ineligible(submitted(pitch(owner=GUEST)), "no")
    await stored(database, over)
    receipt, declined = notice(over, GUEST), notice(over, GUEST)
    await queued(database, receipt, declined)
    for told, message in ((receipt, 5), (declined, 20)):
        await database.queue.sent(told, Delivered(DM, MessageId(message)), NOW)
    async with database.store.reading() as work:
        assert await work.talks.unread(MessageId(19)) == {DM: 5}
        assert await work.talks.unread(MessageId(20)) == {}


async def test_a_place_is_never_read_back_to_an_earlier_message(database: Database) -> None:
    async with database.store.writing() as work:
        await work.talks.opened(DM, MessageId(4))
        for message in (9, 6, 9):
            await work.talks.moved_on(DM, MessageId(message))
        await work.talks.opened(DM, MessageId(30))
        await work.talks.moved_on(74, MessageId(2))
        assert await work.talks.unread(MessageId(0)) == {DM: 9}


async def test_the_thread_of_a_card_is_a_place_as_long_as_its_pitch_goes_on(
    database: Database,
) -> None:
    over: Pitch = find_ineligible(submitted(pitch(owner=GUEST)), "no")
    await stored(database, over)
    for of, number in ((SENT, 40), (over, 50)):
        card = notice(of, None)
        await queued(database, card)
        posted = Delivered(ChannelId(33), MessageId(number), ChannelId(number))
        await database.queue.sent(card, posted, NOW)
    async with database.store.reading() as work:
        assert await work.talks.unread(MessageId(60)) == {40: 40}


async def test_preferences_come_back_and_are_replaced(database: Database) -> None:
    async with database.store.writing() as work:
        assert await work.preferences.get(HOME, COORDINATOR) is None
        await work.preferences.save(wishes())
        await work.preferences.save(wishes(GUEST, digest_hour=None))
        changed = wishes(usual=Telling.OFF, programmes={}, schools=(), quiet_from=None)
        await work.preferences.save(changed)
        assert await work.preferences.get(HOME, COORDINATOR) == changed
        assert await work.preferences.of_guild(HOME) == [changed, wishes(GUEST, digest_hour=None)]
        assert await work.preferences.of_guild(OTHER) == []


async def test_digests_are_told_by_a_running_number(database: Database) -> None:
    users = [UserId(number) for number in (5, 6, 7)]
    async with database.store.writing() as work:
        for user in users:
            await work.preferences.save(wishes(user, digest_hour=None if user == 6 else 8))
        ((number, first),) = await work.preferences.digests(limit=1)
        (second,) = await work.preferences.digests(limit=5, after=number)
        assert [first.user, second[1].user] == [5, 7]
        assert await work.preferences.digests(limit=5, after=second[0]) == []


async def test_a_days_digest_is_claimed_once(database: Database) -> None:
    async with database.store.writing() as work:
        claim = work.preferences.claim_digest
        assert await claim(HOME, COORDINATOR, "2026-03-01", NOW)
        assert not await claim(HOME, COORDINATOR, "2026-03-01", later(hours=1))
        assert await claim(HOME, COORDINATOR, "2026-03-02", NOW)
        assert await claim(HOME, GUEST, "2026-03-01", NOW)


async def test_where_a_pitch_is_in_its_pipeline_comes_back(database: Database) -> None:
    moved = replace(SENT, stage="concept", review_due=later(days=1), touched=later(hours=1))
    async with database.store.writing() as work:
        assert await work.pitches.save(moved, expected=1) == replace(moved, version=2)
        assert await work.pitches.by_id(HOME, SENT.id) == replace(moved, version=2)
