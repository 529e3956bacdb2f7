"""Decisions on their way out: as they wait, as they were previewed, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain import moves
from bot.domain.errors import CallboardError, OwnPitch
from bot.domain.errors_review import NothingProposed
from bot.domain.ids import PitchId
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, PitchEvent
from bot.domain.programme import Programme
from bot.domain.review import Marks
from bot.services.conflicts import check_no_conflict
from bot.services.drafts import users
from bot.services.filing import Filed
from bot.services.letters import LetterWriter, Written, fingerprint, letter_of, written
from bot.services.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Chosen:
    """A decision as it was previewed: of which version of the pitch, and what its authors would
    read (`bot.services.letters.fingerprint`)."""

    pitch: PitchId
    version: int
    letters: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pitch with a decision that waits; ``programme`` in the version that it answers."""

    pitch: Pitch
    programme: Programme


@dataclass(frozen=True, slots=True)
class Preview:
    """What each author will read; of a blind programme's without who they are. Where the lead may
    not release it, ``refused`` says why, and there is nothing to read; ``filed`` is None where it
    is not there at all. ``marks`` are what they may know of, nothing where they are refused."""

    pitch: PitchId
    filed: Filed | None
    letters: tuple[Written, ...] = ()
    chosen: Chosen | None = None
    refused: CallboardError | None = None
    marks: Marks = field(default_factory=Marks)


@dataclass(frozen=True, slots=True)
class Missed:
    """A decision that was not released: ``event`` is what somebody did since; without one, ``why``
    says why, or, if that is None too, its letters read otherwise now."""

    pitch: PitchId
    filed: Filed | None
    event: PitchEvent | None = None
    why: CallboardError | None = None


@dataclass(frozen=True, slots=True)
class Released:
    done: tuple[Filed, ...]
    missed: tuple[Missed, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """All that a release needs, whoever may know it."""

    filed: Filed
    after: Pitch
    reason: str
    letters: tuple[Written, ...]

    @property
    def chosen(self) -> Chosen:
        pitch = self.filed.pitch
        return Chosen(pitch.id, pitch.version, fingerprint(self.letters, pitch.touched))


async def ready(work: UnitOfWork, actor: Actor, filed: Filed, write: LetterWriter) -> Ready:
    """The release of what was proposed, for a lead who may.

    Raises:
        OwnPitch, ConflictOfInterest.
        MoveNotPossible: it is past being decided.
        NothingProposed.
    """
    pitch, programme, team = filed.pitch, filed.programme, filed.team
    if actor.user in users(team):
        raise OwnPitch
    await check_no_conflict(work, pitch, programme, team, actor.user, by=actor.user)
    if pitch.proposal is None and pitch.state in moves.DECIDABLE:
        raise NothingProposed
    after = moves.release(pitch)
    reason = pitch.proposal.reason if pitch.proposal else ""
    letter = await letter_of(work, pitch, programme, after.state, reason)
    return Ready(filed, after, reason, await written(work, write, letter, pitch, team))
