"""Intents: which events come, whose content they carry, and which may be asked for at all."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest

from tests.sandbox.wrongbot import Catcher, Stage, discord_with, point_to, staged


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with staged(monkeypatch) as made:
        yield made


@pytest.mark.parametrize("name", ["message_content", "members", "presences"])
async def test_a_privileged_intent_that_was_not_granted_closes_the_gateway(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    async with discord_with() as sandbox:
        point_to(sandbox, monkeypatch)
        bot = Catcher(discord.Intents(guilds=True, **{name: True}))
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await bot.start(sandbox.tokens["Callboard"])
        await bot.close()


async def test_a_message_to_nobody_in_particular_arrives_empty(stage: Stage) -> None:
    lin = stage.person("lin")
    written = await lin.writes("who are you", in_="north/general")
    seen = await stage.bot.next_message()
    assert (seen.id, seen.content) == (int(written.id), "")
    assert seen.author.display_name == "Lin Wei"


async def test_reading_a_message_over_rest_shows_no_more_than_the_event(stage: Stage) -> None:
    written = await stage.person("lin").writes("who are you", in_="north/general")
    messages = f"/channels/{stage.channel('north/general')}/messages"
    assert (await stage.wire("GET", f"{messages}/{written.id}")).body["content"] == ""
    assert [one["content"] for one in (await stage.wire("GET", messages)).body] == [""]


async def test_a_mention_of_the_bot_carries_content(stage: Stage) -> None:
    text = f"<@{stage.bot.application_id}> who are you"
    await stage.person("lin").writes(text, in_="north/general")
    assert (await stage.bot.next_message()).content == text


async def test_a_dm_carries_content(stage: Stage) -> None:
    await stage.opened_dm("lin")
    await stage.person("lin").writes("who are you", in_="dm")
    seen = await stage.bot.next_message()
    assert (seen.content, seen.guild) == ("who are you", None)


async def test_a_reply_to_the_bot_mentions_it_and_carries_content(stage: Stage) -> None:
    await stage.wire.send(stage.channel("north/general"), {"content": "hello"})
    own = await stage.bot.next_message()
    assert own.content == "hello"
    lin = stage.person("lin")
    first = (await lin.reads("north/general"))[0]
    await lin.writes("hello too", in_="north/general", reply_to=first)
    assert (await stage.bot.next_message()).content == "hello too"


async def test_the_granted_intent_carries_every_content(monkeypatch: pytest.MonkeyPatch) -> None:
    intents = discord.Intents(guilds=True, messages=True, message_content=True)
    async with staged(monkeypatch, application="Reader", intents=intents) as stage:
        await stage.person("lin").writes("who are you", in_="north/general")
        assert (await stage.bot.next_message()).content == "who are you"


async def test_an_intent_that_was_granted_and_not_asked_for_carries_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    intents = discord.Intents(guilds=True, messages=True)
    async with staged(monkeypatch, application="Reader", intents=intents) as stage:
        await stage.person("lin").writes("who are you", in_="north/general")
        assert (await stage.bot.next_message()).content == ""


async def test_without_the_intent_for_messages_only_dms_arrive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    intents = discord.Intents(guilds=True, dm_messages=True)
    async with staged(monkeypatch, intents=intents) as stage:
        await stage.opened_dm("lin")
        await stage.person("lin").writes("in public", in_="north/general")
        await stage.person("lin").writes("in private", in_="dm")
        assert (await stage.bot.next_message()).content == "in private"


async def test_a_channel_that_the_bot_does_not_see_sends_it_nothing(stage: Stage) -> None:
    await stage.person("maya").writes("secret", in_="north/vault")
    await stage.person("maya").writes("open", in_="north/general")
    seen = await stage.bot.next_message()
    assert seen.channel.id == stage.channel("north/general")


async def test_listing_members_needs_the_intent(stage: Stage) -> None:
    answer = await stage.wire("GET", f"/guilds/{stage.guild('north')}/members?limit=10")
    assert answer.refusal == (403, 50001)
