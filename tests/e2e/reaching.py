"""Everything that a coordinator can reach of a pitch at the desk: each command, button and page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import app_commands

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from tests.e2e.blind import content, of_desk
from tests.e2e.stage import Stage
from tests.e2e.story import words

OF_DESK = ("submissions", "audit")
CHANGING = ("Claim", "Shortlist")
"""Buttons of a card that change where the pitch stands: `asked` does the same."""


def commands_of_desk(stage: Stage) -> dict[str, app_commands.Command[Any, ..., Any]]:
    """By name, as they are registered."""
    assert stage.app is not None
    return {
        one.qualified_name: one
        for one in stage.app.client.tree.walk_commands()
        if isinstance(one, app_commands.Command) and one.qualified_name.split(" ")[0] in OF_DESK
    }


def completed_options(stage: Stage) -> Iterator[tuple[str, str]]:
    """Each option of each command of the desk that the bot makes suggestions for."""
    for name, command in commands_of_desk(stage).items():
        for parameter in command.parameters:
            if parameter.autocomplete:
                yield f"/{name}", parameter.display_name


def asked(stage: Stage, person: Person, ref: str) -> dict[str, dict[str, Any]]:
    """For each command of the desk something to ask it. None of it decides anything."""
    text = words(person)
    declined = text("state.declined")
    return {
        "submissions list": {"state": text("export.state.all")},
        "submissions search": {"text": "moon"},
        "submissions view": {"ref": ref},
        "submissions review": {"ref": ref},
        "submissions changes": {"ref": ref},
        "submissions assign": {"ref": ref, "coordinator": stage.noor},
        "submissions unassign": {"ref": ref},
        "submissions tag": {"ref": ref, "tag": "strong"},
        "submissions note": {"ref": ref, "note": "Look again."},
        "submissions due": {"ref": ref, "due": "2099-12-31"},
        "submissions conflict": {"ref": ref, "take_back": True},
        "submissions decide": {"ref": ref, "decision": text("decision.shortlisted")},
        "submissions release": {"ref": ref},
        "submissions letter": {"program": "hina", "decision": declined},
        "submissions stage": {"ref": ref, "stage": "concept"},
        "submissions reopen": {"ref": ref, "reason": "A second look"},
        "submissions reply": {"ref": ref},
        "submissions block": {"ref": ref, "lift": True},
        "submissions notify": {},
        "submissions export": {"kind": text("export.kind.json")},
        "submissions stats": {},
        "audit": {"ref": ref},
    }


async def by_commands(stage: Stage, person: Person, ref: str) -> dict[str, str]:
    """What each command of the desk says, on all of its pages. One that is not known here fails."""
    given = asked(stage, person, ref)
    found = {}
    for name in commands_of_desk(stage):
        reply = await person.types(f"/{name}", **given[name])
        found[name] = await all_pages(person, reply)
        if reply.modal is not None:
            person.dismisses_modal()
    return found


async def by_buttons(person: Person, card: Message) -> dict[str, str]:
    """What each button of the card says that changes nothing by itself."""
    found = {}
    for button in card.buttons:
        if button.disabled or button.label in CHANGING:
            continue
        reply = await person.presses(button, on=card)
        found[f"button {button.label}"] = await all_pages(person, reply)
        if reply.modal is not None:
            person.dismisses_modal()
    return found


async def all_pages(person: Person, reply: Reply) -> str:
    """From a first page to the last one."""
    onward = words(person)("button.further")
    found = [content(reply)]
    while reply.message and onward in [
        one.label for one in reply.message.buttons if not one.disabled
    ]:
        reply = await person.presses(onward, on=reply.message)
        found.append(content(reply))
    return "\n".join(found)


async def everything_opened(person: Person, ref: str) -> dict[str, str]:
    """Each page of the pitch, its files and the copies that are sent of them."""
    text = words(person)
    shown = await person.types("/submissions view", ref=ref)
    found = {"pages": await all_pages(person, shown)}
    files = await person.presses(text("button.files"), on=shown.message)
    found["files"] = content(files)
    assert files.message is not None
    opening = [one for one in files.message.buttons if one.label == text("button.open")]
    for number, one in enumerate(opening, start=1):
        found[f"file {number}"] = content(await person.presses(one, on=files.message))
    return found


async def standing(person: Person) -> dict[str, str]:
    """What stands at the desk, in its threads, and in what the bot wrote to the person."""
    inbox = await person.types("/inbox")
    return {
        "desk": "\n".join(of_desk(await person.reads("desk"))),
        "messages": "\n".join(content(one) for one in await person.reads("dm")),
        "inbox": await all_pages(person, inbox),
    }
