"""What a route's handler is given, and how routes are described and found."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox import permissions
from sandbox.core import Core
from sandbox.errors import ApiError, invalid_form, unauthorized
from sandbox.state.files import File
from sandbox.state.models import Application, Channel, Guild, Json, Message, User


@dataclass(frozen=True, slots=True)
class Call:
    """One request that reached a handler."""

    core: Core
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    files: list[File]
    caller: Application | None

    @property
    def application(self) -> Application:
        """The bot that asks; 401 without one."""
        if self.caller is None:
            raise unauthorized()
        return self.caller

    @property
    def user(self) -> User:
        """The bot's user."""
        return self.application.user

    @property
    def json(self) -> Json:
        """The body as an object."""
        if not isinstance(self.body, dict):
            raise ApiError(50109)
        return self.body

    def id(self, name: str) -> int:
        """A snowflake from the path; 50035 where it is none."""
        value = self.params[name]
        if not value.isdecimal():
            raise invalid_form(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return int(value)

    def number(self, name: str, default: int, low: int, high: int) -> int:
        """A number from the query; 50035 outside its range."""
        raw = self.query.get(name)
        if raw is None:
            return default
        if not raw.lstrip("-").isdecimal() or not low <= int(raw) <= high:
            raise invalid_form(
                name, "NUMBER_TYPE_RANGE", f"int value should be between {low} and {high}."
            )
        return int(raw)

    def guild(self) -> Guild:
        """The guild of the path, if the bot is in it; else 10004, as Discord tells nothing."""
        guild = self.core.state.guild(self.id("guild_id"))
        if self.application.id not in guild.members:
            raise ApiError(10004)
        return guild

    def channel(self, *, needs: int = 0) -> Channel:
        """The channel of the path, if the bot sees it; 10003, 50001 or 50013 otherwise."""
        channel = self.core.state.channel(self.id("channel_id"))
        self.require(channel, needs)
        return channel

    def require(self, channel: Channel, needs: int) -> None:
        """50001 where the bot does not see the channel, 50013 where it lacks a permission."""
        held = permissions.in_channel(channel, self.application.id)
        if not held & permissions.VIEW_CHANNEL:
            raise ApiError(50001)
        if held & needs != needs:
            raise ApiError(50013)

    def require_in_guild(self, guild: Guild, needs: int) -> None:
        """50013 where the bot lacks a permission in the guild."""
        if permissions.of_member(guild, self.application.id) & needs != needs:
            raise ApiError(50013)

    def message(self, channel: Channel) -> Message:
        """The message of the path in this channel."""
        return self.core.state.message(channel, self.id("message_id"))

    def show(self, message: Message) -> Json:
        """A message as this bot may read it."""
        content = "message_content" in self.application.intents
        return self.core.messages.json.seen_by(message, self.application, content=content)


Handler = Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Route:
    """One operation. `token`: whether the path carries a token, so that no bot token is needed."""

    method: str
    path: str
    handler: Handler
    token: bool = False
    parts: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.path.strip("/").split("/")))

    def match(self, parts: tuple[str, ...]) -> dict[str, str] | None:
        """The path's parameters, None where this is another route."""
        params: dict[str, str] = {}
        for own, given in zip(self.parts, parts, strict=True):
            if own.startswith("{"):
                params[own[1:-1]] = given
            elif own != given:
                return None
        return params


class Router:
    """Finds the route of a request; fixed words win over parameters."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes: dict[tuple[str, int], list[Route]] = {}
        for route in routes:
            self._routes.setdefault((route.method, len(route.parts)), []).append(route)
        for group in self._routes.values():
            group.sort(key=lambda route: [part.startswith("{") for part in route.parts])

    def find(self, method: str, path: str) -> tuple[Route | None, dict[str, str]]:
        """The route and its parameters; (None, {}) where there is none."""
        parts = tuple(path.strip("/").split("/"))
        for route in self._routes.get((method, len(parts)), ()):
            params = route.match(parts)
            if params is not None:
                return route, params
        return None, {}
