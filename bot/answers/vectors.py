"""Vectors of texts: each text once, whichever banks have it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.answers.decoys import decoys
from bot.answers.embedding import Embedder, Side, Unavailable
from bot.domain.text import Locale

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

CENTRED = 0.75
"""How much of what everyday questions of a language have in common is taken off its vectors. All
texts of one language point much the same way, which hides what they say, and holds questions off
entries in another language."""
IDLE = 20_000
"""Texts that no bank has any more whose vectors are kept: 30 MB of 384 floats."""


class Vectors:
    """Vectors by text: passage side (of questions both sides), centred, of length one."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._row: dict[str, int] = {}
        self._uses: dict[str, int] = {}
        self._idle: OrderedDict[str, None] = OrderedDict()
        self._free: list[int] = []
        self._used = 0
        self._common: dict[tuple[Side, bool], Floats] = {}

    @property
    def ready(self) -> bool:
        """Whether the decoys have their vectors: without them nothing can be compared."""
        return bool(self._common)

    async def begin(self) -> None:
        """Embed the decoys. Raises: Unavailable."""
        if self.ready:
            return
        raw = {side: await self._embedded(decoys(), side) for side in (Side.BOTH, Side.PASSAGE)}
        chinese = np.array([is_chinese(text) for text in decoys()])
        self._matrix: Floats = np.zeros((256, raw[Side.BOTH].shape[1]), dtype=np.float32)
        self._common = {
            (side, language): raw[side][chinese == language].mean(axis=0)
            for side in raw
            for language in (False, True)
        }
        self.asked_decoys, self.decoys = (
            np.stack([self._centred(v, t, side) for v, t in zip(raw[side], decoys(), strict=True)])
            for side in (Side.BOTH, Side.PASSAGE)
        )

    async def question(self, text: str) -> Floats:
        """The vector of a question. Raises: Unavailable."""
        raw = self._floats(await self._embedder.question(text), 1)
        return self._centred(raw[0], text, Side.BOTH)

    async def learn(self, texts: Sequence[str]) -> None:
        """Embed what is not known yet. Raises: Unavailable; what was learnt until then stays."""
        await self.begin()
        new = self.unknown(texts)
        for at in range(0, len(new), 64):
            some = new[at : at + 64]
            for text, vector in zip(some, await self._embedded(some, Side.PASSAGE), strict=True):
                self._keep(text, self._centred(vector, text, Side.PASSAGE))
        self._shrink()

    def known(self, texts: Sequence[str]) -> bool:
        """Whether all have their vectors."""
        return self.ready and all(text in self._row for text in texts)

    def unknown(self, texts: Sequence[str]) -> list[str]:
        """Those of ``texts`` that lack one, each once."""
        return [text for text in dict.fromkeys(texts) if text not in self._row]

    def take(self, texts: Sequence[str]) -> Rows:
        """The rows of texts that are `known`, which stay theirs until `release`."""
        for text in texts:
            self._uses[text] = self._uses.get(text, 0) + 1
            self._idle.pop(text, None)
        return np.array([self._row[text] for text in texts], dtype=np.intp)

    def release(self, texts: Sequence[str]) -> None:
        """Give back what `take` took."""
        for text in texts:
            self._uses[text] -= 1
            if not self._uses[text]:
                del self._uses[text]
                self._idle[text] = None
        self._shrink()

    @property
    def matrix(self) -> Floats:
        """All vectors, by row. Rows that were taken stay as they are until they are released."""
        return self._matrix

    def at(self, rows: Rows) -> Floats:
        return self._matrix[rows]

    def likeness(self, rows: Rows, question: Floats) -> Floats:
        """The cosine of each of ``rows`` with a question."""
        if 4 * len(rows) > self._used:  # all at once is faster than picking
            whole: Floats = (self._matrix[: self._used] @ question)[rows]
            return whole
        picked: Floats = self._matrix[rows] @ question
        return picked

    async def _embedded(self, texts: Sequence[str], side: Side) -> Floats:
        return self._floats(await self._embedder.texts(texts, side), len(texts))

    def _floats(self, raw: bytes, count: int) -> Floats:
        """Raises: Unavailable: these are not ``count`` vectors, or not of the length of others."""
        if not raw or len(raw) % (4 * count):
            raise Unavailable
        vectors = np.frombuffer(raw, dtype=np.float32)
        if not np.isfinite(vectors).all():
            raise Unavailable
        vectors = vectors.reshape(count, -1)
        if self.ready and vectors.shape[1] != self._matrix.shape[1]:
            raise Unavailable
        return unit(vectors)

    def _centred(self, vector: Floats, text: str, side: Side) -> Floats:
        return unit(vector - CENTRED * self._common[side, is_chinese(text)])

    def _keep(self, text: str, vector: Floats) -> None:
        if text in self._row:
            return
        if self._free:
            row = self._free.pop()
        else:
            row, self._used = self._used, self._used + 1
            if row == len(self._matrix):
                self._matrix = np.concatenate([self._matrix, np.zeros_like(self._matrix)])
        self._matrix[row] = vector
        self._row[text] = row
        self._idle[text] = None

    def _shrink(self) -> None:
        while len(self._idle) > IDLE:
            text, _ = self._idle.popitem(last=False)
            self._free.append(self._row.pop(text))


def unit(vectors: NDArray[Any]) -> Floats:
    """Each vector, the last axis, at length one."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Floats = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return scaled


def is_chinese(text: str) -> bool:
    return Locale.of_script(text) is not Locale.EN
