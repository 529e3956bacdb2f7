"""Co-authors: invited by the owner, in once they accept and consent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import InvitesBot, MoveNotPossible, NotEditable, NotInvited, PitchNotFound
from bot.domain.history import Happening, written
from bot.domain.ids import PitchId, UserId
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor
from bot.domain.pitch import OPEN, Pitch, State
from bot.domain.programme import Programme
from bot.domain.team import Member, MemberState
from bot.services.common import retrying
from bot.services.drafts import Draft, Recent, authored, in_form, owned
from bot.services.indexing import index
from bot.services.ports import Clock, Ids, Store, UnitOfWork
from bot.services.telling import Telling

JOINABLE = OPEN | {State.DRAFT}
"""In these states an invitation can still be accepted."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the invited person decides on: the programme has the consent that they are to give."""

    pitch: Pitch
    programme: Programme
    member: Member


class Teams:
    """Each change counts as a change of the pitch, so that it cannot be handed in meanwhile."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, recent: Recent) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._recent = recent

    async def invite(
        self,
        actor: Actor,
        pitch: PitchId,
        user: UserId,
        name: str,
        *,
        handle: str = "",
        bot: bool = False,
    ) -> Draft:
        """Ask a person to be a co-author; they get a notice. Who declined or left may be asked
        again. ``handle`` is their user name; ``bot`` says that it is no person.

        Raises:
            PitchNotFound, OwnerOnly, NotEditable.
            InvitesBot, InvitesOwner, AlreadyInvited, TeamFull.
        """
        if bot:
            raise InvitesBot

        async def change(work: UnitOfWork, now: datetime) -> None:
            draft = await owned(work, actor, pitch, now)
            if not draft.now_editable:
                raise NotEditable(ref=str(draft.pitch.ref))
            draft.team.check_invites(user)
            member = Member(actor.guild, pitch, user, name, now, handle=handle)
            telling = self._telling(work, actor, pitch, now)
            await _put(work, telling, draft.pitch, member, Happening.INVITED)
            await telling.person(NoticeKind.INVITED, user)

        return await self._changed(actor, pitch, change)

    async def invitation(self, actor: Actor, pitch: PitchId) -> Invitation:
        """The invitation of the person who asks, also if they have accepted it.

        Raises:
            PitchNotFound: they were never invited to it, or it is gone.
            NotInvited: they declined or left, or were taken out.
        """
        async with self._store.reading() as work:
            return await _invitation(work, actor, pitch)

    async def accept(self, actor: Actor, pitch: PitchId) -> Draft:
        """Join, with consent to the text in force; again changes nothing. The owner is told.

        Raises:
            PitchNotFound, NotInvited.
            MoveNotPossible: the pitch is at an end.
        """

        async def change(work: UnitOfWork, now: datetime) -> None:
            invitation = await _invitation(work, actor, pitch)
            before = invitation.pitch
            if before.state not in JOINABLE:
                raise MoveNotPossible(ref=str(before.ref), state=before.state)
            consent = invitation.programme.form.consent
            member = invitation.member.accept(consent, actor.locale, now)
            if member == invitation.member:
                return
            await work.people.remember(actor.guild, actor.user, actor.locale, now)
            telling = self._telling(work, actor, pitch, now)
            member = replace(member, handle=actor.handle or member.handle)
            await _put(work, telling, before, member, Happening.JOINED)
            await telling.person(NoticeKind.TEAM_CHANGED, before.owner, Happening.JOINED)

        return await self._changed(actor, pitch, change)

    async def decline(self, actor: Actor, pitch: PitchId) -> None:
        """Raises: PitchNotFound, NotInvited: also if it was accepted; then they can leave."""

        async def change(work: UnitOfWork, now: datetime) -> None:
            invitation = await _invitation(work, actor, pitch)
            member = invitation.member.decline(now)
            await self._gone(work, actor, invitation.pitch, member, Happening.DECLINED, now)

        await self._done(actor, pitch, change)

    async def leave(self, actor: Actor, pitch: PitchId) -> None:
        """Raises: PitchNotFound, NotInvited."""

        async def change(work: UnitOfWork, now: datetime) -> None:
            invitation = await _invitation(work, actor, pitch)
            member = invitation.member.leave(now)
            await self._gone(work, actor, invitation.pitch, member, Happening.LEFT, now)

        await self._done(actor, pitch, change)

    async def remove(self, actor: Actor, pitch: PitchId, user: UserId) -> Draft:
        """Take a person out, or their invitation back. Who was in is told.

        Raises:
            PitchNotFound, OwnerOnly.
            NotInvited: they are neither in nor invited.
        """

        async def change(work: UnitOfWork, now: datetime) -> None:
            draft = await owned(work, actor, pitch, now)
            member = draft.team.of(user)
            if member is None:
                raise NotInvited
            telling = self._telling(work, actor, pitch, now)
            await _put(work, telling, draft.pitch, member.leave(now), Happening.REMOVED)
            if member.state is MemberState.ACCEPTED:
                await telling.person(NoticeKind.TEAM_CHANGED, user, Happening.REMOVED)

        return await self._changed(actor, pitch, change)

    async def _gone(
        self,
        work: UnitOfWork,
        actor: Actor,
        pitch: Pitch,
        member: Member,
        what: Happening,
        now: datetime,
    ) -> None:
        telling = self._telling(work, actor, pitch.id, now)
        await _put(work, telling, pitch, member, what)
        await telling.person(NoticeKind.TEAM_CHANGED, pitch.owner, what)

    async def _changed(
        self,
        actor: Actor,
        pitch: PitchId,
        change: Callable[[UnitOfWork, datetime], Awaitable[None]],
    ) -> Draft:
        await self._done(actor, pitch, change)
        async with self._store.reading() as work:
            return self._recent.seen(await authored(work, actor, pitch, self._clock.now()))

    async def _done(
        self,
        actor: Actor,
        pitch: PitchId,
        change: Callable[[UnitOfWork, datetime], Awaitable[None]],
    ) -> None:
        async def once() -> None:
            async with self._store.writing() as work:
                await change(work, self._clock.now())
                await work.commit()

        await retrying(once)
        self._recent.drop(actor.guild, pitch)

    def _telling(self, work: UnitOfWork, actor: Actor, pitch: PitchId, now: datetime) -> Telling:
        return Telling(work, self._ids, actor.guild, pitch, now, actor.user)


async def _invitation(work: UnitOfWork, actor: Actor, pitch_id: PitchId) -> Invitation:
    pitch = await work.pitches.by_id(actor.guild, pitch_id)
    members = await work.team.of(actor.guild, pitch_id)
    member = next((each for each in members if each.user == actor.user), None)
    if member is None:
        raise PitchNotFound
    if member.state in (MemberState.DECLINED, MemberState.LEFT):
        raise NotInvited
    pitch, programme = await in_form(work, pitch)
    return Invitation(pitch, programme, member)


async def _put(
    work: UnitOfWork, telling: Telling, pitch: Pitch, member: Member, what: Happening
) -> None:
    """Keep the member, as a change of the pitch, in its history; the desk's card names the team."""
    await work.team.put(member)
    stored = await telling.saved(pitch, pitch, written(what))
    if stored.state is not State.DRAFT:
        await index(work, stored)
        await telling.desk(NoticeKind.DESK_UPDATE)
