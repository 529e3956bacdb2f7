"""Letters: what authors read of a decision, in a programme's own words or in the bot's.

The words of a programme have placeholders in braces. They are filled in one pass, so that nothing
that stands in a value is ever taken for a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors_review import (
    LetterIncomplete,
    LetterTooLong,
    PlaceholderRepeated,
    StrayBrace,
    UnknownPlaceholder,
)
from bot.domain.ids import UserId
from bot.domain.pitch import State
from bot.domain.programme import Programme
from bot.domain.text import Locale, Localized

LETTERS = (
    State.SHORTLISTED,
    State.ACCEPTED,
    State.DECLINED,
    State.INELIGIBLE,
    State.CHANGES_REQUESTED,
)
"""States of which the authors read a letter."""
PLACEHOLDERS = ("title", "ref", "programme", "reason", "feedback", "due")
LONG = frozenset({"reason", "feedback"})
"""May stand in a letter once: they are as long as people made them."""
LETTER_CHARACTERS = 1500
"""Of one language."""

_BRACED = re.compile(r"\{([^{}]*)\}")
_STRAY = re.compile(r"[{}]")
_WHOLE, _PART = "#letter ", "#letter+ "


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said. ``words`` are the programme's own, or None for the bot's. ``feedback`` is
    what reviewers wrote for the authors, the earliest first. ``owns`` says whether the one who
    reads it owns the pitch; ``owner`` is 0 where nobody must know."""

    state: State
    words: Localized | None
    title: str
    ref: str
    programme: Localized
    owner: UserId
    owns: bool
    reason: str = ""
    feedback: tuple[str, ...] = ()
    due: datetime | None = None


def own_words(programme: Programme, state: State) -> Localized | None:
    """What the programme says of the decision; None where it leaves that to the bot."""
    return programme.rules.letters.get(state)


def asks_for(words: Localized | None, placeholder: str) -> bool:
    """Whether the placeholder stands in any language."""
    sign = f"{{{placeholder}}}"
    return words is not None and any(sign in text for text in _each(words))


def read_letter(typed: Mapping[Locale, str]) -> Localized | None:
    """The words of a letter as they were typed; None where nothing was, which leaves it to the bot.

    Raises:
        LetterIncomplete: a language is missing.
        LetterTooLong, UnknownPlaceholder, PlaceholderRepeated.
        StrayBrace: a brace that belongs to no placeholder.
    """
    given = {locale: typed.get(locale, "").strip() for locale in Locale}
    if not any(given.values()):
        return None
    if not all(given.values()):
        raise LetterIncomplete
    for text in given.values():
        check(text)
    return Localized(given[Locale.EN], given[Locale.ZH_CN], given[Locale.ZH_TW])


def check(text: str) -> None:
    """Raises: LetterTooLong, UnknownPlaceholder, PlaceholderRepeated, StrayBrace."""
    if len(text) > LETTER_CHARACTERS:
        raise LetterTooLong(count=len(text), most=LETTER_CHARACTERS)
    named = _BRACED.findall(text)
    for name in named:
        if name not in PLACEHOLDERS:
            raise UnknownPlaceholder(typed=f"{{{name}}}")
        if name in LONG and named.count(name) > 1:
            raise PlaceholderRepeated(typed=f"{{{name}}}")
    if _STRAY.search(_BRACED.sub("", text)):
        raise StrayBrace


def fill(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its placeholders replaced by ``values``, which must be safe to show. What has
    no value stays as it is."""
    return _BRACED.sub(lambda found: values.get(found[1], found[0]), text)


def sealed(parts: Sequence[str]) -> Iterator[str]:
    """Each part of a letter as a notice carries it, so that what was previewed is what is read,
    whatever is changed meanwhile."""
    for part in parts[:-1]:
        yield f"{_PART}{part}"
    yield f"{_WHOLE}{parts[-1]}"


def opened(detail: str) -> tuple[str, bool] | None:
    """The part of a letter that a notice carries, and whether it is the last; None where it carries
    none."""
    for prefix, last in ((_PART, False), (_WHOLE, True)):
        if detail.startswith(prefix):
            return detail.removeprefix(prefix), last
    return None


def said(detail: str) -> str:
    """What a notice carries in words, a letter's without the sign that it is one."""
    letter = opened(detail)
    return letter[0] if letter else detail


def _each(words: Localized) -> tuple[str, str, str]:
    return words.en, words.zh_cn, words.zh_tw
