"""What people type, choose in menus and are offered."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import discord
import pytest
from discord import app_commands

from sandbox import Choice, CommandUnavailable, File, Limits, NotVisible, Sandbox
from tests.sandbox.conftest import Bot, Run

NAMES = {"pitch": "投稿", "view": "查看", "ref": "编号", "Short": "短片"}


class Chinese(app_commands.Translator):
    """Knows four words."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """A word in Chinese, if it is known."""
        return NAMES.get(string.message) if locale is discord.Locale.chinese else None


def add_commands(bot: Bot) -> None:
    pitch = app_commands.Group(name=app_commands.locale_str("pitch"), description="Pitches")

    @pitch.command(name=app_commands.locale_str("view"), description="Show one")
    @app_commands.rename(ref=app_commands.locale_str("ref"))
    async def view(interaction: discord.Interaction, ref: str) -> None:
        await interaction.response.send_message(f"{ref} in {interaction.locale}")

    @view.autocomplete("ref")
    async def refs(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}: Moon Harbour", value=f"{typed}-7F3K2")]

    @bot.tree.command(name="assign", description="Give all kinds of things")
    @app_commands.choices(
        kind=[app_commands.Choice(name=app_commands.locale_str("Short"), value="s")]
    )
    async def assign(
        interaction: discord.Interaction,
        who: discord.Member,
        role: discord.Role | None = None,
        where: discord.TextChannel | None = None,
        file: discord.Attachment | None = None,
        kind: str = "-",
        score: app_commands.Range[int, 1, 5] = 1,
        note: app_commands.Range[str, 2, 4] = "none",
        sure: bool = False,
    ) -> None:
        content = (await file.read()).decode() if file else None
        shown = (who.display_name, role and role.name, where and where.name, content)
        await interaction.response.send_message(repr((*shown, kind, score, note, sure)))

    bot.tree.add_command(pitch)


def add_guarded_commands(bot: Bot) -> None:
    @bot.tree.command(name="submissions", description="For coordinators")
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.guild_only()
    async def submissions(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("all of them", ephemeral=True)

    @bot.tree.command(name="secret", description="Hidden by the guild")
    async def secret(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("psst")

    @bot.tree.context_menu(name="Answer this")
    async def answer(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"answering {message.content!r}", ephemeral=True)

    @bot.tree.context_menu(name="Who is this")
    async def who(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(member.display_name, ephemeral=True)


@pytest.fixture
def limits() -> Limits:
    return replace(Limits.relaxed(), ack_seconds=1.5)


@pytest.fixture
async def bot(sandbox: Sandbox, run: Run) -> Bot:
    made = Bot()
    add_commands(made)
    add_guarded_commands(made)
    await run(made)
    await made.tree.set_translator(Chinese())
    await made.tree.sync()
    assert sandbox.violations == []
    return made


@pytest.mark.usefixtures("bot")
class TestCommands:
    async def test_a_command_may_be_typed_by_its_localised_names(self, sandbox: Sandbox) -> None:
        lin = sandbox.people["lin"]
        reply = await lin.types("/投稿 查看", in_="north/general", 编号="CM-1")
        assert reply.text == "CM-1 in zh-CN"
        lin.locale = "zh-TW"
        assert (await lin.types("/pitch view", ref="CM-2")).text == "CM-2 in zh-TW"

    async def test_suggestions_come_from_the_bot(self, sandbox: Sandbox) -> None:
        lin = sandbox.people["lin"]
        assert await lin.completes("/pitch view", option="ref", typed="CM") == [
            Choice("CM: Moon Harbour", "CM-7F3K2")
        ]

    async def test_options_are_named_as_people_see_them(self, sandbox: Sandbox) -> None:
        reply = await sandbox.people["lin"].types(
            "/assign",
            who="Maya Ortiz",
            role="Coordinators",
            where="questions",
            file=File("logline.txt", b"a boat"),
            kind="短片",
            score=5,
            note="fine",
            sure=True,
        )
        assert reply.text == repr(
            ("Maya Ortiz", "Coordinators", "questions", "a boat", "s", 5, "fine", True)
        )

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({}, "'who' is required"),
            ({"who": "Nobody"}, "nobody here is called 'Nobody'"),
            ({"who": "lin", "kind": "Long"}, "'Long' is not one of 'Short'"),
            ({"who": "lin", "score": 6}, "value 6 is above 5"),
            ({"who": "lin", "note": "x"}, "length 1 is below 2"),
            ({"who": "lin", "where": "desk"}, "there is no channel 'desk'"),
            ({"who": "lin", "colour": "red"}, "no option 'colour'"),
        ],
    )
    async def test_the_client_does_not_send_wrong_options(
        self, sandbox: Sandbox, options: dict[str, object], told: str
    ) -> None:
        with pytest.raises(CommandUnavailable, match=told):
            await sandbox.people["lin"].types("/assign", None, **options)

    async def test_a_command_for_coordinators_is_hidden_from_others(self, sandbox: Sandbox) -> None:
        lin, maya = sandbox.people["lin"], sandbox.people["maya"]
        with pytest.raises(CommandUnavailable, match="hidden from Lin Wei"):
            await lin.types("/submissions")
        assert (await maya.types("/submissions")).text == "all of them"
        assert "submissions" not in lin.commands()
        assert "submissions" in maya.commands()
        lin.gains("Coordinators")
        assert (await lin.types("/submissions")).text == "all of them"
        lin.loses("Coordinators")
        assert "submissions" not in lin.commands()

    async def test_the_guilds_own_rules_decide_over_the_default(self, sandbox: Sandbox) -> None:
        assert "secret" not in sandbox.people["lin"].commands("north/general")
        assert "secret" in sandbox.people["maya"].commands("north/general")
        assert "secret" in sandbox.people["olga"].commands("north/general")

    async def test_a_command_for_servers_is_not_offered_in_dms(self, sandbox: Sandbox) -> None:
        maya = sandbox.people["maya"]
        with pytest.raises(CommandUnavailable, match="not offered in DMs"):
            await maya.types("/submissions", in_="dm")
        assert (await maya.types("/pitch view", in_="dm", ref="A")).text == "A in en-US"

    async def test_an_unknown_command_is_told_with_those_there_are(self, sandbox: Sandbox) -> None:
        with pytest.raises(CommandUnavailable, match="there are: /assign"):
            await sandbox.people["lin"].types("/nothing")
        with pytest.raises(CommandUnavailable, match="needs one of: view"):
            await sandbox.people["lin"].types("/pitch")
        with pytest.raises(NotVisible):
            await sandbox.people["lin"].types("/pitch view", in_="north/desk", ref="A")

    async def test_menus_carry_the_message_or_the_member(self, sandbox: Sandbox) -> None:
        lin, maya = sandbox.people["lin"], sandbox.people["maya"]
        written = await lin.writes("how long may it be?", in_="questions")
        reply = await maya.uses_menu("Answer this", written)
        assert reply.text == "answering 'how long may it be?'"
        assert reply.ephemeral
        assert (await maya.uses_menu("Who is this", lin)).text == "Lin Wei"

    async def test_a_bot_that_is_silent_fails(self, sandbox: Sandbox, bot: Bot) -> None:
        await bot.close()
        await sandbox.gateway.gone()
        started = asyncio.get_running_loop().time()
        reply = await sandbox.people["lin"].types("/pitch view", ref="A")
        assert reply.failed
        assert reply.message is None
        waited = asyncio.get_running_loop().time() - started
        assert waited == pytest.approx(sandbox.limits.ack_seconds, abs=0.5)


async def test_commands_of_one_guild_are_offered_there_only(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    north = discord.Object(sandbox.guild("north").id)

    @bot.tree.command(name="local", description="Here only", guild=north)
    async def local(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("here")

    await run(bot)
    [synced] = await bot.tree.sync(guild=north)
    maya = sandbox.people["maya"]
    assert (await maya.types("/local", in_="north/general")).text == "here"
    with pytest.raises(CommandUnavailable):
        await maya.types("/local", in_="south/lobby")
    assert [one.id for one in await bot.tree.fetch_commands(guild=north)] == [synced.id]
    await synced.delete()
    assert await bot.tree.fetch_commands(guild=north) == []
    assert sandbox.violations == []
