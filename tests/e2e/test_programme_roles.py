"""A programme narrows its coordinators to roles of its own: to all others its pitches do not exist,
whatever they ask, choose, guess or press."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from sandbox.state import components as parts
from tests.e2e.desk import decide, release
from tests.e2e.stage import WORLD, Stage
from tests.e2e.story import pitch, reference, words
from tests.e2e.test_desk_guarded import NOBODYS
from tests.e2e.test_exports import only_file

PEOPLE = """
  iris: {display_name: Iris Falk, locale: en-US, guilds: {north: [ChunM Team]}}
"""
APART = WORLD.replace(
    "      - {name: Callboard, app", "      - {name: ChunM Team}\n      - {name: Callboard, app", 1
).replace(
    "    commands: {",
    """      - name: chunm-desk
        overwrites:
          everyone: {deny: [view_channel]}
          ChunM Team: {allow: [view_channel]}
          Callboard: {allow: [view_channel]}
    commands: {""",
    1,
).replace(
    "guilds: {north: [Coordinators]}}\n  noor",
    "guilds: {north: [Coordinators, ChunM Team]}}\n  noor",
) + PEOPLE.lstrip("\n")
"""Maya is of the programme's own, Noor is not, Iris has its role and is no coordinator."""
COMMAND = "/program coordinators"
UNKNOWN = "CM-22222"

pytestmark = pytest.mark.parametrize("world", [APART])


async def narrow(stage: Stage, **options: str) -> str:
    given = {"role": "ChunM Team", "desk": "chunm-desk"} | options
    return (await stage.olga.types(COMMAND, program="chunm", **given)).text


async def pitched(stage: Stage) -> tuple[str, str, Message]:
    """One of each programme; the card of ChunM's stands at its own desk."""
    hina = reference(await pitch(stage.sam, "hina", given={"title": "Night Ferry"}))
    await stage.maya.sees(hina, in_="desk")
    chunm = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    card = await stage.maya.sees(chunm, in_="chunm-desk")
    return chunm, hina, card


@pytest.fixture
async def narrowed(stage: Stage) -> Stage:
    await narrow(stage)
    return stage


def person(stage: Stage, name: str) -> Person:
    return stage.sandbox.people[name]


async def guessed(who: Person, on: Message, custom_id: str) -> Reply:
    """A made-up button is pressed on a message that the person sees."""
    row = next(part for part in parts.walk(on.components) if part["type"] == 1)
    made = {"type": 2, "custom_id": custom_id, "id": 99, "style": 2, "label": "x"}
    row["components"] = [made]
    sent = {"component_type": 2, "custom_id": custom_id, "id": 99}
    return await who._use(on.state, sent)


async def pressed(who: Person, custom_id: str) -> str:
    """What a made-up button answers; where it asks for words before it looks, then."""
    shown = (await who.types("/programs")).message
    assert shown is not None
    said = await guessed(who, shown, custom_id)
    if said.modal is not None:
        said = await who.fills({field.label: "Too long." for field in said.modal.fields})
    return said.text


async def test_the_command_says_what_holds_then(stage: Stage) -> None:
    olga = stage.olga
    text = words(olga)
    asked = (await olga.types(COMMAND, program="chunm")).text
    assert "All coordinators" in asked
    unknown = (await olga.types(COMMAND, program="nope", role="ChunM Team")).text
    assert unknown == text("error.programme_not_found")
    only_role = (await olga.types(COMMAND, program="chunm", role="ChunM Team")).text
    assert "Only coordinators" in only_role
    assert "Name a private channel" in only_role
    both = (await olga.types(COMMAND, program="chunm", desk="chunm-desk")).text
    assert "Its cards go to" in both
    assert text("program.desk_moved") in both
    assert "⚠️" not in both
    again = (await olga.types("/setup", coordinators="Coordinators", desk="desk")).text
    assert "Only coordinators" in again
    assert again.count("All coordinators") == 0
    taken = (await olga.types(COMMAND, program="chunm", role="ChunM Team", desk="desk")).text
    assert "All coordinators" in taken
    assert "server's desk" in taken


async def test_a_channel_that_is_no_desk_is_not_taken(stage: Stage) -> None:
    text = words(stage.olga)
    public = await narrow(stage, desk="general")
    assert "Everyone can see" in public
    assert text("program.unchanged") in public
    asked = (await stage.olga.types(COMMAND, program="chunm")).text
    assert "All coordinators" in asked


async def test_what_others_could_see_of_its_desk_is_told(stage: Stage) -> None:
    told = await narrow(stage, desk="desk")
    assert "Name a private channel" in told
    stage.sandbox.overwrites("north/chunm-desk", "Coordinators", allow=["view_channel"])
    stage.sandbox.overwrites("north/chunm-desk", "ChunM Team", deny=["view_channel"])
    told = (await stage.olga.types(COMMAND, program="chunm", desk="chunm-desk")).text
    assert "cannot see" in told
    overseen = "coordinators who are not of this programme"
    assert overseen in told
    again = (await stage.olga.types("/setup", coordinators="Coordinators", desk="desk")).text
    assert overseen in again
    assert "cannot see" in again


async def test_only_managers_may(stage: Stage) -> None:
    for who in (stage.maya, stage.noor, stage.lin):
        for options in ({}, {"role": "ChunM Team"}, {"desk": "general"}):
            refused = await who.types(COMMAND, program="chunm", **options)
            assert refused.text == words(who)("error.managers_only")


COMMANDS: dict[str, dict[str, Any]] = {
    "view": {},
    "assign": {"coordinator": "maya"},
    "unassign": {},
    "tag": {"tag": "strong"},
    "note": {"note": "Ask about rights"},
    "due": {},
    "review": {},
    "conflict": {},
    "changes": {},
    "reply": {},
    "decide": {"decision": "Shortlist"},
    "stage": {"stage": "concept"},
}


async def test_others_find_it_by_no_command(narrowed: Stage) -> None:
    chunm, hina, _ = await pitched(narrowed)
    noor = narrowed.noor
    unknown = words(noor)("error.submission_not_found")
    for command, more in COMMANDS.items():
        for typed in (chunm, UNKNOWN):
            said = (await noor.types(f"/submissions {command}", ref=typed, **more)).text
            assert said == unknown, (command, typed)
        offered = await noor.completes(f"/submissions {command}", "ref", "")
        assert [choice.value for choice in offered] == [hina] * (command != "stage")
    assert (await noor.types("/audit", ref=chunm)).text == unknown
    iris = person(narrowed, "iris")
    assert (await iris.types("/submissions view", ref=chunm)).text == words(iris)(
        "error.coordinators_only"
    )


async def test_others_list_export_count_and_audit_without_it(narrowed: Stage) -> None:
    chunm, hina, _ = await pitched(narrowed)
    maya, noor = narrowed.maya, narrowed.noor
    await maya.types("/submissions tag", ref=chunm, tag="harbour")
    await noor.types("/submissions tag", ref=hina, tag="ferry")
    for who, found in ((noor, {hina}), (maya, {chunm, hina}), (narrowed.olga, {chunm, hina})):
        listed = (await who.types("/submissions list")).text
        assert {ref for ref in (chunm, hina) if ref in listed} == found
        file = only_file(
            await who.types("/submissions export", kind=words(who)("export.kind.json"))
        )
        assert {row["ref"] for row in json.loads(file.content)["rows"]} == found
        counted = await who.types("/submissions stats")
        assert words(who).n("stats.submitted", len(found)) in counted.text
        audited = (await who.types("/audit")).text
        assert {ref for ref in (chunm, hina) if ref in audited} == found
        tags = await who.completes("/submissions list", "tag", "")
        assert len(tags) == len(found)
        calls = await who.completes("/submissions list", "call", "")
        assert len(calls) == len(found)
    for options in ({"program": "chunm"}, {"tag": "harbour"}):
        assert chunm not in (await noor.types("/submissions list", **options)).text
    assert chunm not in (await noor.types("/submissions search", text="Moon Harbour")).text
    assert chunm in (await maya.types("/submissions search", text="Moon Harbour")).text


async def test_others_press_in_vain_what_they_guess(narrowed: Stage) -> None:
    chunm, _, card = await pitched(narrowed)
    noor, before = narrowed.noor, card.text
    buttons = [button.custom_id or "" for button in card.buttons]
    opened = (await narrowed.maya.presses("Open", on=card)).message
    assert opened is not None
    for custom_id in {*buttons, *(button.custom_id or "" for button in opened.buttons)}:
        there = await pressed(noor, custom_id)
        assert there == await pressed(noor, re.sub("[0-9a-f]{20}", NOBODYS, custom_id)), custom_id
        assert "Moon" not in there
    assert card.text == before
    assert await noor.reads("dm") == []
    assert chunm not in " ".join(message.text for message in await noor.reads("desk"))


async def test_its_own_coordinators_work_as_ever(narrowed: Stage) -> None:
    chunm, hina, card = await pitched(narrowed)
    maya, noor, olga = narrowed.maya, narrowed.noor, narrowed.olga
    refused = await olga.types("/submissions assign", ref=chunm, coordinator=noor)
    assert refused.text == words(olga)("error.not_a_coordinator", by=noor.id)
    refused = await olga.types(
        "/submissions assign", ref=chunm, coordinator=person(narrowed, "iris")
    )
    assert refused.text == words(olga)("error.not_a_coordinator", by=person(narrowed, "iris").id)
    await maya.presses("Claim", on=card)
    await maya.sees("In review", in_="chunm-desk")
    await decide(maya, chunm, "declined", "Not now.")
    await release(olga, chunm)
    await maya.sees("Declined", in_="chunm-desk")
    assigned = await olga.types("/submissions assign", ref=hina, coordinator=noor)
    assert hina in assigned.text


async def test_others_neither_open_nor_close_its_call(narrowed: Stage) -> None:
    noor = narrowed.noor
    for command in ("/call close", "/call open"):
        refused = await noor.types(command, program="chunm")
        assert refused.text == words(noor)("error.coordinators_only")
    assert "error" not in (await noor.types("/call close", program="hina")).text


async def test_once_it_is_open_to_all_again_all_find_it(narrowed: Stage) -> None:
    chunm, _, _ = await pitched(narrowed)
    await narrowed.olga.types(COMMAND, program="chunm", role="ChunM Team")
    assert chunm in (await narrowed.noor.types("/submissions list")).text


async def test_its_cards_reach_the_owner_where_its_desk_is_shut_and_come_back(
    narrowed: Stage,
) -> None:
    overwrites = narrowed.sandbox.overwrites
    overwrites("north/chunm-desk", "Callboard", deny=["view_channel"])
    ref = reference(await pitch(narrowed.lin))
    told = await narrowed.olga.sees(ref, in_="dm")
    assert "Moon" not in told.text
    assert ref not in " ".join(message.text for message in await narrowed.noor.reads("desk"))
    overwrites("north/chunm-desk", "Callboard", allow=["view_channel"])
    back = await narrowed.olga.types(COMMAND, program="chunm", desk="chunm-desk")
    assert words(narrowed.olga).n("setup.revived", 1) in back.text
    await narrowed.maya.sees(ref, in_="chunm-desk")
