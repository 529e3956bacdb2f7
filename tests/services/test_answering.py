"""People ask about the programmes of their guild, and get an entry, a choice or the truth."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.domain.errors import NothingToAsk, NotSetUp, ProgrammeNotFound
from bot.domain.errors_answers import (
    EntryNotFound,
    NotYourQuestion,
    QuestionNotFound,
    TooManyQuestions,
)
from bot.domain.faq import GENERAL, BankEntry, FaqAct, FaqRef, InLanguages
from bot.domain.ids import ChannelId, GuildId, MessageId, ProgrammeKey, UserId
from bot.domain.people import Actor
from bot.domain.question import Outcome, Place, Question, QuestionId, Stage, Where
from bot.domain.text import Locale
from bot.services.answering import Answered, Answering, Found, Offered, Reply, Unknown
from bot.services.pace import A_MINUTE, Pace
from bot.services.ports_answers import Decision
from tests.db.samples import HOME, OTHER, programme, seed, settings
from tests.services.house import HINA, KEY, LIN, SAM, House, elsewhere
from tests.services.played import Told

CHUNM = ProgrammeKey(KEY)
COMMAND = Where(Place.COMMAND, ChannelId(7))
MENTION = Where(Place.MENTION, ChannelId(7), MessageId(8))
CHANNEL = Where(Place.CHANNEL, ChannelId(7), MessageId(9))
PROGRAMMES = {CHUNM: programme(), HINA: programme(HINA, prefix="HN")}


def entry(name: str, *related: str, of: ProgrammeKey = CHUNM, **changes: Any) -> BankEntry:
    text = InLanguages({Locale.EN: f"{name}?"})
    first = BankEntry(FaqRef(of, name), text, {}, text, date(2026, 1, 2), related=related)
    return replace(first, **changes)


BANK = (
    entry("when", "who", "gone", "when"),
    entry("where"),
    entry("what"),
    entry("who"),
    entry("who", of=HINA),
    entry("rules", of=GENERAL),
)


async def saved(house: House, *entries: BankEntry, guild: GuildId = HOME) -> None:
    async with house.database.store.writing() as work:
        for one in entries:
            now = house.clock.now()
            await work.faqs.save(guild, one, FaqAct.ADDED, None, now, expected=one.version)
        await work.commit()


@pytest.fixture
async def asked(house: House) -> House:
    """Two programmes are in use, and there is a bank."""
    async with house.database.store.writing() as work:
        for each in PROGRAMMES.values():
            await work.programmes.put(HOME, each, house.clock.now())
        await work.commit()
    await saved(house, *BANK)
    return house


def over(house: House, told: Told) -> Answering:
    return Answering(house.database.store, told, house.clock, house.ids, Pace(house.clock))


def the(name: str, of: ProgrammeKey = CHUNM) -> BankEntry:
    """As it is stored."""
    return replace(next(one for one in BANK if one.ref == (of, name)), version=1)


async def ask(
    house: House, told: Told, only: ProgrammeKey | None = None, actor: Actor = LIN
) -> Reply:
    reply = await over(house, told).ask(actor, "When?", COMMAND, only)
    assert reply is not None
    return reply


async def stored(house: House, user: UserId = LIN.user) -> Sequence[Question]:
    async with house.database.store.reading() as work:
        return await work.questions.of(HOME, user)


def sure(name: str = "when", of: ProgrammeKey = CHUNM) -> Told:
    return Told(Decision.ANSWER, (of, name))


def lost() -> Told:
    return Told(Decision.UNKNOWN)


class TestReplies:
    async def test_a_sure_match_is_served_with_its_programme_and_what_is_related(
        self, asked: House
    ) -> None:
        told = Told(Decision.ANSWER, (KEY, "when"), (HINA, "who"))
        reply = await ask(asked, told)
        assert isinstance(reply, Answered)
        assert reply.found == Found(PROGRAMMES[CHUNM], the("when"), (the("who"),))
        assert told.bank is not None
        assert told.bank.names[CHUNM] == ("ChunM Talent", "ChunM 人才计划")
        assert [one.ref for one in told.bank.entries if one.ref in told.bank.visible] == sorted(
            one.ref for one in BANK
        )

    async def test_of_near_matches_the_three_best_are_offered(self, asked: House) -> None:
        names = [(KEY, "where"), (HINA, "who"), (KEY, "what"), (KEY, "who")]
        reply = await ask(asked, Told(Decision.OFFER, *names))
        assert isinstance(reply, Offered)
        assert [found.entry.ref for found in reply.choices] == names[:3]

    async def test_an_entry_about_the_server_belongs_to_no_programme(self, asked: House) -> None:
        reply = await ask(asked, sure("rules", GENERAL))
        assert isinstance(reply, Answered)
        assert reply.found == Found(None, the("rules", GENERAL))

    async def test_an_entry_that_is_gone_is_not_offered(self, asked: House) -> None:
        reply = await ask(asked, Told(Decision.OFFER, (KEY, "gone"), (KEY, "who")))
        assert isinstance(reply, Offered)
        assert [found.entry for found in reply.choices] == [the("who")]

    async def test_the_next_best_is_no_answer_where_the_best_is_gone(self, asked: House) -> None:
        reply = await ask(asked, Told(Decision.ANSWER, (KEY, "gone"), (KEY, "who")))
        assert isinstance(reply, Offered)

    @pytest.mark.parametrize(
        "told", [Told(Decision.UNKNOWN, (KEY, "who")), Told(Decision.OFFER), Told(Decision.ANSWER)]
    )
    async def test_where_nothing_fits_people_are_told_so(self, asked: House, told: Told) -> None:
        reply = await ask(asked, told)
        assert isinstance(reply, Unknown)
        assert reply.questions is None

    async def test_and_told_where_to_ask_if_the_guild_has_a_channel_for_it(
        self, asked: House
    ) -> None:
        async with asked.database.store.writing() as work:
            await work.guilds.save(settings(questions=ChannelId(55)))
            await work.commit()
        reply = await ask(asked, lost())
        assert isinstance(reply, Unknown)
        assert reply.questions == ChannelId(55)


class TestWhatMayBeSeen:
    async def seen(self, house: House, only: ProgrammeKey | None = None) -> set[FaqRef]:
        told = lost()
        await ask(house, told, only)
        assert told.bank is not None
        assert len(told.bank.entries) >= len(BANK)
        return {one.ref for one in told.bank.entries if one.ref in told.bank.visible}

    async def test_a_question_to_one_programme_is_judged_within_it_alone(
        self, asked: House
    ) -> None:
        assert await self.seen(asked, HINA) == {(HINA, "who")}
        assert await self.seen(asked, GENERAL) == {(GENERAL, "rules")}

    async def test_a_programme_that_is_out_of_use_takes_its_entries_along(
        self, asked: House
    ) -> None:
        async with asked.database.store.writing() as work:
            await work.programmes.archive(HOME, HINA)
            await work.commit()
        assert (HINA, "who") not in await self.seen(asked)
        with pytest.raises(ProgrammeNotFound):
            await ask(asked, lost(), HINA)
        assert isinstance(await ask(asked, sure("who", HINA)), Unknown)

    async def test_what_is_valid_is_so_by_the_day_of_the_guild(self, asked: House) -> None:
        # It is the 1st of March, 20 o'clock, in Taipei.
        first, second = date(2026, 3, 1), date(2026, 3, 2)
        await saved(
            asked,
            entry("ended", valid_until=date(2026, 2, 28)),
            entry("ending", valid_until=first),
            entry("coming", valid_from=second),
        )
        expected = {one.ref for one in BANK}
        assert await self.seen(asked) == expected | {(CHUNM, "ending")}
        asked.clock.passes(hours=4)  # midnight there, 16 o'clock by UTC
        assert await self.seen(asked) == expected | {(CHUNM, "coming")}

    async def test_where_nothing_is_set_the_day_is_that_of_utc(self, bare: House) -> None:
        await saved(bare, *BANK, entry("coming", of=GENERAL, valid_from=date(2026, 3, 2)))
        bare.clock.passes(hours=4)
        assert await self.seen(bare) == {(GENERAL, "rules")}
        bare.clock.passes(hours=8)
        assert await self.seen(bare) == {(GENERAL, "rules"), (GENERAL, "coming")}

    @pytest.mark.parametrize("only", [None, CHUNM])
    async def test_where_nothing_is_in_use_there_is_nothing_to_ask(
        self, bare: House, only: ProgrammeKey | None
    ) -> None:
        with pytest.raises(NotSetUp):
            await ask(bare, lost(), only)

    async def test_the_bank_of_another_guild_is_not_asked(self, asked: House) -> None:
        await seed(asked.database, OTHER)
        told = lost()
        await ask(asked, told, actor=elsewhere(LIN))
        assert told.bank is not None
        assert (told.bank.guild, list(told.bank.entries)) == (OTHER, [])

    async def test_an_entry_that_was_chosen_is_served_by_its_ids(self, asked: House) -> None:
        await saved(asked, entry("ended", valid_until=date(2026, 2, 28)))
        answering = over(asked, lost())
        found = await answering.entry(HOME, FaqRef(CHUNM, "when"))
        assert found == Found(PROGRAMMES[CHUNM], the("when"), (the("who"),))
        for guild, of, name in (
            (HOME, CHUNM, "gone"),
            (HOME, CHUNM, "ended"),
            (HOME, ProgrammeKey("cannes"), "who"),
            (OTHER, CHUNM, "who"),
        ):
            with pytest.raises(EntryNotFound):
                await answering.entry(guild, FaqRef(of, name))


class TestWhatIsKept:
    async def test_a_question_is_stored_with_what_came_of_it(self, asked: House) -> None:
        reply = await over(asked, sure()).ask(LIN, "When\x00 \ud800is it?", COMMAND, CHUNM)
        assert reply is not None
        (kept,) = await stored(asked)
        assert kept == Question(
            id=reply.question or QuestionId(""),
            guild=HOME,
            at=asked.clock.now(),
            asker=LIN.user,
            locale=Locale.ZH_CN,
            text="When is it?",
            where=COMMAND,
            outcome=Outcome.ANSWERED,
            only=CHUNM,
            entry=FaqRef(CHUNM, "when"),
            stage=Stage.NONE,
            version=kept.version,
        )

    @pytest.mark.parametrize(
        ("told", "outcome"),
        [(Told(Decision.OFFER, (KEY, "who")), Outcome.OFFERED), (lost(), Outcome.UNKNOWN)],
    )
    async def test_what_was_not_answered_is_stored_as_that(
        self, asked: House, told: Told, outcome: Outcome
    ) -> None:
        await ask(asked, told)
        (kept,) = await stored(asked)
        assert (kept.outcome, kept.entry, kept.only) == (outcome, None, None)

    async def test_what_has_no_words_is_refused_and_not_counted(self, asked: House) -> None:
        answering = over(asked, sure())
        for _ in range(A_MINUTE + 1):
            with pytest.raises(NothingToAsk):
                await answering.ask(LIN, "😀", COMMAND)
        assert isinstance(await answering.ask(LIN, "When?", COMMAND), Answered)
        assert len(await stored(asked)) == 1

    async def test_too_many_are_refused_until_some_time_has_passed(self, asked: House) -> None:
        answering = over(asked, sure())
        for number in range(A_MINUTE):
            await answering.ask(LIN, f"When {number}?", COMMAND)
        with pytest.raises(TooManyQuestions) as refused:
            await answering.ask(LIN, "When?", COMMAND)
        assert await answering.overhear(LIN, "Who?", CHANNEL) is None
        assert isinstance(await answering.ask(SAM, "When?", COMMAND), Answered)
        until = refused.value.params["until"]
        assert isinstance(until, datetime)
        asked.clock.moment = until
        assert isinstance(await answering.ask(LIN, "When?", COMMAND), Answered)
        assert len(await stored(asked)) == A_MINUTE + 1


class TestTheSameAgain:
    async def test_it_is_answered_privately_and_counted_once(self, asked: House) -> None:
        answering = over(asked, sure())
        first = await answering.ask(LIN, "When?", COMMAND)
        asked.clock.passes(seconds=90)
        assert await answering.ask(LIN, "  WHEN?", COMMAND) == first
        assert len(await stored(asked)) == 1
        asked.clock.passes(seconds=30)
        later = await answering.ask(LIN, "When?", COMMAND)
        assert isinstance(later, Answered)
        assert later != first
        assert len(await stored(asked)) == 2

    async def test_in_front_of_others_it_is_not_answered_again(self, asked: House) -> None:
        answering = over(asked, sure())
        assert isinstance(await answering.ask(LIN, "When?", MENTION), Answered)
        assert await answering.ask(LIN, "when?", MENTION) is None
        assert await answering.overhear(LIN, "When?", CHANNEL) is None
        assert isinstance(await answering.ask(SAM, "When?", MENTION), Answered)

    async def test_two_at_the_same_moment_are_one(self, asked: House) -> None:
        answering = over(asked, sure())
        replies = await asyncio.gather(*(answering.ask(LIN, "When?", MENTION) for _ in range(3)))
        assert [reply is None for reply in replies] == [False, True, True]
        assert len(await stored(asked)) == 1

    async def test_a_question_that_failed_may_be_asked_again_at_once(self, asked: House) -> None:
        told = sure()
        answering = over(asked, told)
        told.trouble = RuntimeError("away")
        for _ in range(2):
            with pytest.raises(RuntimeError):
                await answering.ask(LIN, "When?", MENTION)
        told.trouble = None
        assert isinstance(await answering.ask(LIN, "When?", MENTION), Answered)

    async def test_a_repeated_question_that_fails_leaves_the_first_known(
        self, asked: House
    ) -> None:
        told = sure()
        answering = over(asked, told)
        first = await answering.ask(LIN, "When?", COMMAND)
        told.trouble = RuntimeError("away")
        with pytest.raises(RuntimeError):
            await answering.ask(LIN, "When?", COMMAND)
        told.trouble = None
        assert await answering.ask(LIN, "When?", COMMAND) == first


class TestOverhearing:
    async def test_what_the_bank_is_sure_of_is_answered_and_stored(self, asked: House) -> None:
        told = sure()
        reply = await over(asked, told).overhear(LIN, "When?", CHANNEL)
        assert reply is not None
        assert told.strict is True
        (kept,) = await stored(asked)
        assert (kept.id, kept.where, kept.outcome) == (reply.question, CHANNEL, Outcome.ANSWERED)

    @pytest.mark.parametrize("told", [lost(), Told(Decision.OFFER, (KEY, "who"))])
    async def test_of_anything_else_nothing_is_said_and_nothing_kept(
        self, asked: House, told: Told
    ) -> None:
        answering = over(asked, told)
        assert await answering.overhear(LIN, "When?", CHANNEL) is None
        assert await stored(asked) == []
        assert isinstance(await answering.ask(LIN, "When?", MENTION), Offered | Unknown)

    @pytest.mark.parametrize("said", ["Good morning all", "?"])
    async def test_what_asks_nothing_is_not_judged(self, asked: House, said: str) -> None:
        told = sure()
        assert await over(asked, told).overhear(LIN, said, CHANNEL) is None
        assert told.asked == []

    async def test_where_nothing_is_set_up_nothing_is_said(self, bare: House) -> None:
        assert await over(bare, sure()).overhear(LIN, "When?", CHANNEL) is None

    async def test_only_answers_count_and_not_too_many_are_given(self, asked: House) -> None:
        told = lost()
        answering = over(asked, told)
        for number in range(A_MINUTE + 2):
            await answering.overhear(LIN, f"When {number}?", CHANNEL)
        told.judgement = sure().judgement
        asks = (answering.overhear(LIN, f"Who {n}?", CHANNEL) for n in range(A_MINUTE + 2))
        replies = await asyncio.gather(*asks)
        assert sum(reply is not None for reply in replies) == A_MINUTE
        assert len(await stored(asked)) == A_MINUTE

    async def test_it_listens_where_the_guild_wants_it(self, asked: House) -> None:
        async with asked.database.store.writing() as work:
            wanted = settings(questions=ChannelId(55), listening=(ChannelId(56),))
            await work.guilds.save(wanted)
            await work.commit()
        answering = over(asked, lost())
        heard = [await answering.listens(HOME, ChannelId(channel)) for channel in (55, 56, 57)]
        assert heard == [True, True, False]
        assert not await answering.listens(OTHER, ChannelId(55))


class TestSuggestions:
    async def test_of_what_is_typed_the_likeliest_come_first(self, asked: House) -> None:
        told = lost()
        told.likely = [FaqRef(CHUNM, "who"), FaqRef(CHUNM, "gone"), FaqRef(CHUNM, "when")]
        found = await over(asked, told).suggested(LIN, "wh")
        assert found == [the("who"), the("when")]
        assert told.asked == ["wh"]

    async def test_before_that_what_was_answered_lately_then_the_rest(self, asked: House) -> None:
        await over(asked, sure("what")).ask(LIN, "What, long ago?", COMMAND)
        asked.clock.passes(days=91)
        for n in range(2):
            await over(asked, sure("where")).ask(LIN, f"Where {n}?", COMMAND)
        await over(asked, sure("who")).ask(LIN, "Who?", COMMAND)
        found = await over(asked, lost()).suggested(LIN, " ")
        assert [one.ref.id for one in found][:2] == ["where", "who"]
        assert {one.ref for one in found} == {one.ref for one in BANK}
        assert await over(asked, lost()).suggested(LIN, "", limit=1) == [the("where")]

    async def test_where_there_is_no_bank_there_are_none(self, bare: House) -> None:
        assert await over(bare, lost()).suggested(LIN, "") == []
        assert await over(bare, lost()).suggested(LIN, "when") == []


class TestVotes:
    async def test_who_asked_says_whether_it_helped(self, asked: House) -> None:
        reply = await ask(asked, sure())
        answering = over(asked, sure())
        assert reply.question is not None
        voted = await answering.vote(LIN, reply.question, helpful=False, missing="A\x00 date.")
        assert (voted.helpful, voted.missing) == (False, "A date.")
        assert list(await stored(asked)) == [voted]
        again = await answering.vote(LIN, reply.question, helpful=True)
        assert (again.helpful, again.missing) == (True, "")

    async def test_nobody_else_does(self, asked: House) -> None:
        reply = await ask(asked, sure())
        assert reply.question is not None
        answering = over(asked, sure())
        with pytest.raises(NotYourQuestion):
            await answering.vote(SAM, reply.question, helpful=True)
        with pytest.raises(QuestionNotFound):
            await answering.vote(elsewhere(LIN), reply.question, helpful=True)
        with pytest.raises(QuestionNotFound):
            await answering.vote(LIN, QuestionId("f" * 20), helpful=True)


async def test_a_person_is_known_where_and_as_they_were_last_seen(house: House) -> None:
    await seed(house.database, OTHER)
    await house.intake.start(LIN, KEY)
    house.clock.passes(minutes=1)
    await house.intake.start(replace(elsewhere(LIN), locale=Locale.EN), KEY)
    answering = over(house, lost())
    assert await answering.guilds_of(LIN.user) == [OTHER, HOME]
    assert await answering.locale_of(HOME, LIN.user) is Locale.ZH_CN
    assert await answering.locale_of(OTHER, LIN.user) is Locale.EN
    assert await answering.guilds_of(SAM.user) == []
    assert await answering.locale_of(HOME, UserId(1)) is None
