"""Answering questions about the programmes. Never a guess: answer, offer, or say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import NotSetUp, ProgrammeNotFound
from bot.domain.ids import ChannelId, GuildId, ProgrammeKey, UserId
from bot.domain.people import Actor
from bot.domain.programme import FaqEntry, Programme
from bot.domain.text import Locale
from bot.services.ports import Decision, Judgement, Matcher, Store, UnitOfWork

OFFERED = 3
"""How many entries *did you mean* shows."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with the programme it belongs to, and entries related to it."""

    programme: Programme
    entry: FaqEntry
    related: tuple[FaqEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    found: Found


@dataclass(frozen=True, slots=True)
class Offered:
    """*Did you mean*: one to three entries."""

    choices: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """``questions`` is the channel where people can be asked, if the guild has one."""

    questions: ChannelId | None


Reply = Answered | Offered | Unknown


class Answering:
    def __init__(self, store: Store, matcher: Matcher) -> None:
        self._store = store
        self._matcher = matcher

    async def ask(self, actor: Actor, question: str, only: ProgrammeKey | None = None) -> Reply:
        """The reply to a question, from the programmes of the asker's guild.

        Raises:
            NotSetUp: the guild has no programme in use.
            ProgrammeNotFound: it has some, but not (any more) the one named by ``only``.
            NothingToAsk: the question has no words.
        """
        async with self._store.reading() as work:
            bank = await _bank(work, actor.guild, only)
            settings = await work.guilds.get(actor.guild)
        judgement = await self._matcher.judge(actor.guild, question, bank)
        return _reply(judgement, bank, settings.questions if settings else None)

    async def entry(self, guild: GuildId, key: ProgrammeKey, entry_id: str) -> Found:
        """One entry by its ids.

        Raises:
            ProgrammeNotFound: there is no such programme or entry here any more.
        """
        async with self._store.reading() as work:
            known = await work.programmes.get(guild, key)
        entry = known.programme.faq(entry_id) if known else None
        if known is None or entry is None:
            raise ProgrammeNotFound
        return _found(known.programme, entry)

    async def guilds_of(self, user: UserId) -> Sequence[GuildId]:
        """Where a person was seen, latest first; whether they still belong there is to be checked
        by the caller."""
        async with self._store.reading() as work:
            return await work.people.guilds_of(user)

    async def locale_of(self, guild: GuildId, user: UserId) -> Locale | None:
        """The language a person was last seen with, if they were."""
        async with self._store.reading() as work:
            return await work.people.locale(guild, user)


async def _bank(work: UnitOfWork, guild: GuildId, only: ProgrammeKey | None) -> Sequence[Programme]:
    active = [known.programme for known in await work.programmes.active(guild)]
    if not active:
        raise NotSetUp
    bank = [programme for programme in active if only in (None, programme.key)]
    if not bank:
        raise ProgrammeNotFound
    return bank


def _reply(judgement: Judgement, bank: Sequence[Programme], questions: ChannelId | None) -> Reply:
    by_key = {programme.key: programme for programme in bank}
    ranked = []
    for candidate in judgement.ranked[:OFFERED]:
        programme = by_key[candidate.programme]
        if entry := programme.faq(candidate.entry):
            ranked.append(_found(programme, entry))
    if not ranked or judgement.decision is Decision.UNKNOWN:
        return Unknown(questions)
    if judgement.decision is Decision.ANSWER:
        return Answered(ranked[0])
    return Offered(tuple(ranked))


def _found(programme: Programme, entry: FaqEntry) -> Found:
    related = (programme.faq(name) for name in entry.related)
    return Found(programme, entry, tuple(other for other in related if other))
