"""What the matcher is worth: how often it is right, helps, is wrong, or takes chatter for more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

from bot.answers.engine import Engine
from bot.answers.matcher import entries
from bot.answers.normalise import clean
from bot.answers.process import ModelProcess, installed
from bot.content.loader import shipped
from bot.domain.programme import FaqEntry, Programme
from bot.services.ports import Decision

HERE = Path(__file__).parent
SETS = ("questions", "questions_tuning", "questions_unseen")


def phrasings() -> Iterator[tuple[Programme, FaqEntry, str]]:
    for of in shipped():
        for entry in of.faqs:
            for phrasing in {p for several in entry.phrasings.values() for p in several}:
                yield of, entry, phrasing


@dataclass(frozen=True)
class Question:
    text: str
    expects: frozenset[str]


@cache
def questions(name: str) -> tuple[Question, ...]:
    listed = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return tuple(Question(q["text"], _expected(q["expects"])) for q in listed)


def _expected(found: str | list[str] | None) -> frozenset[str]:
    return frozenset([found] if isinstance(found, str) else found or ())


async def engine_of(*, semantic: bool) -> Engine:
    engine = Engine(ModelProcess() if semantic else None)
    await engine.start()
    await engine.sync("shipped", entries(shipped()))
    await engine.ready()
    return engine


async def outcomes(engine: Engine, *names: str) -> Counter[str]:
    """How often each came of the questions in ``names``."""
    found = Counter[str]()
    for question in (one for name in names for one in questions(name)):
        judgement = await engine.judge("shipped", question.text)
        shown = [found.id for found in judgement.ranked]
        right = bool(question.expects.intersection(shown[:1]))
        match judgement.decision:
            case Decision.ANSWER:
                outcome = "right" if right else "wrong"
            case Decision.OFFER:
                outcome = "offered" if question.expects.intersection(shown) else "offered others"
            case Decision.UNKNOWN:
                outcome = "refused"
        found[outcome if question.expects else f"out of scope: {judgement.decision}"] += 1
    return found


REACHED = {
    # words alone, or meaning too: right, right or offered, wrong, chatter that is offered
    # something; of 100
    ("questions", False): (82, 94, 2, 0),
    ("questions", True): (80, 96, 0, 10),
    ("questions_tuning", False): (60, 95, 0, 10),
    ("questions_tuning", True): (56, 90, 2, 10),
    ("questions_unseen", False): (60, 88, 4, 13),
    ("questions_unseen", True): (62, 90, 0, 15),
}
"""What the engine reached when it was last tuned. It may get better, never worse."""


class TestWorth:
    @pytest.mark.parametrize("semantic", [False, True], ids=["words", "meaning"])
    @pytest.mark.timeout(300)
    async def test_it_is_as_good_as_it_was(self, semantic: bool) -> None:
        if semantic and not installed():
            pytest.skip("the extra `semantic` is not installed")
        engine = await engine_of(semantic=semantic)
        try:
            found = {name: await outcomes(engine, name) for name in SETS}
        finally:
            await engine.close()
        for name in SETS:
            _compare(name, found[name], REACHED[name, semantic])
        total = sum(found.values(), Counter[str]())
        chatter = sum(n for what, n in total.items() if "scope" in what)
        assert 100 * total["wrong"] <= 3 * (total.total() - chatter)
        assert 100 * total["out of scope: answer"] <= 5 * chatter

    def test_every_question_expects_an_entry_that_exists_and_stands_in_none(self) -> None:
        known = {f"{of.key}/{entry.id}" for of, entry, _ in phrasings()}
        bank = {clean(phrasing) for _, _, phrasing in phrasings()}
        for question in (one for name in SETS for one in questions(name)):
            assert question.expects <= known, question
            assert clean(question.text) not in bank, question

    def test_no_question_stands_in_two_sets(self) -> None:
        asked = Counter(clean(one.text) for name in SETS for one in questions(name))
        assert [text for text, times in asked.items() if times > 1] == []


def _compare(name: str, found: Counter[str], reached: tuple[int, int, int, int]) -> None:
    asked = sum(n for what, n in found.items() if "scope" not in what)
    chatter = found.total() - asked
    right, helped, wrong, offered = reached
    shown = "\n".join(f"{n:4} {what}" for what, n in sorted(found.items()))
    print(f"\n{name}: {asked} in scope, {chatter} out of it\n{shown}")  # noqa: T201 - with -s
    assert 100 * found["right"] >= right * asked, shown
    assert 100 * (found["right"] + found["offered"]) >= helped * asked, shown
    assert 100 * found["wrong"] <= wrong * asked, shown
    assert 100 * found["out of scope: offer"] <= offered * chatter, shown
