"""What coordinators and leads do with a pitch, each with what is to be told.

Nobody does any of it to a pitch that they wrote, or were asked to join.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain import moves
from bot.domain.call import Call
from bot.domain.errors import CoordinatorsOnly, LeadsOnly, MoveNotPossible, OwnPitch
from bot.domain.errors_desk import NotACoordinator, TheirOwnPitch
from bot.domain.errors_review import QuorumMissing
from bot.domain.history import Happening, spoken
from bot.domain.history import written as recorded
from bot.domain.ids import PitchId, RoleId, UserId
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor, GuildSettings
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.team import Team
from bot.services.common import check_coordinator, retrying
from bot.services.conflicts import check_no_conflict
from bot.services.drafts import Recent, users
from bot.services.filing import Before, Filed, at_desk, by_id, by_reference, file_of
from bot.services.letters import KINDS, LetterWriter, letter_of, post, written
from bot.services.marks import scores_of
from bot.services.meanwhile import who_did
from bot.services.ports import Clock, Ids, Store, UnitOfWork
from bot.services.programmes import read_time
from bot.services.telling import Telling


@dataclass(frozen=True, slots=True)
class Hand:
    """A pitch in the hand of a coordinator who may act on it."""

    pitch: Pitch
    programme: Programme
    call: Call
    team: Team
    settings: GuildSettings | None
    telling: Telling
    write: LetterWriter


Act = Callable[[Hand], Awaitable[Pitch]]
Find = Callable[[UnitOfWork, GuildSettings | None], Awaitable[Pitch]]


class Reviewing:
    def __init__(
        self, store: Store, clock: Clock, ids: Ids, recent: Recent, write: LetterWriter
    ) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._recent = recent
        self._write = write

    async def claim(self, actor: Actor, pitch: PitchId) -> Filed:
        """Take a pitch to review it; again changes nothing. The authors are told once.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, OwnPitch, MoveNotPossible.
            AlreadyClaimed: another coordinator was first.
            ConflictOfInterest: they are kept from it.
        """
        return await self._by_id(actor, pitch, lambda hand: _give(hand, actor.user, actor.user))

    async def assign(
        self,
        actor: Actor,
        ref: str,
        user: UserId,
        name: str,
        *,
        roles: Iterable[RoleId],
        manages_guild: bool,
    ) -> Filed:
        """Give a pitch to a coordinator, who is told. ``roles`` and ``manages_guild`` are theirs.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, OwnPitch, AlreadyClaimed, MoveNotPossible.
            NotACoordinator: the one who was chosen is none, or none of the programme's own.
            TheirOwnPitch: the one who was chosen is an author of it.
            TheirConflict: the one who was chosen is kept from it by another conflict of interest.
        """
        chosen = Actor(
            actor.guild, user, name, actor.locale, frozenset(roles), manages_guild=manages_guild
        )

        async def act(hand: Hand) -> Pitch:
            try:
                chosen.check_coordinator_of(hand.settings, hand.pitch.programme)
            except CoordinatorsOnly:
                raise NotACoordinator(by=user) from None
            return await _give(hand, user, actor.user)

        return await self._by_reference(actor, ref, act)

    async def changes(
        self,
        actor: Actor,
        pitch: PitchId,
        fields: Sequence[str],
        message: str,
        due_typed: str | None,
    ) -> Filed:
        """Ask the authors to change some fields; ``due_typed`` is read in the guild's time zone.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, OwnPitch, MoveNotPossible.
            NoFieldsNamed: none of ``fields`` is one of the pitch's form.
            UnreadableTime, DueInThePast.
        """

        async def act(hand: Hand) -> Pitch:
            zone = ZoneInfo(hand.settings.timezone if hand.settings else "UTC")
            due = read_time(due_typed, zone) if due_typed and due_typed.strip() else None
            known = tuple(item.id for item in hand.programme.form.fields() if item.id in fields)
            after = moves.request_changes(
                hand.pitch, actor.user, known, message.strip(), due, hand.telling.now
            )
            stored = await hand.telling.saved(hand.pitch, after, spoken(message))
            await hand.telling.desk(NoticeKind.DESK_UPDATE)
            await _tell(hand, stored, message, due)
            return stored

        return await self._by_id(actor, pitch, act)

    async def cancel_changes(self, actor: Actor, pitch: PitchId) -> Filed:
        """Raises: CoordinatorsOnly, SubmissionNotFound, OwnPitch, MoveNotPossible."""

        async def act(hand: Hand) -> Pitch:
            after = moves.cancel_changes(hand.pitch)
            stored = await hand.telling.saved(hand.pitch, after, recorded(Happening.CANCELLED))
            await hand.telling.desk(NoticeKind.DESK_UPDATE)
            await hand.telling.authors(hand.team, NoticeKind.CHANGES_CANCELLED)
            return stored

        return await self._by_id(actor, pitch, act)

    async def decide(self, actor: Actor, ref: str, decision: State, reason: str) -> Filed:
        """Shortlist, find ineligible (with a reason, which the authors read), or propose to accept
        or decline, which is told to nobody before a lead releases it. Where the call holds
        decisions, shortlisting is a proposal too.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, OwnPitch, MoveNotPossible.
            ReasonMissing: `State.INELIGIBLE` needs one.
            ConflictOfInterest: they are kept from it.
            QuorumMissing: to propose to accept or decline needs more scores than there are.
        """

        async def act(hand: Hand) -> Pitch:
            await _no_conflict(hand, actor.user, actor.user)
            match decision:
                case State.SHORTLISTED if not hand.call.holds:
                    return await _news(hand, moves.shortlist(hand.pitch), reason)
                case State.INELIGIBLE:
                    return await _news(hand, moves.find_ineligible(hand.pitch, reason), reason)
                case _:
                    return await _proposed(hand, actor.user, decision, reason)

        return await self._by_reference(actor, ref, act)

    async def reopen(self, actor: Actor, ref: str, reason: str) -> Filed:
        """Take up again what was at an end. The desk reads the reason, the authors that it is so.

        Raises:
            CoordinatorsOnly, LeadsOnly, SubmissionNotFound, OwnPitch, MoveNotPossible,
            ReasonMissing.
        """

        async def act(hand: Hand) -> Pitch:
            stored = await hand.telling.saved(
                hand.pitch, moves.reopen(hand.pitch, reason), spoken(reason)
            )
            await hand.telling.desk(NoticeKind.DESK_UPDATE)
            await hand.telling.desk(NoticeKind.REOPENED, detail=reason.strip())
            await hand.telling.authors(hand.team, NoticeKind.REOPENED)
            return stored

        return await self._by_reference(actor, ref, act, lead=True)

    async def _by_reference(self, actor: Actor, ref: str, act: Act, *, lead: bool = False) -> Filed:
        async def find(work: UnitOfWork, settings: GuildSettings | None) -> Pitch:
            return await by_reference(work, actor, settings, ref)

        return await retrying(lambda: self._do(actor, find, act, lead=lead))

    async def _by_id(self, actor: Actor, pitch: PitchId, act: Act) -> Filed:
        async def find(work: UnitOfWork, settings: GuildSettings | None) -> Pitch:
            return await by_id(work, actor, settings, pitch)

        return await retrying(lambda: self._do(actor, find, act, lead=False))

    async def _do(self, actor: Actor, find: Find, act: Act, *, lead: bool) -> Filed:
        now = self._clock.now()
        async with self._store.writing() as work:
            settings = await check_coordinator(work, actor)
            if lead and not actor.manages_guild:
                raise LeadsOnly
            pitch = await find(work, settings)
            filed = await file_of(work, pitch)
            if actor.user in users(filed.team):
                raise OwnPitch
            telling = Telling(work, self._ids, actor.guild, pitch.id, now, actor.user)
            hand = Hand(
                pitch, filed.programme, filed.call, filed.team, settings, telling, self._write
            )
            try:
                stored = await act(hand)
            except MoveNotPossible as refused:
                raise await who_did(work, pitch, filed.team, refused) from None
            if stored == pitch:
                return at_desk(filed)
            await work.people.remember(actor.guild, actor.user, actor.locale, now)
            await work.commit()
        self._recent.drop(actor.guild, pitch.id)
        before = Before(pitch.proposal, pitch.stage)
        return at_desk(replace(filed, pitch=stored, before=before))


async def _give(hand: Hand, to: UserId, by: UserId) -> Pitch:
    interested = users(hand.team)
    if to != by and to in interested:
        raise TheirOwnPitch(by=to)
    await _no_conflict(hand, to, by)
    after = moves.claim(hand.pitch, to, interested)
    if after == hand.pitch:
        return after
    reason = "" if to == by else recorded(Happening.ASSIGNED)
    stored = await hand.telling.saved(hand.pitch, after, reason)
    await hand.telling.desk(NoticeKind.DESK_UPDATE)
    await hand.telling.authors(hand.team, NoticeKind.CLAIMED)
    if to != by:
        await hand.telling.person(NoticeKind.ASSIGNED, to)
    return stored


async def _no_conflict(hand: Hand, user: UserId, by: UserId) -> None:
    work = hand.telling.work
    await check_no_conflict(work, hand.pitch, hand.programme, hand.team, user, by=by)


async def _news(hand: Hand, after: Pitch, reason: str) -> Pitch:
    """A new state that the authors are told of at once."""
    stored = await hand.telling.saved(hand.pitch, after, spoken(reason))
    await hand.telling.desk(NoticeKind.DESK_UPDATE)
    await _tell(hand, stored, reason)
    return stored


async def _tell(hand: Hand, pitch: Pitch, reason: str, due: datetime | None = None) -> None:
    """By a letter in the programme's own words, where it has any."""
    work, state = hand.telling.work, pitch.state
    letter = await letter_of(work, pitch, hand.programme, state, reason, due)
    if letter.words is not None:
        await post(hand.telling, state, await written(work, hand.write, letter, pitch, hand.team))
        return
    told = "" if state is State.SHORTLISTED else spoken(reason)
    await hand.telling.authors(hand.team, KINDS[state], told)


async def _proposed(hand: Hand, by: UserId, decision: State, reason: str) -> Pitch:
    after = moves.propose(hand.pitch, by, decision, reason.strip())
    if decision is not State.SHORTLISTED:
        await _check_quorum(hand)
    detail = f"{decision} {reason.strip()}"
    stored = await hand.telling.saved(hand.pitch, after, recorded(Happening.PROPOSED, detail))
    await hand.telling.desk(NoticeKind.DESK_UPDATE)
    return stored


async def _check_quorum(hand: Hand) -> None:
    """Raises: QuorumMissing."""
    needed = hand.programme.rules.quorum
    count = len(await scores_of(hand.telling.work, hand.pitch.guild, hand.pitch.id))
    if count < needed:
        raise QuorumMissing(count=count, needed=needed)
