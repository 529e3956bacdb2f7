"""Finding entries of the bank: those that need something, and those that somebody means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.faq import BankEntry
from bot.domain.people import GuildSettings

CONFIRMED_FOR = timedelta(days=30)
"""How long an entry counts as confirmed."""


class Filter(StrEnum):
    ALL = "all"
    UNCONFIRMED = "unconfirmed"
    """Nobody said for more than `CONFIRMED_FOR` that it is still right; without what is past."""
    FEW_PHRASINGS = "few_phrasings"
    NOT_NOW = "not_now"
    """Not valid yet, or not any more."""


def today_of(settings: GuildSettings | None, now: datetime) -> date:
    """The day where the guild is."""
    return now.astimezone(ZoneInfo(settings.timezone if settings else "UTC")).date()


def confirmed_too_long_ago(entry: BankEntry, today: date) -> bool:
    past = entry.valid_until is not None and entry.valid_until < today
    return entry.confirmed < today - CONFIRMED_FOR and not past


_SHOWN: Mapping[Filter, Callable[[BankEntry, date], bool]] = {
    Filter.ALL: lambda entry, today: True,
    Filter.UNCONFIRMED: confirmed_too_long_ago,
    Filter.FEW_PHRASINGS: lambda entry, today: entry.few_phrasings,
    Filter.NOT_NOW: lambda entry, today: not entry.valid_on(today),
}


def filtered(entries: Sequence[BankEntry], only: Filter, today: date) -> list[BankEntry]:
    return [entry for entry in entries if _SHOWN[only](entry, today)]


def meant(entries: Sequence[BankEntry], typed: str, limit: int) -> list[BankEntry]:
    """The entries whose id, question or phrasing in any language holds what was typed: those first
    that begin with it, then those whose phrasings alone hold it; all if nothing was typed."""
    words = " ".join(typed.casefold().split())
    ranked = [(place, entry) for entry in entries if (place := _place(entry, words)) is not None]
    return [entry for _, entry in sorted(ranked, key=lambda each: each[0])[:limit]]


def _place(entry: BankEntry, words: str) -> int | None:
    names = [":".join(entry.ref), entry.ref.id]
    names += [question.casefold() for question in entry.question.texts.values()]
    if any(name.startswith(words) for name in names):
        return 0
    if any(words in name for name in names):
        return 1
    if any(words in told.casefold() for several in entry.phrasings.values() for told in several):
        return 2
    return None
