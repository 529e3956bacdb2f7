"""INTERACTION_CREATE as it reaches a bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox import permissions
from sandbox.state import payloads
from sandbox.state.messagejson import MessageJson
from sandbox.state.models import Json

if TYPE_CHECKING:
    from sandbox.interaction import Interaction

ATTACHMENT_LIMIT = 10 * 1024 * 1024  # Discord: 10 MiB without boosts
NAMES = {2: "command", 3: "component", 4: "autocomplete", 5: "modal submit"}


def payload(interaction: Interaction, json: MessageJson) -> Json:
    """The whole event, for a guild or a DM."""
    channel, user = interaction.channel, interaction.user
    app_id = interaction.application.id
    data: Json = {
        "id": str(interaction.id),
        "application_id": str(app_id),
        "type": interaction.type,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "locale": user.locale,
        "channel_id": str(channel.id),
        "channel": _channel(interaction),
        "app_permissions": str(permissions.in_channel(channel, app_id)),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": ATTACHMENT_LIMIT,
        "context": 0 if channel.guild else 1,
        "authorizing_integration_owners": owners(interaction),
    }
    if interaction.message is not None:
        data["message"] = json.full(interaction.message)
    guild = channel.guild
    if guild is None:
        data["user"] = payloads.user(user)
        return data
    data["guild_id"] = str(guild.id)
    data["guild_locale"] = guild.locale
    data["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": ["COMMUNITY"]}
    data["member"] = {
        **payloads.member(guild.members[user.id]),
        "permissions": str(permissions.in_channel(channel, user.id)),
        "unusual_dm_activity_until": None,
    }
    return data


def owners(interaction: Interaction) -> Json:
    """Who installed the application: the guild (0 in the application's own DMs)."""
    guild = interaction.channel.guild
    return {"0": str(guild.id) if guild else "0"}


def metadata(interaction: Interaction) -> Json:
    """What a message that answers an interaction tells of it."""
    data: Json = {
        "id": str(interaction.id),
        "type": interaction.type,
        "user": payloads.user(interaction.user),
        "authorizing_integration_owners": owners(interaction),
    }
    if interaction.type == 2:
        data["name"] = interaction.data["name"]
        data["command_type"] = interaction.data["type"]
    elif interaction.type == 3 and interaction.message is not None:
        data["interacted_message_id"] = str(interaction.message.id)
    elif interaction.source is not None:
        data["triggering_interaction_metadata"] = metadata(interaction.source)
    return data


def _channel(interaction: Interaction) -> Json:
    channel, user = interaction.channel, interaction.user
    data = payloads.channel(channel, user.id)
    if channel.guild is not None:
        data["permissions"] = str(permissions.in_channel(channel, user.id))
    else:
        data["recipients"] = [payloads.user(user)]
    return data
