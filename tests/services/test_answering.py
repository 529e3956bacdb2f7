"""People ask about the programmes of their guild, and get an entry, a choice or the truth."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace

import pytest

from bot.domain.errors import NotSetUp, ProgrammeNotFound
from bot.domain.ids import ChannelId, ProgrammeKey, UserId
from bot.domain.people import Actor
from bot.domain.programme import FaqEntry, Programme
from bot.domain.text import Locale
from bot.services.answering import Answered, Answering, Found, Offered, Reply, Unknown
from bot.services.ports import Decision
from tests.db.samples import HOME, OTHER, programme, seed, settings
from tests.services.house import HINA, KEY, LIN, SAM, House, elsewhere
from tests.services.played import Told

WHO = programme().faqs[0]


def _entry(name: str, *related: str) -> FaqEntry:
    return replace(WHO, id=name, related=related)


FAQS = (WHO, _entry("when", "who", "gone"), _entry("where"), _entry("what"))
CHUNM = programme(faqs=FAQS)
HINAS = programme(HINA, prefix="HN")


@pytest.fixture
async def asked(house: House) -> House:
    """Two programmes are in use."""
    async with house.database.store.writing() as work:
        for each in (CHUNM, HINAS):
            await work.programmes.put(HOME, each, house.clock.now())
        await work.commit()
    return house


def _asking(
    house: House, told: Told, only: str | None = None, actor: Actor = LIN
) -> Awaitable[Reply]:
    answering = Answering(house.database.store, told)
    return answering.ask(actor, "When?", ProgrammeKey(only) if only else None)


async def test_a_sure_match_is_served_with_its_programme_and_what_is_related(asked: House) -> None:
    told = Told(Decision.ANSWER, (KEY, "when"), (HINA, "who"))
    reply = await _asking(asked, told)
    assert reply == Answered(Found(CHUNM, FAQS[1], (WHO,)))
    assert [each.key for each in told.bank] == [KEY, HINA]


async def test_of_near_matches_the_three_best_are_offered(asked: House) -> None:
    names = [(KEY, "where"), (HINA, "who"), (KEY, "what"), (KEY, "who")]
    reply = await _asking(asked, Told(Decision.OFFER, *names))
    assert isinstance(reply, Offered)
    assert [(found.programme.key, found.entry.id) for found in reply.choices] == names[:3]


async def test_an_entry_that_is_gone_is_not_offered(asked: House) -> None:
    reply = await _asking(asked, Told(Decision.OFFER, (KEY, "gone"), (KEY, "who")))
    assert reply == Offered((Found(CHUNM, WHO),))


@pytest.mark.parametrize(
    "told", [Told(Decision.UNKNOWN, (KEY, "who")), Told(Decision.OFFER), Told(Decision.ANSWER)]
)
async def test_where_nothing_fits_people_are_told_so(asked: House, told: Told) -> None:
    assert await _asking(asked, told) == Unknown(None)


async def test_and_told_where_to_ask_if_the_guild_has_a_channel_for_it(asked: House) -> None:
    async with asked.database.store.writing() as work:
        await work.guilds.save(settings(questions=ChannelId(55)))
        await work.commit()
    assert await _asking(asked, Told(Decision.UNKNOWN)) == Unknown(ChannelId(55))


async def test_a_question_to_one_programme_is_judged_within_it_alone(asked: House) -> None:
    told = Told(Decision.ANSWER, (HINA, "who"))
    reply = await _asking(asked, told, only=HINA)
    assert isinstance(reply, Answered)
    assert [each.key for each in told.bank] == [HINA]


async def test_a_question_to_a_programme_that_is_out_of_use_is_told_so(asked: House) -> None:
    async with asked.database.store.writing() as work:
        await work.programmes.archive(HOME, HINA)
        await work.commit()
    with pytest.raises(ProgrammeNotFound):
        await _asking(asked, Told(Decision.UNKNOWN), only=HINA)


@pytest.mark.parametrize("only", [None, KEY])
async def test_where_no_programme_is_in_use_there_is_nothing_to_ask(
    bare: House, only: str | None
) -> None:
    with pytest.raises(NotSetUp):
        await _asking(bare, Told(Decision.UNKNOWN), only=only)


async def test_programmes_without_settings_are_answered_from_all_the_same(bare: House) -> None:
    async with bare.database.store.writing() as work:
        await work.programmes.put(HOME, CHUNM, bare.clock.now())
        await work.commit()
    assert await _asking(bare, Told(Decision.UNKNOWN)) == Unknown(None)


async def test_programmes_of_another_guild_are_not_asked(asked: House) -> None:
    await seed(asked.database, OTHER)
    told = Told(Decision.UNKNOWN)
    await _asking(asked, told, actor=elsewhere(LIN))
    expected: list[Programme] = [programme()]
    assert list(told.bank) == expected


async def test_an_entry_that_was_chosen_is_served_by_its_ids(asked: House) -> None:
    answering = Answering(asked.database.store, Told(Decision.UNKNOWN))
    assert await answering.entry(HOME, ProgrammeKey(KEY), "when") == Found(CHUNM, FAQS[1], (WHO,))
    for guild, key, entry in ((HOME, KEY, "gone"), (HOME, "cannes", "who"), (OTHER, KEY, "who")):
        with pytest.raises(ProgrammeNotFound):
            await answering.entry(guild, ProgrammeKey(key), entry)


async def test_a_person_is_known_where_and_as_they_were_last_seen(house: House) -> None:
    await seed(house.database, OTHER)
    await house.intake.start(LIN, KEY)
    house.clock.passes(minutes=1)
    await house.intake.start(replace(elsewhere(LIN), locale=Locale.EN), KEY)
    answering = Answering(house.database.store, Told(Decision.UNKNOWN))
    assert await answering.guilds_of(LIN.user) == [OTHER, HOME]
    assert await answering.locale_of(HOME, LIN.user) is Locale.ZH_CN
    assert await answering.locale_of(OTHER, LIN.user) is Locale.EN
    assert await answering.guilds_of(SAM.user) == []
    assert await answering.locale_of(HOME, UserId(1)) is None
