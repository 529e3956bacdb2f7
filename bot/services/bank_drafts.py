"""Entries of the bank as coordinators write them: checked, and made of what was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from bot.domain.errors_answers import (
    EndsBeforeItBegins,
    EntryTextMissing,
    EntryTooLong,
    TooManyPhrasings,
    UnreadableDate,
)
from bot.domain.faq import BankEntry, FaqRef, InLanguages
from bot.domain.faq_rules import (
    ANSWER_CHARACTERS,
    PHRASING_CHARACTERS,
    PHRASINGS,
    QUESTION_CHARACTERS,
    SOURCE_CHARACTERS,
    days,
    line,
    paragraphs,
    read_day,
    ways,
)
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale
from bot.services.ports_answers import Conversion

T = TypeVar("T")

_ANOTHER_CHINESE = {Locale.ZH_CN: Locale.ZH_TW, Locale.ZH_TW: Locale.ZH_CN}
_DASH = re.compile(r"[‐‑‒–—―−~～-]+")
_BETWEEN = re.compile(r"(?:from|从|從|自)?#(?:-|to|until|till|至|到)#(?:止|为止|為止)?")
_UNTIL = re.compile(
    r"(?:-|until|till|to|by|至|到|截至|截止|截止到|直到)#(?:止|为止|為止)?|#(?:止|为止|為止)"
)
_FROM = re.compile(
    r"(?:from|since|从|從|自)#(?:起|开始|開始|-|on|onwards)?|#(?:起|开始|開始|-|on|onwards)"
)


@dataclass(frozen=True, slots=True)
class FaqDraft:
    """What was typed: one language of an entry, and what holds for all of them. ``validity`` is
    empty or in one of the forms that `read_validity` knows."""

    programme: ProgrammeKey
    locale: Locale
    question: str
    answer: str
    phrasings: tuple[str, ...] = ()
    source: str = ""
    validity: str = ""


def read_validity(typed: str) -> tuple[date | None, date | None]:
    """The first and last day of what was typed, such as ``2026-01-01 – 2026-03-31``, ``until
    2026-03-31``, ``2026-01-01 –`` or ``2026-01-01 至 2026-03-31``; None where it is open. A day by
    itself could mean either end.

    Raises:
        UnreadableDate: parameters ``typed``.
        EndsBeforeItBegins.
    """
    plain = unicodedata.normalize("NFKC", line(typed)).casefold()
    if not plain:
        return None, None
    if "#" in plain:
        raise UnreadableDate(typed=line(typed))
    found, rest = days(plain)
    read = [read_day(day) for day in found]
    shape = _DASH.sub("-", "".join(rest.split()))
    if None in read:
        raise UnreadableDate(typed=line(typed))
    if _BETWEEN.fullmatch(shape):
        begins, ends = read
        if begins and ends and ends < begins:
            raise EndsBeforeItBegins
        return begins, ends
    if _UNTIL.fullmatch(shape):
        return None, read[0]
    if _FROM.fullmatch(shape):
        return read[0], None
    raise UnreadableDate(typed=line(typed))


def begun(ref: FaqRef, draft: FaqDraft, conversion: Conversion, today: date) -> BankEntry:
    """A new entry.

    Raises:
        What `with_draft` raises.
    """
    empty = BankEntry(ref, InLanguages({}), {}, InLanguages({}), confirmed=today)
    return with_draft(empty, draft, conversion, today)


def with_draft(old: BankEntry, draft: FaqDraft, conversion: Conversion, today: date) -> BankEntry:
    """The entry with the draft's language, source and validity in place of its own. Who writes
    another answer, source or validity says by that that it is right today.

    Raises:
        EntryTextMissing: the question or the answer has no words.
        EntryTooLong: parameters ``characters``, ``most``.
        TooManyPhrasings: parameters ``most``.
        UnreadableDate: parameters ``typed``.
        EndsBeforeItBegins.
    """
    locale, question = draft.locale, line(draft.question)
    begins, ends = read_validity(draft.validity)
    drafted = replace(
        old,
        question=InLanguages({**old.question.texts, locale: question}),
        answer=InLanguages({**old.answer.texts, locale: paragraphs(draft.answer)}),
        phrasings={**old.phrasings, locale: ways(draft.phrasings, question)},
        source=line(draft.source),
        valid_from=begins,
        valid_until=ends,
    )
    _check_words(drafted, locale)
    entry = in_both_chineses(drafted, old, conversion)
    check_lengths(entry)
    said = (entry.answer, entry.source, entry.valid_from, entry.valid_until)
    before = (old.answer, old.source, old.valid_from, old.valid_until)
    return entry if said == before else replace(entry, confirmed=today)


def in_both_chineses(new: BankEntry, old: BankEntry | None, conversion: Conversion) -> BankEntry:
    """The entry with what it lacks in one Chinese made from the other. What it has is made anew
    only where it stands as it did in ``old``, where it was exactly what the other makes."""
    convert = {Locale.ZH_TW: conversion.traditional, Locale.ZH_CN: conversion.simplified}

    def several(to: Locale) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
        return lambda texts: tuple(dict.fromkeys(convert[to](text) for text in texts))

    question = _both(new.question.texts, old.question.texts if old else {}, convert.__getitem__)
    answer = _both(new.answer.texts, old.answer.texts if old else {}, convert.__getitem__)
    phrasings = _both(_told(new), _told(old) if old else {}, several)
    kept = {locale: ways(told, question.get(locale)) for locale, told in phrasings.items()}
    return replace(
        new,
        question=InLanguages(question),
        answer=InLanguages(answer),
        phrasings={locale: told for locale, told in kept.items() if told},
    )


def _told(entry: BankEntry) -> dict[Locale, tuple[str, ...]]:
    """Phrasings, also where there are none beside a question: there somebody may want none."""
    return {**dict.fromkeys(entry.question.texts, ()), **entry.phrasings}


def _both(
    new: Mapping[Locale, T], old: Mapping[Locale, T], convert: Callable[[Locale], Callable[[T], T]]
) -> dict[Locale, T]:
    made = dict(new)
    for source, to in _ANOTHER_CHINESE.items():
        if source not in new:
            continue
        text = convert(to)(new[source])
        if to not in new:
            made[to] = text
        elif source in old and new[source] != old[source] and new[to] == old.get(to):
            made[to] = text if old.get(to) == convert(to)(old[source]) else new[to]
    return made


def _check_words(entry: BankEntry, locale: Locale) -> None:
    """A question of signs alone could never be asked."""
    question, answer = entry.question.texts[locale], entry.answer.texts[locale]
    if not any(letter.isalnum() for letter in question) or not answer:
        raise EntryTextMissing


def check_lengths(entry: BankEntry) -> None:
    """Raises: EntryTooLong, TooManyPhrasings."""
    texts = [(text, QUESTION_CHARACTERS) for text in entry.question.texts.values()]
    texts += [(text, ANSWER_CHARACTERS) for text in entry.answer.texts.values()]
    texts += [(text, PHRASING_CHARACTERS) for told in entry.phrasings.values() for text in told]
    for text, most in (*texts, (entry.source, SOURCE_CHARACTERS)):
        if len(text) > most:
            raise EntryTooLong(characters=len(text), most=most)
    if any(len(told) > PHRASINGS for told in entry.phrasings.values()):
        raise TooManyPhrasings(most=PHRASINGS)


def same(one: BankEntry, other: BankEntry) -> bool:
    """Whether two say the same, whatever their versions."""
    return _plain(one) == _plain(other)


def _plain(entry: BankEntry) -> BankEntry:
    told = {locale: texts for locale, texts in entry.phrasings.items() if texts}
    return replace(entry, phrasings=told, version=0)
