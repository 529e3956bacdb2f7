"""Two people, or one with two devices, act on a pitch at the same moment."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable

import pytest

from bot.domain.errors import (
    CallboardError,
    MoveNotPossible,
    NothingChanged,
    NotInvited,
    TeamIncomplete,
)
from bot.domain.notice import NoticeKind
from bot.domain.pitch import State
from bot.domain.team import MemberState
from tests.services.forms import PAGED, asks
from tests.services.house import (
    ENGINES,
    FILLED,
    KIM,
    LIN,
    MANAGER,
    MAYA,
    SAM,
    WEI,
    House,
)

pytestmark = pytest.mark.parametrize("engine", ENGINES)

TRIES = range(4)
"""Which of two comes first is left to chance, so that each is tried some times."""


async def both(*actions: Awaitable[object]) -> list[object]:
    """What came of each; whatever is no refusal of ours fails the test."""
    outcomes = await asyncio.gather(*actions, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, BaseException) and not isinstance(outcome, CallboardError):
            raise outcome
    return list(outcomes)


def refusals(outcomes: list[object]) -> list[type[object]]:
    return [type(outcome) for outcome in outcomes if isinstance(outcome, CallboardError)]


async def told(house: House) -> Counter[str]:
    return Counter(kind for kind, _ in await house.told())


async def test_two_clicks_on_send_make_one_version(house: House) -> None:
    pitch = await house.handed_in()
    await house.intake.save_page(LIN, pitch.id, 0, {**FILLED, "title": "B"})
    outcomes = await both(*(house.intake.resubmit(LIN, pitch.id) for _ in range(3)))
    assert refusals(outcomes) == [NothingChanged, NothingChanged]
    assert (await house.stored(pitch.id)).revision == 2
    assert (await told(house))[NoticeKind.NEW_VERSION] == 1


async def test_a_submission_while_a_co_author_declines_counts_them_in_or_waits(
    house: House,
) -> None:
    for number in TRIES:
        owner = (LIN, KIM)[number % 2]
        draft = await house.drafted(owner)
        await house.teams.invite(owner, draft.id, SAM.user, SAM.name)
        outcomes = await both(
            house.intake.submit(owner, draft.id), house.teams.decline(SAM, draft.id)
        )
        state = (await house.stored(draft.id)).state
        assert refusals(outcomes) in ([], [TeamIncomplete])
        assert (state is State.SUBMITTED) is not bool(refusals(outcomes))
        if state is State.DRAFT:
            await house.intake.submit(owner, draft.id)
    assert (await told(house))[NoticeKind.RECEIPT] == len(TRIES)


async def test_a_submission_while_a_co_author_leaves_sends_them_a_receipt_or_not(
    house: House,
) -> None:
    for owner in (LIN, KIM):
        draft = await house.drafted(owner)
        await house.joined(draft.id, owner=owner)
        await both(house.intake.submit(owner, draft.id), house.teams.leave(SAM, draft.id))
        history = [event.reason or event.after for event in await house.history(draft.id)]
        left_first = history.index("#left") < history.index(State.SUBMITTED)
        got = [
            row["recipient"]
            for row in await house.queue()
            if row["kind"] == NoticeKind.RECEIPT and row["pitch"] == draft.id
        ]
        assert got == ([owner.user] if left_first else [owner.user, SAM.user])


async def test_a_submission_while_somebody_is_invited_is_refused_or_comes_before(
    house: House,
) -> None:
    for owner in (LIN, KIM):
        draft = await house.drafted(owner)
        outcomes = await both(
            house.intake.submit(owner, draft.id),
            house.teams.invite(owner, draft.id, SAM.user, SAM.name),
        )
        submitted = (await house.stored(draft.id)).state is State.SUBMITTED
        assert refusals(outcomes) == ([] if submitted else [TeamIncomplete])


async def test_pages_from_two_devices_are_both_kept(house: House) -> None:
    await asks(house, PAGED)
    for pitch in (await house.drafted(LIN), await house.handed_in(SAM)):
        actor = LIN if pitch.owner == LIN.user else SAM
        await both(
            house.intake.save_page(actor, pitch.id, 0, {**FILLED, "title": "From a phone"}),
            house.intake.save_page(actor, pitch.id, 1, {"notes": "From a laptop"}),
        )
        current = (await house.stored(pitch.id)).current
        assert (current["title"], current["notes"]) == ("From a phone", "From a laptop")
        assert (await house.intake.to_fill(actor, pitch.id)).pitch.current == current


async def test_pages_of_two_authors_are_both_kept(house: House) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    await house.joined(draft.id)
    await both(
        house.intake.save_page(LIN, draft.id, 0, {**FILLED, "title": "Lin's"}),
        house.intake.save_page(SAM, draft.id, 1, {"notes": "Sam's"}),
    )
    answers = (await house.stored(draft.id)).answers
    assert (answers["title"], answers["notes"]) == ("Lin's", "Sam's")


async def test_a_withdrawal_while_the_pitch_is_claimed_comes_out_the_same_for_both(
    house: House,
) -> None:
    for owner in (LIN, SAM, KIM):
        pitch = await house.handed_in(owner)
        outcomes = await both(
            house.intake.withdraw(owner, pitch.id), house.desk.claim(MAYA, pitch.id)
        )
        after = await house.stored(pitch.id)
        assert after.state is State.WITHDRAWN
        assert refusals(outcomes) == ([] if after.assignee else [MoveNotPossible])
        assert after.withdrawal is not None
        claimed = after.assignee is not None
        assert after.withdrawal.back is (State.IN_REVIEW if claimed else State.SUBMITTED)


async def test_of_two_coordinators_who_decide_one_wins_and_the_other_hears_it(
    house: House,
) -> None:
    pitch = await house.handed_in()
    ref = str(pitch.ref)
    await house.desk.claim(MAYA, pitch.id)
    await both(
        house.reviewing.decide(MAYA, ref, State.SHORTLISTED, ""),
        house.reviewing.decide(WEI, ref, State.INELIGIBLE, "made before"),
    )
    after = await house.stored(pitch.id)
    counted = await told(house)
    # Who is shortlisted can still be found ineligible; the other way round it is refused.
    assert after.state is State.INELIGIBLE
    events = [event.after for event in await house.history(pitch.id)]
    assert counted[NoticeKind.INELIGIBLE] == 1
    assert counted[NoticeKind.SHORTLISTED] == events.count(State.SHORTLISTED)


async def test_a_decision_is_released_once(house: House) -> None:
    pitch = await house.handed_in()
    ref = str(pitch.ref)
    await house.desk.claim(MAYA, pitch.id)
    await house.reviewing.decide(MAYA, ref, State.ACCEPTED, "")
    outcomes = await both(*(house.release(MANAGER, ref) for _ in range(3)))
    assert refusals(outcomes) == [MoveNotPossible, MoveNotPossible]
    assert (await told(house))[NoticeKind.ACCEPTED] == 1


async def test_a_new_version_while_the_request_is_cancelled_is_sent_or_refused(
    house: House,
) -> None:
    pitch = await house.handed_in()
    await house.reviewing.changes(MAYA, pitch.id, ["title"], "x", None)
    await house.intake.save_page(LIN, pitch.id, 0, {**FILLED, "title": "B"})
    outcomes = await both(
        house.intake.resubmit(LIN, pitch.id), house.reviewing.cancel_changes(MAYA, pitch.id)
    )
    after = await house.stored(pitch.id)
    assert after.state is State.SUBMITTED
    assert after.current["title"] == "B"
    assert refusals(outcomes) in ([], [MoveNotPossible])


async def test_an_invitation_is_accepted_or_taken_back(house: House) -> None:
    draft = await house.drafted()
    await house.teams.invite(LIN, draft.id, SAM.user, SAM.name)
    outcomes = await both(
        house.teams.accept(SAM, draft.id), house.teams.remove(LIN, draft.id, SAM.user)
    )
    (member,) = (await house.intake.draft(LIN, draft.id)).members
    assert member.state is MemberState.LEFT
    assert set(refusals(outcomes)) <= {NotInvited}


async def test_an_erasure_while_others_act_leaves_nothing_behind(house: House) -> None:
    pitch = await house.handed_in()
    await house.joined(pitch.id)
    await both(
        house.privacy.erase(LIN),
        house.intake.save_page(SAM, pitch.id, 0, {**FILLED, "title": "B"}),
        house.desk.claim(MAYA, pitch.id),
        house.teams.leave(SAM, pitch.id),
    )
    after = await house.stored(pitch.id)
    assert (after.state, after.owner, after.current) == (State.ERASED, 0, {})
