"""Pitches as rows, and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping

from bot.domain.ids import Reference
from bot.domain.pitch import Pitch, State
from bot.domain.text import Locale
from db.codec import dump_answers, dump_submission, load_answers, load_submission


def fixed_values(pitch: Pitch) -> dict[str, Any]:
    """The columns that are written once."""
    return {
        "guild": pitch.guild,
        "id": pitch.id,
        "ref": pitch.ref.prefix + pitch.ref.code,
        "programme": pitch.programme,
        "call": pitch.call,
        "owner": pitch.owner,
        "created": pitch.created,
    }


def changing_values(pitch: Pitch) -> dict[str, Any]:
    """The columns that each change writes, but for ``version`` and ``title``."""
    return {
        "form_version": pitch.form_version,
        "owner_name": pitch.owner_name,
        "locale": pitch.locale.value,
        "state": pitch.state.value,
        "assignee": pitch.assignee,
        "submitted": pitch.submission and pitch.submission.at,
        "answers": dump_answers(pitch.answers),
        "submission": dump_submission(pitch.submission),
    }


def revision_values(pitch: Pitch, number: int) -> dict[str, Any] | None:
    """What is kept of a submission, word for word; None before there is one."""
    if pitch.submission is None:
        return None
    return {
        "guild": pitch.guild,
        "pitch": pitch.id,
        "number": number,
        "submitted": pitch.submission.at,
        "form_version": pitch.form_version,
        "content_hash": pitch.submission.content_hash,
        "consent_version": pitch.submission.consent_version,
        "consent_text": pitch.submission.consent_text,
        "answers": dump_answers(pitch.answers),
    }


def read_pitch(row: RowMapping) -> Pitch:
    ref = row["ref"]
    return Pitch(
        id=row["id"],
        guild=row["guild"],
        ref=Reference(ref[: -Reference.LENGTH], ref[-Reference.LENGTH :]),
        programme=row["programme"],
        form_version=row["form_version"],
        call=row["call"],
        owner=row["owner"],
        owner_name=row["owner_name"],
        locale=Locale(row["locale"]),
        created=row["created"],
        state=State(row["state"]),
        answers=load_answers(row["answers"]),
        assignee=row["assignee"],
        submission=load_submission(row["submission"]),
        version=row["version"],
    )
