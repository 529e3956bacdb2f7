"""Which pitch a person means who writes to the bot, and up to where each place was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import CoordinatorsOnly, FileNotFound, PitchNotFound
from bot.domain.errors_review import MessageGone
from bot.domain.ids import ChannelId, GuildId, MessageId, PitchId, Reference, UserId
from bot.domain.people import Actor
from bot.domain.pitch import OPEN, Pitch, State
from bot.domain.redaction import hide, is_blind
from bot.domain.talk import Talk, TalkId
from bot.services.common import check_coordinator
from bot.services.drafts import team_of
from bot.services.file_bytes import read_all
from bot.services.filing import Filed, file_of
from bot.services.pitch_files import Opened
from bot.services.ports import Clock, Store, UnitOfWork
from bot.services.ports_answers import Matcher
from bot.services.ports_delivery import Talked
from bot.services.ports_files import FileStore
from bot.services.talk_briefs import files_of, hide_talked

GUILDS = 10
"""Of one person, those they were last seen in, whose pitches a direct message may mean."""
PITCHES = 25
"""Of one person and guild: as many as a select shows (Discord's limit)."""
GOING_ON = OPEN | {State.CONFIRMED}
FRESH = timedelta(days=14)
"""For so long after coordinators wrote last, what the author writes is an answer to it."""
ASKED_BEFORE = 10
"""Messages that are searched for the coordinators' last one."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A pitch that its author may mean. ``answering`` says that coordinators wrote about it a short
    while ago."""

    filed: Filed
    answering: bool


class Conversations:
    def __init__(self, store: Store, clock: Clock, files: FileStore, matcher: Matcher) -> None:
        self._store = store
        self._clock = clock
        self._files = files
        self._matcher = matcher

    def asks(self, words: str) -> bool:
        """Whether it is a question, which the bank of answers is there for."""
        return self._matcher.is_question(words)

    async def open_of(self, user: UserId) -> Sequence[Mine]:
        """The pitches that a person may be writing about, handed in and not at an end, the newest
        first; also those of which nothing is passed on any more, lest their messages be taken for
        being about another. Spans guilds, as a direct message names none: whoever asks must check
        that the person is still a member of each."""
        found: list[Mine] = []
        async with self._store.reading() as work:
            for guild in (await work.people.guilds_of(user))[:GUILDS]:
                if await work.guilds.get(guild) is None:
                    continue
                for pitch in (await work.pitches.of_author(guild, user, limit=PITCHES)).items:
                    if pitch.state in GOING_ON:
                        answering = await self._answering(work, pitch)
                        found.append(Mine(await file_of(work, pitch), answering))
        return found

    async def _answering(self, work: UnitOfWork, pitch: Pitch) -> bool:
        latest = await work.talks.of(pitch.guild, pitch.id, limit=ASKED_BEFORE)
        since = self._clock.now() - FRESH
        return any(not one.by_author and one.at > since for one in latest)

    async def written_as(self, message: MessageId) -> Talk | None:
        """What a message of an author's was passed on as. Spans guilds."""
        async with self._store.reading() as work:
            return await work.talks.by_source(message)

    async def of_author(self, guild: GuildId, ref: Reference, user: UserId) -> PitchId | None:
        """The pitch of that reference, if it is one of the person's that was handed in."""
        async with self._store.reading() as work:
            try:
                pitch = await work.pitches.get(guild, ref)
            except PitchNotFound:
                return None
            theirs = user in (await team_of(work, pitch)).authors
        return pitch.id if theirs and pitch.state not in (State.DRAFT, State.ERASED) else None

    async def writable(self, guild: GuildId, pitch: PitchId, user: UserId) -> bool:
        """Whether it is one of the person's that was handed in, blocked or not."""
        async with self._store.reading() as work:
            try:
                found = await work.pitches.by_id(guild, pitch)
            except PitchNotFound:
                return False
            theirs = user in (await team_of(work, found)).authors
        return theirs and found.state not in (State.DRAFT, State.ERASED)

    async def of_thread(self, guild: GuildId, ref: Reference, thread: ChannelId) -> PitchId | None:
        """The pitch of that reference, if this is the thread of its card. A thread can be renamed,
        and then names another."""
        async with self._store.reading() as work:
            try:
                pitch = await work.pitches.get(guild, ref)
            except PitchNotFound:
                return None
            card = await work.cards.of(guild, pitch.id)
        return pitch.id if card is not None and card.thread == thread else None

    async def coordinates(self, actor: Actor) -> bool:
        """Whether they coordinate anything in the guild."""
        async with self._store.reading() as work:
            try:
                await check_coordinator(work, actor)
            except CoordinatorsOnly:
                return False
        return True

    async def read(self, actor: Actor, talk: TalkId) -> tuple[Filed, Talked]:
        """A message in full: authors read what coordinators wrote to them, and what they wrote
        themselves; coordinators read everything, hidden as the review asks for.

        Raises:
            MessageGone.
        """
        async with self._store.reading() as work:
            found = await work.talks.get(actor.guild, talk)
            if found is None or found.deleted:
                raise MessageGone
            filed = await file_of(work, await work.pitches.by_id(actor.guild, found.pitch))
            talked = Talked(found, await files_of(work, actor.guild, found))
            if actor.user in filed.team.authors:
                if found.by_author and found.writer != actor.user:
                    raise MessageGone
                return filed, talked
            try:
                await check_coordinator(work, actor, filed.pitch.programme)
            except CoordinatorsOnly:
                raise MessageGone from None
        if not is_blind(filed.pitch, filed.programme):
            return filed, talked
        hidden = hide(filed.pitch, filed.programme, filed.team, filed.files, filed.revisions)
        known = Filed(hidden.pitch, hidden.programme, filed.call, hidden.team, hidden.files)
        return known, hide_talked(talked, hidden.names)

    async def open(self, talked: Talked) -> list[Opened]:
        """Its files with all their bytes, 20 MiB at most together; one whose bytes are lost is left
        out. Raises: FilesUnavailable."""
        opened = []
        for file in talked.files:
            try:
                opened.append(Opened(file, await read_all(self._files, file.key)))
            except FileNotFound:
                continue
        return opened

    async def unread(self, since: MessageId) -> Mapping[int, MessageId]:
        """Places where people may have written, with up to where each was read: those of open
        pitches, and those in which anything was said after ``since``. Spans guilds."""
        async with self._store.reading() as work:
            return await work.talks.unread(since)

    async def moved_on(self, channel: int, message: MessageId) -> None:
        """It was read up to there, if this is a place of a conversation."""
        async with self._store.writing() as work:
            await work.talks.moved_on(channel, message)
            await work.commit()
