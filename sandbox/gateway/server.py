"""The gateway's endpoint: HELLO, IDENTIFY, RESUME, heartbeats and what bots ask for."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from typing import Any

from aiohttp import WSMsgType, web

from sandbox.gateway import compression
from sandbox.gateway.guilds import guild_create, members_chunks, ready
from sandbox.gateway.hub import Hub
from sandbox.gateway.session import INTENTS, Connection, Session
from sandbox.limits import Limits
from sandbox.state.models import Json
from sandbox.state.store import State

_ALL_INTENTS = (1 << 26) - 1
_PRIVILEGED = ("guild_members", "guild_presences", "message_content")
_SENDS_PER_MINUTE = 120  # Discord: 120 gateway events per connection in 60 seconds


class Refused(Exception):
    """Close the connection with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class GatewayServer:
    """Serves connections and keeps sessions in the hub."""

    def __init__(self, state: State, hub: Hub, limits: Limits) -> None:
        self._state = state
        self._hub = hub
        self._heartbeat_ms = limits.heartbeat_ms
        self.connections: dict[Connection, None] = {}
        self.url = ""

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection from HELLO to its end."""
        # discord.py leaves a close frame unanswered: do not wait for its answer for long.
        socket = web.WebSocketResponse(timeout=0.1, max_msg_size=16 * 1024, compress=False)
        await socket.prepare(request)
        compress = compression.stream(request.query.get("compress"))
        connection = Connection(socket, request.transport, compress)
        self.connections[connection] = None
        writer = asyncio.create_task(connection.write())
        connection.send(10, {"heartbeat_interval": self._heartbeat_ms, "_trace": []})
        client = Client(self, connection)
        try:
            await client.listen(self._heartbeat_ms / 1000 * 1.5)
        except Refused as refusal:
            await connection.close(refusal.code, str(refusal))
        finally:
            connection.stop()
            self.connections.pop(connection, None)
            self._detach(client)
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)
        return socket

    def _detach(self, client: Client) -> None:
        session = client.session
        if session is None or session.connection is not client.connection:
            return
        # Discord: a client that closes with 1000 or 1001 ends its session. Where the server closed
        # first, the client's code is only the echo: aiohttp answers any close frame with 1000.
        ended = client.closed_with in (1000, 1001) and not client.connection.closed_here
        self._hub.disconnected(session, ended=ended)

    def identify(self, connection: Connection, data: Json) -> Session:
        """Make a session, or refuse with the code that Discord uses."""
        application = self._state.tokens.get(str(data.get("token", "")).removeprefix("Bot "))
        if application is None:
            raise Refused(4004, "Authentication failed.")
        shard, shards = data.get("shard") or (0, 1)
        if not 0 <= shard < shards:
            raise Refused(4010, "Invalid shard.")
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~_ALL_INTENTS:
            raise Refused(4013, "Invalid intent(s).")
        for name in _PRIVILEGED:
            if intents & INTENTS[name] and name not in application.intents:
                raise Refused(4014, "Disallowed intent(s).")
        session_id = f"{self._state.ids.make():032x}"
        session = Session(session_id, application, intents, shard, shards, connection)
        session.heard = self._hub.heard
        self._hub.sessions[session_id] = session
        guilds = [g for g in self._state.guilds_of(application.id) if session.holds(g.id)]
        session.dispatch("READY", ready(session, guilds, self.url))
        for guild in guilds:
            session.dispatch("GUILD_CREATE", guild_create(guild, session))
        self._hub.connected(session)
        return session

    def resume(self, connection: Connection, data: Json) -> Session | None:
        """Take a session up again; None where it cannot be."""
        application = self._state.tokens.get(str(data.get("token", "")).removeprefix("Bot "))
        if application is None:
            raise Refused(4004, "Authentication failed.")
        session = self._hub.sessions.get(str(data.get("session_id")))
        if session is None or session.application is not application:
            return None
        sequence = int(data.get("seq") or 0)
        if sequence > session.sequence:
            raise Refused(4007, "Invalid seq.")
        if not session.resume(connection, sequence):
            return None
        self._hub.connected(session)
        return session

    def members(self, session: Session, data: Json) -> None:
        """Answer a request for guild members."""
        guild = self._state.guilds.get(int(data.get("guild_id") or 0))
        if guild is not None and session.application.id in guild.members:
            for chunk in members_chunks(guild, session, data):
                session.dispatch("GUILD_MEMBERS_CHUNK", chunk)


class Client:
    """What one connection says."""

    def __init__(self, server: GatewayServer, connection: Connection) -> None:
        self._server = server
        self.connection = connection
        self.session: Session | None = None
        self.closed_with: int | None = None
        self._sends: deque[float] = deque(maxlen=_SENDS_PER_MINUTE)

    async def listen(self, silence: float) -> None:
        """Read until the end; `silence`: seconds without a heartbeat that end it."""
        socket = self.connection.socket
        loop = asyncio.get_running_loop()
        heard = loop.time()
        while True:
            try:
                async with asyncio.timeout_at(heard + silence):
                    message = await socket.receive()
            except TimeoutError:
                raise Refused(4009, "Session timed out.") from None
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                self.closed_with = socket.close_code if message.type != WSMsgType.ERROR else None
                return
            op, data = self._parse(message.data)
            if op == 1:
                heard = loop.time()
            self._obey(op, data)

    def _parse(self, raw: str | bytes) -> tuple[int, Any]:
        now = time.monotonic()
        if len(self._sends) == _SENDS_PER_MINUTE and now - self._sends[0] < 60:
            raise Refused(4008, "Rate limited.")
        self._sends.append(now)
        try:
            payload = json.loads(raw)
            return int(payload["op"]), payload.get("d")
        except (ValueError, KeyError, TypeError, UnicodeDecodeError):
            raise Refused(4002, "Error while decoding payload.") from None

    def _obey(self, op: int, data: Any) -> None:
        if op in (2, 6, 8) and not isinstance(data, dict):
            raise Refused(4002, "Error while decoding payload.")
        if op == 1:
            self.connection.send(11)
        elif op in (2, 6):
            self._open(op, data)
        elif op not in (3, 4, 8, 31):
            raise Refused(4001, "Unknown opcode.")
        elif self.session is None:
            raise Refused(4003, "Not authenticated.")
        elif op == 8:
            self._server.members(self.session, data)

    def _open(self, op: int, data: Json) -> None:
        if self.session is not None:
            raise Refused(4005, "Already authenticated.")
        if op == 2:
            self.session = self._server.identify(self.connection, data)
            return
        self.session = self._server.resume(self.connection, data)
        if self.session is None:
            self.connection.send(9, data=False)
