"""What people read, and whether all of it is in their own language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.content.loader import shipped
from bot.domain.text import Locale, Localized
from bot.texts import FOLDERS
from bot.texts.extract import read_catalogue
from sandbox.people.person import Person

HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST_ALIKE = {Locale.EN: 12, Locale.ZH_CN: 5, Locale.ZH_TW: 5}
"""Pieces of text up to so many characters may be alike in two languages."""
_FILLED = re.compile(r"\{[^}]*\}|[\n*`#>-]+|</?[^>]*>|/[a-z]+(?: [a-z]+)?(?: [a-z_]+:)?")
"""Where a text is filled in or marked up, and commands, which each language names otherwise."""


def check(person: Person, read: str) -> None:
    """Nothing in ``read`` is in another language than the person's."""
    mine = Locale.closest(person.locale)
    if mine is Locale.EN:
        assert not HAN.search(read), HAN.findall(read)
    for other in Locale:
        if other is not mine:
            foreign = [piece for piece in pieces(other, mine) if piece in read]
            assert foreign == [], foreign


@cache
def pieces(other: Locale, mine: Locale) -> frozenset[str]:
    """Pieces of all texts and programmes in ``other`` that ``mine`` has nowhere."""
    own = "\n".join(_texts(mine))
    return frozenset(
        piece
        for text in _texts(other)
        for part in _FILLED.split(text)
        if len(piece := part.strip()) > LONGEST_ALIKE[other] and piece not in own
    )


@cache
def _texts(locale: Locale) -> tuple[str, ...]:
    forms = [message.string or "" for message in read_catalogue(FOLDERS[locale]) if message.id]
    texts = [one for form in forms for one in ([form] if isinstance(form, str) else form)]
    return (*texts, *(each.in_(locale) for each in _content()))


def _content() -> Iterator[Localized]:
    for programme in shipped():
        yield from (programme.name, programme.eligibility, programme.form.consent.text)
        for page in programme.form.pages:
            yield page.title
            for field in page.fields:
                yield field.label
                yield from [field.help] if field.help else []
                yield from (option.label for option in field.options)
