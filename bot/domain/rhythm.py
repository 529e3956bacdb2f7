"""What a coordinator reads once a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import ChannelId, PitchId
from bot.domain.pitch import Pitch
from bot.domain.programme import Programme


class Part(StrEnum):
    """In the order in which they are read."""

    DUE = "due"
    """Theirs, due soon or overdue; and what is overdue and nobody's."""
    NEW = "new"
    """Handed in since the digest before."""
    WROTE = "wrote"
    """Their authors wrote since."""
    MINE = "mine"
    """All the rest that is theirs."""
    UNTOUCHED = "untouched"
    """Nobody did anything for as long as the programme allows."""
    RELEASE = "release"
    """Decisions that wait for a lead."""


@dataclass(frozen=True, slots=True)
class DigestItem:
    """A pitch as the desk may know it. ``card`` is its channel and message at the desk."""

    pitch: Pitch
    programme: Programme
    due: datetime | None = None
    card: tuple[ChannelId, int] | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """``totals`` count all of each part, of which ``items`` are the first; ``questions`` is how
    many wait at the desk."""

    totals: Mapping[Part, int] = field(default_factory=dict)
    items: Mapping[Part, tuple[DigestItem, ...]] = field(default_factory=dict)
    questions: int = 0

    def parts(self, *, lead: bool) -> tuple[Part, ...]:
        """What there is to read for one who is a lead, or is not."""
        return tuple(
            part for part in Part if self.totals.get(part) and (lead or part is not Part.RELEASE)
        )

    def worth_sending(self, *, lead: bool) -> bool:
        return bool(self.questions or self.parts(lead=lead))

    @property
    def named(self) -> tuple[PitchId, ...]:
        """The pitches that it names, each once."""
        return tuple({item.pitch.id: None for part in self.items.values() for item in part})
