"""Permission bits and how Discord works out what a member may do in a channel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sandbox.state.models import Channel, Guild

_NAMES: tuple[tuple[int, str], ...] = (
    (0, "create_instant_invite"), (1, "kick_members"), (2, "ban_members"), (3, "administrator"),
    (4, "manage_channels"), (5, "manage_guild"), (6, "add_reactions"), (7, "view_audit_log"),
    (8, "priority_speaker"), (9, "stream"), (10, "view_channel"), (11, "send_messages"),
    (12, "send_tts_messages"), (13, "manage_messages"), (14, "embed_links"), (15, "attach_files"),
    (16, "read_message_history"), (17, "mention_everyone"), (18, "use_external_emojis"),
    (19, "view_guild_insights"), (20, "connect"), (21, "speak"), (22, "mute_members"),
    (23, "deafen_members"), (24, "move_members"), (25, "use_vad"), (26, "change_nickname"),
    (27, "manage_nicknames"), (28, "manage_roles"), (29, "manage_webhooks"),
    (30, "manage_guild_expressions"), (31, "use_application_commands"), (32, "request_to_speak"),
    (33, "manage_events"), (34, "manage_threads"), (35, "create_public_threads"),
    (36, "create_private_threads"), (37, "use_external_stickers"),
    (38, "send_messages_in_threads"), (39, "use_embedded_activities"), (40, "moderate_members"),
    (41, "view_creator_monetization_analytics"), (42, "use_soundboard"),
    (43, "create_guild_expressions"), (44, "create_events"), (45, "use_external_sounds"),
    (46, "send_voice_messages"), (49, "send_polls"), (50, "use_external_apps"),
    (51, "pin_messages"), (52, "bypass_slowmode"),
)  # fmt: skip

BITS: dict[str, int] = {name: 1 << bit for bit, name in _NAMES}
ALL = sum(BITS.values())

ADMINISTRATOR = BITS["administrator"]
MANAGE_CHANNELS = BITS["manage_channels"]
MANAGE_GUILD = BITS["manage_guild"]
MANAGE_MESSAGES = BITS["manage_messages"]
MANAGE_ROLES = BITS["manage_roles"]
MANAGE_THREADS = BITS["manage_threads"]
PIN_MESSAGES = BITS["pin_messages"]
VIEW_CHANNEL = BITS["view_channel"]
SEND_MESSAGES = BITS["send_messages"]
SEND_IN_THREADS = BITS["send_messages_in_threads"]
CREATE_PUBLIC_THREADS = BITS["create_public_threads"]
CREATE_PRIVATE_THREADS = BITS["create_private_threads"]
EMBED_LINKS = BITS["embed_links"]
ATTACH_FILES = BITS["attach_files"]
READ_HISTORY = BITS["read_message_history"]
ADD_REACTIONS = BITS["add_reactions"]
MENTION_EVERYONE = BITS["mention_everyone"]
USE_COMMANDS = BITS["use_application_commands"]
CREATE_INVITE = BITS["create_instant_invite"]


def bits(names: Iterable[str]) -> int:
    """The bit field of some permission names; KeyError names the one that is unknown."""
    value = 0
    for name in names:
        value |= BITS[name]
    return value


EVERYONE_DEFAULT = bits(
    [
        "view_channel",
        "send_messages",
        "send_messages_in_threads",
        "create_public_threads",
        "add_reactions",
        "embed_links",
        "attach_files",
        "read_message_history",
        "use_application_commands",
        "change_nickname",
        "create_instant_invite",
        "use_external_emojis",
        "send_polls",
    ]
)
APPLICATION_DEFAULT = bits(
    [
        "view_channel",
        "send_messages",
        "send_messages_in_threads",
        "create_public_threads",
        "create_private_threads",
        "add_reactions",
        "embed_links",
        "attach_files",
        "read_message_history",
        "use_external_emojis",
    ]
)
IN_DIRECT_MESSAGES = bits(
    [
        "view_channel",
        "send_messages",
        "add_reactions",
        "embed_links",
        "attach_files",
        "read_message_history",
        "use_external_emojis",
        "mention_everyone",
    ]
)


def of_member(guild: Guild, user_id: int) -> int:
    """What a member may do in the guild before any channel's overwrites; 0 for a stranger."""
    member = guild.members.get(user_id)
    if member is None:
        return 0
    if guild.owner_id == user_id:
        return ALL
    value = guild.roles[guild.id].permissions
    for role_id in member.roles:
        value |= guild.roles[role_id].permissions
    return ALL if value & ADMINISTRATOR else value


def in_channel(channel: Channel, user_id: int) -> int:
    """What a user may do in a channel, thread or DM; 0 where they cannot see it."""
    guild = channel.guild
    if guild is None:
        return IN_DIRECT_MESSAGES if channel.has_recipient(user_id) else 0
    base = of_member(guild, user_id)
    if base & ADMINISTRATOR or not base:
        return base
    rules = guild.channels.get(channel.parent_id or 0) if channel.thread else channel
    if rules is None or channel.deleted:
        return 0
    value = _with_overwrites(guild, rules, user_id, base)
    if not value & VIEW_CHANNEL:
        return 0
    return value if _in_thread(channel, user_id, value) else 0


def _with_overwrites(guild: Guild, channel: Channel, user_id: int, base: int) -> int:
    overwrites = channel.overwrites
    everyone = overwrites.get(guild.id)
    if everyone is not None:
        base = (base & ~everyone.deny) | everyone.allow
    allow = deny = 0
    for role_id in guild.members[user_id].roles:
        overwrite = overwrites.get(role_id)
        if overwrite is not None:
            allow |= overwrite.allow
            deny |= overwrite.deny
    base = (base & ~deny) | allow
    own = overwrites.get(user_id)
    if own is not None:
        base = (base & ~own.deny) | own.allow
    return base


def _in_thread(channel: Channel, user_id: int, value: int) -> bool:
    thread = channel.thread
    if thread is None or channel.type != 12:  # 12: private thread
        return True
    return user_id in thread.members or bool(value & MANAGE_THREADS)


def can_send(channel: Channel, user_id: int) -> bool:
    """Whether a user may write in a channel they can see."""
    needed = SEND_IN_THREADS if channel.thread is not None else SEND_MESSAGES
    return bool(in_channel(channel, user_id) & needed)


def sees(channel: Channel, user_id: int) -> bool:
    """Whether a user can open a channel, thread or DM."""
    return bool(in_channel(channel, user_id) & VIEW_CHANNEL)
