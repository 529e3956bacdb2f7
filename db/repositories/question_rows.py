"""Questions as rows, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping

from bot.domain.faq import FaqRef
from bot.domain.question import Outcome, Place, Question, Stage, Where
from bot.domain.text import Locale


def new_values(question: Question) -> dict[str, Any]:
    """The row of a question that was just asked. It stands nowhere at the desk yet."""
    return {
        "guild": question.guild,
        "id": question.id,
        "at": question.at,
        "version": question.version,
        **changing_values(question),
    }


def changing_values(question: Question) -> dict[str, Any]:
    """All that may change, but its version and where it stands at the desk, which the queue
    writes."""
    entry, saved = question.entry, question.saved_as
    return {
        "asker": question.asker,
        "locale": question.locale.value,
        "place": question.where.place.value,
        "channel": question.where.channel,
        "message": question.where.message,
        "programme": question.only,
        "outcome": question.outcome.value,
        "entry_programme": entry and entry.programme,
        "entry_id": entry and entry.id,
        "helpful": question.helpful,
        "stage": question.stage.value,
        "gap": question.is_gap and bool(question.text),
        "aside": question.aside,
        "answered_by": question.answered_by,
        "answered_at": question.answered_at,
        "saved_programme": saved and saved.programme,
        "saved_id": saved and saved.id,
        "same_as": question.same_as,
        "text": question.text,
        "missing": question.missing,
        "answer": question.answer,
    }


def read_question(row: RowMapping) -> Question:
    entry, saved = row["entry_id"], row["saved_id"]
    desk = row["desk_channel"]
    return Question(
        id=row["id"],
        guild=row["guild"],
        at=row["at"],
        asker=row["asker"],
        locale=Locale(row["locale"]),
        text=row["text"],
        where=Where(Place(row["place"]), row["channel"], row["message"]),
        outcome=Outcome(row["outcome"]),
        only=row["programme"],
        entry=None if entry is None else FaqRef(row["entry_programme"], entry),
        helpful=row["helpful"],
        missing=row["missing"],
        stage=Stage(row["stage"]),
        aside=row["aside"],
        desk=None if desk is None else (desk, row["desk_message"]),
        answer=row["answer"],
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
        saved_as=None if saved is None else FaqRef(row["saved_programme"], saved),
        same_as=row["same_as"],
        version=row["version"],
    )
