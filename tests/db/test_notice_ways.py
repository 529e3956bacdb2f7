"""The ways that notices go: other routes, the desk's card, and coming back to the desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.notice import Delivered, Leased, Notice, NoticeKind, Route
from bot.services.ports import Card, Page
from db.database import Database
from db.tables import notices
from tests.db.conftest import Wakes
from tests.db.samples import (
    GUEST,
    HOME,
    NOW,
    OWNER,
    later,
    notice,
    pitch,
    queued,
    seed,
    stored,
    submitted,
)
from tests.db.samples_answers import about, asked, question

PITCH = submitted(pitch())
ASKED = question()
STRANGER = UserId(5)
LEASE = timedelta(seconds=30)
SHOWN = Delivered(ChannelId(31), MessageId(32), ChannelId(33))


@pytest.fixture(autouse=True)
async def _seeded(database: Database) -> None:
    await seed(database)
    await stored(database, PITCH)


async def _lease(
    database: Database, now: datetime = NOW, *, holder: str = "a", limit: int = 10
) -> list[Leased]:
    return list(await database.queue.lease(holder, now=now, until=now + LEASE, limit=limit))


async def _ids(database: Database, now: datetime = NOW, *, holder: str = "a") -> list[str]:
    return [leased.notice.id for leased in await _lease(database, now, holder=holder)]


async def _card(database: Database) -> Card | None:
    async with database.store.reading() as work:
        return await work.cards.of(HOME, PITCH.id)


async def _revive(database: Database, now: datetime = NOW) -> int:
    async with database.store.writing() as work:
        revived = await work.notices.revive_desk(HOME, now)
        await work.commit()
        return revived


async def _column(database: Database, name: str, of: Notice) -> object:
    query = select(notices.c[name]).where(notices.c.id == of.id)
    async with database.engines.reading() as connection:
        return (await connection.execute(query)).scalar_one()


async def test_another_way_is_due_at_once_and_counts_from_zero(database: Database) -> None:
    added = notice(PITCH)
    await queued(database, added)
    await _lease(database)
    await database.queue.reroute(added, Route.THREAD, now=NOW, error="50007")
    rerouted = replace(added, route=Route.THREAD)
    assert await _lease(database) == [Leased(rerouted, 0, None)]
    assert await _column(database, "error", added) == "50007"


async def test_a_notice_rerouted_to_the_inbox_has_arrived(database: Database) -> None:
    added = notice(PITCH, route=Route.THREAD)
    await queued(database, added)
    await _lease(database)
    await database.queue.reroute(added, Route.INBOX, now=NOW, error="50013")
    assert await _ids(database, later(days=1)) == []
    assert await database.queue.depth() == {"in_inbox": 1}
    async with database.store.reading() as work:
        inbox = (await work.notices.inbox(HOME, OWNER, limit=5)).items
    assert inbox == [replace(added, route=Route.INBOX)]


async def test_a_notice_added_for_the_inbox_has_arrived(database: Database) -> None:
    await queued(database, notice(PITCH, route=Route.INBOX))
    assert await _ids(database) == []
    assert await database.queue.depth() == {"in_inbox": 1}


async def test_a_sent_notice_stays_sent_whatever_a_late_holder_says(database: Database) -> None:
    added = notice(PITCH)
    await queued(database, added)
    await database.queue.sent(added, SHOWN, NOW)
    await database.queue.retry(added, due=NOW, error="")
    await database.queue.reroute(added, Route.THREAD, now=NOW, error="")
    await database.queue.stuck(added, error="")
    await database.queue.sent(added, None, later(hours=1))
    assert await _ids(database, later(hours=2)) == []
    assert await database.queue.depth() == {}
    kept = [await _column(database, name, added) for name in ("sent", "channel", "message")]
    assert kept == [NOW, SHOWN.channel, SHOWN.message]


async def test_a_late_holder_does_not_disturb_the_new_way(database: Database) -> None:
    added = notice(PITCH)
    await queued(database, added)
    await database.queue.reroute(added, Route.THREAD, now=NOW, error="first")
    await _lease(database, holder="b")
    await database.queue.reroute(added, Route.THREAD, now=NOW, error="late")
    await database.queue.retry(added, due=later(days=1), error="late")
    await database.queue.stuck(added, error="late")
    assert await _column(database, "error", added) == "first"
    assert await _column(database, "leased_by", added) == "b"


async def test_what_was_shown_after_all_is_sent_by_the_way_it_went(database: Database) -> None:
    added = notice(PITCH)
    await queued(database, added)
    await database.queue.reroute(added, Route.THREAD, now=NOW, error="slow")
    await database.queue.sent(added, SHOWN, NOW)
    assert await database.queue.depth() == {}
    assert await _column(database, "route", added) == "dm"


async def test_a_desk_card_is_kept_where_it_was_shown_last(database: Database) -> None:
    first, second = notice(PITCH, None), notice(PITCH, None)
    await queued(database, first, second)
    await database.queue.sent(first, Delivered(ChannelId(1), MessageId(2)), NOW)
    assert await _card(database) == Card(ChannelId(1), 2, None)
    await database.queue.sent(second, SHOWN, NOW)
    assert await _card(database) == Card(ChannelId(31), 32, ChannelId(33))


async def test_what_is_no_card_at_the_desk_leaves_none(database: Database) -> None:
    to_owner = notice(PITCH, None, route=Route.OWNER)
    receipt = notice(PITCH)
    await queued(database, to_owner, receipt)
    for each in (to_owner, receipt):
        await database.queue.sent(each, SHOWN, NOW)
    assert await _card(database) is None


async def test_an_update_keeps_the_thread_that_the_card_got_late(database: Database) -> None:
    first, update = notice(PITCH, None), notice(PITCH, None, kind=NoticeKind.DESK_UPDATE)
    await queued(database, first, update)
    await database.queue.sent(first, Delivered(SHOWN.channel, SHOWN.message), NOW)
    await database.queue.sent(update, SHOWN, NOW)
    assert await _card(database) == Card(ChannelId(31), 32, ChannelId(33))


async def test_desk_notices_that_missed_the_desk_are_revived_in_order(
    database: Database, wakes: Wakes
) -> None:
    stuck, to_owner, on_its_way, arrived = (notice(PITCH, None) for _ in range(4))
    await queued(database, stuck, to_owner, on_its_way, arrived, notice(PITCH))
    await database.queue.stuck(stuck, error="10003")
    for each in (to_owner, on_its_way):
        await database.queue.reroute(each, Route.OWNER, now=NOW, error="10003")
    await database.queue.sent(replace(to_owner, route=Route.OWNER), SHOWN, NOW)
    await database.queue.sent(arrived, SHOWN, NOW)
    before = wakes.count
    assert await _revive(database, later(minutes=1)) == 3
    assert wakes.count == before + 1
    for each in (stuck, to_owner, on_its_way):
        assert Leased(each, 0, None) in await _lease(database, later(minutes=1))
        await database.queue.sent(each, SHOWN, NOW)
    assert await _revive(database) == 0
    assert wakes.count == before + 1


async def test_a_desk_notice_on_its_way_to_the_owner_is_left_alone(database: Database) -> None:
    added = notice(PITCH, None, route=Route.OWNER)
    await queued(database, added)
    await _lease(database)
    assert await _revive(database, later(seconds=29)) == 0
    assert await _revive(database, later(seconds=30)) == 1


async def test_persons_notices_are_not_revived(database: Database) -> None:
    theirs = notice(PITCH, route=Route.THREAD)
    await queued(database, theirs)
    await database.queue.stuck(theirs, error="")
    assert await _revive(database) == 0


async def test_the_inbox_holds_all_of_a_persons_notices_newest_first(database: Database) -> None:
    sent, stuck, waiting = notice(PITCH), notice(PITCH), notice(PITCH)
    await queued(database, sent, stuck, notice(PITCH, STRANGER), notice(PITCH, None), waiting)
    await database.queue.sent(sent, SHOWN, NOW)
    await database.queue.stuck(stuck, error="")
    async with database.store.reading() as work:
        inbox = work.notices.inbox
        assert await inbox(HOME, OWNER, limit=9) == Page([waiting, stuck, sent], 3)
        assert await inbox(HOME, OWNER, limit=2) == Page([waiting, stuck], 3)
        assert await inbox(HOME, OWNER, limit=2, offset=2) == Page([sent], 3)


async def _desk(database: Database) -> tuple[int, int] | None:
    async with database.store.reading() as work:
        return (await work.questions.get(HOME, ASKED.id)).desk


async def test_a_question_is_kept_where_the_desk_shows_it(database: Database) -> None:
    other = question()
    await asked(database, ASKED, other)
    told, changed = about(ASKED), about(ASKED, kind=NoticeKind.QUESTION_UPDATE)
    await queued(database, told, changed)
    assert await _desk(database) is None
    await database.queue.sent(told, SHOWN, NOW)
    assert await _desk(database) == (SHOWN.channel, SHOWN.message)
    await database.queue.sent(changed, Delivered(ChannelId(1), MessageId(2)), NOW)
    assert await _desk(database) == (1, 2)
    async with database.store.reading() as work:
        assert await work.questions.get(HOME, other.id) == other


async def test_an_update_that_showed_nothing_leaves_a_question_where_it_is(
    database: Database,
) -> None:
    await asked(database, ASKED)
    told, changed = about(ASKED), about(ASKED, kind=NoticeKind.QUESTION_UPDATE)
    await queued(database, told, changed)
    await database.queue.sent(told, SHOWN, NOW)
    await database.queue.sent(changed, None, NOW)
    assert await _desk(database) == (SHOWN.channel, SHOWN.message)


async def test_a_question_that_missed_the_desk_comes_back_to_it(database: Database) -> None:
    await asked(database, ASKED)
    told = about(ASKED)
    await queued(database, told)
    await database.queue.reroute(told, Route.OWNER, now=NOW, error="10003")
    await database.queue.sent(replace(told, route=Route.OWNER), SHOWN, NOW)
    assert await _desk(database) is None
    assert await _revive(database) == 1
    assert await _lease(database) == [Leased(told, 0, None)]
    await database.queue.sent(told, SHOWN, NOW)
    assert await _desk(database) == (SHOWN.channel, SHOWN.message)


async def test_an_answer_goes_its_ways_and_stands_in_the_inbox_without_a_pitch(
    database: Database,
) -> None:
    await asked(database, ASKED)
    answer = about(ASKED, GUEST)
    await queued(database, answer)
    assert await _lease(database) == [Leased(answer, 0, None)]
    await database.queue.reroute(answer, Route.DM, now=NOW, error="50001")
    by_dm = replace(answer, route=Route.DM)
    assert await _lease(database) == [Leased(by_dm, 0, None)]
    await database.queue.sent(by_dm, SHOWN, NOW)
    assert await _desk(database) is None
    async with database.store.reading() as work:
        assert await work.notices.inbox(HOME, GUEST, limit=5) == Page([by_dm], 1)


async def test_a_question_erased_on_its_way_is_taken_back(database: Database) -> None:
    await asked(database, ASKED)
    told = about(ASKED)
    await queued(database, told)
    async with database.store.writing() as work:
        await work.questions.forget(HOME, OWNER)
        await work.erasure.forget(HOME, OWNER, [])
        await work.commit()
    await database.queue.sent(told, Delivered(ChannelId(1), MessageId(2)), NOW)
    assert await _desk(database) is None
    (leased,) = await _lease(database)
    assert (leased.notice.kind, leased.notice.detail) == (NoticeKind.REMOVAL, "1:2")
