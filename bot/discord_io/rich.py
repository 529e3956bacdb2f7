"""A coordinator's text as people read it: links can be followed and pictures seen, *words* are
stressed, nobody is mentioned, and what is too long for one message goes on pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.discord_io.escape import LINK, escape

PAGE_CHARACTERS = 2400
"""Of the 4000 that all texts of one message may hold (Discord's limit), less what stands around an
answer: its question, escaped, and what it comes from take some 1400."""
PAGE_PARTS = 8
"""Texts and galleries of a page: a message holds 40 components (Discord's limit), buttons too."""
GALLERY = 10
"""Pictures of one gallery (Discord's limit)."""
LINK_CHARACTERS = 2000
"""The longest address that is shown as a picture; Discord takes 2048."""

_NAMED = re.compile(
    r"\[([^\[\]\n]{1,200})\]"
    r"\((https?://[^\s()<>]{1,1400}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200})?)\)"
)
"""``[words](address)``; the address may hold one pair of brackets, as encyclopedias' do."""
_STRESSED = re.compile(
    r"(?<![*\\0-9A-Za-z])(\*{1,2})(?![\s*])((?:(?!://)[^*_~`|<>\[\]()\n\\]){1,100})(?<!\s)\1"
    r"(?![*0-9A-Za-z])"
)
"""``*words*`` or ``**words**``, but no product of numbers, and nothing with other markup in it."""
_PICTURE = re.compile(r"\.(?:png|jpe?g|webp|gif)$", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}", re.IGNORECASE)

Worded = Callable[[str], str]
"""What else is done to words that are no link, once they are escaped."""


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures that stand together: their addresses, `GALLERY` at most."""

    urls: tuple[str, ...]


Page = tuple[str | Gallery, ...]
"""What stands on a page, from top to bottom: Discord's markup, or pictures."""


def rich(text: str, worded: Worded = str) -> str:
    """``text`` escaped, but for stressed words and links, those too that are named by words."""
    parts = []
    end = 0
    for start, stop in _whole(text):
        parts += [worded(escape(text[end:start])), _shown(text[start:stop], worded)]
        end = stop
    return "".join([*parts, worded(escape(text[end:]))])


def pages(text: str, worded: Worded = str) -> list[Page]:
    """``text`` as `rich` shows it, in pages of `PAGE_CHARACTERS` and `PAGE_PARTS` at most; at least
    one. Nothing is left out but the line break or space where a page ends."""
    made: list[list[str | Gallery]] = [[]]
    room = PAGE_CHARACTERS
    for part in _parts(text):
        if isinstance(part, Gallery):
            if len(made[-1]) == PAGE_PARTS:
                made.append([])
                room = PAGE_CHARACTERS
            made[-1].append(part)
            continue
        rest = part
        while rest:
            words, left = _cut(rest, room, worded)
            fits = words and len(made[-1]) < PAGE_PARTS
            # A page is not begun with a few words of what goes on on the next.
            if made[-1] and (not fits or (left and room < PAGE_CHARACTERS // 3)):
                made.append([])
                room = PAGE_CHARACTERS
                continue
            made[-1].append(words)
            room -= len(words)
            rest = left
    return [tuple(page) for page in made]


def is_picture(line: str) -> bool:
    """Whether a line is nothing but the address of a picture that Discord can be asked to show."""
    if not line.startswith("https://") or not line.isascii() or len(line) > LINK_CHARACTERS:
        return False
    if any(sign in line for sign in " <>\"'\\`"):
        return False
    try:
        address = urlsplit(line)
        sound = address.port is None and bool(_HOST.fullmatch(address.hostname or ""))
    except ValueError:
        return False
    return sound and address.username is None and bool(_PICTURE.search(address.path))


def _parts(text: str) -> Iterator[str | Gallery]:
    """Runs of words and of pictures. Empty lines around them are left out."""
    words: list[str] = []
    urls: list[str] = []
    for line in [*text.splitlines(), None]:
        stripped = None if line is None else line.strip()
        if stripped and is_picture(stripped):
            yield from _words(words)
            words = []
            urls.append(stripped)
        elif stripped != "" or not urls:
            yield from _galleries(urls)
            urls = []
            words += [] if line is None else [line]
    yield from _words(words)


def _words(lines: list[str]) -> Iterator[str]:
    if joined := "\n".join(lines).strip():
        yield joined


def _galleries(urls: list[str]) -> Iterator[Gallery]:
    for at in range(0, len(urls), GALLERY):
        yield Gallery(tuple(urls[at : at + GALLERY]))


def _whole(text: str) -> Iterator[tuple[int, int]]:
    """Where what is not broken begins and ends, in order, none within another: links, and stressed
    words."""
    spans = [match.span() for kind in (_NAMED, _STRESSED, LINK) for match in kind.finditer(text)]
    end = 0
    for span in sorted(spans):
        if span[0] >= end:
            yield span
            end = span[1]


def _shown(part: str, worded: Worded) -> str:
    if named := _NAMED.fullmatch(part):
        return f"[{escape(named[1])}]({named[2]})"
    if stressed := _STRESSED.fullmatch(part):
        return f"{stressed[1]}{worded(escape(stressed[2]))}{stressed[1]}"
    return part


def _cut(text: str, room: int, worded: Worded) -> tuple[str, str]:
    """As much of ``text``, as it is shown, as there is room for, and the rest as it was; nothing
    where it had better begin on the next page. Broken at a line, a space or a full stop where there
    is one in the second half, and never within a link that fits a page."""
    at = min(len(text), room)
    while at > 0:
        if at < len(text):
            at = _border(text, at, whole=room == PAGE_CHARACTERS)
        shown = rich(text[:at], worded)
        if len(shown) <= room:
            return shown, text[at:].removeprefix("\n").removeprefix(" ")
        if at == 1:
            break
        at = max(1, at - (len(shown) - room + 1) // 2)
    return "", text


def _border(text: str, most: int, *, whole: bool) -> int:
    """Where to break ``text``, at ``most`` characters or before; 0 where it begins with a link that
    is too long for what is left of a page. ``whole``: all of the page is."""
    spans = [span for span in _whole(text) if span[0] < most]
    if spans and spans[-1][1] > most:
        begins = spans.pop()[0]
        if begins == 0:
            return most if whole else 0
        most = begins
    window = text[:most]
    at = max(window.rfind("\n"), window.rfind(" "), *(window.rfind(s) + 1 for s in "。！？"))
    inside = any(start < at < end for start, end in spans)
    return most if at < max(1, most // 2) or inside else at
