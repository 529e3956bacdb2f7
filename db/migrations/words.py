"""Filling the index of what pitches say, and the moments by which they are listed, for pitches that
were handed in before there were any.

Here the migration does follow the code: the index must hold the terms that are looked for now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from db.search import fold_format, fold_title, fold_words, terms

SLICE = 500
"""Pitches read at a time."""


def fill_moments(connection: sa.Connection) -> None:
    """When anybody last did anything to a pitch, and when it is due: far away without a date."""
    connection.execute(
        sa.text(
            "UPDATE pitches SET touched = coalesce((SELECT max(at) FROM pitch_events"
            " WHERE pitch_events.guild = pitches.guild AND pitch_events.pitch = pitches.id),"
            " submitted, created)"
        )
    )
    due = sa.text(
        "UPDATE pitches SET due ="
        " coalesce(CASE WHEN state = 'changes_requested' THEN changes_due END, :far)"
    )
    far = sa.bindparam("far", datetime(9999, 12, 31, tzinfo=UTC), sa.DateTime(timezone=True))
    connection.execute(due.bindparams(far))


def fill_words(connection: sa.Connection) -> None:
    """Pitches that were handed in can be found by what they say, and by their format; by
    their title also in the other Chinese script."""
    of = ("guild", "key", "version", "definition")
    versions = sa.table("programme_versions", *map(sa.column, of), sa.column("format_field"))
    written: dict[tuple[int, str, int], tuple[list[str], str | None]] = {}
    for row in connection.execute(sa.select(*(versions.c[name] for name in of))).all():
        definition = json.loads(row.definition)
        field = definition["card"].get("format")
        written[row.guild, row.key, row.version] = (_searched(definition), field)
        here = [versions.c[name] == getattr(row, name) for name in of[:3]]
        connection.execute(versions.update().where(*here).values(format_field=field))
    known = ("seq", "guild", "programme", "form_version", "state", "answers", "title")
    pitches = sa.table("pitches", *map(sa.column, (*known, "format")))
    after = 0
    while rows := connection.execute(_next(pitches, after)).all():
        for row in rows:
            searched, field = written[row.guild, row.programme, row.form_version]
            answers = json.loads(row.answers)
            format_ = fold_format(answers.get(field)) if field else None
            connection.execute(
                pitches.update()
                .where(pitches.c.seq == row.seq)
                .values(format=format_, title=fold_title(row.title))
            )
            said = [answers[name] for name in searched if isinstance(answers.get(name), str)]
            if row.state != "draft" and (words := fold_words("\n".join(said))):
                _index(connection, row.seq, row.guild, words)
        after = rows[-1].seq


def _next(pitches: sa.TableClause, after: int) -> sa.Select[Any]:
    columns = [column for column in pitches.c if column.name != "format"]
    later = sa.select(*columns).where(pitches.c.seq > after)
    return later.order_by(pitches.c.seq).limit(SLICE)


def _searched(definition: Mapping[str, Any]) -> list[str]:
    """The fields whose text may be searched: none of a person's data."""

    def fields() -> Iterator[Mapping[str, Any]]:
        for page in definition["form"]["pages"]:
            yield from page["fields"]

    return [
        field["id"]
        for field in fields()
        if field["kind"] in ("short", "long") and not field.get("pii")
    ]


def _index(connection: sa.Connection, seq: int, guild: int, words: str) -> None:
    found = sorted(terms(words))
    row: dict[str, Any] = {"seq": seq, "guild": guild}
    if connection.dialect.name == "sqlite":
        insert = "INSERT INTO pitch_words (seq, guild, words) VALUES (:seq, :guild, :words)"
        connection.execute(sa.text(insert), row | {"words": words})
        insert = "INSERT INTO pitch_search (rowid, terms) VALUES (:seq, :terms)"
        connection.execute(sa.text(insert), {"seq": seq, "terms": " ".join(found)})
    else:
        insert = (
            "INSERT INTO pitch_words (seq, guild, room, words)"
            " VALUES (:seq, :guild, repeat(' ', 2000), array_to_tsvector(CAST(:terms AS text[])))"
        )
        connection.execute(sa.text(insert), row | {"terms": found})
