"""Reviews that are due are told to the assignee, and what nobody touches to the desk, once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any

from bot.domain.history import Happening, happening
from bot.domain.notice import NoticeKind
from bot.domain.pitch import Pitch, State
from bot.services.briefs import Briefs, outdated
from bot.services.ports import UnitOfWork
from bot.services.timekeeping import Timekeeper
from bot.services.watching import Watching
from db.notice_rows import read_notice
from tests.services.house import KEY, LIN, MAYA, SAM, WEI, House, on_both_engines
from tests.services.reviewers import marking, with_rules
from tests.services.test_timekeeping import another


async def told(house: House, kind: NoticeKind) -> list[tuple[int | None, str]]:
    """Without the date of what is due."""
    rows = [row for row in await house.queue() if row["kind"] == kind]
    return [(row["recipient"], re.sub(r" ?\d{4}-.*", "", row["detail"])) for row in rows]


async def turns(house: House, times: int = 2, **by: float) -> None:
    house.clock.passes(**by)
    for _ in range(times):
        await house.timekeeper.turn()


async def claimed(house: House, due: str = "", author: Any = LIN) -> Pitch:
    """Maya's to review, until then (in Taipei)."""
    pitch = await house.handed_in(author)
    await house.desk.claim(MAYA, pitch.id)
    if due:
        await marking(house).due(WEI, str(pitch.ref), due)
    return await house.stored(pitch.id)


class Meanwhile:
    """A store in which something happens between finding and reminding."""

    def __init__(self, house: House, happens: Callable[[], Awaitable[object]]) -> None:
        self._store = house.database.store
        self._happens: Callable[[], Awaitable[object]] | None = happens

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._store.reading()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        happens, self._happens = self._happens, None
        if happens:
            await happens()
        async with self._store.writing() as work:
            yield work


async def test_what_changes_at_that_moment_is_not_reminded_of(house: House) -> None:
    await with_rules(house, untouched_days=3)
    pitch = await claimed(house, "2026-03-20 20:00")
    house.clock.passes(days=4)

    async def touched() -> None:
        await marking(house).tag(WEI, str(pitch.ref), "strong")

    async def given_back() -> None:
        await marking(house).unassign(MAYA, str(pitch.ref))

    await Watching(Meanwhile(house, touched), house.ids).turn(house.clock.now())
    assert await told(house, NoticeKind.UNTOUCHED) == []
    house.clock.passes(days=30)
    await Watching(Meanwhile(house, given_back), house.ids).turn(house.clock.now())
    assert await told(house, NoticeKind.REVIEW_DUE) == []


async def test_a_date_that_moves_at_that_moment_is_not_taken_for_the_one_before(
    house: House,
) -> None:
    pitch = await claimed(house, "2026-03-06 20:00")

    async def put_off() -> None:
        await marking(house).due(WEI, str(pitch.ref), "2026-04-20 20:00")

    async def put_off_again() -> None:
        await marking(house).due(WEI, str(pitch.ref), "2026-03-09 20:00")

    house.clock.passes(days=4, hours=12)
    await Watching(Meanwhile(house, put_off), house.ids).turn(house.clock.now())
    assert await told(house, NoticeKind.REVIEW_DUE) == []
    await marking(house).due(WEI, str(pitch.ref), "2026-03-06 20:00")
    house.clock.passes(days=1)
    await Watching(Meanwhile(house, put_off_again), house.ids).turn(house.clock.now())
    assert await told(house, NoticeKind.REVIEW_DUE) == []
    await turns(house, days=2)
    assert await told(house, NoticeKind.REVIEW_DUE) == [(MAYA.user, "")]


async def test_neither_is_a_deadline_nor_what_authors_were_asked_for(house: House) -> None:
    async def sweep() -> None:
        """There is nothing to sweep."""

    async def turn(happens: Callable[[], Awaitable[object]]) -> None:
        await Timekeeper(Meanwhile(house, happens), house.clock, house.ids, sweep).turn()

    draft = await house.drafted(SAM)
    pitch = await house.handed_in()
    await house.reviewing.changes(MAYA, pitch.id, ["title"], "Shorter", "2026-03-06 20:00")

    async def asked_again(due: str) -> None:
        await house.reviewing.cancel_changes(MAYA, pitch.id)
        await house.reviewing.changes(MAYA, pitch.id, ["title"], "Shorter", due)

    async def ended() -> None:
        async with house.database.store.writing() as work:
            call = await work.calls.get(draft.guild, draft.call)
            await work.calls.end(replace(call, ended=house.clock.now()))
            await work.commit()

    house.clock.passes(days=4, hours=12)
    await turn(lambda: asked_again("2026-03-08 20:00"))
    house.clock.passes(days=3, hours=12)
    await turn(lambda: asked_again("2026-05-20 20:00"))
    house.clock.passes(days=20)
    await turn(ended)
    kinds = {NoticeKind.CHANGES_DUE, NoticeKind.CHANGES_LATE, NoticeKind.DEADLINE_NEAR}
    assert [kind for kind, _ in await house.told() if kind in kinds] == []


class TestReviewsThatAreDue:
    async def test_the_assignee_is_reminded_a_day_before_and_once_it_is_late(
        self, house: House
    ) -> None:
        await claimed(house, "2026-03-06 20:00")  # noon in UTC
        await turns(house, days=3, hours=23)
        assert await told(house, NoticeKind.REVIEW_DUE) == []
        await turns(house, hours=2)
        assert await told(house, NoticeKind.REVIEW_DUE) == [(MAYA.user, "")]
        await turns(house, days=1)
        await turns(house, days=3)
        assert await told(house, NoticeKind.REVIEW_DUE) == [(MAYA.user, ""), (MAYA.user, "late")]

    async def test_a_new_date_is_reminded_of_anew(self, house: House) -> None:
        pitch = await claimed(house, "2026-03-02 20:00")
        await turns(house, hours=1)
        await marking(house).due(WEI, str(pitch.ref), "2026-03-10 20:00")
        await turns(house, days=8)
        await turns(house, hours=12)
        assert await told(house, NoticeKind.REVIEW_DUE) == [(MAYA.user, ""), (MAYA.user, "")]

    async def test_after_a_standstill_it_is_late_and_no_more(self, house: House) -> None:
        await claimed(house, "2026-03-06 20:00")
        await turns(house, days=9)
        assert await told(house, NoticeKind.REVIEW_DUE) == [(MAYA.user, "late")]

    async def test_nobody_is_reminded_of_what_is_done_or_nobodys(self, house: House) -> None:
        proposed = await claimed(house, "2026-03-06 20:00")
        await house.reviewing.decide(MAYA, str(proposed.ref), State.ACCEPTED, "")
        given_back = await claimed(house, "2026-03-06 20:00", SAM)
        await marking(house).unassign(MAYA, str(given_back.ref))
        await turns(house, days=4, hours=12)
        await turns(house, days=2)
        assert await told(house, NoticeKind.REVIEW_DUE) == []

    async def test_one_that_waited_for_the_morning_is_not_sent_where_another_has_it_now(
        self, house: House
    ) -> None:
        pitch = await claimed(house, "2026-03-02 20:00")
        await turns(house, hours=1)
        row = next(row for row in await house.queue() if row["kind"] == NoticeKind.REVIEW_DUE)
        briefs = Briefs(house.database.store)
        assert not outdated(await briefs.of(read_notice(row)))
        await marking(house).unassign(MAYA, str(pitch.ref))
        assert outdated(await briefs.of(read_notice(row)))

    @on_both_engines
    async def test_one_that_waited_for_the_morning_is_not_sent_once_the_date_has_moved(
        self, house: House
    ) -> None:
        pitch = await claimed(house, "2026-03-02 20:00")
        await turns(house, hours=1)
        await turns(house, days=1)
        soon, late = (
            read_notice(row) for row in await house.queue() if row["kind"] == NoticeKind.REVIEW_DUE
        )
        briefs = Briefs(house.database.store)
        assert not outdated(await briefs.of(soon))
        assert not outdated(await briefs.of(late))
        await marking(house).due(WEI, str(pitch.ref), "2026-03-20 20:00")
        for told_ in (soon, late):
            assert outdated(await briefs.of(told_))

    async def test_one_that_was_written_without_its_date_is_sent(self, house: House) -> None:
        await claimed(house, "2026-03-02 20:00")
        await turns(house, hours=1)
        row = next(row for row in await house.queue() if row["kind"] == NoticeKind.REVIEW_DUE)
        briefs = Briefs(house.database.store)
        for detail in ("", "late"):
            assert not outdated(await briefs.of(replace(read_notice(row), detail=detail)))

    @on_both_engines
    async def test_two_processes_remind_once(self, house: House) -> None:
        await claimed(house, "2026-03-06 20:00")
        second = another(house)
        for days in (4.5, 2, 8):
            house.clock.passes(days=days)
            await asyncio.gather(*(one.turn() for one in (house.timekeeper, second) * 2))
        assert await told(house, NoticeKind.REVIEW_DUE) == [(MAYA.user, ""), (MAYA.user, "late")]
        assert len(await told(house, NoticeKind.UNTOUCHED)) == 1


class TestWhatNobodyTouches:
    async def test_it_is_raised_once_in_its_thread_and_in_its_history(self, house: House) -> None:
        await with_rules(house, untouched_days=3)
        pitch = await house.handed_in()
        await turns(house, days=2, hours=23)
        assert await told(house, NoticeKind.UNTOUCHED) == []
        await turns(house, hours=2)
        await turns(house, days=4)
        assert await told(house, NoticeKind.UNTOUCHED) == [(None, "3")]
        (raised,) = [
            found
            for event in await house.history(pitch.id)
            if (found := happening(event)) and found[0] is Happening.UNTOUCHED
        ]
        assert raised[1] == "3"

    async def test_it_is_raised_again_after_somebody_did_something(self, house: House) -> None:
        await with_rules(house, untouched_days=3)
        pitch = await house.handed_in()
        await turns(house, days=4)
        await house.desk.claim(MAYA, pitch.id)
        await turns(house, days=2)
        assert len(await told(house, NoticeKind.UNTOUCHED)) == 1
        await turns(house, days=2)
        assert len(await told(house, NoticeKind.UNTOUCHED)) == 2

    async def test_what_is_at_an_end_is_left_alone(self, house: House) -> None:
        await with_rules(house, untouched_days=3)
        pitch = await claimed(house)
        await house.reviewing.decide(MAYA, str(pitch.ref), State.INELIGIBLE, "Too late")
        await house.drafted(SAM)
        await turns(house, days=10)
        assert await told(house, NoticeKind.UNTOUCHED) == []

    async def test_each_programme_has_its_own_limit_and_one_out_of_use_has_none(
        self, house: House
    ) -> None:
        await with_rules(house, untouched_days=30)
        await house.handed_in()
        await turns(house, days=20)
        assert await told(house, NoticeKind.UNTOUCHED) == []
        async with house.database.store.writing() as work:
            known = await work.programmes.active(LIN.guild)
            await work.programmes.archive(LIN.guild, known[0].programme.key)
            await work.commit()
        await turns(house, days=20)
        assert await told(house, NoticeKind.UNTOUCHED) == []
        assert known[0].programme.key == KEY

    async def test_it_is_not_said_any_more_once_it_is_withdrawn(self, house: House) -> None:
        await with_rules(house, untouched_days=3)
        pitch = await house.handed_in()
        await turns(house, days=4)
        row = next(row for row in await house.queue() if row["kind"] == NoticeKind.UNTOUCHED)
        briefs = Briefs(house.database.store)
        assert not outdated(await briefs.of(read_notice(row)))
        await house.intake.withdraw(LIN, pitch.id)
        assert outdated(await briefs.of(read_notice(row)))
