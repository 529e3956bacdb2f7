"""A pitch with files in a real browser: chosen by hand, sent with a page, opened at the desk."""

from __future__ import annotations

from importlib import resources

import pytest
from playwright.async_api import FilePayload, expect

from tests.browser.conftest import OpensTab
from tests.browser.journey import Pointer, pitches, starts
from tests.browser.tab import Tab
from tests.e2e.stage import Stage
from tests.e2e.story import form_fields
from tests.support.filemaking import PDF

WORLD = (resources.files("sandbox") / "worlds" / "demonstration.yaml").read_text(encoding="utf-8")
SCRIPT = FilePayload(name="月亮港-剧本.pdf", mimeType="application/pdf", buffer=PDF)
NO_PDF = FilePayload(name="项目书.pdf", mimeType="application/pdf", buffer=b"only words" * 400)
GENRES = ("家庭", "奇幻")

pytestmark = pytest.mark.parametrize("world", [WORLD], ids=["demonstration"])


def label(tab: Tab, field: str) -> str:
    """A field of the form as this person reads it."""
    return form_fields()[field].label.in_(tab.text.locale)


async def begins(tab: Tab, programme: str) -> None:
    await starts(tab, "/投稿 开始")
    await tab.page.keyboard.press("Enter")
    await expect(tab.log.last).to_contain_text(programme)
    await tab.presses(programme)


async def fills_by_hand(tab: Tab) -> None:
    """On whichever page they are: one of several, some of several, a box, two files."""
    modal = tab.modal
    formats = modal.get_by_role("group", name=label(tab, "format"))
    if await formats.count():
        await formats.get_by_role("radio", name="16").check()
        await tab.chooses(modal.get_by_role("combobox", name=label(tab, "genres")), *GENRES)
    ages = modal.get_by_role("group", name=label(tab, "age_groups"))
    if await ages.count():
        for box in (await ages.get_by_role("checkbox").all())[:2]:
            await box.check()
    agreed = modal.get_by_role("checkbox", name=label(tab, "co_owners"))
    if await agreed.count():
        await agreed.check()
    files = modal.locator("input[type=file]")
    if await files.count():
        await files.first.set_input_files([SCRIPT])


async def test_a_file_is_sent_with_a_page_and_opened_at_the_desk(
    stage: Stage, opens: OpensTab
) -> None:
    lin, maya = await opens("lin"), await opens("maya", "desk")
    await begins(lin, "ChunM 人才计划")
    ref = await pitches(lin, Pointer(), lambda: fills_by_hand(lin))

    card = await maya.sees(ref)
    await maya.presses(maya.text("button.files"), card)
    shown = maya.log.filter(has_text=maya.ui("shell.private")).last
    await expect(shown).to_contain_text(str(SCRIPT["name"]))
    await shown.get_by_role("button", name=maya.text("button.open"), exact=True).first.click()
    link = maya.log.last.get_by_role("link", name=str(SCRIPT["name"]))
    await expect(link).to_be_visible()
    answer = await maya.page.request.get(await link.evaluate("one => one.href"))
    assert await answer.body() == PDF

    filed = await stage.maya.types("/submissions view", ref=ref)
    told = [filed.text]
    while filed.message and any(b.label == "Next page" for b in filed.message.buttons):
        filed = await stage.maya.presses("Next page", on=filed.message)
        told.append(filed.text)
    for words in ("Family", "Fantasy", "Series, 16 episodes", "moon-harbour-deck.pdf"):
        assert words in "\n".join(told)


async def test_what_is_no_pdf_is_named_and_the_rest_of_the_files_stays(
    played: Stage, opens: OpensTab
) -> None:
    lin = await opens("lin")
    (ref,) = [one.value for one in await played.lin.completes("/pitch files", "ref", "退潮之前")]
    await lin.types("/投稿 文件", 编号=ref)
    shown = await lin.sees(lin.text("files.used", used="0 KB", most=50).removeprefix("-# "))
    await lin.chooses(
        shown.get_by_role("combobox", name=lin.text("select.add_files")), label(lin, "deck")
    )
    await expect(lin.modal).to_be_visible()
    await lin.modal.locator("input[type=file]").set_input_files([NO_PDF])
    await lin.presses(lin.ui("content.modal.submit"), lin.modal)
    refused = await lin.sees(str(NO_PDF["name"]))
    await expect(refused).to_contain_text("⚠️")
    await expect(shown).not_to_contain_text(str(NO_PDF["name"]))
