"""The tables. Snowflakes are 64-bit integers, documents are JSON text in UTF-8.

Every table but `people` is only ever read within one guild, so its keys begin with the guild, and
foreign keys carry the guild along: a row cannot point into another guild. Where order matters
(calls, pitches, events, notices, questions) ``seq`` counts insertions.

Partial indices name states as literals; queries that are to use them must too (`db.sql.literal`).
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from db.columns import metadata, partial, sequence, snowflake
from db.tables_answers import faq_banks, faq_reminders, faq_versions, faqs, questions
from db.tables_desk import (
    conflicts,
    digest_claims,
    narrowings,
    pitch_notes,
    pitch_tags,
    pitch_words,
    preferences,
    scores,
    talk_blocks,
    talk_places,
    talks,
)
from db.tables_intake import files, members, reminders
from db.types import UtcDateTime

__all__ = [
    "calls",
    "cards",
    "conflicts",
    "digest_claims",
    "faq_banks",
    "faq_reminders",
    "faq_versions",
    "faqs",
    "files",
    "guilds",
    "members",
    "metadata",
    "narrowings",
    "notices",
    "people",
    "pitch_events",
    "pitch_notes",
    "pitch_tags",
    "pitch_words",
    "pitches",
    "preferences",
    "programme_versions",
    "programmes",
    "questions",
    "reminders",
    "revisions",
    "scores",
    "talk_blocks",
    "talk_places",
    "talks",
]

AT_WORK = "state IN ('submitted', 'in_review', 'changes_requested', 'shortlisted', 'accepted')"
_FILTERS = ("state", "programme", "call", "assignee", "locale", "format", "touched")
LISTED = ("guild", "submitted", "seq", *_FILTERS, "ranked", "due")
RANKED = ("guild", "ranked", "submitted", "seq", *_FILTERS, "due")
WAITING = ("guild", "due", "submitted", "seq", *_FILTERS, "ranked")
FOUND = ("guild", "seq", "submitted", *_FILTERS, "ranked", "due", "score")

guilds = Table(
    "guilds",
    metadata,
    snowflake("guild"),
    snowflake("coordinators"),
    snowflake("desk"),
    snowflake("questions", nullable=True),
    Column("locale", Text(), nullable=False),
    Column("timezone", Text(), nullable=False),
    Column("listening", Text(), nullable=False, server_default=text("'[]'")),  # JSON: ids
    PrimaryKeyConstraint("guild"),
)

programmes = Table(
    "programmes",
    metadata,
    snowflake("guild"),
    Column("key", Text(), nullable=False),
    Column("version", Integer(), nullable=False),  # the one in force
    Column("archived", Boolean(), nullable=False),
    PrimaryKeyConstraint("guild", "key"),
)

programme_versions = Table(
    "programme_versions",
    metadata,
    snowflake("guild"),
    Column("key", Text(), nullable=False),
    Column("version", Integer(), nullable=False),
    Column("created", UtcDateTime(), nullable=False),
    Column("title_field", Text(), nullable=False),  # the form's field that names a pitch
    Column("definition", Text(), nullable=False),
    Column("format_field", Text()),  # the form's field that tells a pitch's format
    PrimaryKeyConstraint("guild", "key", "version"),
    ForeignKeyConstraint(["guild", "key"], ["programmes.guild", "programmes.key"]),
)

calls = Table(
    "calls",
    metadata,
    sequence(),
    snowflake("guild"),
    Column("id", Text(), nullable=False),
    Column("programme", Text(), nullable=False),
    Column("opens", UtcDateTime(), nullable=False),
    Column("closes", UtcDateTime()),
    Column("grace_minutes", Integer(), nullable=False),
    Column("per_person", Integer(), nullable=False),
    Column("ended", UtcDateTime()),
    Column("holds", Boolean(), nullable=False, server_default=false()),
    UniqueConstraint("guild", "id"),
    ForeignKeyConstraint(["guild", "programme"], ["programmes.guild", "programmes.key"]),
    Index("ix_calls_latest", "guild", "programme", "seq"),
    partial("uq_calls_open", "guild", "programme", unique=True, where="ended IS NULL"),
    partial("ix_calls_closing", "closes", where="ended IS NULL"),
    sqlite_autoincrement=True,
)

pitches = Table(
    "pitches",
    metadata,
    sequence(),
    snowflake("guild"),
    Column("id", Text(), nullable=False),
    Column("ref", Text(), nullable=False),  # without its dash
    Column("programme", Text(), nullable=False),
    Column("form_version", Integer(), nullable=False),
    Column("call", Text(), nullable=False),
    snowflake("owner"),
    Column("owner_name", Text(), nullable=False),
    Column("locale", Text(), nullable=False),
    Column("created", UtcDateTime(), nullable=False),
    Column("state", Text(), nullable=False),
    snowflake("assignee", nullable=True),
    Column("version", Integer(), nullable=False),
    Column("submitted", UtcDateTime()),
    Column("title", Text(), nullable=False),  # folded by db.search
    # The long ones come last: SQLite reads a row from its beginning and stops where it may.
    Column("answers", Text(), nullable=False),
    Column("submission", Text()),
    # Added later, and read only with the row as a whole or by way of an index.
    Column("revision", Integer(), nullable=False, server_default=text("0")),
    Column("working", Text()),
    Column("changes", Text()),
    Column("changes_due", UtcDateTime()),  # as in changes
    Column("proposal", Text()),
    Column("withdrawal", Text()),
    Column("stage", Text()),
    Column("review_due", UtcDateTime()),
    Column("touched", UtcDateTime()),
    Column("format", Text()),  # the answers to the format field, a line each
    Column("score", Double()),  # the mean of its scores
    Column("ranked", Double(), nullable=False, server_default=text("0")),  # once there is a quorum
    Column("due", UtcDateTime()),  # the earlier of what it is waited for; far away without any
    Column("owner_handle", Text(), nullable=False, server_default=text("''")),  # the user name
    UniqueConstraint("guild", "id"),
    UniqueConstraint("guild", "ref"),
    ForeignKeyConstraint(["guild", "call"], ["calls.guild", "calls.id"]),
    ForeignKeyConstraint(
        ["guild", "programme", "form_version"],
        ["programme_versions.guild", "programme_versions.key", "programme_versions.version"],
    ),
    Index("ix_pitches_owner", "guild", "owner", "seq"),
    partial("uq_pitches_draft", "guild", "owner", "call", unique=True, where="state = 'draft'"),
    partial("ix_pitches_drafts", "guild", "call", "id", where="state = 'draft'"),
    partial("ix_pitches_due", "changes_due", "guild", "id", where="state = 'changes_requested'"),
    partial("ix_pitches_review_due", "review_due", "guild", "id", where="review_due IS NOT NULL"),
    partial("ix_pitches_proposed", "guild", "submitted", "seq", where="proposal IS NOT NULL"),
    partial("ix_pitches_touched", "guild", "programme", "touched", "id", where=AT_WORK),
    partial("ix_pitches_assignee", "guild", "assignee", "seq", where="state <> 'draft'"),
    partial("ix_pitches_format", "guild", "format", "programme", where="state <> 'draft'"),
    # These hold all that their queries filter by, so that only a page's rows are fetched.
    partial("ix_pitches_submitted", *LISTED, where="state <> 'draft'"),
    partial("ix_pitches_ranked", *RANKED, where="state <> 'draft'"),
    partial("ix_pitches_waiting", *WAITING, where="state <> 'draft'"),
    partial("ix_pitches_found", *FOUND, where="state <> 'draft'"),
    partial("ix_pitches_search", "guild", "seq", "state", "ref", "title", where="state <> 'draft'"),
    sqlite_autoincrement=True,
)

revisions = Table(
    "revisions",
    metadata,
    snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    Column("number", Integer(), nullable=False),
    Column("submitted", UtcDateTime(), nullable=False),
    Column("form_version", Integer(), nullable=False),
    Column("content_hash", Text(), nullable=False),
    Column("consent_version", Text(), nullable=False),
    Column("consent_text", Text(), nullable=False),
    Column("answers", Text(), nullable=False),
    Column("late", Boolean(), nullable=False, server_default=false()),
    PrimaryKeyConstraint("guild", "pitch", "number"),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
)

pitch_events = Table(
    "pitch_events",
    metadata,
    sequence(),
    snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    snowflake("actor"),
    Column("before", Text()),
    Column("after", Text(), nullable=False),
    Column("reason", Text(), nullable=False),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
    Index("ix_pitch_events_pitch", "guild", "pitch", "seq"),
    Index("ix_pitch_events_actor", "guild", "actor"),
    Index("ix_pitch_events_audit", "guild", "at", "seq"),
    sqlite_autoincrement=True,
)

people = Table(
    "people",
    metadata,
    snowflake("guild"),
    snowflake("user"),
    Column("locale", Text(), nullable=False),
    Column("seen", UtcDateTime(), nullable=False),
    PrimaryKeyConstraint("guild", "user"),
    Index("ix_people_seen", "user", "seen"),
)

notices = Table(
    "notices",
    metadata,
    sequence(),
    Column("id", Text(), nullable=False),
    snowflake("guild"),
    Column("destination", Text(), nullable=False),
    Column("kind", Text(), nullable=False),
    Column("pitch", Text()),  # None in what is about none, and in a removal, which may outlive it
    Column("route", Text(), nullable=False),
    snowflake("recipient", nullable=True),
    snowflake("actor", nullable=True),
    Column("created", UtcDateTime(), nullable=False),
    Column("state", Text(), nullable=False),
    Column("attempts", Integer(), nullable=False),
    Column("first_try", UtcDateTime()),
    Column("due", UtcDateTime(), nullable=False),
    Column("leased_by", Text()),
    Column("leased_until", UtcDateTime()),
    Column("error", Text()),
    Column("sent", UtcDateTime()),
    snowflake("channel", nullable=True),
    snowflake("message", nullable=True),
    Column("detail", Text(), nullable=False, server_default=text("''")),
    UniqueConstraint("id"),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
    partial("ix_notices_waiting", "destination", "seq", where="state = 'waiting'"),
    partial("ix_notices_open", "state", where="state <> 'sent'"),
    Index("ix_notices_inbox", "guild", "recipient", "seq"),
    Index("ix_notices_pitch", "guild", "pitch"),  # by this and the next an erasure finds its own
    Index("ix_notices_actor", "guild", "actor"),
    partial(
        "ix_notices_astray",
        "guild",
        where="recipient IS NULL AND (state = 'stuck' OR route <> 'desk')",
    ),
    sqlite_autoincrement=True,
)

cards = Table(
    "cards",
    metadata,
    snowflake("guild"),
    Column("pitch", Text(), nullable=False),
    snowflake("channel"),
    snowflake("message"),
    snowflake("thread", nullable=True),
    PrimaryKeyConstraint("guild", "pitch"),
    ForeignKeyConstraint(["guild", "pitch"], ["pitches.guild", "pitches.id"]),
)
