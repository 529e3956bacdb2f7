"""What a guild still has to grant or hide, after `/setup`, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import discord

from bot.domain.text import key
from bot.services.setup import SetupDone
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
_EVERYWHERE = ("view_channel", "send_messages", "read_message_history", "send_messages_in_threads")
DESK_NEEDS = (*_EVERYWHERE, "create_public_threads", "attach_files")
QUESTIONS_NEEDS = (*_EVERYWHERE, "create_private_threads")


def findings(guild: discord.Guild | None, done: SetupDone, text: Text) -> list[str]:
    """One line for each thing to mend; none if all is well."""
    return list(_findings(guild, done, text)) if guild else []


def _findings(guild: discord.Guild, done: SetupDone, text: Text) -> Iterator[str]:
    settings = done.settings
    wanted: list[tuple[int, tuple[str, ...]]] = [(settings.desk, DESK_NEEDS)]
    if settings.questions:
        wanted.append((settings.questions, QUESTIONS_NEEDS))
    for channel_id, needs in wanted:
        channel = guild.get_channel(channel_id)
        if channel is None:
            yield text(key("setup.channel_gone"), channel=f"<#{channel_id}>")
        elif missing := _missing(channel.permissions_for(guild.me), needs, text):
            yield text(key("setup.missing"), channel=channel.mention, permissions=missing)
    desk = guild.get_channel(settings.desk)
    if desk and desk.permissions_for(guild.default_role).view_channel:
        yield text(key("setup.desk_is_public"), channel=desk.mention)
    role = guild.get_role(settings.coordinators)
    if role and not role.permissions.manage_messages:
        yield text(key("setup.commands_hidden"), role=role.mention)
    if role and desk and not desk.permissions_for(role).view_channel:
        yield text(key("setup.desk_hidden"), role=role.mention, channel=desk.mention)


def _missing(granted: discord.Permissions, needs: Iterable[str], text: Text) -> str:
    names = (text(PERMISSION_NAMES[need]) for need in needs if not getattr(granted, need))
    return text(key("list.separator")).join(names)
