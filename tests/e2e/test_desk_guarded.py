"""Whoever guesses an id learns nothing at the desk: no command, button, menu, modal or suggestion
tells a pitch that exists from one that does not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sandbox.interaction import MODAL_SUBMIT
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from sandbox.state import components as parts
from tests.e2e.desk import ask_for_changes, label, submitted
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words

COMMANDS: dict[str, dict[str, Any]] = {
    "view": {},
    "assign": {"coordinator": None},
    "changes": {},
    "decide": {"decision": None},
    "release": {},
    "reopen": {"reason": "A second look"},
}
LEADS_FIRST = {"release", "reopen"}
UNKNOWN = "CM-22222"
ANSWERED = 2.5
"""Seconds: less than Discord waits for an answer, so that one came."""

every = pytest.mark.parametrize("command", COMMANDS)


async def asked(person: Person, command: str, ref: str) -> str:
    more = dict(COMMANDS[command])
    if "coordinator" in more:
        more["coordinator"] = person
    if "decision" in more:
        more["decision"] = words(person)("decision.shortlisted")
    return (await person.types(f"/submissions {command}", ref=ref, **more)).text


@every
async def test_creators_are_refused_before_anything_is_looked_up(
    stage: Stage, command: str
) -> None:
    ref = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    people = (stage.lin, stage.sam, stage.wei)
    for person in people:
        for typed in (ref, UNKNOWN):
            said = await asked(person, command, typed)
            assert said == words(person)("error.coordinators_only")
    async with asyncio.timeout(ANSWERED):
        for person in people:
            assert await person.completes(f"/submissions {command}", "ref", "") == []


@every
async def test_coordinators_and_leads_of_another_guild_find_nothing(
    stage: Stage, command: str
) -> None:
    await stage.set_up_south()
    ref = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    card = await stage.maya.sees(ref, in_="desk")
    for person in (stage.hugo, stage.sofia):
        for typed in (ref, UNKNOWN):
            leads_only = command in LEADS_FIRST and person is stage.hugo
            expected = "error.leads_only" if leads_only else "error.submission_not_found"
            assert await asked(person, command, typed) == words(person)(expected)
        assert await person.completes(f"/submissions {command}", "ref", "") == []
    assert "Submitted" in card.text


@every
async def test_a_draft_is_found_by_no_coordinator(stage: Stage, command: str) -> None:
    await stage.sam.types("/pitch start", program="chunm")
    ref = reference(await stage.sam.types("/pitch list"))
    found = await asked(stage.olga, command, ref)
    assert found == words(stage.olga)("error.submission_not_found")
    assert await stage.olga.completes(f"/submissions {command}", "ref", ref) == []


Press = Callable[[Person], Awaitable[Reply]]


async def _pressed(stage: Stage) -> dict[str, Press]:
    """Everything that can be pressed and filled at the desk, as Maya opened it."""
    maya = stage.maya
    ref, card = await submitted(stage)
    other = reference(await pitch(stage.sam))
    fresh = await maya.sees(other, in_="desk")
    stage.sandbox.overwrites("north/desk", "everyone", allow=["view_channel"])
    text = words(maya)
    opened = (await maya.presses("Open", on=card)).message
    changes = (await maya.types("/submissions changes", ref=ref)).message
    menu = text("select.fields")
    chosen = (await maya.selects(menu, label(maya, "title"), on=changes)).message
    asked_for = (await maya.types("/submissions changes", ref=ref)).message
    assert None not in (opened, changes, chosen, asked_for)
    return {
        "open": lambda person: person.presses("Open", on=card),
        "claim": lambda person: person.presses("Claim", on=fresh),
        "changes": lambda person: person.presses(text("button.request_changes"), on=opened),
        "fields": lambda person: person.selects(menu, label(maya, "title"), on=asked_for),
        "write": lambda person: person.presses("Write", on=chosen),
    }


@pytest.mark.parametrize("what", ["open", "claim", "changes", "fields", "write"])
async def test_who_is_no_coordinator_any_more_can_press_and_choose_nothing(
    stage: Stage, what: str
) -> None:
    maya = stage.maya
    press = (await _pressed(stage))[what]
    maya.loses("Coordinators")
    refused = await press(maya)
    assert refused.modal is None
    assert refused.text == words(maya)("error.coordinators_only")


async def test_a_modal_that_was_open_sends_nothing_once_its_writer_is_no_coordinator(
    stage: Stage,
) -> None:
    maya = stage.maya
    ref, card = await submitted(stage)
    text = words(maya)
    await maya.types("/submissions changes", ref=ref)
    await maya.selects(text("select.fields"), label(maya, "title"))
    await maya.presses("Write")
    maya.loses("Coordinators")
    refused = await maya.fills({text("changes.message"): "Where?"})
    assert refused.text == text("error.coordinators_only")
    assert "Changes requested" not in card.text


async def test_who_is_no_coordinator_any_more_cannot_cancel_a_request(stage: Stage) -> None:
    maya = stage.maya
    ref, card = await submitted(stage)
    await ask_for_changes(maya, ref)
    await maya.sees("Changes requested", in_="desk")
    await maya.types("/submissions changes", ref=ref)
    maya.loses("Coordinators")
    refused = await maya.presses("Cancel the request")
    assert refused.text == words(maya)("error.coordinators_only")
    assert "Changes requested" in card.text


async def test_nobody_acts_on_a_pitch_of_their_own(stage: Stage) -> None:
    maya = stage.maya
    ref = reference(await pitch(maya, given={"title": "Moon Harbour"}))
    card = await maya.sees(ref, in_="desk")
    for command in ("assign", "decide"):
        assert await asked(maya, command, ref) == words(maya)("error.own_pitch")
    refused = await ask_for_changes(maya, ref)
    assert refused.text == words(maya)("error.own_pitch")
    assert "Submitted" in card.text


NOBODYS = "0" * 20
BUTTONS = (
    "desk:claim:{id}",
    "desk:open:{id}:0",
    "desk:files:{id}:0",
    "desk:file:{id}:{id}",
    "desk:changes:{id}",
    "desk:changes-write:{id}:1",
    "desk:changes-cancel:{id}",
)
MENU = "desk:fields:{id}:0:0"
MODAL = "desk:changes-written:{id}:1"


async def forged(person: Person, on: Message, custom_id: str) -> str:
    """What a made-up button, menu or modal answers on a message that the person sees, into which it
    was put: discord.py looks it up there."""
    if custom_id.startswith("desk:changes-written"):
        text = {"type": 4, "id": 3, "custom_id": "message", "value": "Where?"}
        sent: dict[str, Any] = {
            "custom_id": custom_id,
            "components": [{"type": 18, "id": 2, "component": text}],
        }
        application = person._core.state.application_of(on.author_id)
        assert application is not None
        channel = on.state.channel
        reply = await person._interact(MODAL_SUBMIT, application, channel, sent, message=on.state)
    else:
        menu = custom_id.startswith("desk:fields")
        made: dict[str, Any] = {"type": 3 if menu else 2, "custom_id": custom_id, "id": 99}
        more: dict[str, Any] = (
            {"options": [{"label": "x", "value": "title"}]} if menu else {"style": 2}
        )
        row = next(part for part in parts.walk(on.components) if part["type"] == 1)
        row["components"] = [{**made, **more, "label": "x"}]
        sent = {"component_type": made["type"], "custom_id": custom_id, "id": 99}
        reply = await person._use(on.state, {**sent, "values": ["title"]} if menu else sent)
    assert reply.modal is None
    return reply.text


@pytest.mark.parametrize("template", [*BUTTONS, MENU, MODAL])
async def test_ids_that_were_made_up_tell_nothing_from_nothing(stage: Stage, template: str) -> None:
    await stage.set_up_south()
    ref = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    card = await stage.maya.sees(ref, in_="desk")
    north = (card.buttons[0].custom_id or "").split(":")[2]
    unknown, creators = "error.submission_not_found", "error.coordinators_only"
    for person, expected in ((stage.hugo, unknown), (stage.sam, creators), (stage.wei, creators)):
        shown = (await person.types("/programs")).message
        assert shown is not None
        for id_ in (north, NOBODYS):
            said = await forged(person, shown, template.format(id=id_))
            assert said == words(person)(expected)
    assert "Submitted" in card.text
