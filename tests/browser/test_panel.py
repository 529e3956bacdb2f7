"""The panel under the hood: faults and what is seen of them, the clock, the list of requests."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from importlib import resources

import pytest
from playwright.async_api import Locator, expect

from bot.domain.text import Locale
from bot.texts import Texts
from sandbox import Sandbox
from tests.browser.conftest import OpensTab
from tests.browser.tab import Tab
from tests.e2e.stage import Stage

WORLD = (resources.files("sandbox") / "worlds" / "demonstration.yaml").read_text(encoding="utf-8")

pytestmark = [
    pytest.mark.parametrize("world", [WORLD], ids=["demonstration"]),
    pytest.mark.usefixtures("played"),
]


async def opens_panel(tab: Tab) -> Locator:
    await tab.presses(tab.ui("panel.title"), tab.page.locator("#header"))
    panel = tab.page.get_by_role("complementary", name=tab.ui("panel.title"))
    await expect(panel.locator(".panel-row").first).to_be_visible()
    return panel


async def test_a_notice_arrives_once_although_three_messages_fail(
    played: Stage, opens: OpensTab
) -> None:
    maya, lin = await opens("maya", "desk"), await opens("lin")
    panel = await opens_panel(maya)
    await maya.presses(maya.ui("panel.fault.sends"), panel)
    waiting = panel.get_by_text(maya.ui("panel.waiting.sends.other", count=3))
    await expect(waiting).to_be_visible()

    card = maya.log.filter(has=maya.page.get_by_role("button", name=maya.text("button.claim")))
    ref = await card.last.locator("code").first.inner_text()
    await maya.presses(maya.text("button.claim"), card.last)
    await expect(maya.log.filter(has_text=ref).first).to_contain_text("Maya Ortiz")
    failed = panel.locator("tr.panel-bad").filter(has_text="POST /channels")
    await expect(failed.first).to_be_visible()
    for _ in range(3):
        await maya.presses(maya.ui("panel.clock.hour"), panel)
    await expect(failed).to_have_count(3)
    await expect(waiting).to_have_count(0)

    await lin.page.locator("#servers").get_by_role("button").first.click()
    await lin.goes_to("Callboard")
    opening = Texts.load().of(Locale.closest(played.lin.locale))("notice.claimed", headline="\0")
    told = lin.log.filter(has_text=opening.split("\0")[0].strip()).filter(has_text=ref)
    await expect(told).to_have_count(1)

    await panel.get_by_label(maya.ui("panel.log.failed")).check()
    rows = panel.locator("tbody tr:visible")
    await expect(rows).to_have_count(3)
    await expect(rows.first).to_contain_text("500")


async def test_an_answer_is_lost_and_the_connection_comes_back(
    sandbox: Sandbox, opens: OpensTab
) -> None:
    maya = await opens("maya")
    panel = await opens_panel(maya)
    await maya.presses(maya.ui("panel.fault.silence"), panel)
    await expect(panel.get_by_text(maya.ui("panel.waiting.silences.one"))).to_be_visible()
    await maya.types("/programs")
    await maya.sees(maya.ui("shell.failed"))
    await maya.types("/programs")
    await maya.sees("ChunM")

    cut = panel.get_by_role("button", name=maya.ui("panel.fault.gateway"), exact=True)
    await cut.click()
    await expect(cut.locator("xpath=..")).to_contain_text(maya.ui("panel.fault.gateway.done"))
    await expect(panel.locator(".panel-row", has_text="RESUMED").first).to_be_visible()
    await expect(panel.locator(".panel-up")).to_be_visible()

    callback = panel.locator("tr", has_text="/callback").first
    checked = any(one.violations is not None for one in sandbox.requests)
    unchecked = panel.get_by_text(maya.ui("panel.log.unchecked.hint"))
    await expect(unchecked).to_have_count(1)
    await expect(unchecked).to_be_visible(visible=not checked)
    verdict = panel.get_by_role("columnheader", name=maya.ui("panel.log.verdict"))
    await expect(verdict).to_have_count(int(checked))
    if checked:
        await expect(callback).to_contain_text(maya.ui("panel.log.right"))
    await callback.get_by_role("button").click()
    detail = panel.locator("tr.panel-detail:visible")
    await expect(detail.get_by_role("region", name=maya.ui("panel.log.body"))).to_contain_text("{")
    await maya.presses(maya.ui("panel.log.clear"), panel)
    await expect(panel.locator(".panel-row")).to_have_count(0)
    assert sandbox.violations == []


async def test_the_clock_moves_for_all_who_look(sandbox: Sandbox, opens: OpensTab) -> None:
    maya, sam = await opens("maya"), await opens("sam")
    now = int(sandbox.clock.now().timestamp())
    await sam.writes(f"written <t:{now}:R>")
    shown = (await maya.sees("written")).locator(".text")
    await expect(shown).to_contain_text(re.compile("now|second"))
    panel = await opens_panel(maya)
    moment = panel.get_by_label(maya.ui("panel.clock.until"))
    before = datetime.fromisoformat(await moment.input_value())
    await maya.presses(maya.ui("panel.clock.days"), panel)
    later = (before + timedelta(days=3)).strftime("%Y-%m-%dT")
    await expect(moment).to_have_value(re.compile(later))
    await expect(shown).to_contain_text("3 days ago")
    await expect((await sam.sees("written")).locator(".text")).to_contain_text("3 days ago")
    await expect(panel).to_contain_text(maya.ui("panel.clock.ahead", span="3 days"))

    await panel.get_by_label(maya.ui("panel.clock.until")).fill("2020-01-01T10:00")
    await maya.presses(maya.ui("panel.clock.set"), panel)
    await expect(panel.get_by_role("alert")).to_have_text(maya.ui("panel.clock.past"))
    await sam.writes("three days later")
    await maya.sees("three days later")
    await expect(maya.main.locator(".day")).to_have_count(2)

    await maya.page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    await expect(maya.page.locator(".panel-toggle")).to_be_focused()
