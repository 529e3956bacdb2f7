"""What coordinators put on a pitch for one another: tags, notes, a due date; and giving it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.domain import moves
from bot.domain.errors import DueInThePast, MoveNotPossible, OwnPitch
from bot.domain.errors_review import NothingToSend, TooManyTags
from bot.domain.history import Happening, written
from bot.domain.ids import PitchId
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor, GuildSettings
from bot.domain.pitch import OPEN, Pitch, State
from bot.domain.review import NOTE_CHARACTERS, TAGS, read_tag
from bot.services.common import check_coordinator, retrying, storable
from bot.services.drafts import Recent, team_of, users
from bot.services.filing import Filed, at_desk, by_id, by_reference, file_of
from bot.services.marks import marks_of
from bot.services.ports import Clock, Ids, Store, UnitOfWork
from bot.services.ports_desk import Note
from bot.services.programmes import read_time
from bot.services.telling import Telling

SUGGESTED = 25
"""Tags offered at once (Discord's limit for choices)."""

Find = Callable[[UnitOfWork, GuildSettings | None], Awaitable[Pitch]]
Act = Callable[[Pitch, Telling, GuildSettings | None], Awaitable[tuple[Pitch, str] | None]]
"""Gets the pitch; gives it as it is to be stored, with what its history says then, or None where
nothing changes."""


class Marking:
    """Nobody does any of it to a pitch that they wrote, or were asked to join. All methods raise
    CoordinatorsOnly, SubmissionNotFound and OwnPitch; and MoveNotPossible of a pitch that its
    author had erased."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, recent: Recent) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._recent = recent

    async def tag(self, actor: Actor, ref: str, typed: str) -> Filed:
        """Again changes nothing. Raises: BadTag, TooManyTags."""
        tag = read_tag(storable(typed))

        async def act(pitch: Pitch, telling: Telling, _: object) -> tuple[Pitch, str] | None:
            known = await telling.work.reviews.tags(pitch.guild, pitch.id)
            if tag in known:
                return None
            if len(known) >= TAGS:
                raise TooManyTags(most=TAGS)
            await telling.work.reviews.tag(pitch.guild, pitch.id, tag)
            return pitch, written(Happening.TAGGED, tag)

        return await self._by_reference(actor, ref, act)

    async def untag(self, actor: Actor, ref: str, typed: str) -> Filed:
        """Where it has no such tag, nothing changes. Raises: BadTag."""
        tag = read_tag(storable(typed))

        async def act(pitch: Pitch, telling: Telling, _: object) -> tuple[Pitch, str] | None:
            if not await telling.work.reviews.untag(pitch.guild, pitch.id, tag):
                return None
            return pitch, written(Happening.UNTAGGED, tag)

        return await self._by_reference(actor, ref, act)

    async def tags(self, actor: Actor, typed: str) -> Sequence[str]:
        """Tags in use that begin with or contain what was typed. Raises: CoordinatorsOnly."""
        async with self._store.reading() as work:
            closed = actor.closed(await check_coordinator(work, actor))
            wanted = storable(typed).strip().lstrip("#").casefold()
            return await work.queue.tags(actor.guild, wanted, limit=SUGGESTED, closed=closed)

    async def tags_of(self, actor: Actor, ref: str) -> Sequence[str]:
        """Those that a pitch has. Raises: CoordinatorsOnly, SubmissionNotFound, OwnPitch."""
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            pitch = await by_reference(work, actor, settings, ref)
            if actor.user in users(await team_of(work, pitch)):
                raise OwnPitch
            return await work.reviews.tags(actor.guild, pitch.id)

    async def note(self, actor: Actor, ref: str, words: str) -> Filed:
        """For coordinators only; ``words`` are cut at `NOTE_CHARACTERS`. Raises: NothingToSend."""
        return await self._by_reference(actor, ref, _noting(actor, words))

    async def note_by_id(self, actor: Actor, pitch: PitchId, words: str) -> Filed:
        """As `note`, by id."""

        async def find(work: UnitOfWork, settings: GuildSettings | None) -> Pitch:
            return await by_id(work, actor, settings, pitch)

        return await self._do(actor, find, _noting(actor, words))

    async def due(self, actor: Actor, ref: str, typed: str | None) -> Filed:
        """Until when it is to be reviewed, read in the guild's time zone; nothing typed takes the
        date away.

        Raises:
            UnreadableTime, DueInThePast.
            MoveNotPossible: it is decided or withdrawn.
        """

        async def act(
            pitch: Pitch, telling: Telling, settings: GuildSettings | None
        ) -> tuple[Pitch, str] | None:
            if pitch.state not in OPEN:
                raise MoveNotPossible(ref=str(pitch.ref), state=pitch.state)
            zone = ZoneInfo(settings.timezone if settings else "UTC")
            due = read_time(typed, zone) if typed and typed.strip() else None
            if due is not None and due <= telling.now:
                raise DueInThePast
            if due == pitch.review_due:
                return None
            detail = due.isoformat() if due else ""
            return replace(pitch, review_due=due), written(Happening.DUE, detail)

        return await self._by_reference(actor, ref, act)

    async def unassign(self, actor: Actor, ref: str) -> Filed:
        """Give it back, or take it from who holds it; where nobody does, nothing changes.

        Raises:
            MoveNotPossible: it is past being claimed again.
        """

        async def act(pitch: Pitch, _: object, __: object) -> tuple[Pitch, str] | None:
            after = moves.unassign(pitch)
            return None if after == pitch else (after, written(Happening.RELEASED))

        return await self._by_reference(actor, ref, act)

    async def _by_reference(self, actor: Actor, ref: str, act: Act) -> Filed:
        async def find(work: UnitOfWork, settings: GuildSettings | None) -> Pitch:
            return await by_reference(work, actor, settings, ref)

        return await self._do(actor, find, act)

    async def _do(self, actor: Actor, find: Find, act: Act) -> Filed:
        async def once() -> Filed:
            now = self._clock.now()
            async with self._store.writing() as work:
                settings = await check_coordinator(work, actor)
                pitch = await find(work, settings)
                filed = await file_of(work, pitch)
                if actor.user in users(filed.team):
                    raise OwnPitch
                if pitch.state is State.ERASED:
                    raise MoveNotPossible(ref=str(pitch.ref), state=pitch.state)
                telling = Telling(work, self._ids, actor.guild, pitch.id, now, actor.user)
                changed = await act(pitch, telling, settings)
                if changed is not None:
                    filed = replace(filed, pitch=await telling.saved(pitch, *changed))
                    await telling.desk(NoticeKind.DESK_UPDATE)
                    await work.people.remember(actor.guild, actor.user, actor.locale, now)
                marks = await marks_of(work, filed.pitch, filed.programme)
                if changed is not None:
                    await work.commit()
            self._recent.drop(actor.guild, pitch.id)
            return at_desk(replace(filed, marks=marks))

        return await retrying(once)


def _noting(actor: Actor, words: str) -> Act:
    kept = storable(words).strip()[:NOTE_CHARACTERS]
    if not kept:
        raise NothingToSend

    async def act(pitch: Pitch, telling: Telling, _: object) -> tuple[Pitch, str] | None:
        note = Note(pitch.guild, pitch.id, actor.user, telling.now, kept)
        await telling.work.reviews.add_note(note)
        return pitch, written(Happening.NOTED)

    return act
