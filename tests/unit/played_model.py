"""Embedders that need no model."""

from __future__ import annotations

import hashlib
import math
from array import array
from collections.abc import Sequence

from bot.answers.embedding import Side, Unavailable
from bot.answers.normalise import tokens

SIZE = 96


class Hashed:
    """Texts that share words are near one another. ``down`` makes it unavailable."""

    def __init__(self) -> None:
        self.down = False
        self.embedded: list[str] = []
        """Each text that was embedded as an entry's, once."""
        self.closed = False

    async def start(self) -> None:
        self.closed = False

    async def close(self) -> None:
        self.closed = True

    async def question(self, text: str) -> bytes:
        if self.down:
            raise Unavailable
        return vector(text)

    async def texts(self, texts: Sequence[str], side: Side) -> bytes:
        if self.down:
            raise Unavailable
        if side is Side.PASSAGE:
            self.embedded += texts
        return b"".join(map(vector, texts))


def vector(text: str) -> bytes:
    """Each word adds a direction of its own."""
    added = [0.0] * SIZE
    for token in tokens(text):
        digest = hashlib.shake_128(token.encode()).digest(SIZE)
        added = [a + d / 127.5 - 1 for a, d in zip(added, digest, strict=True)]
    length = math.sqrt(sum(a * a for a in added)) or 1.0
    return array("f", [a / length for a in added]).tobytes()
