"""Scores, what they come to, and who may not give any."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from bot.domain.errors_review import BadScore, BadTag, NothingScored
from bot.domain.ids import GuildId, PitchId, UserId
from bot.domain.names import fold
from bot.domain.pitch import State
from bot.domain.programme import Category

LOWEST, HIGHEST = 1, 5
NOTE_CHARACTERS = 2000
FEEDBACK_CHARACTERS = 1500
TAG_CHARACTERS = 30
TAGS = 10
"""The most of one pitch; ours."""
SCORABLE = frozenset({State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED, State.SHORTLISTED})
"""In which a pitch may be scored."""
SCHOOL_CHARACTERS = 3
"""The least of a Latin name of a school, for it to be found within a longer one; of a Chinese one
two."""


@dataclass(frozen=True, slots=True)
class Score:
    """What one reviewer thinks of one pitch. ``values`` are 1 to 5 by the id of the category; one
    that is not there was not judged (NA). ``note`` is for coordinators, ``feedback`` goes to the
    authors with the decision. ``revision`` is the version that was read."""

    guild: GuildId
    pitch: PitchId
    reviewer: UserId
    values: Mapping[str, int]
    note: str
    feedback: str
    revision: int
    at: datetime
    version: int = 0

    def mean(self, categories: Sequence[Category]) -> float:
        """Weighted by the categories' weights, over what was judged: 1 to 5."""
        judged = [one for one in categories if one.id in self.values]
        weights = sum(one.weight for one in judged)
        return math.fsum(one.weight * self.values[one.id] for one in judged) / weights


@dataclass(frozen=True, slots=True)
class Tally:
    """What several scores come to: ``mean`` and ``median`` of the reviewers' weighted means, and
    ``spread``, by how much the highest exceeds the lowest."""

    count: int
    mean: float
    median: float
    spread: float


def tally(scores: Sequence[Score], categories: Sequence[Category]) -> Tally | None:
    """None without any score."""
    means = [score.mean(categories) for score in scores]
    if not means:
        return None
    spread = max(means) - min(means)
    return Tally(len(means), math.fsum(means) / len(means), median(means), spread)


def read_values(typed: Mapping[str, str], categories: Sequence[Category]) -> dict[str, int]:
    """The values of what was chosen or typed per category: ``1`` to ``5``, or nothing, ``NA``,
    ``n/a`` or ``-`` where it was not judged.

    Raises:
        BadScore: another text. Parameters: ``category`` (its id), ``typed``.
        NothingScored: nothing was judged at all.
    """
    values: dict[str, int] = {}
    for category in categories:
        said = typed.get(category.id, "").strip()
        if said.casefold() in ("", "na", "n/a", "-", "—"):
            continue
        if not (said.isdecimal() and LOWEST <= int(said) <= HIGHEST):
            raise BadScore(category=category.id, typed=said)
        values[category.id] = int(said)
    if not values:
        raise NothingScored
    return values


class ConflictKind(StrEnum):
    AUTHOR = "author"
    """They wrote it, or were asked to join."""
    SCHOOL = "school"
    """They went to the school that the pitch names, where the programme counts that."""
    DECLARED = "declared"
    """They said so themselves."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a coordinator is kept from a pitch."""

    guild: GuildId
    pitch: PitchId
    user: UserId
    kind: ConflictKind
    at: datetime


def may_see_scores(scores: Sequence[Score], viewer: UserId, *, lead: bool, quorum: int) -> bool:
    """Whether somebody may read the others' scores: once their own is in; a lead also once as many
    as the programme wants are in."""
    own = any(score.reviewer == viewer for score in scores)
    return own or (lead and len(scores) >= quorum)


@dataclass(frozen=True, slots=True)
class Marks:
    """What coordinators put on a pitch, as far as the one who looks may see it: ``scores`` and
    ``notes`` are how many there are, ``tally`` is None where it may not be seen, or there is none.
    """

    tags: tuple[str, ...] = ()
    scores: int = 0
    tally: Tally | None = None
    notes: int = 0


def counted(scores: Sequence[Score], conflicts: Sequence[Conflict]) -> tuple[Score, ...]:
    """The scores without those of reviewers who declared a conflict of interest afterwards."""
    kept_out = {conflict.user for conflict in conflicts}
    return tuple(score for score in scores if score.reviewer not in kept_out)


def same_school(named: str, schools: Sequence[str]) -> bool:
    """Whether a school that a pitch names is one of ``schools``, however it is written: also where
    one of the two names is part of the other."""
    here = f" {fold(named)} "
    for school in schools:
        other = fold(school)
        han = not other.isascii()
        if len(other) < (2 if han else SCHOOL_CHARACTERS) or not here.strip():
            continue
        there = f" {other} "
        if (other in here or here.strip() in other) if han else (there in here or here in there):
            return True
    return False


def read_tag(typed: str) -> str:
    """A tag as it is kept: small, in one line, without the number sign that people type before it.

    Raises:
        BadTag: nothing is left, or it is longer than `TAG_CHARACTERS`.
    """
    tag = " ".join(typed.split()).lstrip("#").strip().casefold()
    if not 1 <= len(tag) <= TAG_CHARACTERS:
        raise BadTag(most=TAG_CHARACTERS)
    return tag
