"""Which view shows where a pitch stands."""

from __future__ import annotations

from bot.discord_io.draft_view import progress
from bot.discord_io.owner_view import own_pitch
from bot.discord_io.revision_view import revision
from bot.discord_io.seen import Seen
from bot.discord_io.widgets import Layout
from bot.domain.pitch import State


def standing(seen: Seen, *, after: int | None = None, editing: bool = False) -> Layout:
    """A draft's progress; a new version that was begun, was asked for, or is to be begun
    (``editing``); else what was handed in. ``after`` is the page just sent."""
    draft = seen.draft
    if not draft.revising:
        return progress(seen, after=after)
    begun = draft.pitch.working is not None or draft.pitch.state is State.CHANGES_REQUESTED
    if draft.now_editable and (begun or editing):
        return revision(seen, after=after)
    return own_pitch(seen, 0)
