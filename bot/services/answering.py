"""Answering questions about the programmes. Never a guess: answer, offer, or say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import NothingToAsk, NotSetUp, ProgrammeNotFound
from bot.domain.errors_answers import EntryNotFound
from bot.domain.faq import GENERAL, BankEntry, FaqRef
from bot.domain.ids import ChannelId, GuildId, ProgrammeKey, UserId
from bot.domain.people import Actor
from bot.domain.programme import Programme
from bot.domain.question import Outcome, Question, QuestionId, Where
from bot.domain.text import Locale
from bot.services.common import retrying, storable
from bot.services.pace import Pace, Said
from bot.services.ports import Clock, Ids, Store
from bot.services.ports_answers import Decision, Judgement, Matcher
from bot.services.visible import Visible, visible

OFFERED = 3
"""How many entries *did you mean* shows."""
SUGGESTED = 25
"""Discord: choices of an autocomplete."""
POPULAR = timedelta(days=90)
TEXT_CHARACTERS = 4000
"""Discord: the longest message."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with the programme it belongs to (None: it is about the server as a whole), and
    entries related to it that may be seen now."""

    programme: Programme | None
    entry: BankEntry
    related: tuple[BankEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """``question`` is what was stored, for the vote; None where nothing was."""

    found: Found
    question: QuestionId | None


@dataclass(frozen=True, slots=True)
class Offered:
    """*Did you mean*: one to three entries."""

    choices: tuple[Found, ...]
    question: QuestionId | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """``questions`` is the channel where people can be asked, if the guild has one."""

    questions: ChannelId | None
    question: QuestionId | None


Reply = Answered | Offered | Unknown


class Answering:
    def __init__(self, store: Store, matcher: Matcher, clock: Clock, ids: Ids, pace: Pace) -> None:
        self._store = store
        self._matcher = matcher
        self._clock = clock
        self._ids = ids
        self._pace = pace

    async def ask(
        self, actor: Actor, question: str, where: Where, only: ProgrammeKey | None = None
    ) -> Reply | None:
        """The reply to a question that was put to the bot; it is stored with what came of it.

        The same question, asked again in the same channel a moment ago, is answered but not stored
        again; in front of others not even that: None.

        Raises:
            NothingToAsk: the question has no words.
            TooManyQuestions: parameters ``until``.
            NotSetUp: the guild has no programme in use and nothing else that could be asked.
            ProgrammeNotFound: it has some, but not (any more) the one named by ``only``.
        """
        words = self._matcher.cleaned(question)
        said = Said(actor.guild, actor.user, where.channel, only, words)
        own = QuestionId(self._ids.token())
        earlier = self._pace.said(said, own)
        if earlier is not None and where.place.public:
            return None
        try:
            self._pace.take(actor.guild, actor.user)
            known = await self._seen(actor.guild, only)
            judgement = await self._matcher.judge(question, known.bank)
            reply = _reply(judgement, known, earlier or own)
            if earlier is None:
                await self._keep(actor, question, where, reply, only)
        except BaseException:
            if earlier is None:
                self._pace.unsaid(said)
            raise
        return reply

    async def overhear(self, actor: Actor, text: str, where: Where) -> Answered | None:
        """The answer to something said among people, if it is a question and the bank is sure of
        it; only then is it stored. The caller has asked `listens`."""
        if not self._matcher.is_question(text):
            return None
        try:
            words = self._matcher.cleaned(text)
        except NothingToAsk:
            return None
        said = Said(actor.guild, actor.user, where.channel, None, words)
        own = QuestionId(self._ids.token())
        if self._pace.full_until(actor.guild, actor.user) or self._pace.said(said, own):
            return None
        reply = None
        try:
            reply = await self._overheard(actor, text, where, own)
        finally:
            if reply is None:
                self._pace.unsaid(said)
        return reply

    async def listens(self, guild: GuildId, channel: ChannelId) -> bool:
        """Whether unasked answers are wanted there. ``channel`` is a thread's parent."""
        async with self._store.reading() as work:
            settings = await work.guilds.get(guild)
        return settings is not None and settings.listens_in(channel)

    async def entry(self, guild: GuildId, ref: FaqRef) -> Found:
        """One entry, as an asker may see it now.

        Raises:
            EntryNotFound: there is none here, or not any more, or not today.
        """
        async with self._store.reading() as work:
            found = _found(await visible(work, guild, self._clock.now()), ref)
        if found is None:
            raise EntryNotFound
        return found

    async def suggested(self, actor: Actor, typed: str, limit: int = SUGGESTED) -> list[BankEntry]:
        """What somebody who has typed so much may be about to ask, the likeliest first. Before
        anything is typed: what was answered most often lately, then whatever there is."""
        typed, since = typed.strip(), self._clock.now() - POPULAR
        async with self._store.reading() as work:
            known = await visible(work, actor.guild, self._clock.now())
            popular = () if typed else await work.questions.popular(actor.guild, since, limit=limit)
        refs: Sequence[FaqRef] = list(dict.fromkeys([*popular, *known.entries]))
        if typed:
            refs = await self._matcher.suggest(typed, known.bank, limit=limit)
        return [known.entries[ref] for ref in refs if ref in known.entries][:limit]

    async def vote(
        self, actor: Actor, question: QuestionId, *, helpful: bool, missing: str = ""
    ) -> Question:
        """Note whether the answer helped; ``missing`` is what it lacked.

        Raises:
            QuestionNotFound.
            NotYourQuestion.
        """

        async def change() -> Question:
            async with self._store.writing() as work:
                asked = await work.questions.get(actor.guild, question)
                voted = asked.voted(actor.user, helpful=helpful, missing=storable(missing))
                saved = await work.questions.save(voted, expected=asked.version)
                await work.commit()
            return saved

        return await retrying(change)

    async def guilds_of(self, user: UserId) -> Sequence[GuildId]:
        """Where a person was seen, latest first; whether they still belong there is to be checked
        by the caller."""
        async with self._store.reading() as work:
            return await work.people.guilds_of(user)

    async def locale_of(self, guild: GuildId, user: UserId) -> Locale | None:
        """The language a person was last seen with, if they were."""
        async with self._store.reading() as work:
            return await work.people.locale(guild, user)

    async def _overheard(
        self, actor: Actor, text: str, where: Where, own: QuestionId
    ) -> Answered | None:
        async with self._store.reading() as work:
            known = await visible(work, actor.guild, self._clock.now())
        judgement = await self._matcher.judge(text, known.bank, strict=True)
        reply = _reply(judgement, known, own)
        if not isinstance(reply, Answered) or self._pace.full_until(actor.guild, actor.user):
            return None
        self._pace.take(actor.guild, actor.user)
        await self._keep(actor, text, where, reply, None)
        return reply

    async def _seen(self, guild: GuildId, only: ProgrammeKey | None) -> Visible:
        """Raises: NotSetUp, ProgrammeNotFound."""
        async with self._store.reading() as work:
            known = await visible(work, guild, self._clock.now(), only)
        if not known.programmes and not known.entries:
            raise NotSetUp
        if only not in (None, GENERAL, *known.programmes):
            raise ProgrammeNotFound
        return known

    async def _keep(
        self,
        actor: Actor,
        text: str,
        where: Where,
        reply: Reply,
        only: ProgrammeKey | None,
    ) -> None:
        assert reply.question is not None
        outcome, entry = _outcome(reply)
        question = Question(
            id=reply.question,
            guild=actor.guild,
            at=self._clock.now(),
            asker=actor.user,
            locale=actor.locale,
            text=storable(text)[:TEXT_CHARACTERS],
            where=where,
            outcome=outcome,
            only=only,
            entry=entry,
        )
        async with self._store.writing() as work:
            await work.questions.add(question)
            await work.commit()


def _outcome(reply: Reply) -> tuple[Outcome, FaqRef | None]:
    if isinstance(reply, Answered):
        return Outcome.ANSWERED, reply.found.entry.ref
    return (Outcome.OFFERED if isinstance(reply, Offered) else Outcome.UNKNOWN), None


def _reply(judgement: Judgement, known: Visible, question: QuestionId) -> Reply:
    ranked = [_found(known, candidate.ref) for candidate in judgement.ranked[:OFFERED]]
    found = tuple(each for each in ranked if each is not None)
    if not found or judgement.decision is Decision.UNKNOWN:
        return Unknown(known.questions, question)
    if judgement.decision is Decision.ANSWER and ranked[0] is not None:
        return Answered(ranked[0], question)
    return Offered(found, question)


def _found(known: Visible, ref: FaqRef) -> Found | None:
    entry = known.entries.get(ref)
    if entry is None:
        return None
    others = (known.entries.get(FaqRef(ref.programme, name)) for name in entry.related)
    related = tuple(other for other in others if other is not None and other is not entry)
    return Found(known.programmes.get(ref.programme), entry, related)
