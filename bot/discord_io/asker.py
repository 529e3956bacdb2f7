"""Who asks by writing a message: no interaction vouches for them, nor tells their language."""

from __future__ import annotations

from dataclasses import replace

import discord

from bot.discord_io.host import Host
from bot.domain.ids import GuildId, RoleId, UserId
from bot.domain.people import Actor
from bot.domain.text import Locale

GUILDS_TRIED = 10
"""In how many servers a person who writes a direct message is looked for."""


async def member_asks(
    bot: Host, guild: GuildId, user: discord.Member | discord.User, words: str
) -> Actor:
    """A person of this guild. Their language is the one they were last seen with, else that of
    what they wrote."""
    known = await bot.services.answering.locale_of(guild, UserId(user.id))
    roles = user.roles if isinstance(user, discord.Member) else ()
    return Actor(
        guild,
        UserId(user.id),
        user.display_name,
        known or Locale.of_script(words),
        frozenset(RoleId(role.id) for role in roles),
        handle=user.name,
    )


async def author_asks(bot: Host, message: discord.Message, words: str) -> Actor | None:
    """Who wrote a message in these words, and of which server they ask: of a DM the one they were
    last seen in and still belong to; None if there is none."""
    user = message.author
    if message.guild is not None:
        return await member_asks(bot, GuildId(message.guild.id), user, words)
    seen = await bot.services.answering.guilds_of(UserId(user.id))
    others = [GuildId(guild.id) for guild in bot.guilds if guild.id not in seen]
    for guild in [*seen, *others][:GUILDS_TRIED]:
        try:
            known = bot.get_guild(guild) or await bot.fetch_guild(guild)
            member = await known.fetch_member(user.id)
        except (discord.NotFound, discord.Forbidden):
            continue
        return await member_asks(bot, guild, member, words)
    return None


async def actor_of_message(
    bot: Host, guild: GuildId, author: discord.Member | discord.User, words: str
) -> Actor:
    """Who wrote a message in a guild, with what they may do there, as far as the message tells."""
    actor = await member_asks(bot, guild, author, words)
    manages = isinstance(author, discord.Member) and author.guild_permissions.manage_guild
    return replace(actor, manages_guild=manages)
