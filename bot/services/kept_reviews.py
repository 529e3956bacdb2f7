"""What is kept about a person as a coordinator: what they think of pitches, and their wishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.domain.ids import PitchId, Reference
from bot.domain.people import Actor
from bot.domain.pitch import Pitch
from bot.domain.preferences import Preferences
from bot.domain.programme import Category, Programme
from bot.domain.review import Conflict, Score
from bot.services.drafts import in_form
from bot.services.ports import UnitOfWork
from bot.services.ports_desk import Note


@dataclass(frozen=True, slots=True)
class KeptScore:
    """``categories`` are those of the programme as the pitch answers it."""

    ref: Reference
    score: Score
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class KeptNote:
    ref: Reference
    note: Note


@dataclass(frozen=True, slots=True)
class KeptConflict:
    ref: Reference
    conflict: Conflict


@dataclass(frozen=True, slots=True)
class KeptReviews:
    """Their own alone. ``assigned`` are the pitches that they hold."""

    preferences: Preferences | None = None
    programmes: tuple[Programme, ...] = ()
    """Those that the preferences name and that are in use."""
    scores: tuple[KeptScore, ...] = ()
    notes: tuple[KeptNote, ...] = ()
    conflicts: tuple[KeptConflict, ...] = ()
    assigned: tuple[Reference, ...] = ()


async def reviews_of(work: UnitOfWork, actor: Actor) -> KeptReviews:
    guild, user = actor.guild, actor.user
    known: dict[PitchId, Pitch] = {}

    async def about(pitch: PitchId) -> Pitch:
        if pitch not in known:
            known[pitch] = await work.pitches.by_id(guild, pitch)
        return known[pitch]

    scores = []
    for score in await work.reviews.scores_by(guild, user):
        pitch, programme = await in_form(work, await about(score.pitch))
        scores.append(KeptScore(pitch.ref, score, programme.review))
    preferences = await work.preferences.get(guild, user)
    named = preferences.programmes if preferences else {}
    return KeptReviews(
        preferences,
        tuple(
            one.programme
            for one in await work.programmes.active(guild)
            if one.programme.key in named
        ),
        tuple(scores),
        tuple(
            [
                KeptNote((await about(each.pitch)).ref, each)
                for each in await work.reviews.notes_by(guild, user)
            ]
        ),
        tuple(
            [
                KeptConflict((await about(each.pitch)).ref, each)
                for each in await work.reviews.conflicts_by(guild, user)
            ]
        ),
        tuple(
            each.ref for each in await work.erasure.handled(guild, user) if each.assignee == user
        ),
    )


def reviews_json(kept: KeptReviews) -> dict[str, Any]:
    """Entries of the archive's document."""
    return {
        "preferences": kept.preferences and _preferences(kept.preferences),
        "scores": [
            {
                "pitch": str(each.ref),
                "at": each.score.at.isoformat(),
                "version": each.score.revision,
                "values": dict(each.score.values),
                "note": each.score.note,
                "feedback": each.score.feedback,
            }
            for each in kept.scores
        ],
        "notes": [
            {
                "pitch": str(each.ref),
                "written": each.note.at.isoformat(),
                "text": each.note.words,
            }
            for each in kept.notes
        ],
        "conflicts": [
            {
                "pitch": str(each.ref),
                "kind": each.conflict.kind,
                "declared": each.conflict.at.isoformat(),
            }
            for each in kept.conflicts
        ],
        "assigned": [str(ref) for ref in kept.assigned],
    }


def _preferences(known: Preferences) -> dict[str, Any]:
    return {
        "time zone": known.timezone,
        "told": known.usual,
        "programmes": {str(name): told for name, told in known.programmes.items()},
        "digest": known.digest_hour,
        "quiet from": known.quiet_from,
        "quiet until": known.quiet_until,
        "schools": list(known.schools),
    }
