"""Coordinators read and claim pitches; nobody else does."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.errors import AlreadyClaimed, CoordinatorsOnly, OwnPitch, PitchNotFound
from bot.domain.ids import PitchId
from bot.domain.notice import NoticeKind, Route
from bot.domain.people import Actor
from bot.domain.pitch import State
from bot.domain.queue import PitchQuery
from bot.services.desk import Filed
from tests.db.samples import OTHER, seed
from tests.services.house import (
    LIN,
    MANAGER,
    MAYA,
    SAM,
    WEI,
    House,
    elsewhere,
    on_both_engines,
)


@pytest.mark.parametrize("actor", [SAM, LIN], ids=["stranger", "author"])
async def test_who_is_no_coordinator_sees_nothing_of_the_desk(house: House, actor: Actor) -> None:
    pitch = await house.handed_in()
    for attempt in (
        house.desk.find(actor, PitchQuery()),
        house.desk.formats(actor),
        house.desk.view(actor, str(pitch.ref)),
        house.desk.by_id(actor, pitch.id),
        house.desk.claim(actor, pitch.id),
        house.desk.suggested(actor, "CM"),
    ):
        with pytest.raises(CoordinatorsOnly):
            await attempt
    assert await house.stored(pitch.id) == pitch


async def test_where_nobody_ran_setup_only_managers_get_in(bare: House) -> None:
    with pytest.raises(CoordinatorsOnly):
        await bare.desk.find(MAYA, PitchQuery())
    assert (await bare.desk.find(MANAGER, PitchQuery())).total == 0


async def test_a_pitch_is_read_by_its_reference_however_it_is_typed(house: House) -> None:
    pitch = await house.handed_in()
    filed = await house.desk.view(MAYA, f" {str(pitch.ref).lower().replace('-', ' ')} ")
    assert filed.pitch == pitch
    assert filed == await house.desk.by_id(MAYA, pitch.id)
    assert filed.programme.key == pitch.programme


async def test_what_is_no_reference_finds_nothing(house: House) -> None:
    with pytest.raises(PitchNotFound):
        await house.desk.view(MAYA, "the one about the moon")


async def test_drafts_are_invisible_even_to_managers(house: House) -> None:
    draft = await house.drafted()
    for attempt in (
        house.desk.view(MANAGER, str(draft.ref)),
        house.desk.by_id(MANAGER, draft.id),
        house.desk.claim(MANAGER, draft.id),
    ):
        with pytest.raises(PitchNotFound):
            await attempt
    assert await house.desk.suggested(MANAGER, str(draft.ref)) == []
    for states in ((), tuple(State)):
        assert (await house.desk.find(MANAGER, PitchQuery(states))).total == 0


async def test_pitches_of_another_guild_do_not_exist(house: House) -> None:
    pitch = await house.handed_in()
    await seed(house.database, OTHER)
    visitor = elsewhere(MAYA)
    for attempt in (
        house.desk.view(visitor, str(pitch.ref)),
        house.desk.by_id(visitor, pitch.id),
        house.desk.claim(visitor, pitch.id),
    ):
        with pytest.raises(PitchNotFound):
            await attempt
    assert await house.desk.suggested(visitor, str(pitch.ref)) == []
    assert (await house.desk.find(visitor, PitchQuery(tuple(State)))).total == 0


async def test_pitches_are_suggested_by_reference_and_title(house: House) -> None:
    pitch, other = await house.handed_in(), await house.handed_in(title="Gone with the Boat")
    assert await house.desk.suggested(MAYA, "月亮") == [pitch]
    assert await house.desk.suggested(MAYA, str(other.ref)) == [other]
    assert await house.desk.suggested(MAYA, "", limit=1) == [other]


async def test_who_claims_a_pitch_reviews_it_and_its_author_hears_once(house: House) -> None:
    pitch = await house.handed_in()
    house.clock.passes(minutes=5)
    claimed = (await house.desk.claim(MAYA, pitch.id)).pitch
    assert (claimed.state, claimed.assignee) == (State.IN_REVIEW, MAYA.user)
    assert await house.stored(pitch.id) == claimed
    told = [
        (row["kind"], row["route"], row["recipient"], row["actor"])
        for row in (await house.queue())[2:]
    ]
    assert told == [
        (NoticeKind.DESK_UPDATE, Route.DESK, None, MAYA.user),
        (NoticeKind.CLAIMED, Route.DM, LIN.user, MAYA.user),
    ]
    event = (await house.history(pitch.id))[-1]
    assert (event.actor, event.at, event.before, event.after) == (
        MAYA.user,
        house.clock.now(),
        State.SUBMITTED,
        State.IN_REVIEW,
    )


async def test_claiming_again_changes_nothing_and_tells_nobody(house: House) -> None:
    pitch = await house.handed_in()
    once = await house.desk.claim(MAYA, pitch.id)
    assert await house.desk.claim(MAYA, pitch.id) == replace(once, before=None)
    assert len(await house.queue()) == 4
    assert len(await house.history(pitch.id)) == 3


@on_both_engines
async def test_of_two_who_claim_at_once_one_wins_and_the_other_hears_who(house: House) -> None:
    pitch = await house.handed_in()
    outcomes = await asyncio.gather(
        house.desk.claim(MAYA, pitch.id),
        house.desk.claim(WEI, pitch.id),
        return_exceptions=True,
    )
    won = [outcome for outcome in outcomes if isinstance(outcome, Filed)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, AlreadyClaimed)]
    assert len(won) == len(lost) == 1
    assert lost[0].params == {"by": won[0].pitch.assignee}
    assert await house.stored(pitch.id) == won[0].pitch
    assert len(await house.queue()) == 4


async def test_nobody_reviews_what_they_wrote(house: House) -> None:
    own = await house.handed_in(MAYA)
    with pytest.raises(OwnPitch):
        await house.desk.claim(MAYA, own.id)
    assert await house.stored(own.id) == own


async def test_an_id_that_was_made_up_finds_nothing(house: House) -> None:
    with pytest.raises(PitchNotFound):
        await house.desk.claim(MAYA, PitchId("f" * 20))
