"""What the owner of a pitch does with it, each with what is to be told. These run within a unit
of work that their caller commits, and return the pitch as it is stored then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain import moves
from bot.domain.errors import CallClosed, NotADraft
from bot.domain.errors_calls import CallOpensAgain
from bot.domain.history import Happening, written
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor
from bot.domain.pitch import Pitch
from bot.services.drafts import Draft
from bot.services.preferring import tell_wanting
from bot.services.telling import Telling

Move = Callable[[Draft, Telling, Actor], Awaitable[Pitch]]
"""Gets the pitch as it is, what tells of the change, and the owner."""


async def hand_in(draft: Draft, telling: Telling, owner: Actor) -> Pitch:
    """Raises: PitchIncomplete, TeamIncomplete, CallClosed, CallOpensAgain."""
    before = draft.pitch
    try:
        pitch = _by(before, owner).submit(
            draft.programme, draft.call, agreed=True, now=telling.now, files=_hashes(draft)
        )
    except NotADraft:
        return before
    except CallClosed as closed:
        raise await _too_late(draft, telling, closed) from None
    draft.team.check_complete(draft.programme.form.consent)
    stored = await telling.saved(before, pitch)
    await telling.desk(NoticeKind.DESK_CARD)
    await tell_wanting(telling, stored, draft.team)
    await telling.authors(draft.team, NoticeKind.RECEIPT)
    return stored


async def hand_in_again(draft: Draft, telling: Telling, owner: Actor) -> Pitch:
    """Raises: NotEditable, NothingChanged, PitchIncomplete, TeamIncomplete."""
    before = draft.pitch
    pitch = _by(before, owner).resubmit(
        draft.programme, draft.call, agreed=True, now=telling.now, files=_hashes(draft)
    )
    draft.team.check_complete(draft.programme.form.consent)
    stored = await telling.saved(before, pitch, written(Happening.REVISED, pitch.revision))
    await telling.desk(NoticeKind.DESK_UPDATE, NoticeKind.NEW_VERSION)
    await telling.authors(draft.team, NoticeKind.REVISED)
    return stored


async def drop_new_version(draft: Draft, telling: Telling, _: Actor) -> Pitch:
    before = draft.pitch
    if before.working is None:
        return before
    return await telling.work.pitches.save(before.discard(), expected=before.version)


async def withdraw(draft: Draft, telling: Telling, _: Actor) -> Pitch:
    """Raises: PitchStillADraft, MoveNotPossible."""
    stored = await telling.saved(draft.pitch, moves.withdraw(draft.pitch, telling.now))
    await telling.desk(NoticeKind.DESK_UPDATE, NoticeKind.WITHDRAWN)
    await telling.authors(draft.team, NoticeKind.WITHDRAWN)
    return stored


async def undo_withdrawal(draft: Draft, telling: Telling, _: Actor) -> Pitch:
    """Raises: PitchStillADraft, MoveNotPossible, UndoTooLate."""
    after = moves.undo_withdrawal(draft.pitch, telling.now)
    stored = await telling.saved(draft.pitch, after, written(Happening.RESTORED))
    await telling.desk(NoticeKind.DESK_UPDATE, NoticeKind.RESTORED)
    await telling.authors(draft.team, NoticeKind.RESTORED)
    return stored


async def confirm(draft: Draft, telling: Telling, _: Actor) -> Pitch:
    """Raises: PitchStillADraft, MoveNotPossible."""
    stored = await telling.saved(draft.pitch, moves.confirm(draft.pitch))
    await telling.desk(NoticeKind.DESK_UPDATE, NoticeKind.CONFIRMED)
    return stored


def _by(pitch: Pitch, owner: Actor) -> Pitch:
    """With its owner's language and user name as they are now."""
    handle = owner.handle or pitch.owner_handle
    return replace(pitch, locale=owner.locale, owner_handle=handle)


def _hashes(draft: Draft) -> dict[str, str]:
    return {str(file.id): file.sha256 for file in draft.files.values()}


async def _too_late(draft: Draft, telling: Telling, closed: CallClosed) -> CallClosed:
    """The refusal, with the beginning of the next call if one is scheduled."""
    pitch = draft.pitch
    latest = await telling.work.calls.latest(pitch.guild, pitch.programme)
    if latest is None or not latest.scheduled(telling.now):
        return closed
    return CallOpensAgain(closed=closed.params["closed"], opens=latest.opens)
