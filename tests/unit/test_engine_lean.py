"""What phrasings of one entry differ by counts for less; across languages less is enough."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("numpy")

import numpy as np

from bot.answers import gate
from bot.answers.embedding import Side
from bot.answers.lean import Lean, fit
from bot.answers.process import ModelProcess, installed
from bot.answers.semantic import SemanticIndex
from bot.answers.vectors import Vectors, unit
from bot.services.ports_answers import Decision
from tests.unit.played_model import Hashed

FEE = ("is there an entry fee to pay", "does the entry cost money, please")
MENTORS = ("which mentors will read my screenplay", "who are the mentors, please")
VISA = ("do you help with a visa",)


async def vectors_of(*texts: str) -> Vectors:
    vectors = Vectors(Hashed())
    await vectors.learn(texts)
    return vectors


def test_where_phrasings_spread_a_question_is_lowered() -> None:
    noise, other = np.eye(40, dtype=np.float32)[:2]
    subjects = np.eye(40, dtype=np.float32)[2:12]
    phrasings = unit(np.repeat(subjects, 2, axis=0) + np.tile([[1.0], [-1.0]], (10, 1)) * noise)
    found = fit(phrasings, np.arange(20), np.repeat(np.arange(10), 2), subjects)
    assert np.linalg.norm(found.lean(noise)) < 0.7
    assert np.linalg.norm(found.lean(other)) == pytest.approx(1, abs=1e-3)
    lean = found.lean(phrasings)
    assert found.scale == pytest.approx(1 / np.linalg.norm(lean, axis=1), rel=1e-3)
    middles = unit(lean).reshape(10, 2, 40).sum(axis=1)
    assert found.length == pytest.approx(np.linalg.norm(middles, axis=1), rel=1e-3)


def test_a_bank_of_single_phrasings_is_left_as_it_is() -> None:
    phrasings = unit(np.arange(1, 13, dtype=np.float32).reshape(3, 4) ** 0.5)
    found = fit(phrasings, np.arange(3), np.arange(3), phrasings[:1])
    assert not len(found.lean.taken)
    assert Lean()(phrasings) == pytest.approx(phrasings)
    assert found.asked == pytest.approx(phrasings @ phrasings[:1].T, abs=1e-6)


def test_an_empty_bank_has_nothing_to_work_out() -> None:
    nothing = np.zeros(0, dtype=np.intp)
    found = fit(np.zeros((2, 4), dtype=np.float32), nothing, nothing, np.ones((3, 4)))
    assert found.asked.shape == (0, 3)


async def test_a_change_meanwhile_is_not_lost() -> None:
    vectors = await vectors_of(*FEE, *MENTORS, *VISA)
    changed, fresh = SemanticIndex(vectors), SemanticIndex(vectors)
    changed.put("fee", FEE)
    settling = asyncio.create_task(changed.settle())
    await asyncio.sleep(0)
    changed.put("visa", VISA)
    changed.put("mentors", MENTORS)
    await settling
    assert not changed.stale
    for entry, texts in {"mentors": MENTORS, "visa": VISA, "fee": FEE}.items():
        fresh.put(entry, texts)
    await fresh.settle()
    asked = "who reads my screenplay"
    question = await vectors.question(asked)
    one, other = changed.nearness(question, asked), fresh.nearness(question, asked)
    assert one.entries == pytest.approx(other.entries, abs=1e-5)
    assert one.decoys == pytest.approx(other.decoys, abs=1e-5)


async def test_an_entry_in_another_language_only_is_foreign() -> None:
    vectors = await vectors_of(*VISA, "报名费是多少", *FEE)
    index = SemanticIndex(vectors)
    index.put("visa", VISA)
    index.put("fee", ("报名费是多少", *FEE))
    for asked, foreign in (("要签证吗", {"visa"}), ("visa", set())):
        assert index.nearness(await vectors.question(asked), asked).foreign == foreign


def test_an_entry_in_another_language_needs_less_standing() -> None:
    near = {"a": 0.3, **{f"e{n}": 0.19 for n in range(99)}}
    for foreign, decision in (((), Decision.OFFER), ({"a"}, Decision.ANSWER)):
        assert gate.by_meaning(near, [], [], (), foreign, strict=False).decision is decision


@pytest.mark.skipif(not installed(), reason="the extra `semantic` is not installed")
async def test_both_sides_are_the_middle_of_each() -> None:
    model = ModelProcess()
    await model.start()
    try:
        query, passage, both = [
            np.frombuffer(await model.texts(["Who are the mentors?"], side), dtype=np.float32)
            for side in Side
        ]
    finally:
        await model.close()
    assert both == pytest.approx((query + passage) / 2, abs=1e-5)
