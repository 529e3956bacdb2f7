"""Letters to the authors of a pitch: written when it is decided, and read as they were written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.domain.ids import UserId
from bot.domain.letters import Letter, asks_for, own_words, sealed
from bot.domain.notice import NoticeKind
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.team import Team
from bot.domain.text import Locale, Localized
from bot.services.marks import scores_of
from bot.services.ports import UnitOfWork
from bot.services.telling import Telling

KINDS = {
    State.SHORTLISTED: NoticeKind.SHORTLISTED,
    State.ACCEPTED: NoticeKind.ACCEPTED,
    State.DECLINED: NoticeKind.DECLINED,
    State.INELIGIBLE: NoticeKind.INELIGIBLE,
    State.CHANGES_REQUESTED: NoticeKind.CHANGES_ASKED,
}


class LetterWriter(Protocol):
    def __call__(self, letter: Letter, locale: Locale) -> Sequence[str]:
        """What is read in that language, ready to be shown, in parts that each fit a notice; one at
        least."""


@dataclass(frozen=True, slots=True)
class Written:
    """What one author reads, in their language. ``user`` is 0 where nobody must know who it is."""

    user: UserId
    locale: Locale
    parts: tuple[str, ...]


async def words_in_force(work: UnitOfWork, pitch: Pitch, state: State) -> Localized | None:
    """The programme's own words now, whatever version of it the pitch answers."""
    known = await work.programmes.get(pitch.guild, pitch.programme)
    if known is None:
        programme = await work.programmes.version(pitch.guild, pitch.programme, pitch.form_version)
        return own_words(programme, state)
    return own_words(known.programme, state)


async def letter_of(
    work: UnitOfWork,
    pitch: Pitch,
    programme: Programme,
    state: State,
    reason: str,
    due: datetime | None = None,
) -> Letter:
    """What its owner is told of the decision. Reviewers' feedback goes with what is accepted or
    declined, and wherever the programme's words ask for it."""
    words = await words_in_force(work, pitch, state)
    feedback: tuple[str, ...] = ()
    if state in (State.ACCEPTED, State.DECLINED) or asks_for(words, "feedback"):
        scores = await scores_of(work, pitch.guild, pitch.id)
        feedback = tuple(score.feedback for score in scores if score.feedback.strip())
    return Letter(
        state,
        words,
        pitch.text(programme.card.title),
        str(pitch.ref),
        programme.name,
        pitch.owner,
        owns=True,
        reason=reason.strip(),
        feedback=feedback,
        due=due,
    )


async def written(
    work: UnitOfWork, write: LetterWriter, letter: Letter, pitch: Pitch, team: Team
) -> tuple[Written, ...]:
    """For each author, the owner first."""
    made = []
    for user in team.authors:
        locale = await work.people.locale(pitch.guild, user) or pitch.locale
        theirs = replace(letter, owns=user == pitch.owner)
        made.append(Written(user, locale, tuple(write(theirs, locale))))
    return tuple(made)


async def post(telling: Telling, state: State, letters: Iterable[Written]) -> None:
    """A notice for each part, in order."""
    for letter in letters:
        for detail in sealed(letter.parts):
            await telling.person(KINDS[state], letter.user, detail)


def fingerprint(letters: Iterable[Written], touched: datetime | None) -> str:
    """Eight hex digits that differ where anybody would read anything else, or somebody did anything
    since (``touched``)."""
    read = (part for one in letters for part in (str(one.user), one.locale, *one.parts))
    known = "\0".join((str(touched), *read))
    return hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()[:8]
