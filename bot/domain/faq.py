"""The bank of answers that a guild keeps: its entries, and what was done to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from bot.domain.ids import ProgrammeKey, UserId
from bot.domain.programme import FaqEntry, Programme
from bot.domain.text import Locale, Localized

GENERAL = ProgrammeKey("general")
"""Stands for a programme in entries about the server as a whole; no programme may be called so."""
PHRASINGS_WANTED = 3
"""An entry with fewer ways of asking it is flagged: two more raise right answers markedly."""

_FALLBACK = {
    Locale.EN: (Locale.EN, Locale.ZH_CN, Locale.ZH_TW),
    Locale.ZH_CN: (Locale.ZH_CN, Locale.ZH_TW, Locale.EN),
    Locale.ZH_TW: (Locale.ZH_TW, Locale.ZH_CN, Locale.EN),
}


class FaqRef(NamedTuple):
    """What names an entry within its guild. ``id`` is kebab-case, 40 characters at most."""

    programme: ProgrammeKey
    id: str


@dataclass(frozen=True, slots=True)
class InLanguages:
    """One text in at least one language, none of them empty."""

    texts: Mapping[Locale, str]

    def in_(self, locale: Locale) -> str:
        """The text in this language, or in the one that its readers know best."""
        return self.texts[self.closest(locale)]

    def closest(self, locale: Locale) -> Locale:
        """The language that `in_` answers in."""
        return next(known for known in _FALLBACK[locale] if known in self.texts)

    @classmethod
    def of(cls, text: Localized) -> InLanguages:
        return cls({locale: text.in_(locale) for locale in Locale})


@dataclass(frozen=True, slots=True)
class BankEntry:
    """One thing that can be answered, as a guild has it.

    ``phrasings`` are the ways people ask it beside the question itself; ``source`` says where the
    answer comes from if not from the programme's own source; the days of ``valid_from`` and
    ``valid_until`` are included; ``related`` are ids of the same programme; ``version`` is 0
    before it is first saved; what is ``removed`` is kept for its history.
    """

    ref: FaqRef
    question: InLanguages
    phrasings: Mapping[Locale, tuple[str, ...]]
    answer: InLanguages
    confirmed: date
    source: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    related: tuple[str, ...] = ()
    version: int = 0
    removed: bool = False

    def valid_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    def asked_as(self) -> tuple[str, ...]:
        """Every way of asking it, in all languages, each once, the questions first."""
        said = [*self.question.texts.values()]
        said += [phrasing for several in self.phrasings.values() for phrasing in several]
        return tuple(dict.fromkeys(said))

    def ways(self, locale: Locale) -> int:
        """How many ways of asking it there are in a language, the question included."""
        question = self.question.texts.get(locale)
        return len({*self.phrasings.get(locale, ()), *([question] if question else [])})

    @property
    def few_phrasings(self) -> bool:
        """Whether a language that it is answered in has fewer than `PHRASINGS_WANTED` ways."""
        return any(self.ways(locale) < PHRASINGS_WANTED for locale in self._written())

    def _written(self) -> tuple[Locale, ...]:
        """The languages somebody wrote it in: Traditional beside Simplified Chinese may have been
        converted, and its readers' phrasings are matched as Simplified."""
        both = Locale.ZH_CN in self.question.texts
        return tuple(one for one in self.question.texts if not (both and one is Locale.ZH_TW))


class FaqAct(StrEnum):
    SHIPPED = "shipped"
    """It came with the programme, at `/setup` or with a newer version of the file."""
    ADDED = "added"
    EDITED = "edited"
    REMOVED = "removed"
    UNDONE = "undone"
    """The version before the last was brought back."""
    CONFIRMED = "confirmed"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class FaqVersion:
    """An entry as it was from ``at`` on. ``by`` is None where nobody did it."""

    entry: BankEntry
    act: FaqAct
    at: datetime
    by: UserId | None


def seeds(programme: Programme) -> tuple[BankEntry, ...]:
    """The entries that a programme brings along."""
    return tuple(_seed(programme.key, entry) for entry in programme.faqs)


def _seed(key: ProgrammeKey, entry: FaqEntry) -> BankEntry:
    return BankEntry(
        ref=FaqRef(key, entry.id),
        question=InLanguages.of(entry.question),
        phrasings={
            locale: tuple(one for one in ways if one != entry.question.in_(locale))
            for locale, ways in entry.phrasings.items()
        },
        answer=InLanguages.of(entry.answer),
        confirmed=entry.confirmed,
        related=entry.related,
    )
