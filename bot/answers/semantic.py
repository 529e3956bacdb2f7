"""Semantic matching: how near, in meaning, a question is to each entry of a bank."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answers.entry import EntryId
from bot.answers.lean import Fitted, Lean, fit
from bot.answers.vectors import Floats, Rows, Vectors, is_chinese, unit

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
    foreign: Set[EntryId]
    """Entries that have no phrasing in the question's language."""


class SemanticIndex:
    """The entries of a bank whose vectors are known. Changed in place, one entry at a time.

    What phrasings of one entry differ by counts for less, see `Lean`. This is worked out anew by
    `settle` after changes; until then the bank is compared by what was worked out before.
    """

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._slot: dict[EntryId, int] = {}
        self._texts: dict[EntryId, tuple[str, ...]] = {}
        self._in: dict[bool, set[EntryId]] = {False: set(), True: set()}
        """Entries by whether they have phrasings in Chinese, or in another language."""
        self._free: list[int] = []
        self._rows: Rows = np.zeros(0, dtype=np.intp)
        self._owner: Rows = np.zeros(0, dtype=np.intp)
        self._scale: Floats = np.ones(0, dtype=np.float32)
        """One over the length of each row once it is lean."""
        self._length: Floats = np.ones(0, dtype=np.float32)
        self._covered_by: Floats = np.zeros((0, 0), dtype=np.float32)
        self._covered: NDArray[np.bool_] | None = None
        self._decoys_length: Floats = np.ones(0, dtype=np.float32)
        self._lean = Lean()
        self._changes = 0
        self._settled = 0

    @property
    def stale(self) -> bool:
        """Whether there were changes since it was last settled."""
        return self._changes != self._settled

    def put(self, entry: EntryId, texts: Sequence[str]) -> None:
        """Add the entry, or replace it. ``texts``, at least one, are known to the vectors."""
        self.remove(entry)
        rows = self._vectors.take(texts)
        slot = self._free.pop() if self._free else self._grown()
        self._slot[entry], self._texts[entry] = slot, tuple(texts)
        for text in texts:
            self._in[is_chinese(text)].add(entry)
        own = self._vectors.at(rows)
        scale: Floats = (1 / self._lean.lengths(own)).astype(np.float32)
        own = self._lean(own) * scale[:, None]
        self._rows = np.concatenate([self._rows, rows])
        self._owner = np.concatenate([self._owner, np.full(len(rows), slot)])
        self._scale = np.concatenate([self._scale, scale])
        self._length[slot] = max(float(np.linalg.norm(own.sum(axis=0))), 1e-9)
        asked = unit(self._lean(self._vectors.asked_decoys)) @ own.T
        self._covered_by[slot] = (asked.max(axis=1) + asked.sum(axis=1) / self._length[slot]) / 2
        self._changed()

    def remove(self, entry: EntryId) -> None:
        """Forget the entry, if it is there."""
        slot = self._slot.pop(entry, None)
        if slot is None:
            return
        others = self._owner != slot
        self._rows, self._owner = self._rows[others], self._owner[others]
        self._scale = self._scale[others]
        self._covered_by[slot] = -1
        self._free.append(slot)
        self._vectors.release(self._texts.pop(entry))
        for held in self._in.values():
            held.discard(entry)
        self._changed()

    def clear(self) -> None:
        """Forget all entries, and give their vectors back."""
        for entry in list(self._slot):
            self.remove(entry)

    async def settle(self) -> None:
        """Work out, in a thread, what the phrasings of each entry differ by."""
        while self.stale:
            changes = self._changes
            # In one order, whatever the order of changes: sums of floats depend on it.
            slots = np.array([self._slot[entry] for entry in sorted(self._slot)], dtype=np.intp)
            place = np.zeros(len(self._length), dtype=np.intp)
            place[slots] = np.arange(len(slots))
            order = np.argsort(place[self._owner], kind="stable")
            found = await asyncio.to_thread(
                fit,
                self._vectors.matrix,
                self._rows[order],
                place[self._owner[order]],
                self._vectors.asked_decoys,
            )
            if changes == self._changes:
                self._take(found, slots, order)

    def nearness(self, question: Floats, text: str) -> Nearness:
        """The mean of an entry's nearest phrasing and of the middle of all its phrasings.

        ``question`` is the vector of ``text``.
        """
        lean = self._lean(unit(self._lean(question)))
        likeness = self._vectors.likeness(self._rows, lean) * self._scale
        best = np.full(len(self._length), -1, dtype=np.float32)
        np.maximum.at(best, self._owner, likeness)
        # The middle, at length one, lies as near as the sum of its parts over the sum's length.
        middle = np.bincount(self._owner, likeness, len(self._length)) / self._length
        near = ((best + middle) / 2).tolist()
        if self._covered is None:
            self._covered = self._now_covered()
        decoys = self._vectors.decoys @ lean / self._decoys_length
        return Nearness(
            {entry: near[slot] for entry, slot in self._slot.items()},
            decoys[~self._covered],
            self._slot.keys() - self._in[is_chinese(text)],
        )

    def _now_covered(self) -> NDArray[np.bool_]:
        """Which decoys the bank would answer if they were asked."""
        decoys = self._lean(self._vectors.decoys)
        self._decoys_length = np.maximum(np.linalg.norm(decoys, axis=1), 1e-9)
        others = unit(self._lean(self._vectors.asked_decoys)) @ unit(decoys).T
        np.fill_diagonal(others, -1)
        held = self._covered_by.reshape(len(self._length), len(others))
        table = np.concatenate([held.T, others], axis=1)
        table = -np.partition(-table, NEXT, axis=1)[:, : NEXT + 1]
        best = held.max(axis=0, initial=-1)
        nearest = table.max(axis=1)
        rest = (table.sum(axis=1) - nearest) / NEXT
        covered: NDArray[np.bool_] = (best >= nearest) & (best - rest >= COVERED)
        return covered

    def _take(self, found: Fitted, slots: Rows, order: Rows) -> None:
        self._lean, self._covered = found.lean, None
        self._scale[order] = found.scale
        self._length[slots] = found.length
        self._covered_by[slots] = found.asked
        self._settled = self._changes

    def _changed(self) -> None:
        self._covered = None
        self._changes += 1

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
