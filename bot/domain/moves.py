"""How a pitch moves from state to state once it was handed in. See the table of states in the
design: each function is one line of it, and refuses whatever the table does not name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.errors import (
    AlreadyClaimed,
    DueInThePast,
    MoveNotPossible,
    NoFieldsNamed,
    OwnPitch,
    PitchStillADraft,
    ReasonMissing,
    UndoTooLate,
)
from bot.domain.errors_desk import NotClaimed, NotConfirmed
from bot.domain.ids import UserId
from bot.domain.pitch import OPEN, ChangeRequest, Pitch, Proposal, State, Withdrawal
from bot.domain.programme import Programme

UNDO_HOURS = 24
"""How long a withdrawal can be undone."""
DECIDABLE = frozenset({State.IN_REVIEW, State.SHORTLISTED})
PROPOSABLE: Mapping[State, frozenset[State]] = {
    State.SHORTLISTED: frozenset({State.IN_REVIEW}),
    State.ACCEPTED: DECIDABLE,
    State.DECLINED: DECIDABLE,
}
"""What waits for a lead, by the states from which it may be proposed."""
CHANGEABLE = frozenset({State.SUBMITTED, State.IN_REVIEW, State.SHORTLISTED})
"""From these a pitch may be found ineligible and changes may be asked for."""
REOPENABLE = frozenset({State.INELIGIBLE, State.DECLINED, State.WITHDRAWN})


def claim(pitch: Pitch, coordinator: UserId, authors: frozenset[UserId]) -> Pitch:
    """The pitch in review by ``coordinator``; the same pitch if they hold it already.

    Raises:
        PitchStillADraft: it was not handed in yet.
        OwnPitch: a person does not review what they wrote.
        AlreadyClaimed: somebody else holds it.
        MoveNotPossible: it is past being claimed.
    """
    _handed_in(pitch)
    if coordinator in authors:
        raise OwnPitch
    if pitch.assignee is not None and pitch.assignee != coordinator:
        raise AlreadyClaimed(by=pitch.assignee)
    if pitch.assignee == coordinator:
        return pitch
    _among(pitch, frozenset({State.SUBMITTED, State.IN_REVIEW}))
    return replace(pitch, assignee=coordinator, state=State.IN_REVIEW)


def unassign(pitch: Pitch) -> Pitch:
    """In review by nobody, for another to take; the same pitch if nobody holds it.

    Raises: PitchStillADraft, MoveNotPossible.
    """
    _among(pitch, frozenset({State.SUBMITTED, State.IN_REVIEW}))
    return replace(pitch, assignee=None)


def find_ineligible(pitch: Pitch, reason: str) -> Pitch:
    """Raises: PitchStillADraft, MoveNotPossible, ReasonMissing."""
    _among(pitch, CHANGEABLE)
    _given(reason)
    return replace(pitch, state=State.INELIGIBLE, proposal=None, working=None)


def request_changes(
    pitch: Pitch,
    by: UserId,
    fields: tuple[str, ...],
    message: str,
    due: datetime | None,
    now: datetime,
) -> Pitch:
    """Raises: PitchStillADraft, MoveNotPossible, NoFieldsNamed, DueInThePast."""
    _among(pitch, CHANGEABLE)
    if not fields:
        raise NoFieldsNamed
    if due is not None and due <= now:
        raise DueInThePast
    request = ChangeRequest(fields, message, due, pitch.state, by)
    return replace(pitch, state=State.CHANGES_REQUESTED, changes=request)


def cancel_changes(pitch: Pitch) -> Pitch:
    """Back in the state before; a new version that was begun is kept only where it may be sent.

    Raises: PitchStillADraft, MoveNotPossible.
    """
    _among(pitch, frozenset({State.CHANGES_REQUESTED}))
    back = pitch.changes.back if pitch.changes else State.IN_REVIEW
    return replace(pitch, state=back, changes=None)


def shortlist(pitch: Pitch) -> Pitch:
    """At once; what was proposed before no longer waits.

    Raises: PitchStillADraft, MoveNotPossible, NotClaimed.
    """
    _reviewed(pitch, frozenset({State.IN_REVIEW}))
    return replace(pitch, state=State.SHORTLISTED, proposal=None)


def propose(pitch: Pitch, by: UserId, decision: State, reason: str) -> Pitch:
    """A decision that waits for a lead; it replaces an earlier proposal.

    Raises: PitchStillADraft, MoveNotPossible, NotClaimed.
    """
    if decision not in PROPOSABLE:
        raise ValueError(decision)
    _reviewed(pitch, PROPOSABLE[decision])
    return replace(pitch, proposal=Proposal(decision, reason, by))


def release(pitch: Pitch) -> Pitch:
    """What was proposed, made so. Who is shortlisted is still to be decided: what the authors have
    begun to change is kept, since they may be asked for it.

    Raises: PitchStillADraft, MoveNotPossible: also where nothing is proposed.
    """
    _among(pitch, DECIDABLE)
    if pitch.proposal is None:
        raise _refusal(pitch)
    if pitch.proposal.decision is State.SHORTLISTED:
        return replace(shortlist(pitch), proposal=None)
    return replace(pitch, state=pitch.proposal.decision, proposal=None, working=None)


def confirm(pitch: Pitch) -> Pitch:
    """The owner takes what was offered. Raises: PitchStillADraft, MoveNotPossible."""
    _among(pitch, frozenset({State.ACCEPTED}))
    return replace(pitch, state=State.CONFIRMED)


def move_to(pitch: Pitch, stage: str) -> Pitch:
    """Along the pipeline, from any stage to any. Raises: PitchStillADraft, NotConfirmed."""
    _handed_in(pitch)
    if pitch.state is not State.CONFIRMED:
        raise NotConfirmed(ref=str(pitch.ref), state=pitch.state)
    return replace(pitch, stage=stage)


def at_an_end(pitch: Pitch, programme: Programme) -> bool:
    """Whether nothing is to be done with it any more, unless somebody takes it up again."""
    if pitch.state is State.CONFIRMED:
        return pitch.stage in programme.last_stages
    return pitch.state in REOPENABLE or pitch.state is State.ERASED


def withdraw(pitch: Pitch, now: datetime) -> Pitch:
    """Raises: PitchStillADraft, MoveNotPossible."""
    _among(pitch, OPEN)
    return replace(pitch, state=State.WITHDRAWN, withdrawal=Withdrawal(now, pitch.state))


def undo_withdrawal(pitch: Pitch, now: datetime) -> Pitch:
    """As it was before, within `UNDO_HOURS`.

    Raises: PitchStillADraft, MoveNotPossible, UndoTooLate.
    """
    _among(pitch, frozenset({State.WITHDRAWN}))
    if pitch.withdrawal is None:
        raise _refusal(pitch)
    if now - pitch.withdrawal.at >= timedelta(hours=UNDO_HOURS):
        raise UndoTooLate(hours=UNDO_HOURS)
    return replace(pitch, state=pitch.withdrawal.back, withdrawal=None)


def reopen(pitch: Pitch, reason: str) -> Pitch:
    """A lead takes it up again. Raises: PitchStillADraft, MoveNotPossible, ReasonMissing."""
    _among(pitch, REOPENABLE)
    _given(reason)
    return replace(
        pitch,
        state=State.IN_REVIEW,
        withdrawal=None,
        changes=None,
        proposal=None,
    )


def erase(pitch: Pitch) -> Pitch:
    """What stays of a pitch whose author asked to be forgotten: reference, programme, call, dates
    and counts; nothing that any person wrote."""
    return replace(
        pitch,
        state=State.ERASED,
        owner=UserId(0),
        owner_name="",
        owner_handle="",
        answers={},
        working=None,
        changes=None,
        proposal=None,
        withdrawal=None,
        submission=None,
        assignee=None,
    )


def forget(pitch: Pitch, coordinator: UserId) -> Pitch:
    """Without one who asked to be forgotten: nobody holds what they held, for another to take, and
    what they proposed or asked to be changed stands without their name. The same pitch where they
    are nowhere in it."""
    held, asked, proposed = pitch.assignee, pitch.changes, pitch.proposal
    return replace(
        pitch,
        assignee=None if held == coordinator else held,
        changes=replace(asked, by=UserId(0)) if asked and asked.by == coordinator else asked,
        proposal=(
            replace(proposed, by=UserId(0)) if proposed and proposed.by == coordinator else proposed
        ),
    )


def _handed_in(pitch: Pitch) -> None:
    if pitch.state is State.DRAFT:
        raise PitchStillADraft


def _among(pitch: Pitch, states: frozenset[State]) -> None:
    _handed_in(pitch)
    if pitch.state not in states:
        raise _refusal(pitch)


def _reviewed(pitch: Pitch, states: frozenset[State]) -> None:
    """As `_among`, of what somebody must review before."""
    if pitch.state is State.SUBMITTED:
        raise NotClaimed(ref=str(pitch.ref), state=pitch.state)
    _among(pitch, states)


def _refusal(pitch: Pitch) -> MoveNotPossible:
    return MoveNotPossible(ref=str(pitch.ref), state=pitch.state)


def _given(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
