"""What somebody else did first."""

from __future__ import annotations

from bot.domain.errors import MoveNotPossible
from bot.domain.errors_desk import DoneBefore
from bot.domain.pitch import Pitch
from bot.domain.team import Team
from bot.services.drafts import users
from bot.services.ports import UnitOfWork


async def who_did(
    work: UnitOfWork, pitch: Pitch, team: Team, refused: MoveNotPossible
) -> MoveNotPossible:
    """``refused`` with who brought the pitch where it is, and when; as it was, where that was an
    author, whom a blind review does not name."""
    for event in reversed(await work.events.of(pitch.guild, pitch.id)):
        if event.before is not event.after:
            if event.after is pitch.state and event.actor and event.actor not in users(team):
                return DoneBefore(ref=pitch.ref, state=pitch.state, by=event.actor, at=event.at)
            break
    return refused
