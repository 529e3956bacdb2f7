"""How a person reads what a bot wrote: with Discord's markup taken for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.discord_io.reading import PAGE_CHARACTERS
from sandbox.people.person import Person
from sandbox.people.views import Message
from sandbox.state import components as parts
from tests.e2e.story import words

MARKUP = "*_~`|[]()<@"
"""Signs that mean something to Discord wherever they stand."""
_LINK = re.compile(r"https?://[^\s<]+")
"""What Discord's client takes for a link; brackets and points at its end, which it may leave out,
mean nothing there."""
_LINE = re.compile(r"\s*(?:#{1,3} |-# |>|[-*+] |\d+\. )")
"""What makes a line a heading, small print, a quotation or an item."""


def shown(written: str) -> str:
    """What is on the screen where ``written`` was sent: backslashes gone, links as they are.

    AssertionError where a sign would be taken for markup or a mention.
    """
    for line in written.split("\n"):
        assert not _LINE.match(line), line[:80]
    seen, at = [], 0
    while at < len(written):
        if link := _LINK.match(written, at):
            seen.append(link.group())
            at = link.end()
        elif written[at] == "\\" and re.match(r"[^0-9A-Za-z\s]", written[at + 1 : at + 2]):
            seen.append(written[at + 1])
            at += 2
        else:
            assert written[at] not in MARKUP, written[max(0, at - 40) : at + 1]
            seen.append(written[at])
            at += 1
    return "".join(seen)


def blocks(message: Message) -> Iterator[tuple[str, str]]:
    """Each question of a page with what stands under it, as it was sent."""
    for part in parts.walk(message.components):
        if part["type"] == parts.TEXT:
            yield from _under_titles(part["content"])


def _under_titles(written: str) -> Iterator[tuple[str, str]]:
    """No answer can look like a title: its asterisks have backslashes."""
    title: str | None = None
    body: list[str] = []
    for line in written.split("\n"):
        if found := re.fullmatch(r"\*\*(.+)\*\*(?: .*)?", line):
            if title is not None:
                yield title, "\n".join(body)
            title, body = found.group(1), []
        else:
            body.append(line)
    if title is not None:
        yield title, "\n".join(body)


def joined(original: str, seen: list[str]) -> bool:
    """Whether the parts, one after another, are ``original`` and no more: only at a border
    between two may a space or a line break have been left out."""
    at = 0
    for number, part in enumerate(seen):
        if number and not original.startswith(part, at) and original[at : at + 1] in ("\n", " "):
            at += 1
        if not original.startswith(part, at):
            return False
        at += len(part)
    return at == len(original)


async def all_pages(person: Person, first: Message) -> list[tuple[str, str]]:
    """The blocks of all pages of a pitch, from the one that is shown to the last."""
    text = words(person)
    onward = (text("button.read"), text("button.further"))
    found = list(blocks(first))
    for _ in range(60):
        labels = [button.label for button in first.buttons]
        following = next((label for label in onward if label in labels), None)
        if following is None:
            return found
        reply = await person.presses(following, on=first)
        assert reply.message is not None
        first = reply.message
        assert len(first.text) <= PAGE_CHARACTERS + 1000
        found += blocks(first)
    raise AssertionError("the pages do not end")
