"""Semantic matching: how near, in meaning, a question is to each entry of a bank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answers.entry import EntryId
from bot.answers.vectors import Floats, Rows, Vectors

NEXT = 5
"""How many of the next nearest the best is held against."""
COVERED = 0.05
"""Contrast from which a decoy, asked as a question, counts as covered by the bank: then it is no
decoy there, as *what is the weather* in a bank about the weather."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of each entry, and of each decoy that the bank does not cover, -1 to 1."""

    entries: dict[EntryId, float]
    decoys: Floats


class SemanticIndex:
    """The entries of a bank whose vectors are known. Changed in place, one entry at a time."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._slot: dict[EntryId, int] = {}
        self._texts: dict[EntryId, tuple[str, ...]] = {}
        self._free: list[int] = []
        self._rows: Rows = np.zeros(0, dtype=np.intp)
        self._owner: Rows = np.zeros(0, dtype=np.intp)
        self._length: Floats = np.ones(0, dtype=np.float32)
        self._covered_by: Floats = np.zeros((0, 0), dtype=np.float32)
        self._decoys: Floats | None = None

    def put(self, entry: EntryId, texts: Sequence[str]) -> None:
        """Add the entry, or replace it. ``texts``, at least one, are known to the vectors."""
        self.remove(entry)
        rows = self._vectors.take(texts)
        slot = self._free.pop() if self._free else self._grown()
        self._slot[entry], self._texts[entry] = slot, tuple(texts)
        self._rows = np.concatenate([self._rows, rows])
        self._owner = np.concatenate([self._owner, np.full(len(rows), slot)])
        own = self._vectors.at(rows)
        self._length[slot] = max(float(np.linalg.norm(own.sum(axis=0))), 1e-9)
        asked = own @ self._vectors.asked_decoys.T
        self._covered_by[slot] = (asked.max(axis=0) + asked.sum(axis=0) / self._length[slot]) / 2
        self._decoys = None

    def remove(self, entry: EntryId) -> None:
        """Forget the entry, if it is there."""
        slot = self._slot.pop(entry, None)
        if slot is None:
            return
        others = self._owner != slot
        self._rows, self._owner = self._rows[others], self._owner[others]
        self._covered_by[slot] = -1
        self._free.append(slot)
        self._vectors.release(self._texts.pop(entry))
        self._decoys = None

    def clear(self) -> None:
        """Forget all entries, and give their vectors back."""
        for entry in list(self._slot):
            self.remove(entry)

    def nearness(self, question: Floats) -> Nearness:
        """The mean of an entry's nearest phrasing and of the middle of all its phrasings."""
        likeness = self._vectors.likeness(self._rows, question)
        best = np.full(len(self._length), -1, dtype=np.float32)
        np.maximum.at(best, self._owner, likeness)
        # The middle, at length one, lies as near as the sum of its parts over the sum's length.
        middle = np.bincount(self._owner, likeness, len(self._length)) / self._length
        near = ((best + middle) / 2).tolist()
        if self._decoys is None:
            self._decoys = self._vectors.decoys[~self._covered()]
        return Nearness(
            {entry: near[slot] for entry, slot in self._slot.items()}, self._decoys @ question
        )

    def _covered(self) -> NDArray[np.bool_]:
        """Which decoys the bank would answer if they were asked."""
        others = self._vectors.asked_decoys @ self._vectors.decoys.T
        np.fill_diagonal(others, -1)
        held = self._covered_by.reshape(len(self._length), len(others))
        table = np.concatenate([held.T, others], axis=1)
        table = -np.partition(-table, NEXT, axis=1)[:, : NEXT + 1]
        best = held.max(axis=0, initial=-1)
        nearest = table.max(axis=1)
        rest = (table.sum(axis=1) - nearest) / NEXT
        covered: NDArray[np.bool_] = (best >= nearest) & (best - rest >= COVERED)
        return covered

    def _grown(self) -> int:
        slots = len(self._length)
        if len(self._slot) == slots:
            more = max(slots, 16)
            width = len(self._vectors.decoys)
            self._length = np.concatenate([self._length, np.ones(more, dtype=np.float32)])
            empty = np.full((more, width), -1, dtype=np.float32)
            held = self._covered_by.reshape(slots, width)
            self._covered_by = np.concatenate([held, empty])
            self._free += range(slots + more - 1, slots, -1)
            return slots
        return self._free.pop()
