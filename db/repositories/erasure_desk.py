"""Forgetting a person as the reviewer and the writer of others' pitches."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId, UserId
from db.tables import (
    conflicts,
    digest_claims,
    pitch_notes,
    preferences,
    scores,
    talk_places,
    talks,
)

TALKED = (talks.c.source_channel, talks.c.shown_channel)
FORGOTTEN = {
    "writer": UserId(0),
    "writer_name": "",
    "source_channel": None,
    "source_message": None,
    "shown_channel": None,
    "shown_message": None,
    "files": "[]",
    "words": "",
    "deleted": True,
}


async def forget_reviewer(connection: AsyncConnection, guild: GuildId, user: UserId) -> None:
    """What they scored stays, without a word and without a name: 0, and -1 and so on where others
    of the pitch's reviewers are forgotten too. Notes, conflicts and preferences go; and, as a
    conflict keeps a score from counting, so do scores beside one."""
    declared = exists().where(
        conflicts.c.guild == scores.c.guild,
        conflicts.c.pitch == scores.c.pitch,
        conflicts.c.user == scores.c.reviewer,
    )
    given = and_(scores.c.guild == guild, scores.c.reviewer == user)
    await connection.execute(delete(scores).where(given, declared))
    others = scores.alias("others")
    forgotten = (
        select(-func.count())
        .where(
            others.c.guild == scores.c.guild,
            others.c.pitch == scores.c.pitch,
            others.c.reviewer <= 0,
        )
        .scalar_subquery()
    )
    blank = {"reviewer": forgotten, "note": "", "feedback": "", "version": scores.c.version + 1}
    await connection.execute(update(scores).where(given).values(blank))
    for column in (
        pitch_notes.c.by,
        conflicts.c.user,
        preferences.c.user,
        digest_claims.c.user,
    ):
        mine = and_(column.table.c.guild == guild, column == user)
        await connection.execute(delete(column.table).where(mine))


async def forget_writer(connection: AsyncConnection, guild: GuildId, user: UserId) -> None:
    """That there was a message stays, as after its deletion."""
    theirs = and_(talks.c.guild == guild, talks.c.writer == user)
    # It is shown in a thread of the desk, which goes on being read for the others' sake.
    await drop_places(connection, (talks.c.source_channel,), theirs, talks.c.by_author)
    changed = {"version": talks.c.version + 1}
    await connection.execute(update(talks).where(theirs).values(FORGOTTEN | changed))


async def drop_places(
    connection: AsyncConnection,
    channels: Sequence[ColumnElement[int]],
    *which: ColumnElement[bool],
) -> None:
    """Forget up to where the places of such messages were read: those of direct messages belong to
    a person."""
    for channel in channels:
        there = select(channel).where(*which, channel.is_not(None))
        await connection.execute(delete(talk_places).where(talk_places.c.channel.in_(there)))
