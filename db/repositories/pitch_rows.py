"""Pitches as rows, and back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from bot.domain.ids import Reference
from bot.domain.pitch import (
    ChangeRequest,
    Pitch,
    Proposal,
    Revision,
    State,
    Submission,
    Withdrawal,
)
from bot.domain.queue import due_of
from bot.domain.text import Locale
from db.codec import dump_answers, dump_value, load_answers, load_value

FAR = datetime(9999, 12, 31, tzinfo=UTC)
"""Due without any date: comes last on every engine, and has its place in an index."""


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
    """The columns that each change writes, but for ``version``, ``title`` and ``format``."""
    return {
        "form_version": pitch.form_version,
        "owner_name": pitch.owner_name,
        "owner_handle": pitch.owner_handle,
        "locale": pitch.locale.value,
        "state": pitch.state.value,
        "assignee": pitch.assignee,
        "submitted": pitch.submission and pitch.submission.at,
        "answers": dump_answers(pitch.answers),
        "submission": dump_value(pitch.submission),
        "revision": pitch.revision,
        "working": None if pitch.working is None else dump_answers(pitch.working),
        "changes": dump_value(pitch.changes),
        "changes_due": pitch.changes and pitch.changes.due,
        "proposal": dump_value(pitch.proposal),
        "withdrawal": dump_value(pitch.withdrawal),
        "stage": pitch.stage,
        "review_due": pitch.review_due,
        "touched": pitch.touched,
        "due": due_of(pitch) or FAR,
    }


def revision_values(pitch: Pitch) -> dict[str, Any] | None:
    """What is kept of the latest submission, word for word; None where there is none."""
    if pitch.submission is None or pitch.revision < 1:
        return None
    return {
        "guild": pitch.guild,
        "pitch": pitch.id,
        "number": pitch.revision,
        "submitted": pitch.submission.at,
        "form_version": pitch.form_version,
        "content_hash": pitch.submission.content_hash,
        "consent_version": pitch.submission.consent_version,
        "consent_text": pitch.submission.consent_text,
        "answers": dump_answers(pitch.answers),
        "late": pitch.submission.late,
    }


def read_revision(row: RowMapping) -> Revision:
    return Revision(
        pitch=row["pitch"],
        number=row["number"],
        form_version=row["form_version"],
        answers=load_answers(row["answers"]),
        submission=Submission(
            at=row["submitted"],
            consent_version=row["consent_version"],
            consent_text=row["consent_text"],
            content_hash=row["content_hash"],
            late=row["late"],
        ),
    )


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
        owner_handle=row["owner_handle"],
        locale=Locale(row["locale"]),
        created=row["created"],
        state=State(row["state"]),
        answers=load_answers(row["answers"]),
        assignee=row["assignee"],
        submission=load_value(Submission, row["submission"]),
        version=row["version"],
        revision=row["revision"],
        working=None if row["working"] is None else load_answers(row["working"]),
        changes=load_value(ChangeRequest, row["changes"]),
        proposal=load_value(Proposal, row["proposal"]),
        withdrawal=load_value(Withdrawal, row["withdrawal"]),
        stage=row["stage"],
        review_due=row["review_due"],
        touched=row["touched"],
    )
