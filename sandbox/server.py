"""The sandbox: one local Discord on a loopback port."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from aiohttp import web as http

from sandbox.admin import Admin
from sandbox.clock import Clock
from sandbox.core import Core
from sandbox.downloads import ATTACHMENT, Downloads
from sandbox.faults import Faults
from sandbox.gateway.control import GatewayControl
from sandbox.limits import Limits
from sandbox.openapi import OpenApi
from sandbox.people.person import Person
from sandbox.requests import Request
from sandbox.rest.server import RestServer
from sandbox.web import Web
from sandbox.world import World

_MAX_BODY = 128 * 1024 * 1024


class Sandbox(Admin):
    """A Discord that bots connect to, on 127.0.0.1. Use as an async context manager.

    `port` 0 takes any free port. `openapi` is Discord's OpenAPI document; without it the usual
    places are searched, and without the file nothing is checked against it. `check` False leaves
    that out, for measurements: all else holds. `web` serves the page on which people act by hand.
    """

    def __init__(
        self,
        world: World,
        *,
        limits: Limits | None = None,
        port: int = 0,
        openapi: Path | None = None,
        check: bool = True,
        web: bool = False,
    ) -> None:
        self._core = Core.make(world, limits or Limits())
        self._port = port
        self._runner: http.AppRunner | None = None
        self.faults = Faults()
        document = None
        if check:
            document = OpenApi.find() if openapi is None else OpenApi.load(openapi)
        self._rest = RestServer(self._core, self.faults, document)
        self._downloads = Downloads(self._core, self.faults)
        state = self._core.state
        self.people = {key: Person(self._core, user) for key, user in state.people.items()}
        self.gateway = GatewayControl(state, self._core.hub, self._core.gateway)
        self._web = Web(self, world) if web else None
        self.tokens = {one.name: one.token for one in state.applications.values()}

    async def __aenter__(self) -> Sandbox:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen."""
        app = http.Application(client_max_size=_MAX_BODY)
        app.router.add_get("/gateway", self._core.gateway.handle)
        app.router.add_get("/gateway/", self._core.gateway.handle)
        app.router.add_get(ATTACHMENT, self._downloads.handle)
        app.router.add_route("*", "/api/v{version:[0-9]+}/{rest:.*}", self._rest.handle)
        if self._web is not None:
            self._web.install(app)
        self._runner = http.AppRunner(app, access_log=None, shutdown_timeout=2.0)
        await self._runner.setup()
        site = http.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        self._core.files.base = f"http://127.0.0.1:{self._port}"
        self._core.gateway.url = self.gateway_url

    async def stop(self) -> None:
        """Close every connection and release what is held."""
        self.faults.clear()
        await self.gateway.close(1001)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self._port

    @property
    def api_url(self) -> str:
        """What `Route.BASE` is to be."""
        return f"http://127.0.0.1:{self._port}/api/v10"

    @property
    def url(self) -> str:
        """Where it listens, and where its page is with `web`."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def gateway_url(self) -> str:
        """What `DiscordWebSocket.DEFAULT_GATEWAY` is to be."""
        return f"ws://127.0.0.1:{self._port}/gateway"

    @property
    def token(self) -> str:
        """The token of the first application."""
        return next(iter(self.tokens.values()))

    @property
    def limits(self) -> Limits:
        """The limits it holds bots to."""
        return self._core.limits

    @property
    def clock(self) -> Clock:
        """The sandbox's clock."""
        return self._core.clock

    @property
    def requests(self) -> list[Request]:
        """Every REST request so far, oldest first."""
        return self._rest.requests

    @property
    def violations(self) -> list[str]:
        """What broke Discord's OpenAPI document, a line each."""
        return self._rest.violations
