"""What people are told when the rules say no."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

import bot.client
import bot.discord_io.host  # noqa: F401 - each has a refusal of its own
from bot.discord_io.errors import sentence
from bot.domain.errors import AlreadyClaimed, CallboardError, CallClosed, NotSetUp, UnreadableTime
from bot.domain.text import Locale
from bot.texts import Text, Texts
from bot.texts.extract import used_keys
from tests.unit import samples

ROOT = Path(__file__).parents[2]
ENGLISH = Texts.load().of(Locale.EN)
languages = pytest.mark.parametrize("text", samples.TEXTS, ids=samples.name)


def refusals(base: type[CallboardError] = CallboardError) -> Iterator[type[CallboardError]]:
    """Those that have a text, of our own code."""
    for each in base.__subclasses__():
        if "key" in vars(each) and not each.__module__.startswith("tests."):
            yield each
        yield from refusals(each)


REFUSALS = {each.__name__: each for each in refusals()}


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Where each is raised, and with which parameters."""
    for folder in ("bot", "cogs", "db"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                given: set[str] = set()
                if isinstance(node, ast.Raise):
                    named = node.exc
                elif isinstance(node, ast.Call):
                    named, given = node.func, {str(word.arg) for word in node.keywords}
                else:
                    continue
                if isinstance(named, ast.Name) and named.id in REFUSALS:
                    yield f"{path.name}:{node.lineno}", named.id, given


def test_every_refusal_has_a_text() -> None:
    assert len(REFUSALS) > 15
    assert {each.key for each in REFUSALS.values()} <= used_keys()


def test_no_two_refusals_say_the_same() -> None:
    assert len({each.key for each in REFUSALS.values()}) == len(REFUSALS)


@languages
def test_each_is_raised_with_what_its_text_needs(text: Text) -> None:
    seen = set()
    for where, name, given in raised():
        wanted = {field for _, field, _, _ in Formatter().parse(text(REFUSALS[name].key)) if field}
        assert wanted <= given, where
        seen.add(name)
    assert len(seen) > 15


@languages
def test_what_people_typed_is_shown_back_as_they_typed_it(text: Text) -> None:
    told = sentence(UnreadableTime(typed="**soon** <@1> {x}", example="2026-12-31"), text)
    assert r"\*\*soon\*\* \<\@1> {x}" in told
    assert "2026-12-31" in told


@languages
def test_a_time_is_shown_in_the_readers_own_zone(text: Text) -> None:
    closed = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert f"<t:{int(closed.timestamp())}:F>" in sentence(CallClosed(closed=closed), text)


def test_a_person_is_named_by_mention() -> None:
    assert sentence(AlreadyClaimed(by=42), ENGLISH).startswith("<@42> ")


def test_a_refusal_without_parameters_is_its_text() -> None:
    assert sentence(NotSetUp(), ENGLISH) == ENGLISH("error.not_set_up")
