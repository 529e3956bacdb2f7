"""What people do, in the words of their own language, by what they can see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.content.loader import shipped
from bot.domain.form import Field as FormField
from bot.domain.form import Kind
from bot.domain.text import Locale
from bot.texts import Text, Texts
from sandbox.people.modal import Field, Modal
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.state.files import File
from tests.support.filemaking import PDF

LINK = "https://example.com/film"


PDF_FILE = File("treatment.pdf", PDF)
WITH_FILES: Mapping[str, Any] = {
    field.id: [PDF_FILE]
    for programme in shipped()
    for field in programme.form.fields()
    if field.kind is Kind.FILES
}
"""A small file for every field of files."""


def words(person: Person) -> Text:
    """The texts in a person's language, by which they find buttons."""
    return Texts.load().of(Locale.closest(person.locale))


def form_fields() -> dict[str, FormField]:
    return {field.id: field for programme in shipped() for field in programme.form.fields()}


def plausible(field: Field, given: Mapping[str, Any]) -> Any:
    """What to put into a field: what was given for its id, what stands there, or something fit."""
    if field.custom_id in given:
        return given[field.custom_id]
    if field.kind == "text":
        asked = form_fields()[field.custom_id]
        fit = {Kind.NUMBER: str(asked.least or 8), Kind.LINK: LINK}
        return field.value or fit.get(asked.kind, f"About {field.custom_id}")
    if field.kind == "file":
        return []
    if field.kind == "checkbox":
        return True
    return field.value or [field.options[0].label]


async def fill(person: Person, given: Mapping[str, Any] | None = None) -> Reply:
    """Fill the modal that is open, and send it."""
    assert person.modal is not None
    return await person.fills(
        {field.label: plausible(field, given or {}) for field in person.modal.fields}
    )


async def begin(person: Person, programme: str = "chunm") -> Modal:
    """`/pitch start` and *Begin*: the first page is open."""
    await person.types("/pitch start", program=programme)
    reply = await person.presses(words(person)("button.begin"))
    assert reply.modal is not None, reply.text
    return reply.modal


async def fill_all(
    person: Person, programme: str = "chunm", given: Mapping[str, Any] | None = None
) -> Reply:
    """From `/pitch start` to the review, page by page."""
    await begin(person, programme)
    text = words(person)
    for _ in range(12):
        reply = await fill(person, given)
        assert reply.message is not None
        labels = [button.label for button in reply.message.buttons]
        if text("button.continue") not in labels:
            return await person.presses(text("button.review"), on=reply.message)
        reply = await person.presses(text("button.continue"), on=reply.message)
        assert reply.modal is not None, reply.text
    raise AssertionError("the form does not end")


async def to_consent(person: Person, review: Reply) -> Reply:
    """From the review, through its pages, to the consent."""
    text = words(person)
    for _ in range(20):
        assert review.message is not None
        labels = [button.label for button in review.message.buttons]
        if text("button.to_consent") in labels:
            return await person.presses(text("button.to_consent"))
        review = await person.presses(text("button.further"))
    raise AssertionError("the review does not end")


async def pitch(
    person: Person, programme: str = "chunm", given: Mapping[str, Any] | None = None
) -> Reply:
    """A whole pitch, submitted; the reply is the receipt."""
    review = await fill_all(person, programme, given)
    await to_consent(person, review)
    return await person.presses(words(person)("button.submit"))


def reference(receipt: Reply) -> str:
    """The reference that a receipt names."""
    return receipt.text.split("`")[1]
