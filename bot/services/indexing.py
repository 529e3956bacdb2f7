"""What the desk finds pitches by, kept up to date with them."""

from __future__ import annotations

from bot.domain.pitch import Pitch, State
from bot.domain.redaction import DECIDED, searchable
from bot.services.drafts import team_of
from bot.services.ports import UnitOfWork


async def index(work: UnitOfWork, pitch: Pitch) -> None:
    """Make a pitch findable by what the desk may know of it now. Drafts are not found."""
    if pitch.state is State.DRAFT:
        return
    programme = await work.programmes.version(pitch.guild, pitch.programme, pitch.form_version)
    team = await team_of(work, pitch)
    files = {file.id: file for file in await work.files.of(pitch.guild, pitch.id)}
    revisions = tuple(await work.pitches.revisions(pitch.guild, pitch.id))
    words = searchable(pitch, programme, team, files, revisions)
    await work.queue.index(pitch.guild, pitch.id, words)


def found_otherwise(before: Pitch, after: Pitch) -> bool:
    """Whether a change makes a pitch findable by other words: it says something else, or its
    authors may be known now."""
    return (
        before.state is State.DRAFT
        or before.answers != after.answers
        or (before.state in DECIDED) is not (after.state in DECIDED)
    )
