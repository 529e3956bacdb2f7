"""Lexical matching: shared words, weighed by how telling they are, and shared spelling.

Each phrasing of each entry, in every language, stands for its entry. A question is compared with
the phrasings by weighted overlap of tokens and, a little, by likeness of spelling, and with all
phrasings of an entry together, which shows whether any word of the question is left unexplained.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from rapidfuzz import fuzz, process

from bot.answers.entry import Entry, EntryId, Scored
from bot.answers.names import by_sound, in_han, in_pinyin
from bot.answers.normalise import STOP_WORDS, clean, substance, tokens
from bot.domain.errors import NothingToAsk

QUESTION_SHARE = 0.7
"""Of an overlap: how much the question must be covered by the phrasing, against the reverse."""
OVERLAP_SHARE = 0.85
"""Of a phrasing's score; the rest is likeness of spelling."""
EXPLAINED_SHARE = 0.4
"""Of an entry's score: how much of the question all its phrasings explain. The rest is the best
phrasing's score."""
UNKNOWN_WEIGHT = 0.6
"""Of a word that no phrasing has, against the rarest that one has."""
NAME_WEIGHT = 0.5
"""Of a word of a topic's name: it says where to look, not what is asked."""
OTHER_TOPIC = 0.5
"""What is left of a score where the question names another topic."""
ONE_WORD = 0.6
"""What is left of a score where one telling word speaks for it and others against it, or where
there is none; unless the topic is named."""
TYPO_CUTOFF = 85.0
"""Likeness (0 to 100) from which a word that the bank lacks is read as one that it has."""
CLOSEST = 60
"""How many entries, the best explained, are compared phrasing by phrasing; and how many of their
phrasings, the best by words, by spelling too."""


@dataclass(frozen=True, slots=True)
class _Held:
    """An entry as it is compared: its cleaned phrasings, each with its words."""

    phrasings: tuple[tuple[str, frozenset[str]], ...]
    words: frozenset[str]
    topic: str
    text: str
    """All phrasings, each between line breaks, to be looked through at once."""


@dataclass(frozen=True, slots=True)
class _Topic:
    key: frozenset[str]
    words: frozenset[str]
    """Of its key and its names."""


class LexicalIndex:
    """The entries of a bank, ready to be compared. Changed in place, one entry at a time."""

    def __init__(self) -> None:
        self._held: dict[EntryId, _Held] = {}
        self._having: dict[str, dict[EntryId, None]] = defaultdict(dict)
        self._topics: dict[str, _Topic] = {}
        self._in_topic: Counter[str] = Counter()
        self._weights: dict[str, float] = {}
        self._spelt: list[str] | None = None
        self._sounds: Mapping[str, tuple[str, ...]] | None = None

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._held)

    def put(self, entry: Entry) -> None:
        """Add the entry, or replace the one of its id."""
        self.remove(entry.id)
        texts = cleaned(entry)
        phrasings = tuple((text, frozenset(tokens(text))) for text in texts)
        words = frozenset[str]().union(*(own for _, own in phrasings))
        self._held[entry.id] = _Held(phrasings, words, entry.topic, "\n".join(("", *texts, "")))
        for word in sorted(words):
            self._having[word][entry.id] = None
        if entry.topic:
            key = frozenset(_words(entry.topic))
            named = key.union(*(_words(name) for name in entry.names))
            self._topics[entry.topic] = _Topic(key, named)
            self._in_topic[entry.topic] += 1
        self._forget()

    def remove(self, entry: EntryId) -> None:
        """Forget the entry, if it is there."""
        held = self._held.pop(entry, None)
        if held is None:
            return
        for word in held.words:
            del self._having[word][entry]
            if not self._having[word]:
                del self._having[word]
        if held.topic:
            self._in_topic[held.topic] -= 1
            if not self._in_topic[held.topic]:
                del self._in_topic[held.topic], self._topics[held.topic]
        self._forget()

    def texts(self) -> Iterator[tuple[EntryId, str]]:
        """The cleaned phrasings of each entry, each between line breaks."""
        for entry, held in self._held.items():
            yield entry, held.text

    def rank(
        self, question: str, among: Container[EntryId] | None = None, most: int = CLOSEST
    ) -> list[Scored]:
        """Entries (of ``among``) that share words with ``question`` (which is clean), best first;
        ``most`` at most."""
        if not self._held:
            return []
        asked = self._asked(question)
        explained = self._explained(asked, among)
        closest = nlargest(most, explained.items(), key=lambda found: (found[1], found[0]))
        best = self._best_phrasings(question, asked, [entry for entry, _ in closest])
        named = self._named(asked)
        ranked = [
            Scored(entry, self._judged(entry, best[entry], share, asked, named))
            for entry, share in closest
        ]
        return sorted(ranked, key=lambda found: (-found.score, found.id))

    def elsewhere(self, question: str) -> Container[EntryId]:
        """Entries of topics that ``question`` does not name, if it names one at all."""
        named = self._named(self._asked(question))
        if not named:
            return frozenset()
        return {entry for entry, held in self._held.items() if held.topic not in named}

    def _asked(self, question: str) -> frozenset[str]:
        """The words of a question, as the bank would spell them."""
        asked = {self._corrected(token) for token in tokens(question)}
        if any(word.isascii() and word not in self._having for word in asked):
            if self._sounds is None:
                self._sounds = by_sound(self._having)
            asked.update(in_han(question, self._sounds))
        asked.update(in_pinyin(question, self._having))
        return frozenset(asked)

    def _named(self, asked: frozenset[str]) -> set[str]:
        return {name for name, topic in self._topics.items() if topic.key <= asked}

    def _explained(
        self, asked: frozenset[str], among: Container[EntryId] | None
    ) -> dict[EntryId, float]:
        """How much of the question, by weight, the words of each entry and of its topic's name
        explain: 0 to 1. Entries without any word of it are left out."""
        shared: dict[EntryId, float] = defaultdict(float)
        whole = self._sum(asked)
        # In a fixed order: floats add up differently in another.
        for token in sorted(asked):
            weight = self._weight(token) / whole
            for entry in self._having.get(token, ()):
                if among is None or entry in among:
                    shared[entry] += weight
        for entry in shared:
            held = self._held[entry]
            if implied := (asked & self._name_words(held)) - held.words:
                shared[entry] += self._sum(implied) / whole
        return shared

    def _best_phrasings(
        self, question: str, asked: frozenset[str], entries: Sequence[EntryId]
    ) -> Mapping[EntryId, float]:
        """The score of the best phrasing of each entry, 0 to 1."""
        found: list[tuple[float, str, EntryId]] = []
        whole = QUESTION_SHARE * self._sum(asked)
        for entry in entries:
            held = self._held[entry]
            named = asked & self._name_words(held)
            for text, words in held.phrasings:
                implied = self._sum(named - words)
                both = whole + (1 - QUESTION_SHARE) * (self._sum(words) + implied)
                found.append(((self._sum(asked & words) + implied) / both, text, entry))
        best: dict[EntryId, float] = defaultdict(float)
        for place, (overlap, text, entry) in enumerate(sorted(found, reverse=True)):
            likeness = fuzz.token_sort_ratio(question, text) / 100 if place < CLOSEST else 0.0
            score = OVERLAP_SHARE * overlap + (1 - OVERLAP_SHARE) * likeness
            best[entry] = max(score, best[entry])
        return best

    def _judged(
        self, entry: EntryId, best: float, explained: float, asked: frozenset[str], named: set[str]
    ) -> float:
        """An entry's score, from that of its best phrasing."""
        held = self._held[entry]
        known = held.words | self._name_words(held)
        score = (1 - EXPLAINED_SHARE) * best + EXPLAINED_SHARE * explained
        if named and held.topic not in named:
            score *= OTHER_TOPIC
        telling = {token for token in asked if substance(token) == 1}
        if not named and len(telling & known) < 2 and not (telling and telling <= known):
            score *= ONE_WORD
        return min(score, 1.0)

    def _name_words(self, held: _Held) -> frozenset[str]:
        return self._topics[held.topic].words if held.topic else frozenset()

    def _weight(self, token: str) -> float:
        """A word weighs the more, the fewer entries have it."""
        known = self._weights.get(token)
        if known is None:
            having, entries = len(self._having.get(token, ())), len(self._held)
            rarity = math.log(1 + entries / having) if having else 0.0
            known = rarity or UNKNOWN_WEIGHT * math.log(1 + entries)
            known *= substance(token)
            if any(token in topic.words for topic in self._topics.values()):
                known *= NAME_WEIGHT
            if having:  # what people invent is not kept
                self._weights[token] = known
        return known

    def _sum(self, some: Iterable[str]) -> float:
        # Exact, so that the order in which a set hands out its words does not matter.
        return math.fsum(map(self._weight, some))

    def _corrected(self, token: str) -> str:
        if token in self._having or token in STOP_WORDS:
            return token
        if not token.isascii() or len(token) < 4:
            return token
        if self._spelt is None:
            self._spelt = sorted(w for w in self._having if w.isascii() and len(w) > 3)
        # A slip of the finger adds or drops one letter; two more make another word.
        alike = [word for word in self._spelt if abs(len(word) - len(token)) <= 1]
        near = process.extractOne(token, alike, scorer=fuzz.ratio, score_cutoff=TYPO_CUTOFF)
        return near[0] if near else token

    def _forget(self) -> None:
        """Drop what was worked out from the entries as they were."""
        self._weights.clear()
        self._spelt = None
        self._sounds = None


def cleaned(entry: Entry) -> tuple[str, ...]:
    """The phrasings as they are compared: clean, each once, those without words left out."""
    found: dict[str, None] = {}
    for phrasing in entry.phrasings:
        try:
            found[clean(phrasing)] = None
        except NothingToAsk:
            continue
    return tuple(found)


def _words(name: str) -> tuple[str, ...]:
    try:
        return tokens(clean(name))
    except NothingToAsk:
        return ()
