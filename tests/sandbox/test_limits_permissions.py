"""Permissions and overwrites, closed DMs, and what a bot of another guild must not learn."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest

from tests.sandbox.wrongbot import Stage, Wire, staged

SEND = 1 << 11
VIEW = 1 << 10


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with staged(monkeypatch) as made:
        yield made


def role(stage: Stage, name: str) -> int:
    guild = stage.bot.get_guild(stage.guild("north"))
    assert guild is not None
    found = discord.utils.get(guild.roles, name=name)
    assert found is not None
    return found.id


async def posted(stage: Stage, where: str, content: str = "hi") -> int:
    answer = await stage.wire.send(stage.channel(where), {"content": content})
    assert answer.status == 200, answer.body
    return int(answer.body["id"])


async def test_a_channel_that_is_shut_to_the_bot_cannot_be_used(stage: Stage) -> None:
    vault = stage.channel("north/vault")
    missing_access = (403, 50001)
    assert (await stage.wire("GET", f"/channels/{vault}")).refusal == missing_access
    assert (await stage.wire("GET", f"/channels/{vault}/messages")).refusal == missing_access
    assert (await stage.wire.send(vault, {"content": "hi"})).refusal == missing_access
    with pytest.raises(discord.Forbidden) as caught:
        await stage.bot.get_partial_messageable(vault).send("hi")
    assert caught.value.code == 50001


async def test_an_overwrite_of_the_bots_role_opens_a_channel_that_is_shut_to_everyone(
    stage: Stage,
) -> None:
    await posted(stage, "north/desk")
    assert await stage.shown("maya", "north/desk") == ["hi"]
    assert "desk" not in {one.name for one in stage.person("lin").channels()}


async def test_a_channel_may_be_readable_and_not_writable(stage: Stage) -> None:
    board = stage.channel("north/board")
    assert (await stage.wire("GET", f"/channels/{board}/messages")).status == 200
    assert (await stage.wire.send(board, {"content": "hi"})).refusal == (403, 50013)
    assert (await stage.wire("POST", f"/channels/{board}/typing")).refusal == (403, 50013)


async def test_an_overwrite_of_the_member_wins_over_those_of_roles(stage: Stage) -> None:
    board, me = stage.channel("north/board"), stage.bot.application_id
    path = f"/channels/{board}/permissions/{me}"
    rule = {"type": 1, "allow": str(SEND), "deny": "0"}
    assert (await stage.wire("PUT", path, rule)).status == 204
    assert (await stage.wire.send(board, {"content": "hi"})).status == 200
    assert (await stage.wire("PUT", path, {**rule, "allow": "0", "deny": str(VIEW)})).status == 204
    assert (await stage.wire.send(board, {"content": "hi"})).refusal == (403, 50001)


async def test_a_bot_cannot_give_what_it_does_not_hold(stage: Stage) -> None:
    general, me = stage.channel("north/general"), stage.bot.application_id
    path = f"/channels/{general}/permissions/{me}"
    for rule in ({"allow": str(1 << 13), "deny": "0"}, {"allow": "0", "deny": str(1 << 13)}):
        assert (await stage.wire("PUT", path, {"type": 1, **rule})).refusal == (403, 50013)


async def test_files_need_their_own_permission(stage: Stage) -> None:
    board, me = stage.channel("north/board"), stage.bot.application_id
    rule = {"type": 1, "allow": str(SEND), "deny": str(1 << 15)}
    await stage.wire("PUT", f"/channels/{board}/permissions/{me}", rule)
    channel = stage.bot.get_partial_messageable(board)
    await channel.send("text")
    with pytest.raises(discord.Forbidden) as caught:
        await channel.send(file=discord.File(io.BytesIO(b"x"), "a.txt"))
    assert caught.value.code == 50013


async def test_messages_of_others_can_be_neither_edited_nor_deleted(stage: Stage) -> None:
    written = await stage.person("lin").writes("mine", in_="north/general")
    path = f"/channels/{stage.channel('north/general')}/messages/{written.id}"
    assert (await stage.wire("PATCH", path, {"content": "yours"})).refusal == (403, 50005)
    assert (await stage.wire("DELETE", path)).refusal == (403, 50013)
    assert await stage.shown("lin", "north/general") == ["mine"]


async def test_unknown_things_are_unknown(stage: Stage) -> None:
    general = stage.channel("north/general")
    north, sol = stage.guild("north"), stage.person("sol").id
    expected = {
        "/channels/7": (404, 10003),
        f"/channels/{general}/messages/7": (404, 10008),
        "/guilds/7": (404, 10004),
        f"/guilds/{north}/members/{sol}": (404, 10007),
        "/users/7": (404, 10013),
    }
    found = {path: (await stage.wire("GET", path)).refusal for path in expected}
    assert found == expected


async def test_a_guild_without_the_bot_does_not_exist_for_it(stage: Stage) -> None:
    south, plaza = stage.guild("south"), stage.channel("south/plaza")
    assert (await stage.wire("GET", f"/guilds/{south}")).refusal == (404, 10004)
    assert (await stage.wire("GET", f"/guilds/{south}/channels")).refusal == (404, 10004)
    assert (await stage.wire("GET", f"/channels/{plaza}")).refusal == (403, 50001)
    assert (await stage.wire.send(plaza, {"content": "hi"})).refusal == (403, 50001)
    assert [guild.name for guild in stage.bot.guilds] == ["North Light Creators"]


async def test_a_role_above_the_bots_own_cannot_be_given(stage: Stage) -> None:
    member = f"/guilds/{stage.guild('north')}/members/{stage.person('lin').id}/roles"
    assert (await stage.wire("PUT", f"{member}/{role(stage, 'Leads')}")).refusal == (403, 50013)
    assert (await stage.wire("PUT", f"{member}/{role(stage, 'Creators')}")).status == 204


async def test_what_needs_a_permission_of_the_guild_is_refused_without_it(stage: Stage) -> None:
    body = {"name": "new", "type": 0}
    path = f"/guilds/{stage.guild('north')}/channels"
    assert (await stage.wire("POST", path, body)).refusal == (403, 50013)
    desk = f"/channels/{stage.channel('north/desk')}"
    assert (await stage.wire("PATCH", desk, {"name": "other"})).refusal == (403, 50013)
    assert (await stage.wire("DELETE", desk)).refusal == (403, 50013)


async def test_private_threads_need_their_permission(stage: Stage) -> None:
    path = f"/channels/{stage.channel('north/desk')}/threads"
    refused = await stage.wire("POST", path, {"name": "talk", "type": 12})
    assert refused.refusal == (403, 50013)
    assert (await stage.wire("POST", path, {"name": "talk", "type": 11})).status == 201


async def test_a_message_has_one_thread(stage: Stage) -> None:
    message = await posted(stage, "north/desk")
    path = f"/channels/{stage.channel('north/desk')}/messages/{message}/threads"
    first = await stage.wire("POST", path, {"name": "talk"})
    assert (first.status, int(first.body["id"])) == (201, message)
    assert (await stage.wire("POST", path, {"name": "again"})).refusal == (400, 160004)


async def test_a_locked_thread_takes_and_changes_nothing(stage: Stage) -> None:
    first = await posted(stage, "north/desk")
    begins = f"/channels/{stage.channel('north/desk')}/messages/{first}/threads"
    thread = int((await stage.wire("POST", begins, {"name": "about"})).body["id"])
    inside = int((await stage.wire.send(thread, {"content": "in it"})).body["id"])
    edit = ("PATCH", f"/channels/{thread}/messages/{inside}", {"content": "other"})
    stage.sandbox.locks("north/about")
    assert (await stage.wire.send(thread, {"content": "hi"})).refusal == (400, 160005)
    assert (await stage.wire(*edit)).refusal == (400, 160005)
    stage.sandbox.archives("north/about", locked=True)
    assert (await stage.wire.send(thread, {"content": "hi"})).refusal == (400, 50083)
    assert (await stage.wire(*edit)).refusal == (400, 50083)
    opened = await stage.wire("PATCH", f"/channels/{thread}", {"archived": False})
    assert opened.refusal == (403, 50013)


async def test_a_person_who_shut_their_dms_is_not_reached(stage: Stage) -> None:
    channel = await stage.opened_dm("shy")
    assert (await stage.wire.send(channel, {"content": "hi"})).refusal == (403, 50007)
    user = await stage.bot.fetch_user(int(stage.person("shy").id))
    with pytest.raises(discord.Forbidden) as caught:
        await user.send("hi")
    assert (caught.value.status, caught.value.code) == (403, 50007)
    stage.person("shy").opens_dms()
    assert (await stage.wire.send(channel, {"content": "hi"})).status == 200
    stage.person("shy").shuts_dms()
    assert (await stage.wire.send(channel, {"content": "hi"})).refusal == (403, 50007)


async def test_a_person_without_a_common_guild_is_not_reached(stage: Stage) -> None:
    lin = stage.person("lin")
    channel = await stage.opened_dm("lin")
    assert (await stage.wire.send(channel, {"content": "hi"})).status == 200
    lin.leaves("north")
    assert (await stage.wire.send(channel, {"content": "bye"})).refusal == (403, 50007)


async def test_a_dm_of_another_bot_is_shut(stage: Stage) -> None:
    channel = await stage.opened_dm("lin")
    async with aiohttp.ClientSession() as session:
        other = Wire(stage.sandbox, session, stage.sandbox.tokens["Reader"])
        assert (await other("GET", f"/channels/{channel}/messages")).refusal == (403, 50001)


@pytest.mark.parametrize("wrong", [None, "nobody", "sandbox-token "])
async def test_without_a_known_token_everything_is_refused(stage: Stage, wrong: str | None) -> None:
    async with aiohttp.ClientSession() as session:
        stranger = Wire(stage.sandbox, session, wrong and wrong.strip() + "x")
        answer = await stranger("GET", "/users/@me")
        assert (answer.status, answer.body) == (401, {"message": "401: Unauthorized", "code": 0})
    client: Any = discord.Client(intents=discord.Intents.none())
    with pytest.raises(discord.LoginFailure):
        await client.login("nobody")
    await client.close()
