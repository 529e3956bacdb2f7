"""The bank of answers, apart from the programmes that it came with; questions that were asked."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LOCALES = {"en": "en", "zh_cn": "zh-CN", "zh_tw": "zh-TW"}
NEW_KINDS = ("question", "question_update", "answer", "faq_unconfirmed")


def upgrade() -> None:
    listening: sa.Column[str] = sa.Column(
        "listening", sa.Text(), nullable=False, server_default=sa.text("'[]'")
    )
    op.add_column("guilds", listening)
    banks, entries, versions = _faq_banks(), _faqs(), _faq_versions()
    _faq_reminders()
    _questions()
    _question_indices()
    _copy_seeds(banks, entries, versions)


def downgrade() -> None:
    """The bank is lost, and with it what coordinators wrote; programmes keep what they came with.
    So are the questions, and notices about them."""
    notices = sa.table("notices", sa.column("kind", sa.Text()))
    op.execute(notices.delete().where(notices.c.kind.in_(NEW_KINDS)))
    for table in ("questions", "faq_reminders", "faq_versions", "faqs", "faq_banks"):
        op.drop_table(table)
    op.drop_column("guilds", "listening")


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _faq_banks() -> sa.Table:
    return op.create_table(
        "faq_banks",
        sa.Column("guild", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild", name="pk_faq_banks"),
    )


def _faqs() -> sa.Table:
    table = op.create_table(
        "faqs",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("confirmed", sa.Date(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "programme", "id", name="pk_faqs"),
    )
    op.create_index("ix_faqs_changed", "faqs", ["guild", "changed"])
    op.create_index("ix_faqs_confirmed", "faqs", ["guild", "confirmed"])
    return table


def _faq_versions() -> sa.Table:
    table = op.create_table(
        "faq_versions",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "programme", "id", "version", name="pk_faq_versions"),
        sa.ForeignKeyConstraint(
            ["guild", "programme", "id"],
            ["faqs.guild", "faqs.programme", "faqs.id"],
            name="fk_faq_versions_faqs",
        ),
    )
    columns = ["guild", "actor"]
    _partial("ix_faq_versions_actor", "faq_versions", columns, "actor IS NOT NULL")
    return table


def _faq_reminders() -> None:
    op.create_table(
        "faq_reminders",
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("claimed", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("guild", "month", name="pk_faq_reminders"),
    )


def _questions() -> None:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "questions",
        sa.Column("seq", kind, nullable=False, autoincrement=True),
        sa.Column("guild", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", _moment(), nullable=False),
        sa.Column("asker", sa.BigInteger(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("channel", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("programme", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("entry_programme", sa.Text(), nullable=True),
        sa.Column("entry_id", sa.Text(), nullable=True),
        sa.Column("helpful", sa.Boolean(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("gap", sa.Boolean(), nullable=False),
        sa.Column("aside", sa.Boolean(), nullable=False),
        sa.Column("desk_channel", sa.BigInteger(), nullable=True),
        sa.Column("desk_message", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", _moment(), nullable=True),
        sa.Column("saved_programme", sa.Text(), nullable=True),
        sa.Column("saved_id", sa.Text(), nullable=True),
        sa.Column("same_as", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_questions"),
        sa.UniqueConstraint("guild", "id", name="uq_questions_guild_id"),
        sa.ForeignKeyConstraint(
            ["guild", "same_as"], ["questions.guild", "questions.id"], name="fk_questions_questions"
        ),
        sqlite_autoincrement=True,
    )


def _question_indices() -> None:
    _partial("ix_questions_gaps", "questions", ["guild", "seq"], "gap")
    columns = ["guild", "same_as", "seq"]
    _partial("ix_questions_merged", "questions", columns, "same_as IS NOT NULL")
    op.create_index("ix_questions_asker", "questions", ["guild", "asker", "seq"])
    columns = ["guild", "answered_by"]
    _partial("ix_questions_answered_by", "questions", columns, "answered_by IS NOT NULL")
    columns = ["guild", "at", "outcome", "locale", "programme", "entry_programme", "entry_id"]
    columns += ["helpful", "stage", "desk_channel"]
    op.create_index("ix_questions_figures", "questions", columns)


def _copy_seeds(banks: sa.Table, entries: sa.Table, versions: sa.Table) -> None:
    """What the programmes in force have in their definitions becomes their guilds' banks."""
    connection = op.get_bind()
    guilds: set[int] = set()
    for programme in connection.execute(_in_force()).all():
        found = json.loads(programme.definition)["faqs"]
        for seed in {seed["id"]: seed for seed in found}.values():
            key = {"guild": programme.guild, "programme": programme.key, "id": seed["id"]}
            key |= {"version": 1, "document": _document(programme.key, seed)}
            confirmed = date.fromisoformat(seed["confirmed"])
            entry = {"changed": 1, "confirmed": confirmed}
            version = {"act": "shipped", "at": programme.created, "actor": None}
            connection.execute(entries.insert().values(key | entry))
            connection.execute(versions.insert().values(key | version))
            guilds.add(programme.guild)
    for guild in sorted(guilds):
        connection.execute(banks.insert().values(guild=guild, revision=1))


def _in_force() -> sa.Select[Any]:
    now = sa.table("programmes", *_keys(), sa.column("archived", sa.Boolean()))
    kept = sa.column("created", _moment()), sa.column("definition", sa.Text())
    versions = sa.table("programme_versions", *_keys(), *kept)
    same = [now.c[column.name] == versions.c[column.name] for column in _keys()]
    return (
        sa.select(versions.c.guild, versions.c.key, versions.c.created, versions.c.definition)
        .join_from(now, versions, sa.and_(*same))
        .where(now.c.archived.is_(False))
        .order_by(versions.c.guild, versions.c.key)
    )


def _keys() -> list[sa.ColumnClause[Any]]:
    guild, version = sa.column("guild", sa.BigInteger()), sa.column("version", sa.Integer())
    return [guild, sa.column("key", sa.Text()), version]


def _document(programme: str, seed: dict[str, Any]) -> str:
    """As entries are stored: the question is not repeated among the ways of asking it."""
    question = {locale: seed["question"][name] for name, locale in LOCALES.items()}
    answer = {locale: seed["answer"][name] for name, locale in LOCALES.items()}
    phrasings = {
        locale: [one for one in ways if one != question[locale]]
        for locale, ways in seed["phrasings"].items()
    }
    entry = {
        "ref": [programme, seed["id"]],
        "question": {"texts": question},
        "phrasings": phrasings,
        "answer": {"texts": answer},
        "confirmed": seed["confirmed"],
        "source": "",
        "valid_from": None,
        "valid_until": None,
        "related": seed.get("related", []),
        "version": 1,
        "removed": False,
    }
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
