"""The conversation between the desk and the authors of a pitch.

Coordinators write through a modal, or in the pitch's thread where they say so of each message; a
thread is theirs, and nothing in it is passed on by itself. Authors write in a direct message, in
their private thread or through a modal.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.errors import (
    NotSetUp,
    OwnPitch,
    PitchNotFound,
    PitchStillADraft,
    Refused,
    SubmissionNotFound,
)
from bot.domain.errors_review import Blocked, NothingToSend, TooManyMessages
from bot.domain.files import StoredFile
from bot.domain.history import Happening, written
from bot.domain.ids import ChannelId, GuildId, MessageId, PitchId, UserId
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.domain.talk import A_MINUTE, Talk, TalkId
from bot.services.common import check_coordinator, retrying, storable
from bot.services.conversations import Conversations
from bot.services.drafts import Recent, users
from bot.services.filing import Filed, at_desk, by_id, by_reference, file_of
from bot.services.ports import Clock, Ids, Store, UnitOfWork
from bot.services.ports_answers import Matcher
from bot.services.ports_files import Downloads, FileStore, Inspector, Upload
from bot.services.preferring import tell_wanting
from bot.services.talk_changes import TalkChanges
from bot.services.talk_files import Arrived, TalkFiles
from bot.services.telling import Telling

A_MOMENT = timedelta(minutes=1)

Source = tuple[ChannelId, MessageId]
Find = Callable[[UnitOfWork], Awaitable[Filed]]
"""Finds a pitch with all that belongs to it, for one who may write about it."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message: ``filed`` is the pitch as its writer may see it; ``rejected`` says
    of each file that did not go along why. ``new`` is false where it had been sent already."""

    filed: Filed
    rejected: tuple[Refused, ...] = ()
    new: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wants to have passed on. ``source`` is where they wrote it, in Discord, and
    ``at`` when; None: in a modal, now."""

    words: str
    uploads: Sequence[Upload] = ()
    source: Source | None = None
    at: datetime | None = None


class Talking:
    """``conversations`` tells who means which pitch; ``changes`` follows edits and deletions."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        ids: Ids,
        files: FileStore,
        downloads: Downloads,
        inspector: Inspector,
        matcher: Matcher,
        recent: Recent,
    ) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._files = TalkFiles(store, files, downloads, inspector, clock, ids)
        self._recent = recent
        self.conversations = Conversations(store, clock, files, matcher)
        self.changes = TalkChanges(store, clock, ids, self._files)

    async def to_reply(self, actor: Actor, pitch: PitchId) -> Filed:
        """The pitch that a coordinator is about to write of.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, OwnPitch.
        """
        async with self._store.reading() as work:
            return at_desk(await _for_reply(work, actor, pitch))

    async def to_reply_to(self, actor: Actor, ref: str) -> Filed:
        """As `to_reply`, by a reference."""
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            pitch = await by_reference(work, actor, settings, ref)
            return at_desk(await _for_reply(work, actor, pitch.id))

    async def to_answer(self, guild: GuildId, user: UserId, pitch: PitchId) -> Filed:
        """The pitch that an author is about to write of. Whether they are still a member is asked
        when they have written.

        Raises:
            PitchNotFound: it is none of theirs, or was erased.
            PitchStillADraft: no coordinator knows it yet.
            NotSetUp: there is no desk any more.
            Blocked.
        """
        async with self._store.reading() as work:
            return await _for_author(work, guild, user, pitch)

    async def reply(self, actor: Actor, pitch: PitchId, said: Said) -> Sent:
        """Write to all authors, each of whom gets a notice. What was not written in the thread is
        shown there as well, as colleagues want to know of it. The same message is sent once.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, OwnPitch.
            NothingToSend, or what was wrong with the only file.
        """

        async def find(work: UnitOfWork) -> Filed:
            return await _for_reply(work, actor, pitch)

        sent = await self._send(actor, said, find, by_author=False)
        self._recent.drop(actor.guild, pitch)
        return replace(sent, filed=at_desk(sent.filed))

    async def author_wrote(self, actor: Actor, pitch: PitchId, said: Said) -> Sent:
        """Write to the coordinators, who read it in the pitch's thread. The same message is sent
        once.

        Raises:
            PitchNotFound, PitchStillADraft, NotSetUp, Blocked, TooManyMessages.
            NothingToSend, or what was wrong with the only file.
        """

        async def find(work: UnitOfWork) -> Filed:
            return await _for_author(work, actor.guild, actor.user, pitch)

        return await self._send(actor, said, find, by_author=True)

    async def block(self, actor: Actor, ref: str, *, blocked: bool = True) -> Filed:
        """Pass nothing on that the pitch's authors write, or do so again. They learn of it when
        they write.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, OwnPitch.
        """

        async def attempt() -> Filed:
            async with self._store.writing() as work:
                settings = await check_coordinator(work, actor)
                pitch = await by_reference(work, actor, settings, ref)
                filed = await _for_reply(work, actor, pitch.id)
                if await work.talks.blocked(actor.guild, pitch.id) == blocked:
                    return at_desk(filed)
                await work.talks.block(actor.guild, pitch.id, blocked=blocked)
                what = Happening.BLOCKED if blocked else Happening.UNBLOCKED
                stored = await self._telling(work, actor, pitch).saved(pitch, pitch, written(what))
                await work.commit()
            self._recent.drop(actor.guild, pitch.id)
            return at_desk(replace(filed, pitch=stored))

        return await retrying(attempt)

    async def _send(self, actor: Actor, said: Said, find: Find, *, by_author: bool) -> Sent:
        words = storable(said.words).strip()
        at = said.at or self._clock.now()
        async with self._store.reading() as work:
            filed = await find(work)
            if said.source and await work.talks.by_source(said.source[1]):
                return Sent(filed, new=False)
            if by_author:
                await _check_pace(work, actor, filed.pitch, at)
            kept = await work.files.bytes_of(actor.guild, actor.user) if said.uploads else 0
        arrived = await self._files.take(actor, filed.pitch.id, said.uploads, kept)
        if not words and not arrived.files:
            raise arrived.rejected[0] if arrived.rejected else NothingToSend
        talk = Talk(
            TalkId(self._ids.token()),
            actor.guild,
            filed.pitch.id,
            by_author,
            actor.user,
            actor.name,
            words,
            at,
            tuple(file.id for file in arrived.files),
            said.source,
        )
        return await self._kept(actor, talk, arrived, find)

    async def _kept(self, actor: Actor, talk: Talk, arrived: Arrived, find: Find) -> Sent:
        keys = [file.key for file in arrived.files]
        try:
            filed, new = await retrying(lambda: self._add(actor, talk, arrived.files, find))
        except Exception:
            await self._files.tidy(keys)
            raise
        if not new:
            await self._files.tidy(keys)
        return Sent(filed, arrived.rejected, new)

    async def _add(
        self, actor: Actor, talk: Talk, files: Sequence[StoredFile], find: Find
    ) -> tuple[Filed, bool]:
        """The pitch, and whether the message was not there yet."""
        async with self._store.writing() as work:
            filed = await find(work)
            telling = self._telling(work, actor, filed.pitch)
            if not talk.by_author:
                saved = await telling.saved(filed.pitch, filed.pitch, written(Happening.REPLIED))
                filed = replace(filed, pitch=saved)
            if talk.source:
                # Whether all before it was read as well is for the reader of the place to say.
                await work.talks.opened(*talk.source)
            if not await work.talks.add(talk):
                return filed, False
            for file in files:
                await work.files.add(file)
            if talk.by_author:
                # That an author wrote must not look like work that was done on the pitch.
                state = filed.pitch.state
                await telling.event(state, state, written(Happening.WROTE))
                await telling.desk(NoticeKind.AUTHOR_WROTE, detail=talk.id)
                await tell_wanting(telling, filed.pitch, filed.team, talk.id)
            else:
                await telling.authors(filed.team, NoticeKind.REPLY, talk.id)
                if talk.source is None:
                    await telling.desk(NoticeKind.REPLY, detail=talk.id)
            await work.people.remember(actor.guild, actor.user, actor.locale, telling.now)
            await work.commit()
        return filed, True

    def _telling(self, work: UnitOfWork, actor: Actor, pitch: Pitch) -> Telling:
        return Telling(work, self._ids, actor.guild, pitch.id, self._clock.now(), actor.user)


async def _for_reply(work: UnitOfWork, actor: Actor, pitch: PitchId) -> Filed:
    """Raises: CoordinatorsOnly, SubmissionNotFound, OwnPitch."""
    settings = await check_coordinator(work, actor)
    found = await by_id(work, actor, settings, pitch)
    if found.state is State.ERASED:
        raise SubmissionNotFound
    filed = await file_of(work, found)
    if actor.user in users(filed.team):
        raise OwnPitch
    return filed


async def _for_author(work: UnitOfWork, guild: GuildId, user: UserId, pitch: PitchId) -> Filed:
    """Raises: PitchNotFound, PitchStillADraft, NotSetUp, Blocked."""
    found = await work.pitches.by_id(guild, pitch)
    filed = await file_of(work, found)
    if user not in filed.team.authors or found.state is State.ERASED:
        raise PitchNotFound
    if found.state is State.DRAFT:
        raise PitchStillADraft
    if await work.guilds.get(guild) is None:
        raise NotSetUp
    if await work.talks.blocked(guild, pitch):
        raise Blocked
    return filed


async def _check_pace(work: UnitOfWork, actor: Actor, pitch: Pitch, at: datetime) -> None:
    """Raises: TooManyMessages. By when they were written: what was written while the bot was down
    comes all at once."""
    latest = await work.talks.of(actor.guild, pitch.id, limit=A_MINUTE)
    recent = [one for one in latest if one.writer == actor.user and at - one.at < A_MOMENT]
    if len(recent) >= A_MINUTE:
        raise TooManyMessages(limit=A_MINUTE)
