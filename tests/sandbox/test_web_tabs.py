"""Tabs of several people: what they see of one another, and what stays hidden."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox import Limits, Sandbox, World
from tests.sandbox.tabs import Refused, Tab, open_tab


@pytest.fixture
async def sandbox(world: World) -> AsyncIterator[Sandbox]:
    async with Sandbox(world, limits=Limits.relaxed(), web=True) as made:
        yield made


@pytest.fixture
async def lin(sandbox: Sandbox) -> AsyncIterator[Tab]:
    async with open_tab(sandbox, "lin") as tab:
        yield tab


@pytest.fixture
async def maya(sandbox: Sandbox) -> AsyncIterator[Tab]:
    async with open_tab(sandbox, "maya") as tab:
        yield tab


async def _general(tab: Tab) -> str:
    return str((await tab.place("general"))["id"])


async def test_a_new_tab_hears_who_it_is_and_who_there_is(sandbox: Sandbox, lin: Tab) -> None:
    hello = await lin.event("hello")
    assert hello["me"] == {
        "id": str(sandbox.people["lin"].id),
        "key": "lin",
        "name": "Lin Wei",
        "locale": "zh-CN",
        "dms_open": True,
    }
    assert [one["key"] for one in hello["people"]] == list(sandbox.people)
    assert hello["base"] == sandbox.url
    assert hello["limits"]["ack_seconds"] == 3.0
    assert hello["tour"] is None


async def test_places_are_what_the_person_can_open(lin: Tab, maya: Tab) -> None:
    assert await lin.place_names() == ["general", "questions"]
    assert set(await maya.place_names()) == {"general", "questions", "desk", "vault", "lobby"}
    places = await maya.event("places")
    north = next(one for one in places["guilds"] if one["key"] == "north")
    assert [one["name"] for one in north["categories"]] == ["Community"]
    general = next(one for one in north["channels"] if one["name"] == "general")
    assert general["category"] == north["categories"][0]["id"]
    assert (general["kind"], general["parent"], general["can_send"]) == ("text", None, True)
    assert {"name": "Lin Wei", "bot": False, "key": "lin"} in places["users"].values()
    assert "Coordinators" in [one["name"] for one in places["roles"].values()]
    assert {one["name"] for one in places["bots"]} == {"Callboard", "Reader"}


async def test_two_people_see_each_other_live(lin: Tab, maya: Tab) -> None:
    general = await _general(lin)
    written = await lin.ask("write", channel=general, text="Hello @Maya Ortiz")
    seen = await maya.sees("Hello <@")
    assert seen["id"] == written["message"]
    assert seen["x"]["name"] == "Lin Wei"
    assert (seen["x"]["mine"], seen["x"]["mentions_me"], seen["x"]["can_edit"]) == (
        False,
        True,
        False,
    )
    assert seen["x"]["can_delete"]
    own = await lin.sees("Hello <@")
    assert (own["x"]["mine"], own["x"]["mentions_me"], own["x"]["can_edit"]) == (True, False, True)
    await lin.ask("edit", channel=general, message=seen["id"], text="Hi all")
    edited = await maya.sees("Hi all")
    assert edited["x"]["edited"]
    answer = await maya.ask("write", channel=general, text="Hi", reply_to=seen["id"])
    reply = await lin.event("message", lambda one: one["message"]["id"] == answer["message"])
    assert reply["message"]["referenced_message"]["content"] == "Hi all"
    await lin.ask("delete", channel=general, message=seen["id"])
    gone = await maya.event("gone")
    assert (gone["channel"], gone["id"]) == (general, seen["id"])


async def test_a_reaction_is_toggled(lin: Tab, maya: Tab) -> None:
    general = await _general(lin)
    message = (await lin.ask("write", channel=general, text="Look"))["message"]
    await maya.ask("react", channel=general, message=message, emoji="👍")
    seen = await lin.event("message", lambda one: "reactions" in one["message"])
    assert seen["message"]["reactions"][0]["emoji"]["name"] == "👍"
    assert seen["message"]["x"]["my_reactions"] == []
    there = await maya.ask("open", channel=general)
    assert there["messages"][-1]["x"]["my_reactions"] == ["👍"]
    await maya.ask("react", channel=general, message=message, emoji="👍")
    there = await maya.ask("open", channel=general)
    assert "reactions" not in there["messages"][-1]
    with pytest.raises(Refused, match="emoji is no emoji"):
        await maya.ask("react", channel=general, message=message, emoji=" ")


async def test_history_is_paged_from_the_newest(sandbox: Sandbox, lin: Tab) -> None:
    for number in range(5):
        await sandbox.people["maya"].writes(f"number {number}", "north/general")
    general = await _general(lin)
    page = await lin.ask("open", channel=general, limit=2)
    assert [one["content"] for one in page["messages"]] == ["number 3", "number 4"]
    assert page["more"]
    first = page["messages"][0]["id"]
    page = await lin.ask("open", channel=general, limit=3, before=first)
    assert [one["content"] for one in page["messages"]] == ["number 0", "number 1", "number 2"]
    assert not page["more"]


async def test_what_others_write_is_unread_until_it_is_read(lin: Tab, maya: Tab) -> None:
    general = await _general(lin)
    await lin.ask("write", channel=general, text="Hello @Maya Ortiz")
    await lin.ask("write", channel=general, text="and all")
    place = await maya.place("general", lambda one: one["mentions"] == 1 and one["unread"])
    assert place["id"] == general
    maya.heard.clear()
    await maya.ask("read", channel=general)
    await maya.place("general", lambda one: not one["unread"] and not one["mentions"])
    assert not any(one["unread"] for one in lin.heard if one.get("name") == "general")


async def test_a_channel_appears_and_goes_with_a_role(sandbox: Sandbox, lin: Tab) -> None:
    await sandbox.people["maya"].writes("a card", "north/desk")
    lin.heard.clear()
    sandbox.people["lin"].gains("Coordinators")
    desk = (await lin.place("desk"))["id"]
    shown = await lin.ask("open", channel=desk)
    assert [one["content"] for one in shown["messages"]] == ["a card"]
    lin.heard.clear()
    sandbox.people["lin"].loses("Coordinators")
    await lin.event("places")
    with pytest.raises(Refused) as refused:
        await lin.ask("open", channel=desk)
    assert refused.value.code == "NotVisible"


VERBS: list[dict[str, Any]] = [
    {"do": "open"},
    {"do": "read"},
    {"do": "write", "text": "x"},
    {"do": "edit", "text": "x"},
    {"do": "delete"},
    {"do": "react", "emoji": "👍"},
    {"do": "dismiss"},
    {"do": "thread", "name": "x"},
    {"do": "commands"},
    {"do": "complete", "path": "ask", "option": "x", "typed": ""},
    {"do": "command", "path": "ask"},
    {"do": "menus"},
    {"do": "menu", "name": "x"},
    {"do": "press", "custom_id": "x"},
    {"do": "select", "custom_id": "x", "values": []},
    {"do": "choices", "kind": "channel", "query": ""},
]


@pytest.mark.parametrize("asked", VERBS, ids=lambda one: str(one["do"]))
async def test_a_hidden_channel_is_refused_by_its_id_as_one_that_is_not_there(
    sandbox: Sandbox, lin: Tab, asked: dict[str, Any]
) -> None:
    secret = await sandbox.people["maya"].writes("a secret", "north/desk")
    verb = asked["do"]
    rest = {key: value for key, value in asked.items() if key != "do"}
    told = []
    for channel in (secret.channel.id, secret.channel.id + 1):
        with pytest.raises(Refused) as refused:
            await lin.ask(verb, channel=str(channel), message=str(secret.id), **rest)
        assert refused.value.code == "NotVisible"
        told.append(str(refused.value).replace(str(channel), "-"))
    assert told[0] == told[1]
    assert not secret.edited
    assert not secret.deleted
    assert secret.reactions == {}
    assert secret.thread is None


async def test_a_message_is_not_reached_through_another_channel(sandbox: Sandbox, lin: Tab) -> None:
    secret = await sandbox.people["maya"].writes("a secret", "north/desk")
    with pytest.raises(Refused) as refused:
        await lin.ask("write", channel=await _general(lin), text="what?", reply_to=str(secret.id))
    assert refused.value.code == "NotVisible"


async def test_a_thread_is_started_from_a_message_and_alone(lin: Tab, maya: Tab) -> None:
    general = await _general(lin)
    message = (await lin.ask("write", channel=general, text="An idea"))["message"]
    started = await lin.ask("thread", channel=general, message=message, name="About it")
    assert started["channel"] == message
    place = await maya.place("About it")
    assert (place["kind"], place["parent"], place["category"]) == ("thread", general, None)
    maya.heard.clear()
    await lin.ask("write", channel=message, text="inside")
    seen = await maya.event("message", lambda one: one["message"]["id"] == message)
    assert seen["message"]["x"]["thread"] == {
        "id": message,
        "name": "About it",
        "archived": False,
        "count": 1,
    }
    alone = await maya.ask("thread", channel=general, name="Alone")
    assert (await lin.place("Alone"))["id"] == alone["channel"]


async def test_a_private_thread_needs_the_permission_and_stays_hidden(
    sandbox: Sandbox, lin: Tab, maya: Tab
) -> None:
    general = await _general(lin)
    with pytest.raises(Refused) as refused:
        await lin.ask("thread", channel=general, name="Hidden", private=True)
    assert refused.value.code == "NotAllowed"
    sandbox.permits("north", "Coordinators", ["create_private_threads", "send_messages_in_threads"])
    hidden = (await maya.ask("thread", channel=general, name="Hidden", private=True))["channel"]
    assert (await maya.place("Hidden"))["kind"] == "private thread"
    with pytest.raises(Refused) as refused:
        await lin.ask("open", channel=hidden)
    assert refused.value.code == "NotVisible"
    assert "Hidden" not in await lin.place_names()


async def test_a_dm_with_a_bot_is_opened_and_is_nobody_elses(
    sandbox: Sandbox, lin: Tab, maya: Tab
) -> None:
    places = await lin.event("places")
    bot = next(one["id"] for one in places["bots"] if one["name"] == "Callboard")
    opened = (await lin.ask("dm", bot=bot))["channel"]
    assert (await lin.place("Callboard", lambda one: one["kind"] == "dm"))["id"] == opened
    await lin.ask("write", channel=opened, text="hi")
    with pytest.raises(Refused) as refused:
        await maya.ask("open", channel=opened)
    assert refused.value.code == "NotVisible"
    with pytest.raises(Refused) as refused:
        await maya.ask("dm", bot=str(sandbox.people["lin"].id))
    assert refused.value.code == "NotVisible"


async def test_a_persons_own_settings_reach_all_their_tabs(sandbox: Sandbox, lin: Tab) -> None:
    async with open_tab(sandbox, "lin") as second:
        await lin.ask("language", locale="zh-TW")
        assert (await second.event("me"))["me"]["locale"] == "zh-TW"
        await lin.ask("privacy", dms_open=False)
        assert (await second.event("me"))["me"]["dms_open"] is False
        assert sandbox.people["lin"].locale == "zh-TW"
        await lin.ask("privacy", dms_open=True)
        assert sandbox.people["lin"].dms_open


async def test_the_clock_is_told_when_it_moves(sandbox: Sandbox, lin: Tab) -> None:
    before = (await lin.event("hello"))["now"]
    sandbox.clock.advance(3600)
    assert (await lin.event("clock"))["now"] > before


async def test_one_may_not_write_where_one_may_not(sandbox: Sandbox, lin: Tab) -> None:
    sandbox.overwrites("north/questions", "everyone", deny=["send_messages", "add_reactions"])
    questions = await lin.place("questions", lambda one: not one["can_send"])
    with pytest.raises(Refused) as refused:
        await lin.ask("write", channel=questions["id"], text="x")
    assert refused.value.code == "NotAllowed"
    written = await sandbox.people["olga"].writes("rules", "north/questions")
    with pytest.raises(Refused, match="may not add reactions"):
        await lin.ask("react", channel=questions["id"], message=str(written.id), emoji="👍")
    with pytest.raises(Refused, match="did not write"):
        await lin.ask("edit", channel=questions["id"], message=str(written.id), text="x")
    with pytest.raises(Refused, match="may not delete"):
        await lin.ask("delete", channel=questions["id"], message=str(written.id))


async def test_the_panel_is_served_over_the_same_socket(sandbox: Sandbox, lin: Tab) -> None:
    assert await lin.ask("panel.watch", on=True) == {}
    assert "state" in await lin.event("panel")
    await lin.ask("panel.clock", seconds=60)
    assert sandbox.clock.offset.total_seconds() == 60
