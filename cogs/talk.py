"""The conversation about a pitch: its buttons and modals, edits, deletions, and what was written
while the bot was away. New messages come through the cog that hears them all."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.discord_io import talk_buttons
from bot.discord_io.host import Host


class TalkCog(commands.Cog):
    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._edits = bot.talks.edits
        bot.add_dynamic_items(*talk_buttons.BUTTONS)
        bot.modals.on(talk_buttons.REPLIED, talk_buttons.reply_written)
        bot.modals.on(talk_buttons.ANSWERED, talk_buttons.answer_written)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Also after a connection that could not be resumed: what came meanwhile is lost. What is
        not read before the bot leaves is read after its next start."""
        if not self._bot.draining:
            await self._bot.talks.reading.all()

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """An edit by a person; Discord reports as one too that a link's preview was found."""
        if self._edits.may_be(payload.channel_id):
            async with self._bot.talks.reading.place(payload.channel_id):
                await self._edits.edited(payload.message)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self._deleted(payload.channel_id, payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        await self._deleted(payload.channel_id, *sorted(payload.message_ids))

    async def _deleted(self, channel: int, *messages: int) -> None:
        if self._edits.may_be(channel):
            async with self._bot.talks.reading.place(channel):
                await self._edits.deleted(messages)


async def setup(bot: Host) -> None:
    await bot.add_cog(TalkCog(bot))
