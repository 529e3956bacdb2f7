"""The entries that programmes bring along, put into a guild's bank and kept up to date there."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.faq import BankEntry, FaqAct, FaqRef, seeds
from bot.domain.ids import GuildId
from bot.domain.programme import Programme
from bot.services.bank_drafts import same
from bot.services.ports import UnitOfWork


async def seed_bank(
    work: UnitOfWork, guild: GuildId, programme: Programme, before: Programme | None, now: datetime
) -> None:
    """Save the programme's own entries, and remove those that ``before``, the programme as the
    guild had it, brought along and this one does not. What a coordinator edited, imported,
    confirmed or removed stays as they left it.

    Raises:
        StaleVersion: somebody changed one of them meanwhile.
    """
    shipped = {seed.ref: seed for seed in seeds(programme)}
    dropped = {seed.ref for seed in seeds(before)} - shipped.keys() if before else set()
    for ref in (*shipped, *sorted(dropped)):
        there = await work.faqs.get(guild, ref)
        wanted = shipped.get(ref) or _without(there)
        if wanted is None or (there is not None and same(wanted, there)):
            continue
        if there is None or await _untouched(work, guild, ref):
            expected = there.version if there else 0
            await work.faqs.save(guild, wanted, FaqAct.SHIPPED, None, now, expected=expected)


def _without(there: BankEntry | None) -> BankEntry | None:
    return replace(there, removed=True) if there else None


async def _untouched(work: UnitOfWork, guild: GuildId, ref: FaqRef) -> bool:
    history = await work.faqs.history(guild, ref, limit=1)
    return bool(history) and history[0].act is FaqAct.SHIPPED
