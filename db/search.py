"""How titles and references are folded, so that people find them however they type."""

from __future__ import annotations

import re
import unicodedata

TITLE_CHARACTERS = 300
"""How much of a title can be searched. PostgreSQL: an index entry holds at most 2704 bytes, of
which this takes 1200 at four bytes a character."""

_SEPARATORS = re.compile(r"[\s\-_\u2010-\u2015]+")


def fold_title(title: str) -> str:
    """Case and width folded, at most `TITLE_CHARACTERS` long, without what no database takes.

    NFKC: full-width letters of Chinese keyboards match the common ones.
    """
    clean = title.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFKC", clean).casefold().strip()[:TITLE_CHARACTERS]


def fold_reference(typed: str) -> str:
    """Capitals, no dashes or spaces: ``cm-7f3`` becomes ``CM7F3``; empty if no reference."""
    folded = _SEPARATORS.sub("", typed).upper()
    return folded if folded.isascii() and folded.isalnum() else ""
