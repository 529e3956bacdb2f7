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
from bot.domain.notice import Route
from bot.domain.pitch import State
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
    queued,
    seed,
    stored,
)
from tests.db.samples_erasure import (
    CARD,
    DRAFT,
    ELSEWHERE,
    HANDED_IN,
    MARK,
    dump,
    erase_person,
    fill,
)
from tests.support.databases import fresh_sqlite_url


async def test_nothing_of_the_person_is_left_in_any_table(database: Database) -> None:
    await fill(database)
    before = await dump(database)
    assert MARK in before
    assert str(OWNER) in before
    keys = await erase_person(database)
    assert sorted(keys) == ["key-draft", "key-shared", "key-shared"]
    after = await dump(database)
    for gone in (MARK, MARK.casefold(), str(OWNER), DRAFT.id, "key-draft", "key-shared"):
        assert gone not in after, gone


async def test_not_a_byte_is_left_in_the_file_of_sqlite(tmp_path: Path) -> None:
    url = fresh_sqlite_url(tmp_path)
    database = await Database.open(url, Wakes())
    await fill(database)
    await erase_person(database)
    await database.close()
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert Path(str(make_url(url).database)).exists()
    assert MARK.encode() not in left
    assert MARK.casefold().encode() not in left
    assert "山海".encode() not in left


async def test_what_stays_are_dates_states_and_counts(database: Database) -> None:
    await fill(database)
    await erase_person(database)
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
    await fill(database)
    await erase_person(database)
    table = metadata.tables["pitches"]
    query = select(table.c.submitted).where(table.c.id == HANDED_IN.id)
    async with database.engines.reading() as connection:
        assert (await connection.execute(query)).scalar_one() == later(hours=1)


async def test_others_and_their_pitches_stay(database: Database) -> None:
    given = await fill(database)
    await erase_person(database)
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
    await fill(database)
    assert await erase_person(database, GUEST) == []
    after = await dump(database)
    assert str(GUEST) not in after
    assert f"{MARK} guest" not in after
    async with database.store.reading() as work:
        assert await work.pitches.by_id(HOME, HANDED_IN.id) == HANDED_IN


async def test_all_that_was_shown_is_told(database: Database) -> None:
    await fill(database)
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
    await fill(database)
    async with database.store.reading() as work:
        assert await work.erasure.shown(HOME, UserId(404), []) == []
        assert await work.erasure.shown(OTHER, OWNER, [HANDED_IN.id]) == []


async def test_the_same_person_in_another_guild_is_untouched(database: Database) -> None:
    await fill(database)
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
    await erase_person(database)
    assert await _at(database) == before


async def _at(database: Database) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    async with database.engines.reading() as connection:
        for table in metadata.sorted_tables:
            if "guild" not in table.c:
                continue
            query = select(table).where(table.c.guild == OTHER)
            rows += [tuple(row) for row in await connection.execute(query)]
    return rows


async def test_what_is_no_draft_is_not_dropped(database: Database) -> None:
    await fill(database)
    before = await dump(database)
    async with database.store.writing() as work:
        for pitch_id in (HANDED_IN.id, PitchId("none")):
            with pytest.raises(StaleVersion):
                await work.erasure.drop_draft(HOME, pitch_id)
        await work.commit()
    assert await dump(database) == before


async def test_a_tombstone_of_an_old_version_is_refused_and_changes_nothing(
    database: Database,
) -> None:
    await fill(database)
    before = await dump(database)
    async with database.store.writing() as work:
        with pytest.raises(StaleVersion):
            await work.erasure.strip(erase(HANDED_IN), expected=7)
        await work.commit()
    assert await dump(database) == before


async def test_an_author_who_left_is_blanked_with_the_pitch(database: Database) -> None:
    await fill(database)
    await joined(database, member(HANDED_IN, state=MemberState.LEFT))
    await erase_person(database)
    async with database.store.reading() as work:
        events = await work.events.of(HOME, HANDED_IN.id)
    assert [each.actor for each in events] == [0, 0, COORDINATOR]
