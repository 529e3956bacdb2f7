"""Matching requests to Discord's document, and telling what it does not allow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.openapi import OpenApi

SMALL: dict[str, Any] = {
    "openapi": "3.1.0",
    "components": {
        "schemas": {
            "SnowflakeType": {"type": "string", "pattern": "^(0|[1-9][0-9]*)$"},
            "Text": {
                "type": "object",
                "properties": {
                    "type": {"type": "integer", "enum": [10]},
                    "content": {"type": "string", "maxLength": 5},
                },
                "required": ["type", "content"],
            },
            "Line": {
                "type": "object",
                "properties": {
                    "type": {"type": "integer", "enum": [14]},
                    "spacing": {"oneOf": [{"const": 1}, {"const": 2}]},
                },
                "required": ["type"],
            },
        }
    },
    "paths": {
        "/channels/{channel_id}/messages": {
            "parameters": [
                {
                    "name": "channel_id",
                    "in": "path",
                    "schema": {"$ref": "#/components/schemas/SnowflakeType"},
                }
            ],
            "get": {
                "parameters": [
                    {
                        "name": "limit",
                        "in": "query",
                        "schema": {"type": "integer", "minimum": 1, "maximum": 100},
                    }
                ]
            },
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "ids": {
                                        "type": "array",
                                        "items": {"$ref": "#/components/schemas/SnowflakeType"},
                                    },
                                    "allow": {"type": ["integer", "null"]},
                                    "count": {"type": "integer", "format": "int32"},
                                    "url": {"type": "string", "format": "uri"},
                                    "components": {
                                        "type": "array",
                                        "items": {
                                            "oneOf": [
                                                {"$ref": "#/components/schemas/Text"},
                                                {"$ref": "#/components/schemas/Line"},
                                            ]
                                        },
                                    },
                                },
                            }
                        }
                    },
                }
            },
        },
        "/channels/{channel_id}/messages/{message_id}": {"delete": {}},
        "/channels/{channel_id}/messages/@original": {"delete": {}},
        "/search": {
            "get": {
                "parameters": [
                    {
                        "name": "q",
                        "in": "query",
                        "required": True,
                        "schema": {"type": "string", "minLength": 1},
                    }
                ]
            }
        },
    },
}
POST = "POST /channels/{channel_id}/messages: "


@pytest.fixture
def api() -> OpenApi:
    return OpenApi(json.loads(json.dumps(SMALL)))


def send(api: OpenApi, body: Any) -> list[str]:
    return api.check_request("POST", "/api/v10/channels/7/messages", {}, body)


def test_a_path_is_matched_with_or_without_the_version(api: OpenApi) -> None:
    for path in ("/channels/7/messages", "/api/v10/channels/7/messages?limit=5"):
        operation = api.match("get", path)
        assert str(operation) == "GET /channels/{channel_id}/messages"


def test_a_literal_segment_wins_over_a_parameter(api: OpenApi) -> None:
    assert str(api.match("DELETE", "/channels/7/messages/@original")).endswith("@original")
    assert str(api.match("DELETE", "/channels/7/messages/8")).endswith("{message_id}")


def test_an_unknown_operation_is_a_violation(api: OpenApi) -> None:
    assert api.match("PUT", "/channels/7/messages") is None
    assert api.check_request("PUT", "/channels/7/messages", {}, None) == [
        "PUT /channels/7/messages: no such operation"
    ]


def test_a_body_that_is_required_must_be_there(api: OpenApi) -> None:
    assert send(api, None) == [f"{POST}body: is required"]
    assert api.check_request("DELETE", "/channels/7/messages/8", {}, {"a": 1}) == [
        "DELETE /channels/{channel_id}/messages/{message_id}: body: none is taken"
    ]


def test_ids_in_the_path_and_parameters_in_the_query_are_checked(api: OpenApi) -> None:
    path = "/channels/{}/messages"
    assert api.check_request("GET", path.format("7"), {"limit": "100"}, None) == []
    too_many = api.check_request("GET", path.format("general"), {"limit": "101", "x": "1"}, None)
    assert [line.removeprefix("GET /channels/{channel_id}/messages: ") for line in too_many] == [
        'path {channel_id} $: "general" does not match "^(0|[1-9][0-9]*)$"',
        "query limit $: 101 is greater than the maximum of 100",
        "query x: no such parameter",
    ]
    assert api.check_request("GET", "/search", {}, None) == ["GET /search: query q: is required"]


def test_of_a_choice_of_schemas_the_one_that_was_meant_is_told(api: OpenApi) -> None:
    body = {"components": [{"type": 10, "content": "too long"}, {"type": 14, "spacing": 3}]}
    assert send(api, body) == [
        f'{POST}$.components[0].content: "too long" is longer than 5 characters',
        f"{POST}$.components[1].spacing: 3 is none of 1, 2",
    ]


def test_a_value_that_fits_no_schema_is_told_as_it_is(api: OpenApi) -> None:
    (line,) = send(api, {"components": [{"type": 99}]})
    assert line.startswith(f'{POST}$.components[0]: {{"type":99}} is not valid')


def test_ids_may_be_numbers_and_bit_sets_may_be_strings(api: OpenApi) -> None:
    assert send(api, {"ids": ["7", 8], "allow": "2048"}) == []
    assert len(send(api, {"ids": ["seven"], "allow": "many"})) == 2


def test_numbers_of_32_bits_have_their_bounds(api: OpenApi) -> None:
    assert send(api, {"count": 2**31 - 1}) == []
    assert len(send(api, {"count": 2**31})) == 1


def test_addresses_may_hold_other_scripts_but_need_a_scheme(api: OpenApi) -> None:
    assert send(api, {"url": "https://例子.example/片"}) == []
    assert send(api, {"url": "attachment://moon.pdf"}) == []
    assert len(send(api, {"url": "moon.pdf"})) == 1


def test_the_document_is_found_by_its_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(SMALL), encoding="utf-8")
    monkeypatch.setenv("DISCORD_OPENAPI", str(path))
    found = OpenApi.find()
    assert found is not None
    assert found.match("GET", "/search") is not None


def test_a_variable_that_names_no_document_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_OPENAPI", str(tmp_path / "missing.json"))
    with pytest.raises(OSError, match=r"missing\.json"):
        OpenApi.find()
    empty = tmp_path / "empty.json"
    empty.write_text("[]", encoding="utf-8")
    with pytest.raises(ValueError, match="not an OpenAPI document"):
        OpenApi.load(empty)
