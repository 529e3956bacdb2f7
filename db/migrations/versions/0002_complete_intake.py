"""Teams, files, reminders, requested changes and revisions of pitches; details of notices."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _pitches()
    _revisions()
    _notices()
    _members()
    _files()
    _reminders()
    op.create_index("ix_pitch_events_actor", "pitch_events", ["guild", "actor"])
    _partial("ix_calls_closing", "calls", ["closes"], "ended IS NULL")


def downgrade() -> None:
    """What only the newer form can say is lost: what hangs on pitches, and removals."""
    op.drop_index("ix_calls_closing", table_name="calls")
    op.drop_index("ix_pitch_events_actor", table_name="pitch_events")
    for table in ("reminders", "files", "members"):
        op.drop_table(table)
    op.execute("DELETE FROM notices WHERE pitch IS NULL")
    op.drop_index("ix_notices_actor", table_name="notices")
    op.drop_index("ix_notices_pitch", table_name="notices")
    with op.batch_alter_table("notices", table_kwargs={"sqlite_autoincrement": True}) as notices:
        notices.alter_column("pitch", existing_type=sa.Text(), nullable=False)
        notices.drop_column("detail")
    op.drop_column("revisions", "late")
    op.drop_index("ix_pitches_due", table_name="pitches")
    op.drop_index("ix_pitches_drafts", table_name="pitches")
    for column in ("withdrawal", "proposal", "changes_due", "changes", "working", "revision"):
        op.drop_column("pitches", column)


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _pitches() -> None:
    for column in (
        sa.Column("revision", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("working", sa.Text(), nullable=True),
        sa.Column("changes", sa.Text(), nullable=True),
        sa.Column("changes_due", _moment(), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("withdrawal", sa.Text(), nullable=True),
    ):
        op.add_column("pitches", column)
    # Until now a pitch was handed in once at most.
    op.execute("UPDATE pitches SET revision = 1 WHERE submission IS NOT NULL")
    _partial("ix_pitches_drafts", "pitches", ["guild", "call", "id"], "state = 'draft'")
    columns = ["changes_due", "guild", "id"]
    _partial("ix_pitches_due", "pitches", columns, "state = 'changes_requested'")


def _revisions() -> None:
    late: sa.Column[bool] = sa.Column(
        "late", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("revisions", late)


def _notices() -> None:
    # SQLite cannot lift NOT NULL in place: there the table is copied, with its rows and indices.
    with op.batch_alter_table("notices", table_kwargs={"sqlite_autoincrement": True}) as notices:
        notices.alter_column("pitch", existing_type=sa.Text(), nullable=True)
        detail: sa.Column[str] = sa.Column(
            "detail", sa.Text(), nullable=False, server_default=sa.text("''")
        )
        notices.add_column(detail)
    op.create_index("ix_notices_pitch", "notices", ["guild", "pitch"])
    op.create_index("ix_notices_actor", "notices", ["guild", "actor"])


def _of_pitch(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["guild", "pitch"], ["pitches.guild", "pitches.id"], name=f"fk_{table}_pitches"
    )


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("pitch", sa.Text(), nullable=False),
        sa.Column("user", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("invited", _moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.Text(), nullable=True),
        sa.Column("consent_text", sa.Text(), nullable=True),
        sa.Column("answered", _moment(), nullable=True),
        sa.PrimaryKeyConstraint("guild", "pitch", "user", name="pk_members"),
        _of_pitch("members"),
    )
    op.create_index("ix_members_user", "members", ["guild", "user", "state", "pitch"])


def _files() -> None:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "files",
        sa.Column("seq", kind, nullable=False, autoincrement=True),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("pitch", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("uploader", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("uploaded", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_files"),
        sa.UniqueConstraint("guild", "id", name="uq_files_guild_id"),
        _of_pitch("files"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_files_pitch", "files", ["guild", "pitch", "seq"])
    op.create_index("ix_files_uploader", "files", ["guild", "uploader", "size"])
    op.create_index("ix_files_key", "files", ["key"])


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("pitch", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("moment", _moment(), nullable=False),
        sa.Column("claimed", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "pitch", "kind", "moment", name="pk_reminders"),
        _of_pitch("reminders"),
    )
