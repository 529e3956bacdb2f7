"""What every change leaves behind, in its own transaction: an event, and notices."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bot.domain.ids import GuildId, NoticeId, PitchId, UserId
from bot.domain.notice import FOR_COORDINATORS, Notice, NoticeKind, Route
from bot.domain.pitch import Pitch, PitchEvent, State
from bot.domain.team import Team
from bot.services.indexing import found_otherwise, index
from bot.services.ports import Ids, UnitOfWork

DETAIL = 4000
"""The most characters that a notice carries beside its pitch."""


@dataclass(frozen=True)
class Telling:
    """Adds to ``work`` what is to be told of one pitch, or of none (`apart`). ``actor`` did it;
    None: it was time."""

    work: UnitOfWork
    ids: Ids
    guild: GuildId
    pitch: PitchId
    now: datetime
    actor: UserId | None = None

    @classmethod
    def apart(
        cls,
        work: UnitOfWork,
        ids: Ids,
        guild: GuildId,
        now: datetime,
        actor: UserId | None = None,
    ) -> Self:
        """What is to be told of no pitch: of a question, or of the bank of answers."""
        return cls(work, ids, guild, PitchId(""), now, actor)

    async def event(self, before: State | None, after: State, reason: str = "") -> None:
        await self.work.events.add(
            PitchEvent(
                self.pitch, self.guild, self.now, self.actor or UserId(0), before, after, reason
            )
        )

    async def saved(self, before: Pitch, after: Pitch, reason: str = "") -> Pitch:
        """Save the change against the version before it, with its event, findable by what it says
        then; return it as stored.

        Raises:
            StaleVersion.
        """
        touched = replace(after, touched=self.now)
        stored = await self.work.pitches.save(touched, expected=before.version)
        if found_otherwise(before, stored):
            await index(self.work, stored)
        await self.event(before.state, after.state, reason)
        return stored

    async def desk(self, *kinds: NoticeKind, detail: str = "") -> None:
        for kind in kinds:
            await self._add(kind, Route.DESK, None, detail)

    async def person(
        self, kind: NoticeKind, user: UserId, detail: str = "", *, route: Route = Route.DM
    ) -> None:
        """``route`` is the first way to try."""
        await self._add(kind, route, user, detail)

    async def authors(self, team: Team, kind: NoticeKind, detail: str = "") -> None:
        """One notice to each author, the owner first."""
        for user in team.authors:
            await self._add(kind, Route.DM, user, detail)

    async def _add(
        self, kind: NoticeKind, route: Route, recipient: UserId | None, detail: str
    ) -> None:
        notice = Notice(
            NoticeId(self.ids.token()),
            self.guild,
            kind,
            self.pitch,
            route,
            recipient,
            self.now,
            self.actor,
            detail[:DETAIL],
        )
        await self.work.notices.add(notice, await self._due(notice))

    async def _due(self, notice: Notice) -> datetime:
        """When it may go: to coordinators after their quiet hours."""
        if notice.kind not in FOR_COORDINATORS or notice.recipient is None:
            return self.now
        known = await self.work.preferences.get(self.guild, notice.recipient)
        return known.loud_from(self.now) if known else self.now
