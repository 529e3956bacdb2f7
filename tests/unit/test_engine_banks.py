"""Banks: changed in place, each on its own, asked by words while vectors are missing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

pytest.importorskip("numpy")

from bot.answers import gate
from bot.answers.engine import Engine
from bot.answers.entry import Entry
from bot.answers.semantic import SemanticIndex
from bot.services.ports_answers import Decision
from tests.unit.played_model import Hashed

FEE = Entry("fee", ("Is there an entry fee to pay?", "报名要交费吗"))
MENTORS = Entry("mentors", ("Which mentors will read my screenplay?",))
LENGTH = Entry("length", ("How many episodes should a series count?",))
BANK = (FEE, MENTORS, LENGTH)


@pytest.fixture
def model() -> Hashed:
    return Hashed()


@pytest.fixture
async def engine(model: Hashed) -> AsyncIterator[Engine]:
    engine = Engine(model)
    await engine.start()
    await engine.sync("north", BANK)
    await engine.ready()
    yield engine
    await engine.close()
    assert model.closed


async def best(engine: Engine, question: str, bank: str = "north") -> str | None:
    judged = await engine.judge(bank, question)
    return judged.ranked[0].id if judged.ranked else None


async def test_a_question_is_answered_by_its_meaning(engine: Engine) -> None:
    judged = await engine.judge("north", "which mentors will read a screenplay")
    assert (judged.decision, judged.semantic) == (Decision.ANSWER, True)
    assert judged.ranked[0].id == "mentors"
    assert all(0 <= found.score <= 1 for found in judged.ranked)
    assert judged == await engine.judge("north", "which mentors will read a screenplay")


async def test_only_what_changed_is_embedded(engine: Engine, model: Hashed) -> None:
    model.embedded.clear()
    changed = Entry("fee", (*FEE.phrasings, "What does it cost to take part?"))
    visa = Entry("visa", ("Do you help with a visa?",))
    assert await engine.sync("north", (changed, LENGTH, visa)) == 3
    await engine.ready()
    assert model.embedded == ["what does it cost to take part?", "do you help with a visa?"]
    assert await best(engine, "what does taking part cost") == "fee"
    assert await best(engine, "help with my visa") == "visa"
    assert "mentors" not in [e.id for e in (await engine.judge("north", "mentors")).ranked]
    assert await engine.sync("north", (changed, LENGTH, visa)) == 0


async def test_an_index_is_changed_in_place(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[str] = []
    put = SemanticIndex.put

    def noted(self: SemanticIndex, entry: str, texts: tuple[str, ...]) -> None:
        touched.append(entry)
        put(self, entry, texts)

    monkeypatch.setattr(SemanticIndex, "put", noted)
    await engine.put("north", Entry("visa", ("Do you help with a visa?",)))
    await engine.ready()
    assert touched == ["visa"]


async def test_an_entry_is_answerable_the_moment_it_is_put_and_gone_once_removed(
    engine: Engine,
) -> None:
    await engine.put("north", Entry("visa", ("Do you help with a visa?",)))
    assert await best(engine, "do you help with a visa") == "visa"
    await engine.ready()
    assert (await engine.judge("north", "do you help with a visa")).semantic
    await engine.remove("north", "visa")
    await engine.remove("north", "visa")
    assert await best(engine, "do you help with a visa") != "visa"


async def test_many_changes_leave_the_same_bank_as_a_fresh_one(engine: Engine) -> None:
    for number in range(40):
        await engine.put("north", Entry(f"e{number}", (f"Question number {number}?",)))
    for number in range(40):
        await engine.remove("north", f"e{number}")
    await engine.sync("south", BANK)
    await engine.ready()
    for question in ("is there a fee", "报名费", "how many episodes", "weather in oslo"):
        north = await engine.judge("north", question)
        assert north == await engine.judge("south", question)


async def test_banks_know_nothing_of_one_another(engine: Engine) -> None:
    await engine.sync("south", [Entry("secret", ("What is the secret budget?",))])
    await engine.ready()
    asked = "what is the secret budget"
    assert await best(engine, asked, "south") == "secret"
    assert "secret" not in [found.id for found in (await engine.judge("north", asked)).ranked]
    await engine.drop("south")
    gone = await engine.judge("south", asked)
    assert (gone.decision, list(gone.ranked)) == (Decision.UNKNOWN, [])
    assert await best(engine, "which mentors") == "mentors"


async def test_what_may_not_be_seen_is_not_found(engine: Engine) -> None:
    asked = "which mentors will read a screenplay"
    judged = await engine.judge("north", asked, among={"fee", "length"})
    assert judged.decision is not Decision.ANSWER
    assert {found.id for found in judged.ranked} <= {"fee", "length"}
    assert (await engine.judge("north", asked, among=set())).ranked == ()


async def test_the_strict_gate_answers_less(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "STRICT_FROM", 9.0)
    asked = "which mentors will read a screenplay"
    assert (await engine.judge("north", asked)).decision is Decision.ANSWER
    assert (await engine.judge("north", asked, strict=True)).decision is Decision.OFFER


async def test_without_vectors_words_answer(engine: Engine, model: Hashed) -> None:
    model.down = True
    judged = await engine.judge("north", "Which mentors will read my screenplay?")
    assert (judged.decision, judged.semantic) == (Decision.ANSWER, False)
    model.down = False
    assert (await engine.judge("north", "mentors")).semantic


async def test_what_could_not_be_embedded_is_tried_again(
    engine: Engine, model: Hashed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.answers.engine.AGAIN_SECONDS", 0.0)
    model.down = True
    await engine.put("north", Entry("visa", ("Do you help with a visa?",)))
    judged = await engine.judge("north", "do you help with a visa")
    assert (judged.ranked[0].id, judged.semantic) == ("visa", False)
    model.down = False
    async with asyncio.timeout(10):
        await engine.ready()
    assert (await engine.judge("north", "do you help with a visa")).semantic


async def test_entries_without_words_and_banks_without_entries_answer_nothing() -> None:
    engine = Engine(Hashed())
    await engine.start()
    await engine.sync("north", [Entry("blank", ("😀", "???"))])
    await engine.ready()
    assert (await engine.judge("north", "anything")).decision is Decision.UNKNOWN
    assert (await engine.judge("nowhere", "anything")).decision is Decision.UNKNOWN
    await engine.close()
