"""One tab of the sandbox's page: what somebody does there, by what they can see or hear."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_FILE_PATH  # type: ignore[import-untyped]
from playwright.async_api import ConsoleMessage, Error, Locator, Page, Request, WebSocket, expect

from bot.domain.text import Locale
from bot.texts import Text, Texts
from sandbox.people.person import Person

expect.set_options(timeout=15_000)  # the tests share their cores with others

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
"""The settings of a context that is a phone."""
SERIOUS = ("serious", "critical")
PARTS = ("shell", "composer", "content", "panel")
STATIC = resources.files("sandbox") / "web" / "static"
FORWARD = ("button.continue", "button.review", "button.further", "button.to_consent")
"""The buttons from a page of the form to the consent, in the order in which they are taken."""


@cache
def page_texts(locale: str) -> Mapping[str, str]:
    """What the page itself says in a language."""
    found: dict[str, str] = {}
    for part in PARTS:
        source = STATIC / "texts" / part / f"{locale}.json"
        found |= json.loads(source.read_text(encoding="utf-8"))
    return found


class Tab:
    """A tab in which the page is open as one person."""

    def __init__(self, page: Page, person: Person, address: str, *, touch: bool = False) -> None:
        self.page = page
        self.person = person
        self.main = page.get_by_role("main")
        self.log = page.locator("main ol article")
        self.modal = page.locator("dialog[open]")
        self.composer = page.locator("main textarea").first
        self._address = address
        self._touch = touch
        self._problems: list[str] = []
        self.asked: list[str] = []
        page.set_default_timeout(15_000)
        self._heard: dict[str, Callable[[Any], None]] = {
            "request": self._ask,
            "websocket": self._ask,
            "pageerror": self._fail,
            "console": self._hear,
        }
        for event, handler in self._heard.items():
            page.on(event, handler)  # type: ignore[call-overload]

    def hears_no_more(self) -> None:
        """What the page does from now on is another test's."""
        for event, handler in self._heard.items():
            self.page.remove_listener(event, handler)

    def _ask(self, one: Request | WebSocket) -> None:
        self.asked.append(one.url)

    def _fail(self, error: Error) -> None:
        self._problems.append(f"error: {error}")

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._problems.append(f"{message.type}: {message.text}")

    def must_be_clean(self) -> None:
        """Fails on a request to anybody else and on whatever the console complained of."""
        own = urlsplit(self._address).netloc
        foreign = [
            url
            for url in self.asked
            if urlsplit(url).scheme not in ("blob", "data") and urlsplit(url).netloc != own
        ]
        assert foreign == []
        assert self._problems == []
        assert self.asked != []

    @property
    def text(self) -> Text:
        """What the bot says, in the person's language."""
        return Texts.load().of(Locale.closest(self.person.locale))

    def ui(self, key: str, **values: object) -> str:
        """What the page says, in the person's language."""
        locale = Locale.closest(self.person.locale).value
        return page_texts(locale)[key].format(**values)

    # -- looking -------------------------------------------------------------------------------

    async def opens(self, channel: str | None = None) -> Tab:
        """Load the page and wait until there is a conversation."""
        await self.page.goto(f"{self._address}/?as={self.person.key}")
        await expect(self.composer).to_be_visible()
        if channel is not None:
            await self.goes_to(channel)
        return self

    async def sees(self, text: str | re.Pattern[str]) -> Locator:
        """Wait for the last message that contains a text."""
        found = self.log.filter(has_text=text).last
        await expect(found).to_be_visible()
        return found

    async def sees_no_more(self, text: str) -> None:
        """Wait until no message contains the text."""
        await expect(self.log.filter(has_text=text)).to_have_count(0)

    async def offers(self, label: str) -> bool:
        """Whether the last message has a button of this label."""
        button = self.log.last.get_by_role("button", name=label, exact=True)
        return await button.count() > 0

    # -- doing ---------------------------------------------------------------------------------

    async def shows_places(self) -> None:
        """At phone width the lists are in a drawer: open it."""
        drawer = self.page.get_by_role("button", name=self.ui("shell.channels"), exact=True)
        if await drawer.is_visible() and await drawer.get_attribute("aria-expanded") != "true":
            await self.points(drawer)

    async def goes_to(self, channel: str) -> None:
        """Open a channel, thread or DM by its name."""
        await self.shows_places()
        links = self.page.locator("#channels").get_by_role("button")
        named = links.and_(self.page.locator(f'[aria-label^="{channel}"]'))
        await self.points(named.first)
        await expect(self.page.get_by_role("heading", level=1)).to_contain_text(channel)

    async def points(self, at: Locator) -> None:
        """Click it, or with a touch screen tap it."""
        await (at.tap() if self._touch else at.click())

    async def writes(self, text: str) -> None:
        """Write a message and send it with Enter."""
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def types(self, command: str, **options: str) -> None:
        """Type a slash command, take it from the list, fill its options by label, run it."""
        form = await self.begins(command)
        for label, value in options.items():
            field = form.get_by_role("textbox", name=label)
            await field.or_(form.get_by_role("combobox", name=label)).first.fill(value)
        await self.page.keyboard.press("Enter")

    async def begins(self, command: str) -> Locator:
        """Type a slash command and take it from the list; its form."""
        await self.points(self.composer)
        await self.composer.fill("")
        await self.page.keyboard.type(command)
        await expect(self.main.get_by_role("option", name=command).first).to_be_visible()
        await self.page.keyboard.press("Enter")
        form = self.page.locator("form.command-form")
        await expect(form).to_contain_text(command)
        return form

    async def chooses(self, box: Locator, *labels: str) -> None:
        """Open a combobox, choose from its list; a list of several is closed with Escape."""
        await self.points(box)
        popup = self.page.locator(f"#{await box.get_attribute('aria-controls')}")
        for label in labels:
            await self.points(popup.get_by_role("option", name=label).first)
        if await box.get_attribute("aria-expanded") == "true":
            await box.press("Escape")

    async def presses(self, label: str, within: Locator | None = None) -> None:
        """Press the last button with this label."""
        scope = within or self.main
        await self.points(scope.get_by_role("button", name=label, exact=True).last)

    async def acts(self, message: Locator, key: str) -> None:
        """Press a button of the row that a message shows under the pointer."""
        await message.hover()
        await self.presses(self.ui(key), message)

    async def fills(self, values: Mapping[str, str]) -> None:
        """Write into the fields of the modal by their labels."""
        for label, value in values.items():
            field = self.modal.get_by_role("textbox", name=re.compile(re.escape(label)))
            await field.first.fill(value)

    async def sends_example(self) -> None:
        """Fill the open modal with the example and submit it."""
        await expect(self.modal).to_be_visible()
        await self.presses(self.ui("content.modal.example"), self.modal)
        await self.presses(self.ui("content.modal.submit"), self.modal)
        await expect(self.modal).to_be_hidden()

    async def serious_violations(self, *, rules: Sequence[str] = ()) -> list[dict[str, Any]]:
        """What axe-core finds that is serious or worse: by all its rules, or by these, each named
        by its id or, all of them, by a tag.
        """
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8"))
        how = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
        found = await self.page.evaluate("how => axe.run(document, how)", how)
        return [
            {"rule": one["id"], "where": [node["html"][:120] for node in one["nodes"]]}
            for one in found["violations"]
            if one["impact"] in SERIOUS
        ]
