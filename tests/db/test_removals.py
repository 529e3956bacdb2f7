"""Notices that take messages away, and what notices say beyond their pitch."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.domain.ids import ChannelId, MessageId, PitchId
from bot.domain.notice import Delivered, Leased, Notice, NoticeKind
from bot.services.ports import Card
from db.database import Database
from db.tables import notices
from tests.db.samples import (
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

PITCH = submitted(pitch())
SHOWN = Delivered(ChannelId(31), MessageId(32), ChannelId(33))


@pytest.fixture(autouse=True)
async def _seeded(database: Database) -> None:
    await seed(database)
    await stored(database, PITCH)


def _removal(detail: str = "31:32", **changes: Any) -> Notice:
    return notice(PITCH, None, kind=NoticeKind.REMOVAL, detail=detail, actor=None, **changes)


async def _lease(database: Database, holder: str = "a") -> list[Notice]:
    leased = await database.queue.lease(
        holder, now=NOW, until=NOW + timedelta(seconds=30), limit=10
    )
    return [one.notice for one in leased]


async def _count(database: Database) -> int:
    async with database.engines.reading() as connection:
        query = select(func.count()).select_from(notices)
        return (await connection.execute(query)).scalar_one()


async def _forget(database: Database) -> None:
    async with database.store.writing() as work:
        await work.erasure.forget(HOME, OWNER, [PITCH.id])
        await work.commit()


async def test_a_notice_keeps_its_detail(database: Database) -> None:
    told = notice(PITCH, kind=NoticeKind.CHANGES_ASKED, detail="再短一些 🎬")
    await queued(database, told)
    assert await _lease(database) == [told]


async def test_a_removal_that_is_done_leaves_nothing(database: Database) -> None:
    removal = _removal()
    await queued(database, removal)
    assert await _lease(database) == [replace(removal, pitch=PitchId(""))]
    await database.queue.sent(removal, None, NOW)
    assert await _count(database) == 0


async def test_a_removal_may_outlive_the_pitch(database: Database) -> None:
    draft = pitch()
    await stored(database, draft)
    async with database.store.writing() as work:
        await work.erasure.drop_draft(HOME, draft.id)
        await work.erasure.forget(HOME, OWNER, [draft.id])
        await work.notices.add(replace(_removal(), pitch=draft.id), NOW)
        await work.commit()
    (leased,) = await _lease(database)
    assert (leased.kind, leased.detail) == (NoticeKind.REMOVAL, "31:32")


async def test_a_removal_is_not_forgotten_with_the_pitch(database: Database) -> None:
    await queued(database, _removal(), notice(PITCH))
    await _forget(database)
    assert [each.kind for each in await _lease(database)] == [NoticeKind.REMOVAL]


async def test_removals_keep_their_order_and_hold_up_nobody(database: Database) -> None:
    first, second, desk = _removal("1:2"), _removal("1:"), notice(PITCH, None)
    await queued(database, first, second, desk)
    assert [each.id for each in await _lease(database)] == [first.id, desk.id]
    await database.queue.sent(first, None, NOW)
    assert [each.id for each in await _lease(database)] == [second.id]


async def test_a_removal_that_failed_is_tried_again(database: Database) -> None:
    removal = _removal()
    await queued(database, removal)
    await _lease(database)
    await database.queue.retry(removal, due=later(seconds=5), error="503")
    again = await database.queue.lease("a", now=later(seconds=5), until=later(hours=1), limit=5)
    assert again == [Leased(replace(removal, pitch=PitchId("")), 1, NOW)]


async def test_what_was_shown_while_it_was_erased_is_taken_away(database: Database) -> None:
    told = notice(PITCH)
    await queued(database, told)
    await _lease(database)
    await _forget(database)
    await database.queue.sent(told, Delivered(ChannelId(41), MessageId(42)), NOW)
    (removal,) = await _lease(database)
    assert (removal.kind, removal.detail, removal.guild) == (NoticeKind.REMOVAL, "41:42", HOME)


async def test_a_card_shown_while_it_was_erased_goes_with_its_thread(database: Database) -> None:
    card = notice(PITCH, None)
    await queued(database, card)
    await _lease(database)
    await _forget(database)
    await database.queue.sent(card, SHOWN, NOW)
    details = []
    while taken := await _lease(database):
        details += [each.detail for each in taken]
        await database.queue.sent(taken[0], None, NOW)
    assert details == ["31:32", "33:"]
    async with database.store.reading() as work:
        assert await work.cards.of(HOME, PITCH.id) is None


async def test_what_is_sent_twice_is_not_taken_away(database: Database) -> None:
    told = notice(PITCH)
    await queued(database, told)
    for _ in range(2):
        await database.queue.sent(told, SHOWN, NOW)
    assert await _lease(database) == []
    assert await _count(database) == 1


async def test_what_is_said_in_the_cards_thread_is_no_card(database: Database) -> None:
    card, said = notice(PITCH, None), notice(PITCH, None, kind=NoticeKind.NEW_VERSION)
    await queued(database, card, said)
    await database.queue.sent(card, SHOWN, NOW)
    await database.queue.sent(said, Delivered(ChannelId(33), MessageId(34)), NOW)
    async with database.store.reading() as work:
        assert await work.cards.of(HOME, PITCH.id) == Card(ChannelId(31), 32, ChannelId(33))
