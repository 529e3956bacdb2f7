"""The port of pictures: what is to be drawn, in words that are ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: ``values`` are its parts, as many as the panel's ``legend`` has names, none
    negative; ``figure`` is written at its end."""

    label: str
    values: tuple[float, ...]
    figure: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars under a heading, the first at the top. ``legend`` names their parts; with one part it
    is not shown. A panel without rows shows ``empty``."""

    title: str
    rows: tuple[Row, ...]
    legend: tuple[str, ...] = ("",)
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Panels one below the other, under a title and a line that says what they count. ``missing``
    stands at the end where something could not be drawn, and says so."""

    title: str
    subtitle: str
    panels: tuple[Panel, ...]
    missing: str = ""


class Painter(Protocol):
    async def draw(self, sheet: Sheet) -> bytes:
        """A PNG, 1200 pixels wide and as high as it needs; no text is cut, and 〓 stands for
        what no font can show. Does not hold up the event loop."""


@dataclass(frozen=True, slots=True)
class BookPage:
    """One pitch. ``facts`` are a label and a line each; ``sections`` a heading and a text of any
    length, in which line breaks are kept. ``language`` is a BCP 47 tag, of the book's where it is
    empty: Chinese characters are drawn as that language does."""

    title: str
    reference: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, str], ...]
    language: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A printed collection of pitches. ``language`` is a BCP 47 tag, for hyphenation; ``contents``
    heads the list of pages; ``missing`` stands at the end of a pitch of which something could not
    be printed, and says so."""

    title: str
    subtitle: str
    contents: str
    language: str
    pages: tuple[BookPage, ...]
    missing: str = ""


class Printer(Protocol):
    async def print(self, book: Book) -> bytes:
        """A PDF in A4: a title page with the contents, then every pitch from a page of its own on.
        Texts are never cut, and nothing in them is taken for markup; 〓 stands for what no font can
        show. Does not hold up the event loop.

        Raises:
            NotPrinted: it took too long, or failed."""
