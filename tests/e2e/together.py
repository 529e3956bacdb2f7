"""What authors of one pitch do together; and waiting until all that is to be told was told."""

from __future__ import annotations

import asyncio

from sandbox.people.person import Person
from tests.e2e.stage import Stage
from tests.e2e.story import to_consent, words


async def invites(owner: Person, ref: str, person: Person) -> None:
    """Ask a person to be a co-author."""
    text = words(owner)
    await owner.types("/pitch edit", ref=ref)
    await owner.presses(text("button.team"))
    await owner.selects(text("select.invite"), person)


async def joins(person: Person, ref: str) -> None:
    """From the invitation in a DM to having joined."""
    told = await person.sees(ref, in_="dm")
    await person.presses(told.buttons[0].label, on=told)  # in the inviter's language
    await person.presses(words(person)("button.join"))


async def submits(owner: Person, ref: str) -> None:
    """Hand in a complete draft."""
    text = words(owner)
    edited = await owner.types("/pitch edit", ref=ref)
    assert edited.message is not None
    await to_consent(owner, await owner.presses(text("button.review"), on=edited.message))
    await owner.presses(text("button.submit"))


async def delivered(stage: Stage) -> None:
    """Until no notice is on its way."""
    assert stage.app is not None
    async with asyncio.timeout(20):
        while "waiting" in await stage.app.database.queue.depth():
            await stage.hugo.types("/programs")
