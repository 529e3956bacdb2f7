"""A pitch as the coordinators see it. Drafts are nobody's but their authors', and a programme with
coordinators of its own is theirs alone: to everybody else its pitches do not exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.call import Call
from bot.domain.errors import PitchNotFound, SubmissionNotFound
from bot.domain.files import StoredFile
from bot.domain.ids import FileId, PitchId, Reference
from bot.domain.people import Actor, GuildSettings
from bot.domain.pitch import Pitch, PitchEvent, Proposal, Revision, State
from bot.domain.programme import Programme
from bot.domain.redaction import hide, hide_event, hide_pitch, hide_revision, is_blind, people
from bot.domain.review import Marks
from bot.domain.team import Member, Team
from bot.services.drafts import team_of
from bot.services.ports import UnitOfWork
from bot.services.ports_desk import Note


@dataclass(frozen=True, slots=True)
class Before:
    """What stood before a change that replaced it."""

    proposal: Proposal | None
    stage: str | None


@dataclass(frozen=True, slots=True)
class Filed:
    """A pitch with the programme in the version that it answers. ``events``, ``marks`` and
    ``notes`` (oldest first) are there where it was viewed; ``revisions`` also where the review is
    blind, and ``before`` where it was changed. What a service gives away is `at_desk`."""

    pitch: Pitch
    programme: Programme
    call: Call
    team: Team
    files: Mapping[FileId, StoredFile] = field(default_factory=dict)
    events: tuple[PitchEvent, ...] = ()
    revisions: tuple[Revision, ...] = ()
    marks: Marks = field(default_factory=Marks)
    notes: tuple[Note, ...] = ()
    before: Before | None = None


async def by_reference(
    work: UnitOfWork, actor: Actor, settings: GuildSettings | None, typed: str
) -> Pitch:
    """For one who coordinates by ``settings``; see `by_id`. Raises: SubmissionNotFound."""
    ref = Reference.parse(typed)
    if ref is None:
        raise SubmissionNotFound
    return await _handed_in(work.pitches.get(actor.guild, ref), actor, settings)


async def by_id(
    work: UnitOfWork, actor: Actor, settings: GuildSettings | None, pitch: PitchId
) -> Pitch:
    """For one who coordinates by ``settings`` (`bot.services.common.check_coordinator`).

    Raises:
        SubmissionNotFound: there is none, its author has not handed it in, or its programme has
            coordinators of its own and they are none of them. All look alike.
    """
    return await _handed_in(work.pitches.by_id(actor.guild, pitch), actor, settings)


async def _handed_in(
    finding: Awaitable[Pitch], actor: Actor, settings: GuildSettings | None
) -> Pitch:
    try:
        pitch = await finding
    except PitchNotFound:
        raise SubmissionNotFound from None
    if pitch.state is State.DRAFT or pitch.programme in actor.closed(settings):
        raise SubmissionNotFound
    return pitch


async def file_of(work: UnitOfWork, pitch: Pitch) -> Filed:
    """All of it, whoever may know it."""
    programme = await work.programmes.version(pitch.guild, pitch.programme, pitch.form_version)
    blind = is_blind(pitch, programme)
    return Filed(
        pitch,
        programme,
        await work.calls.get(pitch.guild, pitch.call),
        await team_of(work, pitch),
        {file.id: file for file in await work.files.of(pitch.guild, pitch.id)},
        revisions=tuple(await work.pitches.revisions(pitch.guild, pitch.id)) if blind else (),
    )


def at_desk(filed: Filed) -> Filed:
    """As coordinators may see it: without its authors, as long as the review is blind."""
    if not is_blind(filed.pitch, filed.programme):
        return filed
    hidden = hide(filed.pitch, filed.programme, filed.team, filed.files, filed.revisions)
    authors = people(filed.team)
    return replace(
        filed,
        pitch=hidden.pitch,
        programme=hidden.programme,
        team=hidden.team,
        files=hidden.files,
        events=tuple(hide_event(event, authors) for event in filed.events),
        revisions=tuple(
            hide_revision(each, filed.programme, hidden.names) for each in filed.revisions
        ),
    )


Teams = Mapping[PitchId, Team]


async def teams_of(work: UnitOfWork, pitches: Sequence[Pitch]) -> Teams:
    """Of pitches of one server."""
    members: dict[PitchId, list[Member]] = defaultdict(list)
    if pitches:
        for member in await work.team.of_all(pitches[0].guild, [each.id for each in pitches]):
            members[member.pitch].append(member)
    return {each.id: Team(each.owner, tuple(members[each.id])) for each in pitches}


async def listed_at_desk(
    work: UnitOfWork, pitches: Sequence[Pitch], teams: Teams | None = None
) -> list[Pitch]:
    """Several pitches as coordinators may see them, in their order; of these ``teams`` where they
    were read before. The number of statements does not grow with them."""
    programmes = [
        await work.programmes.version(each.guild, each.programme, each.form_version)
        for each in pitches
    ]
    blind = [p for p, of in zip(pitches, programmes, strict=True) if is_blind(p, of)]
    if not blind:
        return list(pitches)
    if teams is None:
        teams = await teams_of(work, pitches)
    files: dict[PitchId, dict[FileId, StoredFile]] = defaultdict(dict)
    revisions: dict[PitchId, list[Revision]] = defaultdict(list)
    ids = [each.id for each in blind]
    for file in await work.files.of_all(blind[0].guild, ids):
        files[file.pitch][file.id] = file
    revised = [each.id for each in blind if each.revision > 1]
    for revision in await work.pitches.revisions_of(blind[0].guild, revised) if revised else ():
        revisions[revision.pitch].append(revision)
    return [
        hide_pitch(each, of, teams[each.id], files[each.id], revisions[each.id])
        for each, of in zip(pitches, programmes, strict=True)
    ]
