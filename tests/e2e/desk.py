"""What coordinators do at the desk, and what authors do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from tests.e2e.stage import Stage
from tests.e2e.story import fill, form_fields, pitch, reference, words


async def submitted(stage: Stage, title: str = "Moon Harbour") -> tuple[str, Message]:
    """Lin's pitch: its reference, and its card once its thread is there."""
    ref = reference(await pitch(stage.lin, given={"title": title}))
    card = await stage.maya.sees(ref, in_="desk")
    await claimed(stage, card)
    return ref, card


async def claimed(stage: Stage, card: Message) -> None:
    """Maya claims it. What follows on the card comes after its thread was made."""
    await stage.maya.presses("Claim", on=card)
    await stage.maya.sees("In review", in_="desk")


def in_thread(card: Message) -> list[str]:
    """What was said in the thread of a card, oldest first."""
    assert card.thread is not None
    return [message.text for message in card.thread.messages]


def label(person: Person, field: str) -> str:
    """A field's label in a person's language."""
    return form_fields()[field].label.in_(words(person).locale)


async def ask_for_changes(
    person: Person,
    ref: str,
    fields: Sequence[str] = ("title", "logline"),
    message: str = "Please say where it takes place.",
    due: str = "",
) -> Reply:
    """`/submissions changes`, the fields, *Write*, the modal."""
    text = words(person)
    await person.types("/submissions changes", ref=ref)
    await person.selects(text("select.fields"), *(label(person, field) for field in fields))
    opened = await person.presses(text("button.write"))
    assert opened.modal is not None, opened.text
    return await person.fills({text("changes.message"): message, text("changes.due"): due})


async def send_new_version(
    person: Person, ref: str, given: Mapping[str, Any], page: int = 0
) -> Reply:
    """The author changes a page, the first or another, agrees and sends it."""
    text = words(person)
    edited = await person.types("/pitch edit", ref=ref)
    assert edited.message is not None, edited.text
    (menu,) = edited.message.selects
    opened = await person.selects(menu.placeholder, menu.options[page].label, on=edited.message)
    assert opened.modal is not None, opened.text
    await fill(person, given)
    await person.presses(text("button.send_new"))
    return await person.presses(text("button.send_agreed"))


async def withdraw(person: Person, ref: str) -> Reply:
    await person.types("/pitch withdraw", ref=ref)
    return await person.presses(words(person)("button.withdraw_surely"))


async def decide(person: Person, ref: str, state: str, reason: str | None = None) -> Reply:
    """`/submissions decide`, by the value of the choice."""
    more = {} if reason is None else {"reason": reason}
    choice = words(person)(f"decision.{state}")
    return await person.types("/submissions decide", ref=ref, decision=choice, **more)


async def release(person: Person, ref: str) -> Reply:
    """`/submissions release`, the preview, *Release*."""
    text = words(person)
    await person.types("/submissions release", ref=ref)
    return await person.presses(text.n("button.release", 1))


async def erase(person: Person) -> None:
    """`/privacy erase`, the button, the word."""
    text = words(person)
    await person.types("/privacy erase")
    opened = await person.presses(text("button.erase"))
    assert opened.modal is not None
    done = await person.fills({opened.modal.fields[0].label: text("privacy.word")})
    assert done.text == text("privacy.erased")
