"""The bank in coordinators' hands, over a house."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.answers.engine import Engine
from bot.answers.matcher import EngineMatcher
from bot.content.faq_files import FaqFiles
from bot.content.traditional import ChineseConversion
from bot.domain.faq import BankEntry, FaqRef, FaqVersion
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale
from bot.services.bank import FaqBank, FaqDraft
from bot.services.ports_answers import Matcher
from tests.db.samples import HOME, KEY
from tests.services.house import House

PARKING = FaqDraft(
    programme=KEY,
    locale=Locale.EN,
    question="Is there parking at the studio?",
    answer="Yes, forty spaces behind the building.",
    phrasings=("Where can I leave my car?", "Can I park there?"),
    source="House rules",
)
PARKING_REF = FaqRef(KEY, "is-there-parking-at-the-studio")


def draft(of: FaqDraft = PARKING, **changes: Any) -> FaqDraft:
    return replace(of, **changes)


def numbered(number: int, programme: ProgrammeKey = KEY) -> FaqDraft:
    """One of any number of drafts that have nothing to do with one another."""
    return draft(programme=programme, question=f"Item{number} x{number}?", phrasings=())


def bank_of(house: House, matcher: Matcher | None = None) -> FaqBank:
    """Judged by words alone, unless another matcher is given."""
    return FaqBank(
        house.database.store,
        matcher or EngineMatcher(Engine()),
        house.clock,
        house.ids,
        ChineseConversion(),
        FaqFiles(),
    )


async def kept(house: House, ref: FaqRef = PARKING_REF) -> BankEntry | None:
    """As it is stored, removed or not."""
    async with house.database.store.reading() as work:
        return await work.faqs.get(HOME, ref)


async def versions(house: House, ref: FaqRef = PARKING_REF) -> list[FaqVersion]:
    """The newest first."""
    async with house.database.store.reading() as work:
        return list(await work.faqs.history(HOME, ref, limit=1000))


async def all_of(house: House) -> list[BankEntry]:
    async with house.database.store.reading() as work:
        return list(await work.faqs.bank(HOME))
