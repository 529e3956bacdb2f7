"""A tab: one WebSocket, one person; what they ask and what they are told."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable

from aiohttp import WSCloseCode, WSMsgType, web

from sandbox.errors import ApiError
from sandbox.people.errors import CommandUnavailable, ModalRejected, NotAllowed, NotVisible
from sandbox.people.person import Person
from sandbox.people.watching import Change
from sandbox.state.models import Json
from sandbox.web import acting, rendering, writing
from sandbox.web.arguments import Args, Bad, frame
from sandbox.web.news import News
from sandbox.web.panel import Panel
from sandbox.web.security import HEADERS
from sandbox.web.tab import Tab, Verb

FRAME_BYTES = 1024 * 1024
"""The longest request: five full fields of a modal take about a tenth of it."""
QUEUE_BYTES = 8 * 1024 * 1024
"""What may wait for a tab that does not keep up, before it is cut off and connects again."""
MOST_RUNNING = 50
"""Requests of one tab that may run at once."""
PING_SECONDS = 30.0
CLOSE_SECONDS = 1.0
"""How long the end of a connection waits for the tab's own."""
_HIGHEST = 2**53
_GONE = (WSCloseCode.OK, WSCloseCode.GOING_AWAY)

_VERBS: dict[str, Verb] = {**writing.VERBS, **acting.VERBS}
_REFUSALS = (NotVisible, NotAllowed, CommandUnavailable, ModalRejected)
_log = logging.getLogger(__name__)


class Session:
    """Lives as long as its connection."""

    def __init__(self, tab: Tab, panel: Panel) -> None:
        self.person = tab.person
        self._tab = tab
        self._panel = panel
        self._ws = web.WebSocketResponse(
            max_msg_size=FRAME_BYTES, heartbeat=PING_SECONDS, timeout=CLOSE_SECONDS
        )
        self._transport: asyncio.Transport | None = None
        self._queue: deque[str] = deque()
        self._queued = 0
        self._filled = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._send: Callable[[Json], None] = self.send
        self._news = News(tab, self._send)

    async def run(self, request: web.Request, hello: Json) -> web.StreamResponse:
        """Serve until the tab goes."""
        self._ws.headers.update(HEADERS)
        await self._ws.prepare(request)
        self._transport = request.transport
        sender = asyncio.create_task(self._deliver())
        self.person.watches(self._told)
        try:
            self.send(hello)
            self._news.begin()
            async for received in self._ws:
                if received.type == WSMsgType.TEXT:
                    self._take(received.data)
                elif received.type == WSMsgType.BINARY:
                    self._refuse(None, "Bad", "a frame is text")
        finally:
            self.person.unwatches(self._told)
            self._news.end()
            self._panel.forget(self._send)
            tasks = (sender, *self._running)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self._ws.close_code in _GONE:
                self._tab.closes_modal()
        return self._ws

    async def close(self) -> None:
        """End it: the server stops."""
        await self._ws.close(code=1001, drain=False)

    def send(self, data: Json) -> None:
        """Put something into the queue of the tab; a tab too slow for it is cut off."""
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        if self._queued + len(text) > QUEUE_BYTES:
            if self._transport is not None:
                self._transport.abort()
            return
        self._queue.append(text)
        self._queued += len(text)
        self._filled.set()

    async def _deliver(self) -> None:
        while True:
            await self._filled.wait()
            self._filled.clear()
            while self._queue:
                text = self._queue[0]
                try:
                    await self._ws.send_str(text)
                except ConnectionError:
                    return
                self._queue.popleft()
                self._queued -= len(text)

    def _told(self, change: Change) -> None:
        self._news.add(change)

    # -- requests ------------------------------------------------------------------------------

    def _take(self, text: str) -> None:
        try:
            raw = frame(text)
            number = Args(raw).number("id", -1, 0, _HIGHEST)
        except Bad as error:
            self._refuse(None, "Bad", str(error))
            return
        if len(self._running) >= MOST_RUNNING:
            self._refuse(number, "Bad", "too many requests at once")
            return
        task = asyncio.create_task(self._do(number, raw))
        self._running.add(task)
        task.add_done_callback(lambda done: self._done(done, number))

    async def _do(self, number: int, raw: Json) -> None:
        try:
            verb = Args(raw).text("do")
            if verb.startswith("panel."):
                result = await self._panel.handle(self._send, verb, raw)
            elif verb in _VERBS:
                result = await _VERBS[verb](self._tab, Args(raw))
            else:
                result = _unknown(verb)
        except _REFUSALS as error:
            self._refuse(number, type(error).__name__, str(error))
        except ApiError as error:
            self._refuse(number, "NotAllowed", str(error))
        except ValueError as error:
            self._refuse(number, "Bad", str(error))
        else:
            # What a request changed is on the screen before its answer is.
            self._news.flush(at_once=True)
            self.send({"re": number, "ok": True, "result": result})

    def _done(self, task: asyncio.Task[None], number: int) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _log.error("a request of a tab failed", exc_info=error)
            self._refuse(number, "Bad", "the sandbox failed at this; its log tells why")

    def _refuse(self, number: int | None, code: str, text: str) -> None:
        self.send({"re": number, "ok": False, "code": code, "text": text})

    def tell_time(self, now: str) -> None:
        """The sandbox's clock was moved."""
        self.send({"event": "clock", "now": now})


def _unknown(verb: str) -> Json:
    raise Bad(f"there is no verb {verb!r}")


def hello_of(person: Person, rest: Json) -> Json:
    """The first thing that a tab hears."""
    return {"event": "hello", "me": rendering.me(person), **rest}
