"""Questions that were asked: what became of them, what the bank lacks, and figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import StaleVersion
from bot.domain.errors_answers import QuestionNotFound
from bot.domain.faq import GENERAL, FaqRef
from bot.domain.ids import ChannelId, MessageId, ProgrammeKey
from bot.domain.notice import Delivered
from bot.domain.question import Outcome, Place, Question, QuestionId, Stage, Where
from bot.domain.text import Locale
from bot.services.ports_answers import Asked, Figures
from db.database import Database
from tests.db.samples import COORDINATOR, GUEST, HOME, KEY, NOW, OTHER, OWNER, later, queued
from tests.db.samples_answers import FEE, WHO, about, answered, asked, question

HINA = ProgrammeKey("hina")
DM = FaqRef(GENERAL, "dm")
DESK = Delivered(ChannelId(51), MessageId(52))
EVERYTHING: dict[str, Any] = {
    "only": HINA,
    "entry": WHO,
    "helpful": False,
    "missing": "费用 🎬",
    "stage": Stage.ANSWERED,
    "answer": "It is free.",
    "answered_by": COORDINATOR,
    "answered_at": later(hours=1),
    "saved_as": FEE,
}


async def _get(database: Database, of: Question) -> Question:
    async with database.store.reading() as work:
        return await work.questions.get(of.guild, of.id)


async def _save(database: Database, changed: Question, expected: int) -> Question:
    async with database.store.writing() as work:
        stored = await work.questions.save(changed, expected=expected)
        await work.commit()
    return stored


async def _figures(database: Database, programme: ProgrammeKey | None = None) -> Figures:
    async with database.store.reading() as work:
        return await work.questions.figures(HOME, NOW, programme, top=2)


@pytest.mark.parametrize(
    "given",
    [
        question(),
        question(where=Where(Place.COMMAND), locale=Locale.EN, outcome=Outcome.OFFERED),
        question(asker=None, text=""),
        answered(DM, helpful=True),
        question(**EVERYTHING),
    ],
)
async def test_a_question_comes_back_as_it_was_asked(database: Database, given: Question) -> None:
    await asked(database, given)
    assert await _get(database, given) == given


async def test_a_question_that_nobody_asked_is_not_found(database: Database) -> None:
    await asked(database, question())
    with pytest.raises(QuestionNotFound):
        await _get(database, question())


async def test_all_that_became_of_a_question_is_kept(database: Database) -> None:
    first, given = question(), question()
    await asked(database, first, given)
    changed = replace(given, **EVERYTHING, same_as=first.id)
    stored = await _save(database, changed, 0)
    assert stored == replace(changed, version=1)
    assert await _get(database, given) == stored


async def test_a_change_of_a_version_that_is_past_is_refused(database: Database) -> None:
    given = question()
    await asked(database, given)
    await _save(database, replace(given, helpful=True), 0)
    with pytest.raises(StaleVersion):
        await _save(database, replace(given, helpful=False), 0)
    with pytest.raises(StaleVersion):
        await _save(database, question(), 0)
    assert (await _get(database, given)).helpful is True


async def test_where_it_stands_at_the_desk_is_the_queues_to_write(database: Database) -> None:
    given = question(stage=Stage.OPEN)
    told = about(given)
    await asked(database, given)
    await queued(database, told)
    await database.queue.sent(told, DESK, NOW)
    stored = await _save(database, replace(given, answer="Yes."), 0)
    assert stored.desk == (DESK.channel, DESK.message)
    elsewhere = replace(stored, desk=(ChannelId(1), MessageId(1)))
    assert (await _save(database, elsewhere, 1)).desk == stored.desk
    assert (await _get(database, given)).desk == stored.desk


async def test_a_question_is_merged_only_into_one_of_the_same_guild(database: Database) -> None:
    here, there = question(), question(guild=OTHER)
    await asked(database, here, there)
    with pytest.raises(IntegrityError):
        await _save(database, replace(here, same_as=there.id), 0)


async def test_gaps_are_what_the_bank_should_answer_newest_first(database: Database) -> None:
    gaps = [
        question(),
        answered(helpful=False),
        answered(stage=Stage.OPEN),
        question(stage=Stage.ANSWERED),
        question(outcome=Outcome.OFFERED, helpful=False),
    ]
    others = [
        answered(),
        answered(helpful=True),
        question(outcome=Outcome.OFFERED),
        question(saved_as=FEE),
        question(stage=Stage.DISMISSED),
        question(asker=None, text=""),
        question(guild=OTHER),
    ]
    await asked(database, *gaps, *others)
    async with database.store.reading() as work:
        assert await work.questions.gaps(HOME, limit=9) == gaps[::-1]
        assert await work.questions.gaps(HOME, limit=2) == gaps[:-3:-1]


async def test_what_closes_a_gap_takes_it_off_the_list_and_a_bad_answer_puts_it_there(
    database: Database,
) -> None:
    unknown, known = question(), answered()
    await asked(database, unknown, known)
    await _save(database, unknown.saved(FEE), 0)
    stored = await _save(database, known.voted(OWNER, helpful=False), 0)
    async with database.store.reading() as work:
        assert await work.questions.gaps(HOME, limit=9) == [stored]


async def test_those_merged_into_a_question_are_found(database: Database) -> None:
    root = question()
    merged = [question(same_as=root.id), question(same_as=root.id)]
    await asked(database, root, question(), *merged)
    async with database.store.reading() as work:
        assert await work.questions.merged_into(HOME, root.id) == merged
        assert await work.questions.merged_into(OTHER, root.id) == []
        assert await work.questions.merged_into(HOME, QuestionId("none")) == []


async def _many(database: Database) -> None:
    early = question(at=later(seconds=-1))
    await asked(
        database,
        early,
        answered(at=NOW, helpful=True),
        answered(locale=Locale.EN),
        answered(helpful=False, stage=Stage.ANSWERED),
        answered(FEE),
        answered(DM, only=HINA),
        question(stage=Stage.OPEN),
        question(only=HINA, outcome=Outcome.OFFERED),
        question(only=HINA, stage=Stage.DISMISSED),
        question(guild=OTHER),
    )


async def test_figures_are_by_programme_and_language(database: Database) -> None:
    await _many(database)
    zh = Locale.ZH_CN
    assert await _figures(database) == Figures(
        rows=[
            Asked(KEY, Locale.EN, 1, 0, 0, 0, 0),
            Asked(KEY, zh, 3, 0, 0, 1, 1),
            Asked(GENERAL, zh, 1, 0, 0, 0, 0),
            Asked(HINA, zh, 0, 1, 1, 0, 0),
            Asked(None, zh, 0, 0, 1, 0, 0),
        ],
        top=[(WHO, 3), (FEE, 1)],
        passed_on=2,
        replied=1,
    )


async def test_figures_of_one_programme_leave_out_the_others(database: Database) -> None:
    await _many(database)
    rows = [Asked(HINA, Locale.ZH_CN, 0, 1, 1, 0, 0)]
    assert await _figures(database, HINA) == Figures(rows, [], 0, 0)
    general = await _figures(database, GENERAL)
    assert general.top == [(DM, 1)]
    assert [row.asked for row in general.rows] == [1]
    assert await _figures(database, ProgrammeKey("none")) == Figures([], [], 0, 0)


async def test_what_was_put_aside_at_the_desk_was_passed_on(database: Database) -> None:
    given = question(stage=Stage.OPEN)
    told = about(given)
    await asked(database, given)
    await queued(database, told)
    await database.queue.sent(told, DESK, NOW)
    await _save(database, given.dismissed(COORDINATOR, NOW), 0)
    figures = await _figures(database)
    assert (figures.passed_on, figures.replied) == (1, 0)


async def test_figures_take_as_many_statements_for_many_as_for_none(
    database: Database, statements: list[str]
) -> None:
    await _figures(database)
    few = len(statements)
    await _many(database)
    statements.clear()
    await _figures(database)
    assert len(statements) == few


async def test_popular_are_the_entries_that_answered_most_often(database: Database) -> None:
    await _many(database)
    async with database.store.reading() as work:
        popular = work.questions.popular
        assert await popular(HOME, NOW, limit=9) == [WHO, FEE, DM]
        assert await popular(HOME, NOW, limit=1) == [WHO]
        assert await popular(HOME, later(days=1), limit=9) == []
        assert await popular(OTHER, NOW, limit=9) == []


async def test_a_persons_questions_are_listed_oldest_first(database: Database) -> None:
    mine = [question("first"), question("second")]
    await asked(database, mine[0], question(asker=GUEST), mine[1])
    async with database.store.reading() as work:
        assert await work.questions.of(HOME, OWNER) == mine
        assert await work.questions.of(OTHER, OWNER) == []


async def test_who_is_forgotten_leaves_counts_without_a_word(database: Database) -> None:
    given = answered(helpful=False, missing="费用", answer="To you, Chen.", stage=Stage.ANSWERED)
    other = question(asker=GUEST)
    told = about(given)
    await asked(database, given, other)
    await queued(database, told)
    await database.queue.sent(told, DESK, NOW)
    before, figures = await _get(database, given), await _figures(database)
    async with database.store.writing() as work:
        assert await work.questions.forget(HOME, OWNER) == [before]
        await work.commit()
    assert await _get(database, given) == replace(
        given,
        asker=None,
        text="",
        missing="",
        answer="",
        where=Where(Place.MENTION),
        version=1,
    )
    assert await _figures(database) == figures
    async with database.store.reading() as work:
        assert await work.questions.gaps(HOME, limit=9) == [other]
        assert await work.questions.of(HOME, OWNER) == []


async def test_a_change_begun_before_the_asker_was_forgotten_is_refused(
    database: Database,
) -> None:
    given = question()
    await asked(database, given)
    async with database.store.writing() as work:
        await work.questions.forget(HOME, OWNER)
        await work.commit()
    with pytest.raises(StaleVersion):
        await _save(database, given.passed_on(OWNER), 0)


async def test_a_forgotten_coordinators_answer_stays_without_their_name(
    database: Database,
) -> None:
    given = question(answer="Free.", answered_by=OWNER, asker=GUEST, stage=Stage.ANSWERED)
    await asked(database, given)
    async with database.store.writing() as work:
        assert await work.questions.forget(HOME, OWNER) == []
        await work.commit()
    assert await _get(database, given) == replace(given, answered_by=None, version=1)
