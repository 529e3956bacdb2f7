"""Taking away what the bot wrote about a person who asked to be forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import structlog

from bot.discord_io.host import Host
from bot.discord_io.posting import (
    ARCHIVED,
    NOT_ALLOWED,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    translated,
)
from bot.domain.notice import Notice
from bot.services.ports_delivery import Undelivered

GONE = frozenset({UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, 10004})
"""Also unknown guild: done already."""
BLANK = "—"
"""The name of a thread that could only be emptied."""
WRITTEN = frozenset({discord.MessageType.default, discord.MessageType.reply})
"""What can be deleted; Discord's own lines about a thread cannot."""

_log = structlog.stdlib.get_logger(__name__)


class Removals:
    def __init__(self, bot: Host) -> None:
        self._bot = bot

    async def remove(self, notice: Notice) -> None:
        """Take away a message, or a thread as a whole. What is gone already is done; so is what the
        bot may not touch any more, which the log says.

        Raises:
            Undelivered.
            discord.HTTPException: a fault of ours.
        """
        channel, _, message = notice.detail.partition(":")
        try:
            if message:
                await self._message(int(channel), int(message))
            else:
                await self._thread(int(channel))
        except discord.HTTPException as error:
            if error.code in GONE:
                return
            meaning = translated(error)
            if meaning is error or isinstance(meaning, Undelivered):
                raise meaning from error
            _log.warning(
                "not_removed",
                channel=channel,
                message=message,
                reason=error.text,
                done_instead="somebody who may must delete it",
            )

    async def _message(self, channel: int, message: int) -> None:
        shown = self._bot.get_partial_messageable(channel).get_partial_message(message)
        try:
            await shown.delete()
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
            await self._bot.http.edit_channel(channel, archived=False)
            await shown.delete()

    async def _thread(self, thread: int) -> None:
        """Discord lets only who manages threads delete one. Without that permission the bot takes
        out what it wrote there, and the title that stood in the name."""
        try:
            await self._bot.http.delete_channel(thread)
        except discord.Forbidden as error:
            if error.code not in NOT_ALLOWED:
                raise
            await self._empty(thread)

    async def _empty(self, thread: int) -> None:
        await self._bot.http.edit_channel(thread, archived=False, name=BLANK)
        async for message in self._own(thread):
            await message.delete()
        await self._bot.http.edit_channel(thread, archived=True)
        _log.warning("thread_emptied", channel=thread, done_instead="what others wrote is left")

    async def _own(self, thread: int) -> AsyncIterator[discord.Message]:
        me = self._bot.user.id if self._bot.user else 0
        async for message in self._bot.get_partial_messageable(thread).history(limit=None):
            if message.author.id == me and message.type in WRITTEN:
                yield message
