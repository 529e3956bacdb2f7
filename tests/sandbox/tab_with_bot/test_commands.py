"""Commands and context menus of a bot, used from a tab."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.tabbot import said
from tests.sandbox.tabs import Refused, Tab, open_tab, upload


async def test_commands_are_listed_in_the_persons_language(lin: Tab, general: str) -> None:
    listed = (await lin.ask("commands", channel=general))["commands"]
    by_path = {one["path"]: one for one in listed}
    assert "submissions" not in by_path
    assert "secret" not in by_path
    view = by_path["pitch view"]
    assert (view["name"], view["application"]["name"]) == ("投稿 查看", "Callboard")
    option = view["options"][0]
    assert (option["name"], option["label"], option["type"]) == ("ref", "编号", 3)
    assert (option["required"], option["autocomplete"]) == (True, True)
    options = {one["name"]: one for one in by_path["assign"]["options"]}
    assert options["kind"]["choices"] == [{"name": "短片", "value": "s"}]
    assert (options["score"]["min_value"], options["score"]["max_value"]) == (1, 5)
    assert (options["note"]["min_length"], options["note"]["max_length"]) == (2, 4)


async def test_a_coordinator_is_offered_more(sandbox: Sandbox, general: str) -> None:
    async with open_tab(sandbox, "maya") as maya:
        listed = (await maya.ask("commands", channel=general))["commands"]
    assert {"submissions", "secret"} <= {one["path"] for one in listed}


async def test_an_option_is_completed_and_the_command_sent(lin: Tab, general: str) -> None:
    suggested = await lin.ask(
        "complete", channel=general, path="pitch view", option="ref", typed="CM", options={}
    )
    assert suggested["choices"] == [{"name": "CM: Moon Harbour", "value": "CM-7F3K2"}]
    outcome = await lin.ask(
        "command", channel=general, path="pitch view", options={"ref": "CM-7F3K2"}
    )
    assert (outcome["failed"], outcome["modal"], outcome["ephemeral"]) == (False, False, False)
    assert outcome["channel"] == general
    seen = await lin.sees("CM-7F3K2 in zh-CN")
    assert seen["x"]["command"] == {"user": "Lin Wei", "name": "pitch view"}


async def test_options_travel_as_ids_and_uploads(sandbox: Sandbox, lin: Tab, general: str) -> None:
    file = await upload(sandbox, "lin", "logline.txt", b"a boat")
    options: dict[str, Any] = {
        "who": str(sandbox.people["maya"].id),
        "role": str(sandbox.guild("north").roles["Coordinators"]),
        "where": general,
        "file": file["id"],
        "kind": "s",
        "score": 5,
        "note": "fine",
        "sure": True,
    }
    outcome = await lin.ask("command", channel=general, path="assign", options=options)
    shown = ("Maya Ortiz", "Coordinators", "general", "a boat", "s", 5, "fine", True)
    assert await said(lin, outcome) == repr(shown)
    with pytest.raises(Refused, match="no longer there"):
        await lin.ask("command", channel=general, path="assign", options=options)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({}, "CommandUnavailable"),
        ({"who": "1"}, "CommandUnavailable"),
        ({"who": []}, "Bad"),
        ({"who": "lin", "sure": "yes"}, "Bad"),
        ({"who": "lin", "score": True}, "Bad"),
        ({"who": "lin", "score": "many"}, "CommandUnavailable"),
        ({"who": "lin", "unknown": 1}, "CommandUnavailable"),
        ({"who": "lin", "file": "guessed"}, "Bad"),
    ],
)
async def test_options_that_the_client_would_not_send_are_refused(
    lin: Tab, general: str, options: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        await lin.ask("command", channel=general, path="assign", options=options)
    assert refused.value.code == code


async def test_a_hidden_command_is_refused(lin: Tab, general: str) -> None:
    for path in ("submissions", "secret", "nothing"):
        with pytest.raises(Refused) as refused:
            await lin.ask("command", channel=general, path=path, options={})
        assert refused.value.code == "CommandUnavailable"


async def test_a_bot_that_does_not_answer_has_failed(lin: Tab, general: str) -> None:
    outcome = await lin.ask("command", channel=general, path="silent", options={})
    assert outcome == {
        "failed": True,
        "message": None,
        "channel": None,
        "modal": False,
        "ephemeral": False,
    }


async def test_the_menus_of_messages_and_users_are_used(
    sandbox: Sandbox, lin: Tab, general: str
) -> None:
    written = await sandbox.people["maya"].writes("May I?", "north/general")
    message = str(written.id)
    menus = await lin.ask("menus", channel=general, message=message)
    assert menus["menus"] == [{"name": "Answer this", "label": "Answer this"}]
    outcome = await lin.ask("menu", name="Answer this", channel=general, message=message)
    assert await said(lin, outcome) == "answering 'May I?'"
    maya = str(sandbox.people["maya"].id)
    assert (await lin.ask("menus", user=maya))["menus"][0]["name"] == "Who is this"
    outcome = await lin.ask("menu", name="Who is this", user=maya, channel=general)
    assert await said(lin, outcome) == "Maya Ortiz"
    stranger = str(sandbox.people["sam"].id)
    with pytest.raises(Refused) as refused:
        await lin.ask("menu", name="Who is this", user=stranger, channel=general)
    assert refused.value.code == "NotVisible"
