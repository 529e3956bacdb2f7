"""How long a question takes to be answered, and for how long nothing else can happen meanwhile.

The full path: cleaned, embedded by the model in its process, compared, judged; and by words alone,
as where the model is away. Beside them what RapidFuzz and BM25 take, which judge nothing. Then how
long it takes until an entry that is added is answered, by words and by meaning.

Asked are the questions that the matcher is tested with, which nobody wrote with the synthetic bank
in mind: twenty programmes of fifty entries, each asked in five ways in English and five in Chinese.
A heartbeat in the same event loop shows the longest time for which the loop was held up: of
three runs the best, since a machine with something else to do holds any process up.
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from heapq import nlargest
from itertools import product

import yaml
from rapidfuzz import fuzz, process

from benchmarks.stage import ROOT
from benchmarks.table import MISSED, OK, Table, judged, percentile
from bot.answers.embedding import Side
from bot.answers.engine import Engine
from bot.answers.entry import Entry
from bot.answers.matcher import entries
from bot.answers.normalise import clean, tokens
from bot.answers.process import ModelProcess, installed
from bot.app import settle_memory
from bot.content.loader import shipped
from bot.domain.errors import NothingToAsk
from bot.domain.ids import ProgrammeKey
from bot.domain.programme import FaqEntry, Programme
from bot.domain.text import Locale, Localized

P95_BAR_MS = 60.0
BLOCKED_BAR_MS = 20.0
ADDED_BAR_MS = 200.0
ADDED = 20
BEAT_SECONDS = 0.001
RUNS = 3
BANK = "asked"
SIZE = 384
"""Numbers of a vector of the model."""
PROGRAMMES = 20
QUESTIONS = ROOT / "tests" / "unit" / "questions.yaml"

_ASPECTS = (
    ("deadline", "截止日期"), ("fee", "费用"), ("length", "时长"), ("language", "语言"),
    ("eligibility", "报名条件"), ("jury", "评委"), ("prize", "奖金"), ("format", "格式"),
    ("rights", "版权"), ("schedule", "日程"),
)  # fmt: skip
_SUBJECTS = (
    ("the screenplay", "剧本"), ("the director's reel", "导演作品集"),
    ("the pitch meeting", "提案会"), ("the summer workshop", "暑期工作坊"),
    ("the final cut", "最终剪辑"),
)  # fmt: skip
_ASKED_EN = (
    "What is the {a} of {s} in {p}?",
    "Tell me about the {a} for {s}, please, {p}",
    "How does {p} handle the {a} of {s}?",
    "Is there any rule on the {a} when it comes to {s} at {p}?",
    "{p}: {a} for {s}?",
)
_ASKED_ZH = (
    "{p}的{s}{a}是什么？",
    "请问{p}{s}有没有{a}的要求？",
    "{p}怎么规定{s}的{a}？",
    "关于{s}，{p}的{a}怎么算？",
    "想了解{p}{s}{a}",
)


async def measure() -> list[Table]:
    with QUESTIONS.open(encoding="utf-8") as source:
        asked = [str(each["text"]) for each in yaml.safe_load(source)]
    settle_memory()  # as a bot does
    table = Table(
        "answering a question, ms",
        ("", "entries", "phrasings", "questions", "by meaning", "p50", "p95", "max",
         "loop held up", "bar", ""),
    )  # fmt: skip
    added = Table("an entry that is added, ms", ("", "p50", "max", "bar", ""))
    for way, semantic in (("full", True), ("words", False)):
        if semantic and not installed():
            table.notes.append("the extra `semantic` is not installed: no full path")
            continue
        for name, bank in (("shipped", shipped()), ("synthetic", synthetic())):
            model = Hurried() if semantic else None
            engine = Engine(model)
            await engine.start()
            await engine.ready()
            if model:
                model.hurries = True
            await engine.sync(BANK, entries(bank))
            await engine.ready()
            if model:
                model.hurries = False
            await _row(table, f"{way}, {name}", engine, entries(bank), asked)
            if name == "synthetic":
                await _add(added, way, engine)
            await engine.close()
    _baselines(table, entries(synthetic()), asked)
    table.notes.append(f"a loop with nothing to do was held up for {1000 * await _idle():.1f} ms")
    return [table, added]


class Hurried(ModelProcess):
    """The model, which may make the vectors of entries up: those of the synthetic bank take minutes
    otherwise, once. Questions are always embedded."""

    hurries = False

    async def texts(self, texts: Sequence[str], side: Side) -> bytes:
        if not self.hurries:
            return await super().texts(texts, side)
        drawn = random.Random(len(texts))
        return array("f", (drawn.gauss() for _ in range(SIZE * len(texts)))).tobytes()


async def _row(
    table: Table, name: str, engine: Engine, bank: Sequence[Entry], asked: Sequence[str]
) -> None:
    runs = [await _ask(engine, asked) for _ in range(RUNS)]
    held = min(run[1] for run in runs)
    taken = [seconds for run in runs for seconds in run[0]]
    p50, p95, longest = (1000 * percentile(taken, share) for share in (0.5, 0.95, 1.0))
    met = judged(p95, P95_BAR_MS) == judged(1000 * held, BLOCKED_BAR_MS) == OK
    table.add(
        name,
        len(bank),
        sum(len(entry.phrasings) for entry in bank),
        len(taken),
        sum(run[2] for run in runs),
        p50,
        p95,
        longest,
        1000 * held,
        f"p95 < {P95_BAR_MS:.0f}, held up ≤ {BLOCKED_BAR_MS:.0f}",
        OK if met else MISSED,
    )


def _baselines(table: Table, bank: Sequence[Entry], asked: Sequence[str]) -> None:
    """What comparing with every phrasing takes, without a judgement."""
    texts = [clean(phrasing) for entry in bank for phrasing in entry.phrasings]
    for name, ask in (("RapidFuzz", partial(_fuzzy, texts)), ("BM25", _Bm25(texts))):
        taken = []
        for question in asked:
            started = time.perf_counter()
            with suppress(NothingToAsk):
                ask(clean(question))
            taken.append(time.perf_counter() - started)
        shown = [1000 * percentile(taken, share) for share in (0.5, 0.95, 1.0)]
        table.add(name, len(bank), len(texts), len(taken), 0, *shown, None, "", "")


def _fuzzy(texts: Sequence[str], question: str) -> None:
    process.extract(question, texts, scorer=fuzz.token_set_ratio, limit=3)


class _Bm25:
    """The textbook's, with k1 = 1.2 and b = 0.75."""

    def __init__(self, texts: Sequence[str]) -> None:
        said = [Counter(tokens(text)) for text in texts]
        usual = sum(map(Counter.total, said)) / len(said)
        self._having: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, words in enumerate(said):
            long = 1.2 * (0.25 + 0.75 * words.total() / usual)
            for word, times in words.items():
                self._having[word].append((place, times * 2.2 / (times + long)))
        self._texts = len(texts)

    def __call__(self, question: str) -> None:
        scores: dict[int, float] = defaultdict(float)
        for word in set(tokens(question)):
            having = self._having.get(word, ())
            rarity = math.log(1 + (self._texts - len(having) + 0.5) / (len(having) + 0.5))
            for place, share in having:
                scores[place] += rarity * share
        nlargest(3, scores.items(), key=lambda found: found[1])


async def _add(table: Table, way: str, engine: Engine) -> None:
    """From `put` until a question is answered with the entry."""
    taken = []
    for number in range(ADDED):
        asked = f"Where does the unicorn number {number} sleep at night?"
        phrasings = (asked, f"unicorn {number} sleeping place", f"独角兽{number}晚上睡在哪里")
        started = time.perf_counter()
        await engine.put(BANK, Entry(f"u{number}", phrasings))
        await engine.ready()
        found = await engine.judge(BANK, asked)
        assert found.ranked[0].id == f"u{number}"
        taken.append(1000 * (time.perf_counter() - started))
    p50, longest = percentile(taken, 0.5), percentile(taken, 1.0)
    table.add(way, p50, longest, f"p50 ≤ {ADDED_BAR_MS:.0f}", judged(p50, ADDED_BAR_MS))


def synthetic() -> tuple[Programme, ...]:
    """A thousand entries."""
    model = shipped()[0]
    return tuple(
        replace(model, key=ProgrammeKey(f"p{number}"), name=_name(number), faqs=_entries(number))
        for number in range(PROGRAMMES)
    )


def _name(number: int) -> Localized:
    return Localized(f"Programme {number}", f"第{number}计划", f"第{number}計畫")


def _entries(number: int) -> tuple[FaqEntry, ...]:
    name = _name(number)
    made: list[FaqEntry] = []
    for (a_en, a_zh), (s_en, s_zh) in product(_ASPECTS, _SUBJECTS):
        en = tuple(way.format(a=a_en, s=s_en, p=name.en) for way in _ASKED_EN)
        zh = tuple(way.format(a=a_zh, s=s_zh, p=name.zh_cn) for way in _ASKED_ZH)
        answer = Localized("It is as announced.", "以公告为准。", "以公告為準。")
        made.append(
            FaqEntry(
                f"e{len(made)}",
                Localized(en[0], zh[0], zh[0]),
                {Locale.EN: en, Locale.ZH_CN: zh},
                answer,
                date(2026, 1, 1),
            )
        )
    return tuple(made)


async def _ask(engine: Engine, questions: Sequence[str]) -> tuple[list[float], float, int]:
    """Seconds of each question, the longest that nothing else could run, and how many were
    answered by meaning."""
    gaps = [0.0]
    heart = asyncio.create_task(_beat(gaps))
    await asyncio.sleep(0)
    taken, semantic = [], 0
    for question in questions:
        started = time.perf_counter()
        with suppress(NothingToAsk):
            semantic += (await engine.judge(BANK, question)).semantic
        taken.append(time.perf_counter() - started)
        await asyncio.sleep(BEAT_SECONDS)
    heart.cancel()
    await asyncio.gather(heart, return_exceptions=True)
    return taken, max(gaps), semantic


async def _idle() -> float:
    """The longest that a loop without work was held up within a second: what the machine adds."""
    gaps = [0.0]
    heart = asyncio.create_task(_beat(gaps))
    await asyncio.sleep(1)
    heart.cancel()
    await asyncio.gather(heart, return_exceptions=True)
    return max(gaps)


async def _beat(gaps: list[float]) -> None:
    """Notes by how much each beat is late."""
    while True:
        started = time.perf_counter()
        await asyncio.sleep(BEAT_SECONDS)
        gaps.append(time.perf_counter() - started - BEAT_SECONDS)
