"""Whom a tab is that names nobody: the creator who speaks the browser's language."""

from __future__ import annotations

import aiohttp
import pytest

from sandbox import Limits, Sandbox, World
from sandbox.web.language import speaker
from tests.sandbox.conftest import WORLD

TOUR = "tour: {creators: [shy, lin], coordinator: maya, desk: desk}"  # English, Chinese


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("", "sam"),
        ("en-GB,en;q=0.9", "sam"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "lin"),
        ("zh-TW", "lin"),
        ("zh-Hant-TW;q=0.7, en;q=0.2", "lin"),
        ("en;q=0.2, ZH;q=0.3", "lin"),
        ("fr-CA, zh;q=0.5", "lin"),
        ("fr, de;q=0.5, *;q=0.1", "sam"),
        ("zh;q=0, en", "sam"),
        ("zh;q=x, ;;, ,", "sam"),
    ],
)
def test_the_first_wish_that_somebody_speaks_decides(header: str, key: str) -> None:
    assert speaker({"sam": "en-US", "lin": "zh-CN"}, header) == key


def test_where_nobody_is_nobody_speaks() -> None:
    assert speaker({}, "en") is None


@pytest.mark.parametrize(("language", "key"), [("zh-TW,zh;q=0.9", "lin"), ("en-US", "shy")])
async def test_a_tab_without_a_name_is_the_creator_of_its_language(language: str, key: str) -> None:
    world = World.parse(f"{WORLD}{TOUR}\n")
    async with (
        Sandbox(world, limits=Limits.relaxed(), web=True) as sandbox,
        aiohttp.ClientSession(
            headers={"Origin": sandbox.url, "Accept-Language": language}
        ) as session,
    ):
        locale = sandbox.people[key].locale
        async with session.get(sandbox.url) as answer:
            assert f'lang="{locale}"' in await answer.text()
        async with session.ws_connect(f"{sandbox.url}/socket") as socket:
            hello = await socket.receive_json()
        assert (hello["me"]["key"], hello["tour"]["creator"]) == (key, key)
        # Whoever has the page in another language is still the same person after a reload.
        sandbox.people[key].locale = "zh-CN" if locale == "en-US" else "en-US"
        async with session.ws_connect(f"{sandbox.url}/socket") as socket:
            assert (await socket.receive_json())["me"]["key"] == key
