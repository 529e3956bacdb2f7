"""Users, DMs, the application itself and the gateway's address."""

from __future__ import annotations

from typing import Any

from sandbox.errors import ApiError, invalid_form
from sandbox.rest.call import Call, Route
from sandbox.state import payloads


async def _me(call: Call) -> Any:
    return payloads.me(call.application)


async def _user(call: Call) -> Any:
    return payloads.user(call.core.state.user(call.id("user_id")))


async def _open_dm(call: Call) -> Any:
    recipient = call.json.get("recipient_id")
    if recipient is None:
        raise invalid_form("recipient_id", "BASE_TYPE_REQUIRED", "This field is required")
    user = call.core.state.users.get(int(recipient))
    if user is None or user.bot:
        raise ApiError(50033, status=400, message="Invalid Recipient(s)")
    return payloads.channel(call.core.state.dm(call.application, user), call.application.id)


async def _my_guilds(call: Call) -> Any:
    return [
        {**payloads.guild(guild), "owner": False, "permissions": "0"}
        for guild in call.core.state.guilds_of(call.application.id)
    ]


async def _application(call: Call) -> Any:
    application = call.application
    owner = next((user for user in call.core.state.people.values()), application.user)
    flags = (1 << 18 | 1 << 19) if "message_content" in application.intents else 0
    flags |= 1 << 15 if "guild_members" in application.intents else 0
    flags |= 1 << 13 if "guild_presences" in application.intents else 0
    guilds = sum(1 for _ in call.core.state.guilds_of(application.id))
    return {
        "id": str(application.id),
        "name": application.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "owner": payloads.user(owner),
        "team": None,
        "flags": flags,
        "flags_new": str(flags),
        "approximate_guild_count": guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "hook": True,
        "tags": [],
        "bot": payloads.user(application.user),
        "integration_types_config": {"0": {}},
    }


async def _gateway(call: Call) -> Any:
    return {"url": call.core.gateway.url}


async def _gateway_bot(call: Call) -> Any:
    return {
        "url": call.core.gateway.url,
        "shards": 1,
        "session_start_limit": {
            "total": 1000,
            "remaining": 1000,
            "reset_after": 0,
            "max_concurrency": 16,
        },
    }


ROUTES = (
    Route("GET", "/users/@me", _me),
    Route("GET", "/users/@me/guilds", _my_guilds),
    Route("POST", "/users/@me/channels", _open_dm),
    Route("GET", "/users/{user_id}", _user),
    Route("GET", "/applications/@me", _application),
    Route("GET", "/oauth2/applications/@me", _application),
    Route("GET", "/gateway", _gateway, token=True),
    Route("GET", "/gateway/bot", _gateway_bot),
)
