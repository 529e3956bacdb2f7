"""What fails is tried again, goes another way, or is brought before a person. It is never lost."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import UserId
from bot.domain.notice import Notice, NoticeState, Route
from bot.services import dispatch
from bot.services.dispatch import FAULTS_BEFORE_STUCK
from bot.services.ports_delivery import Undelivered, Unreachable
from tests.db.samples import NOW, OWNER
from tests.services.house import House
from tests.services.played import SHOWN
from tests.services.post import LEASE, Post

AGAIN = Undelivered("503")
SHUT = Unreachable("50007")


async def _delay(post: Post, of: Notice) -> float:
    due = (await post.row(of))["due"]
    return float((due - post.clock.now()).total_seconds())


async def _delays(post: Post, of: Notice, tries: int) -> list[float]:
    """Seconds after which each of the next tries of ``of`` is due, once the one before failed."""
    delays = []
    for number in range(1, tries + 1):
        await post.queue.until("retry", number)
        delays.append(await _delay(post, of))
        post.clock.passes(seconds=delays[-1])
        post.dispatcher.wake()
    return delays


async def test_what_failed_is_tried_again_after_delays_that_double_up_to_a_limit(
    post: Post,
) -> None:
    (given,) = await post.given(OWNER)
    post.sender.plan(given, *[AGAIN] * 12)
    async with post.running():
        delays = await _delays(post, given, 12)
        await post.queue.until("sent")
    assert delays == [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 450, 450]
    assert post.meter.outcomes == ["retried"] * 12
    assert (await post.row(given))["state"] == NoticeState.SENT


@pytest.mark.parametrize(("share", "seconds"), [(0.0, 0.5), (0.5, 0.75), (0.96, 0.98)])
async def test_delays_are_spread_so_that_not_all_come_back_at_once(
    post: Post, share: float, seconds: float
) -> None:
    post.ids.share = share
    (given,) = await post.given(OWNER)
    post.sender.plan(given, AGAIN)
    async with post.running():
        assert await _delays(post, given, 1) == [seconds]
        await post.queue.until("sent")


async def test_where_discord_says_how_long_to_wait_that_is_the_least(post: Post) -> None:
    (given,) = await post.given(OWNER)
    post.sender.plan(given, Undelivered("429", 12.5), Undelivered("429", 0.1))
    async with post.running():
        assert await _delays(post, given, 2) == [12.5, 1.0]
        await post.queue.until("sent")


async def test_a_retry_needs_nobody_to_ring(house: House, post: Post) -> None:
    eager = Post(house, first_delay=0.0)
    (given,) = await post.given(OWNER)
    eager.sender.plan(given, AGAIN, AGAIN)
    async with eager.running():
        await eager.queue.until("sent")
    assert len(eager.sender.tried) == 3


async def test_what_was_tried_before_is_searched_for_since_the_first_try(post: Post) -> None:
    (given,) = await post.given(OWNER)
    post.clock.passes(seconds=5)
    began = post.clock.now()
    post.sender.plan(given, AGAIN, AGAIN)
    async with post.running():
        await _delays(post, given, 2)
        await post.queue.until("sent")
    assert post.sender.searched_since == [None, began, began]


async def test_those_behind_wait_for_the_retry_and_others_do_not(post: Post) -> None:
    first, second, other = await post.given(OWNER, OWNER, UserId(5))
    post.sender.plan(first, AGAIN)
    async with post.running():
        await post.queue.until("retry")
        await post.queue.until("sent")
        await post.again()
        assert set(post.sender.ids) == {first.id, other.id}  # these two in whatever order
        post.clock.passes(seconds=1)
        post.dispatcher.wake()
        await post.queue.until("sent", 3)
    assert post.sender.ids[2:] == [first.id, second.id]


async def test_after_a_day_of_tries_a_person_must_look_and_the_next_notice_goes(
    post: Post,
) -> None:
    first, second = await post.given(OWNER, OWNER)
    post.sender.plan(first, AGAIN, AGAIN, AGAIN)
    async with post.running():
        await post.queue.until("retry")
        post.clock.moment = NOW + timedelta(days=1, microseconds=-1)
        await post.again()
        await post.queue.until("retry", 2)
        post.clock.passes(minutes=1)
        post.dispatcher.wake()
        await post.queue.until("stuck")
        await post.queue.until("sent")
    row = await post.row(first)
    assert (row["state"], row["error"]) == (NoticeState.STUCK, "503")
    assert (await post.row(second))["state"] == NoticeState.SENT
    assert post.meter.outcomes == ["retried", "retried", "stuck"]


async def test_who_shut_their_dms_is_written_to_in_a_thread(post: Post) -> None:
    (given,) = await post.given(OWNER)
    post.sender.always = {Route.DM: SHUT}
    async with post.running():
        await post.queue.until("sent")
    assert post.sender.routes == [Route.DM, Route.THREAD]
    assert post.meter.outcomes == ["rerouted"]
    row = await post.row(given)
    assert (row["state"], row["route"]) == (NoticeState.SENT, Route.THREAD)


async def test_where_no_thread_can_be_had_either_it_waits_in_the_inbox(post: Post) -> None:
    first, second = await post.given(OWNER, OWNER)
    post.sender.always = {Route.DM: SHUT, Route.THREAD: Unreachable("50013")}
    async with post.running():
        await post.queue.until("reroute", 4)
    assert post.sender.routes == [Route.DM, Route.THREAD] * 2
    for each in (first, second):
        row = await post.row(each)
        assert (row["state"], row["route"]) == (NoticeState.IN_INBOX, Route.INBOX)
        assert row["error"] == "50013"
    assert post.meter.outcomes == ["rerouted"] * 4


async def test_where_the_desk_is_shut_the_owner_of_the_guild_is_told(post: Post) -> None:
    (given,) = await post.given(None)
    post.sender.always = {Route.DESK: Unreachable("10003")}
    async with post.running():
        await post.queue.until("sent")
    assert post.sender.routes == [Route.DESK, Route.OWNER]
    assert (await post.row(given))["route"] == Route.OWNER


async def test_where_the_owner_cannot_be_told_either_a_person_must_look(post: Post) -> None:
    (given,) = await post.given(None)
    post.sender.always = {Route.DESK: Unreachable("10003"), Route.OWNER: SHUT}
    async with post.running():
        await post.queue.until("stuck")
    assert post.meter.outcomes == ["rerouted", "stuck"]
    row = await post.row(given)
    assert (row["state"], row["error"]) == (NoticeState.STUCK, "50007")


async def test_the_next_way_has_as_many_tries_as_the_first_had(post: Post) -> None:
    (given,) = await post.given(OWNER)
    post.sender.plan(given, AGAIN, AGAIN, SHUT, AGAIN)
    async with post.running():
        assert await _delays(post, given, 2) == [0.5, 1.0]
        await post.queue.until("retry", 3)
        assert await _delay(post, given) == 0.5
        post.clock.passes(seconds=1)
        post.dispatcher.wake()
        await post.queue.until("sent")
    assert post.sender.routes == [Route.DM] * 3 + [Route.THREAD] * 2


async def test_an_error_of_our_own_stops_neither_the_dispatcher_nor_the_notice(
    post: Post,
) -> None:
    first, other = await post.given(OWNER, UserId(5))
    post.sender.plan(first, KeyError("title"))
    async with post.running():
        await _delays(post, first, 1)
        await post.queue.until("sent", 2)
    assert await post.states() == [NoticeState.SENT, NoticeState.SENT]
    assert post.sender.ids.count(other.id) == 1


async def test_an_error_of_our_own_that_stays_is_brought_before_a_person(
    post: Post, logged: list[MutableMapping[str, Any]]
) -> None:
    first, second = await post.given(OWNER, OWNER)
    post.sender.plan(first, *[KeyError("title")] * (FAULTS_BEFORE_STUCK + 1))
    async with post.running():
        await _delays(post, first, FAULTS_BEFORE_STUCK)
        await post.queue.until("stuck")
        await post.queue.until("sent")
    row = await post.row(first)
    assert (row["state"], row["error"]) == (NoticeState.STUCK, "KeyError('title')")
    assert (await post.row(second))["state"] == NoticeState.SENT
    assert post.meter.outcomes == ["retried"] * FAULTS_BEFORE_STUCK + ["stuck"]
    assert [line["notice"] for line in logged if line["event"] == "notice_stuck"] == [first.id]


async def test_while_the_database_is_away_the_dispatcher_tries_again_by_itself(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "FIRST_DELAY", 0.0)
    await post.given(OWNER)
    post.queue.away["lease"] = 3
    async with post.running():
        await post.queue.until("lease failed", 3)
        await post.queue.until("sent")
    assert await post.states() == [NoticeState.SENT]


async def test_what_was_shown_but_not_recorded_is_searched_for_before_it_is_shown_again(
    post: Post, logged: list[MutableMapping[str, Any]]
) -> None:
    (given,) = await post.given(OWNER)
    post.queue.away["sent"] = 1
    async with post.running():
        await post.queue.until("sent failed")
        await post.again()
        assert len(post.sender.tried) == 1
        post.clock.passes(seconds=LEASE)
        post.dispatcher.wake()
        await post.queue.until("sent")
    assert post.sender.searched_since == [None, NOW]
    row = await post.row(given)
    assert (row["state"], row["message"]) == (NoticeState.SENT, SHOWN.message)
    assert [(line["event"], line["notice"]) for line in logged] == [
        ("notice_not_recorded", given.id)
    ]
