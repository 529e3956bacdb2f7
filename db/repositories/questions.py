"""Questions that were asked, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    RowMapping,
    Select,
    and_,
    case,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StaleVersion
from bot.domain.errors_answers import QuestionNotFound
from bot.domain.faq import FaqRef
from bot.domain.ids import GuildId, ProgrammeKey, UserId
from bot.domain.question import Outcome, Question, QuestionId, Stage
from bot.domain.text import Locale
from bot.services.ports_answers import Asked, Figures
from db.repositories.question_rows import changing_values, new_values, read_question
from db.tables import questions

GAP = text("questions.gap")
"""As the partial index has it: SQLAlchemy would compare it with 1, and SQLite not see that it is
the same."""
FORGOTTEN = {
    "asker": None,
    "channel": None,
    "message": None,
    "gap": False,
    "desk_channel": None,
    "desk_message": None,
    "text": "",
    "missing": "",
    "answer": "",
}
"""What is left of who asked: places as well, since a direct message's channel is a person's."""


class SqlQuestions:
    """Fulfils `bot.services.ports_answers.QuestionRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, question: Question) -> None:
        await self._connection.execute(insert(questions).values(new_values(question)))

    async def get(self, guild: GuildId, question: QuestionId) -> Question:
        found = await self._list(questions.c.guild == guild, questions.c.id == question)
        if not found:
            raise QuestionNotFound
        return found[0]

    async def save(self, question: Question, *, expected: int) -> Question:
        same = and_(
            questions.c.guild == question.guild,
            questions.c.id == question.id,
            questions.c.version == expected,
        )
        values = changing_values(question) | {"version": expected + 1}
        statement = update(questions).where(same).values(values).returning(*questions.c)
        row = (await self._connection.execute(statement)).mappings().one_or_none()
        if row is None:
            raise StaleVersion
        return read_question(row)

    async def gaps(self, guild: GuildId, *, limit: int) -> Sequence[Question]:
        query = select(questions).where(questions.c.guild == guild, GAP)
        rows = await self._connection.execute(query.order_by(questions.c.seq.desc()).limit(limit))
        return [read_question(row) for row in rows.mappings()]

    async def waiting(self, guild: GuildId) -> int:
        # What waits and is saved already has its answer; so the index of gaps holds all the others.
        still_open = questions.c.stage == Stage.OPEN.value
        query = select(func.count()).where(questions.c.guild == guild, GAP, still_open)
        return (await self._connection.execute(query)).scalar_one()

    async def merged_into(self, guild: GuildId, question: QuestionId) -> Sequence[Question]:
        return await self._list(questions.c.guild == guild, questions.c.same_as == question)

    async def figures(
        self, guild: GuildId, since: datetime, programme: ProgrammeKey | None, *, top: int
    ) -> Figures:
        which = and_(questions.c.guild == guild, questions.c.at >= since)
        if programme is not None:
            which = and_(which, _programme() == programme)
        rows = (await self._connection.execute(_counts().where(which))).mappings().all()
        asked = [_asked(row) for row in rows]
        asked.sort(key=lambda one: (one.programme is None, one.programme or "", one.locale))
        found = (await self._connection.execute(_answering(which, top))).all()
        return Figures(
            rows=asked,
            top=[(_ref(*row[:2]), row[2]) for row in found],
            passed_on=sum(row["passed_on"] for row in rows),
            replied=sum(row["replied"] for row in rows),
        )

    async def popular(self, guild: GuildId, since: datetime, *, limit: int) -> Sequence[FaqRef]:
        which = and_(questions.c.guild == guild, questions.c.at >= since)
        rows = (await self._connection.execute(_answering(which, limit))).all()
        return [_ref(*row[:2]) for row in rows]

    async def of(self, guild: GuildId, asker: UserId) -> Sequence[Question]:
        return await self._list(questions.c.guild == guild, questions.c.asker == asker)

    async def answered_by(self, guild: GuildId, user: UserId) -> Sequence[Question]:
        return await self._list(questions.c.guild == guild, questions.c.answered_by == user)

    async def forget(self, guild: GuildId, asker: UserId) -> Sequence[Question]:
        theirs = and_(questions.c.guild == guild, questions.c.asker == asker)
        query = select(questions).where(theirs).order_by(questions.c.seq).with_for_update()
        rows = (await self._connection.execute(query)).mappings().all()
        changed = {"version": questions.c.version + 1}
        await self._connection.execute(update(questions).where(theirs).values(FORGOTTEN | changed))
        answered = and_(questions.c.guild == guild, questions.c.answered_by == asker)
        await self._connection.execute(
            update(questions).where(answered).values({"answered_by": None} | changed)
        )
        return [read_question(row) for row in rows]

    async def _list(self, *conditions: ColumnElement[bool]) -> list[Question]:
        query = select(questions).where(*conditions).order_by(questions.c.seq)
        return [read_question(row) for row in (await self._connection.execute(query)).mappings()]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0), type_=Integer())


def _counts() -> Select[Any]:
    """One row for each programme and language. Passed on is what the asker put before the
    coordinators, or they answered of themselves; also what they put aside after it had stood at
    the desk."""
    of, stage = questions.c, questions.c.stage
    passed_on = or_(
        stage.in_([Stage.OPEN.value, Stage.ANSWERED.value]), of.desk_channel.is_not(None)
    )
    outcomes = [_count(of.outcome == outcome.value).label(outcome.value) for outcome in Outcome]
    return select(
        _programme().label("programme"),
        of.locale,
        *outcomes,
        _count(of.helpful.is_(True)).label("helpful"),
        _count(of.helpful.is_(False)).label("unhelpful"),
        _count(passed_on).label("passed_on"),
        _count(stage == Stage.ANSWERED.value).label("replied"),
    ).group_by(_programme(), of.locale)


def _programme() -> ColumnElement[str | None]:
    """The one that a question counts for: that of what answered it, or the one it named."""
    return func.coalesce(questions.c.entry_programme, questions.c.programme)


def _asked(row: RowMapping) -> Asked:
    return Asked(
        programme=row["programme"],
        locale=Locale(row["locale"]),
        answered=row["answered"],
        offered=row["offered"],
        unknown=row["unknown"],
        helpful=row["helpful"],
        unhelpful=row["unhelpful"],
    )


def _answering(which: ColumnElement[bool], limit: int) -> Select[Any]:
    """Entries with how often they answered, the most first; by name where that is the same."""
    entry, often = (questions.c.entry_programme, questions.c.entry_id), func.count()
    return (
        select(*entry, often)
        .where(which, questions.c.outcome == Outcome.ANSWERED.value, entry[1].is_not(None))
        .group_by(*entry)
        .order_by(often.desc(), *entry)
        .limit(limit)
    )


def _ref(programme: ProgrammeKey, name: str) -> FaqRef:
    return FaqRef(programme, name)
