"""The bank of one guild as a coordinator works with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.errors_answers import BankFull, EntryNotFound
from bot.domain.faq import GENERAL, BankEntry, FaqRef
from bot.domain.faq_rules import ENTRIES, id_of
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.people import Actor
from bot.domain.programme import Programme
from bot.services.bank_listing import today_of
from bot.services.common import check_coordinator
from bot.services.ports import Ids, UnitOfWork
from bot.services.ports_answers import Bank

TOKEN = 12
"""Characters of an id for a question without Latin letters: enough that none comes twice."""


@dataclass(frozen=True, slots=True)
class Room:
    """``programmes`` are those in use; ``bank`` is all that is not removed, also of others;
    ``today`` is the day where the guild is."""

    guild: GuildId
    programmes: Mapping[ProgrammeKey, Programme]
    bank: Sequence[BankEntry]
    today: date

    @classmethod
    async def of(cls, work: UnitOfWork, actor: Actor, now: datetime) -> Room:
        """Raises: CoordinatorsOnly."""
        settings = await check_coordinator(work, actor)
        today = today_of(settings, now)
        active = await work.programmes.active(actor.guild)
        programmes = {each.programme.key: each.programme for each in active}
        return cls(actor.guild, programmes, await work.faqs.bank(actor.guild), today)

    @property
    def known(self) -> set[ProgrammeKey]:
        """What an entry may belong to."""
        return {GENERAL, *self.programmes}

    @property
    def entries(self) -> list[BankEntry]:
        """Of programmes in use, and of the server as a whole."""
        known = self.known
        return [entry for entry in self.bank if entry.ref.programme in known]

    def of_programme(self, programme: ProgrammeKey | None) -> list[BankEntry]:
        """With None, all."""
        return [one for one in self.entries if programme in (None, one.ref.programme)]

    def judged_by(self, excluding: FaqRef | None) -> Bank:
        """All entries but one, whether they are valid today or not."""
        visible = {entry.ref for entry in self.entries} - {excluding}
        names = {key: (each.name.en, each.name.zh_cn) for key, each in self.programmes.items()}
        return Bank(self.guild, self.bank, visible, names)


def check_space(bank: Sequence[BankEntry], programme: ProgrammeKey) -> None:
    """Raises: BankFull: parameters ``most``. A programme has no place for one more."""
    if sum(entry.ref.programme == programme for entry in bank) >= ENTRIES:
        raise BankFull(most=ENTRIES)


async def existing(
    work: UnitOfWork, guild: GuildId, ref: FaqRef, *, removed: bool = False
) -> BankEntry:
    """Raises: EntryNotFound: there is none; with ``removed`` there never was."""
    entry = await work.faqs.get(guild, ref)
    if entry is None or (entry.removed and not removed):
        raise EntryNotFound
    return entry


async def new_ref(
    work: UnitOfWork, ids: Ids, guild: GuildId, programme: ProgrammeKey, question: str
) -> FaqRef:
    """A name that no entry has or had, made of an English question; else it says nothing."""
    name = id_of(question) or ids.token()[-TOKEN:]
    ref, number = FaqRef(programme, name), 1
    while await work.faqs.get(guild, ref) is not None:
        number += 1
        ref = FaqRef(programme, f"{name}-{number}")
    return ref
