"""How a pitch moves from state to state, and that nothing else is possible."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import moves
from bot.domain.errors import (
    AlreadyClaimed,
    CallboardError,
    DueInThePast,
    MoveNotPossible,
    NoFieldsNamed,
    OwnPitch,
    PitchStillADraft,
    ReasonMissing,
    UndoTooLate,
)
from bot.domain.errors_desk import NotClaimed
from bot.domain.ids import UserId
from bot.domain.pitch import ChangeRequest, Pitch, Proposal, State, Withdrawal
from tests.db.samples import COORDINATOR, NOW, OWNER, later, pitch, submitted

S = State
SECOND = UserId(77)
AUTHORS = frozenset({OWNER})
HANDED_IN = submitted(pitch())
REQUEST = ChangeRequest(("title",), "Shorter.", None, S.SHORTLISTED, COORDINATOR)

PITCHES: Mapping[State, Pitch] = {
    **{state: replace(HANDED_IN, state=state) for state in State},
    S.DRAFT: pitch(),
    S.CHANGES_REQUESTED: replace(HANDED_IN, state=S.CHANGES_REQUESTED, changes=REQUEST),
    S.WITHDRAWN: replace(HANDED_IN, state=S.WITHDRAWN, withdrawal=Withdrawal(NOW, S.IN_REVIEW)),
}

Move = Callable[[Pitch], Pitch]
MOVES: Mapping[str, tuple[Move, Mapping[State, State]]] = {
    "claim": (
        lambda p: moves.claim(p, COORDINATOR, AUTHORS),
        {S.SUBMITTED: S.IN_REVIEW, S.IN_REVIEW: S.IN_REVIEW},
    ),
    "find ineligible": (
        lambda p: moves.find_ineligible(p, "made before"),
        dict.fromkeys((S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED), S.INELIGIBLE),
    ),
    "request changes": (
        lambda p: moves.request_changes(p, COORDINATOR, ("title",), "x", later(days=1), NOW),
        dict.fromkeys((S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED), S.CHANGES_REQUESTED),
    ),
    "cancel changes": (moves.cancel_changes, {S.CHANGES_REQUESTED: S.SHORTLISTED}),
    "shortlist": (moves.shortlist, {S.IN_REVIEW: S.SHORTLISTED}),
    "propose": (
        lambda p: moves.propose(p, COORDINATOR, S.ACCEPTED, "strong"),
        {S.IN_REVIEW: S.IN_REVIEW, S.SHORTLISTED: S.SHORTLISTED},
    ),
    "propose to shortlist": (
        lambda p: moves.propose(p, COORDINATOR, S.SHORTLISTED, "strong"),
        {S.IN_REVIEW: S.IN_REVIEW},
    ),
    "release a shortlisting": (
        lambda p: moves.release(replace(p, proposal=Proposal(S.SHORTLISTED, "", COORDINATOR))),
        {S.IN_REVIEW: S.SHORTLISTED},
    ),
    "release": (
        lambda p: moves.release(replace(p, proposal=Proposal(S.DECLINED, "", COORDINATOR))),
        {S.IN_REVIEW: S.DECLINED, S.SHORTLISTED: S.DECLINED},
    ),
    "release nothing": (moves.release, {}),
    "confirm": (moves.confirm, {S.ACCEPTED: S.CONFIRMED}),
    "withdraw": (
        lambda p: moves.withdraw(p, NOW),
        dict.fromkeys(
            (S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED, S.SHORTLISTED, S.ACCEPTED),
            S.WITHDRAWN,
        ),
    ),
    "undo": (lambda p: moves.undo_withdrawal(p, NOW), {S.WITHDRAWN: S.IN_REVIEW}),
    "reopen": (
        lambda p: moves.reopen(p, "a mistake"),
        dict.fromkeys((S.INELIGIBLE, S.DECLINED, S.WITHDRAWN), S.IN_REVIEW),
    ),
}
SHORTLISTING = Proposal(S.SHORTLISTED, "strong", COORDINATOR)
HELD_BACK = sorted(set(MOVES) - {"shortlist", "release", "release a shortlisting"})
"""What is done to a pitch of a call that holds decisions. What waits there is released by
``release nothing``, which brings no proposal of its own."""
CASES = [(name, state) for name in MOVES for state in State]


@pytest.mark.parametrize(("name", "state"), CASES, ids=[f"{s}-{n}" for n, s in CASES])
def test_each_move_in_each_state(name: str, state: State) -> None:
    move, allowed = MOVES[name]
    before = PITCHES[state]
    if state in allowed:
        assert move(before).state is allowed[state]
        return
    with pytest.raises(CallboardError) as refused:
        move(before)
    if state is S.DRAFT:
        assert type(refused.value) is PitchStillADraft
    else:
        reviewed = state is S.SUBMITTED and name in ("shortlist", "propose", "propose to shortlist")
        assert type(refused.value) is (NotClaimed if reviewed else MoveNotPossible)
        assert refused.value.params == {"ref": str(before.ref), "state": state}


def test_what_was_proposed_does_not_outlive_a_shortlisting() -> None:
    held = moves.propose(PITCHES[S.IN_REVIEW], COORDINATOR, S.DECLINED, "No.")
    assert moves.shortlist(held).proposal is None


class TestClaiming:
    def test_who_claims_it_holds_it_and_again_changes_nothing(self) -> None:
        held = moves.claim(HANDED_IN, COORDINATOR, AUTHORS)
        assert held.assignee == COORDINATOR
        assert moves.claim(held, COORDINATOR, AUTHORS) is held

    def test_the_other_is_told_who_holds_it(self) -> None:
        held = moves.claim(HANDED_IN, COORDINATOR, AUTHORS)
        with pytest.raises(AlreadyClaimed) as refused:
            moves.claim(held, SECOND, AUTHORS)
        assert refused.value.params == {"by": COORDINATOR}

    def test_nobody_reviews_what_they_wrote(self) -> None:
        with pytest.raises(OwnPitch):
            moves.claim(HANDED_IN, OWNER, AUTHORS)


class TestAskingForChanges:
    def test_some_field_is_named(self) -> None:
        with pytest.raises(NoFieldsNamed):
            moves.request_changes(HANDED_IN, COORDINATOR, (), "x", None, NOW)

    def test_it_is_due_in_the_future_if_at_all(self) -> None:
        for due in (NOW, later(days=-1)):
            with pytest.raises(DueInThePast):
                moves.request_changes(HANDED_IN, COORDINATOR, ("title",), "x", due, NOW)
        asked = moves.request_changes(HANDED_IN, COORDINATOR, ("title",), "x", None, NOW)
        assert asked.changes == ChangeRequest(("title",), "x", None, S.SUBMITTED, COORDINATOR)

    def test_one_without_its_request_goes_back_to_review(self) -> None:
        assert moves.cancel_changes(replace(HANDED_IN, state=S.CHANGES_REQUESTED)).state is (
            S.IN_REVIEW
        )


class TestDeciding:
    def test_only_to_shortlist_to_accept_or_to_decline_is_proposed(self) -> None:
        for decision in set(State) - {S.SHORTLISTED, S.ACCEPTED, S.DECLINED}:
            with pytest.raises(ValueError, match=decision):
                moves.propose(PITCHES[S.IN_REVIEW], COORDINATOR, decision, "")

    def test_the_last_proposal_counts(self) -> None:
        first = moves.propose(PITCHES[S.IN_REVIEW], COORDINATOR, S.ACCEPTED, "strong")
        second = moves.propose(first, SECOND, S.DECLINED, "late")
        assert second.proposal == Proposal(S.DECLINED, "late", SECOND)
        released = moves.release(second)
        assert (released.state, released.proposal) == (S.DECLINED, None)

    def test_a_shortlisting_that_is_released_is_still_to_be_decided(self) -> None:
        working = {**HANDED_IN.answers, "title": "A new one"}
        held = replace(moves.claim(HANDED_IN, COORDINATOR, AUTHORS), working=working)
        listed = moves.release(moves.propose(held, SECOND, S.SHORTLISTED, "strong"))
        assert listed == replace(held, state=S.SHORTLISTED)
        proposed = moves.propose(listed, SECOND, S.ACCEPTED, "")
        assert moves.release(proposed).state is S.ACCEPTED

    @given(st.lists(st.sampled_from(HELD_BACK), max_size=12))
    def test_held_back_nobody_is_shortlisted_before_a_release(self, names: list[str]) -> None:
        at, listed = moves.claim(HANDED_IN, COORDINATOR, AUTHORS), False
        for name in names:
            waits = at.proposal is not None and at.proposal.decision is S.SHORTLISTED
            with contextlib.suppress(CallboardError):
                at = MOVES[name][0](at)
                listed = listed or (waits and name == "release nothing")
            assert listed or at.state is not S.SHORTLISTED
            assert at.state is not S.SHORTLISTED or at.proposal != SHORTLISTING

    @pytest.mark.parametrize("reason", ["", " \n"])
    def test_a_blank_reason_is_none(self, reason: str) -> None:
        with pytest.raises(ReasonMissing):
            moves.find_ineligible(HANDED_IN, reason)
        with pytest.raises(ReasonMissing):
            moves.reopen(PITCHES[S.DECLINED], reason)

    def test_what_is_reopened_begins_afresh(self) -> None:
        asked = PITCHES[S.CHANGES_REQUESTED]
        reopened = moves.reopen(moves.withdraw(asked, NOW), "asked by phone")
        assert (reopened.changes, reopened.proposal, reopened.withdrawal) == (None, None, None)


class TestWithdrawing:
    def test_it_remembers_where_it_was(self) -> None:
        for state in (S.SUBMITTED, S.CHANGES_REQUESTED, S.ACCEPTED):
            withdrawn = moves.withdraw(PITCHES[state], NOW)
            assert withdrawn.withdrawal == Withdrawal(NOW, state)
            assert moves.undo_withdrawal(withdrawn, NOW) == PITCHES[state]

    def test_a_day_later_it_is_too_late(self) -> None:
        withdrawn = moves.withdraw(HANDED_IN, NOW)
        almost = later(hours=24) - timedelta(microseconds=1)
        assert moves.undo_withdrawal(withdrawn, almost).state is S.SUBMITTED
        with pytest.raises(UndoTooLate) as refused:
            moves.undo_withdrawal(withdrawn, later(hours=24))
        assert refused.value.params == {"hours": 24}

    def test_one_of_which_nothing_is_remembered_stays(self) -> None:
        with pytest.raises(MoveNotPossible):
            moves.undo_withdrawal(replace(HANDED_IN, state=S.WITHDRAWN), NOW)


@pytest.mark.parametrize("state", State)
def test_an_erased_pitch_says_nothing_that_a_person_wrote(state: State) -> None:
    told = {"owner_handle": "lin", "working": {"title": "B"}}
    before = replace(PITCHES[state], assignee=COORDINATOR, **told)
    left = moves.erase(before)
    assert left.state is S.ERASED
    assert (left.owner, left.owner_name, left.answers, left.working) == (0, "", {}, None)
    assert left.owner_handle == ""
    assert (left.changes, left.proposal, left.withdrawal, left.submission) == (None,) * 4
    assert left.assignee is None
    assert (left.id, left.ref, left.call, left.created, left.revision) == (
        before.id,
        before.ref,
        before.call,
        before.created,
        before.revision,
    )


class TestForgetting:
    def test_a_coordinator_is_taken_out_wherever_they_stand(self) -> None:
        proposal = Proposal(S.ACCEPTED, "Bold.", COORDINATOR)
        full = replace(
            PITCHES[S.CHANGES_REQUESTED], assignee=COORDINATOR, changes=REQUEST, proposal=proposal
        )
        left = moves.forget(full, COORDINATOR)
        assert left == replace(
            full,
            assignee=None,
            changes=replace(REQUEST, by=UserId(0)),
            proposal=replace(proposal, by=UserId(0)),
        )

    def test_others_stay(self) -> None:
        full = replace(PITCHES[S.CHANGES_REQUESTED], assignee=SECOND)
        assert moves.forget(full, UserId(88)) == full
        assert moves.forget(full, COORDINATOR).assignee == SECOND
        assert moves.forget(HANDED_IN, COORDINATOR) == HANDED_IN
