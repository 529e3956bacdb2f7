"""Questions go to the coordinators, and their answers back to whoever asked."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.errors import CoordinatorsOnly, NotSetUp
from bot.domain.errors_answers import (
    AnsweredAlready,
    AnswerMissing,
    EntryNotFound,
    EntryTooLong,
    NotYourQuestion,
    PassedOnAlready,
    QuestionNotFound,
)
from bot.domain.notice import NoticeKind, Route
from bot.domain.question import ANSWER_CHARACTERS, Place, QuestionId, Stage, Where
from tests.db.samples import OTHER, seed, token
from tests.services.asked import CATS, MENTION, Counter
from tests.services.house import (
    LIN,
    MANAGER,
    MAYA,
    SAM,
    WEI,
    House,
    elsewhere,
    on_both_engines,
)


@pytest.fixture
def counter(house: House) -> Counter:
    return Counter.in_(house)


class TestPassingOn:
    @on_both_engines
    async def test_it_goes_to_the_desk(self, counter: Counter) -> None:
        question = await counter.asks()
        passed = await counter.questions.pass_on(LIN, question)
        assert passed == await counter.stored(question)
        assert passed.stage is Stage.OPEN
        (row,) = await counter.house.queue()
        assert (row["kind"], row["route"], row["recipient"]) == (
            NoticeKind.QUESTION,
            Route.DESK,
            None,
        )
        assert (row["detail"], row["actor"], row["pitch"]) == (question, LIN.user, None)

    async def test_a_second_time_is_refused(self, counter: Counter) -> None:
        question = await counter.at_desk()
        with pytest.raises(PassedOnAlready):
            await counter.questions.pass_on(LIN, question)
        assert len(await counter.house.queue()) == 1

    @on_both_engines
    async def test_pressing_twice_at_once_is_once(self, counter: Counter) -> None:
        question = await counter.asks()
        results = await asyncio.gather(
            counter.questions.pass_on(LIN, question),
            counter.questions.pass_on(LIN, question),
            return_exceptions=True,
        )
        assert sum(isinstance(one, PassedOnAlready) for one in results) == 1
        assert len(await counter.house.queue()) == 1

    async def test_nobody_passes_on_what_another_asked(self, counter: Counter) -> None:
        question = await counter.asks()
        for stranger in (SAM, MAYA):
            with pytest.raises(NotYourQuestion):
                await counter.questions.pass_on(stranger, question)

    async def test_where_there_is_no_desk_nothing_is_promised(self, bare: House) -> None:
        counter = Counter.in_(bare)
        question = await counter.asks()
        with pytest.raises(NotSetUp):
            await counter.questions.pass_on(LIN, question)
        assert (await counter.stored(question)).stage is Stage.NONE

    async def test_what_was_answered_needs_nobody_any_more(self, counter: Counter) -> None:
        question = await counter.at_desk()
        await counter.questions.answer(MAYA, question, "No.")
        with pytest.raises(AnsweredAlready):
            await counter.questions.pass_on(LIN, question)


class TestAnswering:
    @on_both_engines
    async def test_the_asker_is_told_and_the_desk_shows_it(self, counter: Counter) -> None:
        question = await counter.at_desk()
        answered = await counter.questions.answer(MAYA, question, "  Only with you.\x00 ")
        assert answered == await counter.stored(question)
        assert (answered.stage, answered.answer) == (Stage.ANSWERED, "Only with you.")
        assert (answered.answered_by, answered.answered_at) == (
            MAYA.user,
            counter.house.clock.now(),
        )
        assert await counter.house.told(after=1) == [
            (NoticeKind.ANSWER, LIN.user),
            (NoticeKind.QUESTION_UPDATE, None),
        ]
        answer = (await counter.house.queue())[1]
        assert (answer["route"], answer["detail"]) == (Route.DM, question)

    @pytest.mark.parametrize(
        ("where", "route"),
        [
            (MENTION, Route.CHANNEL),
            (Where(Place.FORUM, MENTION.channel, MENTION.message), Route.CHANNEL),
            (Where(Place.CHANNEL, MENTION.channel), Route.CHANNEL),
            (Where(Place.CHANNEL), Route.DM),
            (Where(Place.DM, MENTION.channel, MENTION.message), Route.DM),
            (Where(Place.BUTTON, MENTION.channel), Route.DM),
        ],
    )
    async def test_it_goes_where_the_question_was_asked_in_public(
        self, counter: Counter, where: Where, route: Route
    ) -> None:
        question = await counter.asks(where=where)
        await counter.questions.answer(MAYA, question, "No.")
        (row,) = await counter.house.queue()
        assert (row["kind"], row["route"]) == (NoticeKind.ANSWER, route)

    @on_both_engines
    async def test_of_two_at_once_one_is_told_who_answered(self, counter: Counter) -> None:
        question = await counter.at_desk()
        results = await asyncio.gather(
            counter.questions.answer(MAYA, question, "Maya says no."),
            counter.questions.answer(WEI, question, "Wei says yes."),
            return_exceptions=True,
        )
        (late,) = [one for one in results if isinstance(one, AnsweredAlready)]
        stored = await counter.stored(question)
        assert late.params["by"] == stored.answered_by
        kinds = [kind for kind, _ in await counter.house.told()]
        assert kinds.count(NoticeKind.ANSWER) == 1
        with pytest.raises(AnsweredAlready):
            await counter.questions.to_answer(WEI, question)
        with pytest.raises(AnsweredAlready):
            await counter.questions.dismiss(WEI, question)

    async def test_an_answer_has_words_and_not_too_many(self, counter: Counter) -> None:
        question = await counter.at_desk()
        for nothing in ("", "  \n", "\x00"):
            with pytest.raises(AnswerMissing):
                await counter.questions.answer(MAYA, question, nothing)
        with pytest.raises(EntryTooLong) as refusal:
            await counter.questions.answer(MAYA, question, "字" * (ANSWER_CHARACTERS + 1))
        assert refusal.value.params == {
            "characters": ANSWER_CHARACTERS + 1,
            "most": ANSWER_CHARACTERS,
        }
        await counter.questions.answer(MAYA, question, "字" * ANSWER_CHARACTERS)

    async def test_what_was_put_aside_can_still_be_answered(self, counter: Counter) -> None:
        question = await counter.at_desk()
        dismissed = await counter.questions.dismiss(MAYA, question)
        assert (dismissed.stage, dismissed.answered_by) == (Stage.DISMISSED, MAYA.user)
        assert await counter.house.told(after=1) == [(NoticeKind.QUESTION_UPDATE, None)]
        assert await counter.questions.to_answer(WEI, question) == dismissed
        answered = await counter.questions.answer(WEI, question, "No.")
        assert (answered.stage, answered.answered_by) == (Stage.ANSWERED, WEI.user)

    async def test_what_never_came_to_the_desk_is_put_aside_without_a_word(
        self, counter: Counter
    ) -> None:
        question = await counter.asks()
        await counter.questions.dismiss(MAYA, question)
        assert await counter.house.queue() == []


class TestWhoMay:
    async def test_only_coordinators_do_any_of_it(self, counter: Counter) -> None:
        question = await counter.at_desk()
        await counter.entry()
        service = counter.questions
        for stranger in (LIN, SAM, elsewhere(MAYA)):
            for attempt in (
                service.for_desk(stranger, question),
                service.to_answer(stranger, question),
                service.answer(stranger, question, "No."),
                service.answer(stranger, question, ""),
                service.dismiss(stranger, question),
                service.saved(stranger, question, CATS),
                service.gaps(stranger, 0),
                service.gap(stranger, question),
                service.merge(stranger, question, question),
            ):
                with pytest.raises(CoordinatorsOnly):
                    await attempt
        assert len(await counter.house.queue()) == 1

    async def test_ids_of_another_guild_name_nothing(self, counter: Counter) -> None:
        await seed(counter.house.database, OTHER)
        question = await counter.at_desk()
        await counter.entry()
        theirs = await counter.asks(actor=elsewhere(LIN))
        there, service = elsewhere(MAYA), counter.questions
        for attempt in (
            service.pass_on(elsewhere(LIN), question),
            service.to_read(elsewhere(LIN), question),
            service.for_desk(there, question),
            service.answer(there, question, "No."),
            service.dismiss(there, question),
            service.saved(there, question, CATS),
            service.gap(there, question),
            service.merge(there, question, theirs),
            service.merge(there, theirs, question),
        ):
            with pytest.raises(QuestionNotFound):
                await attempt
        with pytest.raises(EntryNotFound):
            await service.saved(there, theirs, CATS)
        assert (await service.gaps(there, 0)).total == 1

    async def test_the_asker_and_coordinators_read_it_in_full(self, counter: Counter) -> None:
        question = await counter.at_desk()
        stored = await counter.stored(question)
        for reader in (LIN, MAYA, MANAGER):
            assert await counter.questions.to_read(reader, question) == stored
        with pytest.raises(NotYourQuestion):
            await counter.questions.to_read(SAM, question)

    async def test_what_never_was_or_was_forgotten_is_not_found(self, counter: Counter) -> None:
        forgotten = await counter.at_desk()
        async with counter.house.database.store.writing() as work:
            await work.questions.forget(LIN.guild, LIN.user)
            await work.commit()
        for question in (forgotten, QuestionId(token())):
            for attempt in (
                counter.questions.for_desk(MAYA, question),
                counter.questions.to_read(MAYA, question),
                counter.questions.answer(MAYA, question, "No."),
                counter.questions.dismiss(MAYA, question),
                counter.questions.gap(MAYA, question),
            ):
                with pytest.raises(QuestionNotFound):
                    await attempt
