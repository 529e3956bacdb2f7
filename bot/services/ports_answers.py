"""Ports of the bank of answers and of what is asked of it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.faq import BankEntry, FaqAct, FaqRef, FaqVersion
from bot.domain.ids import GuildId, ProgrammeKey, UserId
from bot.domain.question import Question, QuestionId
from bot.domain.text import Locale


class FaqRepository(Protocol):
    async def bank(self, guild: GuildId) -> Sequence[BankEntry]:
        """All entries that are not removed, by programme and id. The very same objects, in the very
        same sequence, as long as nothing changed."""

    async def get(self, guild: GuildId, ref: FaqRef) -> BankEntry | None:
        """The entry as it is now, removed or not; None if there never was one."""

    async def save(
        self,
        guild: GuildId,
        entry: BankEntry,
        act: FaqAct,
        by: UserId | None,
        now: datetime,
        *,
        expected: int,
    ) -> BankEntry:
        """Store the entry as its next version; return it with that version. ``expected`` is the
        version that it is to follow, 0 for a new one.

        Raises:
            StaleVersion: another change came first.
        """

    async def history(
        self, guild: GuildId, ref: FaqRef, *, limit: int = 25
    ) -> Sequence[FaqVersion]:
        """The newest first."""

    async def unconfirmed(self, guild: GuildId, before: date) -> int:
        """How many entries were confirmed last before a day."""

    async def to_remind(self, before: date, month: str, *, limit: int) -> Sequence[GuildId]:
        """Guilds that have such entries and no reminder in ``month`` (``2026-11``) yet. Spans
        guilds, as it acts for the process."""

    async def claim_reminder(self, guild: GuildId, month: str, now: datetime) -> bool:
        """Whether this is the first claim of that month."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Counts of questions of one programme (None: no programme was named or found) and language."""

    programme: ProgrammeKey | None
    locale: Locale
    answered: int
    offered: int
    unknown: int
    helpful: int
    unhelpful: int

    @property
    def asked(self) -> int:
        return self.answered + self.offered + self.unknown


@dataclass(frozen=True, slots=True)
class Figures:
    """``top`` are the entries that answered most often, with how often, the first the most;
    ``passed_on`` and ``replied`` count what went to coordinators and what they answered."""

    rows: Sequence[Asked]
    top: Sequence[tuple[FaqRef, int]]
    passed_on: int
    replied: int


class QuestionRepository(Protocol):
    async def add(self, question: Question) -> None: ...

    async def get(self, guild: GuildId, question: QuestionId) -> Question:
        """Raises: QuestionNotFound."""

    async def save(self, question: Question, *, expected: int) -> Question:
        """Return it with its new version. Where it stands at the desk is not changed by this.

        Raises:
            StaleVersion: another change came first.
        """

    async def gaps(self, guild: GuildId, *, limit: int) -> Sequence[Question]:
        """Questions for which `Question.is_gap` holds, with text, newest first."""

    async def waiting(self, guild: GuildId) -> int:
        """How many wait for a coordinator."""

    async def merged_into(self, guild: GuildId, question: QuestionId) -> Sequence[Question]:
        """Those whose ``same_as`` it is."""

    async def figures(
        self, guild: GuildId, since: datetime, programme: ProgrammeKey | None, *, top: int
    ) -> Figures: ...

    async def popular(self, guild: GuildId, since: datetime, *, limit: int) -> Sequence[FaqRef]:
        """The entries that answered most often, the most first."""

    async def of(self, guild: GuildId, asker: UserId) -> Sequence[Question]:
        """A person's own, oldest first."""

    async def answered_by(self, guild: GuildId, user: UserId) -> Sequence[Question]:
        """What a coordinator answered or put aside, oldest first."""

    async def forget(self, guild: GuildId, asker: UserId) -> Sequence[Question]:
        """Take the person and all their words out of their questions, which stay as counts; return
        those questions as they were. What they answered as a coordinator keeps its words and loses
        their name."""


class Decision(StrEnum):
    ANSWER = "answer"
    OFFER = "offer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may answer a question. ``score`` runs from 0 to 1, calibrated across banks."""

    ref: FaqRef
    score: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a question deserves: the first of ``ranked``, a choice among the first, or neither.
    ``semantic`` tells whether meaning was compared, or words alone."""

    decision: Decision
    ranked: Sequence[Candidate]
    semantic: bool = False


@dataclass(frozen=True, slots=True)
class Bank:
    """What a guild's questions are judged by. ``entries`` are all; ``visible`` those that may be
    seen now; ``names`` what people call each programme."""

    guild: GuildId
    entries: Sequence[BankEntry]
    visible: Container[FaqRef]
    names: Mapping[ProgrammeKey, tuple[str, ...]]


class Matcher(Protocol):
    """Judges which entries answer a question."""

    async def judge(self, question: str, bank: Bank, *, strict: bool = False) -> Judgement:
        """``question`` is as the person typed it. ``strict`` is for where nobody asked the bot.

        Raises:
            NothingToAsk: no letter or digit is left of the question once it is cleaned.
        """

    async def suggest(self, typed: str, bank: Bank, *, limit: int) -> Sequence[FaqRef]:
        """What somebody may be about to ask, by words alone, the likeliest first; quick."""

    async def groups(self, texts: Sequence[str]) -> Sequence[Sequence[int]]:
        """Which of the texts mean the same: their positions, group by group, the order kept; each
        in one group. By meaning as far as that can be had, else by words."""

    def is_question(self, text: str) -> bool:
        """Whether something that was said among people asks anything."""

    def cleaned(self, question: str) -> str:
        """The question as it is compared: two that differ by case, width, mentions or the way of
        writing Chinese are the same.

        Raises:
            NothingToAsk.
        """


class Conversion(Protocol):
    """Between the two ways of writing Chinese."""

    def traditional(self, simplified: str) -> str: ...
    def simplified(self, traditional: str) -> str: ...


class FileFormat(StrEnum):
    YAML = "yaml"
    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file that was to be imported: ``line`` counts from 1; ``key`` names the
    text that says it, ``params`` fill that."""

    line: int
    key: str
    params: Mapping[str, object]


class BrokenFile(Exception):
    """A file that cannot be imported. ``faults`` are all that were found, by line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(faults)


class BankFiles(Protocol):
    """Writes and reads entries as files that people edit."""

    def write(self, entries: Sequence[BankEntry], kind: FileFormat) -> bytes: ...

    def read(
        self, data: bytes, kind: FileFormat, programmes: Container[ProgrammeKey], today: date
    ) -> Sequence[BankEntry]:
        """The entries of a file, their versions 0. ``programmes`` are those that an entry may name;
        ``today`` is when an entry that does not say was confirmed.

        Raises:
            BrokenFile: something in it is wrong; then nothing of it counts.
        """
