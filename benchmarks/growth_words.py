"""Many pitches at once made findable: as `db.repositories.words` does it, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, PitchId
from db.search import fold_words, terms
from db.tables import pitches

_POSTGRES = """INSERT INTO pitch_words (seq, guild, room, words)
VALUES (:seq, :guild, repeat(' ', 2000), array_to_tsvector(string_to_array(:terms, ' ')))"""
_SQLITE = "INSERT INTO pitch_words (seq, guild, words) VALUES (:seq, :guild, :words)"
_SEARCH = "INSERT INTO pitch_search (rowid, terms) VALUES (:seq, :terms)"


async def index(
    connection: AsyncConnection, guild: GuildId, said: Sequence[tuple[PitchId, str]]
) -> None:
    """Make pitches findable by what they say, none of which is findable yet."""
    names = [pitch for pitch, _ in said]
    query = select(pitches.c.id, pitches.c.seq).where(
        pitches.c.guild == guild, pitches.c.id.in_(names)
    )
    numbers = {row.id: row.seq for row in await connection.execute(query)}
    rows = [
        {
            "seq": numbers[pitch],
            "guild": guild,
            "words": fold_words(words),
            "terms": " ".join(sorted(set().union(*map(_terms, words.split("\n"))))),
        }
        for pitch, words in said
    ]
    if connection.dialect.name == "postgresql":
        await connection.execute(text(_POSTGRES), [without(row, "words") for row in rows])
    else:
        await connection.execute(text(_SQLITE), [without(row, "terms") for row in rows])
        found = [{"seq": row["seq"], "terms": row["terms"]} for row in rows]
        await connection.execute(text(_SEARCH), found)


def without(row: dict[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in row.items() if key != name}


@lru_cache(maxsize=64)
def _terms(line: str) -> frozenset[str]:
    return frozenset(terms(fold_words(line)))
