"""What a guild still has to grant or hide, after `/setup`, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import discord

from bot.domain.ids import ChannelId, ProgrammeKey, RoleId
from bot.domain.people import GuildSettings
from bot.domain.text import key
from bot.texts import Text

PERMISSION_NAMES: Mapping[str, str] = {
    "view_channel": key("permission.view_channel"),
    "send_messages": key("permission.send_messages"),
    "read_message_history": key("permission.read_message_history"),
    "create_public_threads": key("permission.create_public_threads"),
    "create_private_threads": key("permission.create_private_threads"),
    "send_messages_in_threads": key("permission.send_messages_in_threads"),
    "attach_files": key("permission.attach_files"),
}
FORUM_NEEDS = ("view_channel", "read_message_history", "send_messages_in_threads")
"""To answer in the posts of others: in a forum, Send Messages is for beginning posts."""
LISTENING_NEEDS = (*FORUM_NEEDS, "send_messages")
DESK_NEEDS = (*LISTENING_NEEDS, "create_public_threads", "attach_files")
QUESTIONS_NEEDS = (*LISTENING_NEEDS, "create_private_threads")


def findings(guild: discord.Guild | None, settings: GuildSettings, text: Text) -> list[str]:
    """One line for each thing to mend; none if all is well."""
    return list(_findings(guild, settings, text)) if guild else []


def unusable(guild: discord.Guild | None, desk: ChannelId, text: Text) -> list[str]:
    """Why a channel cannot be a desk: the bot lacks something there, or everyone can see it."""
    if guild is None:
        return []
    found = list(_lacking(guild, [(desk, DESK_NEEDS)], text))
    channel = guild.get_channel(desk)
    if channel and channel.permissions_for(guild.default_role).view_channel:
        found.append(text(key("setup.desk_is_public"), channel=channel.mention))
    return found


def narrowed_findings(
    guild: discord.Guild | None, settings: GuildSettings, programme: ProgrammeKey, text: Text
) -> list[str]:
    """What is to be mended at the desk of a programme that has one of its own."""
    own = settings.narrowed.get(programme)
    if guild is None or own is None or own.desk is None:
        return []
    found = unusable(guild, own.desk, text)
    desk = guild.get_channel(own.desk)
    if desk is None:
        return found
    for role_id in sorted(own.roles or {settings.coordinators}):
        role = guild.get_role(role_id)
        if role and not desk.permissions_for(role).view_channel:
            hidden = key("setup.desk_hidden")
            found.append(text(hidden, role=role.mention, channel=desk.mention))
    everybody = guild.get_role(settings.coordinators)
    overseen = own.roles and everybody and everybody.id not in own.roles
    if overseen and everybody and desk.permissions_for(everybody).view_channel:
        said = key("program.overseen")
        found.append(text(said, role=everybody.mention, channel=desk.mention))
    return found


def role_mentions(roles: Iterable[RoleId], text: Text) -> str:
    return text(key("list.separator")).join(f"<@&{role}>" for role in sorted(roles))


def listening_findings(
    guild: discord.Guild | None, settings: GuildSettings, text: Text
) -> list[str]:
    """The same for the channels that were named to be listened in, beside that of questions."""
    if guild is None:
        return []
    wanted = [(each, LISTENING_NEEDS) for each in settings.listening]
    return list(_lacking(guild, wanted, text))


def hints(
    guild: discord.Guild | None, settings: GuildSettings, text: Text, *, hears: bool
) -> list[str]:
    """What works, but less than it could. ``hears`` says whether Discord gives the bot the content
    of messages that are not addressed to it."""
    found = []
    questions = guild.get_channel(settings.questions) if guild and settings.questions else None
    if isinstance(questions, discord.ForumChannel):
        found.append(text(key("setup.questions_forum"), channel=questions.mention))
    channels = heard(settings)
    if channels and not hears:
        found.append(text(key("setup.cannot_hear"), channels=mentions(channels, text)))
    return found


def heard(settings: GuildSettings) -> tuple[ChannelId, ...]:
    """Everywhere that the bot is to answer unasked."""
    first = () if settings.questions is None else (settings.questions,)
    return tuple(dict.fromkeys([*first, *settings.listening]))


def mentions(channels: Iterable[ChannelId], text: Text) -> str:
    return text(key("list.separator")).join(f"<#{channel}>" for channel in channels)


def _findings(guild: discord.Guild, settings: GuildSettings, text: Text) -> Iterator[str]:
    yield from unusable(guild, settings.desk, text)
    if settings.questions:
        yield from _lacking(guild, [(settings.questions, QUESTIONS_NEEDS)], text)
    desk = guild.get_channel(settings.desk)
    role = guild.get_role(settings.coordinators)
    if role and not role.permissions.manage_messages:
        yield text(key("setup.commands_hidden"), role=role.mention)
    if role and desk and not desk.permissions_for(role).view_channel:
        yield text(key("setup.desk_hidden"), role=role.mention, channel=desk.mention)
    for programme in sorted(settings.narrowed):
        yield from narrowed_findings(guild, settings, programme, text)


def _lacking(
    guild: discord.Guild, wanted: Iterable[tuple[ChannelId, tuple[str, ...]]], text: Text
) -> Iterator[str]:
    for channel_id, needs in wanted:
        channel = guild.get_channel(channel_id)
        if channel is None:
            yield text(key("setup.channel_gone"), channel=f"<#{channel_id}>")
            continue
        if isinstance(channel, discord.ForumChannel):
            needs = FORUM_NEEDS
        if missing := _missing(channel.permissions_for(guild.me), needs, text):
            yield text(key("setup.missing"), channel=channel.mention, permissions=missing)


def _missing(granted: discord.Permissions, needs: Iterable[str], text: Text) -> str:
    names = (text(PERMISSION_NAMES[need]) for need in needs if not getattr(granted, need))
    return text(key("list.separator")).join(names)
