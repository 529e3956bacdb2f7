"""`/health` and `/metrics`, as monitors read them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.domain.notice import NoticeKind
from bot.health import HealthServer, Metrics
from bot.services.ports import StoreUnavailable
from tests.db.samples import notice, pitch


@dataclass
class Surroundings:
    """What the server asks about."""

    connected: bool = True
    reachable: bool = True
    waiting: Mapping[str, int] = field(default_factory=lambda: {"waiting": 3, "stuck": 1})

    async def depth(self) -> Mapping[str, int]:
        if not self.reachable:
            raise StoreUnavailable
        return self.waiting


@pytest.fixture
def around() -> Surroundings:
    return Surroundings()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def address(around: Surroundings, metrics: Metrics) -> AsyncIterator[str]:
    server = HealthServer(metrics, connected=lambda: around.connected, depth=around.depth)
    await server.start("127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.port}"
    await server.close()


async def get(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.text()


async def health(address: str) -> tuple[int, dict[str, bool]]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}/health") as answer:
        body: dict[str, bool] = await answer.json()
        return answer.status, body


async def test_a_bot_that_is_connected_with_its_database_is_ready(address: str) -> None:
    everything = {"live": True, "ready": True, "discord": True, "database": True}
    assert await health(address) == (200, everything)


async def test_one_without_discord_is_alive_but_not_ready(
    address: str, around: Surroundings
) -> None:
    around.connected = False
    status, body = await health(address)
    assert (status, body["live"], body["ready"], body["discord"]) == (503, True, False, False)


async def test_one_without_its_database_neither(address: str, around: Surroundings) -> None:
    around.reachable = False
    status, body = await health(address)
    assert (status, body["live"], body["ready"], body["database"]) == (503, True, False, False)


async def test_metrics_count_what_was_delivered_and_what_waits(
    address: str, metrics: Metrics
) -> None:
    told = notice(pitch())
    metrics.sent(told, 0.04)
    metrics.failed(told, "retried")
    status, text = await get(f"{address}/metrics")
    assert status == 200
    kind = NoticeKind.RECEIPT.value
    for line in (
        f'callboard_notice_seconds_bucket{{kind="{kind}",le="0.05"}} 1.0',
        f'callboard_notice_seconds_bucket{{kind="{kind}",le="0.025"}} 0.0',
        f'callboard_notice_failures_total{{kind="{kind}",outcome="retried"}} 1.0',
        'callboard_notices{state="waiting"} 3.0',
        'callboard_notices{state="in_inbox"} 0.0',
        'callboard_notices{state="stuck"} 1.0',
    ):
        assert line in text.splitlines()


async def test_metrics_of_two_bots_in_a_process_are_apart(metrics: Metrics) -> None:
    other = Metrics()
    metrics.queue({"waiting": 5})
    assert metrics.registry.get_sample_value("callboard_notices", {"state": "waiting"}) == 5
    assert other.registry.get_sample_value("callboard_notices", {"state": "waiting"}) is None


async def test_metrics_are_served_also_without_the_database(
    address: str, around: Surroundings, metrics: Metrics
) -> None:
    metrics.sent(notice(pitch()), 0.04)
    around.reachable = False
    status, text = await get(f"{address}/metrics")
    assert status == 200
    assert "callboard_notice_seconds_count" in text


async def test_a_server_that_never_started_can_be_closed(metrics: Metrics) -> None:
    server = HealthServer(metrics, connected=lambda: True, depth=Surroundings().depth)
    await server.close()
    assert server.port == 0
