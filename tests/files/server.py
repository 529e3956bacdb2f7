"""A server on loopback that stands for Discord's, and answers as a test wants."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Self

from aiohttp import web
from aiohttp.test_utils import TestServer

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def _nothing(_: web.Request) -> web.StreamResponse:
    raise web.HTTPNotFound


class Server:
    """Answers every request with ``answer``; ``asked`` counts them."""

    def __init__(self) -> None:
        self.answer: Answer = _nothing
        self.asked = 0
        app = web.Application()
        app.router.add_get("/{path:.*}", self._get)
        self._server = TestServer(app, host="127.0.0.1")

    async def __aenter__(self) -> Self:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    def url(self, path: str) -> str:
        return str(self._server.make_url(path))

    async def stream(
        self, request: web.Request, data: bytes, *, announced: int | None = None, drop: bool = False
    ) -> web.StreamResponse:
        """Answer with ``data``, its size announced or not, and cut the connection or not."""
        response = web.StreamResponse()
        response.content_length = announced
        await response.prepare(request)
        await response.write(data)
        if drop and request.transport is not None:
            request.transport.close()
        return response

    async def _get(self, request: web.Request) -> web.StreamResponse:
        self.asked += 1
        return await self.answer(request)
