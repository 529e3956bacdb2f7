"""The demonstration, as the pictures need it: in one language, and quiet."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

from bot import logs
from bot.demo_story import Story
from sandbox import Sandbox, World
from tests.e2e.stage import Stage


@asynccontextmanager
async def demonstration(locale: str) -> AsyncIterator[Sandbox]:
    """The sandbox with its page, the bot, and the story played; the desk and the staff speak
    `locale`, one of Discord's.
    """
    logs.configure("console", "error")
    world = World.load(Path(str(resources.files("sandbox") / "worlds" / "demonstration.yaml")))
    with tempfile.TemporaryDirectory(prefix="callboard-pictures-") as folder:
        async with Sandbox(world, web=True) as sandbox:
            database = f"sqlite+aiosqlite:///{folder}/callboard.db"
            stage = Stage(sandbox, database, files_url=f"{folder}/files")
            stage.clock = sandbox.clock
            async with stage:
                stage.olga.locale = stage.maya.locale = locale
                spoken = "zh-CN" if locale == "zh-CN" else "en"
                await stage.olga.types(
                    "/setup", coordinators="Coordinators", desk="desk", language=spoken
                )
                await asyncio.wait_for(Story(sandbox).play(), 60)
                yield sandbox
