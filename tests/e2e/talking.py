"""Coordinators and authors who write to one another, as they do it on their screens."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from sandbox.state.files import File
from tests.e2e.desk import submitted
from tests.e2e.stage import Stage
from tests.e2e.story import words

ARRIVED = "✅"


async def replies(person: Person, ref: str, said: str, files: Sequence[File] = ()) -> Reply:
    """`/submissions reply` and its modal."""
    opened = await person.types("/submissions reply", ref=ref)
    return await writes_in_modal(person, opened, said, files)


async def writes_in_modal(
    person: Person, opened: Reply, said: str, files: Sequence[File] = ()
) -> Reply:
    assert opened.modal is not None, opened.text
    text = words(person)
    return await person.fills({text("talk.words"): said, text("talk.files"): list(files)})


async def answers(person: Person, on: Message, said: str, files: Sequence[File] = ()) -> Reply:
    """The button below a message of the bot's, and its modal."""
    opened = await person.presses(words(person)("button.answer_desk"), on=on)
    return await writes_in_modal(person, opened, said, files)


async def in_conversation(stage: Stage, said: str = "Where is it set?") -> tuple[str, Message]:
    """Lin's pitch, about which Maya wrote to her: its reference, and what Lin reads."""
    ref, _ = await submitted(stage)
    await replies(stage.maya, ref, said)
    return ref, await stage.lin.sees(said, in_="dm")


async def at_desk(stage: Stage, said: str) -> Message:
    """What coordinators see of it in the pitch's thread."""
    thread = stage.maya.threads("desk")[0]
    return await stage.maya.sees(said, in_=thread)


def told_at_desk(stage: Stage, said: str) -> list[str]:
    """Every message of the pitches' threads that holds it."""
    return [
        message.text
        for thread in stage.maya.threads("desk")
        for message in thread.messages
        if said in message.text
    ]
