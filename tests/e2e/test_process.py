"""The process: how it starts, what it says when it cannot, how it leaves."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import aiohttp
import discord
import pytest

from bot.app import App
from bot.discord_io.setup_check import DESK_NEEDS, QUESTIONS_NEEDS
from sandbox import Sandbox
from tests.e2e.stage import Stage
from tests.e2e.story import begin, fill, pitch, words

ROOT = Path(__file__).resolve().parents[2]


async def callboard(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """Run ``callboard`` in ``folder``; its exit code, output and errors."""
    inherited = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=folder, env={**inherited, **(env or {})},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"DATABASE_URL": "mysql://nowhere"}, "DATABASE_URL: must start with sqlite+aiosqlite"),
        ({"METRICS_PORT": "many"}, "METRICS_PORT: "),
        ({"DEFAULT_LOCALE": "fr"}, "DEFAULT_LOCALE: "),
        ({"SHARD_IDS": "0,1"}, "SHARD_IDS needs SHARD_COUNT"),
        ({"DISCORD_API_URL": "localhost:1"}, "DISCORD_API_URL: must be a http or https address"),
    ],
)
async def test_a_wrong_setting_stops_the_start_with_one_line(
    tmp_path: Path, env: dict[str, str], named: str
) -> None:
    code, out, err = await callboard(tmp_path, env={"DISCORD_TOKEN": "x", **env})
    assert code == 2
    assert out == ""
    assert err.startswith(f"callboard: {named}")
    assert len(err.splitlines()) == 1


async def test_a_token_that_discord_does_not_know_is_named(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    env = {"DISCORD_TOKEN": "wrong", "DISCORD_API_URL": sandbox.api_url, "LOG_LEVEL": "error"}
    code, _, err = await callboard(tmp_path, env=env)
    assert code == 2
    assert err.splitlines()[-1].startswith("callboard: DISCORD_TOKEN: ")


async def test_program_check_names_line_and_field(tmp_path: Path) -> None:
    good = ROOT / "bot" / "content" / "chunm.yaml"
    assert (await callboard(tmp_path, "program", "check", str(good)))[0] == 0
    bad = tmp_path / "bad.yaml"
    bad.write_text(good.read_text("utf-8").replace("prefix: CM", "prefix: c"), "utf-8")
    line = good.read_text("utf-8").splitlines().index("prefix: CM") + 1
    code, _, err = await callboard(tmp_path, "program", "check", str(bad))
    assert code == 1
    assert err.startswith(f"{bad}:{line}: prefix: ")


async def test_a_programme_file_that_is_no_text_is_named_too(tmp_path: Path) -> None:
    bad = tmp_path / "gbk.yaml"
    bad.write_bytes("name: 人才计划\n".encode("gbk"))
    code, _, err = await callboard(tmp_path, "program", "check", str(bad))
    assert code == 1
    assert err.startswith(f"{bad}:1: ")
    assert "Traceback" not in err


async def test_a_database_that_is_none_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("not a database at all, only words" * 100)
    env = {"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'notes.db'}"}
    code, _, err = await callboard(tmp_path, "migrate", env=env)
    assert code == 2
    assert err.startswith("callboard: DATABASE_URL: ")
    assert len(err.splitlines()) == 1


async def test_the_version_can_be_asked(tmp_path: Path) -> None:
    code, out, _ = await callboard(tmp_path, "--version")
    assert (code, out) == (0, f"callboard {version('callboard')}\n")


def test_the_invite_in_the_readme_asks_for_exactly_what_setup_checks() -> None:
    wanted = discord.Permissions(**dict.fromkeys({*DESK_NEEDS, *QUESTIONS_NEEDS}, True))
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"&permissions={wanted.value}\n" in readme


async def test_health_and_metrics_tell_the_truth(sandbox: Sandbox, database_url: str) -> None:
    async with (
        Stage(sandbox, database_url, metrics_port=0) as stage,
        aiohttp.ClientSession() as client,
    ):
        assert stage.app is not None
        base = f"http://127.0.0.1:{stage.app.health.port}"
        async with client.get(f"{base}/health") as answer:
            assert answer.status == 200
            assert (await answer.json()) == {
                "live": True, "ready": True, "discord": True, "database": True,
            }  # fmt: skip
        await stage.set_up()
        await pitch(stage.sam)
        card = await stage.maya.sees("About title", in_="desk")
        await stage.maya.presses("Claim", on=card)
        await stage.sam.sees("has begun to read", in_="dm")  # sent once the receipt was recorded
        async with client.get(f"{base}/metrics") as answer:
            shown = await answer.text()
        assert 'callboard_notice_seconds_count{kind="receipt"} 1.0' in shown
        assert 'callboard_notices{state="stuck"} 0.0' in shown


async def test_several_shards_serve_all_guilds(sandbox: Sandbox, database_url: str) -> None:
    async with Stage(sandbox, database_url, shard_count=2) as stage:
        await stage.set_up()
        await stage.set_up_south()
        await pitch(stage.sam)
        assert await stage.maya.sees("About title", in_="desk")


async def test_a_stop_finishes_what_is_in_hand(stage: Stage, sandbox: Sandbox) -> None:
    """A pitch is submitted; its desk card is held on the way; the bot is told to leave."""
    desk = str(sandbox.channel("north/desk").id)
    hold = sandbox.faults.hold(
        "POST", "/channels/{channel_id}/messages",
        where=lambda request: request.params["channel_id"] == desk,
    )  # fmt: skip
    await pitch(stage.sam)
    await hold.reached()
    leaving = asyncio.create_task(stage.stop())
    hold.release()
    await leaving
    assert len([m for m in await stage.maya.reads("desk") if "About title" in m.text]) == 1


async def test_an_unforeseen_error_has_the_same_number_for_the_person_and_the_log(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    app: App | None = stage.app
    assert app is not None
    async with app.database.engines.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE calls RENAME TO lost")
        await connection.commit()
    told = await stage.sam.types("/programs")
    assert "Something went wrong on my side" in told.text
    number = told.text.split("`")[1]
    assert any(number in record.getMessage() for record in caplog.records)
    assert "lost" not in told.text
    assert "calls" not in told.text


async def test_who_comes_while_the_bot_is_leaving_is_told_to_wait(
    stage: Stage, sandbox: Sandbox
) -> None:
    """A submitted page is still taken; a command or a button is not begun."""
    await begin(stage.lin)
    asked = await stage.sam.types("/pitch start", program="chunm")
    hold = sandbox.faults.hold("PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original")
    slow = asyncio.create_task(stage.wei.types("/programs"))
    await hold.reached()
    leaving = asyncio.create_task(stage.stop())
    refused = await stage.maya.types("/programs")
    assert refused.text == words(stage.maya)("error.restarting")
    pressed = await stage.sam.presses("Begin", on=asked.message)
    assert pressed.text == words(stage.sam)("error.restarting")
    sent = await fill(stage.lin, {"title": "月亮港"})
    assert "月亮港" in sent.text
    hold.release()
    assert "ChunM" in (await slow).text
    await leaving
