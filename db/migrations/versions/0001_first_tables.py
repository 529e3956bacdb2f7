"""The first tables: guilds, programmes, calls, pitches, people, notices and cards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _guilds_and_people()
    _programmes()
    _calls()
    _pitches()
    _revisions()
    _pitch_events()
    _notices()
    _cards()


def downgrade() -> None:
    for table in (
        "cards",
        "notices",
        "pitch_events",
        "revisions",
        "pitches",
        "calls",
        "programme_versions",
        "programmes",
        "people",
        "guilds",
    ):
        op.drop_table(table)


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _sequence() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("seq", kind, nullable=False, autoincrement=True)


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )


def _guilds_and_people() -> None:
    op.create_table(
        "guilds",
        sa.Column("guild", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("coordinators", sa.BigInteger(), nullable=False),
        sa.Column("desk", sa.BigInteger(), nullable=False),
        sa.Column("questions", sa.BigInteger(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild", name="pk_guilds"),
    )
    op.create_table(
        "people",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("user", sa.BigInteger(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("seen", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "user", name="pk_people"),
    )
    op.create_index("ix_people_seen", "people", ["user", "seen"])


def _programmes() -> None:
    op.create_table(
        "programmes",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "key", name="pk_programmes"),
    )
    op.create_table(
        "programme_versions",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created", _moment(), nullable=False),
        sa.Column("title_field", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "key", "version", name="pk_programme_versions"),
        sa.ForeignKeyConstraint(
            ["guild", "key"],
            ["programmes.guild", "programmes.key"],
            name="fk_programme_versions_programmes",
        ),
    )


def _calls() -> None:
    op.create_table(
        "calls",
        _sequence(),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("opens", _moment(), nullable=False),
        sa.Column("closes", _moment(), nullable=True),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("per_person", sa.Integer(), nullable=False),
        sa.Column("ended", _moment(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_calls"),
        sa.UniqueConstraint("guild", "id", name="uq_calls_guild_id"),
        sa.ForeignKeyConstraint(
            ["guild", "programme"],
            ["programmes.guild", "programmes.key"],
            name="fk_calls_programmes",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_calls_latest", "calls", ["guild", "programme", "seq"])
    _partial("uq_calls_open", "calls", ["guild", "programme"], "ended IS NULL", unique=True)


def _pitches() -> None:
    op.create_table(
        "pitches",
        _sequence(),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("owner", sa.BigInteger(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("created", _moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("assignee", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted", _moment(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("submission", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_pitches"),
        sa.UniqueConstraint("guild", "id", name="uq_pitches_guild_id"),
        sa.UniqueConstraint("guild", "ref", name="uq_pitches_guild_ref"),
        sa.ForeignKeyConstraint(
            ["guild", "call"], ["calls.guild", "calls.id"], name="fk_pitches_calls"
        ),
        sa.ForeignKeyConstraint(
            ["guild", "programme", "form_version"],
            ["programme_versions.guild", "programme_versions.key", "programme_versions.version"],
            name="fk_pitches_programme_versions",
        ),
        sqlite_autoincrement=True,
    )
    _pitch_indices()


def _pitch_indices() -> None:
    draft, submitted = "state = 'draft'", "state <> 'draft'"
    op.create_index("ix_pitches_owner", "pitches", ["guild", "owner", "seq"])
    _partial("uq_pitches_draft", "pitches", ["guild", "owner", "call"], draft, unique=True)
    columns = ["guild", "submitted", "seq", "state"]
    _partial("ix_pitches_submitted", "pitches", columns, submitted, unique=False)
    columns = ["guild", "seq", "state", "ref", "title"]
    _partial("ix_pitches_search", "pitches", columns, submitted, unique=False)


def _of_pitch(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["guild", "pitch"], ["pitches.guild", "pitches.id"], name=f"fk_{table}_pitches"
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("pitch", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitted", _moment(), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.Text(), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "pitch", "number", name="pk_revisions"),
        _of_pitch("revisions"),
    )


def _pitch_events() -> None:
    op.create_table(
        "pitch_events",
        _sequence(),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("pitch", sa.Text(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_pitch_events"),
        _of_pitch("pitch_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pitch_events_pitch", "pitch_events", ["guild", "pitch", "seq"])


def _notices() -> None:
    op.create_table(
        "notices",
        _sequence(),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("destination", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("pitch", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("recipient", sa.BigInteger(), nullable=True),
        sa.Column("actor", sa.BigInteger(), nullable=True),
        sa.Column("created", _moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_try", _moment(), nullable=True),
        sa.Column("due", _moment(), nullable=False),
        sa.Column("leased_by", sa.Text(), nullable=True),
        sa.Column("leased_until", _moment(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("sent", _moment(), nullable=True),
        sa.Column("channel", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_notices"),
        sa.UniqueConstraint("id", name="uq_notices_id"),
        _of_pitch("notices"),
        sqlite_autoincrement=True,
    )
    waiting, still_open = "state = 'waiting'", "state <> 'sent'"
    astray = "recipient IS NULL AND (state = 'stuck' OR route <> 'desk')"
    _partial("ix_notices_waiting", "notices", ["destination", "seq"], waiting, unique=False)
    _partial("ix_notices_open", "notices", ["state"], still_open, unique=False)
    _partial("ix_notices_astray", "notices", ["guild"], astray, unique=False)
    op.create_index("ix_notices_inbox", "notices", ["guild", "recipient", "seq"])


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("pitch", sa.Text(), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("guild", "pitch", name="pk_cards"),
        _of_pitch("cards"),
    )
