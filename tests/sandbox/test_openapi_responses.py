"""What the sandbox answers is what Discord's document says Discord answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.openapi import OpenApi
from tests.sandbox.limits_world import COMMANDS
from tests.sandbox.wrongbot import Answer, Stage, staged

THUMB = "%F0%9F%91%8D"
CARD: dict[str, Any] = {
    "flags": 1 << 15,
    "components": [
        {
            "type": 17,
            "components": [
                {"type": 10, "content": "# Moon Harbour"},
                {"type": 14},
                {
                    "type": 9,
                    "components": [{"type": 10, "content": "A logline"}],
                    "accessory": {
                        "type": 11,
                        "media": {"url": "https://example.org/poster.png"},
                    },
                },
                {"type": 12, "items": [{"media": {"url": "attachment://still.png"}}]},
                {"type": 13, "file": {"url": "attachment://pitch.pdf"}},
                {
                    "type": 1,
                    "components": [
                        {"type": 2, "style": 1, "label": "Claim", "custom_id": "claim"},
                        {"type": 2, "style": 5, "label": "Site", "url": "https://example.org"},
                    ],
                },
                {"type": 1, "components": [{"type": 5, "custom_id": "who"}]},
            ],
        }
    ],
    "attachments": [
        {"id": 0, "filename": "still.png", "description": "a still"},
        {"id": 1, "filename": "pitch.pdf"},
    ],
}


class Checked:
    """Bare REST calls whose answers are held to the document."""

    def __init__(self, stage: Stage, api: OpenApi) -> None:
        self._stage = stage
        self._api = api
        self.lines: list[str] = []

    async def __call__(
        self, method: str, path: str, body: Any = None, *, status: int = 200, **more: Any
    ) -> Answer:
        answer = await self._stage.wire(method, path, body, **more)
        self.lines += self._api.check_response(method, path, answer.status, answer.body)
        assert answer.status == status, answer.body
        return answer


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    async with staged(monkeypatch) as made:
        yield made


@pytest.fixture
def rest(stage: Stage) -> Checked:
    api = OpenApi.find()
    if api is None:
        pytest.skip("Discord's OpenAPI document is not at hand")
    return Checked(stage, api)


async def test_messages(stage: Stage, rest: Checked) -> None:
    messages = f"/channels/{stage.channel('north/general')}/messages"
    embed = {"title": "T", "fields": [{"name": "n", "value": "v"}], "color": 1}
    mention = f"<@{stage.person('lin').id}> hello"
    first = await rest("POST", messages, {"content": mention, "embeds": [embed], "nonce": "n"})
    one = f"{messages}/{first.body['id']}"
    await rest("PUT", f"{one}/reactions/{THUMB}/@me", status=204)
    await rest("GET", f"{one}/reactions/{THUMB}")
    await rest("GET", one)
    await rest("PATCH", one, {"content": "changed"})
    reply = {"content": "reply", "message_reference": {"message_id": first.body["id"]}}
    await rest("POST", messages, reply)
    await stage.person("lin").writes("by a person", in_="north/general")
    await rest("GET", messages)
    await rest("POST", f"/channels/{stage.channel('north/general')}/typing", status=204)
    await rest("DELETE", one, status=204)
    assert rest.lines == []


async def test_a_message_of_every_component(stage: Stage, rest: Checked) -> None:
    form = aiohttp.FormData()
    form.add_field("payload_json", aiohttp.payload.JsonPayload(CARD))
    form.add_field("files[0]", b"\x89PNG\r\n\x1a\n", filename="still.png")
    form.add_field("files[1]", b"%PDF-1.7", filename="pitch.pdf")
    messages = f"/channels/{stage.channel('north/general')}/messages"
    card = await rest("POST", messages, raw=form)
    await rest("GET", f"{messages}/{card.body['id']}")
    container = card.body["components"][0]
    assert (container["spoiler"], container["accent_color"]) == (False, None)
    assert rest.lines == []


async def test_channels_and_threads(stage: Stage, rest: Checked) -> None:
    general, guild = stage.channel("north/general"), stage.guild("north")
    lin = stage.person("lin").id
    message = (await rest("POST", f"/channels/{general}/messages", {"content": "m"})).body["id"]
    made = await rest(
        "POST", f"/channels/{general}/messages/{message}/threads", {"name": "t"}, status=201
    )
    await rest("POST", f"/channels/{general}/threads", {"name": "u", "type": 11}, status=201)
    thread = f"/channels/{made.body['id']}"
    await rest("GET", f"/channels/{general}/messages/{message}")
    await rest("PUT", f"{thread}/thread-members/{lin}", status=204)
    await rest("GET", f"{thread}/thread-members")
    await rest("GET", thread)
    await rest("PATCH", thread, {"archived": True})
    await rest("GET", f"/channels/{general}/threads/archived/public")
    await rest("GET", f"/guilds/{guild}/threads/active")
    await rest("GET", f"/channels/{general}")
    await rest("POST", "/users/@me/channels", {"recipient_id": str(lin)})
    assert rest.lines == []


async def test_guilds_people_and_the_application(stage: Stage, rest: Checked) -> None:
    guild, lin = stage.guild("north"), stage.person("lin").id
    for path in (
        f"/guilds/{guild}",
        f"/guilds/{guild}?with_counts=true",
        f"/guilds/{guild}/channels",
        f"/guilds/{guild}/roles",
        f"/guilds/{guild}/members/{lin}",
        f"/guilds/{guild}/members/search?query=lin",
        "/users/@me",
        "/users/@me/guilds",
        f"/users/{lin}",
        "/applications/@me",
        "/oauth2/applications/@me",
        "/gateway",
        "/gateway/bot",
    ):
        await rest("GET", path)
    assert rest.lines == []


async def test_commands(stage: Stage, rest: Checked) -> None:
    app, guild = stage.bot.application_id, stage.guild("north")
    commands, local = (
        f"/applications/{app}/commands",
        f"/applications/{app}/guilds/{guild}/commands",
    )
    await rest("PUT", commands, COMMANDS)
    await rest("GET", commands)
    await rest("GET", f"{commands}?with_localizations=true")
    await rest("PUT", local, COMMANDS)
    made = await rest("POST", local, {"name": "new", "description": "d"}, status=201)
    one = f"{local}/{made.body['id']}"
    await rest("PATCH", one, {"description": "changed"})
    await rest("GET", one)
    await rest("DELETE", one, status=204)
    await rest("GET", f"{local}/permissions")
    assert rest.lines == []


async def test_answers_to_interactions(stage: Stage, rest: Checked) -> None:
    interaction, task = await stage.typed()
    callback = f"/interactions/{interaction.id}/{interaction.token}/callback"
    hook = f"/webhooks/{interaction.application_id}/{interaction.token}"
    await rest(
        "POST", f"{callback}?with_response=true", {"type": 4, "data": {"content": "a", "flags": 64}}
    )
    await rest("GET", f"{hook}/messages/@original")
    await rest("PATCH", f"{hook}/messages/@original", {"content": "b"})
    more = await rest("POST", hook, {"content": "c"})
    await rest("PATCH", f"{hook}/messages/{more.body['id']}", {"content": "d"})
    await rest("DELETE", f"{hook}/messages/{more.body['id']}", status=204)
    await task
    assert rest.lines == []


def test_a_wrong_answer_is_told() -> None:
    api = OpenApi.find()
    if api is None:
        pytest.skip("Discord's OpenAPI document is not at hand")
    assert api.check_response("GET", "/gateway", 200, {"url": 5}) == [
        'GET /gateway 200: $.url: 5 is not of type "string"'
    ]
    assert api.check_response("GET", "/gateway", 204, None) == [
        "GET /gateway 204: status: is none of 200, 429, 4XX"
    ]
    assert api.check_response("GET", "/no/such/route", 200, {}) == []
    assert api.check_response("GET", "/gateway", 503, None) == []
