"""Who gets which event: shards, intents and permissions decide."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

from sandbox.gateway.session import Session
from sandbox.permissions import VIEW_CHANNEL, in_channel
from sandbox.state.models import Application, Channel, Guild, Json

Maker = Callable[[Session], Json | None]
Listener = Callable[[Session, str, Json], None]


class Hub:
    """The live sessions, and the ways to send them events."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self._change = asyncio.Event()
        self._listeners: list[Listener] = []
        self._watchers: list[Callable[[], None]] = []

    def of(self, application: Application) -> Iterator[Session]:
        """The sessions of one application."""
        return (one for one in tuple(self.sessions.values()) if one.application is application)

    def connected(self, session: Session) -> None:
        """A session was sent READY and its guilds, or RESUMED; an older one of this shard that
        has no connection is given up.
        """
        session.ready = True
        for other in tuple(self.of(session.application)):
            same = (other.shard, other.shards) == (session.shard, session.shards)
            if same and other is not session and other.connection is None:
                del self.sessions[other.id]
        self._signal()

    def disconnected(self, session: Session, *, ended: bool) -> None:
        """A session lost its connection; `ended`: for good."""
        session.connection = None
        if ended:
            self.sessions.pop(session.id, None)
        self._signal()

    async def changed(self) -> None:
        """Wait until a session gains or loses its connection."""
        await self._change.wait()

    def listen(self, listener: Listener) -> None:
        """Call `listener` with each event that a session is sent, its name and its data."""
        self._listeners.append(listener)

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` each time a session gained or lost its connection."""
        self._watchers.append(watcher)

    def heard(self, session: Session, name: str, data: Json) -> None:
        """An event goes to a session: tell those who listen."""
        for listener in self._listeners:
            listener(session, name, data)

    def _signal(self) -> None:
        self._change.set()
        self._change = asyncio.Event()
        for watcher in self._watchers:
            watcher()

    def to_application(
        self, application: Application, name: str, data: Json, guild_id: int | None
    ) -> None:
        """An event for one application on the shard of a guild (None: of DMs)."""
        for session in self.of(application):
            if session.holds(guild_id):
                session.dispatch(name, data)

    def to_guild(
        self, guild: Guild, name: str, data: Json | Maker, intent: str | None = "guilds"
    ) -> None:
        """An event for every application in a guild."""
        for session in tuple(self.sessions.values()):
            if (
                session.holds(guild.id)
                and session.wants(intent)
                and session.application.id in guild.members
            ):
                _send(session, name, data)

    def to_channel(
        self, channel: Channel, name: str, data: Json | Maker, kind: str | None = None
    ) -> None:
        """An event for those who see a channel; `kind`: messages, message_reactions, …"""
        guild = channel.guild
        if guild is None:
            intent = None if kind is None else f"direct_{kind}"
        else:
            intent = "guilds" if kind is None else f"guild_{kind}"
        for session in tuple(self.sessions.values()):
            if (
                session.holds(guild.id if guild else None)
                and session.wants(intent)
                and in_channel(channel, session.application.id) & VIEW_CHANNEL
            ):
                _send(session, name, data)


def _send(session: Session, name: str, data: Json | Maker) -> None:
    made = data(session) if callable(data) else data
    if made is not None:
        session.dispatch(name, made)
