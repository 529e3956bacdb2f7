"""The open form, and files that are chosen or dropped."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.async_api import FilePayload, Locator, expect

from tests.browser.tab import Tab

TOO_LARGE = 10 * 1024 * 1024 + 1
DROP = """([zone, files]) => {
  const carried = new DataTransfer();
  for (const [name, size] of files) carried.items.add(new File(["x".repeat(size)], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, {dataTransfer: carried, bubbles: true}));
  }
}"""


def file(name: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": b"xxx"}


@dataclass
class Modal:
    """The open form, by the labels of its fields."""

    tab: Tab

    def box(self, label: str) -> Locator:
        return self.tab.modal.get_by_role("combobox", name=label)

    def block(self, custom_id: str) -> Locator:
        return self.tab.modal.locator(f'[data-custom-id="{custom_id}"]')

    async def complains(self, custom_id: str, key: str, **values: object) -> None:
        """The field says what is wrong, beside it."""
        error = self.block(custom_id).locator(".field-error:visible")
        await expect(error).to_have_text(self.tab.ui(key, **values))

    async def submits(self) -> None:
        await self.tab.presses(self.tab.ui("content.modal.submit"), self.tab.modal)


async def opens_form(tab: Tab, page: str) -> Modal:
    """Run the command that opens a form."""
    form = await tab.begins("/form")
    await tab.chooses(form.get_by_role("combobox"), page)
    await tab.presses(tab.ui("composer.form.run"), form)
    await expect(tab.modal).to_be_visible()
    return Modal(tab)
