"""What coordinators do with the bank of answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from tests.e2e.story import words

PARKING: Mapping[str, str] = {
    "question": "Is there parking at the studio?",
    "answer": "Yes, forty spaces behind the building, free after six.",
    "phrasings": "Where can I leave my car?\nCan I park at the studio?",
    "source": "House rules",
    "validity": "",
}
PARKING_ZH: Mapping[str, str] = {
    "question": "摄影棚有停车位吗？",
    "answer": "有，楼后面有四十个车位，晚上六点以后免费。",
    "phrasings": "车可以停在哪里？\n开车来停哪儿？",
}


async def write(person: Person, typed: Mapping[str, Any]) -> Reply:
    """Fill the form that is open, by the names of its inputs; the rest stays as it stands."""
    assert person.modal is not None
    there = {field.custom_id for field in person.modal.fields}
    given = {name: value for name, value in typed.items() if name in there}
    return await person.fills(given, by="custom_id")


async def add(
    person: Person, typed: Mapping[str, Any] = PARKING, program: str = "chunm", **options: str
) -> Reply:
    opened = await person.types("/faq add", program=program, **options)
    assert opened.modal is not None, opened.text
    return await write(person, typed)


async def entry(person: Person, typed: str) -> str:
    """The value of the one entry that autocomplete suggests for what was typed."""
    (choice,) = await person.completes("/faq edit", "entry", typed)
    return str(choice.value)


async def ask(person: Person, question: str) -> str:
    return (await person.types("/ask", question=question)).text


def labels(message: Message | None) -> list[str]:
    assert message is not None
    return [button.label for button in message.buttons]


async def opened(person: Person, typed: str) -> Message:
    """The entry in full, from the list."""
    text = words(person)
    listed = await person.types("/faq list")
    for _ in range(20):
        assert listed.message is not None
        for menu in listed.message.selects:
            for option in menu.options:
                if typed in option.label:
                    found = await person.selects(menu, option.label, on=listed.message)
                    assert found.message is not None
                    return found.message
        listed = await person.presses(text("button.further"), on=listed.message)
    raise AssertionError(f"there is no entry {typed!r}")
