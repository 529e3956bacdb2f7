"""What phrasings of one entry differ by says little about what is meant: it is made to count less.

In which directions phrasings of one thing spread is a bank's own: politeness in one, names of
places in another. A question is lowered in them as the entries are, so that what tells entries
apart weighs more.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from bot.answers.vectors import Floats, Rows

DIRECTIONS = 32
"""In which phrasings spread most; the others are left alone."""
EASE = 8.0
"""The spread that lowers a direction by three tenths, in shares of the mean spread. Between 2 and
8 nothing changes much; a small bank needs the ease, since its spread is known badly."""
ENOUGH = 2048
"""Phrasings that the spread is taken from."""
ROUNDS = 4
"""Of narrowing down which directions these are."""


def _none() -> Floats:
    return np.zeros(0, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Lean:
    """Vectors lowered in some directions. Without any, they stay as they are."""

    directions: Floats = field(default_factory=_none)
    """A row each, of length one and at right angles."""
    taken: Floats = field(default_factory=_none)
    """What is taken off in each, 0 to 1."""

    def __call__(self, vectors: Floats) -> Floats:
        """A new array, of the same shape; lengths are not one any more."""
        if not len(self.taken):
            return vectors.copy()
        held: Floats = (vectors @ self.directions.T).astype(np.float32) * self.taken
        return vectors - (held @ self.directions).astype(np.float32)

    def lengths(self, vectors: Floats) -> Floats:
        """Of vectors of length one, once they are lean."""
        if not len(self.taken):
            return np.ones(len(vectors), dtype=np.float32)
        lost = np.square(vectors @ self.directions.T) @ (1 - np.square(1 - self.taken))
        lengths: Floats = np.sqrt(np.maximum(1 - lost, 1e-9)).astype(np.float32)
        return lengths


@dataclass(frozen=True, slots=True)
class Fitted:
    """A bank under its `Lean`."""

    lean: Lean
    scale: Floats
    """One over the length of each lean vector."""
    length: Floats
    """Of the sum of each entry's lean vectors, which are of length one."""
    asked: Floats
    """How near each entry is to each decoy that is asked: entries by decoys."""


def fit(matrix: Floats, rows: Rows, owner: Rows, asked: Floats) -> Fitted:
    """The phrasings are ``rows`` of ``matrix``; those of one ``owner`` (0, 1, ...) are adjacent.

    Takes some 40 ms of 5,000 phrasings, hardly any of it with the interpreter's lock held.
    """
    if not len(rows):
        nothing = np.zeros((0, len(asked)), dtype=np.float32)
        return Fitted(Lean(), _none(), _none(), nothing)
    vectors = matrix[rows]
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    lean = _lean(*_some(vectors, starts))
    scale: Floats = (1 / lean.lengths(vectors)).astype(np.float32)
    questions = lean(asked)
    questions /= np.maximum(np.linalg.norm(questions, axis=1, keepdims=True), 1e-9)
    near = vectors @ lean(questions).T * scale[:, None]
    vectors *= scale[:, None]
    middles = lean(np.add.reduceat(vectors, starts))
    length: Floats = np.maximum(np.linalg.norm(middles, axis=1), 1e-9).astype(np.float32)
    middle = np.add.reduceat(near, starts) / length[:, None]
    both: Floats = ((np.maximum.reduceat(near, starts) + middle) / 2).astype(np.float32)
    return Fitted(lean, scale, length, both)


def _some(vectors: Floats, starts: Rows) -> tuple[Floats, Rows]:
    """Phrasings of every entry, or of every second and so on, if there are too many to be quick."""
    every = -(-len(vectors) // ENOUGH)
    counts = np.diff(starts, append=len(vectors))
    chosen = np.arange(len(starts)) % every == 0
    return vectors[np.repeat(chosen, counts)], counts[chosen]


def _lean(vectors: Floats, counts: Rows) -> Lean:
    """``counts``: how many of the phrasings, one after the other, are of one entry."""
    if len(counts) == len(vectors):
        return Lean()
    starts = np.cumsum(counts) - counts
    middle = np.add.reduceat(vectors, starts) / counts[:, None].astype(np.float32)
    apart = vectors - np.repeat(middle, counts, axis=0)
    spread, directions = _widest(apart.T @ apart)
    usual = max(float(np.square(apart).sum()) / apart.shape[1], 1e-12)
    taken = 1 - np.sqrt(EASE / (EASE + np.maximum(spread, 0) / usual))
    return Lean(directions, taken.astype(np.float32))


def _widest(scatter: Floats) -> tuple[Floats, Floats]:
    """About the `DIRECTIONS` of the widest spread, and how wide. Many times faster than all."""
    # The same every time: any block will do that has something of each direction.
    block = np.random.default_rng(0).standard_normal((len(scatter), 2 * DIRECTIONS))
    block = block.astype(np.float32)
    for _ in range(ROUNDS):
        block = np.linalg.qr(scatter @ block)[0]
    spread, turned = np.linalg.eigh(block.T @ scatter @ block)
    widest: Floats = np.ascontiguousarray((block @ turned[:, -DIRECTIONS:]).T)
    return spread[-DIRECTIONS:], widest
