"""Messages that break one rule at a time, and their neighbours that just keep it."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.validation import EmptyMessage, FormError, check_message, is_empty


def faults(payload: dict[str, Any], **options: Any) -> list[str]:
    """`path CODE` of everything that is wrong with a message."""
    try:
        check_message(payload, **options)
    except FormError as error:
        return [" ".join(line.split(" ")[:2]) for line in error.lines()]
    return []


def test_a_plain_message_passes() -> None:
    assert faults({"content": "hello", "tts": False}) == []


@pytest.mark.parametrize(("length", "expected"), [(2000, []), (2001, ["content"])])
def test_content_ends_at_2000_characters(length: int, expected: list[str]) -> None:
    assert [line.split()[0] for line in faults({"content": "字" * length})] == expected


def test_the_tree_mirrors_the_payload() -> None:
    with pytest.raises(FormError) as caught:
        check_message({"embeds": [{"title": "ok"}, {"description": "x" * 4097}]})
    assert caught.value.body() == {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {
            "embeds": {
                "1": {
                    "description": {
                        "_errors": [
                            {
                                "code": "BASE_TYPE_MAX_LENGTH",
                                "message": "Must be 4096 or fewer in length.",
                            }
                        ]
                    }
                }
            }
        },
    }


def test_the_tree_of_an_interaction_stands_under_data() -> None:
    with pytest.raises(FormError) as caught:
        check_message({"content": "x" * 2001})
    assert list(caught.value.under("data").body()["errors"]["data"]) == ["content"]


def test_every_fault_is_told_at_once() -> None:
    found = faults({"content": "x" * 2001, "nonce": "n" * 26, "flags": "many"})
    assert found == [
        "flags NUMBER_TYPE_COERCE",
        "content BASE_TYPE_MAX_LENGTH",
        "nonce BASE_TYPE_MAX_LENGTH",
    ]


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"content": ""},
        {"content": "  \n "},
        {"content": None, "embeds": [], "components": []},
        {"embeds": [{}]},
    ],
)
def test_a_message_that_shows_nothing_is_empty(payload: dict[str, Any]) -> None:
    with pytest.raises(EmptyMessage) as caught:
        check_message(payload)
    assert caught.value.body() == {"message": "Cannot send an empty message", "code": 50006}


@pytest.mark.parametrize(
    ("payload", "files"),
    [
        ({}, 1),
        ({"embeds": [{"image": {"url": "https://example.org/a.png"}}]}, 0),
        ({"sticker_ids": ["1"]}, 0),
        ({"message_reference": {"type": 1, "message_id": "5"}}, 0),
    ],
)
def test_files_pictures_stickers_and_forwards_are_no_empty_message(
    payload: dict[str, Any], files: int
) -> None:
    assert faults(payload, files=files) == []


def test_an_edit_may_take_the_content_away() -> None:
    assert faults({"content": None}, edit=True) == []
    assert is_empty({"content": None})


def test_ten_embeds_pass_and_eleven_do_not() -> None:
    embed = {"title": "t"}
    assert faults({"embeds": [embed] * 10}) == []
    assert faults({"embeds": [embed] * 11}) == ["embeds BASE_TYPE_MAX_LENGTH"]


@pytest.mark.parametrize(
    ("embed", "fault"),
    [
        ({"title": "x" * 257}, "title BASE_TYPE_MAX_LENGTH"),
        ({"footer": {"text": "x" * 2049}}, "footer.text BASE_TYPE_MAX_LENGTH"),
        ({"author": {"name": "x" * 257}}, "author.name BASE_TYPE_MAX_LENGTH"),
        ({"fields": [{"name": "n", "value": ""}]}, "fields.0.value BASE_TYPE_REQUIRED"),
        ({"fields": [{"name": " ", "value": "v"}]}, "fields.0.name BASE_TYPE_REQUIRED"),
        (
            {"fields": [{"name": "n", "value": "x" * 1025}]},
            "fields.0.value BASE_TYPE_MAX_LENGTH",
        ),
        (
            {"fields": [{"name": "x" * 257, "value": "v"}]},
            "fields.0.name BASE_TYPE_MAX_LENGTH",
        ),
        ({"fields": [{"name": "n", "value": "v"}] * 26}, "fields BASE_TYPE_MAX_LENGTH"),
        ({"title": "t", "url": "example.org"}, "url URL_TYPE_INVALID_URL"),
        ({"title": "t", "url": "ftp://example.org"}, "url URL_TYPE_INVALID_SCHEME"),
        ({"image": {"url": "data:image/png,x"}}, "image.url URL_TYPE_INVALID_SCHEME"),
        ({"title": "t", "color": 0x1000000}, "color NUMBER_TYPE_MAX"),
        ({"title": "t", "timestamp": "yesterday"}, "timestamp DATE_TIME_TYPE_PARSE"),
        ({"title": ["t"]}, "title STRING_TYPE_CONVERT"),
    ],
)
def test_an_embed_keeps_its_limits(embed: dict[str, Any], fault: str) -> None:
    assert faults({"content": "c", "embeds": [embed]}) == [f"embeds.0.{fault}"]


def test_all_embeds_together_hold_6000_characters() -> None:
    big, rest = {"description": "x" * 4000}, {"description": "x" * 1900}
    fitting = {"title": "x" * 100, "timestamp": "2026-01-01T00:00:00+00:00"}
    assert faults({"embeds": [big, rest, fitting]}) == []
    assert faults({"embeds": [big, rest, fitting, {"footer": {"text": "x"}}]}) == [
        "embeds MAX_EMBED_SIZE_EXCEEDED"
    ]


@pytest.mark.parametrize("nonce", ["n" * 25, 2**62, "1"])
def test_a_nonce_of_25_characters_or_a_number_passes(nonce: str | int) -> None:
    assert faults({"content": "c", "nonce": nonce, "enforce_nonce": True}) == []


@pytest.mark.parametrize("nonce", [["n"], True, 1.5])
def test_a_nonce_is_a_string_or_a_whole_number(nonce: Any) -> None:
    assert faults({"content": "c", "nonce": nonce}) == ["nonce NONCE_TYPE_CONVERT"]


def test_allowed_mentions_either_parse_or_name_ids() -> None:
    assert faults({"content": "c", "allowed_mentions": {"parse": [], "users": [5]}}) == []
    assert faults({"content": "c", "allowed_mentions": {"parse": ["users"], "users": ["5"]}}) == [
        "allowed_mentions MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE"
    ]
    assert faults({"content": "c", "allowed_mentions": {"parse": ["all"]}}) == [
        "allowed_mentions.parse.0 BASE_TYPE_CHOICES"
    ]
    assert faults({"content": "c", "allowed_mentions": {"roles": list(range(101))}}) == [
        "allowed_mentions.roles BASE_TYPE_MAX_LENGTH"
    ]


def test_ten_files_pass_and_eleven_do_not() -> None:
    assert faults({}, files=10) == []
    assert faults({}, files=11) == ["attachments BASE_TYPE_MAX_LENGTH"]


def test_a_component_may_only_show_a_file_that_is_there() -> None:
    file = {"type": 13, "file": {"url": "attachment://moon.pdf"}}
    payload = {"flags": 1 << 15, "components": [file], "attachments": [{"id": 0}]}
    payload["attachments"] = [{"id": 0, "filename": "moon.pdf"}]
    assert faults(payload, files=1) == []
    payload["attachments"] = [{"id": 0, "filename": "sun.pdf"}]
    assert faults(payload, files=1) == [
        "components.0.file.url UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
    ]
