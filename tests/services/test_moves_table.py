"""Every action in every state of a pitch: what is allowed, who is told, and what is refused.

The pitch has an owner, Lin, and a co-author, Sam. Maya reviews it, Ana leads.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import update

from bot.domain.errors import (
    AlreadyClaimed,
    CallboardError,
    MoveNotPossible,
    NotADraft,
    NotEditable,
    PitchNotFound,
    PitchStillADraft,
    SubmissionNotFound,
)
from bot.domain.errors_review import NothingProposed
from bot.domain.notice import NoticeKind as K
from bot.domain.pitch import Pitch, State
from db.tables import calls
from tests.services.house import (
    FILLED,
    KIM,
    LIN,
    MANAGER,
    MAYA,
    SAM,
    WEI,
    House,
)

S = State
Refusal = type[CallboardError]
Act = Callable[[House, Pitch], Awaitable[object]]
Told = Sequence[tuple[K, int | None]]

ALL = frozenset(State)
DESK = None
BOTH = (LIN.user, SAM.user)


def to_both(kind: K) -> list[tuple[K, int | None]]:
    return [(kind, user) for user in BOTH]


CARD = (K.DESK_UPDATE, DESK)
CHANGED: Mapping[str, str | tuple[str, ...]] = {**FILLED, "title": "B"}


@dataclass(frozen=True)
class Row:
    """``allowed`` says what state comes of which; ``told`` who hears of it, in order. In all other
    states it is refused: as a draft with ``draft``, where it was erased with ``erased``, and else
    with ``refused``, unless ``others`` says otherwise."""

    act: Act
    allowed: Mapping[State, State]
    told: Told = ()
    refused: Refusal = MoveNotPossible
    draft: Refusal = SubmissionNotFound
    erased: Refusal = MoveNotPossible
    others: Mapping[State, Refusal] = field(default_factory=dict)
    before: Act | None = None
    """What is done first, where it may be done."""


def same(*states: State) -> dict[State, State]:
    return {state: state for state in states}


def to(after: State, *states: State) -> dict[State, State]:
    return dict.fromkeys(states, after)


def owners(act: Act, allowed: Mapping[State, State], told: Told = (), **more: object) -> Row:
    given = {"draft": PitchStillADraft, "erased": PitchNotFound, **more}
    return Row(act, allowed, told, **given)  # type: ignore[arg-type]


async def proposed(house: House, pitch: Pitch) -> None:
    await house.reviewing.decide(MAYA, str(pitch.ref), S.ACCEPTED, "good")


async def held(house: House, pitch: Pitch) -> None:
    """From now on the pitch's call holds decisions, as if it had been opened so."""
    async with house.database.engines.writing() as connection:
        await connection.execute(update(calls).values(holds=True).where(calls.c.id == pitch.call))
        await connection.commit()


async def held_back(house: House, pitch: Pitch) -> None:
    await held(house, pitch)
    await house.reviewing.decide(MAYA, str(pitch.ref), S.SHORTLISTED, "strong")


def decided(state: State) -> Act:
    return lambda house, pitch: house.reviewing.decide(MAYA, str(pitch.ref), state, "because")


def saves(house: House, pitch: Pitch) -> Awaitable[object]:
    return house.intake.save_page(LIN, pitch.id, 0, CHANGED)


TABLE: dict[str, Row] = {
    "fill in a page": owners(
        saves,
        same(S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED),
        refused=NotEditable,
    ),
    "submit": owners(
        lambda house, pitch: house.intake.submit(LIN, pitch.id),
        # Handed in once, it is not handed in again, nor is that refused: it is a second click.
        {S.DRAFT: S.SUBMITTED, **same(*ALL - {S.DRAFT, S.ERASED})},
        [(K.DESK_CARD, DESK), *to_both(K.RECEIPT)],
    ),
    "send a new version": owners(
        lambda house, pitch: house.intake.resubmit(LIN, pitch.id),
        {**same(S.SUBMITTED, S.IN_REVIEW), S.CHANGES_REQUESTED: S.IN_REVIEW},
        [CARD, (K.NEW_VERSION, DESK), *to_both(K.REVISED)],
        refused=NotEditable,
        draft=NotEditable,
        before=saves,
    ),
    "delete": owners(
        lambda house, pitch: house.intake.delete_draft(LIN, pitch.id),
        to(S.ERASED, S.DRAFT),  # stands for: there is no such pitch any more
        refused=NotADraft,
    ),
    "withdraw": owners(
        lambda house, pitch: house.intake.withdraw(LIN, pitch.id),
        to(
            S.WITHDRAWN,
            S.SUBMITTED,
            S.IN_REVIEW,
            S.CHANGES_REQUESTED,
            S.SHORTLISTED,
            S.ACCEPTED,
        ),
        [CARD, (K.WITHDRAWN, DESK), *to_both(K.WITHDRAWN)],
    ),
    "undo a withdrawal": owners(
        lambda house, pitch: house.intake.undo_withdrawal(LIN, pitch.id),
        to(S.IN_REVIEW, S.WITHDRAWN),
        [CARD, (K.RESTORED, DESK), *to_both(K.RESTORED)],
    ),
    "confirm": owners(
        lambda house, pitch: house.intake.confirm(LIN, pitch.id),
        to(S.CONFIRMED, S.ACCEPTED),
        [CARD, (K.CONFIRMED, DESK)],
    ),
    "invite": owners(
        lambda house, pitch: house.teams.invite(LIN, pitch.id, KIM.user, KIM.name),
        same(S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED),
        [CARD, (K.INVITED, KIM.user)],
        refused=NotEditable,
    ),
    "claim": Row(
        lambda house, pitch: house.desk.claim(MAYA, pitch.id),
        # Who holds it already may press again in any state, to no effect.
        {S.SUBMITTED: S.IN_REVIEW, **same(*ALL - {S.DRAFT, S.SUBMITTED, S.ERASED})},
        [CARD, *to_both(K.CLAIMED)],
    ),
    "claim from another": Row(
        lambda house, pitch: house.desk.claim(WEI, pitch.id),
        to(S.IN_REVIEW, S.SUBMITTED),
        [CARD, *to_both(K.CLAIMED)],
        refused=AlreadyClaimed,
    ),
    "assign": Row(
        lambda house, pitch: house.reviewing.assign(
            MAYA, str(pitch.ref), WEI.user, WEI.name, roles=WEI.roles, manages_guild=False
        ),
        to(S.IN_REVIEW, S.SUBMITTED),
        [CARD, *to_both(K.CLAIMED), (K.ASSIGNED, WEI.user)],
        refused=AlreadyClaimed,
    ),
    "request changes": Row(
        lambda house, pitch: house.reviewing.changes(MAYA, pitch.id, ["title"], "Shorter.", None),
        to(S.CHANGES_REQUESTED, S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED),
        [CARD, *to_both(K.CHANGES_ASKED)],
    ),
    "cancel the request": Row(
        lambda house, pitch: house.reviewing.cancel_changes(MAYA, pitch.id),
        to(S.IN_REVIEW, S.CHANGES_REQUESTED),
        [CARD, *to_both(K.CHANGES_CANCELLED)],
    ),
    "shortlist": Row(
        decided(S.SHORTLISTED),
        to(S.SHORTLISTED, S.IN_REVIEW),
        [CARD, *to_both(K.SHORTLISTED)],
    ),
    "shortlist where the call holds decisions": Row(
        decided(S.SHORTLISTED), same(S.IN_REVIEW), [CARD], before=held
    ),
    "release a shortlisting": Row(
        lambda house, pitch: house.release(MANAGER, str(pitch.ref)),
        to(S.SHORTLISTED, S.IN_REVIEW),
        [CARD, *to_both(K.SHORTLISTED)],
        others={S.SHORTLISTED: NothingProposed},
        before=held_back,
    ),
    "find ineligible": Row(
        decided(S.INELIGIBLE),
        to(S.INELIGIBLE, S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED),
        [CARD, *to_both(K.INELIGIBLE)],
    ),
    "propose to accept": Row(decided(S.ACCEPTED), same(S.IN_REVIEW, S.SHORTLISTED), [CARD]),
    "propose to decline": Row(decided(S.DECLINED), same(S.IN_REVIEW, S.SHORTLISTED), [CARD]),
    "release": Row(
        lambda house, pitch: house.release(MANAGER, str(pitch.ref)),
        to(S.ACCEPTED, S.IN_REVIEW, S.SHORTLISTED),
        [CARD, *to_both(K.ACCEPTED)],
        before=proposed,
    ),
    "release where nothing is proposed": Row(
        lambda house, pitch: house.release(MANAGER, str(pitch.ref)),
        {},
        others={S.IN_REVIEW: NothingProposed, S.SHORTLISTED: NothingProposed},
    ),
    "reopen": Row(
        lambda house, pitch: house.reviewing.reopen(MANAGER, str(pitch.ref), "A mistake."),
        to(S.IN_REVIEW, S.INELIGIBLE, S.DECLINED, S.WITHDRAWN),
        [CARD, (K.REOPENED, DESK), *to_both(K.REOPENED)],
    ),
}


async def in_state(house: House, state: State) -> Pitch:
    """The pitch, led there by those who may."""
    draft = await house.drafted()
    await house.joined(draft.id)
    ref = str(draft.ref)
    review, intake = house.reviewing, house.intake
    ways: dict[State, list[Callable[[], Awaitable[object]]]] = {
        S.DRAFT: [],
        S.SUBMITTED: [lambda: intake.submit(LIN, draft.id)],
    }
    ways[S.IN_REVIEW] = [*ways[S.SUBMITTED], lambda: house.desk.claim(MAYA, draft.id)]
    reviewed = ways[S.IN_REVIEW]
    ways[S.CHANGES_REQUESTED] = [
        *reviewed,
        lambda: review.changes(MAYA, draft.id, ["title"], "Please.", None),
    ]
    for after in (S.SHORTLISTED, S.INELIGIBLE):
        ways[after] = [*reviewed, lambda after=after: review.decide(MAYA, ref, after, "x")]  # type: ignore[misc]
    for after in (S.ACCEPTED, S.DECLINED):
        ways[after] = [
            *reviewed,
            lambda after=after: review.decide(MAYA, ref, after, "x"),  # type: ignore[misc]
            lambda: house.release(MANAGER, ref),
        ]
    ways[S.CONFIRMED] = [*ways[S.ACCEPTED], lambda: intake.confirm(LIN, draft.id)]
    ways[S.WITHDRAWN] = [*reviewed, lambda: intake.withdraw(LIN, draft.id)]
    ways[S.ERASED] = [*reviewed, lambda: house.privacy.erase(LIN)]
    for step in ways[state]:
        await step()
    pitch = await house.stored(draft.id)
    assert pitch.state is state
    return pitch


def expected(row: Row, state: State) -> State | Refusal:
    if state in row.allowed:
        return row.allowed[state]
    if state is S.DRAFT:
        return row.draft
    if state is S.ERASED:
        return row.erased
    return row.others.get(state, row.refused)


CASES = [(name, state) for name in TABLE for state in State]


@pytest.mark.parametrize(("name", "state"), CASES, ids=[f"{s}-{n}" for n, s in CASES])
async def test_each_action_in_each_state(house: House, name: str, state: State) -> None:
    row = TABLE[name]
    pitch = await in_state(house, state)
    if row.before:
        with contextlib.suppress(CallboardError):
            await row.before(house, pitch)
    before = await house.stored(pitch.id)
    told, happened = len(await house.queue()), len(await house.history(pitch.id))
    house.clock.passes(minutes=1)
    outcome = expected(row, state)
    if isinstance(outcome, type):
        with pytest.raises(CallboardError) as refused:
            await row.act(house, pitch)
        # Some say what to do first, or who did it, where that was a coordinator.
        kind = type(refused.value)
        assert (MoveNotPossible if issubclass(kind, MoveNotPossible) else kind) is outcome
        assert await house.stored(pitch.id) == before
        assert await house.told(after=told) == []
        assert len(await house.history(pitch.id)) == happened
        return
    await row.act(house, pitch)
    if outcome is S.ERASED:
        with pytest.raises(PitchNotFound):
            await house.stored(pitch.id)
        return
    after = await house.stored(pitch.id)
    assert after.state is outcome
    if after == before:  # pressed again
        assert await house.told(after=told) == []
        assert len(await house.history(pitch.id)) == happened
    else:
        carded = before.state is not S.DRAFT  # the desk has no card of a draft
        heard = [one for one in row.told if carded or one != CARD]
        assert await house.told(after=told) == heard
        if row.told:
            event = (await house.history(pitch.id))[-1]
            assert (event.before, event.after) == (before.state, after.state)


async def test_erasing_is_possible_in_every_state(house: House) -> None:
    for state in (S.SUBMITTED, S.CONFIRMED, S.WITHDRAWN):
        pitch = await in_state(house, state)
        await house.privacy.erase(LIN)
        assert (await house.stored(pitch.id)).state is S.ERASED
