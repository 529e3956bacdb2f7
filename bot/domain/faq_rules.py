"""What the texts of the bank may be, however they came: typed into a form, or read from a file."""

from __future__ import annotations

import re
from datetime import date

QUESTION_CHARACTERS = 200
"""Fits one line of a message; a button shows the first 80."""
ANSWER_CHARACTERS = 8000
"""Shown in pages of some 2000."""
PHRASING_CHARACTERS = 300
"""As much as is compared of a question."""
PHRASINGS = 50
"""In each language."""
SOURCE_CHARACTERS = 200
ENTRIES = 500
"""Of one programme."""
ID_CHARACTERS = 40
RELATED = 10
UNREADABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Characters that YAML, and with it the bank, does without: control characters, lone surrogates,
the byte order mark."""
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_DAY = re.compile(
    r"(\d{4})(?:[-/.]\s*(\d{1,2})[-/.]\s*(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日)"
)


def line(text: str) -> str:
    """``text`` as one line, its spaces single."""
    return " ".join(UNREADABLE.sub(" ", text).split())


def paragraphs(text: str) -> str:
    """``text`` with line feeds alone between its lines, and nothing empty around it."""
    readable = UNREADABLE.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))
    return "\n".join(readable.splitlines()).strip()


def ways(texts: tuple[str, ...], question: str | None) -> tuple[str, ...]:
    """Ways of asking, each in one line and once, without empty ones and the question itself."""
    lines = dict.fromkeys(line(text) for text in texts)
    return tuple(one for one in lines if one and one != question)


def is_id(text: str) -> bool:
    """Whether an entry may be called so."""
    return len(text) <= ID_CHARACTERS and ID.fullmatch(text) is not None


def id_of(question: str) -> str:
    """An id that says what a question in Latin letters is about; empty if it has hardly any."""
    words: list[str] = []
    for word in re.findall(r"[a-z0-9]+", question.lower().replace("'", "").replace("’", "")):
        if len("-".join([*words, word])) > ID_CHARACTERS - 4:
            break
        words.append(word)
    made = "-".join(words)
    return made if sum(letter.isalpha() for letter in made) > 2 else ""


def days(text: str) -> tuple[list[str], str]:
    """The days that stand in ``text`` as they are written, and the rest of it, where ``#`` stands
    for each."""
    return [found[0] for found in _DAY.finditer(text)], _DAY.sub("#", text)


def read_day(text: str) -> date | None:
    """The day of ``2026-03-31``, ``2026/3/31``, ``2026.3.31`` or ``2026年3月31日``; None if it is
    none of these, or no day of the calendar."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, *rest = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, rest[0], rest[1])
    except ValueError:
        return None
