"""What axe-core finds, where the focus goes, and what screen readers are told."""

from __future__ import annotations

from importlib import resources
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from sandbox import Sandbox
from tests.browser.conftest import OpensTab
from tests.browser.formbot import FormBot
from tests.browser.forms import opens_form
from tests.browser.tab import PHONE, Tab
from tests.e2e.stage import Stage
from tests.sandbox.conftest import WORLD as NORTH

STORY = (resources.files("sandbox") / "worlds" / "demonstration.yaml").read_text(encoding="utf-8")
LOCALES = pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
ASK = {"en-US": "/ask", "zh-CN": "/提问"}
STEERED = "scrollable-region-focusable"
"""The picker scrolls with the arrow keys, from the text field. axe-core knows of that only where
the field is a combobox, which one of several lines cannot be."""
WORDED = (
    "cat.aria",
    "cat.name-role-value",
    "cat.text-alternatives",
    "cat.forms",
    "cat.language",
    "cat.sensory-and-visual-cues",
)
"""axe-core's rules about names, labels, languages and the size of targets, by their tags."""
Findings = dict[str, list[dict[str, Any]]]


class Look:
    """Looks at states of the page, in light and in dark, and keeps what axe-core finds."""

    def __init__(self, locale: str) -> None:
        self._worded = () if locale == "en-US" else WORDED
        self.found: Findings = {}

    async def at(self, tab: Tab, state: str, but: str = "") -> None:
        """Everything (`but` one rule) in light; in dark, where only colours differ, contrast. In a
        second language, where only words differ, what depends on them.
        """
        light = await tab.serious_violations(rules=self._worded)
        self._keep(f"{state}, light", [one for one in light if one["rule"] != but])
        if self._worded:
            return
        await tab.page.emulate_media(color_scheme="dark")
        self._keep(f"{state}, dark", await tab.serious_violations(rules=("color-contrast",)))
        await tab.page.emulate_media(color_scheme="light")

    def _keep(self, state: str, found: list[dict[str, Any]]) -> None:
        if found:
            self.found[state] = found


async def closes(tab: Tab, shown: Locator, back_to: Locator) -> None:
    """Escape closes it, and the focus is where it was."""
    await expect(shown).to_be_visible()
    await tab.page.keyboard.press("Escape")
    await expect(shown).to_be_hidden()
    await expect(back_to).to_be_focused()


@LOCALES
@pytest.mark.parametrize("world", [STORY], ids=["demonstration"])
async def test_nothing_serious_is_found_around_a_conversation(
    played: Stage, opens: OpensTab, locale: str
) -> None:
    played.maya.locale = locale
    look, maya = Look(locale), await opens("maya")
    page = maya.page
    await look.at(maya, "channel with the welcome")
    await maya.composer.fill("/")
    await expect(maya.main.get_by_role("option").first).to_be_visible()
    await look.at(maya, "slash picker", but=STEERED)
    await maya.begins(ASK[locale])
    await look.at(maya, "command form")
    await page.keyboard.press("Escape")
    await expect(maya.composer).to_be_focused()

    await maya.goes_to("desk")
    await expect(maya.log.first).to_be_visible()
    await look.at(maya, "desk with cards")
    row = maya.log.first
    more = row.get_by_role("button", name=maya.ui("shell.act.more"), exact=True)
    await maya.acts(row, "shell.act.more")
    await look.at(maya, "message menu")
    await closes(maya, page.get_by_role("menu"), more)
    react = row.get_by_role("button", name=maya.ui("shell.act.react"), exact=True)
    await maya.acts(row, "shell.act.react")
    await look.at(maya, "emoji picker")
    await closes(maya, page.get_by_role("dialog"), react)
    you = page.locator("#userbar .you")
    await you.click()
    await look.at(maya, "menu of people")
    await closes(maya, page.locator("#people"), you)

    await page.locator("#channels .threads button").first.click()
    await expect(page.locator("#header .crumb")).to_be_visible()
    await look.at(maya, "thread")
    await page.locator(".panel-toggle").click()
    panel = page.get_by_role("complementary")
    await expect(panel.locator(".panel-row").first).to_be_visible()
    await panel.locator(".panel-row").first.click()
    await look.at(maya, "panel")
    await closes(maya, panel, page.locator(".panel-toggle"))
    assert look.found == {}


@LOCALES
@pytest.mark.parametrize("world", [STORY], ids=["demonstration"])
async def test_nothing_serious_is_found_on_a_phone_and_in_dms(
    played: Stage, opens: OpensTab, locale: str
) -> None:
    played.lin.locale = locale
    look, lin = Look(locale), await opens("lin", **PHONE)
    page, body = lin.page, lin.page.locator("body")
    drawer = page.get_by_role("button", name=lin.ui("shell.channels"), exact=True)
    await lin.points(drawer)
    await expect(page.locator("#channels [aria-current=page]")).to_be_focused()
    await look.at(lin, "drawer")
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_focused()
    await lin.shows_places()
    await lin.points(page.locator("#servers").get_by_role("button").first)
    await lin.goes_to("Callboard")
    await expect(lin.log.first).to_be_visible()
    await look.at(lin, "direct messages")
    await lin.points(page.locator(".panel-toggle"))
    await expect(page.get_by_role("complementary")).to_be_visible()
    await look.at(lin, "panel as a sheet")
    wide = await body.evaluate("one => [one.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    assert look.found == {}


@LOCALES
@pytest.mark.parametrize("world", [NORTH], ids=["north"])
async def test_nothing_serious_is_found_in_forms_and_menus(
    bot: FormBot, sandbox: Sandbox, opens: OpensTab, locale: str
) -> None:
    assert bot.is_ready()
    person = sandbox.people["maya"]
    person.locale = locale
    look, maya = Look(locale), await opens("maya", "general")
    await maya.composer.focus()
    for page in ("first", "second", "third"):
        await opens_form(maya, page.title())
        await look.at(maya, f"modal {page}")
        await maya.presses(maya.ui("content.modal.submit"), maya.modal)
        await expect(maya.modal.locator(".field-error:visible").first).to_be_visible()
        box = maya.modal.get_by_role("combobox").first
        await box.click()
        await expect(maya.modal.get_by_role("option").first).to_be_visible()
        await look.at(maya, f"modal {page}, wrong, with a list")
        await box.press("Escape")
        await maya.page.keyboard.press("Escape")
        await expect(maya.modal).to_have_count(0)
        await expect(maya.composer).to_be_focused()
    await person.types("/menus", "north/general")
    row = await maya.sees("choose")
    box = row.get_by_role("combobox").first
    await box.click()
    await expect(row.get_by_role("option").first).to_be_visible()
    await look.at(maya, "menus of a message")
    await box.press("Escape")
    await expect(box).to_be_focused()
    assert look.found == {}


@pytest.mark.parametrize("world", [NORTH], ids=["north"])
async def test_what_is_new_is_said_and_the_skip_links_lead_there(
    sandbox: Sandbox, opens: OpensTab
) -> None:
    maya = await opens("maya", "general")
    await expect(maya.page.locator(".beginning")).to_be_visible()  # what was there has been loaded
    olga = sandbox.people["olga"]
    await olga.writes("a **sound** of the sea", "north/general")
    live = maya.page.locator("#live")
    told = maya.ui("shell.live.message", name="Olga", text="a sound of the sea")
    await expect(live).to_contain_text(told)
    await olga.writes("one more", "north/general")
    await maya.sees("one more")
    for key, target in (
        ("shell.skip.composer", maya.composer),
        ("shell.skip.messages", maya.log.last),
    ):
        link = maya.page.get_by_role("link", name=maya.ui(key))
        await link.focus()
        await expect(link).to_be_in_viewport()
        await maya.page.keyboard.press("Enter")
        await expect(target).to_be_focused()
    await maya.page.keyboard.press("ArrowUp")
    await expect(maya.log.filter(has_text="a sound of the sea")).to_be_focused()
