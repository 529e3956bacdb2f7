"""Banks of entries, and the one way to ask them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Container, Iterable, Sequence
from typing import TYPE_CHECKING

import structlog

from bot.answers.embedding import Embedder, Unavailable
from bot.answers.entry import Entry, EntryId, Judged
from bot.answers.gate import by_meaning, by_words
from bot.answers.lexical import LexicalIndex, cleaned
from bot.answers.names import pinyin
from bot.answers.normalise import clean
from bot.answers.typed import likely
from bot.services.ports_answers import Decision

if TYPE_CHECKING:
    from bot.answers.semantic import SemanticIndex
    from bot.answers.vectors import Floats, Vectors

AGAIN_SECONDS = 2.0
"""After entries could not be embedded. The process of the model is back sooner, as a rule."""
AT_ONCE = 8
"""Entries that are indexed before others get their turn: some milliseconds."""
LIKENESS_SECONDS = 20.0
"""Some hundred new texts take seconds; what was embedded until then is kept for the next time."""
TEXTS_AT_ONCE = 32
"""Texts that are embedded before entries are made ready."""

_log = structlog.stdlib.get_logger(__name__)


class _Bank:
    def __init__(self, vectors: Vectors | None) -> None:
        self.entries: dict[EntryId, Entry] = {}
        self.words = LexicalIndex()
        self.meaning: SemanticIndex | None = None
        self.pending: dict[EntryId, tuple[str, ...]] = {}
        """Entries whose vectors are still to come."""
        self.changing = asyncio.Lock()
        if vectors is not None:
            from bot.answers.semantic import SemanticIndex

            self.meaning = SemanticIndex(vectors)

    @property
    def unsettled(self) -> bool:
        return bool(self.pending) or (self.meaning is not None and self.meaning.stale)

    def put(self, entry: Entry) -> None:
        self.entries[entry.id] = entry
        self.words.put(entry)
        self.pending.pop(entry.id, None)
        if self.meaning is not None:
            self.meaning.remove(entry.id)
            if texts := cleaned(entry):
                self.pending[entry.id] = texts

    def remove(self, entry: EntryId) -> None:
        self.entries.pop(entry, None)
        self.pending.pop(entry, None)
        self.words.remove(entry)
        if self.meaning is not None:
            self.meaning.remove(entry)

    async def settle(self, vectors: Vectors) -> None:
        """Take in the pending entries whose vectors are there."""
        assert self.meaning is not None
        settled = 0
        for entry, texts in list(self.pending.items()):
            if self.pending.get(entry) == texts and vectors.known(texts):
                self.meaning.put(entry, texts)
                del self.pending[entry]
                settled += 1
                if settled % AT_ONCE == 0:
                    await asyncio.sleep(0)
        if not self.pending:
            await self.meaning.settle()


class Engine:
    """Answers from banks, each of which knows nothing of the others.

    With an ``embedder`` by meaning and words; without, or while it has no vectors, by words. What
    is put is answerable at once by words, and by meaning as soon as it has its vectors. `start`
    before the first question, `close` at the end.
    """

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder
        self._banks: dict[str, _Bank] = {}
        self._vectors: Vectors | None = None
        self._task: asyncio.Task[None] | None = None
        self._wanted = asyncio.Event()
        self._settled = asyncio.Event()
        self._warm: list[str] = []
        if embedder is not None:
            # Before NumPy is loaded. On two cores its threads cost more, waiting, than they do.
            os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
            from bot.answers.vectors import Vectors

            self._vectors = Vectors(embedder)

    async def start(self) -> None:
        """Be ready for questions by words, and begin to embed, in the background."""
        pinyin()  # no question should wait for it
        if self._embedder is not None and self._task is None:
            await self._embedder.start()
            self._task = asyncio.create_task(self._embed(), name="answers")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        if self._embedder is not None:
            await self._embedder.close()

    def warm(self, phrasings: Iterable[str]) -> None:
        """Embed what banks are likely to hold, before any does."""
        self._warm += cleaned(Entry("", tuple(phrasings)))
        self._wanted.set()

    async def ready(self) -> None:
        """Until all entries have their vectors; at once without an embedder."""
        if self._task is not None:
            while not self._is_ready():
                self._settled.clear()
                self._wanted.set()
                await self._settled.wait()

    async def put(self, bank: str, entry: Entry) -> None:
        """Add the entry, or replace the one of its id."""
        held = self._bank(bank)
        async with held.changing:
            if held.entries.get(entry.id) != entry:
                held.put(entry)
                await self._settle(held)

    async def remove(self, bank: str, entry: EntryId) -> None:
        """Forget the entry, if it is there."""
        held = self._bank(bank)
        async with held.changing:
            held.remove(entry)
            await self._settle(held)

    async def sync(self, bank: str, entries: Iterable[Entry]) -> int:
        """Make the bank hold exactly ``entries``, of distinct ids; return how many changed."""
        held, wanted = self._bank(bank), {entry.id: entry for entry in entries}
        async with held.changing:
            gone = [entry for entry in held.entries if entry not in wanted]
            new = [entry for entry in wanted.values() if held.entries.get(entry.id) != entry]
            for entry_id in gone:
                held.remove(entry_id)
            for place, entry in enumerate(new, 1):
                held.put(entry)
                if place % AT_ONCE == 0:
                    await asyncio.sleep(0)
            await self._settle(held)
        return len(gone) + len(new)

    async def drop(self, bank: str) -> None:
        """Forget the bank."""
        held = self._banks.pop(bank, None)
        if held is not None and held.meaning is not None:
            held.meaning.clear()

    async def judge(
        self,
        bank: str,
        question: str,
        *,
        among: Container[EntryId] | None = None,
        strict: bool = False,
    ) -> Judged:
        """What the bank says to a question, as the person typed it.

        ``among`` are the entries that may be seen, if not all. ``strict`` is for where nobody
        asked the bot. The same bank and question get the same judgement every time, as long as
        the vectors are there.

        Raises:
            NothingToAsk: no letter or digit is left of the question once it is cleaned.
        """
        asked = clean(question)
        vector = await self._vector(asked) if bank in self._banks else None
        held = self._banks.get(bank)
        if held is None:
            return Judged(Decision.UNKNOWN, (), semantic=False)
        words = held.words.rank(asked, among)
        pending = any(among is None or entry in among for entry in held.pending)
        if vector is None or pending or held.meaning is None:
            return by_words(words, strict=strict)
        nearness = held.meaning.nearness(vector, asked)
        near = {
            entry: value
            for entry, value in nearness.entries.items()
            if among is None or entry in among
        }
        elsewhere = held.words.elsewhere(asked)
        decoys, foreign = nearness.decoys.tolist(), nearness.foreign
        return by_meaning(near, decoys, words, elsewhere, foreign, strict=strict)

    def suggest(
        self, bank: str, typed: str, *, among: Container[EntryId] | None = None, limit: int
    ) -> list[EntryId]:
        """What may be about to be asked, by words alone, the likeliest first.

        Raises:
            NothingToAsk.
        """
        asked = clean(typed)
        held = self._banks.get(bank)
        return likely(held.words, asked, among, limit) if held else []

    async def likeness(self, texts: Sequence[str]) -> list[list[int]] | None:
        """How alike clean texts are to one another in meaning, in hundredths; None if that is not
        to be had within `LIKENESS_SECONDS`."""
        if self._vectors is None or self._task is None or not self._vectors.ready:
            return None
        from bot.answers.likeness import likeness

        try:
            async with asyncio.timeout(LIKENESS_SECONDS):
                await self._vectors.learn(texts)
        except (Unavailable, TimeoutError):
            return None
        if not self._vectors.known(texts):  # so many others that they were forgotten at once
            return None
        rows = self._vectors.take(texts)
        self._vectors.release(texts)
        return likeness(texts, self._vectors.at(rows))

    async def _vector(self, asked: str) -> Floats | None:
        if self._vectors is None or not self._vectors.ready:
            return None
        try:
            return await self._vectors.question(asked)
        except Unavailable:
            return None

    def _bank(self, name: str) -> _Bank:
        if name not in self._banks:
            self._banks[name] = _Bank(self._vectors)
        return self._banks[name]

    async def _settle(self, held: _Bank) -> None:
        if self._vectors is not None:
            await held.settle(self._vectors)
            if held.pending:
                self._wanted.set()

    def _is_ready(self) -> bool:
        assert self._vectors is not None
        pending = any(held.unsettled for held in self._banks.values())
        return self._vectors.ready and not pending and not self._waiting()

    def _waiting(self) -> list[str]:
        """Texts that lack vectors; those of entries before those that only may be asked for."""
        assert self._vectors is not None
        texts = [t for b in self._banks.values() for own in b.pending.values() for t in own]
        return self._vectors.unknown(texts + self._warm)

    async def _embed(self) -> None:
        assert self._vectors is not None
        while True:
            self._wanted.clear()
            try:
                await self._vectors.begin()
                while texts := self._waiting():
                    await self._vectors.learn(texts[:TEXTS_AT_ONCE])
                    await self._settle_all()
            except Unavailable:
                _log.warning("entries wait for their vectors", texts=len(self._waiting()))
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            await self._settle_all()
            self._settled.set()
            await self._wanted.wait()

    async def _settle_all(self) -> None:
        for held in list(self._banks.values()):
            if held.unsettled:
                await self._settle(held)
