"""What the engine is given, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.ports_answers import Decision

EntryId = str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be answered.

    ``phrasings`` are the ways people ask for it, in all languages. Entries of one ``topic`` (a
    programme's key) belong together; ``names`` are what people call the topic.
    """

    id: EntryId
    phrasings: tuple[str, ...]
    topic: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """``score`` runs from 0 to 1: how sure it is that the entry answers the question."""

    id: EntryId
    score: float


@dataclass(frozen=True, slots=True)
class Judged:
    """The first of ``ranked`` answers, or is worth offering with those after it, or neither.

    ``semantic`` tells whether meaning was compared, or words alone.
    """

    decision: Decision
    ranked: Sequence[Scored]
    semantic: bool
