"""Buttons, menus and modals of a bot, used from a tab."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.tabbot import said
from tests.sandbox.tabs import Refused, Tab, open_tab, upload


class TestComponents:
    @pytest.fixture
    async def panel(self, lin: Tab, general: str) -> str:
        outcome = await lin.ask("command", channel=general, path="panel", options={})
        return str(outcome["message"])

    async def test_an_ephemeral_answer_is_seen_and_dismissed_by_its_person_alone(
        self, sandbox: Sandbox, lin: Tab, general: str, panel: str
    ) -> None:
        async with open_tab(sandbox, "maya") as maya:
            outcome = await lin.ask("press", channel=general, message=panel, custom_id="claim")
            assert outcome["ephemeral"]
            seen = await lin.sees("only for you")
            assert seen["x"]["ephemeral"]
            assert (seen["x"]["can_delete"], seen["x"]["can_thread"]) == (False, False)
            own = await lin.ask("open", channel=general)
            assert own["messages"][-1]["id"] == seen["id"]
            hers = await maya.ask("open", channel=general)
            assert "only for you" not in str(hers)
            assert "only for you" not in str(maya.heard)
            for verb in ("dismiss", "delete"):
                with pytest.raises(Refused) as refused:
                    await maya.ask(verb, channel=general, message=seen["id"])
                assert refused.value.code == "NotVisible"
            with pytest.raises(Refused, match="only what nobody else sees"):
                await lin.ask("dismiss", channel=general, message=panel)
            await lin.ask("dismiss", channel=general, message=seen["id"])
            assert (await lin.event("gone"))["id"] == seen["id"]
            own = await lin.ask("open", channel=general)
            assert "only for you" not in str(own)

    async def test_a_button_that_is_off_or_absent_is_not_pressed(
        self, lin: Tab, general: str, panel: str
    ) -> None:
        for custom_id, code in (("off", "NotAllowed"), ("other", "NotVisible")):
            with pytest.raises(Refused) as refused:
                await lin.ask("press", channel=general, message=panel, custom_id=custom_id)
            assert refused.value.code == code

    async def test_a_menu_is_chosen_from_by_values(
        self, sandbox: Sandbox, lin: Tab, general: str, panel: str
    ) -> None:
        asked = {"channel": general, "message": panel}
        outcome = await lin.ask("select", **asked, custom_id="topic", values=["sea"])
        assert outcome["message"] == panel
        await lin.sees("chosen: sea")
        maya = str(sandbox.people["maya"].id)
        outcome = await lin.ask("select", **asked, custom_id="who", values=[maya])
        assert await said(lin, outcome) == "to Maya Ortiz"

    @pytest.mark.parametrize(
        ("custom_id", "values", "code"),
        [
            ("topic", ["sky"], "NotAllowed"),
            ("topic", [], "NotAllowed"),
            ("topic", ["sea", "moon"], "NotAllowed"),
            ("topic", ["sea", "sea"], "Bad"),
            ("topic", [1], "Bad"),
            ("who", ["1"], "NotAllowed"),
            ("other", ["sea"], "NotVisible"),
        ],
    )
    async def test_what_a_menu_does_not_offer_is_refused(
        self, lin: Tab, general: str, panel: str, custom_id: str, values: list[Any], code: str
    ) -> None:
        with pytest.raises(Refused) as refused:
            await lin.ask(
                "select", channel=general, message=panel, custom_id=custom_id, values=values
            )
        assert refused.value.code == code

    @pytest.mark.parametrize(
        ("kind", "query", "labels"),
        [
            ("user", "maya", ["Maya Ortiz"]),
            ("role", "coord", ["Coordinators"]),
            ("mentionable", "or", ["Maya Ortiz", "Coordinators"]),
            ("channel", "", ["general", "questions"]),
        ],
    )
    async def test_what_may_be_chosen_is_looked_up(
        self, lin: Tab, general: str, kind: str, query: str, labels: list[str]
    ) -> None:
        found = await lin.ask("choices", channel=general, kind=kind, query=query)
        assert [one["label"] for one in found["choices"]] == labels
        with pytest.raises(Refused, match="kind is not one of"):
            await lin.ask("choices", channel=general, kind="guild", query="")


LOST = 3001


class TestModals:
    async def test_a_modal_is_the_tabs_that_opened_it(
        self, sandbox: Sandbox, lin: Tab, general: str
    ) -> None:
        async with open_tab(sandbox, "lin") as second, open_tab(sandbox, "maya") as maya:
            outcome = await lin.ask(
                "command", channel=general, path="open", options={"which": "everything"}
            )
            assert outcome["modal"]
            modal = (await lin.event("modal"))["modal"]
            assert modal["title"] == "Everything"
            assert modal["components"][1]["component"]["custom_id"] == "logline"
            async with open_tab(sandbox, "lin") as third:
                for other in (second, third, maya):
                    await other.ask("close_modal")
                    with pytest.raises(Refused) as refused:
                        await other.ask("fill", values={"form": "Short"})
                    assert refused.value.code == "ModalRejected"
                    assert not [one for one in other.heard if one["event"] == "modal"]
            assert sandbox.people["lin"].modal is not None
            await lin.ask("close_modal")
            assert (await lin.event("modal"))["modal"] is None
            with pytest.raises(Refused) as refused:
                await lin.ask("fill", values={})
            assert refused.value.code == "ModalRejected"

    async def test_two_tabs_of_a_person_have_a_modal_each(
        self, sandbox: Sandbox, lin: Tab, general: str
    ) -> None:
        command = {"channel": general, "path": "open"}
        await lin.ask("command", **command, options={"which": "everything"})
        async with open_tab(sandbox, "lin") as second:
            await second.ask("command", **command, options={"which": "consent"})
            outcome = await lin.ask("fill", values={"form": "Short"})
            assert await said(lin, outcome) == "['a boat', 0, 0, 'Short']"
            await second.ask("close_modal")
            assert sandbox.people["lin"].modal is None

    async def test_a_lost_connection_keeps_the_modal_and_a_closed_tab_does_not(
        self, sandbox: Sandbox, general: str
    ) -> None:
        person, name = sandbox.people["lin"], "one"
        command = {"channel": general, "path": "open", "options": {"which": "everything"}}
        async with open_tab(sandbox, "lin", name) as tab:
            await tab.ask("command", **command)
            await tab.socket.close(code=LOST)
        async with open_tab(sandbox, "lin", name) as tab:
            assert (await tab.event("modal"))["modal"]["title"] == "Everything"
        async with open_tab(sandbox, "lin", name) as tab:
            assert not [one for one in tab.heard if one["event"] == "modal"]
            assert person.modal is None

    async def test_every_kind_of_field_is_filled(
        self, sandbox: Sandbox, lin: Tab, general: str
    ) -> None:
        command = {"channel": general, "path": "open"}
        await lin.ask("command", **command, options={"which": "everything"})
        file = await upload(sandbox, "lin", "one.pdf", b"1")
        values: dict[str, Any] = {
            "logline": "a moon",
            "who": [str(sandbox.people["maya"].id)],
            "script": [file["id"]],
            "form": "Short",
        }
        outcome = await lin.ask("fill", values=values)
        assert await said(lin, outcome) == "['a moon', 1, 1, 'Short']"
        assert [one["modal"] is None for one in lin.heard if one["event"] == "modal"] == [
            False,
            True,
        ]
        await lin.ask("command", **command, options={"which": "consent"})
        modal = sandbox.people["lin"].modal
        assert modal is not None
        topics, agreed = (one.custom_id for one in modal.fields)
        outcome = await lin.ask("fill", values={topics: ["Sea", "Moon"], agreed: True})
        assert await said(lin, outcome) == "['Sea', 'Moon'] True"

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"logline": "x", "form": "Short"}, "ModalRejected"),
            ({"logline": "a moon", "form": "Epic"}, "ModalRejected"),
            ({"logline": 7, "form": "Short"}, "Bad"),
            ({"form": {"a": 1}}, "Bad"),
            ({"form": "Short", "script": ["guessed"]}, "Bad"),
            ({"form": "Short", "unknown": "x"}, "ModalRejected"),
        ],
    )
    async def test_a_modal_that_is_rejected_stays(
        self, sandbox: Sandbox, lin: Tab, general: str, values: dict[str, Any], code: str
    ) -> None:
        await lin.ask("command", channel=general, path="open", options={"which": "everything"})
        lin.heard.clear()
        with pytest.raises(Refused) as refused:
            await lin.ask("fill", values=values)
        assert refused.value.code == code
        assert sandbox.people["lin"].modal is not None
        assert not [one for one in lin.heard if one["event"] == "modal"]

    async def test_a_modal_that_the_bot_does_not_take_stays_open_throughout(
        self, sandbox: Sandbox, lin: Tab, general: str
    ) -> None:
        await lin.ask("command", channel=general, path="open", options={"which": "everything"})
        lin.heard.clear()
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        hold = sandbox.faults.hold("POST", callback)
        filling = asyncio.create_task(lin.ask("fill", values={"form": "Short"}))
        await hold.reached()
        with pytest.raises(AssertionError, match="being sent already"):
            await sandbox.people["lin"].fills({"Form": "Long"})
        assert (await filling)["failed"]
        assert not [one for one in lin.heard if one["event"] == "modal"]
        hold.release()
        outcome = await lin.ask("fill", values={"form": "Short"})
        assert not outcome["failed"]
        assert (await lin.event("modal"))["modal"] is None
