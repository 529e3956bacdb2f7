"""The index of what pitches say."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, delete, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, PitchId
from db.search import terms
from db.sql import upsert_changed
from db.tables import pitch_words, pitches

# An index without texts is told what it held when a row goes.
_DROP = text(
    "INSERT INTO pitch_search (pitch_search, rowid, terms) VALUES ('delete', :seq, :terms)"
)
_ADD = text("INSERT INTO pitch_search (rowid, terms) VALUES (:seq, :terms)")
ROOM = " " * 2000
"""PostgreSQL: moves long values out of rows of more than 2 KB."""
_TIDY = text("INSERT INTO pitch_search (pitch_search) VALUES ('optimize')")


async def put_words(
    connection: AsyncConnection, guild: GuildId, pitch: PitchId, folded: str
) -> None:
    """Make the pitch findable by these words and no others; nothing happens if it is already."""
    kept: ColumnElement[Any] = pitch_words.c.words
    if connection.dialect.name == "postgresql":
        kept = pitch_words.c.words.is_not(None)
    query = select(pitches.c.seq, kept.label("kept"))
    joined = query.join_from(pitches, pitch_words, _same(), isouter=True)
    row = (await connection.execute(joined.where(_is(guild, pitch)))).one_or_none()
    if row is None:
        return
    if not folded:
        await drop_words(connection, guild, pitch)
    elif connection.dialect.name == "postgresql":
        words = func.array_to_tsvector(cast(sorted(terms(folded)), ARRAY(Text())))
        values = {"seq": row.seq, "guild": guild, "room": ROOM, "words": words}
        await upsert_changed(connection, pitch_words, values, "words")
    elif row.kept != folded:
        if row.kept is not None:
            await connection.execute(_DROP, {"seq": row.seq, "terms": _joined(row.kept)})
        values = {"seq": row.seq, "guild": guild, "words": folded}
        await upsert_changed(connection, pitch_words, values, "words")
        await connection.execute(_ADD, {"seq": row.seq, "terms": _joined(folded)})


async def drop_words(connection: AsyncConnection, guild: GuildId, pitch: PitchId) -> bool:
    """Make it unfindable by any words. Returns whether it was found by any."""
    number = select(pitches.c.seq).where(_is(guild, pitch)).scalar_subquery()
    gone = delete(pitch_words).where(pitch_words.c.seq == number)
    if connection.dialect.name == "postgresql":
        return (await connection.execute(gone)).rowcount == 1
    row = (await connection.execute(gone.returning(*pitch_words.c))).one_or_none()
    if row is None:
        return False
    await connection.execute(_DROP, {"seq": row.seq, "terms": _joined(row.words)})
    return True


async def tidy_words(connection: AsyncConnection) -> None:
    """Let nothing of what was dropped stay in the index. SQLite only notes that it was, until it
    next puts parts of the index together; PostgreSQL sweeps by itself."""
    if connection.dialect.name == "sqlite":
        await connection.execute(_TIDY)


def _joined(folded: str) -> str:
    return " ".join(sorted(terms(folded)))


def _same() -> ColumnElement[bool]:
    return and_(pitch_words.c.seq == pitches.c.seq, pitch_words.c.guild == pitches.c.guild)


def _is(guild: GuildId, pitch: PitchId) -> ColumnElement[bool]:
    return and_(pitches.c.guild == guild, pitches.c.id == pitch)
