"""Commands, forms, menus and buttons of a bot, with every kind of field."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from sandbox import Sandbox
from tests.browser.conftest import OpensTab
from tests.browser.formbot import FormBot
from tests.browser.forms import DROP, TOO_LARGE, file, opens_form
from tests.browser.tab import Tab
from tests.sandbox.conftest import WORLD

pytestmark = [
    pytest.mark.parametrize("world", [WORLD], ids=["north"]),
    pytest.mark.usefixtures("bot"),
]


async def test_a_form_checks_its_fields_and_sends_what_was_filled_in(
    opens: OpensTab, tmp_path: Path
) -> None:
    maya = await opens("maya")
    modal = await opens_form(maya, "First")
    field = maya.modal.get_by_role("textbox", name="Logline")
    await expect(field).to_be_focused()
    await modal.submits()
    await modal.complains("logline", "content.field.required")
    await modal.complains("topic", "content.field.choose")
    await modal.complains("form", "content.field.choose")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    await field.fill("ab")
    await modal.complains("logline", "content.field.short.other", count=3, now=2)
    await field.fill("渔" * 21)
    await modal.complains("logline", "content.field.long.other", count=20, now=21)
    await expect(modal.block("logline")).to_contain_text("21 / 20")
    await field.fill("a boat")
    await expect(modal.block("logline").locator(".field-error")).to_be_hidden()

    await maya.chooses(modal.box("Topic"), "Sea", "Star")
    await maya.modal.get_by_role("radio", name="Long").check()
    large = tmp_path / "big.bin"
    large.write_bytes(bytes(TOO_LARGE))
    files = maya.modal.locator("input[type=file]")
    await files.set_input_files(large)
    await expect(modal.block("script").get_by_role("alert")).to_contain_text("big.bin")
    await files.set_input_files([file("one.txt"), file("two.txt"), file("three.txt")])
    await modal.complains("script", "content.file.full.other", name="three.txt", count=2)
    await maya.presses(maya.ui("content.file.remove", name="one.txt"), maya.modal)
    await modal.submits()
    await maya.sees("first: ['a boat', ['sea', 'star'], ['two.txt'], 'Long']")
    await expect(maya.modal).to_have_count(0)
    uploads = [url for url in maya.asked if "/upload?" in url]
    assert len(uploads) == 2, "a file that is too large must not leave the page"


async def test_people_roles_places_and_boxes_are_chosen(opens: OpensTab) -> None:
    maya = await opens("maya")
    modal = await opens_form(maya, "Second")
    await modal.submits()
    await modal.complains("boxes", "content.list.least.one", count=1)
    await maya.chooses(modal.box("Producer"), "Lin Wei")
    await modal.box("Team").press_sequentially("coord")
    await maya.page.get_by_role("option", name="Coordinators").click()
    await maya.chooses(modal.box("Where"), "questions")
    for name in ("Sea", "Moon", "Star"):
        await maya.modal.get_by_role("checkbox", name=name).check()
    await modal.submits()
    await modal.complains("boxes", "content.list.most.other", count=2)
    await maya.modal.get_by_role("checkbox", name="Sea").uncheck()
    await maya.modal.get_by_role("checkbox", name="I agree").check()
    await modal.submits()
    await maya.sees("second: [['lin', 'Coordinators', 'questions'], ['Moon', 'Star'], True]")


async def test_what_was_typed_is_neither_lost_by_escape_nor_by_a_failure(
    sandbox: Sandbox, opens: OpensTab
) -> None:
    maya = await opens("maya")
    modal = await opens_form(maya, "Third")
    await maya.page.keyboard.press("Escape")
    await expect(maya.modal).to_have_count(0)

    modal = await opens_form(maya, "Third")
    text = maya.modal.get_by_role("textbox", name="Synopsis")
    await text.fill("two\nlines")
    await maya.page.keyboard.press("Escape")
    question = maya.modal.get_by_role("alertdialog")
    await expect(question).to_contain_text(maya.ui("content.modal.discard.ask"))
    await maya.presses(maya.ui("content.modal.keep"), question)
    await expect(text).to_have_value("two\nlines")
    await maya.chooses(modal.box("Told to"), "Lin Wei", "Coordinators")

    sandbox.faults.drop("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
    await modal.submits()
    alert = maya.modal.get_by_role("alert").filter(visible=True)
    await expect(alert).to_have_text(maya.ui("content.modal.failed"))
    await expect(text).to_have_value("two\nlines")
    await modal.submits()
    await maya.sees("third: two lines ['lin', 'Coordinators']")

    await opens_form(maya, "Third")
    await maya.modal.get_by_role("textbox", name="Synopsis").fill("gone")
    await maya.presses(maya.ui("content.modal.cancel"), maya.modal)
    await maya.presses(maya.ui("content.modal.discard"), maya.modal)
    await expect(maya.modal).to_have_count(0)
    assert sandbox.people["maya"].modal is None


async def test_menus_of_every_kind_are_sent_when_something_was_chosen(opens: OpensTab) -> None:
    maya = await opens("maya")
    await maya.types("/menus")
    row = await maya.sees("choose")
    for menu, choice, told in (
        ("Somebody", "Lin Wei", "who lin"),
        ("Some team", "Coordinators", "role Coordinators"),
        ("Anybody", "Olga", "any olga"),
        ("Some place", "questions", "where questions"),
    ):
        await maya.chooses(row.get_by_role("combobox", name=menu), choice)
        await maya.sees(told)
    await maya.chooses(row.get_by_role("combobox", name="Topics"), "Sea", "Moon")
    chosen = await maya.sees("topics ['moon', 'sea']")
    await expect(chosen).to_contain_text(maya.ui("shell.edited"))


async def test_buttons_change_think_fail_and_write_letters(
    sandbox: Sandbox, bot: FormBot, opens: OpensTab
) -> None:
    maya, lin = await opens("maya"), await opens("lin")
    await maya.types("/buttons")
    row = await maya.sees("press")
    await maya.presses("Think", row)
    thinking = maya.ui("shell.thinking", name="Callboard")
    await maya.sees(thinking)
    bot.go_on.set()
    thought = await maya.sees("thought it over")
    await maya.sees_no_more(thinking)
    await maya.presses(maya.ui("shell.dismiss"), thought)
    await maya.sees_no_more("thought it over")

    nothing = row.get_by_role("button", name="Nothing")
    await nothing.focus()
    await maya.page.keyboard.press("Enter")
    await expect(nothing).to_have_attribute("aria-busy", "true")
    await maya.page.keyboard.press("Tab")
    await expect(row.get_by_role("button", name="Letter")).to_be_focused()
    failure = await maya.sees(maya.ui("shell.failed"))
    await expect(nothing).not_to_have_attribute("aria-busy", "true")
    await maya.presses(maya.ui("shell.dismiss"), failure)

    await lin.sees("press")
    await lin.presses(lin.ui("shell.privacy"), lin.page.locator("#userbar"))
    await lin.presses("Letter")
    await lin.sees("refused: 50007")
    await lin.presses(lin.ui("shell.privacy"), lin.page.locator("#userbar"))
    await lin.presses("Letter")
    await lin.sees("the letter is on its way")
    await lin.page.locator("#servers").get_by_role("button").first.click()
    await lin.goes_to("Callboard")
    await lin.sees("a letter for you")

    await maya.presses("Change", row)
    await expect(maya.log.filter(has_text="changed in place")).to_have_count(1)
    assert sandbox.violations == []


async def test_a_command_takes_an_option_of_every_type(opens: OpensTab) -> None:
    maya = await opens("maya")
    form = await maya.begins("/all")
    await maya.page.keyboard.type("moon")
    await expect(form.get_by_role("option")).to_have_text(["Moon Harbour", "Moon Base"])
    await maya.page.keyboard.press("ArrowDown")
    await maya.page.keyboard.press("Enter")
    run = maya.ui("composer.form.run")
    await maya.presses(run, form)
    missing = form.get_by_text(maya.ui("composer.option.missing"))
    await expect(missing).to_have_count(2)
    who = form.get_by_role("combobox", name="who")
    await expect(who).to_be_focused()
    await who.press_sequentially("lin")
    await form.get_by_role("option", name="Lin Wei").click()
    for name in ("share", "kind", "note", "role", "where", "anybody", "file", "sure"):
        await maya.presses(maya.ui("composer.option.add", name=name), form)
    await _fills_options(maya, form)
    await maya.presses(run, form)
    expected = ["MOON HARBOUR", 5, 0.25, "s", "fine", "lin", "Coordinators", "questions",
                "olga", "xxx", True]  # fmt: skip
    await maya.sees(f"all: {expected}")
    await expect(maya.composer).to_be_focused()


async def _fills_options(maya: Tab, form: Locator) -> None:
    count = form.get_by_role("textbox", name="count")
    await count.fill("9")
    await maya.presses(maya.ui("composer.form.run"), form)
    await expect(form.get_by_text(maya.ui("composer.option.high", max=5))).to_be_visible()
    await count.fill("5")
    await form.get_by_role("textbox", name="share").fill("0,25")
    await form.get_by_role("textbox", name="note").fill("fine")
    for option, choice in (
        ("kind", "Short film"),
        ("role", "Coordinators"),
        ("where", "questions"),
        ("anybody", "Olga"),
        ("sure", maya.ui("composer.option.yes")),
    ):
        await maya.chooses(form.get_by_role("combobox", name=option), choice)
    await form.locator("input[type=file]").set_input_files([file("logline.txt")])
    await expect(form.get_by_text("logline.txt")).to_be_visible()


async def test_applications_add_to_the_menus_of_messages_and_people(opens: OpensTab) -> None:
    maya, sam = await opens("maya"), await opens("olga")
    await sam.writes("twelve chars")
    heard = await maya.sees("twelve chars")
    await maya.acts(heard, "shell.act.more")
    await maya.page.get_by_role("menuitem", name="Count letters").click()
    await maya.sees("12 letters")
    await heard.get_by_role("button", name="Olga").click()
    await maya.page.get_by_role("menuitem", name="Who is this").click()
    await maya.sees("this is Olga")


async def test_files_threads_and_replies_reach_the_others(opens: OpensTab) -> None:
    maya, lin = await opens("maya"), await opens("lin")
    zone = await maya.main.element_handle()
    await maya.page.evaluate(DROP, [zone, _sized(("a.txt", 4), ("huge.bin", TOO_LARGE))])
    await expect(maya.page.locator(".composer-problem")).to_contain_text("huge.bin")
    await expect(maya.page.locator(".tray li")).to_have_count(1)
    await maya.writes("with a file")
    heard = await lin.sees("with a file")
    await expect(heard.get_by_role("link", name="a.txt")).to_be_visible()
    async with lin.page.expect_download() as download:
        await heard.get_by_role("link", name="a.txt").click()
    assert (await (await download.value).path()).read_bytes() == b"xxxx"
    assert len([url for url in maya.asked if "/upload?" in url]) == 1

    await lin.acts(heard, "shell.act.reply")
    await lin.writes("an answer")
    answer = await maya.sees("an answer")
    await answer.get_by_role("button", name="with a file").click()
    await expect(maya.log.filter(has_text="with a file").first).to_be_focused()

    await lin.acts(heard, "shell.act.thread")
    dialog = lin.page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill("Moon thread")
    await lin.presses(lin.ui("shell.thread.create"), dialog)
    await expect(lin.page.get_by_role("heading", level=1)).to_have_text("Moon thread")
    await lin.writes("inside the thread")
    link = maya.log.get_by_role("button", name="Moon thread")
    await expect(link).to_contain_text(maya.ui("shell.thread.count.one"))
    await link.click()
    await maya.sees("inside the thread")


def _sized(*files: tuple[str, int]) -> Sequence[list[str | int]]:
    return [[name, size] for name, size in files]
