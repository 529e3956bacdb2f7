"""A bot that registers commands and forms, and Lin's tab."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from sandbox import Limits, Sandbox, World
from tests.sandbox.conftest import Bot, Run, point_at
from tests.sandbox.tabbot import start_bot
from tests.sandbox.tabs import Tab, open_tab


@pytest.fixture
async def sandbox(world: World) -> AsyncIterator[Sandbox]:
    limits = replace(Limits.relaxed(), ack_seconds=1.0)
    async with Sandbox(world, limits=limits, web=True) as made:
        point_at(made)
        yield made


@pytest.fixture(autouse=True)
async def bot(sandbox: Sandbox, run: Run) -> Bot:
    return await start_bot(run)


@pytest.fixture
async def lin(sandbox: Sandbox) -> AsyncIterator[Tab]:
    async with open_tab(sandbox, "lin") as tab:
        yield tab


@pytest.fixture
async def general(sandbox: Sandbox) -> str:
    return str(sandbox.channel("north/general").id)
