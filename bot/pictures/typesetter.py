"""The process that sets a book: it comes in on standard input, as JSON, and goes out as a PDF."""

from __future__ import annotations

import json
import os
import sys
from importlib import resources
from typing import Any

from bot.pictures.fonts import font_paths
from bot.pictures.pages import ready
from bot.services.ports_pictures import Book, BookPage

TEMPLATE = "book.typ"
POLITENESS = 10
"""How far the bot itself, whom people wait for, is preferred (``nice``)."""


def main() -> None:
    """Set one book."""
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    book = read(json.load(sys.stdin.buffer))
    # The library may print: what it says must not get into the PDF.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with out:
        out.write(typeset(book))


def read(given: dict[str, Any]) -> Book:
    """A book out of its fields, lists for tuples."""
    pages = tuple(
        BookPage(
            **{
                **page,
                "facts": tuple(map(tuple, page["facts"])),
                "sections": tuple(map(tuple, page["sections"])),
            }
        )
        for page in given["pages"]
    )
    return Book(**{**given, "pages": pages})


def typeset(book: Book) -> bytes:
    """The book as a PDF, with no other fonts than those of `bot.pictures.fonts`."""
    import typst

    folders = [str(path.parent) for path in font_paths()]
    known = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
    )
    template = resources.files("bot.pictures").joinpath(TEMPLATE)
    data = typst.compile(
        template.read_bytes(),
        font_paths=known,
        sys_inputs={"book": json.dumps(ready(book), ensure_ascii=False)},
        format="pdf",
    )
    return bytes(data)


if __name__ == "__main__":
    main()
