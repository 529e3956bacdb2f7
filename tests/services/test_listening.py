"""Where the bot answers unasked, and who is a coordinator."""

from __future__ import annotations

import pytest

from bot.domain.errors import ManagersOnly, NotSetUp
from bot.domain.ids import ChannelId, RoleId
from bot.services.setup import SetupRequest
from tests.services.house import LIN, MANAGER, MAYA, House, elsewhere

FIRST, SECOND, QUESTIONS = ChannelId(31), ChannelId(32), ChannelId(33)
REQUEST = SetupRequest(RoleId(21), ChannelId(22), QUESTIONS)


async def test_only_managers_say_where_it_listens(house: House) -> None:
    for actor in (LIN, MAYA):
        with pytest.raises(ManagersOnly):
            await house.setup.listen(actor, [FIRST])


async def test_before_setup_nothing_is_said(bare: House) -> None:
    with pytest.raises(NotSetUp):
        await bare.setup.listen(MANAGER, [FIRST])


async def test_it_listens_where_it_was_told_last_and_in_the_channel_of_questions(
    bare: House,
) -> None:
    await bare.setup.apply(MANAGER, REQUEST)
    await bare.setup.listen(MANAGER, [FIRST])
    settings = await bare.setup.listen(MANAGER, [SECOND, FIRST, SECOND])
    assert settings.listening == (SECOND, FIRST)
    again = await bare.setup.apply(MANAGER, REQUEST)
    assert again.settings == settings
    none = await bare.setup.listen(MANAGER, [])
    assert [none.listens_in(each) for each in (QUESTIONS, FIRST)] == [True, False]


async def test_who_coordinates(house: House) -> None:
    people = (MANAGER, MAYA, LIN, elsewhere(MAYA))
    assert [await house.setup.coordinates(one) for one in people] == [True, True, False, False]
