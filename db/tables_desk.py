"""The tables of the desk: who coordinates a programme, what coordinators find, think and say of
pitches, and how they want to be told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from db.columns import metadata, partial, sequence, snowflake
from db.types import UtcDateTime, sequence_type


def _of_pitch() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"])


pitch_words = Table(
    "pitch_words",
    metadata,
    Column("seq", sequence_type(), primary_key=True, autoincrement=False),  # the pitch's
    snowflake("guild"),
    # PostgreSQL moves terms out of a row only where it has more than 2 KB: this makes it so, and is
    # itself squeezed to a few bytes, so that a hit is looked up in a short row. Empty on SQLite.
    Column("room", Text(), nullable=False, server_default=text("''")),
    # What the pitch is found by: PostgreSQL keeps the terms of `db.search` and has them in an
    # index; SQLite keeps the text, from which the terms in `pitch_search` were made.
    Column("words", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
    ForeignKeyConstraint(["seq"], ["pitches.seq"]),
    postgresql_with={"toast_tuple_target": 128},
)
Index("ix_pitch_words_words", pitch_words.c.words, postgresql_using="gin").ddl_if(
    dialect="postgresql"
)

SEARCH = (
    "CREATE VIRTUAL TABLE pitch_search USING fts5"
    "(terms, content='', columnsize=0, detail='none', tokenize=\"ascii tokenchars '_'\")"
)
"""SQLite only: the index of terms, by the pitch's ``seq``. It holds no text."""


def _make_search(_table: Table, connection: Connection, **_options: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(SEARCH)


def _drop_search(_table: Table, connection: Connection, **_options: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE pitch_search")


event.listen(pitch_words, "after_create", _make_search)
event.listen(pitch_words, "before_drop", _drop_search)

pitch_tags = Table(
    "pitch_tags",
    metadata,
    snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    Column("tag", Text(), nullable=False),
    Column("seq", sequence_type(), nullable=False),  # the pitch's
    PrimaryKeyConstraint("guild", "pitch", "tag"),
    _of_pitch(),
    Index("ix_pitch_tags_tag", "guild", "tag", "seq"),
)

pitch_notes = Table(
    "pitch_notes",
    metadata,
    sequence(),
    snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    snowflake("by"),
    Column("at", UtcDateTime(), nullable=False),
    Column("words", Text(), nullable=False),
    _of_pitch(),
    Index("ix_pitch_notes_pitch", "guild", "pitch", "seq"),
    Index("ix_pitch_notes_by", "guild", "by"),
    sqlite_autoincrement=True,
)

scores = Table(
    "scores",
    metadata,
    snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    snowflake("reviewer"),
    Column("given", Text(), nullable=False),  # JSON: 1 to 5 by category
    Column("note", Text(), nullable=False),
    Column("feedback", Text(), nullable=False),
    Column("revision", Integer(), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    Column("version", Integer(), nullable=False),
    PrimaryKeyConstraint("guild", "pitch", "reviewer"),
    _of_pitch(),
    Index("ix_scores_reviewer", "guild", "reviewer"),
)

conflicts = Table(
    "conflicts",
    metadata,
    snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    snowflake("user"),
    Column("kind", Text(), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    PrimaryKeyConstraint("guild", "pitch", "user"),
    _of_pitch(),
    Index("ix_conflicts_user", "guild", "user"),
)

talks = Table(
    "talks",
    metadata,
    sequence(),
    snowflake("guild"),
    Column("id", Text(), nullable=False),
    Column("pitch", Text(), nullable=False),
    Column("by_author", Boolean(), nullable=False),
    snowflake("writer"),
    Column("writer_name", Text(), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    snowflake("source_channel", nullable=True),
    snowflake("source_message", nullable=True),
    snowflake("shown_channel", nullable=True),
    snowflake("shown_message", nullable=True),
    Column("edited", UtcDateTime()),
    Column("deleted", Boolean(), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("files", Text(), nullable=False),  # JSON: ids
    Column("words", Text(), nullable=False),
    UniqueConstraint("guild", "id"),
    _of_pitch(),
    Index("ix_talks_pitch", "guild", "pitch", "seq"),
    Index("ix_talks_writer", "guild", "writer"),
    partial("uq_talks_source", "source_message", where="source_message IS NOT NULL", unique=True),
    partial(
        "ix_talks_written", "source_channel", "source_message", where="source_message IS NOT NULL"
    ),
    partial("ix_talks_shown", "shown_message", where="shown_message IS NOT NULL"),
    sqlite_autoincrement=True,
)

talk_blocks = Table(
    "talk_blocks",
    metadata,
    snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    PrimaryKeyConstraint("guild", "pitch"),
    _of_pitch(),
)

talk_places = Table(
    "talk_places",
    metadata,
    snowflake("channel"),  # of no guild: a direct message's belongs to a person
    snowflake("message"),  # up to which it was read
    PrimaryKeyConstraint("channel"),
)

preferences = Table(
    "preferences",
    metadata,
    sequence(),
    snowflake("guild"),
    snowflake("user"),
    Column("timezone", Text(), nullable=False),
    Column("usual", Text(), nullable=False),
    Column("programmes", Text(), nullable=False),  # JSON: by key
    Column("digest_hour", Integer()),
    Column("quiet_from", Integer()),
    Column("quiet_until", Integer()),
    Column("schools", Text(), nullable=False, server_default=text("'[]'")),  # JSON
    UniqueConstraint("guild", "user"),
    partial("ix_preferences_digest", "seq", where="digest_hour IS NOT NULL"),
    sqlite_autoincrement=True,
)

narrowings = Table(
    "narrowings",
    metadata,
    snowflake("guild"),
    Column("programme", Text(), nullable=False),
    Column("roles", Text(), nullable=False),  # JSON: ids
    snowflake("desk", nullable=True),
    PrimaryKeyConstraint("guild", "programme"),
    ForeignKeyConstraint(["guild", "programme"], ["programmes.guild", "programmes.key"]),
)

digest_claims = Table(
    "digest_claims",
    metadata,
    snowflake("guild"),
    snowflake("user"),
    Column("day", Text(), nullable=False),  # such as 2026-11-23
    Column("claimed", UtcDateTime(), nullable=False),
    PrimaryKeyConstraint("guild", "user", "day"),
)
