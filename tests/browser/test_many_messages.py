"""A channel with a thousand messages."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from sandbox import Sandbox
from tests.browser.conftest import OpensTab
from tests.browser.scrolling import TO_THE_TOP
from tests.sandbox.conftest import WORLD

MANY = 1000
TOP_ROW = """() => {
  const box = document.querySelector(".scroller");
  const top = box.getBoundingClientRect().top;
  const rows = [...document.querySelectorAll("li[data-id]")];
  const row = rows.find((one) => one.getBoundingClientRect().bottom > top);
  return {id: row.dataset.id, at: row.getBoundingClientRect().top - top, rows: rows.length};
}"""
FROM_THE_END = """() => {
  const box = document.querySelector(".scroller");
  return Math.round(box.scrollHeight - box.scrollTop - box.clientHeight);
}"""
UP = "() => { document.querySelector('.scroller').scrollTop = 400; }"
# Not wait_for_function: it evaluates strings in the page, which the page's policy forbids.
UNTIL_NEAR_THE_END = f"""() => new Promise((done) => {{
  const look = () => (({FROM_THE_END})() <= 2 ? done() : requestAnimationFrame(look));
  look();
}})"""
UNTIL_MORE = """count => new Promise((done) => {
  const rows = () => document.querySelectorAll("li[data-id]").length;
  const look = () => (rows() > count ? done() : requestAnimationFrame(look));
  look();
})"""


async def is_at_the_end(page: Page) -> None:
    await page.evaluate(UNTIL_NEAR_THE_END)


@pytest.mark.parametrize("world", [WORLD], ids=["north"])
async def test_all_of_a_thousand_messages_can_be_read(sandbox: Sandbox, opens: OpensTab) -> None:
    sam, maya = sandbox.people["olga"], sandbox.people["maya"]
    for number in range(MANY):
        await (sam if number % 7 else maya).writes(f"Message {number} of **many**", "north/general")
    tab = await opens("maya", "general")
    page = tab.page
    await tab.sees(f"Message {MANY - 1} of")
    await is_at_the_end(page)

    # Older ones come in above: what is in view stays where it is.
    before = await page.evaluate(f"() => {{ ({UP})(); return ({TOP_ROW})(); }}")
    await page.evaluate(UNTIL_MORE, before["rows"])
    after = await page.evaluate(TOP_ROW)
    assert after["id"] == before["id"]
    assert after["at"] == pytest.approx(before["at"], abs=2)

    # Others write meanwhile: counted, not jumped to; the button goes there.
    await sam.writes("from below", "north/general")
    jump = page.get_by_role("button", name=tab.ui("shell.jump.new.one"))
    await expect(jump).to_be_visible()
    assert await page.evaluate(FROM_THE_END) > 200
    await jump.click()
    await is_at_the_end(page)
    await expect(page.locator(".jump")).to_be_hidden()
    await sam.writes("one more", "north/general")
    await tab.sees("one more")
    await is_at_the_end(page)

    await page.evaluate(TO_THE_TOP, MANY + 2)
    await expect(page.locator("li[data-id]")).to_have_count(MANY + 2)
    await expect(page.locator(".beginning")).to_be_visible()
    await expect(page.locator("li[data-id]").first).to_contain_text("Message 0 of many")
    order = await page.evaluate(
        "[...document.querySelectorAll('li[data-id]')].map(r => r.dataset.id)"
    )
    assert order == sorted(order, key=int)
    assert len(set(order)) == MANY + 2
    await tab.writes("my own")
    await is_at_the_end(page)
