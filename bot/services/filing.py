"""A pitch as the coordinators see it. Drafts are nobody's but their authors'."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field

from bot.domain.call import Call
from bot.domain.errors import PitchNotFound, SubmissionNotFound
from bot.domain.files import StoredFile
from bot.domain.ids import FileId, Reference
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, PitchEvent, Revision, State
from bot.domain.programme import Programme
from bot.domain.team import Team
from bot.services.drafts import team_of
from bot.services.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Filed:
    """A pitch with the programme in the version that it answers. ``events`` and ``revisions``
    (oldest first) are there where it was viewed."""

    pitch: Pitch
    programme: Programme
    call: Call
    team: Team
    files: Mapping[FileId, StoredFile] = field(default_factory=dict)
    events: tuple[PitchEvent, ...] = ()
    revisions: tuple[Revision, ...] = ()


async def handed_in(finding: Awaitable[Pitch]) -> Pitch:
    """Raises: SubmissionNotFound: there is none, or its author has not handed it in."""
    try:
        pitch = await finding
    except PitchNotFound:
        raise SubmissionNotFound from None
    if pitch.state is State.DRAFT:
        raise SubmissionNotFound
    return pitch


async def by_reference(work: UnitOfWork, actor: Actor, typed: str) -> Pitch:
    """Raises: SubmissionNotFound."""
    ref = Reference.parse(typed)
    if ref is None:
        raise SubmissionNotFound
    return await handed_in(work.pitches.get(actor.guild, ref))


async def file_of(work: UnitOfWork, pitch: Pitch) -> Filed:
    return Filed(
        pitch,
        await work.programmes.version(pitch.guild, pitch.programme, pitch.form_version),
        await work.calls.get(pitch.guild, pitch.call),
        await team_of(work, pitch),
        {file.id: file for file in await work.files.of(pitch.guild, pitch.id)},
    )
