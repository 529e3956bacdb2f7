"""Domain values as JSON text. Unicode is kept as it is; tuples come back as tuples."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from pydantic import TypeAdapter

from bot.domain.form import Answers
from bot.domain.pitch import Submission
from bot.domain.programme import Programme

CACHED_PROGRAMMES = 128
"""Decoded programmes kept in memory, at some 100 KB each: they are read by every command."""


@cache
def _programmes() -> TypeAdapter[Programme]:
    return TypeAdapter(Programme)


@cache
def _answers() -> TypeAdapter[dict[str, str | tuple[str, ...]]]:
    return TypeAdapter(dict[str, str | tuple[str, ...]])


@cache
def _submissions() -> TypeAdapter[Submission]:
    return TypeAdapter(Submission)


def dump_programme(programme: Programme) -> str:
    return _programmes().dump_json(programme).decode("utf-8")


@lru_cache(maxsize=CACHED_PROGRAMMES)
def load_programme(text: str) -> Programme:
    """The programme of ``text``. Keyed by the text itself, it cannot go stale.

    Raises:
        pydantic.ValidationError: the text is not a programme.
    """
    return _programmes().validate_json(text)


def dump_answers(answers: Answers) -> str:
    return _answers().dump_json(dict(answers)).decode("utf-8")


def load_answers(text: str) -> Mapping[str, str | tuple[str, ...]]:
    """Raises: pydantic.ValidationError: the text is not an object of texts and lists of them."""
    return _answers().validate_json(text)


def dump_submission(submission: Submission | None) -> str | None:
    if submission is None:
        return None
    return _submissions().dump_json(submission).decode("utf-8")


def load_submission(text: str | None) -> Submission | None:
    """Raises: pydantic.ValidationError: the text is not a submission."""
    return None if text is None else _submissions().validate_json(text)
