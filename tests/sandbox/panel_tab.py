"""A tab whose panel is open, and a bot that tries nothing twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import WSMsgType

from sandbox import Sandbox

Json = dict[str, Any]


class Tab:
    """One tab's WebSocket: asks, and gathers what the panel is told."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._next = 0
        self._answers: dict[int, Json] = {}
        self.requests: list[Json] = []
        self.events: list[Json] = []
        self.states: list[Json] = []
        self.clocks: list[str] = []

    async def asks(self, verb: str, **args: Any) -> Json:
        """The whole answer, `ok` or not."""
        self._next += 1
        number = self._next
        await self._socket.send_json({"id": number, "do": verb, **args})
        await self.until(lambda: number in self._answers)
        return self._answers.pop(number)

    async def until(self, told: Callable[[], bool]) -> None:
        """Read until a condition holds. TimeoutError after ten seconds."""
        async with asyncio.timeout(10):
            while not told():
                frame = await self._socket.receive()
                assert frame.type == WSMsgType.TEXT
                self._take(json.loads(frame.data))

    def paths(self) -> list[tuple[str, str, int]]:
        return [(one["method"], one["path"], one["status"]) for one in self.requests]

    def _take(self, frame: Json) -> None:
        if "re" in frame:
            self._answers[frame["re"]] = frame
        elif frame["event"] == "clock":
            self.clocks.append(frame["now"])
        elif frame["event"] == "panel":
            self.requests += frame["requests"]
            self.events += frame["events"]
            self.states.append(frame["state"])


@asynccontextmanager
async def opened(sandbox: Sandbox, key: str = "lin") -> AsyncIterator[Tab]:
    base = f"http://127.0.0.1:{sandbox.port}"
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{base}/socket?as={key}", headers={"Origin": base}) as socket,
    ):
        yield Tab(socket)


class Rest:
    """Plain requests with the bot's token: no library that tries again by itself."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self._sandbox = sandbox
        self._session = session
        self.messages = f"/channels/{sandbox.channel('north/general').id}/messages"

    async def __call__(self, method: str, path: str, body: Any = None) -> int:
        headers = {"Authorization": f"Bot {self._sandbox.token}"}
        url = self._sandbox.api_url + path
        async with self._session.request(method, url, json=body, headers=headers) as answer:
            return answer.status
