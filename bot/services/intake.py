"""Intake: a creator starts a pitch, fills it page by page, reads it over and hands it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from bot.domain.call import Call
from bot.domain.errors import (
    NoOpenCall,
    NotADraft,
    PitchNotFound,
    ProgrammeClosed,
    TooManyPitches,
)
from bot.domain.form import Answer, Field, Problem
from bot.domain.form import Page as FormPage
from bot.domain.ids import GuildId, NoticeId, PitchId, Reference, UserId
from bot.domain.notice import Notice, NoticeKind, Route
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, PitchEvent, State
from bot.domain.programme import Programme
from bot.services.common import retrying, settings_of
from bot.services.ports import Clock, Ids, InForce, Page, Store, UnitOfWork
from bot.services.programmes import Offering, in_use, offerings

LISTED = 10
"""Pitches on one page of a list."""
RECENT = 1000
"""Drafts kept in memory, at some 10 KB each: of more people than fill a form at one time."""


@dataclass(frozen=True)
class Draft:
    """A pitch with the programme in the version it answers, and the call it belongs to.

    What follows from these is worked out when it is first asked for, and once: a page of text is
    slow to count.
    """

    pitch: Pitch
    programme: Programme
    call: Call

    @cached_property
    def pages(self) -> tuple[FormPage, ...]:
        return self.programme.form.shown_pages(self.pitch.answers)

    @cached_property
    def problems(self) -> dict[str, Problem]:
        return self.programme.form.problems(self.pitch.answers)

    def shown(self, page: FormPage) -> tuple[Field, ...]:
        """The page's fields, as far as the answers ask for them."""
        return self._shown[page.id]

    @cached_property
    def _shown(self) -> dict[str, tuple[Field, ...]]:
        """By the page's id."""
        form = self.programme.form
        return {page.id: form.shown(page, self.pitch.answers) for page in form.pages}

    def done(self, page: FormPage) -> bool:
        """Whether nothing on the page is missing or over a limit."""
        return not any(field.id in self.problems for field in self.shown(page))

    def next_page(self) -> FormPage | None:
        """The first page with something missing; None once the pitch is complete."""
        return next((page for page in self.pages if not self.done(page)), None)


class Intake:
    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._recent: dict[tuple[GuildId, UserId, PitchId], Draft] = {}

    async def open_programmes(self, actor: Actor) -> tuple[Offering, ...]:
        """The programmes that take pitches now, be it only the one that this person began in time.

        Raises:
            NotSetUp: nobody ran `/setup` here.
            NoOpenCall: none takes any.
        """
        now = self._clock.now()
        async with self._store.reading() as work:
            await settings_of(work, actor.guild)
            known = await offerings(work, actor.guild, now)
            begun = {draft.call for draft in await work.pitches.drafts_of(actor.guild, actor.user)}
        opened = tuple(
            offering
            for offering in known
            if offering.open_
            or (offering.call and offering.call.id in begun and offering.call.takes(now))
        )
        if not opened:
            raise NoOpenCall
        return opened

    async def start(self, actor: Actor, typed: str) -> Draft:
        """The person's draft for the programme's open call: the one begun, or a new one. During the
        grace after the deadline only the one begun.

        Raises:
            NotSetUp, ProgrammeNotFound, ProgrammeClosed.
            TooManyPitches: the call takes no more from one person.
        """
        return await retrying(lambda: self._start(actor, typed))

    async def _start(self, actor: Actor, typed: str) -> Draft:
        now = self._clock.now()
        async with self._store.writing() as work:
            await settings_of(work, actor.guild)
            known = await in_use(work, actor.guild, typed)
            call = await work.calls.latest(actor.guild, known.programme.key)
            closed = ProgrammeClosed(name=known.programme.name.in_(actor.locale))
            if call is None or not call.takes(now):
                raise closed
            await work.people.remember(actor.guild, actor.user, actor.locale, now)
            pitch = await work.pitches.draft_of(actor.guild, actor.user, call.id)
            if pitch is None:
                if not call.is_open(now):
                    raise closed
                pitch = await self._begin(work, actor, known, call, now)
            await work.commit()
        return await self.draft(actor, pitch.id)

    async def _begin(
        self, work: UnitOfWork, actor: Actor, known: InForce, call: Call, now: datetime
    ) -> Pitch:
        sent = await work.pitches.submitted_count(actor.guild, actor.user, call.id)
        if sent >= call.per_person:
            raise TooManyPitches(limit=call.per_person)
        pitch = Pitch(
            id=PitchId(self._ids.token()),
            guild=actor.guild,
            ref=Reference(known.programme.prefix, self._ids.code()),
            programme=known.programme.key,
            form_version=known.version,
            call=call.id,
            owner=actor.user,
            owner_name=actor.name,
            locale=actor.locale,
            created=now,
        )
        await work.pitches.add(pitch)
        await work.events.add(PitchEvent(pitch.id, actor.guild, now, actor.user, None, State.DRAFT))
        return pitch

    async def draft(self, actor: Actor, pitch: PitchId) -> Draft:
        """The person's own pitch by id, whatever its state.

        Raises:
            PitchNotFound: there is none of that id here, or it is somebody else's.
        """
        async with self._store.reading() as work:
            return self._seen(await self._own(work, actor, pitch))

    async def to_fill(self, actor: Actor, pitch: PitchId) -> Draft:
        """As `draft`, but as this process saw it last, if it did: a page to fill must be the first
        answer to a press, so nothing is read before it. Its call may have ended since; that, and a
        change made elsewhere, comes out when the page is saved.

        Raises:
            PitchNotFound: there is none of that id here, or it is somebody else's.
        """
        seen = self._recent.get((actor.guild, actor.user, pitch))
        return seen or await self.draft(actor, pitch)

    async def save_page(
        self, actor: Actor, pitch: PitchId, index: int, given: Mapping[str, Answer]
    ) -> Draft:
        """Keep the answers of page ``index`` (from 0), also those that break a limit.

        Raises:
            PitchNotFound.
            NotADraft: it was handed in already.
        """
        return self._seen(await retrying(lambda: self._save_page(actor, pitch, index, given)))

    async def _save_page(
        self, actor: Actor, pitch: PitchId, index: int, given: Mapping[str, Answer]
    ) -> Draft:
        async with self._store.writing() as work:
            draft = await self._own(work, actor, pitch)
            if index >= len(draft.programme.form.pages):
                raise PitchNotFound
            page = draft.programme.form.pages[index]
            cleaned = {name: _clean(answer) for name, answer in given.items()}
            changed = draft.pitch.with_page(draft.programme.form, page, cleaned)
            saved = await work.pitches.save(changed, expected=draft.pitch.version)
            await work.commit()
        return replace(draft, pitch=saved)

    async def submit(self, actor: Actor, pitch: PitchId) -> Draft:
        """Hand the pitch in, with the person's consent; again is the same as once.

        The receipt and the desk's card are stored in the same transaction.

        Raises:
            PitchNotFound, CallClosed, PitchIncomplete.
        """
        return self._seen(await retrying(lambda: self._submit(actor, pitch)))

    async def _submit(self, actor: Actor, pitch_id: PitchId) -> Draft:
        now = self._clock.now()
        async with self._store.writing() as work:
            draft = await self._own(work, actor, pitch_id)
            before = replace(draft.pitch, locale=actor.locale)
            try:
                pitch = before.submit(draft.programme, draft.call, agreed=True, now=now)
            except NotADraft:
                return draft
            saved = await work.pitches.save(pitch, expected=before.version)
            await work.people.remember(actor.guild, actor.user, actor.locale, now)
            await work.events.add(
                PitchEvent(pitch.id, actor.guild, now, actor.user, State.DRAFT, State.SUBMITTED)
            )
            for kind, route, recipient in (
                (NoticeKind.DESK_CARD, Route.DESK, None),
                (NoticeKind.RECEIPT, Route.DM, actor.user),
            ):
                id_ = NoticeId(self._ids.token())
                notice = Notice(id_, actor.guild, kind, pitch.id, route, recipient, now)
                await work.notices.add(notice, now)
            await work.commit()
        return replace(draft, pitch=saved)

    async def listed(self, actor: Actor, *, page: int = 0) -> Page[Pitch]:
        """The person's own pitches, newest first."""
        async with self._store.reading() as work:
            return await work.pitches.of_owner(
                actor.guild, actor.user, limit=LISTED, offset=page * LISTED
            )

    async def view(self, actor: Actor, typed: str) -> Draft:
        """The person's own pitch by its reference. Raises: PitchNotFound."""
        ref = Reference.parse(typed)
        if ref is None:
            raise PitchNotFound
        async with self._store.reading() as work:
            pitch = await work.pitches.get(actor.guild, ref)
            if pitch.owner != actor.user:
                raise PitchNotFound
            return await self._own(work, actor, pitch.id)

    async def suggested(self, actor: Actor, typed: str, *, limit: int = 25) -> list[Pitch]:
        """The person's own pitches whose reference or title fits what was typed."""
        async with self._store.reading() as work:
            return list(
                await work.pitches.matching(actor.guild, typed, owner=actor.user, limit=limit)
            )

    def _seen(self, draft: Draft) -> Draft:
        """Keep it, unless a later version was kept while this one was being read."""
        pitch = draft.pitch
        name = (pitch.guild, pitch.owner, pitch.id)
        known = self._recent.pop(name, draft)
        self._recent[name] = known if known.pitch.version > pitch.version else draft
        if len(self._recent) > RECENT:
            self._recent.pop(next(iter(self._recent)))
        return draft

    @staticmethod
    async def _own(work: UnitOfWork, actor: Actor, pitch_id: PitchId) -> Draft:
        pitch = await work.pitches.by_id(actor.guild, pitch_id)
        if pitch.owner != actor.user:
            raise PitchNotFound
        programme = await work.programmes.version(actor.guild, pitch.programme, pitch.form_version)
        call = await work.calls.get(actor.guild, pitch.call)
        return Draft(pitch, programme, call)


def _clean(answer: Answer) -> Answer:
    """Without NUL and lone surrogates, which no store keeps and nobody can type."""
    if isinstance(answer, tuple):
        return tuple(str(_clean(part)) for part in answer)
    kept = answer.replace("\x00", "")
    return kept.encode("utf-8", "ignore").decode("utf-8")
