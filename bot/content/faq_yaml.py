"""Entries of the bank as values that YAML and JSON write, and as YAML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from bot.content.tree import parse
from bot.domain.faq import BankEntry

WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Quotes what reading would take for something else than text, and writes lines as lines."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _Text(str):
    """A text; dates and lists are none, and keys need no quotes."""

    __slots__ = ()


def _written(dumper: yaml.SafeDumper, text: _Text) -> yaml.ScalarNode:
    plain = str(text)
    style = None
    if "\n" in plain:
        style = "|"
    elif parse(plain).value != plain:
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", plain, style=style)


_Dumper.add_representer(_Text, _written)


def write_yaml(entries: Iterable[BankEntry]) -> str:
    document = {"entries": [plain(entry) for entry in entries]}
    return yaml.dump(
        _marked(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH
    )


def plain(entry: BankEntry, *, days_as_text: bool = False) -> dict[str, Any]:
    """What an entry says, without what is empty."""
    told = {locale.value: list(several) for locale, several in entry.phrasings.items() if several}
    days = {
        "valid_from": entry.valid_from,
        "valid_until": entry.valid_until,
        "confirmed": entry.confirmed,
    }
    values: dict[str, Any] = {
        "programme": str(entry.ref.programme),
        "id": entry.ref.id,
        "question": {locale.value: text for locale, text in entry.question.texts.items()},
        "answer": {locale.value: text for locale, text in entry.answer.texts.items()},
        "phrasings": told,
        "source": entry.source,
        **{name: day.isoformat() if day and days_as_text else day for name, day in days.items()},
        "related": list(entry.related),
    }
    return {name: value for name, value in values.items() if value}


def _marked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _marked(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_marked(inner) for inner in value]
    return _Text(value) if isinstance(value, str) else value
