"""A bot that Discord cannot reach is not ready, however ready it was before."""

from __future__ import annotations

import asyncio

import aiohttp

from sandbox import Sandbox
from tests.e2e.stage import Stage


async def test_while_the_gateway_is_away_the_bot_is_live_but_not_ready(
    sandbox: Sandbox, database_url: str
) -> None:
    async with (
        Stage(sandbox, database_url, metrics_port=0) as stage,
        aiohttp.ClientSession() as client,
    ):
        assert stage.app is not None
        health = f"http://127.0.0.1:{stage.app.health.port}/health"
        sandbox.gateway.invalidate()  # the client waits five seconds before it comes back
        await sandbox.gateway.gone()
        async with client.get(health) as answer:
            assert answer.status == 503
            told = await answer.json()
        assert told == {"live": True, "ready": False, "discord": False, "database": True}
        await sandbox.gateway.ready()
        status = 503
        async with asyncio.timeout(10):
            while status != 200:
                async with client.get(health) as answer:
                    status = answer.status
