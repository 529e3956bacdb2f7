"""Messages: content 2000, embeds, components, attachments, nonce, allowed mentions, flags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.validation import components, embeds, values
from sandbox.validation.errors import EmptyMessage, Form
from sandbox.validation.survey import Survey

MAX_CONTENT = 2000
MAX_FILES = 10
MAX_NONCE = 25
MAX_STICKERS = 3
MAX_MENTIONS = 100
IS_COMPONENTS_V2 = 1 << 15
_LEGACY = ("content", "embeds", "poll", "sticker_ids")
_PARSE = ("users", "roles", "everyone")


def check_message(
    payload: Mapping[str, Any],
    *,
    files: int = 0,
    edit: bool = False,
    components_v2: bool | None = None,
) -> None:
    """Check the body of a message that is sent or edited.

    `files` is the number of files uploaded beside it. `components_v2` says whether the message
    that is edited carries the flag already (it can never be taken off again); None: not known, so
    an edit without flags may hold components of either generation.

    Raises `FormError` (50035) with everything that is wrong, or `EmptyMessage` (50006). An edit
    is never empty by itself: whoever holds the message asks `is_empty` of the merged result.
    """
    form = Form()
    v2 = _is_v2(form, payload, edit=edit, components_v2=components_v2)
    if not v2:
        values.text(form, payload, "content", longest=MAX_CONTENT)
        embeds.check(form, payload)
    survey = components.check(form, payload, v2=v2)
    _attachments(form, payload, survey, files=files, edit=edit)
    _small_fields(form, payload)
    _mentions(form, payload)
    form.finish()
    if not edit and is_empty(payload, files=files):
        raise EmptyMessage


def is_empty(payload: Mapping[str, Any], *, files: int = 0) -> bool:
    """Whether nothing in `payload` would be shown: Discord refuses such a message with 50006."""
    if files or str(payload.get("content") or "").strip():
        return False
    if any(payload.get(key) for key in ("components", "sticker_ids", "poll", "attachments")):
        return False
    reference = payload.get("message_reference")
    if isinstance(reference, Mapping) and reference.get("type") == 1:
        return False  # a forward shows the other message
    return all(embeds.is_empty(embed) for embed in payload.get("embeds") or ())


def _is_v2(
    form: Form, payload: Mapping[str, Any], *, edit: bool, components_v2: bool | None
) -> bool:
    """Whether the rules of components v2 hold; records old fields that they shut out."""
    flags = values.integer(form, payload, "flags", low=0)
    if flags is not None and flags & IS_COMPONENTS_V2:
        v2 = True
    elif edit and components_v2 is None:
        v2 = _uses_v2(payload)
    else:
        v2 = bool(components_v2)
    if v2:
        for key in _LEGACY:
            if payload.get(key):
                form.at(key).add(
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
                )
    return v2


def _uses_v2(payload: Mapping[str, Any]) -> bool:
    listed = payload.get("components")
    if not isinstance(listed, list):
        return False
    kinds = {item.get("type") for item in listed if isinstance(item, Mapping)}
    return bool(kinds & (components.V2_TOP - components.V1_TOP))


def _attachments(
    form: Form, payload: Mapping[str, Any], survey: Survey, *, files: int, edit: bool
) -> None:
    """At most 10 files, and every `attachment://name` names one of them.

    The names can be compared only when the request lists its attachments; in an edit a kept
    attachment is listed by id alone, so there nothing is compared.
    """
    listed = values.objects(form, payload, "attachments", most=MAX_FILES)
    names: set[str] = set()
    for place, attachment in listed:
        values.integer(place, attachment, "id", low=0, required=True)
        values.text(place, attachment, "description", longest=1024)
        name = values.text(place, attachment, "filename", longest=1024, shortest=1)
        names.add((name or "").replace(" ", "_"))
    if files > MAX_FILES:
        values.length_of(form.at("attachments"), files, longest=MAX_FILES)
    if edit or (files and not listed):
        return
    for place, name in survey.attachments:
        if name not in names:
            place.add(
                "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                f"The referenced attachment {name} was not found",
            )


def _small_fields(form: Form, payload: Mapping[str, Any]) -> None:
    """The nonce (25 characters), stickers (3), the reply reference."""
    nonce = payload.get("nonce")
    if isinstance(nonce, str):
        values.length_of(form.at("nonce"), len(nonce), longest=MAX_NONCE)
    elif nonce is not None and (isinstance(nonce, bool) or not isinstance(nonce, int)):
        form.at("nonce").add("NONCE_TYPE_CONVERT", "Only strings and integers may be a nonce")
    values.boolean(form, payload, "enforce_nonce")
    values.boolean(form, payload, "tts")
    stickers = payload.get("sticker_ids")
    if isinstance(stickers, list):
        values.length_of(form.at("sticker_ids"), len(stickers), longest=MAX_STICKERS)
    reference = values.mapping(form, payload, "message_reference")
    if reference is not None:
        values.integer(form.at("message_reference"), reference, "message_id", required=True)


def _mentions(form: Form, payload: Mapping[str, Any]) -> None:
    """`allowed_mentions`: naming ids and parsing them all exclude each other; 100 of each."""
    allowed = values.mapping(form, payload, "allowed_mentions")
    if allowed is None:
        return
    place = form.at("allowed_mentions")
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in _PARSE:
            listed = ", ".join(f"'{item}'" for item in _PARSE)
            place.at("parse", index).add("BASE_TYPE_CHOICES", f"Value must be one of ({listed}).")
    for key in ("users", "roles"):
        ids = allowed.get(key) or []
        values.length_of(place.at(key), len(ids), longest=MAX_MENTIONS)
        if ids and key in parse:
            place.add(
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.',
            )
