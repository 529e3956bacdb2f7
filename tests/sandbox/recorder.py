"""discord.py without a network: what it would send ends in a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
from discord.http import HTTPClient, Route
from discord.webhook.async_ import AsyncWebhookAdapter

USER = {"id": "11", "username": "callboard", "discriminator": "0", "avatar": None, "bot": True}
MESSAGE: dict[str, Any] = {
    "id": "21",
    "channel_id": "31",
    "author": USER,
    "content": "",
    "timestamp": "2026-01-01T00:00:00+00:00",
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "components": [],
    "pinned": False,
    "type": 0,
    "flags": 0,
}
THREAD: dict[str, Any] = {
    "id": "41",
    "guild_id": "51",
    "parent_id": "31",
    "owner_id": "11",
    "name": "t",
    "type": 11,
    "last_message_id": None,
    "message_count": 0,
    "member_count": 1,
    "rate_limit_per_user": 0,
    "thread_metadata": {
        "archived": False,
        "auto_archive_duration": 1440,
        "archive_timestamp": "2026-01-01T00:00:00+00:00",
        "locked": False,
    },
}


@dataclass
class Sent:
    method: str
    path: str
    query: dict[str, str]
    body: Any
    files: int


class Recorder(HTTPClient, AsyncWebhookAdapter):
    """Both of discord.py's ways to the network, ending in a list."""

    sent: list[Sent]

    def record(
        self,
        route: Route,
        body: Any,
        params: dict[str, Any] | None,
        multipart: list[dict[str, Any]] | None,
    ) -> Any:
        for part in multipart or ():
            if part["name"] == "payload_json":
                body = discord.utils._from_json(part["value"])
        if body is not None:
            body = discord.utils._from_json(discord.utils._to_json(body))
        files = sum("filename" in part for part in multipart or ())
        query = {key: str(value) for key, value in (params or {}).items()}
        path = route.url.removeprefix(Route.BASE)
        self.sent.append(Sent(route.method, path, query, body, files))
        if path.endswith("/threads"):
            return THREAD
        if path.endswith("/callback"):
            return {
                "interaction": {"id": "61", "type": 2, "response_message_id": "21"},
                "resource": {"type": 4, "message": MESSAGE},
            }
        return MESSAGE

    async def request(self, route: Route, *args: Any, **kwargs: Any) -> Any:
        body = kwargs.get("json", kwargs.get("payload"))
        multipart = kwargs.get("form") or kwargs.get("multipart")
        return self.record(route, body, kwargs.get("params"), multipart)


def sent(client: discord.Client) -> list[Sent]:
    assert isinstance(client.http, Recorder)
    return client.http.sent


def interaction(client: discord.Client, kind: int = 2) -> discord.Interaction:
    data: dict[str, Any] = {"id": "71", "name": "pitch", "type": 1}
    payload = {
        "id": "61",
        "application_id": "11",
        "type": kind,
        "token": "token",
        "version": 1,
        "user": USER,
        "channel": {"id": "31", "type": 1},
        "locale": "zh-CN",
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 10_000_000,
        "data": data,
    }
    return discord.Interaction(data=payload, state=client._connection)  # type: ignore[arg-type]
