"""Scores, talks and preferences to store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.ids import ChannelId, FileId, MessageId, ProgrammeKey, UserId
from bot.domain.pitch import Pitch
from bot.domain.preferences import Preferences, Telling
from bot.domain.queue import PitchQuery
from bot.domain.review import Conflict, ConflictKind, Score
from bot.domain.talk import Talk, TalkId
from bot.services.ports_desk import Note
from db.database import Database
from tests.db.samples import COORDINATOR, HOME, KEY, NOW, OWNER, token


def score(of: Pitch, reviewer: UserId = COORDINATOR, **changes: Any) -> Score:
    first = Score(of.guild, of.id, reviewer, {"craft": 4}, "Strong 强", "Keep going 加油", 1, NOW)
    return replace(first, **changes)


def conflict(of: Pitch, user: UserId = COORDINATOR) -> Conflict:
    return Conflict(of.guild, of.id, user, ConflictKind.DECLARED, NOW)


def note(of: Pitch, by: UserId = COORDINATOR, words: str = "Ask about rights 版权") -> Note:
    return Note(of.guild, of.id, by, NOW, words)


def talk(of: Pitch, **changes: Any) -> Talk:
    number = int(token(), 16)
    first = Talk(
        id=TalkId(f"{number:020x}"),
        guild=of.guild,
        pitch=of.id,
        by_author=True,
        writer=OWNER,
        writer_name="Chen 陈",
        words="May I send a new draft? 可以吗？",
        at=NOW,
        files=(FileId("f" * 20),),
        source=(ChannelId(2**61), MessageId(2**61 + number)),
        shown=(ChannelId(2**61 + 1), MessageId(2**61 + 2**40 + number)),
    )
    return replace(first, **changes)


def wishes(user: UserId = COORDINATOR, **changes: Any) -> Preferences:
    first = Preferences(
        HOME,
        user,
        "Asia/Taipei",
        Telling.DIGEST,
        {KEY: Telling.INSTANT, ProgrammeKey("hina"): Telling.OFF},
        digest_hour=9,
        quiet_from=22,
        quiet_until=7,
        schools=("USC", "北京电影学院"),
    )
    return replace(first, **changes)


async def reviewed(
    database: Database, *given: Score | Conflict | Note | Talk, ranked: bool = True
) -> None:
    """Store what is given of pitches that are stored; a score's mean is that of its values."""
    async with database.store.writing() as work:
        for each in given:
            match each:
                case Score():
                    mean = sum(each.values.values()) / len(each.values)
                    await work.reviews.put_score(each, mean, ranked=ranked)
                case Conflict():
                    await work.reviews.add_conflict(each)
                case Note():
                    await work.reviews.add_note(each)
                case Talk():
                    assert await work.talks.add(each)
        await work.commit()


async def indexed(database: Database, of: Pitch, words: str) -> None:
    async with database.store.writing() as work:
        await work.queue.index(of.guild, of.id, words)
        await work.commit()


async def found(database: Database, text: str = "", **query: Any) -> list[Pitch]:
    """At most a hundred; their number is checked against what was counted."""
    async with database.store.reading() as work:
        items, total = await work.queue.find(
            HOME, PitchQuery(text=text, **query), now=NOW, limit=100
        )
    assert total == len(items)
    return list(items)
