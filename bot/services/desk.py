"""The coordinators' side: list, read and claim pitches."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass

from bot.domain.errors import PitchNotFound, SubmissionNotFound
from bot.domain.ids import NoticeId, PitchId, Reference
from bot.domain.notice import Notice, NoticeKind, Route
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, PitchEvent, State
from bot.domain.programme import Programme
from bot.services.common import check_coordinator, retrying
from bot.services.ports import Clock, Ids, Page, Store, UnitOfWork

LISTED = 10
"""Pitches on one page of a list."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A pitch with the programme in the version that it answers."""

    pitch: Pitch
    programme: Programme


class Desk:
    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

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
        """One pitch in full. Drafts are nobody's but their author's.

        Raises:
            CoordinatorsOnly.
            SubmissionNotFound: no such pitch was handed in here.
        """
        async with self._store.reading() as work:
            await check_coordinator(work, actor)
            ref = Reference.parse(typed)
            if ref is None:
                raise SubmissionNotFound
            return await self._filed(work, work.pitches.get(actor.guild, ref))

    async def by_id(self, actor: Actor, pitch: PitchId) -> Filed:
        """As `view`, by id. Raises: CoordinatorsOnly, SubmissionNotFound."""
        async with self._store.reading() as work:
            await check_coordinator(work, actor)
            return await self._filed(work, work.pitches.by_id(actor.guild, pitch))

    async def claim(self, actor: Actor, pitch: PitchId) -> Filed:
        """Take a pitch to review it. The author is told once, and the card shows it.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, OwnPitch.
            AlreadyClaimed: another coordinator was first.
        """
        return await retrying(lambda: self._claim(actor, pitch))

    async def _claim(self, actor: Actor, pitch_id: PitchId) -> Filed:
        now = self._clock.now()
        async with self._store.writing() as work:
            await check_coordinator(work, actor)
            filed = await self._filed(work, work.pitches.by_id(actor.guild, pitch_id))
            before = filed.pitch
            claimed = before.claim(actor.user)
            if claimed == before:
                return filed
            saved = await work.pitches.save(claimed, expected=before.version)
            await work.people.remember(actor.guild, actor.user, actor.locale, now)
            await work.events.add(
                PitchEvent(before.id, actor.guild, now, actor.user, before.state, saved.state)
            )
            for kind, route, recipient in (
                (NoticeKind.DESK_UPDATE, Route.DESK, None),
                (NoticeKind.CLAIMED, Route.DM, before.owner),
            ):
                id_ = NoticeId(self._ids.token())
                notice = Notice(
                    id_, actor.guild, kind, before.id, route, recipient, now, actor.user
                )
                await work.notices.add(notice, now)
            await work.commit()
        return Filed(saved, filed.programme)

    async def suggested(self, actor: Actor, typed: str, *, limit: int = 25) -> list[Pitch]:
        """Pitches whose reference or title fits what was typed. Raises: CoordinatorsOnly."""
        async with self._store.reading() as work:
            await check_coordinator(work, actor)
            return list(await work.pitches.matching(actor.guild, typed, owner=None, limit=limit))

    @staticmethod
    async def _filed(work: UnitOfWork, finding: Awaitable[Pitch]) -> Filed:
        """Raises: SubmissionNotFound: there is none, or its author has not handed it in."""
        try:
            pitch = await finding
        except PitchNotFound:
            raise SubmissionNotFound from None
        if pitch.state is State.DRAFT:
            raise SubmissionNotFound
        programme = await work.programmes.version(pitch.guild, pitch.programme, pitch.form_version)
        return Filed(pitch, programme)
