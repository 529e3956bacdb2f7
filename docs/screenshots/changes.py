"""What the pictures show after a pitch was handed in: changes, history, what can be erased."""

from __future__ import annotations

from playwright.async_api import Locator, expect

from bot.content.loader import shipped
from docs.screenshots.camera import Camera
from docs.screenshots.scenes import Cast
from tests.browser.tab import Tab

CHUNM = next(programme for programme in shipped() if programme.key == "chunm")
FIELDS = ("logline", "tone")
ANSWERED = "tone"


async def asked(camera: Camera, cast: Cast, ref: str) -> None:
    """The coordinator chooses fields and writes what is to change."""
    async with camera.tab("maya", "desk") as tab:
        await tab.types(cast.commands["submissions changes"], **{cast.ref: ref})
        await tab.sees(tab.ui("shell.private"))
        await expect(_button(tab, "button.write")).to_be_visible()
        menu = tab.log.last.get_by_role("combobox", name=tab.text("select.fields")).first
        await tab.chooses(menu, *(_label(tab, one) for one in FIELDS))
        await expect(_button(tab, "button.write")).to_be_enabled()
        await camera.part(tab, "changes", tab.log.last)
        await _button(tab, "button.write").click()
        await expect(tab.modal).to_be_visible()
        await tab.fills({tab.text("changes.message"): cast.asked})
        await tab.presses(tab.ui("content.modal.submit"), tab.modal)
        await expect(tab.modal).to_be_hidden()
        await expect(_button(tab, "button.write")).to_have_count(0)
        await tab.presses(tab.ui("shell.dismiss"), tab.log.last)


async def answered(camera: Camera, cast: Cast, ref: str) -> None:
    """The creator sees where the pitch stands, changes it and sends the new version."""
    async with camera.tab(cast.creator, "general") as tab:
        await tab.types(cast.commands["pitch view"], **{cast.ref: ref})
        await expect(_button(tab, "button.answer_changes")).to_be_visible()
        await camera.part(tab, "pitch-view", tab.log.last)
        await _button(tab, "button.answer_changes").click()
        await expect(tab.log.last).to_contain_text(tab.text("revision.to_change"))
        await camera.part(tab, "changes-asked", tab.log.last)
        page = CHUNM.form.page_of(ANSWERED)
        menu = tab.log.last.get_by_role("combobox", name=tab.text("select.change_page"))
        await tab.chooses(menu, page.title.in_(tab.text.locale))
        await expect(tab.modal).to_be_visible()
        await tab.fills({_label(tab, ANSWERED): cast.answer})
        await tab.presses(tab.ui("content.modal.submit"), tab.modal)
        await expect(tab.modal).to_be_hidden()
        await _button(tab, "button.send_new").click()
        await _button(tab, "button.send_agreed").click()
        await tab.sees(tab.text("receipt.revised").splitlines()[0].removeprefix("## "))


async def seen_at_the_desk(camera: Camera, cast: Cast, ref: str) -> None:
    """The new version beside the one before, in the thread of the card."""
    async with camera.tab("maya", "desk") as tab:
        await tab.sees(ref)
        await tab.goes_to(ref)
        await camera.part(tab, "new-version", await tab.sees(cast.answer))


async def privacy(camera: Camera, cast: Cast) -> None:
    """What would go and what would stay."""
    async with camera.tab(cast.creator, "general") as tab:
        await tab.types(cast.commands["privacy erase"])
        await expect(_button(tab, "button.erase")).to_be_visible()
        await camera.part(tab, "privacy", tab.log.last)


def _button(tab: Tab, key: str) -> Locator:
    return tab.log.last.get_by_role("button", name=tab.text(key), exact=True)


def _label(tab: Tab, field: str) -> str:
    return next(one for one in CHUNM.form.fields() if one.id == field).label.in_(tab.text.locale)
