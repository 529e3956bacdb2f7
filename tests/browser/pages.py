"""Pages that tests hand on: opening one costs Chromium more than most tests do with it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, Page, ViewportSize

VIEWPORT: ViewportSize = {"width": 1280, "height": 800}
PICTURE = "/static/favicon.svg"
"""A file of the sandbox in which no script runs."""
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


class Pages:
    """Each in a context of its own, so that no two tabs share what they keep."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[Page] = []

    @asynccontextmanager
    async def own(self, **context: Any) -> AsyncIterator[Page]:
        """A new page, closed on leaving."""
        page = await self._new(**context)
        yield page
        await page.context.close()

    @asynccontextmanager
    async def lent(self, address: str) -> AsyncIterator[Page]:
        """One that knows nothing of those who had it before. Whoever has it leaves no routes and no
        listeners. On leaving, the sandbox at ``address`` must still serve.
        """
        page = self._free.pop() if self._free else await self._new()
        try:
            yield page
            await self._forgets(page, address)
        except BaseException:
            await page.context.close()
            raise
        self._free.append(page)

    async def _new(self, **context: Any) -> Page:
        context.setdefault("viewport", VIEWPORT)
        made = await self._browser.new_context(
            timezone_id="America/Los_Angeles", reduced_motion="reduce", **context
        )
        return await made.new_page()

    async def _forgets(self, page: Page, address: str) -> None:
        """It comes to rest at a file: nothing of the page runs on, or is kept for one who happens
        to get the same port."""
        for other in page.context.pages:
            if other is not page:
                await other.close()
        await page.goto(f"{address}{PICTURE}")
        await page.evaluate(FORGET)
        await page.context.clear_cookies()
        await page.set_viewport_size(VIEWPORT)
        await page.emulate_media(color_scheme="light")
