"""Identifiers. Discord's are snowflakes (64-bit, positive); ours are opaque text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar, NewType

GuildId = NewType("GuildId", int)
UserId = NewType("UserId", int)
RoleId = NewType("RoleId", int)
ChannelId = NewType("ChannelId", int)
MessageId = NewType("MessageId", int)

PitchId = NewType("PitchId", str)
CallId = NewType("CallId", str)
NoticeId = NewType("NoticeId", str)
FileId = NewType("FileId", str)
ProgrammeKey = NewType("ProgrammeKey", str)

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32 without 0 and 1, which people read as O, I or L."""

_BETWEEN = re.compile(r"[\s`_\-\u2010-\u2015\u2212]+")
"""What people put around and between the parts: spaces, dashes of any length, code marks."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What people call a pitch by, such as ``CM-7F3K2``: a prefix and five characters."""

    prefix: str
    code: str

    LENGTH: ClassVar[int] = 5

    def __str__(self) -> str:
        return f"{self.prefix}-{self.code}"

    @classmethod
    def parse(cls, typed: str) -> Reference | None:
        """The reference that ``typed`` means, whatever its case, dashes, spaces and width of
        letters (a Chinese keyboard types ``ＣＭ－７Ｆ３Ｋ２``); else None."""
        folded = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()
        prefix, code = folded[: -cls.LENGTH], folded[-cls.LENGTH :]
        if not (prefix.isascii() and prefix.isalpha() and 2 <= len(prefix) <= 4):
            return None
        if len(code) != cls.LENGTH or any(letter not in ALPHABET for letter in code):
            return None
        return cls(prefix, code)
