"""What belongs to one tab: its modal, what was not sent yet, where it is, and its focus."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Dialog, WebSocketRoute, expect

from sandbox import Sandbox
from tests.browser.conftest import OpensTab
from tests.browser.formbot import FormBot
from tests.browser.forms import Modal, opens_form
from tests.browser.tab import PHONE, Tab
from tests.sandbox.conftest import WORLD

ROOM = """(node, count) => {
  const part = document.createRange();
  part.setStart(node.firstChild, 0);
  part.setEnd(node.firstChild, count);
  return node.getBoundingClientRect().right - part.getBoundingClientRect().right;
}"""
"""Pixels between the end of so many characters and the edge that cuts a text off."""
EXAMPLE = WORLD + "examples: {synopsis: {en-US: '{name}, and {name} again'}}\n"
LOST = 3001
"""How a connection closes that nobody meant to."""

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def world() -> str:
    """Of two servers; only one has channels for everybody."""
    return WORLD


async def becomes(tab: Tab, name: str) -> None:
    """Another person, through the switch."""
    await tab.page.locator("#userbar .you").click()
    await tab.page.get_by_role("menuitemradio", name=name).click()
    await expect(tab.page.locator("#userbar .you-name")).to_contain_text(name)


async def test_a_modal_is_the_tabs_that_opened_it(opens: OpensTab) -> None:
    first, second = await opens("maya"), await opens("maya")
    form = await opens_form(first, "Third")
    text = first.modal.get_by_role("textbox", name="Synopsis")
    await text.fill("typed in the first tab")
    later = await opens("maya")
    for other in (second, later):
        await other.writes("still free")
        await other.sees("still free")
        await expect(other.modal).to_have_count(0)

    own = await opens_form(second, "First")
    await second.page.keyboard.press("Escape")
    await expect(second.modal).to_have_count(0)
    assert own.tab is second
    await expect(text).to_have_value("typed in the first tab")
    await first.chooses(form.box("Told to"), "Lin Wei")
    await first.page.keyboard.press("Escape")
    await first.presses(first.ui("content.modal.keep"), first.modal)
    await form.submits()
    await first.sees("third: typed in the first tab")


async def test_a_reload_asks_before_a_modal_with_text_is_lost(opens: OpensTab) -> None:
    maya = await opens("maya", own=True)
    asked: list[str] = []

    async def answers(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.accept()

    maya.page.on("dialog", answers)
    await opens_form(maya, "Third")
    await maya.modal.get_by_role("textbox", name="Synopsis").type("unsent")
    await maya.page.reload()
    await expect(maya.composer).to_be_visible()
    assert asked == ["beforeunload"]
    await expect(maya.modal).to_have_count(0)
    await maya.page.reload()
    await expect(maya.composer).to_be_visible()
    assert asked == ["beforeunload"]


async def test_what_was_not_sent_survives_a_reload_and_being_somebody_else(
    opens: OpensTab,
) -> None:
    maya = await opens("maya", "general")
    form = await maya.begins("/all")
    await form.get_by_role("combobox", name="name").fill("Moon")
    await form.get_by_role("textbox", name="count").fill("3")
    await maya.goes_to("questions")
    await maya.composer.fill("half a thought")
    await maya.page.reload()
    await expect(maya.composer).to_have_value("half a thought")

    await becomes(maya, "Lin Wei")
    await expect(maya.page.locator("#userbar .you")).to_be_focused()
    await expect(maya.composer).to_have_value("")
    await becomes(maya, "Maya Ortiz")
    await expect(maya.composer).to_have_value("half a thought")
    await maya.writes("half a thought, ended")
    await maya.goes_to("general")
    form = maya.page.locator("form.command-form")
    await expect(form).to_contain_text("/all")
    await expect(form.get_by_role("textbox", name="count")).to_have_value("3")
    await expect(form.get_by_role("combobox", name="name")).to_have_value("Moon")
    await maya.goes_to("questions")
    await maya.page.reload()
    await maya.sees("half a thought, ended")
    await expect(maya.composer).to_have_value("")


@pytest.mark.parametrize("context", [{}, PHONE], ids=["desktop", "phone"])
async def test_a_server_and_the_messages_open_where_one_was_last(
    bot: FormBot, sandbox: Sandbox, opens: OpensTab, context: dict[str, Any]
) -> None:
    maya = await opens("maya", "questions", **context)
    servers = maya.page.locator("#servers").get_by_role("button")
    heading = maya.page.get_by_role("heading", level=1)
    listed = maya.page.locator("#channels .side-title")
    dms = maya.ui("shell.dms")
    await maya.shows_places()
    await maya.points(servers.first)
    await expect(heading).to_have_text(dms)
    await expect(listed).to_have_text(dms)
    await maya.points(servers.nth(1))
    await expect(heading).to_have_text("questions")
    await expect(listed).to_have_text("North Light Creators")
    await maya.points(servers.nth(2))
    await expect(heading).to_have_text("lobby")
    await expect(listed).to_have_text("South Stage")

    assert bot.user is not None
    person = sandbox.people["maya"]
    reply = await person.types("/buttons", "north/general")
    await person.presses("Letter", reply.message)
    await maya.points(servers.first)
    await expect(heading).to_have_text(bot.user.name)
    await expect(listed).to_have_text(dms)
    current = maya.page.locator("#channels [aria-current=page]")
    await expect(current).to_contain_text(bot.user.name)
    await maya.points(servers.nth(1))
    await expect(heading).to_have_text("questions")


async def test_the_focus_stays_with_a_message_whose_buttons_are_others_now(
    opens: OpensTab,
) -> None:
    maya = await opens("maya")
    await maya.types("/pages")
    row = await maya.sees("page one")
    await row.get_by_role("button", name="Next page").focus()
    await maya.page.keyboard.press("Enter")
    row = await maya.sees("page two")
    await expect(row).to_be_focused()
    back = row.get_by_role("button", name="Back")
    await expect(back).to_be_visible()
    await expect(row).to_be_focused()

    await maya.types("/buttons")
    change = (await maya.sees("press")).get_by_role("button", name="Change")
    await change.focus()
    await maya.page.keyboard.press("Enter")
    row = await maya.sees("changed in place")
    await expect(row.get_by_role("button", name="Change")).to_be_focused()


async def test_a_command_that_failed_is_named_and_put_back(
    sandbox: Sandbox, opens: OpensTab
) -> None:
    maya = await opens("maya")
    sandbox.faults.drop("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
    form = await maya.begins("/form")
    await maya.chooses(form.get_by_role("combobox"), "Third")
    await maya.presses(maya.ui("composer.form.run"), form)
    row = await maya.sees(maya.ui("shell.failed"))
    await expect(row).to_contain_text("/form")
    await expect(form).to_have_count(0)
    await maya.presses(maya.ui("shell.failed.again"), row)
    await expect(form.get_by_role("combobox")).to_have_value("Third")
    await maya.presses(maya.ui("composer.form.run"), form)
    await expect(maya.modal).to_be_visible()


async def test_a_threads_reference_can_be_read_while_it_is_unread(
    sandbox: Sandbox, opens: OpensTab
) -> None:
    name = "HN-KPENP · Everything that the tide takes away"
    olga = sandbox.people["olga"]
    thread = await olga.starts_thread(name, in_="north/general")
    for _ in range(12):
        await olga.writes(f"<@{sandbox.people['maya'].id}>", thread)
    maya = await opens("maya", "questions")
    entry = maya.page.locator("#channels .threads button")
    await expect(entry).to_have_attribute("title", name)
    await expect(entry.locator(".badge")).to_have_text("12")
    assert await entry.locator(".place-name").evaluate(ROOM, len("HN-KPENP ·")) >= 0


@pytest.mark.parametrize("world", [EXAMPLE], ids=["example"])
async def test_an_example_may_name_whoever_fills_it_in(opens: OpensTab) -> None:
    maya = await opens("maya")
    await opens_form(maya, "Third")
    await maya.presses(maya.ui("content.modal.example"), maya.modal)
    text = maya.modal.get_by_role("textbox", name="Synopsis")
    await expect(text).to_have_value("Maya Ortiz, and Maya Ortiz again")


async def test_a_list_of_several_says_that_nothing_fits(opens: OpensTab) -> None:
    maya = await opens("maya")
    modal: Modal = await opens_form(maya, "First")
    box = modal.box("Topic")
    await box.click()
    await maya.page.keyboard.type("xyz")
    popup = maya.page.locator(".combo-popup:popover-open")
    await expect(popup.get_by_role("option")).to_have_count(0)
    await expect(popup.get_by_text(maya.ui("content.list.none"))).to_be_visible()


async def test_a_lost_connection_is_told_above_the_page_and_costs_no_modal(
    opens: OpensTab,
) -> None:
    maya = await opens("maya", own=True)
    wires: list[WebSocketRoute] = []
    refusing: list[bool] = []

    async def connects(page_side: WebSocketRoute) -> None:
        if refusing:
            await page_side.close()
            return
        wires.extend((page_side, page_side.connect_to_server()))

    await maya.page.route_web_socket(re.compile("/socket"), connects)
    await maya.opens()
    form = await opens_form(maya, "Third")
    text = maya.modal.get_by_role("textbox", name="Synopsis")
    await text.fill("typed before")
    refusing.append(True)
    for wire in wires:
        await wire.close(code=LOST)
    bar = maya.page.locator(".offline")
    await expect(bar).to_have_text(maya.ui("shell.offline"))
    boxes = [await one.bounding_box() for one in (bar, maya.page.locator("#header"))]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]

    refusing.clear()
    await expect(bar).to_have_count(0)
    await expect(text).to_have_value("typed before")
    await maya.chooses(form.box("Told to"), "Lin Wei")
    await form.submits()
    await maya.sees("third: typed before")
