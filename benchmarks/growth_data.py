"""A database with as many pitches as one guild will hardly ever have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import NullPool, insert, text
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.growth_words import index
from benchmarks.play import PITCH
from bot.content.loader import shipped
from bot.domain.call import Call
from bot.domain.ids import (
    ALPHABET,
    CallId,
    ChannelId,
    GuildId,
    NoticeId,
    PitchId,
    ProgrammeKey,
    Reference,
    RoleId,
    UserId,
)
from bot.domain.notice import Notice, NoticeKind, NoticeState, Route
from bot.domain.people import Actor, GuildSettings
from bot.domain.pitch import Pitch, State, Submission
from bot.domain.text import Locale
from db.database import Database
from db.notice_rows import new_values
from db.repositories.pitch_rows import changing_values, fixed_values
from db.search import fold_title
from db.tables import notices, pitches, scores

GUILD = GuildId(2**60)
CALL = CallId("c" * 20)
CHUNM = ProgrammeKey("chunm")
COORDINATORS = RoleId(2**60 + 1)
MAYA = Actor(
    GUILD, UserId(2**60 + 2), "Maya", Locale.EN, roles=frozenset({COORDINATORS})
)  # a coordinator
LEAD = replace(MAYA, user=UserId(2**60 + 3), manages_guild=True)
OWNERS = 20_000
BUSY_SHARE = 0.002
"""Of all pitches are one person's: two hundred of 100,000, which is many pages of a list."""
ASSIGNED_SHARE = 0.1
TAG = "roadshow"
TAGGED = 100
"""Every so many pitches have the tag, and a score of the coordinator's."""
CHUNK = 2_000
NOW = datetime(2026, 3, 1, tzinfo=UTC)
_WORDS = (
    "月亮港 渔村 外婆 满月 地图 故乡 夏天 电影院 列车 邻居 秘密 迷雾 海岸 旧信 歌声 moon harbour "
    "letter night train summer cinema river mountain sister paper lantern ghost winter map"
).split()

_TAGGING = text(
    f"INSERT INTO pitch_tags (guild, pitch, tag, seq) SELECT guild, id, '{TAG}', seq FROM pitches"
    " WHERE guild = :guild AND id = :id"
)
_LONG = ("synopsis", "overview", "characters", "bio")


def owner(number: int) -> UserId:
    """The ``number``-th author; 0 is the busy one."""
    return UserId(2**61 + number)


def reference(number: int) -> Reference:
    """Of the ``number``-th pitch. Scattered, as drawn ones are."""
    number = number * 7_368_787 % len(ALPHABET) ** Reference.LENGTH
    code = ""
    for _ in range(Reference.LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        code += ALPHABET[digit]
    return Reference("CM", code)


async def found(database: Database) -> None:
    """A guild with settings, ChunM and an open call. Its pitches are reviewed without names, which
    takes longer than with them."""
    programme = next(each for each in shipped() if each.key == CHUNM)
    programme = replace(programme, rules=replace(programme.rules, blind=True))
    async with database.store.writing() as work:
        await work.guilds.save(
            GuildSettings(GUILD, COORDINATORS, ChannelId(1), None, Locale.EN, "UTC")
        )
        await work.programmes.put(GUILD, programme, NOW)
        await work.calls.add(Call(CALL, GUILD, CHUNM, NOW, None))
        await work.commit()


async def fill(database: Database, first: int, last: int) -> None:
    """Pitches ``first`` to ``last`` - 1, each with a receipt that was sent."""
    draw = random.Random(first)
    for start in range(first, last, CHUNK):
        made = [_pitch(number, draw) for number in range(start, min(start + CHUNK, last))]
        async with database.engines.writing() as connection:
            await connection.execute(insert(pitches), [_row(pitch, draw) for pitch in made])
            await connection.execute(insert(notices), [_sent(pitch) for pitch in made])
            await index(connection, GUILD, [(pitch.id, _said(pitch, draw)) for pitch in made])
            tagged = [pitch.id for pitch in made[::TAGGED]]
            await connection.execute(_TAGGING, [{"guild": GUILD, "id": one} for one in tagged])
            await connection.execute(insert(scores), [_score(one) for one in tagged])
            await connection.commit()


async def wait_in_line(database: Database, count: int) -> None:
    """``count`` notices to as many people, all due."""
    async with database.store.writing() as work:
        for number in range(count):
            await work.notices.add(
                _notice(_pitch_id(number), owner(number), f"f{number:019x}"), NOW
            )
        await work.commit()


async def settle(database: Database) -> None:
    """What PostgreSQL does by itself in time."""
    if database.shared:
        engine = create_async_engine(
            database.engines.writer.url, isolation_level="AUTOCOMMIT", poolclass=NullPool
        )
        async with engine.connect() as connection:
            await connection.execute(text("VACUUM ANALYZE"))
            await connection.execute(text("CHECKPOINT"))


def _pitch(number: int, draw: random.Random) -> Pitch:
    """Most handed in, two fifths in review; with a Chinese author's answers, some 1 KB."""
    title = " ".join(draw.sample(_WORDS, 3)) + f" {number}"
    at = NOW + timedelta(seconds=number)
    busy = draw.random() < BUSY_SHARE
    return Pitch(
        id=_pitch_id(number),
        guild=GUILD,
        ref=reference(number),
        programme=CHUNM,
        form_version=1,
        call=CALL,
        owner=owner(0 if busy else draw.randrange(1, OWNERS)),
        owner_name="林薇",
        locale=Locale.ZH_CN,
        created=at,
        state=State.IN_REVIEW if draw.random() < 0.4 else State.SUBMITTED,
        answers={**PITCH, "title": title, "format": "series-8-12"},
        submission=Submission(at, "1", "我同意。" * 20, "ab" * 32),
        revision=1,
        assignee=MAYA.user if draw.random() < ASSIGNED_SHARE else None,
        review_due=at + timedelta(days=14) if draw.random() < ASSIGNED_SHARE else None,
        touched=at,
    )


def _pitch_id(number: int) -> PitchId:
    return PitchId(f"{number:020x}")


def _row(pitch: Pitch, draw: random.Random) -> dict[str, Any]:
    score = draw.choice((None, None, draw.uniform(1, 5)))
    listed = {
        "title": fold_title(pitch.text("title")),
        "format": pitch.text("format"),
        "score": score,
        "ranked": score or 0.0,
        "version": 3,
    }
    return {**fixed_values(pitch), **changing_values(pitch), **listed}


def _score(pitch: PitchId) -> dict[str, Any]:
    key = {"guild": GUILD, "pitch": pitch, "reviewer": MAYA.user, "at": NOW}
    given = {"given": '{"craft": 4}', "note": "", "feedback": "", "revision": 1, "version": 1}
    return key | given


def _said(pitch: Pitch, draw: random.Random) -> str:
    """By what it is found: every logline is the same, so that its words are in all pitches."""
    return "\n".join((pitch.text("title"), PITCH["logline"], PITCH[draw.choice(_LONG)]))


def _notice(pitch: PitchId, recipient: UserId, id_: str) -> Notice:
    return Notice(NoticeId(id_), GUILD, NoticeKind.RECEIPT, pitch, Route.DM, recipient, NOW)


def _sent(pitch: Pitch) -> dict[str, Any]:
    values = new_values(_notice(pitch.id, pitch.owner, pitch.id), NOW)
    return {**values, "state": NoticeState.SENT.value, "attempts": 1, "first_try": NOW, "sent": NOW}


def references(draw: random.Random, size: int) -> Iterator[str]:
    """References of pitches among the first ``size``, as people type them."""
    while True:
        yield str(reference(draw.randrange(size))).lower()
