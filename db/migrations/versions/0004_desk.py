"""The desk: who coordinates a programme, scores, tags, notes, conflicts, conversations,
preferences, and the search for pitches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from db.migrations.words import fill_moments, fill_words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

AT_WORK = "state IN ('submitted', 'in_review', 'changes_requested', 'shortlisted', 'accepted')"
FILTERS = ["state", "programme", "call", "assignee", "locale", "format", "touched"]
OWN_INDICES = ("assignee", "format", "touched", "proposed", "review_due")
NEW_KINDS = (
    "staged", "reply", "author_wrote", "talk_changed", "new_pitch", "digest", "untouched",
    "review_due",
)  # fmt: skip
NEW_TABLES = (
    "narrowings", "digest_claims", "preferences", "talk_places", "talk_blocks", "talks",
    "conflicts", "scores", "pitch_notes", "pitch_tags", "pitch_words",
)  # fmt: skip


def upgrade() -> None:
    _columns()
    _words()
    fill_moments(op.get_bind())
    fill_words(op.get_bind())
    _indices()
    _tags_and_notes()
    _reviews()
    _talks()
    _preferences()
    _narrowings()


def downgrade() -> None:
    """What coordinators scored, noted, tagged and preferred is lost, and so are conversations; all
    coordinators coordinate every programme again."""
    notices = sa.table("notices", sa.column("kind", sa.Text()))
    op.execute(notices.delete().where(notices.c.kind.in_(NEW_KINDS)))
    if op.get_bind().dialect.name == "sqlite":
        op.drop_table("pitch_search")
    for table in NEW_TABLES:
        op.drop_table(table)
    op.drop_index("ix_pitch_events_audit", table_name="pitch_events")
    for index in ("found", "ranked", "waiting", "submitted", *OWN_INDICES):
        op.drop_index(f"ix_pitches_{index}", table_name="pitches")
    submitted = ["guild", "submitted", "seq", "state"]
    _partial("ix_pitches_submitted", "pitches", submitted, "state <> 'draft'")
    for column in ("due", "ranked", "score", "format", "touched", "review_due", "stage"):
        op.drop_column("pitches", column)
    op.drop_column("pitches", "owner_handle")
    op.drop_column("members", "handle")
    op.drop_column("programme_versions", "format_field")
    op.drop_column("calls", "holds")


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _number() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _sequence() -> sa.Column[int]:
    return sa.Column("seq", _number(), nullable=False, autoincrement=True)


def _guild() -> sa.Column[int]:
    return sa.Column("guild", sa.BigInteger(), nullable=False)


def _user(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _partial(
    name: str, table: str, columns: list[str], where: str, *, unique: bool = False
) -> None:
    condition = sa.text(where)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )


def _of_pitch(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("pitch", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["guild", "pitch"], ["pitches.guild", "pitches.id"], name=f"fk_{table}_pitches"
        ),
    ]


def _columns() -> None:
    op.add_column("programme_versions", sa.Column("format_field", sa.Text(), nullable=True))
    holds = sa.Column[bool]("holds", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("calls", holds)
    for column in (
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("review_due", _moment(), nullable=True),
        sa.Column("touched", _moment(), nullable=True),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("ranked", sa.Double(), nullable=False, server_default=sa.text("0")),
        sa.Column("due", _moment(), nullable=True),
        sa.Column("owner_handle", sa.Text(), nullable=False, server_default=""),
    ):
        op.add_column("pitches", column)
    op.add_column("members", sa.Column("handle", sa.Text(), nullable=False, server_default=""))


def _words() -> None:
    op.create_table(
        "pitch_words",
        sa.Column("seq", _number(), nullable=False, autoincrement=False),
        _guild(),
        sa.Column("room", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_pitch_words"),
        sa.ForeignKeyConstraint(["seq"], ["pitches.seq"], name="fk_pitch_words_pitches"),
        postgresql_with={"toast_tuple_target": 128},
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE pitch_search USING fts5(terms, content='', columnsize=0,"
            " detail='none', tokenize=\"ascii tokenchars '_'\")"
        )
    else:
        op.create_index("ix_pitch_words_words", "pitch_words", ["words"], postgresql_using="gin")


def _indices() -> None:
    op.drop_index("ix_pitches_submitted", table_name="pitches")
    handed_in = "state <> 'draft'"
    for name, first, last in (
        ("submitted", ["submitted", "seq"], ["ranked", "due"]),
        ("ranked", ["ranked", "submitted", "seq"], ["due"]),
        ("waiting", ["due", "submitted", "seq"], ["ranked"]),
        ("found", ["seq", "submitted"], ["ranked", "due", "score"]),
    ):
        columns = ["guild", *first, *FILTERS, *last]
        _partial(f"ix_pitches_{name}", "pitches", columns, handed_in)
    _partial("ix_pitches_assignee", "pitches", ["guild", "assignee", "seq"], handed_in)
    _partial("ix_pitches_format", "pitches", ["guild", "format", "programme"], handed_in)
    columns = ["review_due", "guild", "id"]
    _partial("ix_pitches_review_due", "pitches", columns, "review_due IS NOT NULL")
    columns = ["guild", "submitted", "seq"]
    _partial("ix_pitches_proposed", "pitches", columns, "proposal IS NOT NULL")
    _partial("ix_pitches_touched", "pitches", ["guild", "programme", "touched", "id"], AT_WORK)


def _tags_and_notes() -> None:
    op.create_index("ix_pitch_events_audit", "pitch_events", ["guild", "at", "seq"])
    op.create_table(
        "pitch_tags",
        _guild(),
        *_of_pitch("pitch_tags"),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("seq", _number(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "pitch", "tag", name="pk_pitch_tags"),
    )
    op.create_index("ix_pitch_tags_tag", "pitch_tags", ["guild", "tag", "seq"])
    op.create_table(
        "pitch_notes",
        _sequence(),
        _guild(),
        *_of_pitch("pitch_notes"),
        _user("by"),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_pitch_notes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pitch_notes_pitch", "pitch_notes", ["guild", "pitch", "seq"])
    op.create_index("ix_pitch_notes_by", "pitch_notes", ["guild", "by"])


def _reviews() -> None:
    op.create_table(
        "scores",
        _guild(),
        *_of_pitch("scores"),
        _user("reviewer"),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("feedback", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "pitch", "reviewer", name="pk_scores"),
    )
    op.create_index("ix_scores_reviewer", "scores", ["guild", "reviewer"])
    op.create_table(
        "conflicts",
        _guild(),
        *_of_pitch("conflicts"),
        _user("user"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "pitch", "user", name="pk_conflicts"),
    )
    op.create_index("ix_conflicts_user", "conflicts", ["guild", "user"])


def _talks() -> None:
    places = ("source_channel", "source_message", "shown_channel", "shown_message")
    op.create_table(
        "talks",
        _sequence(),
        _guild(),
        sa.Column("id", sa.Text(), nullable=False),
        *_of_pitch("talks"),
        sa.Column("by_author", sa.Boolean(), nullable=False),
        _user("writer"),
        sa.Column("writer_name", sa.Text(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in places),
        sa.Column("edited", _moment(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_talks"),
        sa.UniqueConstraint("guild", "id", name="uq_talks_guild_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_talks_pitch", "talks", ["guild", "pitch", "seq"])
    op.create_index("ix_talks_writer", "talks", ["guild", "writer"])
    there = "source_message IS NOT NULL"
    _partial("uq_talks_source", "talks", ["source_message"], there, unique=True)
    _partial("ix_talks_written", "talks", ["source_channel", "source_message"], there)
    _partial("ix_talks_shown", "talks", ["shown_message"], "shown_message IS NOT NULL")
    op.create_table(
        "talk_blocks",
        _guild(),
        *_of_pitch("talk_blocks"),
        sa.PrimaryKeyConstraint("guild", "pitch", name="pk_talk_blocks"),
    )
    op.create_table(
        "talk_places",
        sa.Column("channel", sa.BigInteger(), nullable=False, autoincrement=False),
        _user("message"),
        sa.PrimaryKeyConstraint("channel", name="pk_talk_places"),
    )


def _preferences() -> None:
    op.create_table(
        "preferences",
        _sequence(),
        _guild(),
        _user("user"),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("usual", sa.Text(), nullable=False),
        sa.Column("programmes", sa.Text(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("schools", sa.Text(), nullable=False, server_default=sa.text("'[]'")),
        sa.PrimaryKeyConstraint("seq", name="pk_preferences"),
        sa.UniqueConstraint("guild", "user", name="uq_preferences_guild_user"),
        sqlite_autoincrement=True,
    )
    _partial("ix_preferences_digest", "preferences", ["seq"], "digest_hour IS NOT NULL")
    op.create_table(
        "digest_claims",
        _guild(),
        _user("user"),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("claimed", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "user", "day", name="pk_digest_claims"),
    )


def _narrowings() -> None:
    op.create_table(
        "narrowings",
        _guild(),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("desk", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("guild", "programme", name="pk_narrowings"),
        sa.ForeignKeyConstraint(
            ["guild", "programme"],
            ["programmes.guild", "programmes.key"],
            name="fk_narrowings_programmes",
        ),
    )
