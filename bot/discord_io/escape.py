"""People's text made safe to show: nothing in it is taken for markup or a mention."""

from __future__ import annotations

import re

LINK = re.compile(r"""https?://(?=[^\W_][^\s<]*[^\s<.,:;"')\]])[^\s<]++(?!<)""")
"""What Discord takes for a link, up to a space. It reads no markup in there, nor would it take a
backslash in there, or right behind it before a ``<``, for anything but a part of the address."""
_MARKUP = str.maketrans({sign: f"\\{sign}" for sign in "\\*_~`|[]()<@"})
_LINE_START = re.compile(r"^([^\S\n]*)(?:([#>+-])|(\d+)([.)]))", re.MULTILINE)
"""Headings, small print, quotes and lists: markup only where a line begins."""


def escape(text: str) -> str:
    """``text`` with Discord's markup disarmed by backslashes; plain links stay as they are."""
    parts = []
    end = 0
    for link in LINK.finditer(text):
        parts += [_disarm(text[end : link.start()]), link.group()]
        end = link.end()
    parts.append(_disarm(text[end:]))
    return disarm_lines("".join(parts))


def disarm_lines(escaped: str) -> str:
    """What `escape` does where a line begins. For text that was escaped already and is now to
    begin a line in its middle: it grows by one character at most per line."""
    return _LINE_START.sub(r"\1\3\\\2\4", escaped)


def cut(text: str, length: int) -> str:
    """``text`` in at most ``length`` characters, with an ellipsis where it was longer."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def _disarm(text: str) -> str:
    # What begins like a link but is none must not become one, with a backslash in it.
    return text.translate(_MARKUP).replace("://", "\\://")
