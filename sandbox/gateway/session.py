"""One gateway session: its sequence of events, and the connection that carries them."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sandbox.gateway.compression import Compress
from sandbox.state.models import Application, Json

REPLAY = 5000  # events kept for RESUME; Discord publishes no number
MESSAGE_CONTENT = 1 << 15
INTENTS = {
    "guilds": 1 << 0,
    "guild_members": 1 << 1,
    "guild_presences": 1 << 8,
    "guild_messages": 1 << 9,
    "guild_message_reactions": 1 << 10,
    "guild_message_typing": 1 << 11,
    "direct_messages": 1 << 12,
    "direct_message_reactions": 1 << 13,
    "direct_message_typing": 1 << 14,
    "message_content": MESSAGE_CONTENT,
}


class Connection:
    """A WebSocket with its own compression context and an outgoing queue."""

    def __init__(
        self, socket: web.WebSocketResponse, transport: Any, compress: Compress | None
    ) -> None:
        self.socket = socket
        self.transport = transport
        self._compress = compress
        self._queue: asyncio.Queue[str | None] = asyncio.Queue()
        self.closed_here = False

    def send(self, op: int, data: Any = None) -> None:
        """Queue a message that is no event."""
        self.send_text(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    def send_text(self, text: str) -> None:
        """Queue a message that is JSON already."""
        self._queue.put_nowait(text)

    def stop(self) -> None:
        """Let the writer end after what is queued."""
        self._queue.put_nowait(None)

    async def write(self) -> None:
        """Send what is queued until `stop`, or until the connection is gone."""
        while (text := await self._queue.get()) is not None:
            try:
                if self._compress is None:
                    await self.socket.send_str(text)
                else:
                    await self.socket.send_bytes(self._compress(text.encode()))
            except ConnectionError:
                return

    def cut(self) -> None:
        """Drop the TCP connection without a close frame."""
        if self.transport is not None:
            self.transport.abort()

    async def close(self, code: int, reason: str = "") -> None:
        """Close with a code."""
        self.closed_here = True
        self.stop()
        await self.socket.close(code=code, message=reason.encode())


@dataclass(eq=False)
class Session:
    """What IDENTIFY made. It outlives its connection, so that RESUME can go on."""

    id: str
    application: Application
    intents: int
    shard: int
    shards: int
    connection: Connection | None = None
    sequence: int = 0
    replay: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY))
    ready: bool = False
    heard: Callable[[Session, str, Json], None] | None = None
    """Told of each event, by its name and data, as it is sent."""

    @property
    def reads_content(self) -> bool:
        """Whether events carry message content without further condition."""
        return bool(self.intents & MESSAGE_CONTENT)

    def wants(self, intent: str | None) -> bool:
        """Whether events under this intent come here; None is for events that need none."""
        return intent is None or bool(self.intents & INTENTS[intent])

    def holds(self, guild_id: int | None) -> bool:
        """Whether a guild's events come on this shard. Discord: DMs come on shard 0."""
        if guild_id is None:
            return self.shard == 0
        return (guild_id >> 22) % self.shards == self.shard

    def dispatch(self, name: str, data: Json) -> None:
        """Give the event the next sequence number, keep it for RESUME and send it."""
        self.sequence += 1
        text = json.dumps({"op": 0, "t": name, "s": self.sequence, "d": data})
        self.replay.append((self.sequence, text))
        if self.connection is not None:
            self.connection.send_text(text)
        if self.heard is not None:
            self.heard(self, name, data)

    def resume(self, connection: Connection, sequence: int) -> bool:
        """Go on at a sequence number; False where it is too old or from the future."""
        oldest = self.replay[0][0] if self.replay else self.sequence + 1
        if sequence > self.sequence or sequence + 1 < oldest:
            return False
        self.connection = connection
        for number, text in self.replay:
            if number > sequence:
                connection.send_text(text)
        self.dispatch("RESUMED", {"_trace": []})
        return True
