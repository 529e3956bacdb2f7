"""What bots send and are sent, as text short enough to read and without secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

LONGEST = 4000
"""Characters of one body; ours, about a screen and a half."""
_LONGEST_STRING = 400
_MOST_ITEMS = 25
_DEEPEST = 14
_SECRET = frozenset({"token", "session_id", "authorization"})
_HIDDEN = "(not shown)"
_TOKEN_IN_PATH = re.compile(r"(/(?:webhooks|interactions)/[^/]+/)[^/{]+")


def shortened(data: Any, secrets: Collection[str] = ()) -> str:
    """JSON as indented text of at most `LONGEST` characters, "" for None. Tokens, session ids and
    whatever contains one of `secrets` are left out, long texts and lists cut.
    """
    if data is None:
        return ""
    text = json.dumps(_cut(data, secrets, 0), ensure_ascii=False, indent=2)
    text = _sendable(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n…"


def lines(found: Sequence[str]) -> list[str]:
    """Violations, the first few of them, each cut to a readable length."""
    return [_sendable(one)[:_LONGEST_STRING] for one in found[:_MOST_ITEMS]]


def without_tokens(path: str) -> str:
    """A path whose interaction or webhook token is blanked."""
    return _TOKEN_IN_PATH.sub(rf"\1{_HIDDEN}", path)


def _sendable(text: str) -> str:
    """A lone surrogate can stand in a bot's JSON, but in no frame of a WebSocket."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _cut(value: Any, secrets: Collection[str], depth: int) -> Any:
    if isinstance(value, str):
        if any(one in value for one in secrets):
            return _HIDDEN
        more = len(value) - _LONGEST_STRING
        return value if more <= 0 else f"{value[:_LONGEST_STRING]}… (+{more})"
    if depth > _DEEPEST and isinstance(value, Mapping | list | tuple):
        return "…"
    if isinstance(value, Mapping):
        return {
            str(key): _HIDDEN if key in _SECRET and one else _cut(one, secrets, depth + 1)
            for key, one in value.items()
        }
    if isinstance(value, list | tuple):
        kept = [_cut(one, secrets, depth + 1) for one in value[:_MOST_ITEMS]]
        more = len(value) - _MOST_ITEMS
        return [*kept, f"… (+{more})"] if more > 0 else kept
    return value
