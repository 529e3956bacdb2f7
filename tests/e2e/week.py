"""The week at the desk: who is there, what time it is, and what each author is to read."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.discord_io.escape import escape
from bot.domain.ids import GuildId, ProgrammeKey
from sandbox.interaction import Interaction
from sandbox.people.person import Person
from sandbox.people.views import Channel, Message
from tests.e2e.stage import WORLD, Stage
from tests.e2e.story import pitch, reference, words
from tests.e2e.together import delivered

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
COORDINATORS = "{name: Coordinators, permissions: [manage_messages]}"
LEADS = "{name: Leads, permissions: [manage_messages, manage_guild]}"
WORLD_OF_THE_WEEK = (
    WORLD.replace(COORDINATORS, f"{COORDINATORS}\n      - {LEADS}", 1)
    + """
  jun: {display_name: 周俊, locale: zh-CN, guilds: {north: [Coordinators]}}
  ana: {display_name: Ana Costa, locale: en-US, guilds: {north: []}}
  hao: {display_name: 王浩, locale: zh-CN, guilds: {north: []}}
  yun: {display_name: 許雲, locale: zh-TW, guilds: {north: []}}
"""
)


@dataclass(frozen=True, eq=False)
class Piece:
    """A pitch that was handed in: what it is called, its authors (the owner first), its card."""

    ref: str
    title: str
    authors: tuple[Person, ...]
    card: Message

    @property
    def line(self) -> str:
        """As messages head what they say of it."""
        return f"`{self.ref}` **{escape(self.title)}**"

    @property
    def thread(self) -> Channel:
        assert self.card.thread is not None
        return self.card.thread

    def said_in_thread(self, words_: str) -> list[str]:
        """Every message of its thread that holds the words."""
        return [one.text for one in self.thread.messages if words_ in one.text]


class Week:
    """Three coordinators (Maya, Noor and Jun, who reads Chinese), Olga the lead, and six authors:
    Sam and Ana in English, Lin and Hao in Simplified, Wei and Yun in Traditional Chinese."""

    harbour: Piece
    ferry: Piece
    trap: Piece
    mirror: Piece
    lamp: Piece
    bridge: Piece

    def __init__(self, stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
        people = stage.sandbox.people
        self.stage, self.log = stage, caplog
        self.olga, self.maya, self.noor = stage.olga, stage.maya, stage.noor
        self.lin, self.sam, self.wei = stage.lin, stage.sam, stage.wei
        self.jun, self.ana, self.hao, self.yun = (people[n] for n in ("jun", "ana", "hao", "yun"))
        self.coordinators = (self.maya, self.noor, self.jun)
        self.authors = (self.sam, self.ana, self.lin, self.hao, self.wei, self.yun)
        self.told: dict[Person, list[str]] = defaultdict(list)
        self.interactions: list[Interaction] = []
        now = stage.sandbox.clock.now()
        self._monday = now.date() + timedelta(days=7 - now.weekday())

    def watches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Remember every interaction from now on, so that none fails unnoticed."""
        interactions = self.stage.sandbox._core.interactions
        begin = interactions.begin

        def begun(*given: Any, **named: Any) -> Interaction:
            self.interactions.append(begin(*given, **named))
            return self.interactions[-1]

        monkeypatch.setattr(interactions, "begin", begun)

    # -- time ----------------------------------------------------------------------------------

    def moment(self, day: str, hour: int, minute: int = 0, zone: str = "UTC") -> datetime:
        """That hour of the week's day, by the clocks of a zone."""
        date = self._monday + timedelta(days=DAYS.index(day))
        return datetime.combine(date, time(hour, minute), ZoneInfo(zone))

    async def until(self, day: str, hour: int, minute: int = 5, zone: str = "UTC") -> None:
        """It is that time, and the bot has looked at the clock."""
        clock, app = self.stage.sandbox.clock, self.stage.app
        assert app is not None
        clock.advance((self.moment(day, hour, minute, zone) - clock.now()).total_seconds())
        app.wake()
        await app.timekeeper.turn()

    async def all_is_told(self) -> None:
        await delivered(self.stage)

    # -- what authors do and are told ----------------------------------------------------------

    async def sends(self, author: Person, programme: str, given: Mapping[str, Any]) -> Piece:
        """A whole pitch, from `/pitch start` to its card."""
        ref = reference(await pitch(author, programme, given))
        return await self.arrived(ref, str(given["title"]), author)

    async def arrived(self, ref: str, title: str, *authors: Person) -> Piece:
        """The authors have a receipt, and the desk a card with a thread."""
        piece = Piece(ref, title, authors, await self.maya.sees(ref, in_="desk"))
        for author in authors:
            first, *_ = words(author)("receipt.text", **_NOTHING).splitlines()
            self.told[author].append(f"{first}\n{piece.line}")
        await self.all_is_told()
        return piece

    def reads(self, piece: Piece, key: str, **filled: Any) -> None:
        """All its authors are to read this notice, each in their language."""
        for author in piece.authors:
            self.told[author].append(words(author)(key, headline=piece.line, **filled))

    async def messages_to(self, author: Person) -> list[Message]:
        """All that the bot wrote to an author: in the DM, or in private threads."""
        found = await author.reads("dm")
        for thread in author.threads():
            if thread.kind == "private thread":
                found += await author.reads(thread)
        return [one for one in found if one.author == "Callboard" and not one.ephemeral]

    def errors(self) -> list[str]:
        """What the bot logged as an error."""
        return [one.getMessage() for one in self.log.records if one.levelno >= logging.ERROR]


async def in_silence(stage: Stage, programme: str, step: str) -> None:
    """From now on the authors are not told when a pitch gets to that step of the pipeline."""
    assert stage.app is not None
    guild = GuildId(stage.sandbox.guild("north").id)
    async with stage.app.database.store.writing() as work:
        known = await work.programmes.get(guild, ProgrammeKey(programme))
        assert known is not None
        pipeline = tuple(replace(one, tells=one.id != step) for one in known.programme.pipeline)
        changed = replace(known.programme, pipeline=pipeline)
        await work.programmes.put(guild, changed, stage.clock.now())
        await work.commit()


def part_of(person: Person, key: str, **known: Any) -> str:
    """The longest part of a text that stands between what is filled in and not ``known``."""
    filled = {**dict.fromkeys(_NOTHING, "\0"), **known}
    return max(words(person)(key, **filled).split("\0"), key=len).strip()


_NOTHING = dict.fromkeys(
    ("headline", "programme", "utc", "local", "hash", "ref", "relative", "at", "zone", "day", "who",
     "owner", "message", "number"), "",
)  # fmt: skip
