"""The coordinators' side: find, read and claim pitches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace

from bot.domain.errors import SubmissionNotFound
from bot.domain.ids import PitchId
from bot.domain.names import fold
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.domain.queue import PitchQuery
from bot.domain.review import ConflictKind
from bot.services.common import check_coordinator
from bot.services.conflicts import conflict_of
from bot.services.filing import (
    Filed,
    at_desk,
    by_id,
    by_reference,
    file_of,
    listed_at_desk,
)
from bot.services.marks import marks_of
from bot.services.ports import Clock, Store, UnitOfWork
from bot.services.queueing import Found, only, page_of, permitted
from bot.services.reviewing import Reviewing

FORMATS = 200
"""The commonest that can be chosen from; free text may have any number."""


class Desk:
    def __init__(self, store: Store, reviewing: Reviewing, clock: Clock) -> None:
        self._store = store
        self._reviewing = reviewing
        self._clock = clock

    async def find(self, actor: Actor, query: PitchQuery, page: int = 0) -> Found:
        """Page ``page`` (from 0) of what fits, or the last page where there are fewer. See
        `bot.services.queueing.permitted` for what is left out of it. The text may be a reference,
        which finds its pitch whatever else is asked for.

        Raises:
            CoordinatorsOnly.
        """
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            now = self._clock.now()
            with suppress(SubmissionNotFound):
                meant = await by_reference(work, actor, settings, query.text)
                return await only(work, actor, meant, now)
            asked = await permitted(work, query, actor, settings)
            return await page_of(work, actor, asked, page, now)

    async def formats(self, actor: Actor) -> Sequence[str]:
        """What was pitched as the format, the commonest first. Raises: CoordinatorsOnly."""
        async with self._store.reading() as work:
            closed = actor.closed(await check_coordinator(work, actor))
            return await work.queue.formats(actor.guild, "", limit=FORMATS, closed=closed)

    async def view(self, actor: Actor, typed: str) -> Filed:
        """One pitch in full, with its history and all that was handed in. Drafts are nobody's but
        their author's.

        Raises:
            CoordinatorsOnly.
            SubmissionNotFound: no such pitch was handed in here.
        """
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            return await _in_full(work, actor, await by_reference(work, actor, settings, typed))

    async def by_id(self, actor: Actor, pitch: PitchId) -> Filed:
        """As `view`, by id. Raises: CoordinatorsOnly, SubmissionNotFound."""
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            return await _in_full(work, actor, await by_id(work, actor, settings, pitch))

    async def claim(self, actor: Actor, pitch: PitchId) -> Filed:
        """See `Reviewing.claim`."""
        return await self._reviewing.claim(actor, pitch)

    async def suggested(
        self, actor: Actor, typed: str, *, states: Collection[State] = (), limit: int = 25
    ) -> list[Pitch]:
        """Pitches whose reference or title fits what was typed, in any of ``states`` if there are
        any. Raises: CoordinatorsOnly."""
        async with self._store.reading() as work:
            closed = actor.closed(await check_coordinator(work, actor))
            found = await work.pitches.matching(
                actor.guild, typed, owner=None, limit=limit, states=states, closed=closed
            )
            shown = await listed_at_desk(work, found)
            pairs = zip(found, shown, strict=True)
            return [
                known for whole, known in pairs if known == whole or await _fits(work, known, typed)
            ]


async def _fits(work: UnitOfWork, pitch: Pitch, typed: str) -> bool:
    """Whether what is shown of a blind pitch fits: nobody finds out a name by trying it."""
    programme = await work.programmes.version(pitch.guild, pitch.programme, pitch.form_version)
    wanted, title = fold(typed), fold(pitch.text(programme.card.title))
    plain = wanted.replace("-", "").replace(" ", "")
    return wanted in title or str(pitch.ref).replace("-", "").casefold().startswith(plain)


async def _in_full(work: UnitOfWork, actor: Actor, pitch: Pitch) -> Filed:
    """What coordinators wrote among themselves is not for one who is an author of it."""
    filed = replace(
        await file_of(work, pitch),
        events=tuple(await work.events.of(pitch.guild, pitch.id)),
        revisions=tuple(await work.pitches.revisions(pitch.guild, pitch.id)),
    )
    kept_out = await conflict_of(work, pitch, filed.programme, filed.team, actor.user)
    if kept_out is not ConflictKind.AUTHOR:
        viewer = actor if kept_out is None else None
        filed = replace(
            filed,
            marks=await marks_of(work, pitch, filed.programme, viewer),
            notes=tuple(await work.reviews.notes(pitch.guild, pitch.id)),
        )
    return at_desk(filed)
