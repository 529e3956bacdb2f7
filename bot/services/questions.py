"""Questions that people answer: put before the coordinators, answered, put aside, and gathered
into the gaps that they show in the bank."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.domain.errors import CoordinatorsOnly
from bot.domain.errors_answers import (
    AnsweredAlready,
    AnswerMissing,
    EntryNotFound,
    EntryTooLong,
    NotYourQuestion,
    QuestionNotFound,
)
from bot.domain.faq import FaqRef
from bot.domain.ids import UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.people import Actor
from bot.domain.question import ANSWER_CHARACTERS, Question, QuestionId, Stage
from bot.services.common import check_coordinator, retrying, settings_of, storable
from bot.services.gaps import Gap, GapPage, clustered
from bot.services.ports import Clock, Ids, Store, UnitOfWork
from bot.services.ports_answers import Matcher
from bot.services.telling import Telling

__all__ = ["Gap", "GapPage", "Questions"]

CONSIDERED = 500
"""Questions that gaps are made of, the newest; comparing more would take seconds."""
LISTED = 5
"""Gaps on one page."""


Change = Callable[[Question, datetime], Question]
"""Gets the question as it is, and the time; returns it as it is to be."""
Tell = Callable[[Question, Telling], Awaitable[None]]
"""Gets the question as it was stored."""


class Questions:
    def __init__(self, store: Store, clock: Clock, ids: Ids, matcher: Matcher) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._matcher = matcher

    async def pass_on(self, actor: Actor, question: QuestionId) -> Question:
        """Put the asker's question before the coordinators, at the desk.

        Raises:
            NotSetUp: there is no desk.
            QuestionNotFound, NotYourQuestion, PassedOnAlready, AnsweredAlready.
        """

        async def change() -> Question:
            async with self._store.writing() as work:
                await settings_of(work, actor.guild)
                asked = await work.questions.get(actor.guild, question)
                open_ = asked.passed_on(actor.user)
                stored = await work.questions.save(open_, expected=asked.version)
                await self._telling(work, actor).desk(NoticeKind.QUESTION, detail=question)
                await work.commit()
            return stored

        return await retrying(change)

    async def for_desk(self, actor: Actor, question: QuestionId) -> Question:
        """Raises: CoordinatorsOnly, QuestionNotFound."""
        async with self._store.reading() as work:
            await check_coordinator(work, actor)
            return await _asked(work, actor, question)

    async def to_answer(self, actor: Actor, question: QuestionId) -> Question:
        """A question that still needs an answer.

        Raises:
            CoordinatorsOnly, QuestionNotFound.
            AnsweredAlready: parameters ``by``.
        """
        found = await self.for_desk(actor, question)
        if found.stage is Stage.ANSWERED:
            raise AnsweredAlready(by=found.answered_by)
        return found

    async def to_read(self, actor: Actor, question: QuestionId) -> Question:
        """For the one who asked, and for coordinators.

        Raises:
            QuestionNotFound.
            NotYourQuestion.
        """
        async with self._store.reading() as work:
            asked = await _asked(work, actor, question)
            try:
                await check_coordinator(work, actor)
            except CoordinatorsOnly:
                if asked.asker != actor.user:
                    raise NotYourQuestion from None
        return asked

    async def answer(self, actor: Actor, question: QuestionId, words: str) -> Question:
        """Answer it. The asker is told where they asked, or else in a direct message.

        Raises:
            CoordinatorsOnly, QuestionNotFound.
            AnswerMissing: there are no words.
            EntryTooLong: parameters ``characters``, ``most``.
            AnsweredAlready: another coordinator was first. Parameters: ``by``.
        """
        said = storable(words).strip()

        def change(asked: Question, now: datetime) -> Question:
            if not said:
                raise AnswerMissing
            if len(said) > ANSWER_CHARACTERS:
                raise EntryTooLong(characters=len(said), most=ANSWER_CHARACTERS)
            return asked.answered(actor.user, said, now)

        async def tell(asked: Question, telling: Telling) -> None:
            public = asked.where.place.public and asked.where.channel is not None
            route = Route.CHANNEL if public else Route.DM
            asker = asked.asker or UserId(0)
            await telling.person(NoticeKind.ANSWER, asker, asked.id, route=route)

        return await self._changed(actor, question, change, tell)

    async def dismiss(self, actor: Actor, question: QuestionId) -> Question:
        """Put it aside: it needs no answer. Nobody is told.

        Raises:
            CoordinatorsOnly, QuestionNotFound.
            AnsweredAlready: parameters ``by``.
        """
        return await self._changed(
            actor, question, lambda asked, now: asked.dismissed(actor.user, now)
        )

    async def put_aside(self, actor: Actor, question: QuestionId) -> Gap:
        """Put the whole gap that holds it aside: the bank need not answer it. What a coordinator
        answered stays answered. Nobody is told.

        Raises:
            CoordinatorsOnly, QuestionNotFound.
        """
        gap = await self.gap(actor, question)

        async def change() -> None:
            async with self._store.writing() as work:
                await check_coordinator(work, actor)
                telling = self._telling(work, actor)
                for one in await _with_merged(work, gap):
                    after = one.put_aside(actor.user, telling.now)
                    await work.questions.save(after, expected=one.version)
                    await _shown(one, telling)
                await work.commit()

        await retrying(change)
        return gap

    async def saved(self, actor: Actor, question: QuestionId, ref: FaqRef) -> int:
        """Note that an entry answers this question from now on, those merged into it, and those of
        the same gap; return how many these are.

        Raises:
            CoordinatorsOnly, QuestionNotFound.
            EntryNotFound: there is no such entry here.
        """
        alike = await self.gap(actor, question)

        async def change() -> int:
            async with self._store.writing() as work:
                await check_coordinator(work, actor)
                if await work.faqs.get(actor.guild, ref) is None:
                    raise EntryNotFound
                telling = self._telling(work, actor)
                named = [
                    one
                    for one in await _with_merged(work, alike)
                    if one.id == question or one.saved_as is None
                ]
                for one in named:
                    await work.questions.save(one.saved(ref), expected=one.version)
                    await _shown(one, telling)
                await work.commit()
            return len(named)

        return await retrying(change)

    async def gaps(self, actor: Actor, page: int) -> GapPage:
        """Page ``page`` (from 0) of what the bank lacks, `LISTED` to a page, what was asked most
        first. Raises: CoordinatorsOnly."""
        found = await self._gaps(actor)
        pages = max(1, -(-len(found) // LISTED))
        return GapPage(tuple(found[page * LISTED :][:LISTED]), len(found), page, pages)

    async def gap(self, actor: Actor, question: QuestionId) -> Gap:
        """The gap that holds the question; one that shows no gap (any more) stands for itself and
        those merged into it.

        Raises:
            CoordinatorsOnly, QuestionNotFound.
        """
        for gap in await self._gaps(actor):
            if gap.holds(question):
                return gap
        async with self._store.reading() as work:
            alone = await _asked(work, actor, question)
            merged = await work.questions.merged_into(actor.guild, question)
        return Gap.of([alone, *(one for one in merged if one.text)])

    async def merge(self, actor: Actor, question: QuestionId, into: QuestionId) -> Gap:
        """Make the gap that holds ``question`` part of the one that holds ``into``; return that.

        Raises:
            CoordinatorsOnly, QuestionNotFound.
        """
        gap = await self.gap(actor, question)

        async def change() -> None:
            async with self._store.writing() as work:
                await check_coordinator(work, actor)
                target = await _asked(work, actor, into)
                root = target.same_as or target.id
                for one in await _with_merged(work, gap):
                    if one.id != root and one.same_as != root:
                        merged = replace(one, same_as=root)
                        await work.questions.save(merged, expected=one.version)
                await work.commit()

        if not gap.holds(into):
            await retrying(change)
        return await self.gap(actor, into)

    async def _gaps(self, actor: Actor) -> list[Gap]:
        """Raises: CoordinatorsOnly."""
        async with self._store.reading() as work:
            await check_coordinator(work, actor)
            found = await work.questions.gaps(actor.guild, limit=CONSIDERED)
        return clustered(found, await self._matcher.groups([one.text for one in found]))

    async def _changed(
        self,
        actor: Actor,
        question: QuestionId,
        change: Change,
        tell: Tell | None = None,
    ) -> Question:
        """What a coordinator does to one question, and what is to be told of it then."""

        async def attempt() -> Question:
            async with self._store.writing() as work:
                await check_coordinator(work, actor)
                asked = await _asked(work, actor, question)
                telling = self._telling(work, actor)
                changed = change(asked, telling.now)
                stored = await work.questions.save(changed, expected=asked.version)
                if tell:
                    await tell(stored, telling)
                await _shown(asked, telling)
                await work.commit()
            return stored

        return await retrying(attempt)

    def _telling(self, work: UnitOfWork, actor: Actor) -> Telling:
        return Telling.apart(work, self._ids, actor.guild, self._clock.now(), actor.user)


async def _asked(work: UnitOfWork, actor: Actor, question: QuestionId) -> Question:
    """Raises: QuestionNotFound: also where the asker had it forgotten."""
    asked = await work.questions.get(actor.guild, question)
    if not asked.text:
        raise QuestionNotFound
    return asked


async def _with_merged(work: UnitOfWork, gap: Gap) -> list[Question]:
    """The questions of a gap as they are now, and those merged into them, each once."""
    found: dict[QuestionId, Question] = {}
    for each in gap.questions:
        found[each.id] = await work.questions.get(each.guild, each.id)
    for each in gap.questions:
        for merged in await work.questions.merged_into(each.guild, each.id):
            found.setdefault(merged.id, merged)
    return list(found.values())


async def _shown(before: Question, telling: Telling) -> None:
    """Show at the desk what became of a question, if it stands there."""
    if before.stage is not Stage.NONE:
        await telling.desk(NoticeKind.QUESTION_UPDATE, detail=before.id)
