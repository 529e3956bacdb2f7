"""Column types that behave alike on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Integer
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, to the microsecond: aware in Python, in UTC in the database.

    SQLite keeps it as text (``2026-01-02 03:04:05.000000``, which sorts by time), PostgreSQL as
    ``timestamp with time zone``.

    Raises:
        ValueError: on writing a datetime without a time zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a datetime without a time zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite has no time zones: what it gives back is the UTC that was written.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def sequence_type() -> TypeEngine[int]:
    """64 bits; SQLite counts up by itself only in a column declared INTEGER, also of 64 bits."""
    return BigInteger().with_variant(Integer(), "sqlite")
