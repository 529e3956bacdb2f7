"""Questions to coordinators, as services see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.faq import BankEntry, FaqAct, FaqRef, InLanguages
from bot.domain.ids import ChannelId, GuildId, MessageId, ProgrammeKey
from bot.domain.people import Actor
from bot.domain.question import Outcome, Place, Question, QuestionId, Where
from bot.domain.text import Locale
from bot.services.ports_answers import Decision
from bot.services.questions import Questions
from tests.db.samples import HOME, NOW, token
from tests.services.house import LIN, House
from tests.services.played import Told

MENTION = Where(Place.MENTION, ChannelId(71), MessageId(72))
CATS = FaqRef(ProgrammeKey("chunm"), "cats")


@dataclass(frozen=True)
class Counter:
    """Where people answer: the service, and the matcher that it compares by."""

    house: House
    matcher: Told
    questions: Questions

    @classmethod
    def in_(cls, house: House) -> Counter:
        matcher = Told(Decision.UNKNOWN)
        made = Questions(house.database.store, house.clock, house.ids, matcher)
        return cls(house, matcher, made)

    async def asks(
        self, words: str = "May my cat direct?", actor: Actor = LIN, **changes: Any
    ) -> QuestionId:
        """What the bot could not answer; each is asked a minute after the one before."""
        self.house.clock.passes(minutes=1)
        question = Question(
            id=QuestionId(token()),
            guild=actor.guild,
            at=self.house.clock.now(),
            asker=actor.user,
            locale=actor.locale,
            text=words,
            where=Where(Place.COMMAND, ChannelId(70)),
            outcome=Outcome.UNKNOWN,
        )
        question = replace(question, **changes)
        async with self.house.database.store.writing() as work:
            await work.questions.add(question)
            await work.commit()
        return question.id

    async def at_desk(self, words: str = "May my cat direct?", actor: Actor = LIN) -> QuestionId:
        question = await self.asks(words, actor)
        await self.questions.pass_on(actor, question)
        return question

    async def stored(self, question: QuestionId, guild: GuildId = HOME) -> Question:
        async with self.house.database.store.reading() as work:
            return await work.questions.get(guild, question)

    async def entry(self, ref: FaqRef = CATS, asked: str = "May cats direct?") -> FaqRef:
        """An entry of the bank, saved."""
        made = BankEntry(
            ref,
            InLanguages({Locale.EN: asked}),
            {},
            InLanguages({Locale.EN: "No."}),
            date(2026, 1, 2),
        )
        async with self.house.database.store.writing() as work:
            await work.faqs.save(HOME, made, FaqAct.ADDED, None, NOW, expected=0)
            await work.commit()
        return ref
