"""The JSON shapes of guilds, channels, users and commands, as the API and the gateway send them."""

from __future__ import annotations

from datetime import datetime

from sandbox import permissions
from sandbox.state.models import (
    Application,
    Channel,
    Command,
    Guild,
    Json,
    Member,
    Role,
    User,
)


def stamp(moment: datetime | None) -> str | None:
    """ISO 8601 with an offset, as Discord writes it."""
    return None if moment is None else moment.isoformat()


def user(value: User) -> Json:
    """A user object."""
    return {
        "id": str(value.id),
        "username": value.username,
        "discriminator": "0000" if value.bot else "0",
        "global_name": None if value.bot else value.display_name,
        "avatar": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "clan": None,
        "banner": None,
        "accent_color": None,
        "bot": value.bot,
        "system": False,
        "public_flags": 0,
        "flags": 0,
    }


def me(application: Application) -> Json:
    """The bot's own user object."""
    return {
        **user(application.user),
        "verified": True,
        "mfa_enabled": False,
        "email": None,
        "locale": "en-US",
        "bio": "",
    }


def role(value: Role) -> Json:
    """A role object."""
    data: Json = {
        "id": str(value.id),
        "name": value.name,
        "permissions": str(value.permissions),
        "position": value.position,
        "color": value.color,
        "colors": {"primary_color": value.color, "secondary_color": None, "tertiary_color": None},
        "hoist": value.hoist,
        "managed": value.managed,
        "mentionable": value.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "description": None,
        "flags": 0,
    }
    if value.bot_id is not None:
        data["tags"] = {"bot_id": str(value.bot_id)}
    return data


def member(value: Member, *, with_user: bool = True) -> Json:
    """A guild member object."""
    data: Json = {
        "roles": [str(role_id) for role_id in sorted(value.roles)],
        "joined_at": stamp(value.joined_at),
        "nick": value.nick,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    if with_user:
        data["user"] = user(value.user)
    return data


def channel(value: Channel, viewer: int | None = None) -> Json:
    """A channel object; `viewer` is the user who asks (a DM lists the other one)."""
    if value.guild is None:
        return {
            "id": str(value.id),
            "type": 1,
            "last_message_id": _id(value.last_message_id),
            "flags": 0,
            "recipients": [user(one) for one in value.recipients if one.id != viewer],
        }
    if value.thread is not None:
        return thread(value, viewer)
    return {
        "id": str(value.id),
        "type": value.type,
        "guild_id": str(value.guild.id),
        "name": value.name,
        "position": value.position,
        "parent_id": _id(value.parent_id),
        "topic": value.topic,
        "nsfw": value.nsfw,
        "last_message_id": _id(value.last_message_id),
        "rate_limit_per_user": value.slowmode,
        "flags": 0,
        "bitrate": 64000,
        "user_limit": 0,
        "rtc_region": None,
        "available_tags": [_tag(*one) for one in value.tags.items()],
        "permission_overwrites": [
            {
                "id": str(one.id),
                "type": one.type,
                "allow": str(one.allow),
                "deny": str(one.deny),
            }
            for one in value.overwrites.values()
        ],
    }


def _tag(tag_id: int, name: str) -> Json:
    return {
        "id": str(tag_id), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None,
    }  # fmt: skip


def thread(value: Channel, viewer: int | None = None) -> Json:
    """A thread object, with the viewer's own membership where they have one."""
    info = value.thread
    if info is None or value.guild is None:
        raise TypeError("not a thread")
    data: Json = {
        "id": str(value.id),
        "type": value.type,
        "guild_id": str(value.guild.id),
        "parent_id": _id(value.parent_id),
        "owner_id": str(info.owner_id),
        "name": value.name,
        "last_message_id": _id(value.last_message_id),
        "message_count": value.message_count,
        "total_message_sent": value.message_count,
        "member_count": min(len(info.members), 50),
        "rate_limit_per_user": value.slowmode,
        "flags": 0,
        "thread_metadata": {
            "archived": info.archived,
            "archive_timestamp": stamp(info.archive_timestamp),
            "auto_archive_duration": info.auto_archive_duration,
            "locked": info.locked,
            "create_timestamp": stamp(info.created_at),
        },
    }
    if info.tags:
        data["applied_tags"] = [str(one) for one in info.tags]
    if value.type == 12:
        data["thread_metadata"]["invitable"] = info.invitable
    if viewer is not None and viewer in info.members:
        data["member"] = thread_member(value, viewer)
    return data


def thread_member(value: Channel, user_id: int) -> Json:
    """A thread member object."""
    if value.thread is None:
        raise TypeError("not a thread")
    return {
        "id": str(value.id),
        "user_id": str(user_id),
        "join_timestamp": stamp(value.thread.members[user_id]),
        "flags": 0,
    }


def partial_channel(value: Channel, user_id: int) -> Json:
    """A channel in resolved data: with the permissions of the user who chose it."""
    return {**channel(value, user_id), "permissions": str(permissions.in_channel(value, user_id))}


_PLAIN_GUILD: Json = {
    **dict.fromkeys(
        (
            "icon", "icon_hash", "splash", "discovery_splash", "banner", "description",
            "home_header", "afk_channel_id", "application_id", "system_channel_id",
            "rules_channel_id", "public_updates_channel_id", "safety_alerts_channel_id",
            "widget_channel_id", "vanity_url_code", "max_presences", "hub_type",
            "latest_onboarding_question_id", "incidents_data",
        )
    ),
    "afk_timeout": 300,
    "system_channel_flags": 0,
    "widget_enabled": False,
    "verification_level": 1,
    "default_message_notifications": 1,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "nsfw": False,
    "nsfw_level": 0,
    "premium_tier": 0,
    "premium_subscription_count": 0,
    "premium_progress_bar_enabled": False,
    "region": "deprecated",
    "max_members": 500_000,
    "max_video_channel_users": 25,
    "max_stage_video_channel_users": 50,
    "owner_configured_content_level": 0,
}  # fmt: skip


def guild(value: Guild) -> Json:
    """A guild object, without what only GUILD_CREATE adds."""
    return {
        **_PLAIN_GUILD,
        "id": str(value.id),
        "name": value.name,
        "owner_id": str(value.owner_id),
        "preferred_locale": value.locale,
        "features": ["COMMUNITY"],
        "emojis": [],
        "stickers": [],
        "roles": [role(one) for one in value.roles.values()],
    }


def command(value: Command, *, with_localizations: bool = True) -> Json:
    """An application command object."""
    data: Json = {
        "id": str(value.id),
        "application_id": str(value.application_id),
        "version": str(value.version),
        "type": value.type,
        "description": "",
        "default_member_permissions": None,
        "nsfw": False,
        "integration_types": [0],
        "contexts": None,
        "dm_permission": True,
        **value.payload,
    }
    if value.guild_id is not None:
        data["guild_id"] = str(value.guild_id)
        data.pop("dm_permission", None)
    return data if with_localizations else _without_localizations(data)


def _without_localizations(data: Json) -> Json:
    cleaned: Json = {}
    for key, value in data.items():
        if key in ("name_localizations", "description_localizations"):
            continue
        if key in ("options", "choices") and isinstance(value, list):
            value = [_without_localizations(one) for one in value]
        cleaned[key] = value
    return cleaned


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)
