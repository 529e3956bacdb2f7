"""A digest comes once a day, at the hour and in the time zone that each coordinator chose, and
tells what there is to do."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.history import Happening, written
from bot.domain.ids import ProgrammeKey, UserId
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.domain.preferences import Preferences, Telling
from bot.domain.redaction import NOBODY
from bot.domain.rhythm import Digest, Part
from bot.services import digests
from bot.services.briefs import Briefs, outdated
from bot.services.digests import SHOWN, Span, digest_of
from bot.services.inbox import Inbox
from bot.services.ports import UnitOfWork
from bot.services.ports_delivery import DigestBrief
from bot.services.telling import Telling as Telling_
from db.notice_rows import read_notice
from tests.db.samples import HOME, OTHER, seed
from tests.services.house import (
    KEY,
    KIM,
    LIN,
    MANAGER,
    MAYA,
    SAM,
    WEI,
    House,
    elsewhere,
    on_both_engines,
)
from tests.services.reviewers import marking, with_rules
from tests.services.test_preferring import preferring
from tests.services.test_timekeeping import another


async def wants(house: House, actor: Actor = MAYA, hour: int = 15, **changes: Any) -> None:
    """Noon in UTC is now; the hour is one in UTC unless another zone is given."""
    of: dict[str, Any] = {"timezone": "UTC", "usual": Telling.DIGEST, "digest_hour": hour}
    async with house.database.store.writing() as work:
        await work.preferences.save(Preferences(actor.guild, actor.user, **{**of, **changes}))
        await work.commit()


async def sent(house: House) -> list[dict[str, Any]]:
    return [row for row in await house.queue() if row["kind"] == NoticeKind.DIGEST]


async def days(house: House) -> list[tuple[int, str]]:
    return [(row["recipient"], row["detail"].split()[0]) for row in await sent(house)]


async def turn(house: House, **by: float) -> None:
    house.clock.passes(**by)
    for _ in range(2):
        await house.timekeeper.turn()


async def read(house: House) -> Digest:
    """The latest one, as it is sent now."""
    brief = await Briefs(house.database.store).of(read_notice((await sent(house))[-1]))
    assert isinstance(brief, DigestBrief)
    return brief.digest


async def test_it_comes_once_a_day_at_the_hour_in_each_persons_time_zone(house: House) -> None:
    await wants(house, MAYA, 15)
    await wants(house, WEI, 7, timezone="America/Los_Angeles")  # 15:00 in UTC, 14:00 from the 8th
    await wants(house, MANAGER, 22, timezone="Asia/Kolkata")  # 16:30 in UTC
    await wants(house, KIM, 3, digest_hour=None)
    await house.handed_in()
    await turn(house, hours=2)
    assert await days(house) == []
    await turn(house, hours=1)
    both = [(MAYA.user, "2026-03-01"), (WEI.user, "2026-03-01")]
    assert await days(house) == both
    await turn(house, hours=1)
    assert await days(house) == both
    await turn(house, hours=1)
    assert await days(house) == [*both, (MANAGER.user, "2026-03-01")]
    house.clock.passes(days=6, hours=20, minutes=30)  # 13:30 in UTC on the 8th
    await house.handed_in(SAM)
    await house.timekeeper.turn()
    early = (await days(house))[3:]
    assert (WEI.user, "2026-03-08") not in early
    await turn(house, hours=1)
    assert (WEI.user, "2026-03-08") in await days(house)


async def test_without_news_nothing_is_sent_and_the_day_is_over(house: House) -> None:
    await wants(house)
    await turn(house, hours=3)
    await house.handed_in()
    await turn(house, hours=1)
    assert await sent(house) == []
    await turn(house, days=1)
    assert await days(house) == [(MAYA.user, "2026-03-02")]
    assert (await read(house)).totals[Part.NEW] == 1


async def test_what_was_told_as_new_is_not_new_again(house: House) -> None:
    await wants(house)
    first = await house.handed_in()
    await turn(house, hours=3)
    assert (await read(house)).named == (first.id,)
    second = await house.handed_in(SAM)
    await turn(house, days=1)
    assert (await read(house)).named == (second.id,)
    await turn(house, days=1)
    assert len(await sent(house)) == 2


async def test_after_days_without_anybody_running_it_looks_back_to_the_last(house: House) -> None:
    await with_rules(house, untouched_days=30)
    await wants(house)
    await turn(house, hours=3)
    pitch = await house.handed_in()
    await turn(house, days=4)
    assert await days(house) == [(MAYA.user, "2026-03-05")]
    assert (await read(house)).named == (pitch.id,)


async def test_programmes_that_one_does_not_want_to_hear_of_are_not_new(house: House) -> None:
    await wants(house, programmes={ProgrammeKey(KEY): Telling.OFF})
    await house.handed_in()
    await turn(house, hours=3)
    assert await sent(house) == []


async def test_it_names_what_is_due_what_else_is_theirs_and_what_nobody_touches(
    house: House,
) -> None:
    await with_rules(house, untouched_days=3)
    late, mine, idle = [await house.handed_in(who) for who in (LIN, SAM, KIM)]
    for pitch in (late, mine):
        await house.desk.claim(MAYA, pitch.id)
    await marking(house).due(WEI, str(late.ref), "2026-03-04 20:00")
    await turn(house, days=4)
    await marking(house).tag(WEI, str(late.ref), "strong")
    await marking(house).tag(WEI, str(mine.ref), "strong")
    await wants(house)
    await turn(house, hours=3)
    found = await read(house)
    named = {part: [item.pitch.id for item in found.items[part]] for part in found.parts(lead=True)}
    assert named == {Part.DUE: [late.id], Part.MINE: [mine.id], Part.UNTOUCHED: [idle.id]}
    (item,) = found.items[Part.DUE]
    assert item.due is not None
    assert item.due < house.clock.now()


async def wrote(house: House, pitch: Pitch) -> None:
    async with house.database.store.writing() as work:
        telling = Telling_(work, house.ids, HOME, pitch.id, house.clock.now(), pitch.owner)
        await telling.event(pitch.state, pitch.state, written(Happening.WROTE))
        await work.commit()


async def test_what_authors_wrote_is_counted_by_pitch(house: House) -> None:
    await house.programmes.close_call(MAYA, KEY)
    await house.programmes.open_call(MAYA, KEY, per_person=25)
    many = [await house.handed_in() for _ in range(12)]
    await wants(house)
    await turn(house, hours=3)
    for pitch in (*many, *many):
        await wrote(house, pitch)
    await turn(house, days=1)
    found = await read(house)
    assert found.totals[Part.WROTE] == 12
    assert len(found.items[Part.WROTE]) == SHOWN
    await wants(house, programmes={ProgrammeKey(KEY): Telling.OFF})
    await wrote(house, many[0])
    await turn(house, days=1)
    assert len(await sent(house)) == 2


async def test_what_has_no_limit_is_never_untouched(house: House) -> None:
    await with_rules(house, untouched_days=0)
    await house.handed_in()
    house.clock.passes(days=30)
    await wants(house)
    await turn(house, hours=3)
    assert await sent(house) == []
    assert not [row for row in await house.queue() if row["kind"] == NoticeKind.UNTOUCHED]


async def test_one_that_fails_keeps_nobody_waiting_and_is_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wants(house, MAYA)
    await wants(house, WEI)
    await house.handed_in()

    async def broken(work: UnitOfWork, known: Preferences, span: Span) -> Digest:
        if known.user == MAYA.user:
            raise ValueError("broken")
        return await digest_of(work, known, span)

    with monkeypatch.context() as patch:
        patch.setattr(digests, "digest_of", broken)
        await turn(house, hours=3)
    assert await days(house) == [(WEI.user, "2026-03-01")]
    await turn(house)
    assert await days(house) == [(WEI.user, "2026-03-01"), (MAYA.user, "2026-03-01")]


async def test_where_nobody_has_set_anything_up_there_is_none(bare: House) -> None:
    await wants(bare)
    await turn(bare, hours=3)
    assert await sent(bare) == []


async def test_what_waits_for_a_lead_is_there(house: House) -> None:
    pitch = await house.handed_in()
    await house.desk.claim(WEI, pitch.id)
    await house.reviewing.decide(WEI, str(pitch.ref), State.ACCEPTED, "")
    await wants(house, MANAGER)
    await turn(house, hours=3)
    found = await read(house)
    assert found.totals[Part.RELEASE] == 1
    assert Part.RELEASE in found.parts(lead=True)
    assert Part.RELEASE not in found.parts(lead=False)


async def test_nobody_reads_of_what_happens_to_their_own_pitch(house: House) -> None:
    await with_rules(house, untouched_days=1)
    await wants(house, MAYA)
    pitch = await house.handed_in(MAYA)
    await house.desk.claim(WEI, pitch.id)
    await house.reviewing.decide(WEI, str(pitch.ref), State.ACCEPTED, "")
    await turn(house, days=3, hours=3)
    assert await sent(house) == []


async def test_in_a_blind_review_it_does_not_say_who_wrote_it(house: House) -> None:
    await with_rules(house, blind=True)
    await wants(house)
    await house.handed_in(LIN, title="Moon by Lin")
    await turn(house, hours=3)
    (item,) = (await read(house)).items[Part.NEW]
    assert (item.pitch.owner, item.pitch.owner_name) == (NOBODY, "")
    assert "Lin" not in item.pitch.text("title")


async def test_it_is_not_sent_where_everything_was_done_meanwhile(house: House) -> None:
    await wants(house)
    pitch = await house.handed_in()
    await turn(house, hours=3)
    await house.intake.withdraw(LIN, pitch.id)
    brief = await Briefs(house.database.store).of(read_notice((await sent(house))[-1]))
    assert outdated(brief)


async def test_in_quiet_hours_it_waits_for_their_end(house: House) -> None:
    await wants(house, hour=15, quiet_from=14, quiet_until=18)
    await house.handed_in()
    await turn(house, hours=3)
    (row,) = await sent(house)
    assert row["due"] - house.clock.now() > timedelta(hours=2)
    assert row["due"].hour == 18


async def test_an_hour_that_has_passed_is_tomorrows_and_nothing_is_lost(house: House) -> None:
    await house.handed_in()
    await preferring(house).digest(MAYA, 8)  # in Taipei it is eight in the evening
    await turn(house, hours=1)
    assert await sent(house) == []
    await turn(house, hours=12)
    assert await days(house) == [(MAYA.user, "2026-03-02")]
    assert (await read(house)).totals[Part.NEW] == 1


async def test_nobody_reads_it_who_is_no_coordinator_any_more(house: House) -> None:
    await wants(house, LIN)
    await house.handed_in(SAM)
    await turn(house, hours=3)
    inbox = Inbox(house.database.store)
    assert (await inbox.read(LIN)).total == 0
    lead = Actor(HOME, LIN.user, LIN.name, LIN.locale, manages_guild=True)
    page = await inbox.read(lead)
    assert page.total == 1
    assert isinstance(page.items[0], DigestBrief)
    assert page.items[0].lead


async def test_who_asks_to_be_forgotten_is_taken_out_of_digests(house: House) -> None:
    await wants(house)
    await house.handed_in(LIN)
    await turn(house, hours=3)
    await house.privacy.erase(LIN)
    assert await sent(house) == []


async def test_guilds_are_told_of_their_own(house: House) -> None:
    await seed(house.database, OTHER)
    await wants(house, MAYA)
    await wants(house, elsewhere(WEI))
    await house.handed_in()
    await turn(house, hours=3)
    assert await days(house) == [(MAYA.user, "2026-03-01")]


@on_both_engines
async def test_two_processes_send_one(house: House) -> None:
    for actor in (MAYA, WEI, MANAGER):
        await wants(house, actor)
    second = another(house)
    for author in (LIN, SAM):
        await house.handed_in(author)
        house.clock.passes(hours=3)
        await asyncio.gather(*(one.turn() for one in (house.timekeeper, second) * 2))
        house.clock.passes(hours=21)
    users: list[UserId] = [actor.user for actor in (MAYA, WEI, MANAGER)]
    expected = [(user, f"2026-03-0{day}") for day in (1, 2) for user in users]
    assert sorted(await days(house)) == sorted(expected)
