"""Messages, components, embeds, modals and commands over their limits, sent by discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from discord import ui

from sandbox.openapi import OpenApi
from tests.sandbox.wrongbot import Stage, staged


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with staged(monkeypatch) as made:
        yield made


def button(custom_id: str, label: str = "Go") -> ui.Button[Any]:
    return ui.Button(label=label, custom_id=custom_id)


def view(*items: ui.Item[Any]) -> ui.View:
    made = ui.View(timeout=None)
    for item in items:
        made.add_item(item)
    return made


def layout(*items: ui.Item[Any]) -> ui.LayoutView:
    made = ui.LayoutView(timeout=None)
    for item in items:
        made.add_item(item)
    return made


def wide_embed() -> discord.Embed:
    embed = discord.Embed(title="Title", description="x" * 4000)
    return embed.add_field(name="Logline", value="x" * 1000).set_footer(text="x" * 1100)


def crowded_select() -> ui.Select[Any]:
    options = [discord.SelectOption(label=str(n), value=str(n)) for n in range(2)]
    return ui.Select(custom_id="s", options=options, max_values=3)


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ({"content": "x" * 2001}, "content: Must be 2000 or fewer"),
        ({"embed": discord.Embed(title="x" * 257)}, "embeds.0.title: Must be 256 or fewer"),
        ({"embed": wide_embed()}, "embeds: Embed size exceeds maximum size of 6000"),
        (
            {"embed": discord.Embed(title="t").add_field(name="n", value="")},
            "embeds.0.fields.0.value: This field is required",
        ),
        ({"view": view(button("x" * 101))}, "custom_id: Must be between 1 and 100"),
        ({"view": view(button("a", "x" * 81))}, "label: Must be 80 or fewer"),
        ({"view": view(button("a"), button("a"))}, "custom_id: Component custom id cannot be"),
        ({"view": view(crowded_select())}, "options: Must be between 3 and 25"),
        (
            {"view": layout(ui.TextDisplay("x" * 3000), ui.TextDisplay("x" * 1001))},
            "components: Components displayable text size exceeds maximum size of 4000",
        ),
        (
            {"view": layout(ui.File("attachment://nowhere.pdf"))},
            "components.0.file.url: The referenced attachment nowhere.pdf was not found",
        ),
        ({"content": "c", "nonce": "n" * 26}, "nonce: Must be 25 or fewer"),
    ],
)
async def test_a_message_over_a_limit_is_an_invalid_form(
    stage: Stage, message: dict[str, Any], fault: str
) -> None:
    channel = stage.bot.get_partial_messageable(stage.channel("north/general"))
    with pytest.raises(discord.HTTPException) as caught:
        await channel.send(**message)
    assert (caught.value.status, caught.value.code) == (400, 50035)
    assert fault in caught.value.text
    assert await stage.shown("lin", "north/general") == []


async def test_an_empty_message_is_refused(stage: Stage) -> None:
    channel = stage.bot.get_partial_messageable(stage.channel("north/general"))
    with pytest.raises(discord.HTTPException) as caught:
        await channel.send("   ")
    assert (caught.value.status, caught.value.code) == (400, 50006)


async def test_a_message_cannot_be_edited_to_nothing(stage: Stage) -> None:
    channel = stage.bot.get_partial_messageable(stage.channel("north/general"))
    message = await channel.send("words")
    with pytest.raises(discord.HTTPException) as caught:
        await message.edit(content=None)
    assert caught.value.code == 50006
    await message.edit(content=None, embed=discord.Embed(title="words"))


async def test_a_message_with_a_layout_stays_one(stage: Stage) -> None:
    channel = stage.bot.get_partial_messageable(stage.channel("north/general"))
    message = await channel.send(view=layout(ui.TextDisplay("words")))
    with pytest.raises(discord.HTTPException) as caught:
        await message.edit(content="old words", view=None)
    assert caught.value.code == 50035
    assert "IS_COMPONENTS_V2" in caught.value.text


async def test_the_faults_of_an_interaction_stand_under_data(stage: Stage) -> None:
    interaction, task = await stage.typed()
    long = {"type": 4, "data": {"content": "x" * 2001}}
    refused = await stage.wire.answer(interaction, long)
    assert refused.refusal == (400, 50035)
    assert refused.faults() == ["data.content BASE_TYPE_MAX_LENGTH"]
    await interaction.response.send_message("short")
    assert (await task).text == "short"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title": "x" * 46}, "data.title BASE_TYPE_BAD_LENGTH"),
        ({"components": []}, "data.components BASE_TYPE_BAD_LENGTH"),
        (
            {
                "components": [
                    {
                        "type": 18,
                        "label": "x",
                        "component": {"type": 4, "custom_id": f"f{n}", "style": 1},
                    }
                    for n in range(6)
                ]
            },
            "data.components BASE_TYPE_BAD_LENGTH",
        ),
        (
            {
                "components": [
                    {
                        "type": 18,
                        "label": "x",
                        "component": {
                            "type": 21,
                            "custom_id": "r",
                            "options": [{"label": "one", "value": "1"}],
                        },
                    }
                ]
            },
            "data.components.0.component.options BASE_TYPE_BAD_LENGTH",
        ),
    ],
)
async def test_a_modal_over_a_limit_is_an_invalid_form(
    stage: Stage, change: dict[str, Any], fault: str
) -> None:
    field = {"type": 4, "custom_id": "f", "style": 1}
    form = {
        "custom_id": "m",
        "title": "Pitch",
        "components": [{"type": 18, "label": "Title", "component": field}],
    }
    interaction, task = await stage.typed()
    refused = await stage.wire.answer(interaction, {"type": 9, "data": {**form, **change}})
    assert refused.refusal == (400, 50035)
    assert refused.faults() == [fault]
    await interaction.response.send_message("instead")
    assert (await task).modal is None


async def test_a_completion_of_26_choices_is_refused_and_shows_nothing(stage: Stage) -> None:
    lin = stage.person("lin")
    typing = lin.completes("/find", option="ref", typed="C", in_="north/general")
    task = asyncio.create_task(typing)
    interaction = await stage.bot.next_interaction()
    choices = [{"name": str(n), "value": str(n)} for n in range(26)]
    refused = await stage.wire.answer(interaction, {"type": 8, "data": {"choices": choices}})
    assert refused.faults() == ["data.choices BASE_TYPE_MAX_LENGTH"]
    fine = {"type": 8, "data": {"choices": choices[:25]}}
    assert (await stage.wire.answer(interaction, fine)).status == 204
    assert len(await task) == 25


@pytest.mark.parametrize(
    ("commands", "refusal", "faults"),
    [
        (
            [{"name": "Go", "description": "d"}],
            (400, 50035),
            ["0.name APPLICATION_COMMAND_INVALID_NAME"],
        ),
        (
            [{"name": "a", "description": "d"}, {"name": "a", "description": "d"}],
            (400, 50035),
            ["1 APPLICATION_COMMANDS_DUPLICATE_NAME"],
        ),
        ([{"name": f"c{n}", "description": "d"} for n in range(101)], (400, 30032), []),
    ],
)
async def test_wrong_commands_are_refused_and_the_old_ones_stay(
    stage: Stage, commands: list[dict[str, Any]], refusal: tuple[int, int], faults: list[str]
) -> None:
    path = f"/applications/{stage.bot.application_id}/commands"
    refused = await stage.wire("PUT", path, commands)
    assert refused.refusal == refusal
    assert refused.faults() == faults
    known = (await stage.wire("GET", path)).body
    assert sorted(one["name"] for one in known) == ["find", "go"]


async def test_a_thread_keeps_its_limits(stage: Stage) -> None:
    path = f"/channels/{stage.channel('north/general')}/threads"
    body = {"name": "x" * 101, "auto_archive_duration": 90, "type": 11}
    refused = await stage.wire("POST", path, body)
    assert refused.refusal == (400, 50035)
    assert refused.faults() == [
        "auto_archive_duration BASE_TYPE_CHOICES",
        "name BASE_TYPE_BAD_LENGTH",
    ]


async def test_what_discords_document_forbids_is_kept_as_a_violation(stage: Stage) -> None:
    if OpenApi.find() is None:
        pytest.skip("Discord's OpenAPI document is not at hand")
    channel = stage.channel("north/general")
    before = len(stage.sandbox.violations)
    await stage.wire.send(channel, {"content": "fine"})
    assert len(stage.sandbox.violations) == before
    await stage.wire.send(channel, {"content": ["no"]})
    await stage.wire("GET", f"/channels/{channel}/messages?limit=1000")
    await stage.wire("GET", "/no/such/route")
    assert len(stage.sandbox.violations) == before + 3
