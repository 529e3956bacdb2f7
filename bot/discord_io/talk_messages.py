"""What people wrote in Discord, as it is passed on."""

from __future__ import annotations

import re

import discord

from bot.discord_io.host import Interaction, host
from bot.discord_io.modals import full_name
from bot.domain.errors_review import MessageGone
from bot.domain.ids import ChannelId, MessageId
from bot.services.ports_files import Upload
from bot.services.talking import Said


async def fetched(interaction: Interaction, message: MessageId) -> discord.Message:
    """A message of the channel in which something was pressed, as it is now.

    Raises:
        MessageGone: it was deleted.
    """
    channel = host(interaction).get_partial_messageable(
        interaction.channel_id or 0, guild_id=interaction.guild_id
    )
    try:
        return await channel.fetch_message(message)
    except (discord.NotFound, discord.Forbidden):
        raise MessageGone from None


async def writer_of(message: discord.Message) -> discord.Member | discord.User:
    """Who wrote a message, with their roles, which a message read from a history does not tell."""
    if message.guild is None or isinstance(message.author, discord.Member):
        return message.author
    try:
        return await message.guild.fetch_member(message.author.id)
    except (discord.NotFound, discord.Forbidden):
        return message.author


def said_in(message: discord.Message, me: discord.ClientUser | None) -> Said:
    """Its words without the mention by which they were addressed, its files, and where it is."""
    uploads = [
        Upload(full_name(each.filename, each.title), each.url, each.size)
        for each in message.attachments
    ]
    source = (ChannelId(message.channel.id), MessageId(message.id))
    return Said(addressed(message.content, me)[1], uploads, source, message.created_at)


def addressed(words: str, me: discord.ClientUser | None) -> tuple[bool, str]:
    """Whether words begin with a mention of the bot, and what follows it."""
    if me is None:
        return False, words
    match = re.match(rf"\s*<@!?{me.id}>[\s,:，：]*", words)
    return (True, words[match.end() :]) if match else (False, words)
