"""The tables of the bank of answers and of what is asked of it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from db.columns import metadata, partial, sequence, snowflake
from db.types import UtcDateTime

faq_banks = Table(
    "faq_banks",
    metadata,
    snowflake("guild"),
    Column("revision", Integer(), nullable=False),  # grows with each change of any entry
    PrimaryKeyConstraint("guild"),
)

faqs = Table(
    "faqs",
    metadata,
    snowflake("guild"),
    Column("programme", Text(), nullable=False),  # or bot.domain.faq.GENERAL
    Column("id", Text(), nullable=False),
    Column("version", Integer(), nullable=False),  # the present one
    Column("changed", Integer(), nullable=False),  # the bank's revision that brought it
    Column("confirmed", Date()),  # None once it is removed
    Column("document", Text(), nullable=False),
    PrimaryKeyConstraint("guild", "programme", "id"),
    Index("ix_faqs_changed", "guild", "changed"),
    Index("ix_faqs_confirmed", "guild", "confirmed"),
)

faq_versions = Table(
    "faq_versions",
    metadata,
    snowflake("guild"),
    Column("programme", Text(), nullable=False),
    Column("id", Text(), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("act", Text(), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    snowflake("actor", nullable=True),
    Column("document", Text(), nullable=False),
    PrimaryKeyConstraint("guild", "programme", "id", "version"),
    ForeignKeyConstraint(["guild", "programme", "id"], ["faqs.guild", "faqs.programme", "faqs.id"]),
    # By this an erasure finds what somebody did.
    partial("ix_faq_versions_actor", "guild", "actor", where="actor IS NOT NULL"),
)

faq_reminders = Table(
    "faq_reminders",
    metadata,
    snowflake("guild"),
    Column("month", Text(), nullable=False),  # such as 2026-11
    Column("claimed", UtcDateTime(), nullable=False),
    PrimaryKeyConstraint("guild", "month"),
)

questions = Table(
    "questions",
    metadata,
    sequence(),
    snowflake("guild"),
    Column("id", Text(), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    snowflake("asker", nullable=True),
    Column("locale", Text(), nullable=False),
    Column("place", Text(), nullable=False),
    snowflake("channel", nullable=True),
    snowflake("message", nullable=True),
    Column("programme", Text()),  # the only one that it was asked about
    Column("outcome", Text(), nullable=False),
    Column("entry_programme", Text()),
    Column("entry_id", Text()),
    Column("helpful", Boolean()),
    Column("stage", Text(), nullable=False),
    Column("gap", Boolean(), nullable=False),  # Question.is_gap, and there is a text
    Column("aside", Boolean(), nullable=False),
    snowflake("desk_channel", nullable=True),
    snowflake("desk_message", nullable=True),
    snowflake("answered_by", nullable=True),
    Column("answered_at", UtcDateTime()),
    Column("saved_programme", Text()),
    Column("saved_id", Text()),
    Column("same_as", Text()),
    Column("version", Integer(), nullable=False),
    Column("text", Text(), nullable=False),
    Column("missing", Text(), nullable=False),
    Column("answer", Text(), nullable=False),
    UniqueConstraint("guild", "id"),
    ForeignKeyConstraint(["guild", "same_as"], ["questions.guild", "questions.id"]),
    partial("ix_questions_gaps", "guild", "seq", where="gap"),
    partial("ix_questions_merged", "guild", "same_as", "seq", where="same_as IS NOT NULL"),
    Index("ix_questions_asker", "guild", "asker", "seq"),
    partial("ix_questions_answered_by", "guild", "answered_by", where="answered_by IS NOT NULL"),
    # Holds all that figures are made of, so that no row is fetched for them.
    Index(
        "ix_questions_figures",
        "guild",
        "at",
        "outcome",
        "locale",
        "programme",
        "entry_programme",
        "entry_id",
        "helpful",
        "stage",
        "desk_channel",
    ),
    sqlite_autoincrement=True,
)
