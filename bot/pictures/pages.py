"""The pages of a book, made ready for typst."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from bot.pictures.fonts import FAMILIES, lacks, showable, width
from bot.services.ports_pictures import Book, BookPage

COVER_EMS, TITLE_EMS, LABEL_EMS, LINE_EMS = 17.0, 25.0, 8.5, 35.0
"""How wide a word may be in ``book.typ``: on the cover, above a pitch, as the label of a fact, and
anywhere else."""
ANYWHERE = "\u200b"
"""Where a line may be broken without a hyphen; not to be seen."""
_UNBROKEN = re.compile(r"( |[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]+)")
"""Spaces and letters beside which lines can be broken."""


def ready(book: Book) -> dict[str, Any]:
    """The book as the template takes it: with a sign for what the fonts lack, and with every line
    such that it can be broken to fit where it stands."""
    return {
        "title": _fit(book.title, COVER_EMS),
        "subtitle": _fit(book.subtitle, LINE_EMS),
        "contents": _fit(book.contents, LINE_EMS),
        "language": book.language,
        "fonts": list(FAMILIES),
        "pages": [_page(page, book.missing) for page in book.pages],
    }


def _page(page: BookPage, missing: str) -> dict[str, Any]:
    parts = (part for pair in (*page.facts, *page.sections) for part in pair)
    lacking = any(map(lacks, (page.title, *parts)))
    return {
        "title": _fit(page.title, TITLE_EMS),
        "reference": _fit(page.reference, LINE_EMS),
        "facts": [[_fit(name, LABEL_EMS), _fit(said, LINE_EMS)] for name, said in page.facts],
        "sections": [[_fit(name, LINE_EMS), _fit(said, LINE_EMS)] for name, said in page.sections],
        "language": page.language,
        "missing": _fit(missing, LINE_EMS) if lacking else "",
    }


def _fit(text: str, ems: float) -> str:
    """Line breaks are kept."""
    return "\n".join(breakable(showable(line), ems) for line in text.splitlines())


def breakable(line: str, ems: float) -> str:
    """A line in which whatever has no place to be broken for more than ``ems``, such as a long
    address, may be broken anywhere: typst would let it run over the edge of the paper."""
    return "".join(
        "".join(_opened(run)) if width(run) > ems else run for run in _UNBROKEN.split(line)
    )


def _opened(run: str) -> Iterator[str]:
    for place, letter in enumerate(run):
        if place and not unicodedata.category(letter).startswith("M"):
            yield ANYWHERE
        yield letter
