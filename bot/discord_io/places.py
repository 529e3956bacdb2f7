"""Channels and threads that notices go to."""

from __future__ import annotations

from typing import Final

import discord

from bot.discord_io.host import Host
from bot.domain.ids import ChannelId, GuildId
from bot.services.ports_delivery import Unreachable

THREAD_KEPT_MINUTES: Final = 10080


class Places:
    def __init__(self, bot: Host) -> None:
        self._bot = bot

    async def channel(self, channel_id: int) -> discord.TextChannel:
        """From the cache, or, where another process serves its guild, from Discord.

        Raises:
            Unreachable: it is of another kind.
            discord.HTTPException.
        """
        channel = self._bot.get_channel(channel_id) or await self._bot.fetch_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise Unreachable(f"channel {channel_id} is not a text channel")
        return channel

    async def private_thread(
        self, guild_id: GuildId, parent: ChannelId, name: str, person: int
    ) -> discord.Thread:
        """The bot's own private thread of that name, the one made before or a new one, with the
        person in it.

        Raises:
            Unreachable, discord.HTTPException.
        """
        thread = await self._thread(guild_id, parent, name)
        await thread.add_user(discord.Object(person))
        return thread

    async def _thread(self, guild_id: GuildId, parent: ChannelId, name: str) -> discord.Thread:
        guild = await self._bot.fetch_guild(guild_id, with_counts=False)
        for thread in await guild.active_threads():
            mine = self._bot.user is not None and thread.owner_id == self._bot.user.id
            if mine and thread.parent_id == parent and thread.name == name:
                return thread
        channel = await self.channel(parent)
        return await channel.create_thread(
            name=name,
            type=discord.ChannelType.private_thread,
            auto_archive_duration=THREAD_KEPT_MINUTES,
            invitable=False,
        )
