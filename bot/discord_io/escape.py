"""People's text made safe to show: nothing in it is taken for markup or a mention."""

from __future__ import annotations

import re

_LINK = re.compile(r"https?://[^\s<>()\[\]|`]+")
_MARKUP = re.compile(r"([\\*_~`|\[\]()<@])")
_LINE_START = re.compile(r"^(\s*)(#{1,3}(?=\s)|-#|>|[-+](?=\s)|\d+(?=[.)]\s))", re.MULTILINE)


def escape(text: str) -> str:
    """``text`` with Discord's markup disarmed by backslashes; plain links stay as they are."""
    parts = []
    end = 0
    for link in _LINK.finditer(text):
        parts += [_MARKUP.sub(r"\\\1", text[end : link.start()]), link.group()]
        end = link.end()
    parts.append(_MARKUP.sub(r"\\\1", text[end:]))
    return _LINE_START.sub(_disarm, "".join(parts))


def cut(text: str, length: int) -> str:
    """``text`` in at most ``length`` characters, with an ellipsis where it was longer."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def _disarm(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\u200b" if mark.isdigit() else f"{space}\\{mark}"
