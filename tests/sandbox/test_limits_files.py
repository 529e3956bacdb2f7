"""Attachments: links that expire and cannot be forged, names, sizes, and who may fetch them."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest
import yarl

from sandbox import File
from tests.sandbox.wrongbot import Stage, staged

HOUR = 3600


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with staged(monkeypatch) as made:
        yield made


async def fetch(url: str) -> tuple[int, bytes]:
    async with aiohttp.ClientSession() as session, session.get(yarl.URL(url, encoded=True)) as got:
        return got.status, await got.read()


async def sent(stage: Stage, name: str = "moon harbour.pdf") -> discord.Message:
    channel = stage.bot.get_partial_messageable(stage.channel("north/general"))
    return await channel.send(file=discord.File(io.BytesIO(b"%PDF-1.7"), name))


async def test_a_link_serves_the_bytes_and_names_its_expiry(stage: Stage) -> None:
    (attachment,) = (await sent(stage)).attachments
    url = yarl.URL(attachment.url)
    assert {"ex", "is", "hm"} <= set(url.query)
    lasts = int(url.query["ex"], 16) - int(url.query["is"], 16)
    assert lasts == stage.limits.attachment_hours * HOUR
    assert await fetch(attachment.url) == (200, b"%PDF-1.7")
    assert attachment.filename == "moon_harbour.pdf"
    assert (attachment.size, attachment.content_type) == (8, "application/pdf")


async def test_a_link_is_dead_after_its_expiry(stage: Stage) -> None:
    (attachment,) = (await sent(stage)).attachments
    stage.sandbox.clock.advance(24 * HOUR + 1)
    status, _ = await fetch(attachment.url)
    assert status == 404
    with pytest.raises(discord.NotFound):
        await attachment.read()


async def test_reading_the_message_again_gives_a_fresh_link(stage: Stage) -> None:
    message = await sent(stage)
    stage.sandbox.clock.advance(24 * HOUR + 1)
    again = await message.channel.fetch_message(message.id)
    assert again.attachments[0].url != message.attachments[0].url
    assert await again.attachments[0].read() == b"%PDF-1.7"


@pytest.mark.parametrize("parameter", ["ex", "is", "hm"])
async def test_a_link_cannot_be_stretched(stage: Stage, parameter: str) -> None:
    (attachment,) = (await sent(stage)).attachments
    url = yarl.URL(attachment.url)
    forged = url.update_query({parameter: "7fffffff"})
    assert (await fetch(str(forged)))[0] == 404
    assert (await fetch(str(url.without_query_params(parameter))))[0] == 404
    assert (await fetch(str(url.with_query(None))))[0] == 404


async def test_what_a_person_uploads_can_be_read_by_the_bot(stage: Stage) -> None:
    await stage.opened_dm("lin")
    await stage.person("lin").writes("", in_="dm", files=[File("pitch.pdf", b"%PDF-1.4")])
    (attachment,) = (await stage.bot.next_message()).attachments
    assert await attachment.read() == b"%PDF-1.4"


async def test_a_file_over_ten_mebibytes_is_too_large(stage: Stage) -> None:
    channel = stage.bot.get_partial_messageable(stage.channel("north/general"))
    big = discord.File(io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), "big.bin")
    with pytest.raises(discord.HTTPException) as caught:
        await channel.send(file=big)
    assert (caught.value.status, caught.value.code) == (413, 40005)
    assert await stage.shown("lin", "north/general") == []


async def test_eleven_files_are_too_many(stage: Stage) -> None:
    form = aiohttp.FormData()
    form.add_field("payload_json", '{"content": "many"}', content_type="application/json")
    for number in range(11):
        form.add_field(f"files[{number}]", b"x", filename=f"{number}.txt")
    path = f"/channels/{stage.channel('north/general')}/messages"
    refused = await stage.wire("POST", path, raw=form)
    assert refused.refusal == (400, 50035)
    assert refused.faults() == ["attachments BASE_TYPE_MAX_LENGTH"]
