"""The gateway as a discord.py client meets it: shards, lost connections, members, intents."""

from __future__ import annotations

import asyncio

import discord
import pytest

from sandbox import Sandbox
from tests.sandbox.conftest import Bot, Run


async def test_guilds_come_on_their_shards_and_dms_on_the_first(sandbox: Sandbox, run: Run) -> None:
    bot = Bot(shard_count=2)
    await run(bot)
    await sandbox.gateway.ready(shards=2)
    north, south = sandbox.guild("north"), sandbox.guild("south")
    assert {guild.id: guild.shard_id for guild in bot.guilds} == {
        north.id: (north.id >> 22) % 2,
        south.id: (south.id >> 22) % 2,
    }
    assert north.id >> 22 & 1 != south.id >> 22 & 1
    await sandbox.people["lin"].writes("hello", in_="dm")
    assert (await bot.seen.get()).content == "hello"
    await sandbox.people["maya"].writes("south", in_="south/lobby")
    assert (await bot.seen.get()).guild == bot.get_guild(south.id)


async def test_what_happens_during_a_lost_connection_comes_with_the_resume(
    sandbox: Sandbox, run: Run
) -> None:
    bot = Bot()
    await run(bot)
    sandbox.gateway.drop()
    await sandbox.gateway.gone()
    written = await sandbox.people["lin"].writes("are you there", in_="north/general")
    assert await bot.disconnects.get() == 0
    assert (await bot.seen.get()).id == written.id
    assert await bot.resumes.get() == 0


@pytest.mark.parametrize("code", [4000, 4009])
async def test_a_closed_connection_is_resumed(sandbox: Sandbox, run: Run, code: int) -> None:
    bot = Bot()
    await run(bot)
    [before] = await sandbox.gateway.ready()
    await sandbox.gateway.close(code)
    await bot.disconnects.get()
    assert await bot.resumes.get() == 0
    assert await sandbox.gateway.ready() == [before]


async def test_a_bot_that_is_asked_to_reconnect_resumes(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    sandbox.gateway.ask_reconnect()
    assert await bot.resumes.get() == 0


async def test_an_invalid_session_that_can_be_resumed_is(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    sandbox.gateway.invalidate(resumable=True)
    assert await bot.resumes.get() == 0


async def test_an_invalid_session_is_identified_anew(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    [before] = await sandbox.gateway.ready()
    sandbox.gateway.invalidate()
    await bot.disconnects.get()
    [after] = await sandbox.gateway.ready()
    assert after is not before
    await sandbox.people["lin"].writes(f"<@{bot.application_id}> hi", in_="north/general")
    assert (await bot.seen.get()).content.endswith("hi")
    assert bot.resumes.empty()


async def test_members_come_in_chunks_only_with_the_intent(sandbox: Sandbox, run: Run) -> None:
    reader = Bot(intents=discord.Intents(guilds=True, members=True))
    await run(reader, sandbox.tokens["Reader"])
    guild = reader.guilds[0]
    assert guild.chunked
    assert {member.display_name for member in guild.members} >= {"Lin Wei", "Maya Ortiz"}
    plain = Bot()
    await run(plain)
    north = plain.get_guild(sandbox.guild("north").id)
    assert north is not None
    assert [member.id for member in north.members] == [plain.application_id]
    [found] = await north.query_members("Maya")
    assert found.display_name == "Maya Ortiz"


async def test_joins_and_leaves_are_told_to_those_with_the_intent(
    sandbox: Sandbox, run: Run
) -> None:
    reader = Bot(intents=discord.Intents(guilds=True, members=True))
    await run(reader, sandbox.tokens["Reader"])
    told: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def on_member_join(member: discord.Member) -> None:
        told.put_nowait(("join", member.display_name))

    async def on_member_update(_: discord.Member, after: discord.Member) -> None:
        told.put_nowait(("update", after.roles[-1].name))

    async def on_raw_member_remove(event: discord.RawMemberRemoveEvent) -> None:
        told.put_nowait(("leave", event.user.display_name))

    for listener in (on_member_join, on_member_update, on_raw_member_remove):
        reader.event(listener)
    sam = sandbox.people["sam"]
    sam.joins("north")
    sam.gains("Coordinators", "north")
    assert "vault" in [channel.name for channel in sam.channels()]
    sam.leaves("north")
    assert [await told.get() for _ in range(3)] == [
        ("join", "Sam"),
        ("update", "Coordinators"),
        ("leave", "Sam"),
    ]


async def test_a_bot_learns_that_it_was_added_and_removed(sandbox: Sandbox, run: Run) -> None:
    reader = Bot()
    await run(reader, sandbox.tokens["Reader"])
    told: asyncio.Queue[str] = asyncio.Queue()

    async def on_guild_join(guild: discord.Guild) -> None:
        told.put_nowait(f"join {guild.name}")

    async def on_guild_remove(guild: discord.Guild) -> None:
        told.put_nowait(f"remove {guild.name}")

    for listener in (on_guild_join, on_guild_remove):
        reader.event(listener)
    sandbox.installs("Reader", "south")
    assert await told.get() == "join South Stage"
    sandbox.uninstalls("Reader", "south")
    assert await told.get() == "remove South Stage"
    with pytest.raises(discord.NotFound):
        await reader.fetch_guild(sandbox.guild("south").id)


async def test_changes_of_channels_and_roles_are_told(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    told: asyncio.Queue[str] = asyncio.Queue()

    async def on_guild_channel_create(channel: discord.abc.GuildChannel) -> None:
        told.put_nowait(f"create {channel.name}")

    async def on_guild_channel_update(
        _: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        told.put_nowait(f"update {after.name}")

    async def on_guild_channel_delete(channel: discord.abc.GuildChannel) -> None:
        told.put_nowait(f"delete {channel.name}")

    async def on_guild_role_delete(role: discord.Role) -> None:
        told.put_nowait(f"no more {role.name}")

    for listener in (
        on_guild_channel_create,
        on_guild_channel_update,
        on_guild_channel_delete,
        on_guild_role_delete,
    ):
        bot.event(listener)
    sandbox.adds_channel("north/news")
    sandbox.overwrites("north/news", "lin", deny=["send_messages"])
    sandbox.removes_channel("north/news")
    sandbox.removes_role("north", "Coordinators")
    assert [await told.get() for _ in range(4)] == [
        "create news",
        "update news",
        "delete news",
        "no more Coordinators",
    ]


async def test_a_wrong_token_is_refused(sandbox: Sandbox) -> None:
    async with Bot() as bot:
        with pytest.raises(discord.LoginFailure):
            await bot.login("not-a-token")
