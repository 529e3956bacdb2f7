"""What somebody who is still typing may be about to ask."""

from __future__ import annotations

from collections.abc import Container, Sequence

from bot.answers.entry import EntryId
from bot.answers.lexical import LexicalIndex

_BEGINS, _CONTAINS, _HAS_ALL = range(3)


def likely(
    index: LexicalIndex, typed: str, among: Container[EntryId] | None, limit: int
) -> list[EntryId]:
    """Entries (of ``among``) with a phrasing that begins with ``typed`` (which is clean), then
    those with one that contains it, then those with one that contains all its parts, of each the
    one first that is nearest to complete; then those that share words with it."""
    parts = typed.split()
    found = [
        (*fit, entry)
        for entry, text in index.texts()
        if (among is None or entry in among) and (fit := _fit(text, typed, parts)) is not None
    ]
    first = dict.fromkeys(entry for *_, entry in sorted(found)[:limit])
    if len(first) < limit:
        ranked = index.rank(typed, among, most=limit)
        first |= dict.fromkeys(scored.id for scored in ranked)
    return list(first)[:limit]


def _fit(text: str, typed: str, parts: Sequence[str]) -> tuple[int, int] | None:
    """How well the first phrasing that fits best does, and how long that is."""
    if parts[0] not in text:
        return None
    if (at := text.find(f"\n{typed}")) >= 0:
        return _BEGINS, text.index("\n", at + 1) - at
    if (at := text.find(typed)) >= 0:
        return _CONTAINS, text.index("\n", at) - text.rindex("\n", 0, at)
    if not all(part in text for part in parts):
        return None
    lines = text.split("\n")
    fitting = [len(line) for line in lines if all(part in line for part in parts)]
    return (_HAS_ALL, min(fitting)) if fitting else None
