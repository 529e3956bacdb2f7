"""`/health` and `/metrics` over HTTP, for operators and their monitors."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable, Mapping

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.domain.notice import Notice
from bot.services.ports import StoreUnavailable

_log = structlog.stdlib.get_logger(__name__)

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3600)


class Metrics:
    """What is counted; a `DeliveryMeter` among others. A registry of its own, none global."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._sent = Histogram(
            "callboard_notice_seconds",
            "From a change to the display of its notice.",
            ["kind"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._failed = Counter(
            "callboard_notice_failures_total",
            "Sends of notices that were retried, rerouted or given up.",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self._queue = Gauge(
            "callboard_notices",
            "Notices that are not sent, by state.",
            ["state"],
            registry=self.registry,
        )

    def sent(self, notice: Notice, seconds: float) -> None:
        self._sent.labels(notice.kind).observe(seconds)

    def failed(self, notice: Notice, outcome: str) -> None:
        self._failed.labels(notice.kind, outcome).inc()

    def queue(self, depth: Mapping[str, int]) -> None:
        for state in ("waiting", "in_inbox", "stuck"):
            self._queue.labels(state).set(depth.get(state, 0))


class HealthServer:
    """Serves both until closed. Ready means connected to Discord with the database answering."""

    def __init__(
        self,
        metrics: Metrics,
        *,
        connected: Callable[[], bool],
        depth: Callable[[], Awaitable[Mapping[str, int]]],
    ) -> None:
        self._metrics = metrics
        self._connected = connected
        self._depth = depth
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self, host: str, port: int) -> None:
        """Listen. The system chooses a free port if ``port`` is 0; `port` has it then."""
        app = web.Application()
        app.add_routes([web.get("/health", self._health), web.get("/metrics", self._expose)])
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.port = int(self._runner.addresses[0][1])
        _log.info("health_served", host=host, port=self.port)

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()

    async def _health(self, _request: web.Request) -> web.Response:
        """``live`` is true while the loop turns; ``ready`` decides the status, 200 or 503."""
        try:
            await self._depth()
            database = True
        except StoreUnavailable:
            database = False
        ready = database and self._connected()
        body = {"live": True, "ready": ready, "discord": self._connected(), "database": database}
        return web.json_response(body, status=200 if ready else 503)

    async def _expose(self, _request: web.Request) -> web.Response:
        # Without the database its numbers stay as they were; the others must still be seen.
        with contextlib.suppress(StoreUnavailable):
            self._metrics.queue(await self._depth())
        body = generate_latest(self._metrics.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})
