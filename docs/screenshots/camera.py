"""Opens tabs and takes pictures of parts of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, FloatRect, Locator, expect

from sandbox import Sandbox
from tests.browser.tab import Tab

DESKTOP = (1280, 800)
PHONE = (390, 844)
NARROW = (1040, 800)
"""For parts of the window: the messages' column is then as wide as a guide shows pictures."""
TALL = (1280, 1500)
"""For the panel, which is as high as the window."""
ROOM = 320
"""Pixels that the window needs beside a message: its header, the composer, a day's line."""
MOST_GROWTHS = 5
"""How often a window grows for one picture: what is far off the screen is measured roughly."""
EDGE = 2
"""Pixels that are left above and below what a picture shows."""
BOT = "Callboard"
DISMISSED = 'sessionStorage.setItem("sandbox.welcome.gone", "1")'
SETTLED = """() => Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
  .map((one) => one.finished.catch(() => null)))"""


class Camera:
    """For one language: the pictures go to one folder."""

    def __init__(self, browser: Browser, sandbox: Sandbox, folder: Path) -> None:
        self._browser = browser
        self._sandbox = sandbox
        self._folder = folder
        self.people = sandbox.people

    @asynccontextmanager
    async def tab(
        self,
        key: str,
        channel: str | None = None,
        *,
        size: tuple[int, int] = NARROW,
        welcome: bool = False,
    ) -> AsyncIterator[Tab]:
        """A tab as somebody, in a fresh browser profile with the light theme; with the card that
        welcomes newcomers, or without.
        """
        width, height = size
        person = self._sandbox.people[key]
        context = await self._browser.new_context(
            viewport={"width": width, "height": height},
            locale=person.locale,
            color_scheme="light",
            reduced_motion="reduce",
            timezone_id="America/Los_Angeles",
            has_touch=size == PHONE,
        )
        try:
            if not welcome:
                await context.add_init_script(DISMISSED)
            address = f"http://127.0.0.1:{self._sandbox.port}"
            tab = Tab(await context.new_page(), person, address)
            yield await tab.opens(channel)
        finally:
            await context.close()

    async def whole(self, tab: Tab, name: str) -> None:
        """The window as it is."""
        await self._ready(tab)
        await tab.page.screenshot(path=self._path(name))

    async def part(self, tab: Tab, name: str, *shown: Locator, grows: bool = True) -> None:
        """The smallest rectangle around all that is to be shown.

        The window grows for it where it must, and shrinks again; not for what is always as high
        as the window (`grows=False`).
        """
        size = tab.page.viewport_size
        assert size is not None
        await self._ready(tab)
        for _ in range(MOST_GROWTHS):
            wanted = int((await _around(shown))["height"]) + ROOM
            now = tab.page.viewport_size
            if not grows or now is None or wanted <= now["height"]:
                break
            await tab.page.set_viewport_size({"width": size["width"], "height": wanted})
            await self._ready(tab)
        await shown[-1].scroll_into_view_if_needed()
        await shown[0].scroll_into_view_if_needed()
        await self._ready(tab)
        await tab.page.screenshot(path=self._path(name), clip=await _around(shown))
        await tab.page.set_viewport_size(size)

    async def _ready(self, tab: Tab) -> None:
        """Nothing moves, nothing hovers, nobody is thinking, no passing notice is in the way."""
        await tab.page.mouse.move(0, 0)
        await tab.page.evaluate("document.activeElement?.blur()")
        await expect(tab.main.get_by_text(tab.ui("shell.thinking", name=BOT))).to_have_count(0)
        await expect(tab.page.locator("#toasts > *")).to_have_count(0)
        await tab.page.evaluate("document.fonts.ready")
        await tab.page.evaluate(SETTLED)

    def _path(self, name: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{name}.png"


async def _around(shown: tuple[Locator, ...]) -> FloatRect:
    boxes = [box for one in shown if (box := await one.bounding_box())]
    left = min(box["x"] for box in boxes)
    top = max(0, min(box["y"] for box in boxes) - EDGE)
    right = max(box["x"] + box["width"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes) + EDGE
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}
