"""A guild's bank of answers as askers may see it at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.faq import GENERAL, BankEntry, FaqRef
from bot.domain.ids import ChannelId, GuildId, ProgrammeKey
from bot.domain.programme import Programme
from bot.services.ports import UnitOfWork
from bot.services.ports_answers import Bank


@dataclass(frozen=True, slots=True)
class Visible:
    """``programmes`` are those in use; ``entries`` those of the bank that belong to one of them or
    to the server as a whole and are valid on this day in the guild's time zone; ``questions`` is
    the channel where people can be asked, if there is one."""

    bank: Bank
    programmes: Mapping[ProgrammeKey, Programme]
    entries: Mapping[FaqRef, BankEntry]
    questions: ChannelId | None


async def visible(
    work: UnitOfWork, guild: GuildId, now: datetime, only: ProgrammeKey | None = None
) -> Visible:
    """With ``only``, of one programme."""
    settings = await work.guilds.get(guild)
    active = await work.programmes.active(guild)
    bank = await work.faqs.bank(guild)
    today = now.astimezone(ZoneInfo(settings.timezone if settings else "UTC")).date()
    programmes = {known.programme.key: known.programme for known in active}
    asked = {only} if only is not None else {GENERAL, *programmes}
    in_use = asked & {GENERAL, *programmes}
    entries = {
        entry.ref: entry
        for entry in bank
        if entry.ref.programme in in_use and entry.valid_on(today)
    }
    names = {key: (each.name.en, each.name.zh_cn) for key, each in programmes.items()}
    questions = settings.questions if settings else None
    return Visible(Bank(guild, bank, entries.keys(), names), programmes, entries, questions)
