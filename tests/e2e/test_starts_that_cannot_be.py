"""What stops a start is named in one line, by the setting to change."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.e2e.test_process import callboard
from tests.support.databases import Postgres

QUIET = {"DISCORD_TOKEN": "x", "LOG_LEVEL": "error"}


async def _stopped(folder: Path, *command: str, **env: str) -> str:
    code, out, err = await callboard(folder, *command, env=QUIET | env)
    assert code == 2
    assert out == ""
    assert len(err.splitlines()) == 1, err
    return err


@pytest.mark.parametrize(
    ("command", "address", "why"),
    [
        ((), "sqlite+aiosqlite:///", "SQLite needs a file"),
        ((), "postgresql+asyncpg://anna:secret@127.0.0.1:9/callboard", "Connect call failed"),
        (("migrate",), "sqlite+aiosqlite:////proc/nowhere/callboard.db", "No such file"),
    ],
)
async def test_a_database_that_is_not_there(
    tmp_path: Path, command: tuple[str, ...], address: str, why: str
) -> None:
    told = await _stopped(tmp_path, *command, DATABASE_URL=address)
    assert told.startswith("callboard: DATABASE_URL: ")
    assert why in told
    assert "secret" not in told


async def test_a_server_without_that_database(tmp_path: Path, postgres: Postgres) -> None:
    told = await _stopped(tmp_path, DATABASE_URL=postgres.url("nowhere"))
    assert told.startswith("callboard: DATABASE_URL: ")
    assert "does not exist" in told


async def test_a_port_that_is_taken(tmp_path: Path, sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        told = await _stopped(tmp_path, METRICS_PORT=port, DISCORD_API_URL=sandbox.api_url)
    assert told.startswith("callboard: METRICS_PORT: ")


async def test_a_discord_that_does_not_answer(tmp_path: Path) -> None:
    env = QUIET | {"DISCORD_API_URL": "http://127.0.0.1:9"}
    code, _, err = await callboard(tmp_path, env=env)
    assert code == 1
    assert err.startswith("callboard: Discord cannot be reached: ")
    assert len(err.splitlines()) == 1
