"""The main job in a real browser: ask, pitch, claim; two people in two tabs, live."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpensTab
from tests.browser.journey import Hand, Keys, Pointer, asks, pitches, starts
from tests.browser.tab import PHONE, Tab
from tests.e2e.stage import Stage

WORLD = (resources.files("sandbox") / "worlds" / "demonstration.yaml").read_text(encoding="utf-8")
SPOKEN = {
    "zh-CN": ("/提问", "剧集写多少集合适？", "16", "/投稿 开始", "ChunM 人才计划"),
    "en-US": ("/ask", "How many episodes should a series have?", "16", "/pitch start",
              "ChunM Talent Program"),
}  # fmt: skip

pytestmark = pytest.mark.parametrize("world", [WORLD], ids=["demonstration"])


async def has_read_no_letter(tab: Tab) -> None:
    """The direct messages say that something came, in words."""
    await tab.shows_places()
    letters = tab.page.locator("#servers").get_by_role("button").first
    dms = tab.ui("shell.dms")
    told = tab.ui("shell.mentions.one", name=dms), tab.ui("shell.unread", name=dms)
    await expect(letters).to_have_accessible_name(re.compile("|".join(map(re.escape, told))))
    await tab.points(letters)


async def shows_the_letter(maya: Tab, ref: str) -> None:
    """The card for newcomers is done, and its last button leads to what the author was told."""
    card = maya.page.locator(".welcome")
    await expect(card).to_contain_text(maya.ui("shell.welcome.end"))
    await maya.presses(maya.ui("shell.welcome.end.open", name="林薇"), card)
    await expect(maya.page.get_by_role("heading", level=1)).to_have_text("Callboard")
    await maya.sees(ref)


@pytest.mark.parametrize(
    ("locale", "hand", "context"),
    [("zh-CN", Keys(), {}), ("en-US", Pointer(), PHONE)],
    ids=["zh-keyboard", "en-phone"],
)
async def test_a_newcomer_asks_and_pitches_and_a_coordinator_claims(
    stage: Stage, opens: OpensTab, locale: str, hand: Hand, context: dict[str, Any]
) -> None:
    ask, question, told, start, programme = SPOKEN[locale]
    stage.lin.locale = locale
    lin, maya = await opens("lin", **context), await opens("maya", "desk", **context)

    await asks(lin, ask, question)
    await expect(lin.log.last).to_contain_text(told)

    await starts(lin, start)
    await lin.page.keyboard.press("Enter")
    await expect(lin.log.last).to_contain_text(programme)
    await hand.press(lin, programme)
    ref = await pitches(lin, hand)

    card = await maya.sees(ref)
    await hand.press(maya, maya.text("button.claim"), card)
    claimed = maya.log.filter(has_text=ref).first
    await expect(claimed).to_contain_text(maya.text("state.in_review"))
    await expect(claimed).to_contain_text("Maya Ortiz")

    await has_read_no_letter(lin)
    await lin.goes_to("Callboard")
    await lin.sees(ref)
    await lin.shows_places()
    letters = lin.page.locator("#servers").get_by_role("button").first
    await expect(letters).to_have_accessible_name(lin.ui("shell.dms"))
    await shows_the_letter(maya, ref)


async def test_in_a_low_window_the_card_for_newcomers_is_one_line(
    stage: Stage, opens: OpensTab
) -> None:
    assert stage.app is not None
    sam = await opens("sam", viewport={"width": 900, "height": 500})
    card = sam.page.locator(".welcome")
    start = card.get_by_role("button", name=sam.ui("shell.welcome.pitch"))
    unfold = card.get_by_role("button", name=sam.ui("shell.welcome.steps"))
    await expect(unfold).to_have_attribute("aria-expanded", "false")
    await expect(start).to_have_count(0)
    box = await card.bounding_box()
    assert box is not None
    assert box["height"] < 60
    await unfold.click()
    await expect(unfold).to_be_focused()
    await expect(start).to_be_visible()
    await sam.page.set_viewport_size({"width": 900, "height": 800})
    await expect(unfold).to_have_count(0)
    await expect(start).to_be_visible()


async def test_two_people_see_each_other_write_edit_react_and_delete(
    stage: Stage, opens: OpensTab
) -> None:
    sam, lin = await opens("sam"), await opens("lin")
    await sam.writes("Hello from the **harbour**")
    heard = await lin.sees("Hello from the harbour")
    await expect(heard.locator("strong")).to_have_text("harbour")

    await lin.acts(heard, "shell.act.react")
    await lin.page.get_by_role("button", name="👍").first.click()
    mark = (await sam.sees("Hello")).get_by_role("button", name="👍")
    await expect(mark).to_have_attribute("aria-pressed", "false")
    await mark.click()
    await expect(heard.get_by_role("button", name="👍")).to_contain_text("2")

    await sam.composer.press("ArrowUp")
    await sam.composer.fill("Hello from the sea")
    await sam.composer.press("Enter")
    await expect(await lin.sees("Hello from the sea")).to_contain_text(lin.ui("shell.edited"))

    await sam.acts(await sam.sees("Hello from the sea"), "shell.act.delete")
    await sam.presses(sam.ui("shell.act.delete"), sam.page.get_by_role("dialog"))
    await lin.sees_no_more("Hello from the sea")
    assert stage.sandbox.violations == []


async def test_the_desk_and_what_is_private_are_nobody_elses(stage: Stage, opens: OpensTab) -> None:
    sam, lin = await opens("sam"), await opens("lin")
    names = await lin.page.locator("#channels").inner_text()
    assert "general" in names
    assert "desk" not in names

    await sam.types("/pitch start")
    shown = await sam.sees(sam.ui("shell.private"))
    before = await lin.log.count()
    await sam.presses(sam.ui("shell.dismiss"), shown)
    await sam.sees_no_more(sam.ui("shell.private"))
    await sam.writes("now for all")
    await lin.sees("now for all")
    assert await lin.log.count() == before + 1
    assert stage.app is not None
