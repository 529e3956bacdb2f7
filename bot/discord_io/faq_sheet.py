"""What a form of the bank is for, and what stands in it; as a file it can come back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

import discord

from bot.discord_io.attached import read_attachment
from bot.discord_io.host import Interaction
from bot.domain.errors import CallboardError, FileRejected
from bot.domain.faq import GENERAL, BankEntry, FaqRef
from bot.domain.form import Answer
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale, key
from bot.services.bank import FaqDraft

TEXT_CHARACTERS = 4000
"""Of a text input (Discord's limit)."""
OPEN = "-"
"""In place of a programme that is yet to be chosen."""
TYPED_FILE = "typed.txt"
TYPED_BYTES = 128 * 1024
"""More than five inputs of 4000 characters, of four bytes at most."""
BETWEEN = "\x1e"
"""Between the parts of the file: nobody can type it, and it shows as nothing."""


class TypedGone(CallboardError):
    """What was typed can no longer be read from the message that holds it."""

    key = key("error.faq_typed_gone")


class TooLongForForm(CallboardError):
    """Parameters: ``most``."""

    key = key("error.faq_too_long_for_form")


class Doing(StrEnum):
    ADD = "add"
    EDIT = "edit"
    SAVE = "save"
    """Of what was asked."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form is for. Its ``ids`` stand in custom ids, the language last: of ADD the programme
    or `OPEN` before it; of EDIT programme, entry and version; of SAVE the question's id, then the
    programme or `OPEN`."""

    doing: Doing
    ids: tuple[str, ...]

    @classmethod
    def add(cls, programme: ProgrammeKey | None, locale: Locale) -> Sheet:
        return cls(Doing.ADD, (programme or OPEN, locale.value))

    @classmethod
    def edit(cls, ref: FaqRef, version: int, locale: Locale) -> Sheet:
        return cls(Doing.EDIT, (ref.programme, ref.id, str(version), locale.value))

    @classmethod
    def save(cls, question: str, programme: ProgrammeKey | None, locale: Locale) -> Sheet:
        return cls(Doing.SAVE, (question, programme or OPEN, locale.value))

    @property
    def locale(self) -> Locale:
        return Locale(self.ids[-1])

    @property
    def programme(self) -> ProgrammeKey | None:
        """The one it belongs to; None where that is to be chosen in the form."""
        named = self.ids[1] if self.doing is Doing.SAVE else self.ids[0]
        return None if named == OPEN else ProgrammeKey(named)

    @property
    def ref(self) -> FaqRef:
        """The entry that is edited."""
        return FaqRef(ProgrammeKey(self.ids[0]), self.ids[1])

    @property
    def version(self) -> int:
        return int(self.ids[2])


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form. ``validity`` is not asked where the programme is: a form has room
    for five things."""

    question: str = ""
    answer: str = ""
    phrasings: str = ""
    source: str = ""
    validity: str = ""
    programme: str = ""

    @classmethod
    def of_entry(cls, entry: BankEntry, locale: Locale) -> Typed:
        """What stands, in one language.

        Raises:
            TooLongForForm: it came from a file, and has more than an input takes.
        """
        typed = cls(
            question=entry.question.texts.get(locale, ""),
            answer=entry.answer.texts.get(locale, ""),
            phrasings="\n".join(entry.phrasings.get(locale, ())),
            source=entry.source,
            validity=validity_of(entry),
        )
        if any(len(text) > TEXT_CHARACTERS for text in (typed.answer, typed.phrasings)):
            raise TooLongForForm(most=TEXT_CHARACTERS)
        return typed

    @classmethod
    def of_form(cls, filled: Mapping[str, Answer]) -> Typed:
        """What a modal was sent with."""

        def one(name: str) -> str:
            value = filled.get(name, "")
            return value if isinstance(value, str) else "".join(value[:1])

        return cls(**{field.name: one(field.name) for field in fields(cls)})

    def draft(self, sheet: Sheet) -> FaqDraft:
        lines = (line.strip() for line in self.phrasings.splitlines())
        return FaqDraft(
            programme=sheet.programme or ProgrammeKey(self.programme or GENERAL),
            locale=sheet.locale,
            question=self.question,
            answer=self.answer,
            phrasings=tuple(line for line in lines if line),
            source=self.source,
            validity=self.validity,
        )

    @classmethod
    def of_file(cls, written: bytes) -> Typed:
        """What `file` wrote."""
        *parts, last = written.decode("utf-8", "replace").split(BETWEEN)
        given = [*(part.removesuffix("\n\n") for part in parts), last]
        names = [field.name for field in fields(cls)]
        return cls(**dict(zip(names, given, strict=False)))

    def file(self) -> discord.File:
        """All of it, to be read by people and by `of_file`."""
        parts = [getattr(self, field.name).replace(BETWEEN, "") for field in fields(self)]
        written = f"\n\n{BETWEEN}".join(parts).encode("utf-8", "replace")
        return discord.File(io.BytesIO(written), filename=TYPED_FILE)


async def read_typed(interaction: Interaction) -> Typed:
    """What the file of the pressed button's message holds.

    Raises:
        TypedGone: there is none, or Discord does not give it any more.
    """
    message = interaction.message
    files = [one for one in message.attachments if one.filename == TYPED_FILE] if message else []
    if not files:
        raise TypedGone
    try:
        written = await read_attachment(files[0], TYPED_BYTES)
    except FileRejected as error:
        raise TypedGone from error
    return Typed.of_file(written)


def validity_of(entry: BankEntry) -> str:
    """The days as they may be typed; empty where it is always valid."""
    if entry.valid_from is None and entry.valid_until is None:
        return ""
    begins, ends = entry.valid_from or "", entry.valid_until or ""
    return f"{begins} – {ends}".strip()
