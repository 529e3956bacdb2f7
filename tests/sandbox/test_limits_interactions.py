"""Three seconds, one acknowledgement, fifteen minutes, the right kind of answer, ephemerals."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest

from tests.sandbox.wrongbot import Answer, Stage, staged

LATE = 0.2
FORM = {
    "custom_id": "form",
    "title": "Pitch",
    "components": [
        {
            "type": 18,
            "label": "Title",
            "component": {"type": 4, "custom_id": "title", "style": 1},
        }
    ],
}


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with staged(monkeypatch) as made:
        yield made


async def begun(stage: Stage, who: str = "lin") -> tuple[discord.Interaction, Any]:
    return await stage.typed(who)


async def test_an_acknowledgement_after_the_deadline_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged(monkeypatch, ack_seconds=LATE) as stage:
        interaction, task = await begun(stage)
        reply = await task
        assert reply.failed
        assert reply.message is None
        with pytest.raises(discord.NotFound) as caught:
            await interaction.response.send_message("too late")
        assert (caught.value.status, caught.value.code) == (404, 10062)
        late = await stage.wire.answer(interaction, {"type": 5})
        assert late.refusal == (404, 10062)


async def test_an_interaction_that_was_missed_has_no_token_for_further_messages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged(monkeypatch, ack_seconds=LATE) as stage:
        interaction, task = await begun(stage)
        await task
        refused = await stage.wire.follow_up(interaction, {"content": "sorry"})
        assert refused.refusal == (404, 10015)


async def test_an_acknowledgement_in_time_is_not_a_failure(stage: Stage) -> None:
    interaction, task = await begun(stage)
    await interaction.response.send_message("here")
    reply = await task
    assert not reply.failed
    assert 0 < reply.acknowledged_after < 3
    assert reply.text == "here"


@pytest.mark.parametrize("again", [{"type": 5}, {"type": 4, "data": {"content": "b"}}])
async def test_a_second_acknowledgement_is_refused(stage: Stage, again: dict[str, Any]) -> None:
    interaction, task = await begun(stage)
    await interaction.response.send_message("a")
    await task
    assert (await stage.wire.answer(interaction, again)).refusal == (400, 40060)
    assert await stage.shown("lin", "north/general") == ["a"]


async def test_an_unknown_token_is_an_unknown_interaction(stage: Stage) -> None:
    interaction, task = await begun(stage)
    path = f"/interactions/{interaction.id}/wrong/callback"
    assert (await stage.wire("POST", path, {"type": 5})).refusal == (404, 10062)
    await interaction.response.send_message("a")
    await task


async def test_a_token_ends_after_fifteen_minutes(stage: Stage) -> None:
    interaction, task = await begun(stage)
    await interaction.response.send_message("a")
    await task
    stage.sandbox.clock.advance(14 * 60)
    await interaction.followup.send("b")
    stage.sandbox.clock.advance(2 * 60)
    with pytest.raises(discord.HTTPException) as caught:
        await interaction.followup.send("c")
    assert (caught.value.status, caught.value.code) == (401, 50027)
    with pytest.raises(discord.HTTPException):
        await interaction.edit_original_response(content="d")
    assert await stage.shown("lin", "north/general") == ["a", "b"]


async def test_further_messages_need_an_acknowledgement_first(stage: Stage) -> None:
    interaction, task = await begun(stage)
    assert (await stage.wire.follow_up(interaction, {"content": "b"})).refusal == (404, 10015)
    await interaction.response.send_message("a")
    await task


async def test_a_modal_cannot_open_a_modal(stage: Stage) -> None:
    interaction, task = await begun(stage)
    assert (await stage.wire.answer(interaction, {"type": 9, "data": FORM})).status == 204
    reply = await task
    assert reply.modal is not None
    assert reply.modal.title == "Pitch"

    filled = stage.person("lin").fills({"Title": "Moon Harbour"})
    submitted, done = await _while(stage, filled)
    refused = await stage.wire.answer(submitted, {"type": 9, "data": FORM})
    assert refused.refusal == (400, 50035)
    assert refused.faults() == ["type BASE_TYPE_CHOICES"]
    await submitted.response.send_message("saved", ephemeral=True)
    assert (await done).text == "saved"


async def test_only_autocompletion_takes_choices_and_takes_nothing_else(stage: Stage) -> None:
    interaction, task = await begun(stage)
    assert _wrong_type(await stage.wire.answer(interaction, {"type": 8, "data": {"choices": []}}))
    await interaction.response.send_message("a")
    await task

    lin = stage.person("lin")
    completing, done = await _while(
        stage, lin.completes("/find", option="ref", typed="CM", in_="north/general")
    )
    for answer in ({"type": 4, "data": {"content": "a"}}, {"type": 5}, {"type": 9, "data": FORM}):
        assert _wrong_type(await stage.wire.answer(completing, answer))
    good = {"type": 8, "data": {"choices": [{"name": "Moon", "value": "CM-7F3K2"}]}}
    assert (await stage.wire.answer(completing, good)).status == 204
    assert [(one.name, one.value) for one in await done] == [("Moon", "CM-7F3K2")]


async def test_only_a_component_lets_its_message_be_updated(stage: Stage) -> None:
    interaction, task = await begun(stage)
    for kind in (6, 7):
        assert _wrong_type(await stage.wire.answer(interaction, {"type": kind}))
    await interaction.response.send_message("a")
    await task


async def test_ephemeral_messages_are_seen_by_one_person_only(stage: Stage) -> None:
    interaction, task = await begun(stage)
    await interaction.response.send_message("only you", ephemeral=True)
    reply = await task
    assert reply.ephemeral
    assert await stage.shown("lin", "north/general") == ["only you"]
    assert await stage.shown("maya", "north/general") == []


async def test_ephemeral_messages_are_not_in_the_channel_for_the_bot(stage: Stage) -> None:
    interaction, task = await begun(stage)
    await interaction.response.send_message("only you", ephemeral=True)
    await task
    original = await interaction.original_response()
    messages = f"/channels/{stage.channel('north/general')}/messages"
    assert (await stage.wire("GET", messages)).body == []
    assert (await stage.wire("GET", f"{messages}/{original.id}")).refusal == (404, 10008)
    edit = await stage.wire("PATCH", f"{messages}/{original.id}", {"content": "b"})
    assert edit.refusal == (404, 10008)
    assert (await stage.wire("DELETE", f"{messages}/{original.id}")).refusal == (404, 10008)
    await interaction.edit_original_response(content="changed")
    assert await stage.shown("lin", "north/general") == ["changed"]


@pytest.mark.parametrize("private", [True, False])
async def test_the_deferral_decides_whether_the_first_message_is_ephemeral(
    stage: Stage, private: bool
) -> None:
    interaction, task = await begun(stage)
    await interaction.response.defer(ephemeral=private, thinking=True)
    await interaction.followup.send("first", ephemeral=not private, wait=True)
    reply = await task
    assert reply.ephemeral is private
    await interaction.followup.send("second", ephemeral=not private, wait=True)
    seen = await stage.shown("maya", "north/general")
    assert seen == (["second"] if private else ["first"])


async def test_an_answer_that_was_deleted_is_unknown(stage: Stage) -> None:
    interaction, task = await begun(stage)
    await interaction.response.send_message("one")
    await task
    await interaction.delete_original_response()
    path = f"/webhooks/{interaction.application_id}/{interaction.token}/messages/@original"
    assert (await stage.wire("GET", path)).refusal == (404, 10008)
    assert (await stage.wire("PATCH", path, {"content": "two"})).refusal == (404, 10008)


async def _while(stage: Stage, verb: Any) -> tuple[discord.Interaction, Any]:
    """Start what a person does and take the interaction that comes of it."""
    task = asyncio.create_task(verb)
    return await stage.bot.next_interaction(), task


def _wrong_type(answer: Answer) -> bool:
    return answer.refusal == (400, 50035) and answer.faults() == ["type BASE_TYPE_CHOICES"]
