"""Entries of banks and questions to store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.faq import BankEntry, FaqAct, FaqRef, InLanguages
from bot.domain.ids import ChannelId, GuildId, MessageId, NoticeId, PitchId, UserId
from bot.domain.notice import Notice, NoticeKind, Route
from bot.domain.question import Outcome, Place, Question, QuestionId, Where
from bot.domain.text import Locale
from db.database import Database
from tests.db.samples import COORDINATOR, HOME, KEY, NOW, OWNER, token

WHO = FaqRef(KEY, "who-may-apply")
FEE = FaqRef(KEY, "fee")


def entry(ref: FaqRef = WHO, **changes: Any) -> BankEntry:
    first = BankEntry(
        ref=ref,
        question=InLanguages({Locale.EN: "Who may apply?", Locale.ZH_CN: "谁可以申请？"}),
        phrasings={Locale.EN: ("Am I eligible?",), Locale.ZH_CN: ("我能报名吗 🎬",)},
        answer=InLanguages({Locale.EN: "Anyone who writes.", Locale.ZH_CN: "写作者都可以。"}),
        confirmed=date(2026, 2, 1),
        source="https://example.org/rules",
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        related=("fee",),
    )
    return replace(first, **changes)


def question(text: str = "多少钱？", **changes: Any) -> Question:
    first = Question(
        id=QuestionId(token()),
        guild=HOME,
        at=NOW,
        asker=OWNER,
        locale=Locale.ZH_CN,
        text=text,
        where=Where(Place.MENTION, ChannelId(41), MessageId(42)),
        outcome=Outcome.UNKNOWN,
    )
    return replace(first, **changes)


def answered(ref: FaqRef = WHO, **changes: Any) -> Question:
    return question(outcome=Outcome.ANSWERED, entry=ref, **changes)


def about(of: Question, recipient: UserId | None = None, **changes: Any) -> Notice:
    """To the desk that it was asked, or the answer to a person."""
    first = Notice(
        id=NoticeId(token()),
        guild=of.guild,
        kind=NoticeKind.QUESTION if recipient is None else NoticeKind.ANSWER,
        pitch=PitchId(""),
        route=Route.DESK if recipient is None else Route.CHANNEL,
        recipient=recipient,
        created=NOW,
        actor=OWNER if recipient is None else COORDINATOR,
        detail=of.id,
    )
    return replace(first, **changes)


async def saved(
    database: Database,
    *entries: BankEntry,
    act: FaqAct = FaqAct.ADDED,
    by: UserId | None = COORDINATOR,
    guild: GuildId = HOME,
) -> list[BankEntry]:
    """Store each as what follows the version that it has."""
    async with database.store.writing() as work:
        stored = [
            await work.faqs.save(guild, each, act, by, NOW, expected=each.version)
            for each in entries
        ]
        await work.commit()
    return stored


async def asked(database: Database, *questions: Question) -> None:
    """Store questions as they are, the first as the oldest."""
    async with database.store.writing() as work:
        for each in questions:
            await work.questions.add(each)
        await work.commit()
