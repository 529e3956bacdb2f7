"""The tables of what hangs on a pitch: its team, its files, and what was reminded of."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from db.columns import metadata, sequence, snowflake
from db.types import UtcDateTime

members = Table(
    "members",
    metadata,
    snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    snowflake("user"),
    Column("name", Text(), nullable=False),
    Column("invited", UtcDateTime(), nullable=False),
    Column("state", Text(), nullable=False),
    Column("consent_version", Text()),
    Column("consent_text", Text()),
    Column("answered", UtcDateTime()),
    Column("handle", Text(), nullable=False, server_default=text("''")),  # the user name
    PrimaryKeyConstraint("guild", "pitch", "user"),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
    Index("ix_members_user", "guild", "user", "state", "pitch"),
)

files = Table(
    "files",
    metadata,
    sequence(),
    snowflake("guild"),
    Column("id", Text(), nullable=False),
    Column("pitch", Text(), nullable=False),
    Column("field", Text(), nullable=False),
    snowflake("uploader"),
    Column("name", Text(), nullable=False),
    Column("size", BigInteger(), nullable=False),
    Column("type", Text(), nullable=False),
    Column("sha256", Text(), nullable=False),
    Column("key", Text(), nullable=False),  # of the bytes; copies share it
    Column("uploaded", UtcDateTime(), nullable=False),
    UniqueConstraint("guild", "id"),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
    Index("ix_files_pitch", "guild", "pitch", "seq"),
    Index("ix_files_uploader", "guild", "uploader", "size"),
    Index("ix_files_key", "key"),
    sqlite_autoincrement=True,
)

reminders = Table(
    "reminders",
    metadata,
    snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    Column("kind", Text(), nullable=False),
    Column("moment", UtcDateTime(), nullable=False),
    Column("claimed", UtcDateTime(), nullable=False),
    PrimaryKeyConstraint("guild", "pitch", "kind", "moment"),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
)
