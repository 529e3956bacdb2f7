"""Vectors from an OpenAI-compatible endpoint."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

pytest.importorskip("numpy")

from bot import endpoint
from bot.answers.embedding import Side, Unavailable
from bot.answers.engine import Engine
from bot.answers.entry import Entry
from bot.embedders import embedder_of
from bot.endpoint import Endpoint
from bot.services.ports_answers import Decision
from bot.settings import Settings
from tests.unit.played_model import vector

Answer = Callable[[dict[str, Any]], Awaitable[web.StreamResponse]]


class Served:
    """An endpoint that answers as it is told; well, at first."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.answer: Answer = self.well
        app = web.Application()
        app.router.add_post("/v1/embeddings", self._serve)
        self.server = TestServer(app)

    @property
    def url(self) -> str:
        return str(self.server.make_url("/v1"))

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.asked.append(body)
        self.keys.append(request.headers.get("Authorization"))
        return await self.answer(body)

    async def well(self, body: dict[str, Any]) -> web.StreamResponse:
        found = [
            {"index": n, "embedding": list(array("f", vector(text.partition(": ")[2])))}
            for n, text in enumerate(body["input"])
        ]
        return web.json_response({"object": "list", "data": found[::-1]})


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    served = Served()
    await served.server.start_server()
    yield served
    await served.server.close()


async def test_questions_are_answered_by_meaning(served: Served) -> None:
    engine = Engine(Endpoint(f"{served.url}#some-model", key="sesame"))
    await engine.start()
    await engine.sync("north", [Entry("fee", ("Is there an entry fee to pay?",))])
    await engine.ready()
    judged = await engine.judge("north", "is there an entry fee to pay")
    assert (judged.decision, judged.semantic) == (Decision.ANSWER, True)
    assert {body["model"] for body in served.asked} == {"some-model"}
    asked = "is there an entry fee to pay"
    assert served.asked[-1]["input"] == [f"query: {asked}", f"passage: {asked}"]
    assert set(served.keys) == {"Bearer sesame"}
    await engine.close()


@pytest.mark.parametrize(
    "answer",
    [
        web.json_response,
        lambda: web.json_response({"data": []}),
        lambda: web.json_response({"data": [{"index": 0, "embedding": "no"}]}),
        lambda: web.json_response({"data": [{"index": 0}]}),
        lambda: web.Response(text="no JSON"),
        lambda: web.Response(status=500),
        lambda: web.Response(status=302, headers={"Location": "/elsewhere"}),
    ],
)
async def test_what_is_no_answer_is_not_believed(
    served: Served, answer: Callable[[], web.Response]
) -> None:
    async def badly(_body: dict[str, Any]) -> web.StreamResponse:
        return answer()

    served.answer = badly
    asked = Endpoint(served.url)
    await asked.start()
    with pytest.raises(Unavailable):
        await asked.texts(["who"], Side.PASSAGE)
    await asked.close()


async def test_an_endpoint_that_is_slow_or_busy_costs_meaning_only(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrived, leave = asyncio.Event(), asyncio.Event()

    async def slowly(body: dict[str, Any]) -> web.StreamResponse:
        arrived.set()
        await leave.wait()
        return await served.well(body)

    served.answer = slowly
    monkeypatch.setattr(endpoint, "WAITING", 1)
    monkeypatch.setattr(endpoint, "QUESTION_SECONDS", 0.5)
    asked = Endpoint(served.url)
    await asked.start()
    first = asyncio.create_task(asked.question("who"))
    await arrived.wait()
    with pytest.raises(Unavailable):
        await asked.question("another")
    with pytest.raises(Unavailable):
        await first
    leave.set()
    await asked.close()


async def test_nobody_there_is_told() -> None:
    asked = Endpoint("http://127.0.0.1:9/v1/embeddings")
    with pytest.raises(Unavailable):
        await asked.question("before it was started")
    await asked.start()
    with pytest.raises(Unavailable):
        await asked.question("who")
    await asked.close()


def test_the_settings_choose() -> None:
    def chosen(semantic: str) -> object:
        return embedder_of(Settings(_env_file=None, semantic=semantic))

    assert chosen("off") is None
    assert isinstance(chosen("http://127.0.0.1:9/v1"), Endpoint)


def test_without_the_extra_words_are_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.embedders.installed", lambda: False)
    monkeypatch.setattr("bot.embedders.find_spec", lambda _name: None)
    assert embedder_of(Settings(_env_file=None)) is None
    with pytest.raises(ValueError, match="semantic"):
        embedder_of(Settings(_env_file=None, semantic="http://127.0.0.1:9"))
