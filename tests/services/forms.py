"""Forms that change under a draft, and one that takes files."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.filetypes import FileType
from bot.domain.form import Consent, Field, Form, Kind, Option, Page
from bot.domain.ids import GuildId
from bot.domain.programme import Programme
from bot.domain.text import Localized
from tests.db.samples import HOME, programme
from tests.services.house import House

FIRST = programme().form.pages[0]
TITLE, LOGLINE, FORMAT, EPISODES = FIRST.fields


def words(en: str, zh: str) -> Localized:
    return Localized(en, zh, zh)


def form(*pages: Page, consent: str = "1") -> Form:
    return Form(pages, Consent(consent, words(f"I agree ({consent}).", f"我同意（{consent}）。")))


NOTES = Field("notes", Kind.LONG, words("Notes", "备注"), required=False)
DECK = Field(
    "deck",
    Kind.FILES,
    words("Deck", "资料"),
    required=False,
    most=3,
    accepts=(FileType.PDF,),
)
ADULT = Field("adult", Kind.YES_NO, words("For adults?", "限制级？"), required=False)
TONE = Field(
    "tone",
    Kind.CHOICE,
    words("Tone", "基调"),
    required=False,
    options=(Option("dark", words("Dark", "暗")), Option("light", words("Light", "亮"))),
)
SECOND = Page("two", words("More", "更多"), (NOTES, DECK, ADULT, TONE))
PAGED = form(FIRST, SECOND)
"""The sample's page, and a second one of which nothing is required."""


def asking(asked: Form) -> Programme:
    return replace(programme(), form=asked)


async def asks(house: House, asked: Form, guild: GuildId = HOME) -> None:
    """From now on the programme asks by this form."""
    async with house.database.store.writing() as work:
        await work.programmes.put(guild, asking(asked), house.clock.now())
        await work.commit()
