"""A programme has coordinators of its own: to all other coordinators its pitches do not exist."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import replace

import pytest

from bot.domain.errors import (
    CoordinatorsOnly,
    ManagersOnly,
    NotSetUp,
    ProgrammeNotFound,
    SubmissionNotFound,
)
from bot.domain.errors_desk import NotACoordinator, RoleOfEverybody
from bot.domain.errors_export import NothingToExport
from bot.domain.errors_review import MessageGone
from bot.domain.ids import ChannelId, RoleId
from bot.domain.people import Actor, Narrowing
from bot.domain.pitch import Pitch, State
from bot.domain.preferences import Preferences, Telling
from bot.domain.queue import PitchQuery
from bot.domain.rhythm import Part
from bot.services.auditing import Asked, Auditing
from bot.services.briefs import Briefs
from bot.services.exporting import Exporting, ExportKind
from bot.services.ports_delivery import Brief, DigestBrief
from bot.services.ports_desk import AuditQuery
from bot.services.preferring import Preferring
from bot.services.setup import Narrowed, NarrowRequest, SetupRequest
from bot.services.statistics import DeskStatistics
from db.notice_rows import read_notice
from tests.db.samples import HOME, settings
from tests.services.house import KEY, LIN, MANAGER, MAYA, WEI, House
from tests.services.reviewers import marking, scoring
from tests.services.talks import Talks, said

OWN, MORE, DESK = RoleId(31), RoleId(32), ChannelId(33)
INSIDE = replace(WEI, roles=WEI.roles | {OWN})
"""Maya coordinates, but is none of the programme's own."""


async def narrow(
    house: House, role: RoleId | None = OWN, desk: ChannelId | None = None
) -> Narrowed:
    return await house.setup.narrow(MANAGER, NarrowRequest(KEY, role, desk))


async def refused(attempt: Awaitable[object]) -> None:
    with pytest.raises(SubmissionNotFound):
        await attempt


class TestSettingIt:
    async def test_a_role_is_added_and_taken_away(self, house: House) -> None:
        assert (await narrow(house)).own == Narrowing(frozenset({OWN}))
        assert (await narrow(house, MORE)).own == Narrowing(frozenset({OWN, MORE}))
        assert (await narrow(house)).own == Narrowing(frozenset({MORE}))
        told = await narrow(house, None)
        assert told.settings.narrowed == {KEY: Narrowing(frozenset({MORE}))}
        assert not told.moved

    async def test_with_it_go_roles_that_the_guild_has_no_longer(self, house: House) -> None:
        await narrow(house)
        await narrow(house, MORE)
        asked = NarrowRequest(KEY, MORE, there=[MORE, RoleId(21)])
        assert (await house.setup.narrow(MANAGER, asked)).own == Narrowing()
        async with house.database.store.reading() as work:
            assert await work.guilds.get(HOME) == settings()

    async def test_its_desk_is_one_of_its_own_or_the_guilds_again(self, house: House) -> None:
        apart = await narrow(house, desk=DESK)
        assert (apart.own.desk, apart.moved) == (DESK, True)
        assert not (await narrow(house, None, DESK)).moved
        back = await narrow(house, None, settings().desk)
        assert (back.own, back.moved) == (Narrowing(frozenset({OWN})), True)

    async def test_setting_up_again_keeps_it(self, house: House) -> None:
        await narrow(house, desk=DESK)
        request = SetupRequest(settings().coordinators, settings().desk)
        done = await house.setup.apply(MANAGER, request)
        assert done.settings.narrowed == {KEY: Narrowing(frozenset({OWN}), DESK)}
        async with house.database.store.reading() as work:
            assert await work.guilds.get(HOME) == done.settings

    async def test_it_is_for_managers_and_for_what_there_is(self, house: House) -> None:
        for actor in (LIN, MAYA):
            with pytest.raises(ManagersOnly):
                await house.setup.narrow(actor, NarrowRequest(KEY, OWN))
        with pytest.raises(ProgrammeNotFound):
            await house.setup.narrow(MANAGER, NarrowRequest("nothing", OWN))
        with pytest.raises(RoleOfEverybody):
            await house.setup.narrow(MANAGER, NarrowRequest(KEY, RoleId(HOME)))

    async def test_before_the_setup_there_is_nothing_to_narrow(self, bare: House) -> None:
        with pytest.raises(NotSetUp):
            await bare.setup.narrow(MANAGER, NarrowRequest(KEY, OWN))


@pytest.fixture
async def sent(house: House) -> Pitch:
    """Handed in before it was narrowed."""
    pitch = await house.handed_in()
    await marking(house).tag(MAYA, str(pitch.ref), "strong")
    await narrow(house)
    return pitch


def deeds(house: House, actor: Actor, sent: Pitch) -> list[Awaitable[object]]:
    """Whatever can be done to one pitch."""
    ref, review, mark = str(sent.ref), house.reviewing, marking(house)
    score, talk = scoring(house), Talks(house).talking
    return [
        house.desk.view(actor, ref),
        house.desk.by_id(actor, sent.id),
        review.claim(actor, sent.id),
        review.assign(actor, ref, INSIDE.user, "Wei", roles=INSIDE.roles, manages_guild=False),
        review.changes(actor, sent.id, ["title"], "x", None),
        review.cancel_changes(actor, sent.id),
        review.decide(actor, ref, State.SHORTLISTED, ""),
        mark.tag(actor, ref, "new"),
        mark.untag(actor, ref, "strong"),
        mark.tags_of(actor, ref),
        mark.note(actor, ref, "x"),
        mark.note_by_id(actor, sent.id, "x"),
        mark.due(actor, ref, None),
        mark.unassign(actor, ref),
        score.scorecard(actor, sent.id),
        score.by_reference(actor, ref),
        score.put(actor, sent.id, {"craft": "5"}),
        score.declare(actor, ref),
        score.take_back(actor, ref),
        house.deciding.stages(actor, ref),
        house.deciding.stage(actor, ref, "concept"),
        talk.to_reply(actor, sent.id),
        talk.to_reply_to(actor, ref),
        talk.reply(actor, sent.id, said("x")),
        talk.block(actor, ref),
        Auditing(house.database.store).query(actor, Asked(ref=ref)),
    ]


async def test_others_do_nothing_to_it_and_learn_nothing(house: House, sent: Pitch) -> None:
    before = await house.history(sent.id)
    for attempt in deeds(house, MAYA, sent):
        await refused(attempt)
    assert await house.history(sent.id) == before


async def test_others_find_it_in_no_list(house: House, sent: Pitch) -> None:
    store, clock = house.database.store, house.clock
    for actor, count in ((MAYA, 0), (INSIDE, 1), (MANAGER, 1)):
        assert (await house.desk.find(actor, PitchQuery())).total == count
        assert (await house.desk.find(actor, PitchQuery(programme=sent.programme))).total == count
        assert len(await house.desk.suggested(actor, str(sent.ref))) == count
        assert len(await house.desk.formats(actor)) == count
        assert len(await marking(house).tags(actor, "")) == count
        assert (await DeskStatistics(store, clock).of(actor, 30)).figures.submitted == count
        assert (await DeskStatistics(store, clock).of(actor, 30, KEY)).figures.submitted == count
        for query in (AuditQuery(), AuditQuery(pitch=sent.id)):
            page, _ = await Auditing(store).read(actor, query)
            assert bool(page.total) is bool(count)
        exporting = Exporting(store, clock)
        assert len(await exporting.calls(actor)) == count
        if count:
            export = await exporting.export(actor, PitchQuery(), ExportKind.JSON)
            assert len(export.pitches) == 1
        else:
            with pytest.raises(NothingToExport):
                await exporting.export(actor, PitchQuery(), ExportKind.JSON)
        known = await Preferring(store, clock).get(actor)
        assert len(known.programmes) == count


async def test_only_its_own_are_given_it_to_review(house: House, sent: Pitch) -> None:
    ref, review = str(sent.ref), house.reviewing

    async def assign(to: Actor) -> None:
        await review.assign(
            MANAGER, ref, to.user, to.name, roles=to.roles, manages_guild=to.manages_guild
        )

    only_its_role = replace(MAYA, roles=frozenset({OWN}))
    for other in (MAYA, only_its_role):
        with pytest.raises(NotACoordinator):
            await assign(other)
    await assign(INSIDE)
    assert (await house.stored(sent.id)).assignee == INSIDE.user


async def test_only_its_own_open_and_close_its_calls(house: House, sent: Pitch) -> None:
    for attempt in (house.programmes.close_call, house.programmes.open_call):
        with pytest.raises(CoordinatorsOnly):
            await attempt(MAYA, sent.programme)
    await house.programmes.close_call(INSIDE, sent.programme)
    await house.programmes.open_call(INSIDE, sent.programme)


async def test_what_is_said_of_it_is_for_its_own(house: House) -> None:
    talks = Talks(house)
    pitch = await house.handed_in()
    words = said("We like it")
    await talks.talking.reply(MAYA, pitch.id, words)
    (talk,) = await talks.of(pitch.id)
    await narrow(house)
    conversations = talks.talking.conversations
    with pytest.raises(MessageGone):
        await conversations.read(MAYA, talk.id)
    assert (await conversations.read(INSIDE, talk.id))[1].talk.words == "We like it"
    assert await conversations.coordinates(MAYA)
    assert words.source is not None
    assert not await talks.talking.changes.edited(words.source[1], "We love it", MAYA)
    assert await talks.talking.changes.edited(words.source[1], "We love it", INSIDE)


async def test_what_went_to_others_before_is_in_their_inbox_no_more(house: House) -> None:
    async with house.database.store.writing() as work:
        for actor in (MAYA, INSIDE):
            wanted = Preferences(HOME, actor.user, "UTC", usual=Telling.INSTANT)
            await work.preferences.save(wanted)
        await work.commit()
    await house.handed_in()
    assert [(await house.inbox.read(actor)).total for actor in (MAYA, INSIDE)] == [1, 1]
    await narrow(house)
    assert [(await house.inbox.read(actor)).total for actor in (MAYA, INSIDE, LIN)] == [0, 1, 1]


async def test_a_digest_tells_others_nothing_of_it(house: House) -> None:
    async with house.database.store.writing() as work:
        for actor in (MAYA, INSIDE):
            wanted = Preferences(HOME, actor.user, "UTC", usual=Telling.DIGEST, digest_hour=15)
            await work.preferences.save(wanted)
        await work.commit()
    pitch = await house.handed_in()
    await narrow(house)
    house.clock.passes(hours=3)
    await house.timekeeper.turn()
    digests = [read_notice(row) for row in await house.queue() if row["kind"] == "digest"]
    for notice in digests:
        actor = MAYA if notice.recipient == MAYA.user else INSIDE
        brief = await Briefs(house.database.store).of(notice)
        assert isinstance(brief, DigestBrief)
        shown = await house.inbox.digest(actor, brief)
        named = [item.pitch.id for item in shown.digest.items.get(Part.NEW, ())]
        assert (shown.digest.totals.get(Part.NEW, 0), named) == (
            (0, []) if actor is MAYA else (1, [pitch.id])
        )
        assert shown.digest.worth_sending(lead=False) is (actor is INSIDE)
        (listed, *_) = (await house.inbox.read(actor)).items
        assert isinstance(listed, DigestBrief)
        assert listed.digest == shown.digest
    assert len(digests) == 2


async def test_a_card_is_told_where_its_desk_is(house: House) -> None:
    await house.handed_in()
    await narrow(house, desk=DESK)
    (row,) = [row for row in await house.queue() if row["kind"] == "desk_card"]
    brief = await Briefs(house.database.store).of(read_notice(row))
    assert isinstance(brief, Brief)
    assert brief.settings is not None
    assert brief.settings.desk_of(brief.pitch.programme) == DESK
