"""Values to store, and a guild to store them in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from bot.domain.call import Call
from bot.domain.files import StoredFile
from bot.domain.filetypes import FileType
from bot.domain.form import Condition, Consent, Field, Form, Kind, Option, Page
from bot.domain.ids import (
    ALPHABET,
    CallId,
    ChannelId,
    FileId,
    GuildId,
    NoticeId,
    PitchId,
    ProgrammeKey,
    Reference,
    RoleId,
    UserId,
)
from bot.domain.moves import claim
from bot.domain.notice import Notice, NoticeKind, Route
from bot.domain.people import GuildSettings
from bot.domain.pitch import Pitch, State, Submission
from bot.domain.programme import CardFields, Category, FaqEntry, Programme, Source, Stage
from bot.domain.team import Member, MemberState
from bot.domain.text import Locale, Localized
from db.database import Database

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
HOME = GuildId(2**62 + 1)
OTHER = GuildId(2**62 + 2)
OWNER = UserId(2**62 + 11)
COORDINATOR = UserId(2**62 + 12)
GUEST = UserId(2**62 + 13)
KEY = ProgrammeKey("chunm")
CALL = CallId("c" * 20)

_numbers = count(1)


def later(**by: float) -> datetime:
    return NOW + timedelta(**by)


def _text(en: str, zh: str) -> Localized:
    return Localized(en, zh, zh)


def programme(key: ProgrammeKey = KEY, **changes: Any) -> Programme:
    title = Field("title", Kind.SHORT, _text("Title", "片名"), max_characters=100)
    logline = Field("logline", Kind.LONG, _text("Logline", "一句话简介"), max_words=50)
    options = (Option("film", _text("Film", "电影")), Option("series", _text("Series", "剧集")))
    made = Field("format", Kind.CHOICES, _text("Format", "形式"), options=options)
    episodes = Field(
        "episodes", Kind.NUMBER, _text("Episodes", "集数"), show_if=Condition("format", ("series",))
    )
    question = _text("Who may apply?", "谁可以申请？")
    phrasings = {Locale.EN: ("Who may apply?", "Am I eligible?"), Locale.ZH_CN: ("谁可以申请？",)}
    first = Programme(
        key=key,
        prefix="CM",
        name=_text("ChunM Talent", "ChunM 人才计划"),
        summary=_text("For screenwriters.", "面向编剧。"),
        offers=(_text("A roadshow", "路演"),),
        eligibility=_text("To be named.", "待定。"),
        source=Source(_text("Announcement", "公告"), date(2025, 10, 30)),
        faqs=(FaqEntry("who", question, phrasings, _text("Ask.", "请咨询。"), date(2026, 1, 2)),),
        form=Form(
            (Page("one", _text("The work", "作品"), (title, logline, made, episodes)),),
            Consent("1", _text("I agree.", "我同意。")),
        ),
        card=CardFields("title", "logline", "format"),
        review=(Category("craft", _text("Craft", "技艺"), 2),),
        pipeline=(Stage("concept", _text("Concept", "概念")),),
    )
    return replace(first, **changes)


def settings(guild: GuildId = HOME, **changes: Any) -> GuildSettings:
    first = GuildSettings(guild, RoleId(21), ChannelId(22), None, Locale.ZH_TW, "Asia/Taipei")
    return replace(first, **changes)


def call(guild: GuildId = HOME, id_: CallId = CALL, **changes: Any) -> Call:
    return replace(Call(id_, guild, KEY, NOW, later(days=30)), **changes)


def token() -> str:
    """20 hex digits, never the same twice."""
    return f"{next(_numbers):020x}"


def reference(number: int) -> Reference:
    code = ""
    for _ in range(Reference.LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        code = ALPHABET[digit] + code
    return Reference("CM", code)


def pitch(title: str = "Gone with the Boat", **changes: Any) -> Pitch:
    number = next(_numbers)
    first = Pitch(
        id=PitchId(f"{number:020x}"),
        guild=HOME,
        ref=reference(number),
        programme=KEY,
        form_version=1,
        call=CALL,
        owner=OWNER,
        owner_name="Chen 陈",
        owner_handle="boatwright_42",
        locale=Locale.ZH_CN,
        created=NOW,
        answers={"title": title, "logline": "A boat goes.", "format": ("film", "series")},
    )
    return replace(first, **changes)


def submitted(of: Pitch, at: datetime = NOW) -> Pitch:
    submission = Submission(at, "1", "我同意。", "ab" * 32)
    return replace(of, state=State.SUBMITTED, submission=submission, revision=of.revision + 1)


def claimed(of: Pitch, coordinator: UserId = COORDINATOR) -> Pitch:
    return claim(of, coordinator, frozenset({of.owner}))


def member(of: Pitch, user: UserId = GUEST, **changes: Any) -> Member:
    first = Member(of.guild, of.id, user, "Lin 林", NOW, MemberState.ACCEPTED, "1", "我同意。", NOW)
    return replace(first, **{"handle": "oarsman.lin", **changes})


def file(of: Pitch, **changes: Any) -> StoredFile:
    number = token()
    first = StoredFile(
        id=FileId(number),
        guild=of.guild,
        pitch=of.id,
        field="script",
        uploader=of.owner,
        name="剧本.pdf",
        size=1000,
        type=FileType.PDF,
        sha256="cd" * 32,
        key=f"key-{number}",
        uploaded=NOW,
    )
    return replace(first, **changes)


def notice(of: Pitch, recipient: UserId | None = OWNER, **changes: Any) -> Notice:
    first = Notice(
        id=NoticeId(token()),
        guild=of.guild,
        kind=NoticeKind.DESK_CARD if recipient is None else NoticeKind.RECEIPT,
        pitch=of.id,
        route=Route.DESK if recipient is None else Route.DM,
        recipient=recipient,
        created=NOW,
        actor=OWNER,
    )
    return replace(first, **changes)


async def seed(database: Database, guild: GuildId = HOME) -> None:
    """Give ``guild`` settings, a programme and an open call."""
    async with database.store.writing() as work:
        await work.guilds.save(settings(guild))
        await work.programmes.put(guild, programme(), NOW)
        await work.calls.add(call(guild))
        await work.commit()


async def stored(database: Database, *pitches: Pitch) -> None:
    """Store pitches as they are, the first as the oldest."""
    async with database.store.writing() as work:
        for each in pitches:
            await work.pitches.add(each)
        await work.commit()


async def joined(database: Database, *members: Member) -> None:
    async with database.store.writing() as work:
        for each in members:
            await work.team.put(each)
        await work.commit()


async def attached(database: Database, *files: StoredFile) -> None:
    async with database.store.writing() as work:
        for each in files:
            await work.files.add(each)
        await work.commit()


async def queued(database: Database, *notices: Notice, now: datetime = NOW) -> None:
    async with database.store.writing() as work:
        for each in notices:
            await work.notices.add(each, now)
        await work.commit()
