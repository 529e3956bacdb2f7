"""A browser for the whole run; for each test a sandbox with its page, a bot, and tabs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from discord.gateway import DiscordWebSocket
from discord.http import Route
from playwright.async_api import Browser, WebSocketRoute, async_playwright

from bot.demo_story import Story
from sandbox import Limits, Sandbox, World
from tests.browser import chromium
from tests.browser.formbot import FormBot
from tests.browser.pages import Pages
from tests.browser.tab import Tab
from tests.e2e.prepared import as_set_up
from tests.e2e.stage import WORLD, Stage, quiet_logs
from tests.sandbox.conftest import point_at, running
from tests.support.databases import fresh_sqlite_url

OpensTab = Callable[..., Awaitable[Tab]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of them share one event loop: a browser cannot move from loop to loop."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents and isinstance(item, pytest.Function):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(autouse=True)
def restored_addresses() -> Iterator[None]:
    """discord.py keeps its addresses for the process; put them back after the test."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    quiet_logs()
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium; without one the test is skipped, or fails where one is required."""
    path = chromium.executable()
    if path is None:
        if chromium.required():
            pytest.fail(chromium.MISSING)
        pytest.skip(chromium.MISSING)
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        yield made
        await made.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def pages(browser: Browser) -> Pages:
    """What most tabs are opened in."""
    return Pages(browser)


@pytest.fixture
def world() -> str:
    """The guilds and people; a test that needs others is parametrised with its own."""
    return WORLD


@pytest.fixture
def limits() -> Limits:
    """Discord's own patience, which lasts where the tests share their cores with others."""
    return replace(Limits.relaxed(), ack_seconds=3.0)


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(browser: Browser, world: str, limits: Limits) -> AsyncIterator[Sandbox]:
    """With its page. Ends with a check that nothing broke Discord's OpenAPI document."""
    assert browser.is_connected()
    async with Sandbox(World.parse(world), limits=limits, web=True) as made:
        yield made
        assert made.violations == []


@pytest_asyncio.fixture(loop_scope="session")
async def stage(sandbox: Sandbox, world: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Callboard is there, the north is set up and both calls are open."""
    made = Stage(sandbox, fresh_sqlite_url(tmp_path), files_url=str(tmp_path / "files"))
    made.clock = sandbox.clock
    async with as_set_up(made, world, questions="questions"):
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def played(sandbox: Sandbox, tmp_path: Path) -> AsyncIterator[Stage]:
    """Callboard is there, and the demonstration's story has been played: pitches, notices."""
    made = Stage(sandbox, fresh_sqlite_url(tmp_path), files_url=str(tmp_path / "files"))
    made.clock = sandbox.clock
    async with made:
        await Story(sandbox).play()
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def bot(sandbox: Sandbox) -> AsyncIterator[FormBot]:
    """A small bot with everything that a page has to show: see formbot.py."""
    point_at(sandbox)
    made = FormBot()
    async with running(made, sandbox.token):
        await made.tree.sync()
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def opens(pages: Pages, sandbox: Sandbox) -> AsyncIterator[OpensTab]:
    """Opens a tab as somebody: in a page of the run's, or with settings of a context, where
    something is tampered with, or if the test asks for it, in one that nobody had before or has
    after. In the end no tab has asked anything of another host, run into an error, or broken the
    page's own security policy.
    """
    tabs: list[Tab] = []
    address = f"http://127.0.0.1:{sandbox.port}"
    async with AsyncExitStack() as stack:

        async def open_tab(
            key: str,
            channel: str | None = None,
            tamper: Callable[[str], str] | None = None,
            own: bool = False,
            **context: Any,
        ) -> Tab:
            own = own or tamper is not None or bool(context)
            lent = pages.own(**context) if own else pages.lent(address)
            page = await stack.enter_async_context(lent)
            if tamper is not None:
                await page.route_web_socket(re.compile("/socket"), _tampered(tamper))
            tab = Tab(page, sandbox.people[key], address, touch=bool(context.get("has_touch")))
            stack.callback(tab.hears_no_more)
            tabs.append(tab)
            return await tab.opens(channel)

        yield open_tab
        for tab in tabs:
            tab.must_be_clean()


def _tampered(tamper: Callable[[str], str]) -> Callable[[WebSocketRoute], None]:
    """What the server tells is changed on its way to the page."""

    def handle(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda text: route.send(tamper(str(text))))

    return handle
