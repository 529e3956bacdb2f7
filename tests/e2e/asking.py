"""Asking people: what is unknown to the bot goes to the desk, and comes back answered."""

from __future__ import annotations

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from tests.e2e.stage import Stage
from tests.e2e.story import words

UNKNOWN = "May zebras sing in Oslo tomorrow?"
"""Nothing in any bank comes near it."""
REPLY = "Only _humming_ zebras, see https://example.com/zebras"
SHOWN = "Only \\_humming\\_ zebras, see https://example.com/zebras"


async def asks(stage: Stage, person: Person, question: str = UNKNOWN) -> Message:
    """`/ask`, *Ask a coordinator*; returns the card at the desk, which Maya sees."""
    await person.types("/ask", question=question)
    await passes_on(person)
    return await stage.maya.sees(question, in_="desk")


async def passes_on(person: Person, on: Message | None = None) -> Reply:
    return await person.presses(words(person)("button.ask_coordinator"), on=on)


async def mentions(stage: Stage, person: Person, in_: str = "general") -> tuple[Message, Message]:
    """A mention in a channel, and *Ask a coordinator* on the reply; returns what was written and
    the card at the desk."""
    written = await person.writes(f"<@{stage.bot_id}> {UNKNOWN}", in_=in_)
    reply = await person.sees(words(person)("ask.unknown"), in_=in_)
    await passes_on(person, reply)
    return written, await stage.maya.sees(UNKNOWN, in_="desk")


async def opens(person: Person, card: Message) -> None:
    """*Answer*: the modal."""
    opened = await person.presses(words(person)("question.button_answer"), on=card)
    assert opened.modal is not None, opened.text


async def sends(person: Person, answer: str = REPLY) -> Reply:
    return await person.fills({words(person)("question.your_answer"): answer})


async def answers(person: Person, card: Message, answer: str = REPLY) -> Reply:
    await opens(person, card)
    return await sends(person, answer)
