"""The engine as a guild's bank: what changed is changed, what may not be seen is not found."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import date

import pytest

pytest.importorskip("numpy")

from bot.answers.engine import Engine
from bot.answers.entry import Entry
from bot.answers.matcher import EngineMatcher, entries
from bot.answers.process import ModelProcess, installed
from bot.domain.errors import NothingToAsk
from bot.domain.faq import GENERAL, BankEntry, FaqRef, InLanguages
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.text import Locale
from bot.services.ports_answers import Bank, Decision
from tests.db.samples import programme
from tests.unit.played_model import Hashed

HOME, OTHER = GuildId(1), GuildId(2)
CHUNM, HINA = ProgrammeKey("chunm"), ProgrammeKey("hina")
NAMES = {CHUNM: ("ChunM Talent", "ChunM 人才计划"), HINA: ("Hina", "海娜")}


def entry(name: str, *asked: str, of: ProgrammeKey = CHUNM) -> BankEntry:
    """Asked in English in so many ways."""
    return BankEntry(
        FaqRef(of, name),
        InLanguages({Locale.EN: asked[0]}),
        {Locale.EN: asked[1:]},
        InLanguages({Locale.EN: "Yes."}),
        date(2026, 1, 1),
    )


FEE = entry("fee", "Is there an entry fee to pay?", "What does it cost?")
MENTORS = entry("mentors", "Which mentors will read my screenplay?")
AGE = entry("age", "Is there an age limit for directors?", of=HINA)
RULES = entry("rules", "What are the rules of this server?", of=GENERAL)
ALL = (FEE, MENTORS, AGE, RULES)


def bank(
    held: Iterable[BankEntry] = ALL,
    *,
    guild: GuildId = HOME,
    hidden: Iterable[BankEntry] = (),
) -> Bank:
    held = tuple(held)
    visible = {one.ref for one in held} - {one.ref for one in hidden}
    return Bank(guild, held, visible, NAMES)


def thousand() -> list[BankEntry]:
    """Each asked in ten ways."""
    aspects = (
        "deadline",
        "fee",
        "length",
        "jury",
        "剧本的截止日期",
        "评委",
        "奖金",
        "版权",
        "age",
        "food",
    )
    ways = ("What is the {}", "Tell me about {}", "How does one handle {}", "Any rule on {}", "{}",
            "请问{}是什么", "有没有{}的要求", "怎么规定{}", "关于{}怎么算", "想了解{}")  # fmt: skip
    return [
        entry(f"e{round_}-{n}", *(f"{way.format(aspect)} in round {round_}?" for way in ways))
        for round_ in range(100)
        for n, aspect in enumerate(aspects)
    ]


class Counted(Engine):
    """Counts what was changed by each sync."""

    def __init__(self, model: Hashed | None = None) -> None:
        super().__init__(model)
        self.changed: list[int] = []
        self.dropped: list[str] = []

    async def sync(self, bank: str, entries: Iterable[Entry]) -> int:
        self.changed.append(await super().sync(bank, entries))
        return self.changed[-1]

    async def drop(self, bank: str) -> None:
        self.dropped.append(bank)
        await super().drop(bank)


@pytest.fixture
def engine() -> Counted:
    return Counted()


@pytest.fixture
def matcher(engine: Counted) -> EngineMatcher:
    return EngineMatcher(engine)


@pytest.fixture
async def by_meaning() -> AsyncIterator[Counted]:
    engine = Counted(Hashed())
    await engine.start()
    await engine.ready()
    yield engine
    await engine.close()


async def first(matcher: EngineMatcher, question: str, of: Bank) -> FaqRef | None:
    judgement = await matcher.judge(question, of)
    return judgement.ranked[0].ref if judgement.ranked else None


class TestBanks:
    async def test_a_question_is_judged_by_the_entries_of_the_guild(
        self, matcher: EngineMatcher
    ) -> None:
        judgement = await matcher.judge("Which mentors will read my screenplay?", bank())
        assert judgement.decision is Decision.ANSWER
        assert judgement.ranked[0].ref == MENTORS.ref
        assert not judgement.semantic
        assert 0 < judgement.ranked[0].score <= 1

    async def test_meaning_is_compared_where_it_can_be(self, by_meaning: Counted) -> None:
        matcher, of = EngineMatcher(by_meaning), bank()
        await matcher.judge("fee", of)
        await by_meaning.ready()
        judgement = await matcher.judge("which mentors will read a screenplay", of)
        assert (judgement.semantic, judgement.ranked[0].ref) == (True, MENTORS.ref)

    async def test_the_engine_is_synced_only_when_the_entries_are_others(
        self, matcher: EngineMatcher, engine: Counted
    ) -> None:
        of = bank()
        await matcher.judge("fee", of)
        await matcher.judge("fee", replace(of, visible={FEE.ref}))
        assert engine.changed == [4]
        dearer = replace(FEE, question=InLanguages({Locale.EN: "What is the price?"}), version=2)
        changed = bank((dearer, MENTORS, AGE, RULES))
        assert await first(matcher, "the price", changed) == FEE.ref
        assert engine.changed == [4, 1]

    async def test_an_entry_that_was_removed_is_not_found_again(
        self, matcher: EngineMatcher
    ) -> None:
        assert await first(matcher, "entry fee", bank()) == FEE.ref
        assert await first(matcher, "entry fee", bank((MENTORS, AGE, RULES))) != FEE.ref
        assert await first(matcher, "entry fee", bank(())) is None

    async def test_a_programme_that_goes_by_another_name_is_found_by_it(
        self, matcher: EngineMatcher, engine: Counted
    ) -> None:
        of = bank()
        await matcher.judge("fee", of)
        renamed = replace(of, names={**NAMES, HINA: ("Young Directors", "青年导演")})
        await matcher.judge("fee", renamed)
        assert engine.changed == [4, 1]

    async def test_what_may_not_be_seen_is_not_found(self, matcher: EngineMatcher) -> None:
        hidden = bank(hidden=[FEE])
        assert await first(matcher, "is there an entry fee to pay", hidden) != FEE.ref
        assert FEE.ref not in await matcher.suggest("is there", hidden, limit=9)

    async def test_guilds_know_nothing_of_one_another(self, matcher: EngineMatcher) -> None:
        theirs = bank([entry("secret", "What is the secret budget?")], guild=OTHER)
        secret = FaqRef(CHUNM, "secret")
        assert await first(matcher, "the secret budget", theirs) == secret
        ours = await matcher.judge("the secret budget", bank())
        assert secret not in [found.ref for found in ours.ranked]

    async def test_the_strict_gate_answers_less(self, matcher: EngineMatcher) -> None:
        judged = [
            await matcher.judge("which mentors are there", bank(), strict=strict)
            for strict in (False, True)
        ]
        assert [one.decision for one in judged] == [Decision.ANSWER, Decision.OFFER]

    async def test_guilds_that_did_not_ask_for_long_are_forgotten(
        self, matcher: EngineMatcher, engine: Counted, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.answers.matcher.KEPT", 1)
        of = bank()
        await matcher.judge("fee", of)
        await matcher.judge("fee", bank(guild=OTHER))
        assert engine.dropped == ["faq:1"]
        assert await first(matcher, "entry fee", of) == FEE.ref

    async def test_what_has_no_words_is_told(self, matcher: EngineMatcher) -> None:
        with pytest.raises(NothingToAsk):
            await matcher.judge("😀", bank())
        with pytest.raises(NothingToAsk):
            matcher.cleaned("？")
        assert matcher.cleaned(" WHEN 開始 <@1>") == matcher.cleaned("when 开始")

    def test_chatter_asks_nothing(self, matcher: EngineMatcher) -> None:
        assert matcher.is_question("When is the deadline?")
        assert not matcher.is_question("Nice weather today.")

    def test_what_programmes_bring_along_has_their_names(self) -> None:
        (one,) = entries([programme()])
        assert (one.id, one.topic) == ("chunm/who", "chunm")
        assert one.names == ("ChunM Talent", "ChunM 人才计划")
        assert one.phrasings[:2] == ("Who may apply?", "谁可以申请？")


class TestSuggestions:
    async def suggested(self, matcher: EngineMatcher, typed: str, limit: int = 9) -> list[str]:
        return [ref.id for ref in await matcher.suggest(typed, bank(), limit=limit)]

    async def test_what_begins_so_comes_before_what_contains_it(
        self, matcher: EngineMatcher
    ) -> None:
        assert await self.suggested(matcher, "is there an") == ["fee", "age"]
        assert (await self.suggested(matcher, "wh"))[:3] == ["fee", "rules", "mentors"]
        assert (await self.suggested(matcher, "limit"))[0] == "age"

    async def test_a_word_that_is_not_finished_is_found(self, matcher: EngineMatcher) -> None:
        assert await self.suggested(matcher, "screenp") == ["mentors"]
        assert (await self.suggested(matcher, "direc age"))[0] == "age"

    async def test_words_in_another_order_are_found_after_that(
        self, matcher: EngineMatcher
    ) -> None:
        assert (await self.suggested(matcher, "paying the fees"))[0] == "fee"

    async def test_no_more_come_than_are_wanted(self, matcher: EngineMatcher) -> None:
        assert len(await self.suggested(matcher, "the", limit=1)) == 1

    async def test_to_what_has_no_words_there_is_nothing_to_suggest(
        self, matcher: EngineMatcher
    ) -> None:
        assert await self.suggested(matcher, "？") == []
        assert await matcher.suggest("fee", bank(()), limit=9) == []

    async def test_nobody_waits_for_them(self, matcher: EngineMatcher) -> None:
        of = bank(thousand())
        await matcher.suggest("deadline", of, limit=25)
        for typed in ("w", "what is the dead", "剧本 截止", "round 7 jury"):
            taken = []
            for _ in range(5):
                started = time.process_time()
                assert len(await matcher.suggest(typed, of, limit=25)) == 25
                taken.append(time.process_time() - started)
            # Some milliseconds; traced for coverage, and beside other work, several times that.
            assert min(taken) < 0.05, typed


SAME = (
    "Do you help with a visa for the roadshow?",
    "Lunch?",
    "help with a visa for the roadshow",
    "😀",
    "DO YOU HELP WITH A VISA FOR THE ROADSHOW",
    "lunch",
    "😀",
)


MEANT = (
    ("Can I bring my children to the workshop?", "children"),
    ("Is there parking near the venue?", "parking"),
    ("Will the roadshow be livestreamed?", "stream"),
    ("可以带孩子参加工作坊吗？", "children"),
    ("Will I get a certificate?", "certificate"),
    ("停车场在哪里", "parking"),
    ("Are kids allowed at the sessions?", "children"),
    ("路演有直播吗？", "stream"),
    ("Where can I park?", "parking"),
    ("Are documentaries accepted?", "documentary"),
    ("有結業證書嗎", "certificate"),
    ("紀錄片可以報名嗎", "documentary"),
    ("what's the wifi password", "wifi"),
    ("can I watch the roadshow online", "stream"),
    ("无线网密码是多少", "wifi"),
    ("Do participants receive a certificate of completion?", "certificate"),
    ("请问主办方的电话是多少", "phone"),
)
"""Questions, and what they mean."""


def _is_han(text: str) -> bool:
    return Locale.of_script(text) is not Locale.EN


class TestGroups:
    @pytest.mark.parametrize("semantic", [False, True], ids=["words", "meaning"])
    async def test_what_says_the_same_is_brought_together(
        self, matcher: EngineMatcher, by_meaning: Counted, semantic: bool
    ) -> None:
        asked = EngineMatcher(by_meaning) if semantic else matcher
        assert await asked.groups(SAME) == [[0, 2, 4], [1, 5], [3], [6]]
        assert await asked.groups([]) == []

    async def test_without_vectors_words_bring_together(self) -> None:
        model = Hashed()
        engine = Engine(model)
        await engine.start()
        await engine.ready()
        model.down = True
        assert await EngineMatcher(engine).groups(SAME) == [[0, 2, 4], [1, 5], [3], [6]]
        await engine.close()

    @pytest.mark.skipif(not installed(), reason="the extra `semantic` is not installed")
    async def test_other_words_and_another_language_may_mean_the_same(self) -> None:
        engine = Engine(ModelProcess())
        await engine.start()
        try:
            async with asyncio.timeout(60):
                await engine.ready()
            found = await EngineMatcher(engine).groups([text for text, _ in MEANT])
        finally:
            await engine.close()
        together = [{MEANT[place][1] for place in group} for group in found]
        assert all(len(meanings) == 1 for meanings in together)
        assert len(found) <= 10
        across = [group for group in found if len({_is_han(MEANT[n][0]) for n in group}) == 2]
        assert len(across) >= 4

    async def test_what_is_alike_by_way_of_a_third_is_no_chain(
        self, matcher: EngineMatcher
    ) -> None:
        chain = ["visa lunch", "visa parking", "visa lunch parking hotel", "parking hotel"]
        found = await matcher.groups(chain)
        assert sorted(place for group in found for place in group) == [0, 1, 2, 3]
        assert all(not {0, 3} <= set(group) for group in found)

    @pytest.mark.parametrize("semantic", [False, True], ids=["words", "meaning"])
    async def test_three_hundred_hold_nothing_up(
        self, matcher: EngineMatcher, by_meaning: Counted, semantic: bool
    ) -> None:
        texts = [f"May I bring my {n % 50} dogs to session {n}?" for n in range(300)]
        matcher, late = EngineMatcher(by_meaning) if semantic else matcher, [0.0]

        async def beat() -> None:
            while True:
                started = time.perf_counter()
                await asyncio.sleep(0)
                late.append(time.perf_counter() - started)

        await matcher.groups(texts)  # their vectors are there from now on
        heart = asyncio.create_task(beat())
        found = await matcher.groups(texts)
        heart.cancel()
        assert sorted(place for group in found for place in group) == list(range(300))
        assert found == await matcher.groups(texts)
        # 20 ms on a machine that has nothing else to do.
        assert max(late) < 0.1
