"""Who is kept from a pitch by a conflict of interest."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.errors_review import ConflictOfInterest, TheirConflict
from bot.domain.form import Kind
from bot.domain.ids import UserId
from bot.domain.pitch import Pitch
from bot.domain.programme import Programme
from bot.domain.review import ConflictKind, same_school
from bot.domain.team import Team
from bot.services.drafts import users
from bot.services.ports import UnitOfWork


async def conflict_of(
    work: UnitOfWork, pitch: Pitch, programme: Programme, team: Team, user: UserId
) -> ConflictKind | None:
    """Why this person may not review the pitch; None where they may."""
    if user in users(team):
        return ConflictKind.AUTHOR
    declared = await work.reviews.conflicts(pitch.guild, pitch.id)
    if any(conflict.user == user for conflict in declared):
        return ConflictKind.DECLARED
    if named := schools_of(pitch, programme):
        known = await work.preferences.get(pitch.guild, user)
        if known and any(same_school(one, known.schools) for one in named):
            return ConflictKind.SCHOOL
    return None


async def check_no_conflict(
    work: UnitOfWork,
    pitch: Pitch,
    programme: Programme,
    team: Team,
    user: UserId,
    *,
    by: UserId,
) -> None:
    """That ``user`` may review what ``by`` gives them, who may be the same. Authors are told in
    words of their own before it comes to this.

    Raises:
        ConflictOfInterest: they may not, and act themselves.
        TheirConflict: another wants to give it to them.
    """
    match await conflict_of(work, pitch, programme, team, user):
        case None:
            return
        case _ if user != by:
            raise TheirConflict(by=user)
        case _:
            raise ConflictOfInterest


def schools_of(pitch: Pitch, programme: Programme) -> Sequence[str]:
    """The schools that the pitch names, where the same school is a conflict of interest: what was
    typed, or the names of what was chosen in every language."""
    field = next((f for f in programme.form.fields() if f.id == programme.rules.school), None)
    answer = pitch.answers.get(field.id) if field else None
    if field is None or not answer:
        return ()
    given = (answer,) if isinstance(answer, str) else answer
    if field.kind not in (Kind.CHOICE, Kind.CHOICES):
        return given
    chosen = [option for option in field.options if option.value in given]
    return [name for o in chosen for name in (o.label.en, o.label.zh_cn, o.label.zh_tw)]
