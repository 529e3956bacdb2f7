"""A programme's form as data, and the rules that answers to it are held to."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from bot.domain.filetypes import FileType
from bot.domain.text import Localized, key

Answer = str | tuple[str, ...]
"""Text for most kinds (a choice by its value, yes/no as ``yes`` or ``no``, consent as ``yes``); a
tuple for several choices (their values) and for files (their ids)."""
Answers = Mapping[str, Answer]

TEXT_CHARACTERS = 4000
"""The most a text input of a modal takes (Discord's limit)."""
PAGE_FIELDS = 5
"""The most components a modal takes (Discord's limit)."""

_HAN = r"\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_CHARACTER = re.compile(f"[{_HAN}\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W_]+(?:['\u2019.\-][^\W_]+)*")


class Kind(StrEnum):
    SHORT = "short"
    LONG = "long"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    NUMBER = "number"
    LINK = "link"
    FILES = "files"
    CONSENT = "consent"


SEVERAL = frozenset({Kind.CHOICES, Kind.FILES})
"""The kinds whose answer is a tuple."""


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: Localized


@dataclass(frozen=True, slots=True)
class Condition:
    """Shows a field only when an earlier field's answer is one of ``values``."""

    field: str
    values: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        given = answers.get(self.field, "")
        return bool(set(self.values).intersection(given if isinstance(given, tuple) else (given,)))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an answer is not accepted: the key of a sentence and what fills it."""

    key: str
    params: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form.

    ``max_words`` counts as `count_words` does; ``max_characters`` is at most 4000. ``least`` and
    ``most`` bound a number, or how many of several choices or files. ``accepts`` names the types of
    files that are taken. ``pii`` marks personal data, ``identifying`` what blind review hides.
    """

    id: str
    kind: Kind
    label: Localized
    help: Localized | None = None
    required: bool = True
    max_words: int | None = None
    max_characters: int = TEXT_CHARACTERS
    least: int | None = None
    most: int | None = None
    options: tuple[Option, ...] = ()
    accepts: tuple[FileType, ...] = ()
    pii: bool = False
    identifying: bool = False
    show_if: Condition | None = None

    def shown(self, answers: Answers) -> bool:
        return self.show_if is None or self.show_if.holds(answers)

    def read(self, given: Answer) -> Answer:
        """What was given in the shape of this kind: a select gives a tuple also for one choice."""
        if self.kind in SEVERAL:
            return given if isinstance(given, tuple) else (given,)
        return given if isinstance(given, str) else next(iter(given), "")

    def problem(self, answer: Answer | None) -> Problem | None:
        """What is wrong with ``answer``; None if it is acceptable. A blank one may be left out."""
        if not answer or (isinstance(answer, str) and not answer.strip()):
            return self._missing() if self.required else None
        if isinstance(answer, tuple) is not (self.kind in SEVERAL):
            return Problem(key("form.unknown_choice"))  # the field was of another kind before
        if isinstance(answer, tuple):
            return self._several_problem(answer)
        match self.kind:
            case Kind.SHORT | Kind.LONG:
                return self._text_problem(answer)
            case Kind.NUMBER:
                return self._number_problem(answer)
            case Kind.LINK:
                return None if is_link(answer) else Problem(key("form.not_a_link"))
            case Kind.YES_NO:
                known = answer in ("yes", "no")
            case Kind.CONSENT:
                return None if answer == "yes" or not self.required else self._missing()
            case _:
                known = answer in {option.value for option in self.options}
        return None if known else Problem(key("form.unknown_choice"))

    def _text_problem(self, answer: str) -> Problem | None:
        if len(answer) > self.max_characters:
            return _limit(key("form.too_many_characters"), self.max_characters, len(answer))
        words = count_words(answer) if self.max_words else 0
        if self.max_words and words > self.max_words:
            return _limit(key("form.too_many_words"), self.max_words, words)
        return None

    def _missing(self) -> Problem:
        match self.kind:
            case Kind.FILES:
                return Problem(key("form.file_required"))
            case Kind.CONSENT:
                return Problem(key("form.consent_required"))
            case _:
                return Problem(key("form.required"))

    def _number_problem(self, answer: str) -> Problem | None:
        typed = unicodedata.normalize("NFKC", answer).strip()  # a Chinese keyboard types １２
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", typed):
            return Problem(key("form.not_a_number"))
        number = int(typed)
        if self.least is not None and number < self.least:
            return Problem(key("form.number_too_small"), (("limit", self.least),))
        if self.most is not None and number > self.most:
            return Problem(key("form.number_too_large"), (("limit", self.most),))
        return None

    def _several_problem(self, answer: tuple[str, ...]) -> Problem | None:
        if self.kind is Kind.FILES:
            over = self.most is not None and len(answer) > self.most
            return _limit(key("form.too_many_files"), self.most or 0, len(answer)) if over else None
        if not set(answer) <= {option.value for option in self.options}:
            return Problem(key("form.unknown_choice"))
        if self.most is not None and len(answer) > self.most:
            return _limit(key("form.too_many_choices"), self.most, len(answer))
        return None


@dataclass(frozen=True, slots=True)
class Page:
    """One modal: a title and one to five fields."""

    id: str
    title: Localized
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """What a creator agrees to on submitting; the text and version are kept with the pitch."""

    version: str
    text: Localized


@dataclass(frozen=True, slots=True)
class Form:
    pages: tuple[Page, ...]
    consent: Consent

    def fields(self) -> Iterator[Field]:
        for page in self.pages:
            yield from page.fields

    def in_force(self, answers: Answers) -> dict[str, Answer]:
        """The answers to fields that are shown: one that a later change of mind hid does not
        count, nor does what depended on it, though it is kept in case it is shown again."""
        kept: dict[str, Answer] = {}
        for field in self.fields():
            if field.id in answers and field.shown(kept):
                kept[field.id] = answers[field.id]
        return kept

    def shown(self, page: Page, answers: Answers) -> tuple[Field, ...]:
        """The fields of ``page`` that the answers so far ask for."""
        counted = self.in_force(answers)
        return tuple(field for field in page.fields if field.shown(counted))

    def shown_pages(self, answers: Answers) -> tuple[Page, ...]:
        """The pages with at least one field to show, given the answers so far."""
        return tuple(page for page in self.pages if self.shown(page, answers))

    def problems(self, answers: Answers) -> dict[str, Problem]:
        """Problems by field id, of the fields that are shown, in the form's order."""
        counted = self.in_force(answers)
        found = {}
        for field in self.fields():
            if field.shown(counted) and (problem := field.problem(answers.get(field.id))):
                found[field.id] = problem
        return found

    def leftover(self, answers: Answers) -> tuple[str, ...]:
        """Ids of answers to fields that this form does not have: of an earlier form, kept."""
        known = {field.id for field in self.fields()}
        return tuple(name for name in answers if name not in known)

    def page_of(self, field_id: str) -> Page:
        return next(page for page in self.pages if any(f.id == field_id for f in page.fields))


def count_words(text: str) -> int:
    """Words of ``text``: each run of letters or digits is one; two Han characters count as one.

    An odd Han character counts as a whole word, so that a limit is never passed by half a word.
    """
    composed = unicodedata.normalize("NFC", text)  # a loose accent would cut its word in two
    rest, han = _HAN_CHARACTER.subn(" ", composed)
    return len(_WORD.findall(rest)) + math.ceil(han / 2)


def is_link(text: str) -> bool:
    """Whether ``text`` is one absolute http or https address with a host name."""
    if re.search(r"\s", text.strip()):
        return False
    try:
        parts = urlsplit(text.strip())
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "").strip(".")
    except ValueError:
        return False


def _limit(name: str, limit: int, given: int) -> Problem:
    return Problem(name, (("limit", limit), ("given", given)))
