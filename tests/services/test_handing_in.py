"""A creator hands a pitch in: once, in time, complete; and hears that it arrived."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.errors import CallClosed, NotEditable, PitchIncomplete
from bot.domain.notice import NoticeKind, Route
from bot.domain.pitch import State
from bot.domain.text import Locale
from tests.services.house import FILLED, KEY, LIN, MANAGER, House, on_both_engines


async def test_what_was_handed_in_is_fixed_with_its_consent_and_a_hash(house: House) -> None:
    draft = await house.drafted()
    house.clock.passes(hours=1)
    pitch = (await house.intake.submit(LIN, draft.id)).pitch
    assert pitch.state is State.SUBMITTED
    assert pitch.submission is not None
    assert pitch.submission.at == house.clock.now()
    assert (pitch.submission.consent_version, pitch.submission.consent_text) == ("1", "我同意。")
    assert len(pitch.submission.content_hash) == 64
    assert await house.stored(pitch.id) == pitch


async def test_the_desk_gets_a_card_and_the_author_a_receipt(house: House) -> None:
    pitch = await house.handed_in()
    told = [(row["kind"], row["route"], row["recipient"]) for row in await house.queue()]
    assert told == [
        (NoticeKind.DESK_CARD, Route.DESK, None),
        (NoticeKind.RECEIPT, Route.DM, LIN.user),
    ]
    assert [event.after for event in await house.history(pitch.id)] == [
        State.DRAFT,
        State.SUBMITTED,
    ]


async def test_it_is_read_in_the_language_in_which_it_was_handed_in(house: House) -> None:
    draft = await house.drafted()
    pitch = (await house.intake.submit(replace(LIN, locale=Locale.EN), draft.id)).pitch
    assert pitch.locale is Locale.EN
    assert pitch.submission is not None
    assert pitch.submission.consent_text == "I agree."


@on_both_engines
async def test_two_clicks_on_submit_make_one_pitch(house: House) -> None:
    draft = await house.drafted()
    first, second = await asyncio.gather(
        house.intake.submit(LIN, draft.id), house.intake.submit(LIN, draft.id)
    )
    assert first.pitch == second.pitch
    assert first.pitch.state is State.SUBMITTED
    assert len(await house.queue()) == 2
    assert len(await house.history(draft.id)) == 2


@on_both_engines
async def test_a_page_that_races_the_submission_is_in_it_or_begins_a_new_version(
    house: House,
) -> None:
    draft = await house.drafted()
    changed = {**FILLED, "title": "B"}
    await asyncio.gather(
        house.intake.save_page(LIN, draft.id, 0, changed),
        house.intake.submit(LIN, draft.id),
    )
    stored = await house.stored(draft.id)
    assert stored.state is State.SUBMITTED
    assert stored.current["title"] == "B"
    assert (stored.answers["title"] == "B") is (stored.working is None)


async def test_a_page_is_not_taken_once_nothing_may_be_changed(house: House) -> None:
    pitch = await house.handed_in()
    house.clock.passes(days=31)
    with pytest.raises(NotEditable) as refused:
        await house.intake.save_page(LIN, pitch.id, 0, {**FILLED, "title": "B"})
    assert refused.value.params == {"ref": str(pitch.ref)}
    assert await house.stored(pitch.id) == pitch


async def test_an_incomplete_pitch_stays_a_draft_and_tells_nobody(house: House) -> None:
    draft = await house.drafted(title="", format=("series",))
    with pytest.raises(PitchIncomplete) as refused:
        await house.intake.submit(LIN, draft.id)
    assert refused.value.params == {"count": 2}
    assert await house.stored(draft.id) == draft
    assert await house.queue() == []


async def test_answers_that_are_no_longer_asked_for_are_left_out(house: House) -> None:
    await house.drafted(format=("series",), episodes="12")
    pitch = await house.handed_in(format=("film",))
    assert set(pitch.answers) == {"title", "logline", "format"}


async def test_in_the_minutes_of_grace_a_pitch_is_still_taken(house: House) -> None:
    draft = await house.drafted()
    house.clock.passes(days=30, minutes=14, seconds=59)
    assert (await house.intake.submit(LIN, draft.id)).pitch.state is State.SUBMITTED


async def test_after_the_grace_it_is_refused_with_the_deadline_that_passed(house: House) -> None:
    draft = await house.drafted()
    call = await house.latest_call()
    assert call is not None
    house.clock.passes(days=30, minutes=15)
    with pytest.raises(CallClosed) as refused:
        await house.intake.submit(LIN, draft.id)
    assert refused.value.params == {"closed": call.closes}


async def test_when_the_call_was_ended_by_hand_there_is_no_grace(house: House) -> None:
    draft = await house.drafted()
    house.clock.passes(days=1)
    await house.programmes.close_call(MANAGER, KEY)
    house.clock.passes(minutes=1)
    with pytest.raises(CallClosed):
        await house.intake.submit(LIN, draft.id)
    kept = await house.intake.view(LIN, str(draft.ref))
    assert kept.pitch == draft


async def test_the_next_pitch_starts_from_nothing(house: House) -> None:
    first = await house.handed_in()
    second = (await house.intake.start(LIN, KEY)).pitch
    assert second.id != first.id
    assert second.answers == {}
