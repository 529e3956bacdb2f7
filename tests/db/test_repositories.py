"""Guilds, people, events and cards; times and text of any kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

import pytest

from bot.domain.ids import CallId, ChannelId, GuildId, PitchId, ProgrammeKey, UserId
from bot.domain.pitch import PitchEvent, State
from bot.domain.text import Locale, Localized
from db.database import Database
from tests.db.samples import (
    CALL,
    COORDINATOR,
    HOME,
    KEY,
    NOW,
    OTHER,
    OWNER,
    call,
    later,
    pitch,
    programme,
    seed,
    settings,
    stored,
)

HINA = ProgrammeKey("hina")


async def _put(database: Database, **changes: Any) -> bool:
    async with database.store.writing() as work:
        changed = await work.programmes.put(HOME, programme(**changes), NOW)
        await work.commit()
        return changed


async def _add_call(database: Database, id_: str, **changes: Any) -> None:
    async with database.store.writing() as work:
        await work.calls.add(call(id_=CallId(id_), **changes))
        await work.commit()


async def test_settings_are_kept_and_replaced(database: Database) -> None:
    listening = (ChannelId(7), ChannelId(2**62))
    first = settings()
    second = settings(desk=ChannelId(5), questions=ChannelId(6), listening=listening)
    for given in (first, second):
        async with database.store.writing() as work:
            await work.guilds.save(given)
            await work.commit()
        async with database.store.reading() as work:
            assert await work.guilds.get(HOME) == given


async def test_a_guild_that_set_nothing_has_no_settings(database: Database) -> None:
    async with database.store.reading() as work:
        assert await work.guilds.get(HOME) is None


async def test_a_person_is_remembered_with_the_language_seen_last(database: Database) -> None:
    async with database.store.writing() as work:
        assert await work.people.locale(HOME, OWNER) is None
        await work.people.remember(HOME, OWNER, Locale.EN, NOW)
        await work.people.remember(HOME, OWNER, Locale.ZH_TW, later(seconds=1))
        await work.commit()
    async with database.store.reading() as work:
        assert await work.people.locale(HOME, OWNER) is Locale.ZH_TW


async def test_the_guild_where_a_person_was_seen_last_comes_first(database: Database) -> None:
    third = GuildId(3)
    async with database.store.writing() as work:
        for minutes, guild in enumerate((HOME, OTHER, third, HOME)):
            await work.people.remember(guild, OWNER, Locale.EN, later(minutes=minutes))
        await work.people.remember(third, COORDINATOR, Locale.EN, NOW)
        await work.commit()
    async with database.store.reading() as work:
        assert await work.people.guilds_of(OWNER) == [HOME, third, OTHER]
        assert await work.people.guilds_of(UserId(9)) == []


async def test_events_are_listed_as_they_happened(database: Database) -> None:
    await seed(database)
    draft = pitch()
    await stored(database, draft)
    begun = PitchEvent(draft.id, HOME, NOW, OWNER, None, State.DRAFT)
    # A clock that was set back does not change the order.
    sent = PitchEvent(draft.id, HOME, later(hours=-1), OWNER, State.DRAFT, State.SUBMITTED, "终于")
    async with database.store.writing() as work:
        await work.events.add(begun)
        await work.events.add(sent)
        await work.commit()
    async with database.store.reading() as work:
        assert await work.events.of(HOME, draft.id) == [begun, sent]
        assert await work.events.of(HOME, PitchId("none")) == []


async def test_a_pitch_that_was_not_sent_to_the_desk_has_no_card(database: Database) -> None:
    async with database.store.reading() as work:
        assert await work.cards.of(HOME, PitchId("none")) is None


async def test_a_time_of_another_zone_comes_back_as_the_same_moment_in_utc(
    database: Database,
) -> None:
    await _put(database)
    taipei = timezone(timedelta(hours=8))
    async with database.store.writing() as work:
        await work.calls.add(call(closes=later(days=1).astimezone(taipei)))
        await work.commit()
    async with database.store.reading() as work:
        closes = (await work.calls.get(HOME, CALL)).closes
    assert closes is not None
    assert (closes, closes.utcoffset()) == (later(days=1), timedelta(0))


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    await _put(database)
    with pytest.raises(Exception, match="without a time zone"):
        await _add_call(database, "a", closes=NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    "text",
    [
        "🎬👩‍👩‍👧",
        "שלום עולם \u202ertl\u202c",
        "e\u0301 é \ufdfa",
        "\ufeff\u200b\u2028\x7f\x01\t\r\n",
        "'; DROP TABLE pitches; -- \\ \" %",
        "𠀀",
    ],
)
async def test_text_of_any_kind_comes_back_unchanged(database: Database, text: str) -> None:
    await seed(database)
    name = Localized(text, text, text)
    await _put(database, name=name)
    draft = pitch(text, owner_name=text)
    await stored(database, draft)
    event = PitchEvent(draft.id, HOME, NOW, OWNER, None, State.DRAFT, text)
    async with database.store.writing() as work:
        await work.events.add(event)
        await work.commit()
    async with database.store.reading() as work:
        assert await work.pitches.by_id(HOME, draft.id) == draft
        assert await work.events.of(HOME, draft.id) == [event]
        assert await work.programmes.version(HOME, KEY, 2) == replace(programme(), name=name)
