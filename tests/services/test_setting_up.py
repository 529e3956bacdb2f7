"""A manager sets the guild up, and repairs it later with the same command."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.domain.errors import ManagersOnly, UnknownTimezone
from bot.domain.ids import ChannelId, GuildId, RoleId
from bot.domain.notice import NoticeState, Route
from bot.domain.people import GuildSettings
from bot.domain.text import Locale, Localized
from bot.services.setup import SetupRequest, check_timezone
from db.tables import notices
from tests.db.samples import HOME, programme
from tests.services.house import HINA, KEY, LIN, MANAGER, MAYA, SHIPPED, House, elsewhere

ROLE, DESK, QUESTIONS = RoleId(21), ChannelId(22), ChannelId(23)
LEAST = SetupRequest(ROLE, DESK)
FULL = SetupRequest(
    ROLE, DESK, QUESTIONS, Locale.ZH_TW, "Asia/Taipei", programmes=frozenset({HINA})
)


async def _in_use(house: House, guild: GuildId = HOME) -> list[str]:
    return [offering.programme.key for offering in await house.programmes.offered(guild)]


async def test_only_managers_set_up(bare: House) -> None:
    for actor in (LIN, MAYA):
        with pytest.raises(ManagersOnly):
            await bare.setup.apply(actor, LEAST)
    assert await _in_use(bare) == []


async def test_the_least_that_is_asked_takes_the_defaults_and_all_programmes(bare: House) -> None:
    done = await bare.setup.apply(MANAGER, LEAST)
    assert done.settings == GuildSettings(HOME, ROLE, DESK, None, Locale.ZH_CN, "UTC")
    assert [each.key for each in done.programmes] == [KEY, HINA]
    assert done.revived == 0
    assert await _in_use(bare) == [KEY, HINA]


async def test_a_new_desk_begins_with_the_language_of_the_guild(bare: House) -> None:
    first = await bare.setup.apply(MANAGER, LEAST, Locale.ZH_TW)
    assert first.settings.locale is Locale.ZH_TW
    again = await bare.setup.apply(MANAGER, LEAST, Locale.EN)
    assert again.settings.locale is Locale.ZH_TW


async def test_what_is_named_is_set(bare: House) -> None:
    done = await bare.setup.apply(MANAGER, FULL, Locale.EN)
    assert done.settings == GuildSettings(HOME, ROLE, DESK, QUESTIONS, Locale.ZH_TW, "Asia/Taipei")
    assert await _in_use(bare) == [HINA]


async def test_repeating_it_keeps_what_is_not_named(bare: House) -> None:
    first = await bare.setup.apply(MANAGER, FULL)
    moved = await bare.setup.apply(MANAGER, SetupRequest(RoleId(31), ChannelId(32)))
    assert moved.settings == replace(first.settings, coordinators=RoleId(31), desk=ChannelId(32))
    assert moved.programmes == first.programmes


async def test_all_programmes_can_be_taken_out_of_use_and_stay_so(bare: House) -> None:
    await bare.setup.apply(MANAGER, FULL)
    none = await bare.setup.apply(MANAGER, replace(LEAST, programmes=frozenset()))
    assert none.programmes == ()
    assert (await bare.setup.apply(MANAGER, LEAST)).programmes == ()
    back = await bare.setup.apply(MANAGER, replace(LEAST, programmes=frozenset({HINA})))
    assert [each.key for each in back.programmes] == [HINA]


async def test_repeating_it_brings_programmes_up_to_what_is_shipped(bare: House) -> None:
    older = programme(summary=Localized("Old.", "旧。", "舊。"))
    async with bare.database.store.writing() as work:
        await work.programmes.put(HOME, older, bare.clock.now())
        await work.commit()
    wanted = frozenset({older.key})
    done = await bare.setup.apply(MANAGER, replace(LEAST, programmes=wanted))
    assert done.programmes == (SHIPPED[older.key],)


async def test_one_guild_is_set_up_without_the_other(bare: House) -> None:
    await bare.setup.apply(elsewhere(MANAGER), FULL)
    assert await _in_use(bare) == []
    assert await _in_use(bare, elsewhere(MANAGER).guild) == [HINA]


@pytest.mark.parametrize("typed", ["Moon/Crater", "", "../../etc/passwd", "America", "x" * 300])
async def test_a_time_zone_that_nobody_knows_changes_nothing(bare: House, typed: str) -> None:
    with pytest.raises(UnknownTimezone) as refused:
        await bare.setup.apply(MANAGER, replace(FULL, timezone=typed))
    assert refused.value.params == {"typed": typed}
    assert await _in_use(bare) == []


def test_a_time_zone_is_known_by_its_iana_name() -> None:
    assert check_timezone("America/Los_Angeles").key == "America/Los_Angeles"


async def test_cards_that_could_not_reach_the_desk_are_sent_there_again(house: House) -> None:
    await house.handed_in()
    async with house.database.engines.writing() as connection:
        await connection.execute(
            update(notices)
            .where(notices.c.recipient.is_(None))
            .values(route=Route.OWNER.value, state=NoticeState.STUCK.value)
        )
        await connection.commit()
    assert (await house.setup.apply(MANAGER, LEAST)).revived == 1
    card = (await house.queue())[0]
    assert (card["route"], card["state"]) == (Route.DESK, NoticeState.WAITING)
    assert (await house.setup.apply(MANAGER, LEAST)).revived == 0
