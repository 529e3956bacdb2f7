"""Reading places in order, and what happened there while the bot was down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from weakref import WeakValueDictionary

import aiohttp
import discord
import structlog

from bot.discord_io.host import Host
from bot.discord_io.posting import translated
from bot.domain.ids import MessageId
from bot.services.ports import StoreUnavailable
from bot.services.ports_delivery import Undelivered

MESSAGES = 100
"""Read with one request (Discord's limit)."""
LONG_AGO = timedelta(days=30)
"""Places in which nothing was said for so long are left alone, unless a pitch there is open."""
WRITTEN = (discord.MessageType.default, discord.MessageType.reply)
_AWAY = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError, StoreUnavailable)

Heard = Callable[[discord.Message], Awaitable[bool]]
LookBack = Callable[[discord.abc.Messageable, int, int], Awaitable[None]]

_log = structlog.stdlib.get_logger(__name__)


class TalkReading:
    """``heard`` deals with a message, and tells whether it was part of a conversation;
    ``look_back`` with what became of those up to one, in a channel with an id."""

    def __init__(self, bot: Host, heard: Heard, look_back: LookBack) -> None:
        self._bot = bot
        self._heard = heard
        self._look_back = look_back
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._marks: dict[int, MessageId] | None = None
        self._ahead: dict[int, set[int]] = {}  # dealt with before what was written earlier
        self._loading = asyncio.Lock()
        self._passing = asyncio.Lock()

    @asynccontextmanager
    async def place(self, channel: int) -> AsyncIterator[None]:
        """Alone with a channel; who came first goes first."""
        lock = self._locks.get(channel)
        if lock is None:
            lock = self._locks[channel] = asyncio.Lock()
        async with lock:
            yield

    async def read(self, message: discord.Message) -> bool:
        """Deal with what was written before ``message`` and not read, then with the message, and
        tell whether it was part of a conversation: within `place`. Where what came before cannot
        be read now, up to where the place was read stays as it is."""
        place = message.channel.id
        # A message that was read again itself, and is no part of a conversation, comes here late.
        if (await self._unread()).get(place, message.id) < message.id:
            await self._guarded(place, self._catch_up(message.channel, place, message))
        behind = place in await self._unread()
        try:
            taken = await self._heard(message)
        except _AWAY:
            (await self._unread()).setdefault(place, MessageId(message.id - 1))
            raise
        if behind:
            self._ahead.setdefault(place, set()).add(message.id)
        else:
            await self._moved_on(message)
        return taken

    async def all(self) -> None:
        """Deal with what happened while the bot was away, one place and one request after another,
        the places with the latest words first. What comes in meanwhile waits for its place."""
        async with self._loading:
            self._marks = None
        marks = await self._unread()
        known = dict(marks)
        async with self._passing:
            for place in sorted(known, key=known.__getitem__, reverse=True):
                async with self.place(place):
                    await self._guarded(place, self._again(place, known[place]))

    async def _again(self, place: int, mark: MessageId) -> None:
        channel = self._bot.get_channel(place) or await self._bot.fetch_channel(place)
        if not isinstance(channel, discord.abc.Messageable):
            return
        if may_read(channel):
            await self._guarded(place, self._look_back(channel, place, mark))
        if place in await self._unread():
            await self._catch_up(channel, place)

    async def _guarded(self, place: int, work: Awaitable[None]) -> None:
        """What fails in one place is left for later, and keeps no other from being read."""
        try:
            await work
        except _AWAY as error:
            _log.warning(
                "place_not_read",
                channel=place,
                reason=str(error),
                done_instead="with the next message there, or the next start",
            )

    async def _unread(self) -> dict[int, MessageId]:
        """Up to where each place was read, of those that were not caught up with yet."""
        async with self._loading:
            if self._marks is None:
                oldest = discord.utils.time_snowflake(discord.utils.utcnow() - LONG_AGO)
                conversations = self._bot.services.talking.conversations
                self._marks = dict(await conversations.unread(MessageId(oldest)))
            return self._marks

    async def _catch_up(
        self, channel: discord.abc.Messageable, place: int, before: discord.Message | None = None
    ) -> None:
        """Read on to the end, or to ``before``; only then the place counts as read."""
        if not may_read(channel):
            _log.warning("place_not_read", channel=place, reason="no Read Message History there")
            return
        marks = await self._unread()
        end = before.id if before is not None else None
        after, more = marks[place], True
        while more:
            point = discord.Object(after)
            history = channel.history(limit=MESSAGES, after=point, oldest_first=True)
            written = [message async for message in history]
            more = len(written) == MESSAGES
            for message in written:
                if end is not None and message.id >= end:
                    more = False
                    break
                await self._read_again(message)
                after = MessageId(message.id)
        if self._marks is marks:  # else it is to be read once more, after another absence
            marks.pop(place, None)
            self._ahead.pop(place, None)

    async def _read_again(self, message: discord.Message) -> None:
        """Raises: discord.HTTPException, StoreUnavailable and so on: worth another try."""
        if message.author.bot or message.type not in WRITTEN:
            return
        if message.id in self._ahead.get(message.channel.id, ()):
            await self._moved_on(message)
            return
        try:
            taken = await self._heard(message)
        except discord.HTTPException as error:
            if isinstance(translated(error), Undelivered):
                raise
            # The same would happen each time, and nothing behind it would ever be read.
            _log.warning("message_passed_over", message=message.id, reason=error.text)
            taken = True
        await self._moved_on(message)
        if not taken:
            # Whatever else it is, such as a question, is dealt with as if it came in now.
            self._bot.dispatch("message", message)

    async def _moved_on(self, message: discord.Message) -> None:
        place, read = message.channel.id, MessageId(message.id)
        await self._bot.services.talking.conversations.moved_on(place, read)
        if self._marks is not None and self._marks.get(place, read) < read:
            self._marks[place] = read


def may_read(channel: discord.abc.Messageable) -> bool:
    """Whether what a channel's history tells can be relied on: without Read Message History,
    Discord answers with an empty one."""
    if not isinstance(channel, discord.Thread | discord.abc.GuildChannel):
        return True
    try:
        return channel.permissions_for(channel.guild.me).read_message_history
    except discord.ClientException:  # its parent is not known, nor so what holds there
        return False
