"""Texts that try to be more than text stay text, wherever somebody can put one."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Locator, expect

from sandbox import File, Sandbox
from tests.browser.conftest import OpensTab
from tests.browser.hostile import (
    ADDRESS,
    ATTRIBUTE,
    CLOSING,
    FOREIGN,
    IMAGE,
    LINKS,
    SCRIPT,
    SHORT,
    TEMPLATE,
    WORLD,
    ZALGO,
    HostileBot,
    New,
    Old,
    hostile_embed,
)  # fmt: skip
from tests.browser.tab import Tab
from tests.sandbox.conftest import point_at, running

PLANTED = """() => {
  const address = (one) => one.getAttribute("href") ?? one.getAttribute("src");
  const all = [...document.querySelectorAll("[href], [src]")];
  return [
    window.ran,
    ...document.querySelectorAll("script:not([src]), style, iframe, object, embed, base"),
    ...document.querySelectorAll("img[src='x'], [onload], [onerror], [onmouseover]"),
    ...all.filter((one) => !/^(https?:|blob:|[/#?])/.test(address(one))),
  ].filter(Boolean).map((one) => one.outerHTML ?? String(one));
}"""
"""What ran, or became markup, or leads to what is no page."""

pytestmark = pytest.mark.parametrize("world", [WORLD], ids=["hostile"])


@pytest_asyncio.fixture(loop_scope="session")
async def hostile(sandbox: Sandbox) -> AsyncIterator[HostileBot]:
    point_at(sandbox)
    made = HostileBot()
    async with running(made, sandbox.token):
        await made.tree.sync()
        yield made


async def shows(scope: Locator, *texts: str) -> None:
    """Each stands there as it was written."""
    for text in texts:
        await expect(scope).to_contain_text(text)


async def must_be_harmless(tab: Tab) -> None:
    """No script ran, and nothing of the texts became markup."""
    assert await tab.page.evaluate(PLANTED) == []


async def test_what_people_write_and_are_called_stays_text(
    sandbox: Sandbox, opens: OpensTab
) -> None:
    olga, sam = sandbox.people["olga"], sandbox.people["sam"]
    maya = await opens("maya", "general")
    page = maya.page
    every = "\n".join((*SHORT, *LINKS))
    written = await olga.writes(every, "north/general")
    await olga.writes(f"marks {ZALGO[:1900]} end", "north/general")
    await sam.writes(SCRIPT, "north/general", reply_to=written)
    await olga.writes("a file", "north/general", files=[File(f"{IMAGE}.txt", b"x")])
    await sam.writes(f"{sandbox.people['olga'].mention} {IMAGE}", "north/general")
    thread = await olga.starts_thread(IMAGE, on=written)
    row = maya.log.first
    await shows(row, *SHORT, *LINKS)
    links = await row.get_by_role("link").evaluate_all("all => all.map(one => one.href)")
    assert links == ["https://own.invalid/"]
    await shows(await maya.sees("a file"), "_img_src=x_onerror=ran=1_.txt")
    await expect(row.get_by_role("button", name=IMAGE).first).to_be_visible()
    await shows(page.locator("#channels"), IMAGE, CLOSING, TEMPLATE)
    await shows(page.locator("#header"), IMAGE + SCRIPT)
    await shows(page.locator("#userbar"), CLOSING)
    await page.locator("#userbar .you").click()
    await shows(page.locator("#people"), IMAGE, SCRIPT)
    await page.keyboard.press("Escape")

    own = maya.log.and_(page.get_by_role("article", name=CLOSING))
    for written_before, payload in enumerate((IMAGE, CLOSING, TEMPLATE, ADDRESS)):
        await maya.writes(payload)
        # Names and others' messages hold the same texts: only the count tells that hers is there.
        await expect(own).to_have_count(written_before + 1)
        await shows(own.last, payload)
        await page.keyboard.press("ArrowUp")
        await expect(maya.composer).to_have_value(payload)
        await maya.composer.fill(f"{ATTRIBUTE} {payload}")
        await page.keyboard.press("Enter")
        await shows(await maya.sees(f"{ATTRIBUTE} {payload}"), payload)
    await maya.acts(row, "shell.act.react")
    await page.get_by_role("dialog").get_by_role("textbox").fill(IMAGE)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").filter(visible=True)).to_have_count(1)
    await page.keyboard.press("Escape")
    chosen: FilePayload = {"name": IMAGE, "mimeType": "text/plain", "buffer": b"x"}
    await page.locator("#composer input[type=file]").set_input_files([chosen])
    await shows(page.locator(".tray"), IMAGE)
    await row.get_by_role("button", name=IMAGE).last.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(thread.name)
    await maya.goes_to("general")
    await expect(row).to_be_attached()
    wide = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= wide[1]
    await must_be_harmless(maya)


async def test_what_bots_send_stays_text(
    sandbox: Sandbox, hostile: HostileBot, opens: OpensTab
) -> None:
    maya = await opens("maya", "general")
    general = hostile.at(sandbox, "north/general")
    await general.send(f"{SCRIPT} {LINKS[0]}", embed=hostile_embed(), view=Old())
    await general.send(view=New())
    embed = maya.page.locator(".embed")
    await shows(embed, *SHORT, *LINKS)
    await shows(await maya.sees("Z\u0301"), SCRIPT, LINKS[0], TEMPLATE)
    await shows(maya.page.locator(".container"), *SHORT, *LINKS)
    row = maya.log.filter(has=embed)
    menu = row.get_by_role("combobox", name=IMAGE)
    await menu.click()
    await shows(row.get_by_role("listbox"), *SHORT)
    await menu.press("Escape")

    await maya.presses(SCRIPT, row)
    await shows(maya.modal, *SHORT, LINKS[0])
    field = maya.modal.get_by_role("textbox", name=ATTRIBUTE)
    await expect(field).to_have_value(IMAGE)
    await expect(field).to_have_attribute("placeholder", TEMPLATE)
    await field.fill(CLOSING + IMAGE)
    await maya.chooses(maya.modal.get_by_role("combobox"), CLOSING)
    await maya.modal.get_by_role("radio", name=ATTRIBUTE).check()
    await maya.presses(maya.ui("content.modal.submit"), maya.modal)
    await shows(await maya.sees("answered"), CLOSING + IMAGE)
    await must_be_harmless(maya)

    form = await maya.begins("/echo")
    await maya.page.keyboard.press("ArrowDown")
    await shows(form, IMAGE, SCRIPT, *SHORT)
    await maya.chooses(form.get_by_role("combobox", name="kind"), TEMPLATE)
    await form.get_by_role("combobox", name="text").fill(IMAGE + SCRIPT)
    await maya.presses(maya.ui("composer.form.run"), form)
    await shows(await maya.sees("echo 4"), IMAGE + SCRIPT)
    await maya.acts(row, "shell.act.more")
    await maya.page.get_by_role("menuitem", name=ATTRIBUTE, exact=True).click()
    await maya.sees("menu ")
    await maya.page.locator(".panel-toggle").click()
    await expect(maya.page.locator(".panel-row").first).to_be_visible()
    for at in range(3):
        await maya.page.locator(".panel-row").nth(at).click()
    await must_be_harmless(maya)


async def test_links_that_are_no_links_are_not_followed(
    sandbox: Sandbox, hostile: HostileBot, opens: OpensTab
) -> None:
    """Discord refuses such addresses; the page does not rely on that."""
    sent = (FOREIGN, "javascript:ran=1")
    maya = await opens("maya", "general", tamper=lambda text: text.replace(*sent))
    general = hostile.at(sandbox, "north/general")
    await general.send(f"[tap]({FOREIGN}) <{FOREIGN}>", embed=hostile_embed(), view=Old())
    await general.send(view=New())
    await shows(maya.log.last, *SHORT)
    await expect(maya.page.locator(".embed")).to_contain_text(IMAGE)
    await must_be_harmless(maya)
    for link in await maya.log.get_by_role("link").all():
        await link.click()
    await must_be_harmless(maya)
