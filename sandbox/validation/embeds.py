"""Embeds: at most 10 a message and 6000 characters in all of them together.

Discord, "Embed Limits": title 256, description 4096, 25 fields (name 256, value 1024), footer
2048, author 256; the total counts titles, descriptions, field names and values, footers and
author names of every embed of the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.validation import values
from sandbox.validation.errors import Form

MAX_EMBEDS = 10
MAX_TOTAL = 6000
MAX_FIELDS = 25
MAX_COLOUR = 0xFFFFFF
_LINKS = ("http", "https")
_MEDIA = ("http", "https", "attachment")


def check(form: Form, payload: Mapping[str, Any]) -> None:
    """Check `payload["embeds"]` and record faults below `form`."""
    total = 0
    for place, embed in values.objects(form, payload, "embeds", most=MAX_EMBEDS):
        total += _one(place, embed)
    if total > MAX_TOTAL:
        form.at("embeds").add(
            "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MAX_TOTAL}"
        )


def is_empty(embed: Any) -> bool:
    """Whether an embed would show nothing at all; Discord drops such an embed."""
    if not isinstance(embed, Mapping):
        return False
    shown = ("title", "description", "fields", "author", "footer", "image", "thumbnail", "url")
    return not any(embed.get(key) for key in (*shown, "timestamp", "video", "provider"))


def _one(form: Form, embed: Mapping[str, Any]) -> int:
    """Check one embed; the number of its characters that count towards the total."""
    counted = [
        values.text(form, embed, "title", longest=256),
        values.text(form, embed, "description", longest=4096),
    ]
    values.url(form, embed, "url", schemes=_LINKS)
    values.integer(form, embed, "color", low=0, high=MAX_COLOUR)
    _timestamp(form, embed)
    if (footer := values.mapping(form, embed, "footer")) is not None:
        counted.append(values.text(form.at("footer"), footer, "text", longest=2048))
        values.url(form.at("footer"), footer, "icon_url", schemes=_MEDIA)
    if (author := values.mapping(form, embed, "author")) is not None:
        counted.append(values.text(form.at("author"), author, "name", longest=256))
        values.url(form.at("author"), author, "url", schemes=_LINKS)
        values.url(form.at("author"), author, "icon_url", schemes=_MEDIA)
    for key in ("image", "thumbnail"):
        if (media := values.mapping(form, embed, key)) is not None:
            values.url(form.at(key), media, "url", schemes=_MEDIA)
    for place, field in values.objects(form, embed, "fields", most=MAX_FIELDS):
        counted.append(values.text(place, field, "name", longest=256, required=True))
        counted.append(values.text(place, field, "value", longest=1024, required=True))
        values.boolean(place, field, "inline")
    return sum(len(part) for part in counted if part)


def _timestamp(form: Form, embed: Mapping[str, Any]) -> None:
    value = embed.get("timestamp")
    if value is None:
        return
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        form.at("timestamp").add(
            "DATE_TIME_TYPE_PARSE", f'Could not parse "{value}". Should be ISO8601.'
        )
