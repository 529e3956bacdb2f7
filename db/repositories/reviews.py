"""What coordinators think of a pitch: scores, conflicts of interest, tags and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Table, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, PitchId, UserId
from bot.domain.review import Conflict, ConflictKind, Score
from bot.services.ports_desk import Note
from db.codec import dump_map, load_map
from db.sql import insert_found, insert_new, upsert
from db.tables import conflicts, pitch_notes, pitch_tags, pitches, scores


class SqlReviews:
    """Fulfils `bot.services.ports_desk.ReviewRepository`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def scores(self, guild: GuildId, pitch: PitchId) -> Sequence[Score]:
        return await self.scores_of(guild, [pitch])

    async def scores_of(self, guild: GuildId, pitches: Sequence[PitchId]) -> Sequence[Score]:
        return await self._scores(scores.c.guild == guild, scores.c.pitch.in_(pitches))

    async def scores_by(self, guild: GuildId, reviewer: UserId) -> Sequence[Score]:
        return await self._scores(scores.c.guild == guild, scores.c.reviewer == reviewer)

    async def _scores(self, *conditions: ColumnElement[bool]) -> Sequence[Score]:
        query = select(scores).where(*conditions)
        rows = await self._connection.execute(query.order_by(scores.c.at, scores.c.reviewer))
        return [
            Score(
                guild=row["guild"],
                pitch=row["pitch"],
                reviewer=row["reviewer"],
                values=load_map(row["given"]),
                note=row["note"],
                feedback=row["feedback"],
                revision=row["revision"],
                at=row["at"],
                version=row["version"],
            )
            for row in rows.mappings()
        ]

    async def put_score(self, score: Score, mean: float | None, *, ranked: bool) -> None:
        values = {
            "guild": score.guild,
            "pitch": score.pitch,
            "reviewer": score.reviewer,
            "given": dump_map(score.values),
            "note": score.note,
            "feedback": score.feedback,
            "revision": score.revision,
            "at": score.at,
            "version": score.version + 1,
        }
        await upsert(self._connection, scores, values)
        here = and_(pitches.c.guild == score.guild, pitches.c.id == score.pitch)
        means = {"score": mean, "ranked": mean or 0.0 if ranked else 0.0}
        await self._connection.execute(update(pitches).where(here).values(means))

    async def conflicts(self, guild: GuildId, pitch: PitchId) -> Sequence[Conflict]:
        return await self.conflicts_of(guild, [pitch])

    async def conflicts_of(self, guild: GuildId, pitches: Sequence[PitchId]) -> Sequence[Conflict]:
        return await self._conflicts(conflicts.c.guild == guild, conflicts.c.pitch.in_(pitches))

    async def conflicts_by(self, guild: GuildId, reviewer: UserId) -> Sequence[Conflict]:
        return await self._conflicts(conflicts.c.guild == guild, conflicts.c.user == reviewer)

    async def _conflicts(self, *conditions: ColumnElement[bool]) -> Sequence[Conflict]:
        query = select(conflicts).where(*conditions)
        rows = await self._connection.execute(query.order_by(conflicts.c.at, conflicts.c.user))
        return [
            Conflict(row.guild, row.pitch, row.user, ConflictKind(row.kind), row.at) for row in rows
        ]

    async def add_conflict(self, conflict: Conflict) -> None:
        """What is there already stays as it is."""
        values = {
            "guild": conflict.guild,
            "pitch": conflict.pitch,
            "user": conflict.user,
            "kind": conflict.kind.value,
            "at": conflict.at,
        }
        await insert_new(self._connection, conflicts, values)

    async def remove_conflict(self, guild: GuildId, pitch: PitchId, user: UserId) -> bool:
        theirs = and_(_of(conflicts, guild, pitch), conflicts.c.user == user)
        return (await self._connection.execute(delete(conflicts).where(theirs))).rowcount == 1

    async def tags(self, guild: GuildId, pitch: PitchId) -> Sequence[str]:
        return (await self.tags_of(guild, [pitch])).get(pitch, [])

    async def tags_of(
        self, guild: GuildId, pitches: Sequence[PitchId]
    ) -> Mapping[PitchId, Sequence[str]]:
        of = pitch_tags.c
        query = select(of.pitch, of.tag).where(of.guild == guild, of.pitch.in_(pitches))
        found: dict[PitchId, list[str]] = {}
        for row in await self._connection.execute(query.order_by(of.pitch, of.tag)):
            found.setdefault(row.pitch, []).append(row.tag)
        return found

    async def tag(self, guild: GuildId, pitch: PitchId, tag: str) -> bool:
        here = select(pitches.c.guild, pitches.c.id, pitches.c.seq)
        query = here.where(pitches.c.guild == guild, pitches.c.id == pitch)
        keys = ("guild", "pitch", "seq")
        return await insert_found(self._connection, pitch_tags, keys, query, {"tag": tag}) == 1

    async def untag(self, guild: GuildId, pitch: PitchId, tag: str) -> bool:
        there = and_(_of(pitch_tags, guild, pitch), pitch_tags.c.tag == tag)
        return (await self._connection.execute(delete(pitch_tags).where(there))).rowcount == 1

    async def notes(self, guild: GuildId, pitch: PitchId) -> Sequence[Note]:
        return await self._notes(_of(pitch_notes, guild, pitch))

    async def notes_by(self, guild: GuildId, reviewer: UserId) -> Sequence[Note]:
        return await self._notes(and_(pitch_notes.c.guild == guild, pitch_notes.c.by == reviewer))

    async def _notes(self, which: ColumnElement[bool]) -> Sequence[Note]:
        query = select(pitch_notes).where(which)
        rows = await self._connection.execute(query.order_by(pitch_notes.c.seq))
        return [
            Note(row["guild"], row["pitch"], row["by"], row["at"], row["words"])
            for row in rows.mappings()
        ]

    async def add_note(self, note: Note) -> None:
        values = {
            "guild": note.guild,
            "pitch": note.pitch,
            "by": note.by,
            "at": note.at,
            "words": note.words,
        }
        await self._connection.execute(insert(pitch_notes).values(values))


def _of(table: Table, guild: GuildId, pitch: PitchId) -> ColumnElement[bool]:
    return and_(table.c.guild == guild, table.c.pitch == pitch)
