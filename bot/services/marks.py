"""What coordinators put on a pitch, as far as the one who looks may see it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.ids import GuildId, PitchId
from bot.domain.people import Actor
from bot.domain.pitch import Pitch
from bot.domain.programme import Programme
from bot.domain.redaction import DECIDED
from bot.domain.review import Marks, Score, counted, may_see_scores, tally
from bot.services.ports import UnitOfWork


async def marks_of(
    work: UnitOfWork, pitch: Pitch, programme: Programme, viewer: Actor | None = None
) -> Marks:
    """For one coordinator who has no conflict of interest; or, without ``viewer``, for all of them
    at once, who see what the scores come to when the pitch is decided."""
    scores = await scores_of(work, pitch.guild, pitch.id)
    tags = await work.reviews.tags(pitch.guild, pitch.id)
    notes = await work.reviews.notes(pitch.guild, pitch.id)
    seen = pitch.state in DECIDED or (viewer is not None and sees(scores, viewer, programme))
    return Marks(
        tuple(tags), len(scores), tally(scores, programme.review) if seen else None, len(notes)
    )


async def scores_of(work: UnitOfWork, guild: GuildId, pitch: PitchId) -> tuple[Score, ...]:
    """Those that count."""
    return counted(
        await work.reviews.scores(guild, pitch), await work.reviews.conflicts(guild, pitch)
    )


def sees(scores: Sequence[Score], viewer: Actor, programme: Programme) -> bool:
    """Whether somebody may read the others' scores."""
    lead, quorum = viewer.manages_guild, programme.rules.quorum
    return may_see_scores(scores, viewer.user, lead=lead, quorum=quorum)
