"""What discord.py really sends keeps Discord's document and the sandbox's rules."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import app_commands, ui
from discord.webhook.async_ import async_context

from sandbox.openapi import OpenApi
from sandbox.validation import (
    FormError,
    check_autocomplete,
    check_commands,
    check_message,
    check_modal,
    check_thread,
)
from tests.sandbox.recorder import MESSAGE, Recorder, interaction, sent


@pytest.fixture(scope="module")
def api() -> OpenApi:
    found = OpenApi.find()
    if found is None:
        pytest.skip("Discord's OpenAPI document is not at hand")
    return found


@pytest.fixture
async def client() -> AsyncIterator[discord.Client]:
    """A client that never connects; `client.http` records what would go out."""
    made = discord.Client(intents=discord.Intents.none())
    recorder = Recorder(made.http.loop)
    recorder.sent = []
    made.http = made._connection.http = recorder
    made._connection.application_id = 11
    token = async_context.set(recorder)
    yield made
    async_context.reset(token)


def violations(api: OpenApi, client: discord.Client) -> list[str]:
    requests = sent(client)
    assert requests, "nothing was sent"
    return [
        line
        for one in requests
        for line in api.check_request(one.method, one.path, one.query, one.body)
    ]


def old_view() -> ui.View:
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="Begin", custom_id="begin", emoji="🎬"))
    view.add_item(ui.Button(label="Site", url="https://example.org"))
    options = [discord.SelectOption(label=str(n), value=str(n), emoji="🌙") for n in range(25)]
    view.add_item(ui.Select(custom_id="one", placeholder="Pick", options=options, max_values=3))
    people = [discord.Object(5, type=discord.Member)]
    view.add_item(ui.UserSelect(custom_id="two", default_values=people))
    view.add_item(ui.ChannelSelect(custom_id="three", channel_types=[discord.ChannelType.text]))
    view.add_item(ui.MentionableSelect(custom_id="four", min_values=0, disabled=True))
    return view


def layout() -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=0x336699, spoiler=True)
    go: ui.Button[ui.LayoutView] = ui.Button(label="Go", custom_id="go")
    container.add_item(ui.Section("Title", "Logline", accessory=go))
    container.add_item(ui.Section("Pic", accessory=ui.Thumbnail("https://example.org/a.png")))
    container.add_item(ui.Separator(spacing=discord.SeparatorSpacing.large))
    container.add_item(
        ui.MediaGallery(discord.MediaGalleryItem("attachment://moon.png", description="moon"))
    )
    container.add_item(ui.File("attachment://moon.pdf"))
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(ui.RoleSelect(custom_id="role"))
    container.add_item(row)
    view.add_item(container)
    view.add_item(ui.TextDisplay("end", id=7))
    return view


class Form(ui.Modal, title="Pitch"):
    note: ui.TextDisplay[Any] = ui.TextDisplay("Read **this** first")
    name: ui.Label[Form] = ui.Label(
        text="Title",
        description="As on the poster",
        component=ui.TextInput(placeholder="Moon Harbour", default="Moon", max_length=100),
    )
    kind: ui.Label[Form] = ui.Label(
        text="Format",
        component=ui.RadioGroup(options=[discord.RadioGroupOption(label=x) for x in ("A", "B")]),
    )
    tags: ui.Label[Form] = ui.Label(
        text="Tags",
        component=ui.CheckboxGroup(options=[discord.CheckboxGroupOption(label="A")]),
    )
    files: ui.Label[Form] = ui.Label(
        text="Files", component=ui.FileUpload(required=False, min_values=0, max_values=10)
    )


def other_form() -> ui.Modal:
    form = ui.Modal(title="More", custom_id="more")
    options = [discord.SelectOption(label="English", value="en", default=True)]
    form.add_item(ui.Label(text="Language", component=ui.Select(options=options)))
    form.add_item(ui.Label(text="Co-author", component=ui.UserSelect(required=False, min_values=0)))
    form.add_item(ui.Label(text="I agree", component=ui.Checkbox(default=True)))
    form.add_item(ui.TextInput(label="Old", style=discord.TextStyle.long))
    return form


def attached(name: str) -> discord.File:
    return discord.File(io.BytesIO(b"bytes"), name, description="a file")


async def test_messages_of_the_old_kind(api: OpenApi, client: discord.Client) -> None:
    channel = client.get_partial_messageable(31)
    embed = discord.Embed(title="T", description="D", colour=0xFF, timestamp=discord.utils.utcnow())
    embed.add_field(name="n", value="v").set_footer(text="f").set_author(name="a")
    embed.set_image(url="attachment://moon.png")
    message = await channel.send(
        "hello",
        embed=embed,
        view=old_view(),
        file=attached("moon.png"),
        nonce="notice-0123456789abcdef",
        allowed_mentions=discord.AllowedMentions(users=[discord.Object(5)], replied_user=False),
        reference=discord.MessageReference(message_id=8, channel_id=31),
        silent=True,
    )
    await message.edit(content=None, embeds=[], view=None, attachments=[attached("b.png")])
    assert violations(api, client) == []
    first, edit = sent(client)
    assert first.body["enforce_nonce"] is True
    check_message(first.body, files=first.files)
    check_message(edit.body, files=edit.files, edit=True)


async def test_messages_with_a_layout(api: OpenApi, client: discord.Client) -> None:
    channel = client.get_partial_messageable(31)
    files = [attached("moon.png"), attached("moon.pdf")]
    message = await channel.send(view=layout(), files=files)
    await message.edit(view=layout())
    assert violations(api, client) == []
    check_message(sent(client)[0].body, files=2)
    check_message(sent(client)[1].body, edit=True)


@pytest.mark.parametrize("form", [Form, other_form])
async def test_modals(api: OpenApi, client: discord.Client, form: Any) -> None:
    await interaction(client).response.send_modal(form())
    assert violations(api, client) == []
    check_modal(sent(client)[0].body["data"])


async def test_answers_to_interactions(api: OpenApi, client: discord.Client) -> None:
    await interaction(client).response.defer(ephemeral=True, thinking=True)
    await interaction(client, 3).response.defer()
    first = interaction(client)
    await first.response.send_message("hi", view=old_view(), ephemeral=True)
    await first.edit_original_response(content="changed", attachments=[attached("a.pdf")])
    await first.followup.send("more", file=attached("a.pdf"), ephemeral=True, wait=True)
    await first.delete_original_response()
    typing: discord.Interaction = interaction(client, 4)
    choices = [app_commands.Choice(name="Moon Harbour", value="CM-7F3K2")]
    await typing.response.autocomplete(choices)
    assert violations(api, client) == []
    check_autocomplete(sent(client)[-1].body["data"])


async def test_an_update_of_the_message_that_holds_a_component(
    api: OpenApi, client: discord.Client
) -> None:
    pressed = interaction(client, 3)
    pressed.message = discord.Message(
        state=client._connection,
        channel=client.get_partial_messageable(31),
        data=MESSAGE,  # type: ignore[arg-type]
    )
    await pressed.response.edit_message(content=None, embeds=[], view=layout())
    assert violations(api, client) == []
    check_message(sent(client)[0].body["data"], edit=True)


async def test_threads_reactions_and_reads(api: OpenApi, client: discord.Client) -> None:
    channel = client.get_partial_messageable(31, guild_id=51)
    message = channel.get_partial_message(21)
    await message.add_reaction("👍")
    await message.pin(reason="seen")
    await client.http.start_thread_with_message(31, 21, name="t", auto_archive_duration=1440)
    await client.http.start_thread_without_message(
        31, name="t", auto_archive_duration=1440, type=12, invitable=False
    )
    await client.http.logs_from(31, limit=100, before=9)
    await client.http.get_private_archived_threads(31, before=None, limit=50)
    await client.http.add_user_to_thread(41, 5)
    await client.http.start_private_message(5)
    await client.http.delete_messages(31, [8, 9], reason=None)
    await client.http.add_role(51, 5, 6, reason="joined")
    await client.http.edit_channel_permissions(31, 6, "1024", "0", 0)
    await client.http.get_members(51, limit=1000, after=None)
    await client.http.get_guild(51, with_counts=True)
    await client.http.get_message(31, 21)
    assert violations(api, client) == []
    check_thread(sent(client)[2].body)
    check_thread(sent(client)[3].body)


class Translations(app_commands.Translator):
    """Every text in Chinese, when it asks for it."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        return "投稿" if locale is discord.Locale.chinese else None


async def test_command_definitions(api: OpenApi, client: discord.Client) -> None:
    tree = app_commands.CommandTree(client)
    group = app_commands.Group(
        name="pitch",
        description="Pitches",
        default_permissions=discord.Permissions(manage_messages=True),
        guild_only=True,
    )

    @group.command(name="start", description="Begin a pitch")
    @app_commands.describe(program="Which", pages="How many")
    @app_commands.choices(program=[app_commands.Choice(name="ChunM", value="chunm")])
    async def start(
        interaction: discord.Interaction,
        program: str,
        pages: app_commands.Range[int, 1, 90] = 5,
        who: discord.Member | None = None,
        proof: discord.Attachment | None = None,
        where: discord.TextChannel | None = None,
        note: app_commands.Range[str, 1, 300] = "",
    ) -> None:
        """Never called: only its definition is sent."""

    @app_commands.context_menu(name="Answer this")
    async def answer(interaction: discord.Interaction, message: discord.Message) -> None:
        """Never called: only its definition is sent."""

    tree.add_command(group)
    tree.add_command(answer)
    await tree.set_translator(Translations())
    translator = tree.translator
    assert translator is not None
    payload = [
        await command.get_translated_payload(tree, translator) for command in tree.get_commands()
    ]
    await client.http.bulk_upsert_global_commands(11, payload)
    await client.http.bulk_upsert_guild_commands(11, 51, payload)
    assert violations(api, client) == []
    check_commands(sent(client)[0].body)
    assert sent(client)[0].body[0]["name_localizations"] == {"zh-CN": "投稿"}


async def test_a_wrong_message_is_told_by_both_checks(api: OpenApi, client: discord.Client) -> None:
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="x" * 81, custom_id="b"))
    await client.get_partial_messageable(31).send("c", view=view)
    (line,) = violations(api, client)
    assert "$.components[0].components[0].label" in line
    with pytest.raises(FormError):
        check_message(sent(client)[0].body)
