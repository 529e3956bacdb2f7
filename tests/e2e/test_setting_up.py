"""`/setup` and `/call`: what a manager sets, and what they are told."""

from __future__ import annotations

import re

import pytest

from sandbox import Sandbox
from tests.e2e.stage import WORLD, Stage
from tests.e2e.story import pitch, reference, words

_EVERYONE = "[view_channel, send_messages, use_application_commands, read_message_history]"
POORER = (
    WORLD.replace("create_public_threads,", "")
    .replace("Coordinators, permissions: [manage_messages]", "Coordinators, permissions: []")
    .replace("locale: en-US\n    roles", f"locale: en-US\n    everyone: {_EVERYONE}\n    roles")
)
WITHOUT_INTEGRATIONS = re.sub(r"    commands: .*\n", "", WORLD)


async def test_nothing_works_before_setup_and_says_so(bare_stage: Stage) -> None:
    for person in (bare_stage.sam, bare_stage.lin):
        for command in ("/pitch start", "/programs"):
            assert (await person.types(command)).text == words(person)("error.not_set_up")


async def test_setup_reports_what_it_set(bare_stage: Stage) -> None:
    report = await bare_stage.olga.types(
        "/setup", coordinators="Coordinators", desk="desk", questions="questions",
        language="Chinese, Simplified", timezone="America/Los_Angeles", programmes="Both",
    )  # fmt: skip
    for part in ("Chinese, Simplified", "America/Los_Angeles", "ChunM Talent Program", "Hina"):
        assert part in report.text
    assert "All the permissions I need are there" in report.text


async def test_setup_again_keeps_what_is_not_named(bare_stage: Stage) -> None:
    await bare_stage.olga.types(
        "/setup", coordinators="Coordinators", desk="desk", timezone="Asia/Taipei",
        programmes="ChunM Talent Program",
    )  # fmt: skip
    report = await bare_stage.olga.types("/setup", coordinators="Coordinators", desk="desk")
    assert "Asia/Taipei" in report.text
    assert "Hina" not in report.text


async def test_no_programmes_leaves_none(bare_stage: Stage) -> None:
    await bare_stage.olga.types(
        "/setup", coordinators="Coordinators", desk="desk", programmes="None"
    )
    shown = await bare_stage.sam.types("/programs")
    assert shown.text == words(bare_stage.sam)("error.not_set_up")


async def test_a_wrong_time_zone_is_named(bare_stage: Stage) -> None:
    refused = await bare_stage.olga.types(
        "/setup", coordinators="Coordinators", desk="desk", timezone="Mars/Olympus"
    )
    assert "Mars/Olympus" in refused.text
    choices = await bare_stage.olga.completes("/setup", "timezone", "los ang")
    assert [choice.value for choice in choices] == ["America/Los_Angeles"]


@pytest.mark.parametrize("world", [POORER])
async def test_missing_permissions_are_named_with_the_remedy(bare_stage: Stage) -> None:
    report = await bare_stage.olga.types(
        "/setup", coordinators="Coordinators", desk="general", questions="questions"
    )
    assert "I lack: Create Public Threads" in report.text
    assert "Everyone can see" in report.text
    assert "lacks Manage Messages" in report.text


async def test_the_desk_speaks_the_language_that_setup_chose(bare_stage: Stage) -> None:
    await bare_stage.olga.types(
        "/setup", coordinators="Coordinators", desk="desk", language="zh-TW"
    )
    await bare_stage.olga.types("/call open", program="chunm")
    receipt = await pitch(bare_stage.sam)
    card = await bare_stage.maya.sees(reference(receipt), in_="desk")
    assert "已提交" in card.text
    assert "認領" in card.text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2030-12-31 18:00", "<t:1924970400:F>"),
        ("2030/12/31 18:00", "<t:1924970400:F>"),
        ("2030年12月31日 18:00", "<t:1924970400:F>"),
        ("2030-12-31T18:00+08:00", "<t:1924941600:F>"),
    ],
)
async def test_a_deadline_is_read_as_people_write_it(stage: Stage, typed: str, shown: str) -> None:
    await stage.olga.types("/call close", program="chunm")
    opened = await stage.maya.types("/call open", program="chunm", closes=typed)
    assert shown in opened.text


async def test_a_deadline_that_cannot_be_read_is_shown_back_with_an_example(stage: Stage) -> None:
    await stage.olga.types("/call close", program="chunm")
    refused = await stage.maya.types("/call open", program="chunm", closes="next Friday")
    assert "next Friday" in refused.text
    assert "2026-12-31 18:00" in refused.text
    past = await stage.maya.types("/call open", program="chunm", closes="2020-01-01")
    assert past.text == words(stage.maya)("error.closes_in_the_past")


async def test_a_call_is_open_once(stage: Stage) -> None:
    refused = await stage.maya.types("/call open", program="chunm")
    assert "already open for pitches" in refused.text


async def test_commands_are_registered_once_and_again_only_when_they_changed(
    bare_stage: Stage, sandbox: Sandbox
) -> None:
    def registrations() -> int:
        path = "/applications/{application_id}/commands"
        return sum(r.method == "PUT" and r.path == path for r in sandbox.requests)

    assert registrations() == 1
    await bare_stage.restart()
    assert registrations() == 1


@pytest.mark.parametrize("world", [WITHOUT_INTEGRATIONS])
async def test_coordinators_commands_are_hidden_from_creators_by_default(
    bare_stage: Stage,
) -> None:
    stage = bare_stage
    assert {"submissions", "call", "setup"}.isdisjoint(stage.sam.commands())
    assert {"submissions", "call"} <= set(stage.maya.commands())
    assert "setup" not in stage.maya.commands()
    assert "setup" in stage.olga.commands()
