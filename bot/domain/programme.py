"""A programme: what it offers, what it is asked, what it asks, and how it reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.form import Form
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale, Localized


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts come from: a published text and its date."""

    title: Localized
    published: date


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """One question with its answer.

    ``phrasings`` are the ways people ask it, by language, the question itself included;
    ``related`` are ids of entries of the same programme.
    """

    id: str
    question: Localized
    phrasings: Mapping[Locale, tuple[str, ...]]
    answer: Localized
    confirmed: date
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """What reviewers score from 1 to 5; weights are relative to one another."""

    id: str
    label: Localized
    weight: int


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the pipeline that an accepted pitch moves along."""

    id: str
    label: Localized


@dataclass(frozen=True, slots=True)
class CardFields:
    """Ids of the form's fields that stand on the desk's card."""

    title: str
    logline: str
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """What creators apply to. ``prefix`` (2 to 4 capitals) begins its pitches' references."""

    key: ProgrammeKey
    prefix: str
    name: Localized
    summary: Localized
    offers: tuple[Localized, ...]
    eligibility: Localized
    source: Source
    faqs: tuple[FaqEntry, ...]
    form: Form
    card: CardFields
    review: tuple[Category, ...]
    pipeline: tuple[Stage, ...]

    def faq(self, entry_id: str) -> FaqEntry | None:
        return next((entry for entry in self.faqs if entry.id == entry_id), None)
