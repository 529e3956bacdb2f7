"""How long a question takes to be matched, and for how long nothing else can happen meanwhile.

Asked are the questions that the matcher is tested with, which nobody wrote with the synthetic bank
in mind: twenty programmes of fifty entries, each asked in five ways in English and five in Chinese.
A heartbeat in the same event loop shows the longest time for which the loop was held up: of
three runs the best, since a machine with something else to do holds any process up.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import product

import yaml

from benchmarks.stage import ROOT
from benchmarks.table import MISSED, OK, Table, judged, percentile
from bot.answers.decide import LexicalMatcher
from bot.app import settle_memory
from bot.content.loader import shipped
from bot.domain.errors import NothingToAsk
from bot.domain.ids import ProgrammeKey
from bot.domain.programme import FaqEntry, Programme
from bot.domain.text import Locale, Localized

P95_BAR_MS = 60.0
BLOCKED_BAR_MS = 20.0
BEAT_SECONDS = 0.001
RUNS = 3
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
    table = Table(
        "matching a question, ms",
        ("", "entries", "phrasings", "questions", "first", "p50", "p95", "max",
         "loop held up", "bar", ""),
    )  # fmt: skip
    with QUESTIONS.open(encoding="utf-8") as source:
        asked = [str(each["text"]) for each in yaml.safe_load(source)]
    settle_memory()  # as a bot does
    for name, bank in (("shipped", shipped()), ("synthetic", synthetic())):
        runs = [await _ask(bank, asked) for _ in range(RUNS)]
        first, held = min(run[0] for run in runs), min(run[2] for run in runs)
        taken = [seconds for run in runs for seconds in run[1]]
        entries = [entry for programme in bank for entry in programme.faqs]
        p50, p95, longest = (1000 * percentile(taken, share) for share in (0.5, 0.95, 1.0))
        met = judged(p95, P95_BAR_MS) == judged(1000 * held, BLOCKED_BAR_MS) == OK
        table.add(
            name,
            len(entries),
            sum(len(several) for entry in entries for several in entry.phrasings.values()),
            len(taken),
            1000 * first,
            p50,
            p95,
            longest,
            1000 * held,
            f"p95 < {P95_BAR_MS:.0f}, held up ≤ {BLOCKED_BAR_MS:.0f}",
            OK if met else MISSED,
        )
        if 1000 * held > BLOCKED_BAR_MS:
            table.notes.append(f"{name}: held the event loop up for {1000 * held:.0f} ms")
    table.notes.append("first: the question for which the bank's index is built")
    table.notes.append(f"a loop with nothing to do was held up for {1000 * await _idle():.1f} ms")
    return [table]


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


async def _ask(
    bank: Sequence[Programme], questions: Sequence[str]
) -> tuple[float, list[float], float]:
    """Seconds of the first question, of each one after it, and the longest that nothing else
    could run."""
    matcher, gaps = LexicalMatcher(), [0.0]
    heart = asyncio.create_task(_beat(gaps))
    await asyncio.sleep(0)
    taken = []
    for question in [questions[0], *questions]:
        started = time.perf_counter()
        with suppress(NothingToAsk):
            await matcher.judge(question, bank)
        taken.append(time.perf_counter() - started)
        await asyncio.sleep(BEAT_SECONDS)
    heart.cancel()
    await asyncio.gather(heart, return_exceptions=True)
    return taken[0], taken[1:], max(gaps)


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
