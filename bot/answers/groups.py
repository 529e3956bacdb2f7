"""Texts that say the same, brought together."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.answers.normalise import substance, tokens

BY_MEANING_FROM = 32
"""Likeness (hundredths) of two texts that say the same. Of fifty questions of ours, in English and
Chinese, about twenty matters, it brings two in three of those together that belong so, across the
languages too, and none that do not; of questions that differ less from one another, as all those
about a bank, half of what it brings together is right."""
BY_WORDS_FROM = 80
AT_ONCE = 1000
"""Pairs that are looked at before others get their turn: a millisecond."""


async def grouped(likeness: Sequence[Sequence[int]], alike_from: int) -> list[list[int]]:
    """Places, group by group, in their order. Any two of a group are alike: what is alike only by
    way of a third does not make a chain. The most alike are brought together first."""
    pairs, linked = await _pairs(likeness, alike_from)
    members = {place: [place] for place in range(len(likeness))}
    group_of = list(range(len(likeness)))
    # Sets as bits of a number: those in a group, and those that all in the group are alike to.
    inside = [1 << place for place in range(len(likeness))]
    fits = linked
    for seen, (one, other) in enumerate(pairs, 1):
        first, second = sorted((group_of[one], group_of[other]))
        if first != second and not inside[second] & ~fits[first]:
            inside[first] |= inside[second]
            fits[first] &= fits[second]
            for place in members[second]:
                group_of[place] = first
            members[first] += members.pop(second)
        if seen % AT_ONCE == 0:
            await asyncio.sleep(0)
    return [sorted(members[first]) for first in sorted(members)]


async def by_words(texts: Sequence[str]) -> list[list[int]]:
    """How alike clean texts are by their telling words, 0 to 100."""
    said = [_telling(text) for text in texts]
    rows: list[list[int]] = []
    for text in said:
        rows.append([round(fuzz.token_set_ratio(text, other)) for other in said])
        await asyncio.sleep(0)
    return rows


def _telling(text: str) -> str:
    words = [word for word in tokens(text) if substance(word) == 1]
    return " ".join(words) or text


async def _pairs(
    likeness: Sequence[Sequence[int]], alike_from: int
) -> tuple[list[tuple[int, int]], list[int]]:
    """The pairs that are alike, most alike first; and of each place, as bits, those it is alike
    to."""
    by_likeness: dict[int, list[tuple[int, int]]] = defaultdict(list)
    linked = [0] * len(likeness)
    for one, row in enumerate(likeness):
        for other in range(one + 1, len(row)):
            if row[other] >= alike_from:
                by_likeness[row[other]].append((one, other))
                linked[one] |= 1 << other
                linked[other] |= 1 << one
        await asyncio.sleep(0)
    return [
        pair for level in sorted(by_likeness, reverse=True) for pair in by_likeness[level]
    ], linked
