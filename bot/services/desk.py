"""The coordinators' side: list, read and claim pitches."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.ids import PitchId
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.services.common import check_coordinator
from bot.services.filing import Filed, by_reference, file_of, handed_in
from bot.services.ports import Page, Store, UnitOfWork
from bot.services.reviewing import Reviewing

LISTED = 10
"""Pitches on one page of a list."""


class Desk:
    def __init__(self, store: Store, reviewing: Reviewing) -> None:
        self._store = store
        self._reviewing = reviewing

    async def listed(self, actor: Actor, *, state: State | None, page: int) -> Page[Pitch]:
        """Page ``page`` (from 0) of the guild's pitches, `LISTED` to a page, newest first.

        Raises:
            CoordinatorsOnly.
        """
        states = [state] if state and state is not State.DRAFT else [
            State.SUBMITTED,
            State.IN_REVIEW,
        ]  # fmt: skip
        async with self._store.reading() as work:
            await check_coordinator(work, actor)
            return await work.pitches.submitted(
                actor.guild, states=states, limit=LISTED, offset=page * LISTED
            )

    async def view(self, actor: Actor, typed: str) -> Filed:
        """One pitch in full, with its history and all that was handed in. Drafts are nobody's but
        their author's.

        Raises:
            CoordinatorsOnly.
            SubmissionNotFound: no such pitch was handed in here.
        """
        async with self._store.reading() as work:
            await check_coordinator(work, actor)
            return await _in_full(work, await by_reference(work, actor, typed))

    async def by_id(self, actor: Actor, pitch: PitchId) -> Filed:
        """As `view`, by id. Raises: CoordinatorsOnly, SubmissionNotFound."""
        async with self._store.reading() as work:
            await check_coordinator(work, actor)
            return await _in_full(work, await handed_in(work.pitches.by_id(actor.guild, pitch)))

    async def claim(self, actor: Actor, pitch: PitchId) -> Filed:
        """See `Reviewing.claim`."""
        return await self._reviewing.claim(actor, pitch)

    async def suggested(self, actor: Actor, typed: str, *, limit: int = 25) -> list[Pitch]:
        """Pitches whose reference or title fits what was typed. Raises: CoordinatorsOnly."""
        async with self._store.reading() as work:
            await check_coordinator(work, actor)
            return list(await work.pitches.matching(actor.guild, typed, owner=None, limit=limit))


async def _in_full(work: UnitOfWork, pitch: Pitch) -> Filed:
    return replace(
        await file_of(work, pitch),
        events=tuple(await work.events.of(pitch.guild, pitch.id)),
        revisions=tuple(await work.pitches.revisions(pitch.guild, pitch.id)),
    )
