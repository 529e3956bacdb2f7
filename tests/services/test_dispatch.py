"""Notices go out at once, in order, and with all that is needed to write them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import PitchNotFound
from bot.domain.ids import PitchId, UserId
from bot.domain.notice import NoticeKind, NoticeState, Route
from bot.domain.text import Locale
from bot.services import dispatch
from bot.services.briefs import Briefs
from bot.services.ports import Card
from tests.db.samples import (
    COORDINATOR,
    HOME,
    NOW,
    OTHER,
    OWNER,
    call,
    notice,
    programme,
    queued,
    seed,
    stored,
)
from tests.services.house import FILLED, KIM, LIN, MAYA, SAM, House
from tests.services.played import SHOWN, Bell, Hold
from tests.services.post import PITCH, Post, about_pitch


async def test_a_change_is_told_at_its_commit_and_not_at_the_next_poll(post: Post) -> None:
    async with post.running():
        handed_in = await post.house.handed_in()
        await post.queue.until("sent", 2)
    assert {brief.pitch.id for brief in post.sender.about_pitches} == {handed_in.id}
    assert sorted(post.sender.routes) == [Route.DESK, Route.DM]
    assert await post.states() == [NoticeState.SENT, NoticeState.SENT]


async def test_what_was_left_from_before_goes_out_at_the_start(post: Post) -> None:
    (given,) = await post.given(OWNER)
    async with post.running():
        await post.queue.until("sent")
    row = await post.row(given)
    assert (row["state"], row["sent"], row["channel"], row["message"]) == (
        NoticeState.SENT,
        NOW,
        SHOWN.channel,
        SHOWN.message,
    )


async def test_a_poll_finds_what_nobody_rang_for(
    post: Post, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "POLL_SECONDS", 0.005)
    bell.answered = None
    async with post.running():
        await post.queue.until("lease")
        await post.given(OWNER)
        await post.queue.until("sent")
    assert await post.states() == [NoticeState.SENT]


async def test_the_time_from_the_change_to_its_display_is_measured(post: Post) -> None:
    (given,) = await post.given(OWNER)
    post.clock.passes(seconds=2.5)
    async with post.running():
        await post.queue.until("sent")
    assert post.meter.seconds == {given.id: 2.5}
    assert post.meter.outcomes == []


async def test_what_needs_not_be_shown_any_more_is_done(post: Post) -> None:
    first, second = await post.given(OWNER, OWNER)
    post.sender.plan(first, None)
    async with post.running():
        await post.queue.until("sent", 2)
    assert await post.states() == [NoticeState.SENT, NoticeState.SENT]
    assert (await post.row(first))["message"] is None
    assert (await post.row(second))["message"] == SHOWN.message


async def test_what_is_about_something_that_is_gone_is_done_and_holds_up_nobody(
    post: Post,
) -> None:
    gone, after = await post.given(OWNER, OWNER)
    post.sender.plan(gone, PitchNotFound())
    async with post.running():
        await post.queue.until("sent", 2)
    assert await post.states() == [NoticeState.SENT, NoticeState.SENT]
    assert list(post.meter.seconds) == [after.id]


async def test_one_destination_hears_everything_in_order_while_others_do_not_wait(
    post: Post,
) -> None:
    first, second, third, desk = await post.given(OWNER, OWNER, OWNER, None)
    hold = Hold()
    post.sender.plan(first, hold)
    async with post.running():
        await hold.reached()
        await post.queue.until("sent")
        await post.again()
        assert set(post.sender.ids) == {first.id, desk.id}  # these two in whatever order
        hold.release()
        await post.queue.until("sent", 4)
    assert post.sender.ids[2:] == [second.id, third.id]


async def test_only_so_many_destinations_are_served_at_once(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "PARALLEL", 2)
    given = await post.given(*map(UserId, (1, 2, 3)))
    holds = [Hold() for _ in given]
    for each, hold in zip(given, holds, strict=True):
        post.sender.plan(each, hold)
    async with post.running():
        await holds[0].reached()
        await holds[1].reached()
        post.dispatcher.wake()
        assert set(post.sender.ids) == {given[0].id, given[1].id}  # in whatever order
        holds[1].release()
        await holds[2].reached()
        for hold in holds:
            hold.release()
        await post.queue.until("sent", 3)


async def test_an_update_of_a_card_knows_where_the_card_stands(post: Post) -> None:
    await post.given(None, None)
    async with post.running():
        await post.queue.until("sent", 2)
    assert SHOWN.thread is not None
    place = Card(SHOWN.channel, SHOWN.message, SHOWN.thread)
    assert [brief.card for brief in post.sender.about_pitches] == [None, place]


async def test_what_is_new_is_not_searched_for_in_the_history(post: Post) -> None:
    await post.given(OWNER)
    post.clock.passes(minutes=1)
    async with post.running():
        await post.queue.until("sent")
    assert post.sender.searched_since == [None]


async def test_what_is_older_may_have_been_shown_since_it_came_to_be(post: Post) -> None:
    (given,) = await post.given(OWNER)
    post.clock.passes(minutes=1, seconds=1)
    async with post.running():
        await post.queue.until("sent")
    assert post.sender.searched_since == [given.created]


async def test_a_person_is_written_to_in_their_language_else_in_that_of_the_pitch(
    house: House,
) -> None:
    await stored(house.database, PITCH)
    briefs = Briefs(house.database.store)
    assert (await briefs.of(notice(PITCH, OWNER))).locale is PITCH.locale
    async with house.database.store.writing() as work:
        await work.people.remember(HOME, OWNER, Locale.EN, NOW)
        await work.commit()
    assert (await briefs.of(notice(PITCH, OWNER))).locale is Locale.EN
    assert (await briefs.of(notice(PITCH, COORDINATOR))).locale is PITCH.locale


async def test_the_desk_is_written_to_in_the_language_of_the_guild(house: House) -> None:
    await stored(house.database, PITCH)
    brief = about_pitch(await Briefs(house.database.store).of(notice(PITCH, None)))
    assert brief.locale is Locale.ZH_TW
    assert brief.settings is not None
    assert (brief.pitch, brief.programme.key) == (PITCH, PITCH.programme)


async def test_without_settings_the_desk_is_written_to_in_the_language_of_the_pitch(
    bare: House,
) -> None:
    async with bare.database.store.writing() as work:
        await work.programmes.put(HOME, programme(), NOW)
        await work.calls.add(call())
        await work.commit()
    await stored(bare.database, PITCH)
    brief = about_pitch(await Briefs(bare.database.store).of(notice(PITCH, None)))
    assert (brief.settings, brief.locale) == (None, PITCH.locale)


async def test_a_notice_tells_nothing_of_another_guild(house: House) -> None:
    await seed(house.database, OTHER)
    await stored(house.database, PITCH)
    with pytest.raises(PitchNotFound):
        await Briefs(house.database.store).of(replace(notice(PITCH, OWNER), guild=OTHER))


async def test_a_removal_is_carried_out_without_anything_to_read(post: Post) -> None:
    removal = replace(
        notice(PITCH, None), kind=NoticeKind.REMOVAL, pitch=PitchId(""), detail="31:32"
    )
    await queued(post.house.database, removal, now=post.clock.now())
    async with post.running():
        await post.queue.until("sent")
    assert [each.detail for each in post.sender.removed] == ["31:32"]
    assert post.sender.tried == []
    assert await post.house.queue() == []


@pytest.mark.parametrize(
    ("kind", "recipient"),
    [
        (NoticeKind.DEADLINE_NEAR, OWNER),
        (NoticeKind.CHANGES_DUE, OWNER),
        (NoticeKind.CHANGES_LATE, None),
        (NoticeKind.INVITED, COORDINATOR),
    ],
)
async def test_what_was_done_before_it_could_be_asked_for_is_not_asked_for(
    post: Post, kind: NoticeKind, recipient: UserId | None
) -> None:
    """The pitch is handed in, nobody asked for changes, and nobody is invited."""
    given = replace(notice(PITCH, recipient), kind=kind)
    await queued(post.house.database, given, now=post.clock.now())
    async with post.running():
        await post.queue.until("sent")
    assert post.sender.tried == []
    assert await post.states() == [NoticeState.SENT]


async def test_what_is_still_to_be_done_is_asked_for(post: Post) -> None:
    house = post.house
    draft = await house.drafted()
    await house.teams.invite(LIN, draft.id, SAM.user, SAM.name)
    pitch = await house.handed_in(KIM)
    await house.reviewing.changes(MAYA, pitch.id, ["title"], "x", "2026-03-31 11:59")
    house.clock.passes(days=29, hours=4)
    await house.timekeeper.turn()
    house.clock.passes(days=2)
    await house.timekeeper.turn()
    async with post.running():
        await post.queue.until("sent", len(await house.queue()))
    shown = {brief.notice.kind for brief in post.sender.tried}
    assert {
        NoticeKind.INVITED,
        NoticeKind.DEADLINE_NEAR,
        NoticeKind.CHANGES_DUE,
        NoticeKind.CHANGES_LATE,
    } <= shown


async def test_a_new_version_is_told_with_the_one_before(post: Post) -> None:
    house = post.house
    pitch = await house.handed_in()
    for title in ("B", "C"):
        await house.intake.save_page(LIN, pitch.id, 0, {**FILLED, "title": title})
        await house.intake.resubmit(LIN, pitch.id)
    rows = [row for row in await house.queue() if row["kind"] == NoticeKind.NEW_VERSION]
    told = replace(notice(pitch, None), kind=NoticeKind.NEW_VERSION)
    brief = about_pitch(await Briefs(house.database.store).of(told))
    assert len(rows) == 2
    assert [each.answers["title"] for each in brief.revisions] == ["B", "C"]
    assert brief.call.programme == pitch.programme
