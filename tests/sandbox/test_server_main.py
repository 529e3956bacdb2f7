"""`python -m sandbox`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import aiohttp
import pytest

from sandbox.__main__ import main
from tests.sandbox.conftest import WORLD


def test_wrong_arguments_end_with_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("people: []", encoding="utf-8")
    assert [main([]), main([str(tmp_path / "none.yaml")]), main([str(broken)])] == [2, 2, 2]
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "usage: python -m sandbox WORLD.yaml [PORT]"
    assert "none.yaml" in lines[1]
    assert lines[2] == "people: is not a mapping"


async def test_it_tells_where_it_listens(tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(WORLD, encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", str(path), "0", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        told = [(await process.stdout.readline()).decode().strip() for _ in range(3)]
        told_by_name = dict(line.split("=", 1) for line in told)
        assert told_by_name["DISCORD_TOKEN"] == "sandbox-token"
        async with (
            aiohttp.ClientSession() as session,
            session.get(told_by_name["DISCORD_API_URL"] + "/gateway") as answer,
        ):
            assert (await answer.json())["url"] == told_by_name["DISCORD_GATEWAY_URL"]
    finally:
        process.terminate()
        await process.communicate()
