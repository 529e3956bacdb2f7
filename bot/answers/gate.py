"""The gate: answer, offer a choice, or say that nothing is known.

Meaning: an entry's *worth* is how near it is plus a share of its words' score. What counts is not
the worth of the best, whose scale differs from bank to bank, but its *standing*: by how much it
exceeds the mean of the ten that come next, decoys among them, plus by how much it exceeds the
second. Words alone: fixed limits on their score, which is a share of the question.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence
from heapq import nlargest

from bot.answers.entry import EntryId, Judged, Scored
from bot.services.ports_answers import Decision

NEXT = 10
LEXICAL_SHARE = 0.07
ELSEWHERE = 0.2
"""Taken off the worth of entries of another topic than the question names."""

ANSWER_FROM = 0.245
STRICT_FROM = 0.4
OFFER_FROM = 0.09
"""The first two of the standing, the last of its first half, which twins do not lower."""
FOREIGN = 1.2
"""What the standing of an entry without a phrasing in the question's language is multiplied by:
across languages all nearness is smaller, so its differences are too."""
SMALL = 1.0
"""A bank of one entry needs that much more standing, in shares; one of ten a tenth of it: little
else is there that could come as near."""
AGREED_FROM = 0.6
"""Words' score from which half the standing is enough, if words and meaning name the same entry."""
LEAD = 0.03
"""By how much the best must lead the second to be given alone."""
MIDDLE, WIDTH = 0.18, 0.07
"""The standing at which one in two answers is right, and how fast that changes."""

WORDS_ANSWER_FROM = 0.54
WORDS_STRICT_FROM = 0.7
WORDS_LEAD = 0.04
WORDS_OFFER_FROM = 0.32

OFFERED = 3
"""How many are worth offering: what is further down is hardly ever what was meant."""
RANKED = 10


def by_meaning(
    near: Mapping[EntryId, float],
    decoys: Sequence[float],
    words: Sequence[Scored],
    elsewhere: Container[EntryId],
    foreign: Container[EntryId] = (),
    *,
    strict: bool,
) -> Judged:
    """What nearness and words together allow. ``near`` has the entries that may be seen.

    ``elsewhere`` are those of another topic, ``foreign`` those in another language.
    """
    said = {scored.id: scored.score for scored in words}
    worth = {
        entry: value + LEXICAL_SHARE * said.get(entry, 0.0) - ELSEWHERE * (entry in elsewhere)
        for entry, value in near.items()
    }
    best = nlargest(NEXT + 1, worth.items(), key=lambda found: (found[1], found[0]))
    if not best:
        return Judged(Decision.UNKNOWN, (), semantic=True)
    rest = nlargest(NEXT, [*(value for _, value in best[1:]), *decoys])
    usual = math.fsum(rest) / max(len(rest), 1)
    second = best[1][1] if len(best) > 1 else max(decoys, default=0.0)
    lead = best[0][1] - second
    standing = (best[0][1] - usual + lead) * (FOREIGN if best[0][0] in foreign else 1)
    ranked = [Scored(best[0][0], _sure(standing))]
    ranked += [Scored(e, _sure(value - usual + value - best[0][1])) for e, value in best[1:RANKED]]
    agreed = _agreed(words, best[0][0])
    needed = (STRICT_FROM if strict else ANSWER_FROM) * (1 + SMALL / len(worth))
    if agreed >= AGREED_FROM:
        needed /= 2
    if standing >= needed and lead >= LEAD and best[0][1] > max(decoys, default=-1):
        return Judged(Decision.ANSWER, ranked, semantic=True)
    if best[0][1] - usual >= OFFER_FROM or agreed >= WORDS_OFFER_FROM:
        return Judged(Decision.OFFER, ranked[:OFFERED], semantic=True)
    return Judged(Decision.UNKNOWN, ranked, semantic=True)


def _agreed(words: Sequence[Scored], best: EntryId) -> float:
    """The words' score of ``best`` if words alone would name it too, and clearly."""
    if not words or words[0].id != best:
        return 0.0
    second = words[1].score if len(words) > 1 else 0.0
    return words[0].score if words[0].score - second >= WORDS_LEAD else 0.0


def by_words(ranked: Sequence[Scored], *, strict: bool) -> Judged:
    """What words alone allow."""
    if not ranked or ranked[0].score < WORDS_OFFER_FROM:
        return Judged(Decision.UNKNOWN, ranked[:RANKED], semantic=False)
    best = ranked[0].score
    second = ranked[1].score if len(ranked) > 1 else 0.0
    enough = best >= (WORDS_STRICT_FROM if strict else WORDS_ANSWER_FROM)
    if enough and best - second >= WORDS_LEAD:
        return Judged(Decision.ANSWER, ranked[:RANKED], semantic=False)
    offered = [found for found in ranked[:OFFERED] if found.score >= WORDS_OFFER_FROM]
    return Judged(Decision.OFFER, offered, semantic=False)


def _sure(standing: float) -> float:
    return 1 / (1 + math.exp(-(standing - MIDDLE) / WIDTH))
