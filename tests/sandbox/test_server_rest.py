"""REST routes that the other files do not need, through discord.py's own methods."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import discord
import pytest
from discord import app_commands

from sandbox import Sandbox
from tests.sandbox.conftest import Bot, Run

ALL_BUT_ADMIN = [
    "manage_channels",
    "manage_roles",
    "manage_messages",
    "manage_threads",
    "manage_nicknames",
    "view_channel",
    "send_messages",
    "read_message_history",
    "add_reactions",
    "create_public_threads",
    "create_private_threads",
    "send_messages_in_threads",
    "attach_files",
    "embed_links",
]


@pytest.fixture
async def bot(sandbox: Sandbox, run: Run) -> Bot:
    sandbox.permits("north", "Callboard", ALL_BUT_ADMIN)
    made = Bot()
    await run(made)
    return made


def north(sandbox: Sandbox, bot: Bot) -> discord.Guild:
    guild = bot.get_guild(sandbox.guild("north").id)
    assert guild is not None
    return guild


async def test_the_bot_knows_itself_and_its_application(sandbox: Sandbox, bot: Bot) -> None:
    assert bot.user is not None
    assert bot.user.name == "Callboard"
    info = await bot.application_info()
    assert (info.id, info.approximate_guild_count) == (bot.application_id, 2)
    assert (await bot.fetch_user(sandbox.people["lin"].id)).display_name == "Lin Wei"
    guilds = [guild async for guild in bot.fetch_guilds()]
    assert [guild.name for guild in guilds] == ["North Light Creators", "South Stage"]
    assert sandbox.violations == []


async def test_a_guild_its_channels_members_and_roles_can_be_fetched(
    sandbox: Sandbox, bot: Bot
) -> None:
    guild = await bot.fetch_guild(north(sandbox, bot).id, with_counts=True)
    assert guild.approximate_member_count == len(sandbox.guild("north").members)
    assert {one.name for one in await guild.fetch_channels()} >= {"general", "desk", "Community"}
    assert {one.name for one in await guild.fetch_roles()} >= {"Coordinators", "Callboard"}
    member = await guild.fetch_member(sandbox.people["maya"].id)
    assert [role.id for role in member.roles[1:]] == [sandbox.guild("north").roles["Coordinators"]]
    with pytest.raises(discord.NotFound) as caught:
        await guild.fetch_member(sandbox.people["sam"].id)
    assert caught.value.code == 10007
    assert sandbox.violations == []


async def test_members_are_listed_only_to_those_with_the_intent(
    sandbox: Sandbox, bot: Bot, run: Run
) -> None:
    members = discord.Intents(guilds=True, members=True)
    reader = Bot(intents=members)
    await run(reader, sandbox.tokens["Reader"])
    listed = [one.name async for one in reader.guilds[0].fetch_members()]
    assert set(listed) >= {"lin", "maya", "olga", "shy"}
    with pytest.raises(discord.Forbidden):
        await bot.http.get_members(north(sandbox, bot).id, 10, None)


async def test_history_is_paged_in_both_directions(sandbox: Sandbox, bot: Bot) -> None:
    general = bot.at(sandbox, "north/general")
    sent = [await general.send(str(number)) for number in range(7)]
    newest = [one.content async for one in general.history(limit=3)]
    assert newest == ["6", "5", "4"]
    before = [one.content async for one in general.history(limit=2, before=sent[3])]
    assert before == ["2", "1"]
    after = [one.content async for one in general.history(limit=3, after=sent[1])]
    assert after == ["2", "3", "4"]
    around = {one.content async for one in general.history(limit=3, around=sent[3])}
    assert around == {"2", "3", "4"}
    assert (await general.fetch_message(sent[0].id)).content == "0"
    assert sandbox.violations == []


async def test_messages_are_edited_and_removed_one_or_many(sandbox: Sandbox, bot: Bot) -> None:
    general = bot.at(sandbox, "north/general")
    lin = sandbox.people["lin"]
    sent = [await general.send(str(number)) for number in range(3)]
    await sent[0].edit(content="zero")
    await sent[1].delete()
    assert [one.text for one in await lin.reads("general")] == ["zero", "2"]
    await general.delete_messages([sent[0], sent[2]])
    assert await lin.reads("general") == []
    with pytest.raises(discord.NotFound) as caught:
        await sent[0].edit(content="again")
    assert caught.value.code == 10008
    assert sandbox.violations == []


async def test_an_edit_keeps_the_files_that_it_names(sandbox: Sandbox, bot: Bot) -> None:
    general = bot.at(sandbox, "north/general")
    files = [discord.File(__file__, "a.txt"), discord.File(__file__, "b.txt")]
    sent = await general.send("two", files=files)
    sent = await sent.edit(attachments=[sent.attachments[1], discord.File(__file__, "c.txt")])
    [message] = await sandbox.people["lin"].reads("general")
    assert [one.filename for one in message.attachments] == ["b.txt", "c.txt"]
    await sent.edit(content=None, embed=discord.Embed(title="none"), attachments=[])
    assert message.text == "none"
    with pytest.raises(discord.HTTPException) as caught:
        await sent.edit(embed=None)
    assert caught.value.code == 50006


async def test_reactions_and_pins(sandbox: Sandbox, bot: Bot) -> None:
    sent = await bot.at(sandbox, "north/general").send("vote")
    lin = sandbox.people["lin"]
    message = await lin.sees("vote")
    await sent.add_reaction("👍")
    await lin.reacts(message, "👍")
    fetched = await sent.fetch()
    assert (fetched.reactions[0].emoji, fetched.reactions[0].count) == ("👍", 2)
    users = {one.id async for one in fetched.reactions[0].users()}
    assert users == {bot.application_id, lin.id}
    await sent.remove_reaction("👍", discord.Object(lin.id))
    await sent.clear_reactions()
    assert message.reactions == {}
    await sent.pin()
    assert message.pinned
    assert [one.id async for one in sent.channel.pins()] == [sent.id]
    await sent.unpin()
    assert not message.pinned
    assert sandbox.violations == []


async def test_threads_are_listed_active_and_archived(sandbox: Sandbox, bot: Bot) -> None:
    general = bot.at(sandbox, "north/general")
    public = await (await general.send("start")).create_thread(name="public")
    private = await general.create_thread(name="private")
    await private.add_user(discord.Object(sandbox.people["lin"].id))
    active = await north(sandbox, bot).active_threads()
    assert {one.name for one in active} == {"public", "private"}
    members = await private.fetch_members()
    assert {one.id for one in members} == {bot.application_id, sandbox.people["lin"].id}
    await public.edit(archived=True, name="closed")
    await private.edit(archived=True)
    assert [one.name async for one in general.archived_threads()] == ["closed"]
    assert [one.name async for one in general.archived_threads(private=True)] == ["private"]
    await private.leave()
    await public.delete()
    with pytest.raises(discord.NotFound):
        await bot.fetch_channel(public.id)
    assert sandbox.violations == []


async def test_channels_are_made_changed_and_removed(sandbox: Sandbox, bot: Bot) -> None:
    guild = north(sandbox, bot)
    lin, maya = sandbox.people["lin"], sandbox.people["maya"]
    coordinators = guild.get_role(sandbox.guild("north").roles["Coordinators"])
    assert coordinators is not None
    hidden = discord.PermissionOverwrite(view_channel=False)
    shown = discord.PermissionOverwrite(view_channel=True)
    room = await guild.create_text_channel(
        "room",
        topic="for pitches",
        overwrites={guild.default_role: hidden, coordinators: shown, guild.me: shown},
    )
    assert "room" in [one.name for one in maya.channels()]
    assert "room" not in [one.name for one in lin.channels()]
    person = await guild.fetch_member(lin.id)
    await room.set_permissions(person, overwrite=shown)
    assert "room" in [one.name for one in lin.channels()]
    await room.set_permissions(person, overwrite=None)
    assert "room" not in [one.name for one in lin.channels()]
    await room.edit(name="salon")
    assert sandbox.channel("north/salon").topic == "for pitches"
    await room.delete()
    with pytest.raises(discord.NotFound) as caught:
        await room.send("?")
    assert caught.value.code == 10003
    assert sandbox.violations == []


async def test_roles_are_made_and_given(sandbox: Sandbox, bot: Bot) -> None:
    guild = north(sandbox, bot)
    role = await guild.create_role(name="Creators", mentionable=True)
    member = await guild.fetch_member(sandbox.people["lin"].id)
    await member.add_roles(role)
    assert role.id in [one.id for one in (await guild.fetch_member(member.id)).roles]
    await member.remove_roles(role)
    await member.edit(nick="Lin")
    assert (await guild.fetch_member(member.id)).nick == "Lin"
    await role.edit(name="Makers")
    assert "Makers" in sandbox.guild("north").roles
    await role.delete()
    assert "Makers" not in sandbox.guild("north").roles
    highest = guild.get_role(sandbox.guild("north").roles["Coordinators"])
    assert highest is not None
    with pytest.raises(discord.Forbidden):
        await member.add_roles(highest)
    assert sandbox.violations == []


async def test_commands_keep_their_ids_and_their_guild_rules(sandbox: Sandbox, bot: Bot) -> None:
    @bot.tree.command(name="secret", description="Hidden")
    async def secret(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("psst")

    [first] = await bot.tree.sync()
    [second] = await bot.tree.sync()
    assert first.id == second.id
    assert isinstance(second, app_commands.AppCommand)
    rules = await second.fetch_permissions(north(sandbox, bot))
    assert {one.target.id: one.permission for one in rules.permissions} == {
        north(sandbox, bot).id: False,
        sandbox.guild("north").roles["Coordinators"]: True,
    }
    edited = await second.edit(description="Not hidden")
    assert edited.description == "Not hidden"
    await edited.delete()
    assert await bot.tree.fetch_commands() == []
    assert sandbox.violations == []


async def test_mentions_count_only_where_they_are_allowed(sandbox: Sandbox, bot: Bot) -> None:
    general = bot.at(sandbox, "north/general")
    lin = sandbox.people["lin"]
    loud = await general.send(lin.mention)
    assert [one.id for one in loud.mentions] == [lin.id]
    quiet = await general.send(lin.mention, allowed_mentions=discord.AllowedMentions.none())
    assert quiet.mentions == []
    everyone = await general.send("@everyone")
    assert not everyone.mention_everyone
    [first, second, _] = await lin.reads("general")
    assert (first.mentions, second.mentions) == (["Lin Wei"], [])


async def test_a_message_carries_moments_of_the_sandboxes_clock(sandbox: Sandbox, bot: Bot) -> None:
    sandbox.clock.advance(3 * 24 * 3600)
    sent = await bot.at(sandbox, "north/general").send("later")
    assert sent.created_at - datetime.now(UTC) > timedelta(days=2)
    with pytest.raises(ValueError, match="only moves forward"):
        sandbox.clock.advance(-1)


async def test_typing_is_taken_where_writing_is(sandbox: Sandbox, bot: Bot) -> None:
    async with bot.at(sandbox, "north/general").typing():
        assert sandbox.requests[-1].path == "/channels/{channel_id}/typing"
    sandbox.overwrites("north/general", "Callboard", deny=["send_messages"])
    with pytest.raises(discord.Forbidden) as caught:
        await bot.at(sandbox, "north/general").send("no")
    assert caught.value.code == 50013
    sandbox.overwrites("north/general", "Callboard", deny=["view_channel"])
    with pytest.raises(discord.Forbidden) as caught:
        await bot.http.send_message(
            sandbox.channel("north/general").id,
            params=discord.http.handle_message_parameters(content="no"),
        )
    assert caught.value.code == 50001
