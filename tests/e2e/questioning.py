"""Where questions are asked: a server with a forum, whose bot may hear what is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.domain.faq import GENERAL, BankEntry, FaqAct, FaqRef, InLanguages
from bot.domain.ids import GuildId
from bot.domain.text import Locale
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from tests.e2e.stage import WORLD, Stage
from tests.e2e.story import words

MENTORS = "Who are the mentors of Hina?"
OSLO = "What is the weather in Oslo tomorrow?"
MENTOR = "Zhang Yimou"
_FORUM = "- {name: help, type: forum, tags: [Idea, Solved]}"
HEARING = WORLD.replace(
    "token: sandbox-token}", "token: sandbox-token, intents: [message_content]}"
).replace("- {name: questions}", f"- {{name: questions}}\n      {_FORUM}")
"""The application was granted the content of messages."""
TAGGING = HEARING.replace("_history]", "_history, manage_threads]")


async def set_up_to_listen(stage: Stage, *channels: str) -> Reply:
    """Olga names the channel of questions, and where else to listen."""
    await stage.set_up(questions="questions")
    await stage.olga.types(
        "/setup", coordinators="Coordinators", desk="desk", questions="questions"
    )
    return await stage.olga.selects("Also listen in", *channels)


async def keep(
    stage: Stage, name: str, question: str, answer: str, locale: Locale = Locale.EN, **more: Any
) -> None:
    """Put an entry about the server into the north's bank."""
    assert stage.app is not None
    entry = BankEntry(
        FaqRef(GENERAL, name),
        InLanguages({locale: question}),
        {},
        InLanguages({locale: answer}),
        date(2026, 1, 2),
        **more,
    )
    async with stage.app.database.store.writing() as work:
        await work.faqs.save(north(stage), entry, FaqAct.ADDED, None, datetime.now(UTC), expected=0)
        await work.commit()


def north(stage: Stage) -> GuildId:
    return GuildId(stage.sandbox.guild("north").id)


def labels(reply: Reply | Message) -> list[str]:
    message = reply if isinstance(reply, Message) else reply.message
    assert message is not None
    return [button.label for button in message.buttons]


async def ask_coordinator(person: Person, on: Message | None = None) -> Reply:
    return await person.presses(words(person)("button.ask_coordinator"), on=on)


def missing(person: Person, said: str = "") -> Mapping[str, str]:
    """What is filled in after 👎."""
    return {words(person)("answer.missing"): said}
