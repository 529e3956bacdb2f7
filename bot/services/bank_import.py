"""Entries of a file taken over into the bank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors_answers import BankFull
from bot.domain.faq import BankEntry, FaqAct
from bot.domain.faq_rules import ENTRIES
from bot.domain.people import Actor
from bot.services.bank_drafts import check_lengths, in_both_chineses, same
from bot.services.ports import UnitOfWork
from bot.services.ports_answers import Conversion


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many entries of a file were new or had been removed, how many said something else than
    before, and how many the same."""

    added: int
    changed: int
    unchanged: int


async def take_over(
    work: UnitOfWork,
    actor: Actor,
    entries: Sequence[BankEntry],
    conversion: Conversion,
    now: datetime,
) -> ImportReport:
    """Save what differs from what the bank has, and nothing else.

    Raises:
        BankFull: parameters ``most``. A programme would have more entries.
        EntryTooLong, TooManyPhrasings: a text of the other Chinese, made of one that just fits,
            does not.
        StaleVersion: somebody else changed one of them meanwhile.
    """
    counts: Counter[str] = Counter()
    for read in entries:
        old = await work.faqs.get(actor.guild, read.ref)
        entry = in_both_chineses(read, old, conversion)
        check_lengths(entry)
        if old is not None and same(entry, old):
            counts["unchanged"] += 1
            continue
        counts["added" if old is None or old.removed else "changed"] += 1
        expected = old.version if old else 0
        by = actor.user
        await work.faqs.save(actor.guild, entry, FaqAct.IMPORTED, by, now, expected=expected)
    if counts["added"]:
        bank = await work.faqs.bank(actor.guild)
        sizes = Counter(entry.ref.programme for entry in bank)
        if any(sizes[entry.ref.programme] > ENTRIES for entry in entries):
            raise BankFull(most=ENTRIES)
    return ImportReport(counts["added"], counts["changed"], counts["unchanged"])
