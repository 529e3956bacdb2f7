"""The shape of a file of entries. Errors carry the key of the text that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any
from zlib import crc32

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from bot.content.parts import Part
from bot.domain.faq import BankEntry, FaqRef, InLanguages
from bot.domain.faq_rules import (
    ANSWER_CHARACTERS,
    PHRASING_CHARACTERS,
    PHRASINGS,
    QUESTION_CHARACTERS,
    RELATED,
    SOURCE_CHARACTERS,
    UNREADABLE,
    id_of,
    is_id,
    line,
    paragraphs,
    read_day,
    ways,
)
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale, key


def wrong(name: str, **params: Any) -> PydanticCustomError:
    """``name`` is the key of a text."""
    return PydanticCustomError(name, "see the catalogue", params)


def _within(most: int, plain: Callable[[str], str]) -> AfterValidator:
    def checked(text: str) -> str:
        if odd := UNREADABLE.search(text):
            raise wrong(key("bank.fault.character"), code=f"U+{ord(odd[0]):04X}")
        made = plain(text)
        if len(made) > most:
            raise wrong(key("bank.fault.too_long"), characters=len(made), most=most)
        return made

    return AfterValidator(checked)


def _not_empty(text: str) -> str:
    if not text:
        raise wrong(key("bank.fault.empty"))
    return text


def _asks(text: str) -> str:
    if not any(letter.isalnum() for letter in text):
        raise wrong(key("bank.fault.empty"))
    return text


def _id(text: str) -> str:
    if not is_id(text):
        raise wrong(key("bank.fault.id"), typed=line(text)[:80])
    return text


def _day(value: object) -> object:
    """Spreadsheets write days in their own way."""
    if value is None or type(value) is date:
        return value
    day = read_day(value) if isinstance(value, str) else None
    if day is None:
        raise wrong(key("bank.fault.day"), typed=line(str(value))[:80])
    return day


Question = Annotated[str, _within(QUESTION_CHARACTERS, line), AfterValidator(_asks)]
Answer = Annotated[str, _within(ANSWER_CHARACTERS, paragraphs), AfterValidator(_not_empty)]
Phrasing = Annotated[str, _within(PHRASING_CHARACTERS, line)]
Phrasings = Annotated[list[Phrasing], Field(max_length=PHRASINGS)]
Source = Annotated[str, _within(SOURCE_CHARACTERS, line)]
Id = Annotated[str, AfterValidator(_id)]
Day = Annotated[date | None, BeforeValidator(_day)]


class QuestionIn(Part):
    en: Question | None = None
    zh_cn: Annotated[Question | None, Field(alias="zh-CN")] = None
    zh_tw: Annotated[Question | None, Field(alias="zh-TW")] = None


class AnswerIn(Part):
    en: Answer | None = None
    zh_cn: Annotated[Answer | None, Field(alias="zh-CN")] = None
    zh_tw: Annotated[Answer | None, Field(alias="zh-TW")] = None


class PhrasingsIn(Part):
    en: Phrasings | None = None
    zh_cn: Annotated[Phrasings | None, Field(alias="zh-CN")] = None
    zh_tw: Annotated[Phrasings | None, Field(alias="zh-TW")] = None


class FileEntry(Part):
    programme: str
    id: Id | None = None
    question: QuestionIn
    answer: AnswerIn
    phrasings: PhrasingsIn | None = None
    source: Source | None = None
    valid_from: Day = None
    valid_until: Day = None
    confirmed: Day = None
    related: Annotated[list[Id], Field(max_length=RELATED)] | None = None

    @property
    def ref(self) -> FaqRef | None:
        """None where no id is given."""
        return FaqRef(ProgrammeKey(self.programme), self.id) if self.id else None

    def to_domain(self, ref: FaqRef, today: date) -> BankEntry:
        """``ref`` is its own, or the one of `named`."""
        question = _texts(self.question)
        told = _texts(self.phrasings) if self.phrasings else {}
        phrasings = {
            locale: ways(tuple(several), question.get(locale)) for locale, several in told.items()
        }
        return BankEntry(
            ref=ref,
            question=InLanguages(question),
            phrasings={locale: several for locale, several in phrasings.items() if several},
            answer=InLanguages(_texts(self.answer)),
            confirmed=self.confirmed or today,
            source=self.source or "",
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            related=tuple(dict.fromkeys(name for name in self.related or () if name != ref.id)),
        )

    def languages(self) -> tuple[set[Locale], set[Locale]]:
        """Those of the questions, and those of the answers."""
        return set(_texts(self.question)), set(_texts(self.answer))


def named(entries: Sequence[FileEntry]) -> list[FaqRef]:
    """What each is called. Those without an id get one that is made of the question alone, so that
    a file that is imported again means the same entries; where that is taken, a number follows."""
    taken = {entry.ref for entry in entries if entry.ref}
    return [entry.ref or _free(entry, taken) for entry in entries]


def _free(entry: FileEntry, taken: set[FaqRef]) -> FaqRef:
    texts = _texts(entry.question)
    asked = next(iter(texts.values()))
    name = id_of(texts.get(Locale.EN, "")) or f"entry-{crc32(asked.encode()) % 1_000_000}"
    ref, number = FaqRef(ProgrammeKey(entry.programme), name), 1
    while ref in taken:
        number += 1
        ref = FaqRef(ref.programme, f"{name}-{number}")
    taken.add(ref)
    return ref


def _texts(part: QuestionIn | AnswerIn | PhrasingsIn) -> dict[Locale, Any]:
    given = {Locale.EN: part.en, Locale.ZH_CN: part.zh_cn, Locale.ZH_TW: part.zh_tw}
    return {locale: text for locale, text in given.items() if text is not None}
