"""What is needed to write a notice, as things are now."""

from __future__ import annotations

from bot.domain.ids import UserId
from bot.domain.notice import Notice, NoticeKind
from bot.domain.people import GuildSettings
from bot.domain.pitch import Pitch, Revision, State
from bot.domain.team import MemberState
from bot.domain.text import Locale
from bot.services.drafts import in_form, team_of
from bot.services.ports import Store, UnitOfWork
from bot.services.ports_delivery import Brief

COMPARED = 2
"""Revisions that a notice of a new version needs: the new one and the one before."""


class Briefs:
    """Reads what is needed to render a notice."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, notice: Notice) -> Brief:
        """Raises: CallboardError: what the notice is about is gone."""
        async with self._store.reading() as work:
            stored = await work.pitches.by_id(notice.guild, notice.pitch)
            pitch, programme = await in_form(work, stored)
            settings = await work.guilds.get(notice.guild)
            files = await work.files.of(notice.guild, notice.pitch)
            revisions: tuple[Revision, ...] = ()
            if notice.kind is NoticeKind.NEW_VERSION:
                revisions = tuple(await work.pitches.revisions(notice.guild, notice.pitch))
            return Brief(
                notice,
                pitch,
                programme,
                settings,
                await work.cards.of(notice.guild, notice.pitch),
                await _locale(work, notice, pitch, settings),
                await team_of(work, pitch),
                await work.calls.get(notice.guild, pitch.call),
                {file.id: file for file in files},
                revisions[-COMPARED:],
            )


def outdated(brief: Brief) -> bool:
    """Whether a notice that is still to go asks for what was done meanwhile."""
    state = brief.pitch.state
    match brief.notice.kind:
        case NoticeKind.DEADLINE_NEAR:
            return state is not State.DRAFT
        case NoticeKind.CHANGES_DUE | NoticeKind.CHANGES_LATE:
            return state is not State.CHANGES_REQUESTED
        case NoticeKind.INVITED:
            member = brief.team.of(brief.notice.recipient or UserId(0))
            return member is None or member.state is not MemberState.INVITED
        case _:
            return False


async def _locale(
    work: UnitOfWork, notice: Notice, pitch: Pitch, settings: GuildSettings | None
) -> Locale:
    if notice.recipient is None:
        return settings.locale if settings else pitch.locale
    known = await work.people.locale(notice.guild, notice.recipient)
    return known or pitch.locale
