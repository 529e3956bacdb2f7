"""Pitches as a book, each in the language that it was written in."""

from __future__ import annotations

from collections.abc import Iterator

from bot.discord_io.export_table import authors_of, file_names
from bot.discord_io.reading import LANGUAGE_NAMES, answer_text, title_of
from bot.domain.form import Field, Kind
from bot.domain.text import key
from bot.services.exporting import Export
from bot.services.filing import Filed
from bot.services.ports_pictures import Book, BookPage
from bot.texts import Text, Texts

_LEFT_OUT = frozenset({Kind.CONSENT})
"""Every pitch that was handed in says the same to these."""


def book_of(export: Export, text: Text, texts: Texts) -> Book:
    """The cover is in the reader's language; what is on a pitch's pages in its own."""
    several = len(export.programmes) > 1
    if several:
        title = text(key("export.book.title"))
    else:
        (programme,) = export.programmes.values()
        title = text(key("export.book.of"), programme=programme.name.in_(text.locale))
    day = export.at.astimezone(export.zone).date().isoformat()
    pages = []
    for each in export.pitches:
        own = texts.of(each.filed.pitch.locale)
        pages.append(_page(each.filed, own, several=several))
    return Book(
        title=title,
        subtitle=f"{text.n(key('export.book.count'), len(pages))} · {day}",
        contents=text(key("export.book.contents")),
        language=text.locale.value,
        pages=tuple(pages),
        missing=text(key("pictures.missing")),
    )


def _page(filed: Filed, text: Text, *, several: bool) -> BookPage:
    pitch, programme = filed.pitch, filed.programme
    names = file_names(filed)
    facts = list(_known(filed, text, several=several))
    sections: list[tuple[str, str]] = []
    for field in _told(filed):
        words = answer_text(field, pitch.answers[field.id], text, names)
        told = sections if field.kind is Kind.LONG else facts
        told.append((field.label.in_(text.locale), words))
    return BookPage(
        title=title_of(pitch, programme, text),
        reference=str(pitch.ref),
        facts=tuple(facts),
        sections=tuple(sections),
        language=text.locale.value,
    )


def _known(filed: Filed, text: Text, *, several: bool) -> Iterator[tuple[str, str]]:
    if authors := authors_of(filed):
        yield text(key("export.column.authors")), text(key("list.separator")).join(authors)
    if several:
        yield text(key("export.column.programme")), filed.programme.name.in_(text.locale)
    yield text(key("export.column.language")), text(LANGUAGE_NAMES[filed.pitch.locale])


def _told(filed: Filed) -> Iterator[Field]:
    """What was answered, but for the title, which stands above."""
    for field in filed.programme.form.fields():
        heading = field.id == filed.programme.card.title
        if not heading and field.kind not in _LEFT_OUT and filed.pitch.answers.get(field.id):
            yield field
