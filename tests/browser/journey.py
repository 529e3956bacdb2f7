"""The way of a pitch through the page, by pressing what is visible: with a mouse or by keyboard."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Protocol

from playwright.async_api import Locator, expect

from tests.browser.tab import FORWARD, Tab

HASH = re.compile(r"[0-9a-f]{64}")
"""What only a receipt shows."""
MOST_STEPS = 60
MOST_TABS = 120
FOCUSED_NAME = """() => {
  const one = document.activeElement;
  return one ? (one.getAttribute("aria-label") || one.innerText || one.value || "").trim() : "";
}"""


class Hand(Protocol):
    """How somebody presses a button."""

    async def press(self, tab: Tab, label: str, within: Locator | None = None) -> None: ...


class Pointer:
    """Clicks, or where the screen can be touched, taps."""

    async def press(self, tab: Tab, label: str, within: Locator | None = None) -> None:
        await tab.presses(label, within)


class Keys:
    """Tab and Shift+Tab until the focus is on it, then Enter. Nothing is pointed at."""

    async def press(self, tab: Tab, label: str, within: Locator | None = None) -> None:
        scope = within or tab.main
        await expect(scope.get_by_role("button", name=label, exact=True).last).to_be_enabled()
        seen = []
        for way in ("Shift+Tab", "Tab"):
            for _ in range(MOST_TABS):
                name = await tab.page.evaluate(FOCUSED_NAME)
                if name == label:
                    await tab.page.keyboard.press("Enter")
                    return
                seen.append(name)
                await tab.page.keyboard.press(way)
        raise AssertionError(f"the focus never came to {label!r}, only to {seen}")


async def asks(tab: Tab, command: str, question: str) -> None:
    """Ask with the command; only keys are used."""
    await starts(tab, command)
    await expect(tab.page.locator("form.command-form")).to_contain_text(command)
    await tab.page.keyboard.type(question)
    await tab.page.keyboard.press("Enter")


async def starts(tab: Tab, command: str) -> None:
    """Take a command from the list; only keys are used."""
    await tab.composer.focus()
    await tab.page.keyboard.type(command)
    await expect(tab.main.get_by_role("option").first).to_be_visible()
    await tab.page.keyboard.press("Enter")


Before = Callable[[], Awaitable[None]]
"""What is done on each page of the form before *Example* fills what was left empty."""


async def _nothing() -> None:
    """All is left to the example."""


async def pitches(tab: Tab, hand: Hand, before: Before = _nothing) -> str:
    """From *Begin* to the receipt; the reference."""
    text = tab.text
    await expect(tab.log.last).to_contain_text(text("button.begin"))
    label = text("button.begin")
    for _ in range(MOST_STEPS):
        await hand.press(tab, label)
        if label == text("button.submit"):
            break
        if label in (text("button.begin"), text("button.continue")):
            await expect(tab.modal).to_be_visible()
            await before()
            await hand.press(tab, tab.ui("content.modal.example"), tab.modal)
            await hand.press(tab, tab.ui("content.modal.submit"), tab.modal)
            await expect(tab.modal).to_be_hidden()
        label = await _next(tab)
    receipt = await tab.sees(HASH)
    return (await receipt.locator("code").first.inner_text()).strip()


async def _next(tab: Tab) -> str:
    """The label of the button that leads on; waits until the last message shows one."""
    labels = [tab.text(key) for key in (*FORWARD, "button.submit")]
    last = tab.log.last
    shown = None
    for label in labels:
        button = last.get_by_role("button", name=label, exact=True)
        shown = button if shown is None else shown.or_(button)
    assert shown is not None
    await expect(shown.first).to_be_enabled()
    for label in labels:
        if await tab.offers(label):
            return label
    raise AssertionError("no button leads on")
