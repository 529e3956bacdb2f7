"""Intake: creators fill a pitch page by page, hand it in, and see to it afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.errors import NotADraft, PitchNotFound
from bot.domain.form import Answer
from bot.domain.history import for_authors
from bot.domain.ids import PitchId, Reference
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.services import owning
from bot.services.common import retrying, settings_of
from bot.services.drafts import Draft, Recent, authored, owned
from bot.services.keeping import Bytes, unnamed
from bot.services.ports import Clock, Ids, Page, Store
from bot.services.programmes import Offering
from bot.services.starting import begun_or_new, copied, programmes_to_start, to_copy_from
from bot.services.telling import Telling

LISTED = 10
"""Pitches on one page of a list."""


class Intake:
    def __init__(self, store: Store, clock: Clock, ids: Ids, bytes_: Bytes, recent: Recent) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._bytes = bytes_
        self._recent = recent

    async def open_programmes(self, actor: Actor) -> tuple[Offering, ...]:
        """The programmes that take pitches now, be it only the one that this person began in time.

        Raises:
            NotSetUp: nobody ran `/setup` here.
            NoOpenCall: none takes any.
            ProgrammeOpensLater: none does, but one will.
        """
        async with self._store.reading() as work:
            await settings_of(work, actor.guild)
            return await programmes_to_start(work, actor, self._clock.now())

    async def start(self, actor: Actor, typed: str) -> Draft:
        """The person's draft for the programme's open call: the one begun, or a new one. During the
        grace after the deadline only the one begun. With what it may be copied from.

        Raises:
            NotSetUp, ProgrammeNotFound, ProgrammeClosed, ProgrammeOpensLater.
            TooManyPitches: the call takes no more from one person.
            TooManyDrafts: the person has begun as many as they may.
        """
        pitch = await retrying(lambda: self._start(actor, typed))
        async with self._store.reading() as work:
            draft = await authored(work, actor, pitch.id, self._clock.now())
            earlier = await to_copy_from(work, actor, draft.pitch)
        return self._recent.seen(replace(draft, earlier=earlier))

    async def _start(self, actor: Actor, typed: str) -> Pitch:
        now = self._clock.now()
        async with self._store.writing() as work:
            await settings_of(work, actor.guild)
            pitch = await begun_or_new(work, self._ids, actor, typed, now)
            await work.people.remember(actor.guild, actor.user, actor.locale, now)
            await work.commit()
        return pitch

    async def copy(self, actor: Actor, pitch: PitchId, typed: str) -> Draft:
        """Bring the answers and files of an earlier pitch, named by its reference, into a draft;
        what the draft has already stays. Consent does not come along.

        Raises:
            PitchNotFound: one of the two is not this person's own, or they are of two programmes.
            OwnerOnly, NotADraft, TooManyFiles, PitchFull, PersonFull.
        """
        ref = Reference.parse(typed)
        if ref is None:
            raise PitchNotFound

        async def change() -> None:
            async with self._store.writing() as work:
                await copied(work, self._ids, actor, pitch, ref, self._clock.now())
                await work.commit()

        await retrying(change)
        return await self.draft(actor, pitch)

    async def draft(self, actor: Actor, pitch: PitchId) -> Draft:
        """A pitch that the person owns or has joined, by id, whatever its state.

        Raises:
            PitchNotFound: there is none of that id here, or it is somebody else's.
        """
        async with self._store.reading() as work:
            return self._recent.seen(await authored(work, actor, pitch, self._clock.now()))

    async def to_fill(self, actor: Actor, pitch: PitchId) -> Draft:
        """As `draft`, but as this process saw it last, if it did: a page to fill must be the first
        answer to a press, so nothing is read before it. Its call may have ended since; that, and a
        change made elsewhere, comes out when the page is saved.

        Raises:
            PitchNotFound: there is none of that id here, or it is somebody else's.
        """
        return self._recent.get(actor, pitch) or await self.draft(actor, pitch)

    async def save_page(
        self, actor: Actor, pitch: PitchId, index: int, given: Mapping[str, Answer]
    ) -> Draft:
        """Keep the answers of page ``index`` (from 0), also those that break a limit, and those
        that the form asked for when the page was opened and now asks for elsewhere or no more.
        Files are none of ``given``.

        Raises:
            PitchNotFound.
            NotEditable: it was handed in, and nothing allows a new version.
        """
        await retrying(lambda: self._save_page(actor, pitch, index, given))
        return await self.draft(actor, pitch)

    async def _save_page(
        self, actor: Actor, pitch_id: PitchId, index: int, given: Mapping[str, Answer]
    ) -> None:
        now = self._clock.now()
        async with self._store.writing() as work:
            before = await work.pitches.by_id(actor.guild, pitch_id)
            draft = await authored(work, actor, pitch_id, now)
            form = draft.programme.form
            asked = {item.id for item in form.fields()}
            same = before.form_version == draft.pitch.form_version
            if not same:
                last = await work.programmes.version(
                    actor.guild, before.programme, before.form_version
                )
                asked |= {item.id for item in last.form.fields()}
            page = form.pages[index] if same and 0 <= index < len(form.pages) else None
            cleaned = {name: _clean(given[name]) for name in given if name in asked}
            if page is None and not cleaned:
                raise PitchNotFound
            changed = draft.pitch.with_page(form, page, cleaned, draft.call, now)
            await work.pitches.save(changed, expected=before.version)
            await work.commit()

    async def submit(self, actor: Actor, pitch: PitchId) -> Draft:
        """Hand the pitch in, with the person's consent; again is the same as once.

        The receipts and the desk's card are stored in the same transaction.

        Raises:
            PitchNotFound, OwnerOnly, PitchIncomplete, TeamIncomplete.
            CallClosed, CallOpensAgain: too late; with the next call's beginning, if there is one.
        """
        return await self._moved(actor, pitch, owning.hand_in)

    async def resubmit(self, actor: Actor, pitch: PitchId) -> Draft:
        """Hand in the new version, with the person's consent; it answers requested changes.

        Raises:
            PitchNotFound, OwnerOnly, NotEditable, PitchIncomplete, TeamIncomplete.
            NothingChanged: it says what the version before says, as when it was sent twice.
        """
        return await self._moved(actor, pitch, owning.hand_in_again)

    async def discard(self, actor: Actor, pitch: PitchId) -> Draft:
        """Drop the new version that was begun. Raises: PitchNotFound, OwnerOnly."""
        return await self._moved(actor, pitch, owning.drop_new_version)

    async def withdraw(self, actor: Actor, pitch: PitchId) -> Draft:
        """Raises: PitchNotFound, OwnerOnly, PitchStillADraft, MoveNotPossible."""
        return await self._moved(actor, pitch, owning.withdraw)

    async def undo_withdrawal(self, actor: Actor, pitch: PitchId) -> Draft:
        """Raises: PitchNotFound, OwnerOnly, PitchStillADraft, MoveNotPossible, UndoTooLate."""
        return await self._moved(actor, pitch, owning.undo_withdrawal)

    async def confirm(self, actor: Actor, pitch: PitchId) -> Draft:
        """Take what was offered. Raises: PitchNotFound, OwnerOnly, PitchStillADraft,
        MoveNotPossible."""
        return await self._moved(actor, pitch, owning.confirm)

    async def delete_draft(self, actor: Actor, pitch: PitchId) -> None:
        """Delete a draft with all that belongs to it.

        Raises:
            PitchNotFound, OwnerOnly.
            NotADraft: it was handed in; it can be withdrawn.
        """

        async def change() -> tuple[str, ...]:
            async with self._store.writing() as work:
                draft = await owned(work, actor, pitch, self._clock.now())
                if draft.pitch.state is not State.DRAFT:
                    raise NotADraft(ref=str(draft.pitch.ref))
                keys = tuple(await work.erasure.drop_draft(actor.guild, pitch))
                await work.commit()
            return keys

        keys = await retrying(change)
        self._recent.drop(actor.guild, pitch)
        await self._bytes.delete(keys)

    async def listed(self, actor: Actor, *, page: int = 0) -> Page[Pitch]:
        """The pitches that the person owns or has joined, newest first."""
        async with self._store.reading() as work:
            return await work.pitches.of_author(
                actor.guild, actor.user, limit=LISTED, offset=page * LISTED
            )

    async def view(self, actor: Actor, typed: str) -> Draft:
        """A pitch that the person owns or has joined, by its reference, with its history as far
        as it is for authors. Raises: PitchNotFound."""
        ref = Reference.parse(typed)
        if ref is None:
            raise PitchNotFound
        async with self._store.reading() as work:
            pitch = await work.pitches.get(actor.guild, ref)
            draft = await authored(work, actor, pitch.id, self._clock.now())
            events = for_authors(await work.events.of(actor.guild, pitch.id))
            revisions = tuple(await work.pitches.revisions(actor.guild, pitch.id))
        return self._recent.seen(replace(draft, events=events, revisions=revisions))

    async def suggested(self, actor: Actor, typed: str, *, limit: int = 25) -> list[Pitch]:
        """Pitches that the person owns or has joined whose reference or title fits what was
        typed."""
        async with self._store.reading() as work:
            return list(
                await work.pitches.matching(actor.guild, typed, owner=actor.user, limit=limit)
            )

    async def _moved(self, actor: Actor, pitch: PitchId, move: owning.Move) -> Draft:
        async def change() -> tuple[str, ...]:
            now = self._clock.now()
            async with self._store.writing() as work:
                draft = await owned(work, actor, pitch, now)
                telling = Telling(work, self._ids, actor.guild, pitch, now, actor.user)
                stored = await move(draft, telling, actor)
                if stored == draft.pitch:
                    return ()
                keys = await unnamed(work, stored) if draft.files else ()
                await work.people.remember(actor.guild, actor.user, actor.locale, now)
                await work.commit()
            return keys

        await self._bytes.delete(await retrying(change))
        return await self.draft(actor, pitch)


def _clean(answer: Answer) -> Answer:
    """Without NUL and lone surrogates, which no store keeps and nobody can type."""
    if isinstance(answer, tuple):
        return tuple(str(_clean(part)) for part in answer)
    kept = answer.replace("\x00", "")
    return kept.encode("utf-8", "ignore").decode("utf-8")
