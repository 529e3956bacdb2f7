"""Notices as rows, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_

from bot.domain.ids import PitchId
from bot.domain.notice import Notice, NoticeKind, NoticeState, Route
from db.tables import notices


def new_values(notice: Notice, now: datetime) -> dict[str, Any]:
    """The row of a notice that was not tried yet, due at once.

    One whose way is the inbox has arrived there: nothing is to be sent. A removal is not tied to
    the pitch that the message was about, which may be gone before the message is.
    """
    return {
        "id": notice.id,
        "guild": notice.guild,
        "destination": notice.destination,
        "kind": notice.kind.value,
        "pitch": None if notice.kind is NoticeKind.REMOVAL else notice.pitch or None,
        "recipient": notice.recipient,
        "actor": notice.actor,
        "detail": notice.detail,
        "created": notice.created,
        "attempts": 0,
        "due": now,
        **way(notice.route),
    }


def way(route: Route) -> dict[str, Any]:
    """The columns of a notice that is to go by ``route``."""
    state = NoticeState.IN_INBOX if route is Route.INBOX else NoticeState.WAITING
    return {"route": route.value, "state": state.value}


def known() -> ColumnElement[bool]:
    """Whether this version can read a notice. While a newer one takes over there may be kinds and
    ways that only that one knows: they wait for it."""
    kinds, routes = [kind.value for kind in NoticeKind], [route.value for route in Route]
    return and_(notices.c.kind.in_(kinds), notices.c.route.in_(routes))


def read_notice(row: RowMapping) -> Notice:
    return Notice(
        id=row["id"],
        guild=row["guild"],
        kind=NoticeKind(row["kind"]),
        pitch=row["pitch"] or PitchId(""),
        route=Route(row["route"]),
        recipient=row["recipient"],
        created=row["created"],
        actor=row["actor"],
        detail=row["detail"],
    )
