"""The first run without a token: a page on the machine, and a server with something in it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.content.loader import shipped
from bot.demo import PORT
from bot.domain.form import SEVERAL, Kind
from bot.domain.text import Locale
from bot.files.sniff import ContentInspector
from bot.texts import Texts
from sandbox import World
from sandbox.state.files import File
from tests.e2e.process import KEPT, ROOT
from tests.e2e.stage import Stage
from tests.e2e.story import form_fields, pitch

WORLDS = Path(str(resources.files("sandbox") / "worlds"))
WORLD = World.load(WORLDS / "demonstration.yaml")
SAMPLES = WORLDS / "files"
LOCALES = ("en-US", "zh-CN", "zh-TW")
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")

Json = dict[str, Any]


async def started(folder: Path, **env: str) -> Process:
    """`callboard` as somebody runs it who has no token, its temporary files in `folder`. Without
    the model, whose start costs seconds, unless `env` says otherwise.
    """
    (folder / "temporary").mkdir()
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    own = {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "temporary"), "SEMANTIC": "off", **env}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", cwd=folder, env=kept | own, stdout=PIPE, stderr=PIPE
    )


async def told(process: Process) -> list[str]:
    """The three lines that it says once it is ready."""
    assert process.stdout is not None
    async with asyncio.timeout(60):
        return [(await process.stdout.readline()).decode() for _ in range(3)]


async def left(process: Process, by: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
    """Its exit code, and what else it wrote, after a signal."""
    process.send_signal(by)
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


class Tab:
    """Somebody's tab, as far as these tests need one."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._channels: dict[str, str] = {}

    async def does(self, verb: str, **args: Any) -> Json:
        """The result; AssertionError where it was refused."""
        await self._socket.send_json({"id": 1, "do": verb, **args})
        while True:
            frame = await self._next()
            if frame.get("re") == 1:
                assert frame["ok"], frame
                result: Json = frame["result"]
                return result

    async def reads(self, channel: str) -> list[Json]:
        """The messages of a channel, by its name."""
        while channel not in self._channels:
            await self._next()
        opened = await self.does("open", channel=self._channels[channel])
        return list(opened["messages"])

    async def types(self, channel: str, path: str, **options: Any) -> str:
        """Run a command; all that the answer says."""
        await self.reads(channel)
        place = self._channels[channel]
        outcome = await self.does("command", channel=place, path=path, options=options)
        messages = await self.reads(channel)
        return next(str(one) for one in messages if one["id"] == outcome["message"])

    async def _next(self) -> Json:
        frame: Json = await self._socket.receive_json(timeout=10)
        if frame.get("event") == "places":
            for place in [*frame["guilds"][0]["channels"], *frame["dms"]]:
                self._channels[place["name"]] = place["id"]
        return frame


@asynccontextmanager
async def tab_of(address: str, key: str) -> AsyncIterator[Tab]:
    headers = {"Origin": address.rstrip("/")}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{address}socket?as={key}", headers=headers) as found,
    ):
        yield Tab(found)


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[Process, str]]:
    """The process, and the address that it told."""
    process = await started(tmp_path)
    try:
        found = ADDRESS.search("".join(await told(process)))
        assert found is not None
        yield process, found[0]
    finally:
        if process.returncode is None:
            await left(process)


async def test_it_tells_one_address_serves_there_and_leaves_nothing_behind(tmp_path: Path) -> None:
    process = await started(tmp_path, SEMANTIC="auto")
    lines = await told(process)
    addresses = ADDRESS.findall("".join(lines))
    assert len(addresses) == 1
    assert lines[0] == f"Callboard is running: http://127.0.0.1:{addresses[0]}/\n"
    assert "Ctrl+C" in lines[1]
    assert "DISCORD_TOKEN" in lines[2]
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{addresses[0]}/") as answer,
    ):
        assert answer.status == 200
        assert "<html" in await answer.text()
    assert await left(process) == (0, "", "")
    assert [one.name for one in tmp_path.iterdir()] == ["temporary"]
    assert list((tmp_path / "temporary").iterdir()) == []


async def test_it_leaves_on_sigterm_too_also_while_tabs_are_open(
    running: tuple[Process, str],
) -> None:
    process, address = running
    async with tab_of(address, "lin") as tab:
        await tab.reads("general")
        assert await left(process, signal.SIGTERM) == (0, "", "")


async def test_where_the_port_is_taken_it_finds_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held = False
        with contextlib.suppress(OSError):  # a demonstration of another test has it, for now
            taken.bind(("127.0.0.1", PORT))
            taken.listen()
            held = True
        process = await started(tmp_path)
        found = ADDRESS.search("".join(await told(process)))
        assert found is not None
        assert not (held and int(found[1]) == PORT)
        assert (await left(process))[0] == 0


async def test_what_keeps_it_from_starting_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = await started(tmp_path, METRICS_PORT=str(taken.getsockname()[1]))
        out, err = await asyncio.wait_for(process.communicate(), 60)
    assert (process.returncode, out) == (1, b"")
    assert err.decode().startswith("callboard: the demonstration did not start: METRICS_PORT: ")
    assert len(err.decode().splitlines()) == 1
    assert list((tmp_path / "temporary").iterdir()) == []


async def test_the_desk_has_a_pitch_in_review_and_a_new_one(running: tuple[Process, str]) -> None:
    _, address = running
    async with tab_of(address, "maya") as maya:
        cards = [str(one) for one in await maya.reads("desk") if one["x"]["bot"]]
        assert len(cards) == 2
        claimed = next(one for one in cards if "Ten Nights at the Majestic" in one)
        fresh = next(one for one in cards if "退潮之前" in one)
        assert "Changes requested" in claimed
        assert "Submitted" in fresh
        assert "'label': 'Claim'" in fresh
        assert "'label': 'Claim'" not in claimed
        questions = await maya.reads("questions")
        assert [one["x"]["bot"] for one in questions] == [False, True, False, True]
        assert len(await maya.reads("general")) == 3
    async with tab_of(address, "sam") as sam:
        heard = [str(one) for one in await sam.reads("Callboard")]
        assert len(heard) == 3
        assert "has begun to read" in heard[1]
        assert "I read it in one sitting" in heard[2]
        assert "'label': 'Answer the request'" in heard[2]
        assert not any(one["x"]["ephemeral"] for one in await sam.reads("general"))


async def test_moving_the_clock_moves_the_bots_time(running: tuple[Process, str]) -> None:
    _, address = running
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%d %H:%M}"
    async with tab_of(address, "olga") as olga, tab_of(address, "lin") as lin:
        await olga.types("general", "call close", program="chunm")
        opened = await olga.types("general", "call open", program="chunm", closes=tomorrow)
        assert "is open" in opened
        assert "ChunM" in await lin.types("general", "pitch start", program="chunm")
        await olga.does("panel.clock", seconds=timedelta(days=3).total_seconds())
        refused = await lin.types("general", "pitch start", program="chunm")
        closed = Texts.load().of(Locale.ZH_CN)("error.programme_closed", name="ChunM 人才计划")
        assert closed in refused


@pytest.mark.parametrize("locale", LOCALES)
def test_every_field_has_an_example_that_it_takes(locale: str) -> None:
    for programme in shipped():
        for field in programme.form.fields():
            value = WORLD.examples[field.id][locale]
            given = (value,) if field.kind in SEVERAL else value
            assert field.problem(field.read(given)) is None, (programme.key, field.id)
            if field.kind is Kind.FILES:
                with (SAMPLES / value).open("rb") as file:
                    assert ContentInspector().type_of(file, value) in field.accepts


def test_there_are_examples_for_fields_only_and_everybody_is_introduced() -> None:
    assert set(WORLD.examples) == {*form_fields(), "question"}
    assert all(set(values) == set(LOCALES) for values in WORLD.examples.values())
    assert all(set(person.about) == set(LOCALES) for person in WORLD.people)
    assert WORLD.tour == {"creator": "sam", "coordinator": "maya", "desk": "desk"}
    assert WORLD.creators == ("sam", "lin")


def as_given(kind: Kind | None, value: str) -> Any:
    """An example as somebody gives it who fills the field."""
    if kind is Kind.FILES:
        return [File(value, (SAMPLES / value).read_bytes())]
    return [value] if kind is Kind.CHOICES else value


@pytest.mark.parametrize("programme", ["chunm", "hina"])
async def test_a_pitch_of_examples_alone_can_be_sent(stage: Stage, programme: str) -> None:
    kinds = {field.id: field.kind for field in form_fields().values()}
    examples = {
        name: as_given(kinds.get(name), values["zh-CN"]) for name, values in WORLD.examples.items()
    }
    receipt = await pitch(stage.lin, programme, examples)
    assert "你的投稿已收到" in receipt.text
    assert await stage.maya.sees(str(examples["title"]), in_="desk")
