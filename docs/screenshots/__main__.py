"""`python -m docs.screenshots [FOLDER]`: take the guides' pictures anew, into docs/images."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from docs.screenshots import changes, scenes
from docs.screenshots.camera import Camera
from docs.screenshots.scenes import CHINESE, ENGLISH, Cast
from docs.screenshots.stage import demonstration
from tests.browser import chromium

IMAGES = Path(__file__).parents[1] / "images"
FOLDERS = {"en": ENGLISH, "zh-CN": CHINESE}
NO_BROWSER = (
    "The pictures need Chromium, and none is on this machine. Install one "
    "(Debian, Ubuntu: apt-get install chromium), or name one in CHROMIUM."
)
FONTS = {
    ":lang=zh": (
        "The pictures need a font with Chinese characters, and `fc-list :lang=zh` knows none. "
        "Install one (Debian, Ubuntu: apt-get install fonts-noto-cjk)."
    ),
    ":charset=2705": (
        "The pictures need a font with emoji, and `fc-list :charset=2705` knows none. "
        "Install one (Debian, Ubuntu: apt-get install fonts-noto-color-emoji)."
    ),
}


def missing() -> list[str]:
    """What this machine lacks for the pictures, in sentences that say how to get it."""
    lacking = [] if chromium.executable() else [NO_BROWSER]
    return lacking + [sentence for kind, sentence in FONTS.items() if not _has_font(kind)]


def _has_font(kind: str) -> bool:
    """Whether fontconfig knows one that fits its pattern `kind`."""
    fonts = shutil.which("fc-list")
    if fonts is None:
        return False
    told = subprocess.run([fonts, kind], capture_output=True, check=False)  # noqa: S603
    return bool(told.stdout.strip())


async def take(folder: Path) -> None:
    """All pictures of all languages, each into its language's folder."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium.executable(), args=list(chromium.ARGUMENTS)
        )
        for name, cast in FOLDERS.items():
            await _language(browser, cast, folder / name)
        await browser.close()


async def _language(browser: Browser, cast: Cast, folder: Path) -> None:
    async with demonstration(cast.locale) as sandbox:
        camera = Camera(browser, sandbox, folder)
        await scenes.newcomer(camera, cast)
        await scenes.manager(camera, sandbox, cast)
        ref = await scenes.creator(camera, cast)
        await scenes.coordinator(camera, cast, ref)
        await scenes.told(camera, cast, ref)
        await changes.asked(camera, cast, ref)
        await changes.answered(camera, cast, ref)
        await changes.seen_at_the_desk(camera, cast, ref)
        await changes.privacy(camera, cast)


def main(arguments: list[str]) -> int:
    """Take them; 1 where something is missing that they need."""
    lacking = missing()
    for sentence in lacking:
        sys.stderr.write(f"{sentence}\n")
    if lacking:
        return 1
    asyncio.run(take(Path(arguments[0]) if arguments else IMAGES))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
