"""A browser tab without a browser: the page's WebSocket, spoken by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any

import aiohttp

from sandbox import Sandbox

Json = dict[str, Any]


class Refused(Exception):
    """The server did not do it."""

    def __init__(self, answer: Json) -> None:
        super().__init__(f"{answer['code']}: {answer['text']}")
        self.code: str = answer["code"]


class Tab:
    """One connection; `heard` holds every event so far."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.heard: list[Json] = []
        self._number = 0

    async def ask(self, verb: str, **args: Any) -> Json:
        """The result of a verb."""
        self._number += 1
        await self.socket.send_json({"id": self._number, "do": verb, **args})
        return await self.answer(self._number)

    async def answer(self, number: int | None) -> Json:
        """The answer to a request that was sent."""
        while True:
            frame = await self._next()
            if "re" in frame and frame["re"] == number:
                if not frame["ok"]:
                    raise Refused(frame)
                result: Json = frame["result"]
                return result

    async def event(self, name: str, fits: Callable[[Json], bool] = lambda _: True) -> Json:
        """The first event of a name that fits, heard already or still to come; it is used up."""
        for one in self.heard:
            if one["event"] == name and fits(one):
                self.heard.remove(one)
                return one
        while True:
            frame = await self._next()
            if frame.get("event") == name and fits(frame):
                self.heard.remove(frame)
                return frame

    async def sees(self, text: str) -> Json:
        """The message event that carries a text."""
        event = await self.event("message", lambda one: text in str(one["message"]))
        message: Json = event["message"]
        return message

    async def place(self, name: str, fits: Callable[[Json], bool] = lambda _: True) -> Json:
        """A channel, thread or DM from the first telling of places where it fits."""

        def found(one: Json) -> Json | None:
            every = [each for guild in one["guilds"] for each in guild["channels"]]
            named = (it for it in (*every, *one["dms"]) if it["name"] == name)
            return next((it for it in named if fits(it)), None)

        event = await self.event("places", lambda one: found(one) is not None)
        self.heard.append(event)
        place = found(event)
        assert place is not None
        return place

    async def place_names(self) -> list[str]:
        """The names of all channels, threads and DMs, as they were told last."""
        told = [one for one in self.heard if one["event"] == "places"]
        if not told:
            told = [await self.event("places")]
            self.heard += told
        every = [each for guild in told[-1]["guilds"] for each in guild["channels"]]
        return [one["name"] for one in (*every, *told[-1]["dms"])]

    async def _next(self) -> Json:
        received = await self.socket.receive(timeout=10)
        if received.type is not aiohttp.WSMsgType.TEXT:
            raise ConnectionError(received.type)
        frame: Json = received.json()
        if "event" in frame:
            self.heard.append(frame)
        return frame


@asynccontextmanager
async def open_tab(sandbox: Sandbox, person: str, name: str = "") -> AsyncIterator[Tab]:
    """A tab from its first event to its end; `name` is what it calls itself."""
    async with (
        aiohttp.ClientSession(headers={"Origin": sandbox.url}) as session,
        session.ws_connect(f"{sandbox.url}/socket?as={person}&tab={name}") as socket,
    ):
        tab = Tab(socket)
        await tab.place_names()
        yield tab


async def upload(sandbox: Sandbox, person: str, name: str, content: bytes) -> Json:
    """What the server tells of an uploaded file; ConnectionError with the status if refused."""
    headers = {"Origin": sandbox.url, "X-Sandbox": "1"}
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("file", BytesIO(content), filename=name)
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{sandbox.url}/upload?as={person}", data=form) as answer,
    ):
        if answer.status != 200:
            raise ConnectionError(answer.status)
        told: Json = await answer.json()
        return told
