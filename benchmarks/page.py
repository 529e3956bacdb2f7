"""How smoothly the sandbox's page scrolls through a channel of 1,000 messages.

In the system's Chromium, without a window and without a graphics card: every pixel is drawn by the
processor, so that a desktop does better. Frames are timed by requestAnimationFrame; a task of more
than 50 ms is what browsers call long, as during it nothing that is typed shows. First up, while the
older messages are fetched and drawn page by page; then down and up again through all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playwright.async_api import CDPSession, Page, ViewportSize, async_playwright

from benchmarks.play import Clock
from benchmarks.table import Table, judged, percentile
from sandbox import Limits, Sandbox, World
from tests.browser import chromium

MESSAGES = 1000
STEP = 240
"""Pixels a frame: a fast turn of the wheel, some four screens a second."""
FRAME_BAR_MS = 50.0
"""Three frames of a usual screen, and what browsers call long: the 95th percentile is within it."""
SIZES: tuple[tuple[str, ViewportSize], ...] = (
    ("desktop 1280 × 800", {"width": 1280, "height": 800}),
    ("phone 390 × 844", {"width": 390, "height": 844}),
)
WAYS = (("up, fetching", "up"), ("down", "down"), ("up again", "up"))

_SCROLL = """([way, step, count]) => new Promise((done) => {
  const box = document.querySelector(".scroller");
  const rows = () => document.querySelectorAll("li[data-id]").length;
  const frames = [];
  const long = [];
  const watch = new PerformanceObserver((list) => long.push(...list.getEntries()));
  watch.observe({type: "longtask"});
  let last = null;
  const tick = (now) => {
    if (last !== null) frames.push(now - last);
    last = now;
    const before = box.scrollTop;
    box.scrollTop += way === "up" ? -step : step;
    const still = Math.abs(box.scrollTop - before) < 1 && rows() >= count;
    if (!still) { requestAnimationFrame(tick); return; }
    setTimeout(() => {
      watch.disconnect();
      done({frames, long: long.map((one) => one.duration)});
    });
  };
  requestAnimationFrame(tick);
})"""


def _world() -> World:
    guild = {"key": "north", "name": "North", "owner": "olga", "channels": [{"name": "general"}]}
    people = {
        "olga": {"display_name": "Olga Brandt"},
        "lin": {"display_name": "林薇", "locale": "zh-CN", "guilds": {"north": []}},
    }
    return World.parse({"applications": [], "guilds": [guild], "people": people})


async def _write(sandbox: Sandbox) -> None:
    olga, lin = sandbox.people["olga"], sandbox.people["lin"]
    for number in range(MESSAGES):
        author = lin if number % 5 == 0 else olga
        link = f"https://example.org/{number}"
        text = f"Message **{number}**: `a boat`, {link}\n> 每逢满月，船会自己离岸。"
        await author.writes(text, "north/general")


async def measure() -> list[Table]:
    """A table of frames and one of what the page holds; a notice where no Chromium is."""
    frames = Table(
        f"ms between frames, scrolling through {MESSAGES} messages",
        ("", "frames", "p50", "p95", "worst", "tasks > 50 ms", "longest", "bar", ""),
    )
    held = Table("what the page holds", ("", "open s", "DOM nodes", "JS heap MB"))
    path = chromium.executable()
    if path is None:
        frames.notes.append("Left out: no Chromium is on this machine.")
        return [frames]
    async with Sandbox(_world(), limits=Limits.relaxed(), web=True) as sandbox:
        await _write(sandbox)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=path, args=list(chromium.ARGUMENTS)
            )
            for name, size in SIZES:
                page = await browser.new_page(viewport=size)
                await _one(page, sandbox.url, name, (frames, held))
                await page.close()
            frames.notes.append(f"Chromium {browser.version}, no window, no graphics card")
            await browser.close()
    return [frames, held]


async def _one(page: Page, url: str, name: str, tables: tuple[Table, Table]) -> None:
    frames, held = tables
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
    clock = Clock()
    await page.goto(f"{url}/?as=olga")
    await page.locator(f"text=/{MESSAGES - 1}/").last.wait_for()
    held.add(f"{name}, newest 50", clock(), *await _held(session))
    for words, way in WAYS:
        took = await page.evaluate(_SCROLL, [way, STEP, MESSAGES])
        frames.add(f"{name}, {words}", *_figures(took["frames"], took["long"]))
    held.add(f"{name}, all", None, *await _held(session))


def _figures(frames: Sequence[float], long: Sequence[float]) -> tuple[Any, ...]:
    p95 = percentile(frames, 0.95)
    longest = max(long, default=0.0)
    bar = (f"p95 ≤ {FRAME_BAR_MS:.0f}", judged(round(p95), FRAME_BAR_MS))
    return len(frames), percentile(frames, 0.5), p95, max(frames), len(long), longest, *bar


async def _held(session: CDPSession) -> tuple[int, float]:
    """DOM nodes, and megabytes of the JavaScript heap after a collection."""
    await session.send("HeapProfiler.collectGarbage")
    told = (await session.send("Performance.getMetrics"))["metrics"]
    found = {one["name"]: one["value"] for one in told}
    return int(found["Nodes"]), found["JSHeapUsedSize"] / 1e6
