"""What is left of a person who asked to be forgotten: nothing that they are or wrote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select

from bot.domain.errors import PitchNotFound, StaleVersion
from bot.domain.ids import ChannelId, MessageId, PitchId, UserId
from bot.domain.moves import erase
from bot.domain.notice import Delivered, Notice, NoticeKind, Route
from bot.domain.pitch import ChangeRequest, PitchEvent, Proposal, State
from bot.domain.team import MemberState
from bot.domain.text import Locale
from bot.services.ports import Card
from bot.services.ports_intake import Shown
from db.database import Database
from db.tables import metadata
from tests.db.conftest import Wakes
from tests.db.samples import (
    CALL,
    COORDINATOR,
    GUEST,
    HOME,
    NOW,
    OTHER,
    OWNER,
    attached,
    file,
    joined,
    later,
    member,
    notice,
    pitch,
    queued,
    seed,
    stored,
    submitted,
)
from tests.support.databases import fresh_sqlite_url

MARK = "ZebraMark"
"""Stands in every text that the person gave."""
WROTE = {"title": f"{MARK} title", "logline": f"{MARK} logline 山海"}
DRAFT = pitch(answers=WROTE, owner_name=f"{MARK} name")
HANDED_IN = replace(
    submitted(pitch(answers=WROTE, owner_name=f"{MARK} name"), at=later(hours=1)),
    state=State.CHANGES_REQUESTED,
    working={"title": f"{MARK} new"},
    changes=ChangeRequest(("title",), f"{MARK} asked", later(days=2), State.IN_REVIEW, COORDINATOR),
    proposal=Proposal(State.DECLINED, f"{MARK} why", COORDINATOR),
)
ELSEWHERE = submitted(pitch("Another's", owner=UserId(5)))
"""The person is a co-author of it."""
CARD = Delivered(ChannelId(31), MessageId(32), ChannelId(33))


async def _dump(database: Database) -> str:
    """All rows of all tables."""
    async with database.engines.reading() as connection:
        rows = [
            (table.name, tuple(row))
            for table in metadata.sorted_tables
            for row in await connection.execute(select(table))
        ]
    return "\n".join(map(repr, rows))


async def _fill(database: Database) -> dict[str, Notice]:
    """A person with a draft, a pitch that was handed in, and a part in another's."""
    await seed(database)
    await stored(database, DRAFT, HANDED_IN, ELSEWHERE)
    await joined(
        database,
        member(DRAFT, name=f"{MARK} guest"),
        member(HANDED_IN, name=f"{MARK} guest"),
        member(ELSEWHERE, OWNER, name=f"{MARK} name"),
    )
    shared = file(HANDED_IN, key="key-shared", name=f"{MARK}.pdf")
    await attached(
        database,
        file(DRAFT, key="key-draft", name=f"{MARK}.pdf"),
        file(DRAFT, key="key-shared", name=f"{MARK}.pdf"),
        shared,
        file(ELSEWHERE, uploader=OWNER, key="key-stays"),
    )
    given = {
        "card": notice(HANDED_IN, None),
        "thread": notice(HANDED_IN, None, kind=NoticeKind.NEW_VERSION, detail=f"{MARK} detail"),
        "dm": notice(HANDED_IN),
        "private": notice(HANDED_IN, route=Route.THREAD),
        "guest": notice(HANDED_IN, GUEST, kind=NoticeKind.INVITED),
        "draft": notice(DRAFT, GUEST, kind=NoticeKind.INVITED),
        "waiting": notice(HANDED_IN, detail=f"{MARK} waits"),
        "coauthor": notice(ELSEWHERE),
        "private elsewhere": notice(ELSEWHERE, route=Route.THREAD),
        "told": notice(ELSEWHERE, UserId(5), kind=NoticeKind.TEAM_CHANGED, actor=OWNER),
        "unnamed": notice(ELSEWHERE, UserId(5), kind=NoticeKind.CLAIMED, actor=OWNER),
    }
    await queued(database, *given.values())
    places = {"card": CARD, "thread": Delivered(ChannelId(33), MessageId(34))}
    for number, name in enumerate(given):
        if name != "waiting":
            there = Delivered(ChannelId(100 + number), MessageId(200 + number))
            await database.queue.sent(given[name], places.get(name, there), NOW)
    async with database.store.writing() as work:
        await work.people.remember(HOME, OWNER, Locale.ZH_CN, NOW)
        await work.people.remember(HOME, GUEST, Locale.EN, NOW)
        await work.reminders.claim(HOME, DRAFT.id, "72", later(days=30), NOW)
        for of, actor, reason in (
            (DRAFT, OWNER, ""),
            (HANDED_IN, OWNER, ""),
            (HANDED_IN, GUEST, f"{MARK} reason"),
            (HANDED_IN, COORDINATOR, f"{MARK} asked"),
            (ELSEWHERE, OWNER, "joined"),
        ):
            event = PitchEvent(of.id, HOME, NOW, actor, State.DRAFT, State.SUBMITTED, reason)
            await work.events.add(event)
        await work.commit()
    return given


async def _erase(database: Database, of: UserId = OWNER) -> list[str]:
    """As the service does it; the keys of the files that are to go."""
    async with database.store.writing() as work:
        owned = await work.erasure.pitches_owned(HOME, of)
        keys: list[str] = []
        for each in owned:
            if each.state is State.DRAFT:
                keys += await work.erasure.drop_draft(HOME, each.id)
            else:
                keys += await work.erasure.strip(erase(each), expected=each.version)
        await work.team.remove_user(HOME, of)
        await work.erasure.forget(HOME, of, [each.id for each in owned])
        await work.commit()
    return keys


async def test_nothing_of_the_person_is_left_in_any_table(database: Database) -> None:
    await _fill(database)
    before = await _dump(database)
    assert MARK in before
    assert str(OWNER) in before
    keys = await _erase(database)
    assert sorted(keys) == ["key-draft", "key-shared", "key-shared"]
    after = await _dump(database)
    for gone in (MARK, MARK.casefold(), str(OWNER), DRAFT.id, "key-draft", "key-shared"):
        assert gone not in after, gone


async def test_not_a_byte_is_left_in_the_file_of_sqlite(tmp_path: Path) -> None:
    url = fresh_sqlite_url(tmp_path)
    database = await Database.open(url, Wakes())
    await _fill(database)
    await _erase(database)
    await database.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert Path(str(make_url(url).database)).exists()
    assert MARK.encode() not in left
    assert MARK.casefold().encode() not in left
    assert "山海".encode() not in left


async def test_what_stays_are_dates_states_and_counts(database: Database) -> None:
    await _fill(database)
    await _erase(database)
    async with database.store.reading() as work:
        kept = await work.pitches.get(HOME, HANDED_IN.ref)
        listed = await work.pitches.submitted(HOME, states=[State.ERASED], limit=5)
        events = await work.events.of(HOME, HANDED_IN.id)
        card = await work.cards.of(HOME, HANDED_IN.id)
        assert await work.pitches.revisions(HOME, HANDED_IN.id) == []
        with pytest.raises(PitchNotFound):
            await work.pitches.by_id(HOME, DRAFT.id)
    assert kept == replace(erase(HANDED_IN), version=2)
    assert (kept.revision, kept.call, kept.created) == (1, CALL, NOW)
    assert (list(listed.items), listed.total) == ([kept], 1)
    assert [(each.at, each.actor, each.reason) for each in events] == [
        (NOW, 0, ""),
        (NOW, 0, ""),
        (NOW, COORDINATOR, ""),
    ]
    assert card == Card(CARD.channel, CARD.message, CARD.thread)


async def test_the_date_of_submission_stays(database: Database) -> None:
    await _fill(database)
    await _erase(database)
    table = metadata.tables["pitches"]
    query = select(table.c.submitted).where(table.c.id == HANDED_IN.id)
    async with database.engines.reading() as connection:
        assert (await connection.execute(query)).scalar_one() == later(hours=1)


async def test_others_and_their_pitches_stay(database: Database) -> None:
    given = await _fill(database)
    await _erase(database)
    async with database.store.reading() as work:
        assert await work.pitches.by_id(HOME, ELSEWHERE.id) == ELSEWHERE
        assert await work.team.of(HOME, ELSEWHERE.id) == []
        (kept,) = await work.files.of(HOME, ELSEWHERE.id)
        assert (kept.key, kept.uploader) == ("key-stays", 0)
        assert await work.people.locale(HOME, GUEST) is Locale.EN
        inbox = await work.notices.inbox(HOME, UserId(5), limit=5)
        assert list(inbox.items) == [replace(given["unnamed"], actor=None)]
        assert (await work.notices.inbox(HOME, GUEST, limit=5)).total == 0
        assert [each.reason for each in await work.events.of(HOME, ELSEWHERE.id)] == ["joined"]


async def test_a_co_author_is_forgotten_and_the_pitch_stays(database: Database) -> None:
    await _fill(database)
    assert await _erase(database, GUEST) == []
    after = await _dump(database)
    assert str(GUEST) not in after
    assert f"{MARK} guest" not in after
    async with database.store.reading() as work:
        assert await work.pitches.by_id(HOME, HANDED_IN.id) == HANDED_IN


async def test_all_that_was_shown_is_told(database: Database) -> None:
    await _fill(database)
    async with database.store.reading() as work:
        shown = await work.erasure.shown(HOME, OWNER, [DRAFT.id, HANDED_IN.id])
    of, elsewhere = HANDED_IN.id, ELSEWHERE.id
    assert set(shown) == {
        Shown(Route.DESK, ChannelId(33), None, of),
        Shown(Route.DM, ChannelId(102), MessageId(202), of),
        Shown(Route.THREAD, ChannelId(103), None, of),
        Shown(Route.DM, ChannelId(104), MessageId(204), of),
        Shown(Route.DM, ChannelId(105), MessageId(205), DRAFT.id),
        Shown(Route.DM, ChannelId(107), MessageId(207), elsewhere),
        Shown(Route.THREAD, ChannelId(108), None, elsewhere),
        Shown(Route.DM, ChannelId(109), MessageId(209), elsewhere),
    }
    assert len(shown) == 8


async def test_nothing_is_shown_to_who_was_never_told_anything(database: Database) -> None:
    await _fill(database)
    async with database.store.reading() as work:
        assert await work.erasure.shown(HOME, UserId(404), []) == []
        assert await work.erasure.shown(OTHER, OWNER, [HANDED_IN.id]) == []


async def test_the_same_person_in_another_guild_is_untouched(database: Database) -> None:
    await _fill(database)
    await seed(database, OTHER)
    twin = replace(HANDED_IN, guild=OTHER)
    await stored(database, twin)
    await joined(database, member(twin))
    await attached(database, file(twin))
    await queued(database, notice(twin))
    async with database.store.writing() as work:
        await work.people.remember(OTHER, OWNER, Locale.EN, NOW)
        await work.commit()
    before = await _at(database)
    await _erase(database)
    assert await _at(database) == before


async def _at(database: Database) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    async with database.engines.reading() as connection:
        for table in metadata.sorted_tables:
            query = select(table).where(table.c.guild == OTHER)
            rows += [tuple(row) for row in await connection.execute(query)]
    return rows


async def test_what_is_no_draft_is_not_dropped(database: Database) -> None:
    await _fill(database)
    before = await _dump(database)
    async with database.store.writing() as work:
        for pitch_id in (HANDED_IN.id, PitchId("none")):
            with pytest.raises(StaleVersion):
                await work.erasure.drop_draft(HOME, pitch_id)
        await work.commit()
    assert await _dump(database) == before


async def test_a_tombstone_of_an_old_version_is_refused_and_changes_nothing(
    database: Database,
) -> None:
    await _fill(database)
    before = await _dump(database)
    async with database.store.writing() as work:
        with pytest.raises(StaleVersion):
            await work.erasure.strip(erase(HANDED_IN), expected=7)
        await work.commit()
    assert await _dump(database) == before


async def test_an_author_who_left_is_blanked_with_the_pitch(database: Database) -> None:
    await _fill(database)
    await joined(database, member(HANDED_IN, state=MemberState.LEFT))
    await _erase(database)
    async with database.store.reading() as work:
        events = await work.events.of(HOME, HANDED_IN.id)
    assert [each.actor for each in events] == [0, 0, COORDINATOR]
