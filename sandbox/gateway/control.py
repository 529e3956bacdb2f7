"""What a test does to the gateway: close, drop, invalidate, ask to reconnect, wait for bots."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sandbox.gateway.hub import Hub, Listener
from sandbox.gateway.server import GatewayServer
from sandbox.gateway.session import Session
from sandbox.state.models import Application
from sandbox.state.store import State


@dataclass(frozen=True, slots=True)
class Presence:
    """A bot, and how many of its gateway connections stand (a shard each)."""

    id: int
    name: str
    connections: int


class GatewayControl:
    """Acts on every connection at once."""

    def __init__(self, state: State, hub: Hub, server: GatewayServer) -> None:
        self._state = state
        self._hub = hub
        self._server = server

    async def close(self, code: int = 4000) -> None:
        """Close every connection with a code; the sessions can be resumed."""
        await asyncio.gather(
            *(one.close(code, "closed by a test") for one in tuple(self._server.connections))
        )

    def drop(self) -> None:
        """Cut every TCP connection without a close frame; the sessions can be resumed."""
        for connection in tuple(self._server.connections):
            connection.cut()

    def invalidate(self, *, resumable: bool = False) -> None:
        """Send INVALID_SESSION. A session that is not resumable is forgotten."""
        for session in self._connected():
            if session.connection is not None:
                session.connection.send(9, resumable)
            if not resumable:
                self._hub.disconnected(session, ended=True)

    def ask_reconnect(self) -> None:
        """Send RECONNECT."""
        for session in self._connected():
            if session.connection is not None:
                session.connection.send(7)

    async def ready(
        self, token: str | None = None, shards: int = 1, within: float = 30.0
    ) -> list[Session]:
        """Wait until a bot (the only one, or that of `token`) has `shards` connected sessions
        that were sent READY or RESUMED. TimeoutError after `within` seconds.
        """
        application = self._application(token)
        async with asyncio.timeout(within):
            while True:
                found = [
                    one
                    for one in self._connected()
                    if one.ready and one.application in (application, None)
                ]
                if len(found) >= shards:
                    return found
                await self._hub.changed()

    async def gone(self, token: str | None = None, within: float = 30.0) -> None:
        """Wait until a bot has no connection any more. TimeoutError after `within` seconds."""
        application = self._application(token)
        async with asyncio.timeout(within):
            while any(one.application is application for one in self._connected()):
                await self._hub.changed()

    def bots(self) -> list[Presence]:
        """Every bot of the world, connected or not."""
        held = [one.application for one in self._connected() if one.ready]
        return [
            Presence(one.id, one.name, sum(other is one for other in held))
            for one in self._state.applications.values()
        ]

    def on_event(self, listener: Listener) -> None:
        """Call `listener` with each event that a session is sent, its name and its data."""
        self._hub.listen(listener)

    def on_change(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` each time a session gained or lost its connection."""
        self._hub.watch(watcher)

    def _application(self, token: str | None) -> Application:
        if token is not None:
            return self._state.tokens[token]
        return next(iter(self._state.applications.values()))

    def _connected(self) -> Iterator[Session]:
        return (one for one in tuple(self._hub.sessions.values()) if one.connection is not None)
