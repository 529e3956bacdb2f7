"""Domain values as JSON text. Unicode is kept as it is; tuples come back as tuples."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from bot.domain.faq import BankEntry
from bot.domain.form import Answers
from bot.domain.programme import Programme

T = TypeVar("T")

CACHED_PROGRAMMES = 128
"""Decoded programmes kept in memory, at some 100 KB each: they are read by every command."""


@cache
def _programmes() -> TypeAdapter[Programme]:
    return TypeAdapter(Programme)


@cache
def _answers() -> TypeAdapter[dict[str, str | tuple[str, ...]]]:
    return TypeAdapter(dict[str, str | tuple[str, ...]])


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
"""Made when they are first needed, since each takes some milliseconds."""


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


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


def dump_texts(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


def load_texts(text: str) -> tuple[str, ...]:
    """Raises: ValueError: the text is not JSON."""
    return tuple(map(str, json.loads(text)))


def dump_map(values: Mapping[str, Any]) -> str:
    """Texts or numbers by names."""
    return json.dumps(dict(values), ensure_ascii=False)


def load_map(text: str) -> dict[str, Any]:
    """Raises: ValueError: the text is not JSON."""
    return dict(json.loads(text))


def dump_value(value: object | None) -> str | None:
    """A frozen value of the domain, such as a `Submission`; None stays None."""
    if value is None:
        return None
    return _adapter(type(value)).dump_json(value).decode("utf-8")


def load_value(kind: type[T], text: str | None) -> T | None:
    """Raises: pydantic.ValidationError: the text is not a ``kind``."""
    return None if text is None else _adapter(kind).validate_json(text)


def dump_entry(entry: BankEntry) -> str:
    return _adapter(BankEntry).dump_json(entry).decode("utf-8")


def load_entry(text: str) -> BankEntry:
    """Raises: pydantic.ValidationError: the text is not an entry."""
    return _adapter(BankEntry).validate_json(text)
