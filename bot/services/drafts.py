"""A pitch as its authors see it, while they fill it in and afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from bot.domain.call import Call
from bot.domain.errors import OwnerOnly, PitchNotFound
from bot.domain.files import StoredFile
from bot.domain.form import Answer, Field, Problem
from bot.domain.form import Page as FormPage
from bot.domain.ids import FileId, GuildId, PitchId, UserId
from bot.domain.moves import UNDO_HOURS
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, PitchEvent, Revision, State
from bot.domain.programme import Programme
from bot.domain.team import Member, Team
from bot.domain.text import Locale
from bot.services.ports import UnitOfWork

RECENT = 1000
"""Drafts kept in memory, at some 10 KB each: of more people than fill a form at one time."""
LOOKED_BACK = 20
"""How many earlier versions of a form are searched for the name of a field that is gone."""


@dataclass(frozen=True)
class Draft:
    """A pitch with the programme in the version it answers, and the call it belongs to.

    ``earlier`` are pitches to copy from, for a draft that was opened by `Intake.start`;
    ``leftover`` are label and answer of what the form does not ask any more; ``events`` and
    ``revisions`` are there where the pitch was viewed. ``now_editable`` says whether answers may
    be changed, ``takes`` whether the call takes pitches and ``undoable`` whether a withdrawal can
    be undone, all as of when this was read.

    What follows from these is worked out when it is first asked for, and once: a page of text is
    slow to count.
    """

    pitch: Pitch
    programme: Programme
    call: Call
    members: tuple[Member, ...] = ()
    files: Mapping[FileId, StoredFile] = field(default_factory=dict)
    earlier: tuple[Pitch, ...] = ()
    leftover: tuple[tuple[str, str], ...] = ()
    events: tuple[PitchEvent, ...] = ()
    revisions: tuple[Revision, ...] = ()
    now_editable: bool = True
    takes: bool = True
    undoable: bool = False

    @cached_property
    def team(self) -> Team:
        return Team(self.pitch.owner, self.members)

    @property
    def revising(self) -> bool:
        """Whether its pages show a new version of what was handed in."""
        return self.pitch.state is not State.DRAFT

    @cached_property
    def changed(self) -> bool:
        """Whether there is a new version that says something else, to be sent."""
        working = self.pitch.working
        return working is not None and self.programme.form.in_force(working) != self.pitch.answers

    @cached_property
    def missing(self) -> tuple[Member, ...]:
        """Co-authors without whom it cannot be handed in yet."""
        return self.team.missing(self.programme.form.consent)

    @cached_property
    def pages(self) -> tuple[FormPage, ...]:
        return self.programme.form.shown_pages(self.pitch.current)

    @cached_property
    def problems(self) -> dict[str, Problem]:
        return self.programme.form.problems(self.pitch.current)

    def shown(self, page: FormPage) -> tuple[Field, ...]:
        """The page's fields, as far as the answers ask for them."""
        return self._shown[page.id]

    @cached_property
    def _shown(self) -> dict[str, tuple[Field, ...]]:
        """By the page's id."""
        form = self.programme.form
        return {page.id: form.shown(page, self.pitch.current) for page in form.pages}

    def done(self, page: FormPage) -> bool:
        """Whether nothing on the page is missing or over a limit."""
        return not any(item.id in self.problems for item in self.shown(page))

    def next_page(self) -> FormPage | None:
        """The first page with something missing; None once the pitch is complete."""
        return next((page for page in self.pages if not self.done(page)), None)


class Recent:
    """Pitches as this process saw them last, so that a page can be shown before anything is read.
    Whether a person may see one is told by its team as it was then."""

    def __init__(self) -> None:
        self._drafts: dict[tuple[GuildId, PitchId], Draft] = {}

    def get(self, actor: Actor, pitch: PitchId) -> Draft | None:
        draft = self._drafts.get((actor.guild, pitch))
        return draft if draft and actor.user in draft.team.authors else None

    def seen(self, draft: Draft) -> Draft:
        """Keep it, unless a later version was kept while this one was being read."""
        name = (draft.pitch.guild, draft.pitch.id)
        known = self._drafts.pop(name, draft)
        later = known if known.pitch.version > draft.pitch.version else draft
        self._drafts[name] = replace(later, events=(), revisions=(), earlier=())
        if len(self._drafts) > RECENT:
            self._drafts.pop(next(iter(self._drafts)))
        return draft

    def drop(self, guild: GuildId, pitch: PitchId) -> None:
        """Forget what is gone, or was changed by others than its authors."""
        self._drafts.pop((guild, pitch), None)


async def team_of(work: UnitOfWork, pitch: Pitch) -> Team:
    return Team(pitch.owner, tuple(await work.team.of(pitch.guild, pitch.id)))


async def authored(work: UnitOfWork, actor: Actor, pitch_id: PitchId, now: datetime) -> Draft:
    """The pitch with all that belongs to it, for the one who owns it or has joined it; a draft in
    the form that is in force now.

    Raises:
        PitchNotFound: there is none of that id here, or it is somebody else's.
    """
    pitch = await work.pitches.by_id(actor.guild, pitch_id)
    draft = await load(work, pitch, actor.locale, now)
    if actor.user not in draft.team.authors:
        raise PitchNotFound
    return draft


async def owned(work: UnitOfWork, actor: Actor, pitch_id: PitchId, now: datetime) -> Draft:
    """As `authored`, for its owner alone.

    Raises:
        PitchNotFound.
        OwnerOnly: the person has joined it, and may not do this.
    """
    draft = await authored(work, actor, pitch_id, now)
    if actor.user != draft.pitch.owner:
        raise OwnerOnly
    return draft


async def load(work: UnitOfWork, pitch: Pitch, locale: Locale, now: datetime) -> Draft:
    """The pitch with all that belongs to it. A draft is carried to the form that is in force,
    which is stored with its next change; ``locale`` names what that form does not ask any more."""
    carried, programme = await in_form(work, pitch)
    call = await work.calls.get(pitch.guild, pitch.call)
    members = tuple(await work.team.of(pitch.guild, pitch.id))
    files = {each.id: each for each in await work.files.of(pitch.guild, pitch.id)}
    withdrawal = pitch.withdrawal
    return Draft(
        carried,
        programme,
        call,
        members,
        files,
        leftover=await _leftover(work, carried, programme, files, locale),
        now_editable=pitch.editable(call, now),
        takes=call.takes(now),
        undoable=withdrawal is not None and now - withdrawal.at < timedelta(hours=UNDO_HOURS),
    )


async def in_form(work: UnitOfWork, pitch: Pitch) -> tuple[Pitch, Programme]:
    """The pitch and the programme in the version that it answers: of a draft the one in force,
    unless the programme was taken out of use."""
    if pitch.state is State.DRAFT:
        known = await work.programmes.get(pitch.guild, pitch.programme)
        if known is not None:
            return replace(pitch, form_version=known.version), known.programme
    programme = await work.programmes.version(pitch.guild, pitch.programme, pitch.form_version)
    return pitch, programme


async def _leftover(
    work: UnitOfWork,
    pitch: Pitch,
    programme: Programme,
    files: Mapping[FileId, StoredFile],
    locale: Locale,
) -> tuple[tuple[str, str], ...]:
    """What the form does not ask any more, with the label that it had."""
    names = programme.form.leftover(pitch.current)
    if not names:
        return ()
    asked = await _asked_before(work, pitch, set(names))
    found = []
    for name in names:
        answer, before = pitch.current[name], asked.get(name)
        label = before.label.in_(locale) if before else name
        found.append((label, _in_words(answer, before, files, locale)))
    return tuple(found)


async def _asked_before(work: UnitOfWork, pitch: Pitch, names: set[str]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    first = max(1, pitch.form_version - LOOKED_BACK)
    for version in range(pitch.form_version - 1, first - 1, -1):
        earlier = await work.programmes.version(pitch.guild, pitch.programme, version)
        for item in earlier.form.fields():
            if item.id in names:
                found.setdefault(item.id, item)
        if names <= found.keys():
            break
    return found


def _in_words(
    answer: Answer, asked: Field | None, files: Mapping[FileId, StoredFile], locale: Locale
) -> str:
    options = {option.value: option.label.in_(locale) for option in asked.options} if asked else {}
    parts = answer if isinstance(answer, tuple) else (answer,)
    names = {str(name): each.name for name, each in files.items()}
    return ", ".join(names.get(part) or options.get(part) or part for part in parts)


def named_files(pitch: Pitch, revisions: tuple[Revision, ...]) -> set[str]:
    """Ids of the files that the pitch names, or once named when it was handed in."""
    documents = [pitch.answers, pitch.working or {}, *(each.answers for each in revisions)]
    answers = [answer for document in documents for answer in document.values()]
    return {part for answer in answers if isinstance(answer, tuple) for part in answer}


def users(team: Team) -> frozenset[UserId]:
    """All who have an interest in the pitch: authors, and those who were asked to be."""
    return frozenset(team.authors) | {member.user for member in team.current}
