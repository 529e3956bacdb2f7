"""Who did what to which pitch, and when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import OwnPitch
from bot.domain.ids import PitchId, UserId
from bot.domain.people import Actor, GuildSettings
from bot.domain.pitch import Pitch, PitchEvent
from bot.domain.programme import Programme
from bot.domain.redaction import hide_event, is_blind, people
from bot.domain.team import Member, Team
from bot.services.common import check_coordinator
from bot.services.drafts import team_of, users
from bot.services.filing import by_reference, listed_at_desk
from bot.services.ports import Page, Store, UnitOfWork
from bot.services.ports_desk import AuditQuery
from bot.services.programmes import read_time

AUDITED = 10
"""Events on one page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed."""

    ref: str | None = None
    actor: UserId | None = None
    what: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Audited:
    """An event with the pitch as the desk may know it."""

    event: PitchEvent
    pitch: Pitch
    programme: Programme


class Auditing:
    """Reads the events that every change leaves behind; nothing can change them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def query(self, actor: Actor, asked: Asked) -> AuditQuery:
        """What was asked for. Times are read in the guild's time zone; a date alone means all of
        that day.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, UnreadableTime.
            OwnPitch: what is done to a pitch is not for its authors.
        """
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            pitch = await _others(work, actor, settings, asked.ref) if asked.ref else None
        zone = ZoneInfo(settings.timezone if settings else "UTC")
        return AuditQuery(
            pitch=pitch,
            actor=asked.actor,
            what=asked.what,
            since=read_time(asked.since, zone, date_means=timedelta(0)) if asked.since else None,
            until=read_time(asked.until, zone) if asked.until else None,
        )

    async def read(
        self, actor: Actor, query: AuditQuery, page: int = 0
    ) -> tuple[Page[Audited], int]:
        """Page ``page`` (from 0), newest first, `AUDITED` to a page, or the last one where there
        are fewer; and which it is. Nothing of what the person wrote, or was asked to join, and
        nothing of programmes that are not theirs to coordinate.

        Raises:
            CoordinatorsOnly.
        """
        async with self._store.reading() as work:
            closed = actor.closed(await check_coordinator(work, actor))
            asked = replace(query, not_by=actor.user, closed=closed)
            events, total = await work.queue.audit(
                actor.guild, asked, limit=AUDITED, offset=page * AUDITED
            )
            if total and not events:
                page = (total - 1) // AUDITED
                events, total = await work.queue.audit(
                    actor.guild, asked, limit=AUDITED, offset=page * AUDITED
                )
            return Page(await _audited(work, list(events)), total), page


async def _others(
    work: UnitOfWork, actor: Actor, settings: GuildSettings | None, ref: str
) -> PitchId:
    """Raises: SubmissionNotFound, OwnPitch."""
    pitch = await by_reference(work, actor, settings, ref)
    if actor.user in users(await team_of(work, pitch)):
        raise OwnPitch
    return pitch.id


async def _audited(work: UnitOfWork, events: list[PitchEvent]) -> list[Audited]:
    """With who did it hidden, where the review is blind and an author did."""
    if not events:
        return []
    guild = events[0].guild
    ids = list(dict.fromkeys(event.pitch for event in events))
    whole = [await work.pitches.by_id(guild, one) for one in ids]
    shown = {each.id: each for each in await listed_at_desk(work, whole)}
    members: dict[PitchId, list[Member]] = defaultdict(list)
    for member in await work.team.of_all(guild, ids):
        members[member.pitch].append(member)
    known: dict[PitchId, tuple[Programme, frozenset[UserId]]] = {}
    for each in whole:
        programme = await work.programmes.version(guild, each.programme, each.form_version)
        team = Team(each.owner, tuple(members[each.id]))
        hidden = people(team) if is_blind(each, programme) else frozenset[UserId]()
        known[each.id] = (programme, hidden)
    return [
        Audited(hide_event(event, known[event.pitch][1]), shown[event.pitch], known[event.pitch][0])
        for event in events
    ]
