"""Leases: held while a send is slow, given back on leaving, taken over from the dead."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.domain.notice import NoticeState
from bot.services.ports_delivery import Undelivered
from tests.db.samples import NOW, OWNER, later
from tests.services.house import House, on_both_engines
from tests.services.played import Hold
from tests.services.post import LEASE, Post

BRIEF = 0.03
"""Seconds of a lease that is renewed every hundredth of a second."""


async def test_a_lease_is_renewed_for_as_long_as_a_send_takes(house: House, post: Post) -> None:
    slow = Post(house, lease_seconds=BRIEF)
    (given,) = await post.given(OWNER)
    hold = Hold()
    slow.sender.plan(given, hold)
    async with slow.running():
        await hold.reached()
        house.clock.passes(hours=1)
        renewed = slow.queue.count["renew"]
        await slow.queue.until("renew", renewed + 2)
        held_until = (await slow.row(given))["leased_until"]
        assert held_until == later(hours=1) + timedelta(seconds=BRIEF)
        other = await house.database.queue.lease(
            "other", now=house.clock.now(), until=later(hours=2), limit=1
        )
        assert other == []
        hold.release()
        await slow.queue.until("sent")
    assert len(slow.sender.tried) == 1


async def test_nothing_is_renewed_while_nothing_is_in_hand(house: House, post: Post) -> None:
    idle = Post(house, lease_seconds=0.0)
    (given,) = await post.given(OWNER)
    async with idle.running():
        await idle.queue.until("sent")
        await idle.again()  # a renewal that was under way just then has ended after two looks
        await idle.again()
        rounds = idle.queue.count["renew"]
        await idle.again()
        await idle.again()
    assert idle.queue.count["renew"] == rounds
    assert (await idle.row(given))["leased_by"] is None


async def test_a_lease_that_could_not_be_renewed_is_renewed_in_the_next_round(
    house: House, post: Post
) -> None:
    slow = Post(house, lease_seconds=BRIEF)
    (given,) = await post.given(OWNER)
    hold = Hold()
    slow.sender.plan(given, hold)
    slow.queue.away["renew"] = 2
    async with slow.running():
        await slow.queue.until("renew failed", 2)
        await slow.queue.until("renew")
        hold.release()
        await slow.queue.until("sent")
    assert await slow.states() == [NoticeState.SENT]


async def test_a_send_whose_lease_ran_out_in_our_own_hands_is_not_begun_twice(post: Post) -> None:
    """As after a machine that slept."""
    (given,) = await post.given(OWNER)
    hold = Hold()
    post.sender.plan(given, hold)
    async with post.running():
        await hold.reached()
        post.clock.passes(seconds=LEASE)
        await post.again()
        await post.again()
        hold.release()
        await post.queue.until("sent")
    assert len(post.sender.tried) == 1
    assert (await post.row(given))["leased_until"] is None


async def test_what_is_due_again_before_its_last_try_has_come_back_is_taken_up_again(
    post: Post,
) -> None:
    (given,) = await post.given(OWNER)
    post.sender.plan(given, Undelivered("503"))
    hold = post.queue.lingering["retry"] = Hold()
    async with post.running():
        await hold.reached()
        post.clock.passes(seconds=1)
        post.dispatcher.wake()
        await post.queue.until("sent")
        hold.release()
    assert len(post.sender.tried) == 2


async def test_on_leaving_what_is_in_hand_is_finished_and_no_more_is_taken(post: Post) -> None:
    first, second = await post.given(OWNER, OWNER)
    hold = Hold()
    post.sender.plan(first, hold)
    running = asyncio.create_task(post.dispatcher.run())
    await hold.reached()
    leaving = asyncio.create_task(post.dispatcher.stop(60.0))
    await running
    assert not leaving.done()
    hold.release()
    await leaving
    assert not hold.cancelled
    assert await post.states() == [NoticeState.SENT, NoticeState.WAITING]
    assert post.sender.ids == [first.id]
    assert (await post.row(second))["leased_by"] is None


async def test_what_takes_too_long_is_given_back_and_another_takes_it_up_at_once(
    house: House, post: Post
) -> None:
    (given,) = await post.given(OWNER)
    hold = Hold()
    post.sender.plan(given, hold)
    running = asyncio.create_task(post.dispatcher.run())
    await hold.reached()
    await post.dispatcher.stop(0.0)
    await running
    assert hold.cancelled
    row = await post.row(given)
    assert (row["state"], row["leased_by"]) == (NoticeState.WAITING, None)
    successor = Post(house)
    async with successor.running():
        await successor.queue.until("sent")
    assert successor.sender.searched_since == [NOW]


async def test_leaving_waits_for_what_is_just_being_taken(post: Post) -> None:
    await post.given(OWNER)
    hold = post.queue.lingering["lease"] = Hold()
    running = asyncio.create_task(post.dispatcher.run())
    await hold.reached()
    leaving = asyncio.create_task(post.dispatcher.stop(60.0))
    hold.release()
    await leaving
    await running
    assert await post.states() == [NoticeState.SENT]


async def test_who_cannot_give_back_leaves_all_the_same(post: Post) -> None:
    """The leases run out by themselves."""
    (given,) = await post.given(OWNER)
    hold = Hold()
    post.sender.plan(given, hold)
    post.queue.away["release"] = 1
    running = asyncio.create_task(post.dispatcher.run())
    await hold.reached()
    await post.dispatcher.stop(0.0)
    await running
    assert (await post.row(given))["leased_until"] == later(seconds=LEASE)


async def test_leaving_before_anything_came_is_at_once(post: Post) -> None:
    async with post.running():
        await post.queue.until("lease")
    assert post.queue.count["release"] == 1
    assert post.sender.tried == []


async def test_what_a_dead_process_held_is_taken_over_once_its_lease_has_run_out(
    post: Post,
) -> None:
    await post.given(OWNER)
    await post.house.database.queue.lease("dead", now=NOW, until=later(seconds=LEASE), limit=1)
    async with post.running():
        post.clock.passes(seconds=LEASE - 1)
        await post.again()
        assert post.sender.tried == []
        post.clock.passes(seconds=1)
        post.dispatcher.wake()
        await post.queue.until("sent")
    assert post.sender.searched_since == [NOW]


@on_both_engines
async def test_two_processes_share_the_work_and_show_everything_once(
    house: House, post: Post
) -> None:
    other = Post(house)
    given = await post.given(*[OWNER] * 4, *[None] * 4)
    async with post.running(), other.running():
        while NoticeState.WAITING in await post.states():
            await asyncio.gather(post.again(), other.again())
    shown = post.sender.ids + other.sender.ids
    assert sorted(shown) == sorted(each.id for each in given)
    assert await post.states() == [NoticeState.SENT] * 8
