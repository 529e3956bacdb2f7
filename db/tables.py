"""The tables. Snowflakes are 64-bit integers, documents are JSON text in UTF-8.

Every table but `people` is only ever read within one guild, so its keys begin with the guild, and
foreign keys carry the guild along: a row cannot point into another guild. Where order matters
(calls, pitches, events, notices) ``seq`` counts insertions.

Conditions of partial indices name states as literals; the queries that are to use such an index
must do so as well (`db.sql.literal`).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from db.types import UtcDateTime, sequence_type

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _snowflake(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger(), nullable=nullable, autoincrement=False)


def _sequence() -> Column[int]:
    return Column("seq", sequence_type(), primary_key=True)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


guilds = Table(
    "guilds",
    metadata,
    _snowflake("guild"),
    _snowflake("coordinators"),
    _snowflake("desk"),
    _snowflake("questions", nullable=True),
    Column("locale", Text(), nullable=False),
    Column("timezone", Text(), nullable=False),
    PrimaryKeyConstraint("guild"),
)

programmes = Table(
    "programmes",
    metadata,
    _snowflake("guild"),
    Column("key", Text(), nullable=False),
    Column("version", Integer(), nullable=False),  # the one in force
    Column("archived", Boolean(), nullable=False),
    PrimaryKeyConstraint("guild", "key"),
)

programme_versions = Table(
    "programme_versions",
    metadata,
    _snowflake("guild"),
    Column("key", Text(), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("created", UtcDateTime(), nullable=False),
    Column("title_field", Text(), nullable=False),  # the form's field that names a pitch
    Column("definition", Text(), nullable=False),
    PrimaryKeyConstraint("guild", "key", "version"),
    ForeignKeyConstraint(["guild", "key"], ["programmes.guild", "programmes.key"]),
)

calls = Table(
    "calls",
    metadata,
    _sequence(),
    _snowflake("guild"),
    Column("id", Text(), nullable=False),
    Column("programme", Text(), nullable=False),
    Column("opens", UtcDateTime(), nullable=False),
    Column("closes", UtcDateTime()),
    Column("grace_minutes", Integer(), nullable=False),
    Column("per_person", Integer(), nullable=False),
    Column("ended", UtcDateTime()),
    UniqueConstraint("guild", "id"),
    ForeignKeyConstraint(["guild", "programme"], ["programmes.guild", "programmes.key"]),
    Index("ix_calls_latest", "guild", "programme", "seq"),
    _partial("uq_calls_open", "guild", "programme", unique=True, where="ended IS NULL"),
    sqlite_autoincrement=True,
)

pitches = Table(
    "pitches",
    metadata,
    _sequence(),
    _snowflake("guild"),
    Column("id", Text(), nullable=False),
    Column("ref", Text(), nullable=False),  # without its dash
    Column("programme", Text(), nullable=False),
    Column("form_version", Integer(), nullable=False),
    Column("call", Text(), nullable=False),
    _snowflake("owner"),
    Column("owner_name", Text(), nullable=False),
    Column("locale", Text(), nullable=False),
    Column("created", UtcDateTime(), nullable=False),
    Column("state", Text(), nullable=False),
    _snowflake("assignee", nullable=True),
    Column("version", Integer(), nullable=False),
    Column("submitted", UtcDateTime()),
    Column("title", Text(), nullable=False),  # folded by db.search
    # The long ones come last: SQLite reads a row from its beginning and stops where it may.
    Column("answers", Text(), nullable=False),
    Column("submission", Text()),
    UniqueConstraint("guild", "id"),
    UniqueConstraint("guild", "ref"),
    ForeignKeyConstraint(["guild", "call"], ["calls.guild", "calls.id"]),
    ForeignKeyConstraint(
        ["guild", "programme", "form_version"],
        ["programme_versions.guild", "programme_versions.key", "programme_versions.version"],
    ),
    Index("ix_pitches_owner", "guild", "owner", "seq"),
    _partial("uq_pitches_draft", "guild", "owner", "call", unique=True, where="state = 'draft'"),
    # These two hold all that their queries filter by, so that only a page's rows are fetched.
    _partial(
        "ix_pitches_submitted", "guild", "submitted", "seq", "state", where="state <> 'draft'"
    ),
    _partial(
        "ix_pitches_search", "guild", "seq", "state", "ref", "title", where="state <> 'draft'"
    ),
    sqlite_autoincrement=True,
)

revisions = Table(
    "revisions",
    metadata,
    _snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    Column("number", Integer(), nullable=False),
    Column("submitted", UtcDateTime(), nullable=False),
    Column("form_version", Integer(), nullable=False),
    Column("content_hash", Text(), nullable=False),
    Column("consent_version", Text(), nullable=False),
    Column("consent_text", Text(), nullable=False),
    Column("answers", Text(), nullable=False),
    PrimaryKeyConstraint("guild", "pitch", "number"),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
)

pitch_events = Table(
    "pitch_events",
    metadata,
    _sequence(),
    _snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    _snowflake("actor"),
    Column("before", Text()),
    Column("after", Text(), nullable=False),
    Column("reason", Text(), nullable=False),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
    Index("ix_pitch_events_pitch", "guild", "pitch", "seq"),
    sqlite_autoincrement=True,
)

people = Table(
    "people",
    metadata,
    _snowflake("guild"),
    _snowflake("user"),
    Column("locale", Text(), nullable=False),
    Column("seen", UtcDateTime(), nullable=False),
    PrimaryKeyConstraint("guild", "user"),
    Index("ix_people_seen", "user", "seen"),
)

notices = Table(
    "notices",
    metadata,
    _sequence(),
    Column("id", Text(), nullable=False),
    _snowflake("guild"),
    Column("destination", Text(), nullable=False),
    Column("kind", Text(), nullable=False),
    Column("pitch", Text(), nullable=False),
    Column("route", Text(), nullable=False),
    _snowflake("recipient", nullable=True),
    _snowflake("actor", nullable=True),
    Column("created", UtcDateTime(), nullable=False),
    Column("state", Text(), nullable=False),
    Column("attempts", Integer(), nullable=False),
    Column("first_try", UtcDateTime()),
    Column("due", UtcDateTime(), nullable=False),
    Column("leased_by", Text()),
    Column("leased_until", UtcDateTime()),
    Column("error", Text()),
    Column("sent", UtcDateTime()),
    _snowflake("channel", nullable=True),
    _snowflake("message", nullable=True),
    UniqueConstraint("id"),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
    _partial("ix_notices_waiting", "destination", "seq", where="state = 'waiting'"),
    _partial("ix_notices_open", "state", where="state <> 'sent'"),
    Index("ix_notices_inbox", "guild", "recipient", "seq"),
    _partial(
        "ix_notices_astray",
        "guild",
        where="recipient IS NULL AND (state = 'stuck' OR route <> 'desk')",
    ),
    sqlite_autoincrement=True,
)

cards = Table(
    "cards",
    metadata,
    _snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    _snowflake("channel"),
    _snowflake("message"),
    _snowflake("thread", nullable=True),
    PrimaryKeyConstraint("guild", "pitch"),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
)
