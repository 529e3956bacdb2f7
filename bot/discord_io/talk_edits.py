"""Edits and deletions of what was passed on, also those of while the bot was away."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.discord_io.asker import actor_of_message
from bot.discord_io.host import Host
from bot.discord_io.talk_ids import reference_in
from bot.discord_io.talk_messages import addressed, writer_of
from bot.domain.ids import ChannelId, GuildId, MessageId

LOOKED_BACK = 100
"""Messages of a place that are read again after a start, the latest: one request."""


class TalkEdits:
    """Call its methods within `TalkReading.place`."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    async def edited(self, message: discord.Message) -> None:
        """A message as it is now; nothing happens if it is as it was passed on."""
        if message.edited_at is None or message.author.bot or not self._is_readable(message):
            return
        editor = None
        if message.guild is not None:
            guild = GuildId(message.guild.id)
            writer = await writer_of(message)
            editor = await actor_of_message(self._bot, guild, writer, message.content)
        words = addressed(message.content, self._bot.user)[1]
        changes = self._bot.services.talking.changes
        await changes.edited(MessageId(message.id), words, editor)

    async def deleted(self, messages: Iterable[int]) -> None:
        changes = self._bot.services.talking.changes
        await changes.deleted([MessageId(one) for one in messages])

    async def look_back(self, channel: discord.abc.Messageable, place: int, upto: int) -> None:
        """Compare what was passed on with what stands there up to the message ``upto``.

        Raises:
            discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError: it cannot be read.
        """
        before = discord.Object(upto + 1)
        there = {one.id: one async for one in channel.history(limit=LOOKED_BACK, before=before)}
        # With fewer than asked for, this is all that there is; else nothing is known of the rest.
        oldest = min(there) if len(there) == LOOKED_BACK else 0
        if not there:
            return  # the bot's own at least must stand there: this is no history, but none to read
        changes = self._bot.services.talking.changes
        for message in await changes.passed_on(ChannelId(place), MessageId(oldest)):
            if message > upto:
                continue
            if (found := there.get(message)) is None:
                await changes.deleted([message])
            else:
                await self.edited(found)

    def may_be(self, channel: int) -> bool:
        """Whether conversations are held there: in direct messages, which are not known by their
        ids, and in the bot's threads."""
        known = self._bot.get_channel(channel)
        if known is None or isinstance(known, discord.DMChannel):
            return True
        return isinstance(known, discord.Thread) and reference_in(known) is not None

    def _is_readable(self, message: discord.Message) -> bool:
        """Without the privileged intent a guild's messages come empty."""
        readable = message.guild is None or self._bot.intents.message_content
        return bool(message.content) or readable
