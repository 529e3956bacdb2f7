"""A programme: what it offers, what it is asked, what it asks, and how it reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.form import Form
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale, Localized

SHELVED = "shelved"
"""The id of the stage of what is not gone on with; from any other."""


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
    """A step of the pipeline that a confirmed pitch moves along. ``tells``: whether its authors are
    told when it gets there."""

    id: str
    label: Localized
    tells: bool = True


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """How pitches are reviewed. ``blind``: until the decision nobody at the desk learns who wrote
    it. ``quorum``: how many scores a proposal to accept or decline needs. ``untouched_days``: after
    so long without anybody's doing a pitch is raised at the desk. ``school``: the field that names
    the author's school, if the same school is a conflict of interest. ``letters``: what authors
    read, by the state that was decided; placeholders are ``{title}``, ``{ref}``, ``{programme}``,
    ``{reason}``, ``{feedback}``, ``{due}``. A state without a letter has the bot's own text."""

    blind: bool = False
    quorum: int = 0
    untouched_days: int = 7
    school: str | None = None
    letters: Mapping[str, Localized] = field(default_factory=dict)


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
    rules: ReviewRules = ReviewRules()

    def faq(self, entry_id: str) -> FaqEntry | None:
        return next((entry for entry in self.faqs if entry.id == entry_id), None)

    def stage(self, stage_id: str | None) -> Stage | None:
        return next((stage for stage in self.pipeline if stage.id == stage_id), None)

    @property
    def last_stages(self) -> frozenset[str]:
        """Where a pitch's way ends: the last stage, and being shelved."""
        names = [stage.id for stage in self.pipeline]
        return frozenset({SHELVED, *[name for name in names if name != SHELVED][-1:]})
