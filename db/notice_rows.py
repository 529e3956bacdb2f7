"""Notices as rows, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping

from bot.domain.notice import Notice, NoticeKind, NoticeState, Route


def new_values(notice: Notice, now: datetime) -> dict[str, Any]:
    """The row of a notice that was not tried yet, due at once.

    One whose way is the inbox has arrived there: nothing is to be sent.
    """
    return {
        "id": notice.id,
        "guild": notice.guild,
        "destination": notice.destination,
        "kind": notice.kind.value,
        "pitch": notice.pitch,
        "recipient": notice.recipient,
        "actor": notice.actor,
        "created": notice.created,
        "attempts": 0,
        "due": now,
        **way(notice.route),
    }


def way(route: Route) -> dict[str, Any]:
    """The columns of a notice that is to go by ``route``."""
    state = NoticeState.IN_INBOX if route is Route.INBOX else NoticeState.WAITING
    return {"route": route.value, "state": state.value}


def read_notice(row: RowMapping) -> Notice:
    return Notice(
        id=row["id"],
        guild=row["guild"],
        kind=NoticeKind(row["kind"]),
        pitch=row["pitch"],
        route=Route(row["route"]),
        recipient=row["recipient"],
        created=row["created"],
        actor=row["actor"],
    )
