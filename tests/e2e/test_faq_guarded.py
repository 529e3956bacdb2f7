"""Who is no coordinator, or of another server, reads and changes nothing of the bank, by whatever
way they try."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.state.files import File
from tests.e2e.faq import PARKING, add, ask, entry, opened, write
from tests.e2e.stage import WORLD, Stage
from tests.e2e.story import words
from tests.e2e.test_desk_guarded import ANSWERED

COMMANDS: dict[str, dict[str, Any]] = {
    "add": {"program": "chunm"},
    "edit": {"entry": "chunm:hina"},
    "remove": {"entry": "parking"},
    "list": {},
    "import": {"file": File("bank.csv", b"programme,id\n")},
    "export": {},
    "gaps": {},
    "stats": {},
}


SHOWN = "Save as FAQ: {everyone: true}"
"""Who sees a command whatever their permissions: so that refusals can be tested."""


@pytest.mark.parametrize("command", COMMANDS)
async def test_creators_are_refused_in_their_language(stage: Stage, command: str) -> None:
    for person in (stage.sam, stage.lin, stage.wei):
        refused = await person.types(f"/faq {command}", **COMMANDS[command])
        assert refused.modal is None
        assert refused.text == words(person)("error.coordinators_only")


async def test_nothing_is_suggested_to_creators(stage: Stage) -> None:
    asked = (("/faq edit", "entry"), ("/faq remove", "entry"), ("/faq list", "program"))
    async with asyncio.timeout(ANSWERED):
        for command, option in asked:
            assert await stage.sam.completes(command, option, "") == []
    assert await stage.maya.completes("/faq edit", "entry", "") != []
    assert len(await stage.maya.completes("/faq list", "program", "")) == 3


@pytest.mark.parametrize("world", [WORLD.replace("commands: {", f"commands: {{{SHOWN}, ")])
async def test_the_menu_of_a_message_is_for_coordinators(stage: Stage) -> None:
    await stage.sam.writes("The studio closes at ten.", in_="general")
    (message,) = await stage.sam.reads("general")
    refused = await stage.sam.uses_menu(words(stage.sam)("menu.save_as_faq"), message)
    assert refused.modal is None
    assert refused.text == words(stage.sam)("error.coordinators_only")


async def test_another_servers_entries_do_not_exist_here(stage: Stage) -> None:
    await stage.set_up_south()
    await add(stage.maya)
    chosen = await entry(stage.maya, "parking")
    for command in ("edit", "remove"):
        for typed in (chosen, "chunm:no-such-entry"):
            refused = await stage.hugo.types(f"/faq {command}", entry=typed)
            assert refused.modal is None
            assert refused.text == words(stage.hugo)("error.entry_not_found")
        assert await stage.hugo.completes(f"/faq {command}", "entry", "parking") == []
    assert PARKING["question"] not in (await stage.hugo.types("/faq list")).text
    given = await stage.hugo.types("/faq export")
    assert given.message is not None
    assert b"forty spaces" not in given.message.attachments[0].content
    assert "forty spaces" in await ask(stage.sam, PARKING["question"])


async def test_a_programme_that_is_not_here_is_refused(stage: Stage) -> None:
    for command in ("add", "list", "export", "stats"):
        refused = await stage.maya.types(f"/faq {command}", program="'; DROP TABLE faqs; --")
        assert refused.modal is None
        assert refused.text == words(stage.maya)("error.programme_not_found")


Press = Callable[[Person], Awaitable[Reply]]


@pytest.mark.parametrize("what", ["edit", "confirm", "undo", "remove", "choose", "turn"])
async def test_who_is_no_coordinator_any_more_can_press_nothing(stage: Stage, what: str) -> None:
    maya, text = stage.maya, words(stage.maya)
    await add(maya)
    await maya.presses(text("button.faq_confirm"))
    listed = (await maya.types("/faq list")).message
    assert listed is not None
    shown = await opened(maya, "parking")
    language = text("language.en")
    presses: dict[str, Press] = {
        "edit": lambda who: who.presses(text("button.faq_edit", language=language), on=shown),
        "confirm": lambda who: who.presses(text("button.faq_confirm"), on=shown),
        "undo": lambda who: who.presses(text("button.faq_undo"), on=shown),
        "remove": lambda who: who.presses(text("button.faq_remove"), on=shown),
        "choose": lambda who: who.selects(
            listed.selects[0], listed.selects[0].options[0].label, on=listed
        ),
        "turn": lambda who: who.presses(text("button.further"), on=listed),
    }
    maya.loses("Coordinators")
    refused = await presses[what](maya)
    assert refused.modal is None
    assert refused.text == text("error.coordinators_only")
    assert "forty spaces" in await ask(stage.sam, PARKING["question"])


async def test_a_form_that_was_open_saves_nothing_once_its_writer_is_no_coordinator(
    stage: Stage,
) -> None:
    maya, text = stage.maya, words(stage.maya)
    await maya.types("/faq add", program="chunm")
    maya.loses("Coordinators")
    refused = await write(maya, PARKING)
    assert text("error.coordinators_only") in refused.text
    assert refused.message is not None
    assert "forty spaces" in refused.message.attachments[0].content.decode()
    again = await maya.presses(text("button.correct"), on=refused.message)
    assert again.modal is None
    assert again.text == text("error.coordinators_only")
    assert "forty spaces" not in await ask(stage.sam, PARKING["question"])
