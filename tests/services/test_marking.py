"""Tags, notes, due dates, giving a pitch back; and what a blind desk is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.errors import (
    CoordinatorsOnly,
    DueInThePast,
    MoveNotPossible,
    OwnPitch,
    SubmissionNotFound,
    UnreadableTime,
)
from bot.domain.errors_review import BadTag, NothingToSend, TooManyTags
from bot.domain.history import Happening, happening
from bot.domain.notice import Notice, NoticeKind, Route
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.domain.queue import PitchQuery
from bot.domain.review import NOTE_CHARACTERS, TAG_CHARACTERS, TAGS
from bot.services.briefs import Briefs
from bot.services.ports_delivery import Brief
from tests.db.samples import HOME, OTHER
from tests.services.house import KIM, LIN, MANAGER, MAYA, SAM, WEI, House, elsewhere
from tests.services.reviewers import marking, with_rules


async def test_tags_are_put_on_and_taken_off(house: House) -> None:
    pitch = await house.handed_in()
    ref, marks = str(pitch.ref), marking(house)
    await marks.tag(MAYA, ref, " #Sci-Fi  Drama ")
    filed = await marks.tag(WEI, ref, "科幻")
    assert sorted(filed.marks.tags) == ["sci-fi drama", "科幻"]
    version = (await house.stored(pitch.id)).version
    await marks.tag(WEI, ref, "SCI-FI DRAMA")
    assert (await house.stored(pitch.id)).version == version
    assert list(await marks.tags(MAYA, "#sci")) == ["sci-fi drama"]
    assert sorted(await marks.tags_of(MAYA, ref)) == ["sci-fi drama", "科幻"]
    filed = await marks.untag(MAYA, ref, "sci-fi drama")
    assert filed.marks.tags == ("科幻",)
    await marks.untag(MAYA, ref, "unknown")
    told = [happening(event) for event in await house.history(pitch.id)]
    assert told[-3:] == [
        (Happening.TAGGED, "sci-fi drama"),
        (Happening.TAGGED, "科幻"),
        (Happening.UNTAGGED, "sci-fi drama"),
    ]


@pytest.mark.parametrize("typed", ["", " # ", "x" * (TAG_CHARACTERS + 1)])
async def test_what_is_no_tag_is_refused(house: House, typed: str) -> None:
    pitch = await house.handed_in()
    with pytest.raises(BadTag):
        await marking(house).tag(MAYA, str(pitch.ref), typed)


async def test_a_pitch_takes_so_many_tags(house: House) -> None:
    pitch = await house.handed_in()
    for number in range(TAGS):
        await marking(house).tag(MAYA, str(pitch.ref), f"tag {number}")
    with pytest.raises(TooManyTags):
        await marking(house).tag(MAYA, str(pitch.ref), "one more")


async def test_notes_are_for_coordinators_and_not_for_authors_among_them(house: House) -> None:
    pitch = await house.handed_in(MAYA)
    ref = str(pitch.ref)
    await marking(house).note(WEI, ref, " strong\x00 ")
    filed = await marking(house).note_by_id(MANAGER, pitch.id, "x" * (NOTE_CHARACTERS + 9))
    assert filed.marks.notes == 2
    viewed = await house.desk.view(WEI, ref)
    assert [one.words for one in viewed.notes] == ["strong", "x" * NOTE_CHARACTERS]
    own = await house.desk.view(MAYA, ref)
    assert (own.notes, own.marks.notes) == ((), 0)
    with pytest.raises(NothingToSend):
        await marking(house).note(WEI, ref, " \x00 ")
    events = (await house.intake.view(MAYA, ref)).events
    assert [event.actor for event in events if happening(event)] == []


async def test_a_due_date_is_set_changed_and_taken_away(house: House) -> None:
    pitch = await house.handed_in()
    ref, marks = str(pitch.ref), marking(house)
    filed = await marks.due(MAYA, ref, "2026-03-05 18:00")
    assert filed.pitch.review_due == datetime(2026, 3, 5, 10, tzinfo=UTC)
    version = filed.pitch.version
    assert (await marks.due(MAYA, ref, "2026-03-05 18:00")).pitch.version == version
    with pytest.raises(DueInThePast):
        await marks.due(MAYA, ref, "2026-02-01")
    with pytest.raises(UnreadableTime):
        await marks.due(MAYA, ref, "soon")
    assert (await marks.due(MAYA, ref, " ")).pitch.review_due is None
    await house.reviewing.decide(MAYA, ref, State.INELIGIBLE, "x")
    with pytest.raises(MoveNotPossible):
        await marks.due(MAYA, ref, "2026-03-05")


async def test_who_holds_it_gives_it_back(house: House) -> None:
    pitch = await house.handed_in()
    ref = str(pitch.ref)
    await house.reviewing.claim(MAYA, pitch.id)
    filed = await marking(house).unassign(MAYA, ref)
    assert (filed.pitch.assignee, filed.pitch.state) == (None, State.IN_REVIEW)
    version = filed.pitch.version
    assert (await marking(house).unassign(MAYA, ref)).pitch.version == version
    await house.reviewing.claim(WEI, pitch.id)
    await house.reviewing.decide(WEI, ref, State.SHORTLISTED, "")
    with pytest.raises(MoveNotPossible):
        await marking(house).unassign(MAYA, ref)


def all_of_it(house: House, actor: Actor, pitch: Pitch) -> list[object]:
    ref, marks = str(pitch.ref), marking(house)
    return [
        marks.tag(actor, ref, "x"),
        marks.untag(actor, ref, "x"),
        marks.note(actor, ref, "x"),
        marks.note_by_id(actor, pitch.id, "x"),
        marks.due(actor, ref, None),
        marks.unassign(actor, ref),
    ]


@pytest.mark.parametrize("actor", [LIN, SAM, elsewhere(WEI, OTHER)])
async def test_who_is_no_coordinator_does_none_of_it(house: House, actor: Actor) -> None:
    pitch = await house.handed_in()
    marks = marking(house)
    more = [marks.tags(actor, ""), marks.tags_of(actor, str(pitch.ref))]
    for attempt in [*all_of_it(house, actor, pitch), *more]:
        with pytest.raises(CoordinatorsOnly):
            await attempt  # type: ignore[misc]


async def test_nobody_marks_their_own_pitch(house: House) -> None:
    pitch = await house.handed_in(MANAGER)
    for attempt in all_of_it(house, MANAGER, pitch):
        with pytest.raises(OwnPitch):
            await attempt  # type: ignore[misc]


async def test_nobody_marks_what_was_erased_or_is_not_there(house: House) -> None:
    pitch = await house.handed_in()
    draft = await house.drafted(SAM)
    await house.privacy.erase(LIN)
    for attempt in all_of_it(house, MAYA, pitch):
        with pytest.raises(MoveNotPossible):
            await attempt  # type: ignore[misc]
    for attempt in all_of_it(house, MAYA, draft):
        with pytest.raises(SubmissionNotFound):
            await attempt  # type: ignore[misc]


NAMES = ("lin wei", "usc", "script-of-lin")


async def blind_pitch(house: House) -> Pitch:
    """Its title and logline name its author, school and file."""
    await with_rules(house, blind=True)
    told = "by Lin Wei of USC (script-of-lin)"
    draft = await house.drafted(LIN, title=f"Moon {told}", logline=f"Harbour {told}")
    await house.intake.save_page(LIN, draft.id, 1, {"name": "Lin Wei", "school": "USC"})
    await house.with_file(draft.id, "script-of-lin.pdf")
    await house.joined(draft.id, KIM)
    return (await house.intake.submit(LIN, draft.id)).pitch


def given_away(shown: object) -> list[str]:
    return [name for name in NAMES if name in repr(shown).casefold()]


async def test_a_blind_desk_gives_no_name_away(house: House) -> None:
    pitch = await blind_pitch(house)
    ref, desk = str(pitch.ref), house.desk
    await house.reviewing.claim(MAYA, pitch.id)
    filed = await desk.view(MAYA, ref)
    assert given_away((filed.pitch, filed.team, filed.files, filed.events, filed.revisions)) == []
    assert str(LIN.user) not in {str(event.actor) for event in filed.events}
    found = await desk.find(MAYA, PitchQuery())
    assert given_away([one.pitch for one in found.items]) == []
    assert [one.pitch.id for one in found.items] == [pitch.id]
    tagged = await marking(house).tag(MAYA, ref, "x")
    assert given_away((tagged.pitch, tagged.team)) == []


async def test_nobody_finds_out_a_name_by_trying_it(house: House) -> None:
    pitch = await blind_pitch(house)
    plain = await house.handed_in(SAM, title="Lin Wei, a life")
    for typed, found in (
        ("moon", [pitch.id]),
        (str(pitch.ref).lower(), [pitch.id]),
        ("usc", []),
        ("lin wei", [plain.id]),
    ):
        offered = await house.desk.suggested(MAYA, typed)
        assert [one.id for one in offered] == found, typed
        assert given_away([one for one in offered if one.id != plain.id]) == []


async def ids(house: House, words: str) -> list[str]:
    async with house.database.store.reading() as work:
        query = PitchQuery(text=words, states=tuple(State))
        return list(await work.queue.ids(HOME, query, now=house.clock.now(), limit=9))


async def test_the_search_finds_a_name_only_once_it_is_decided(house: House) -> None:
    pitch = await blind_pitch(house)
    assert await ids(house, "lin wei") == []
    assert await ids(house, "moon") == [pitch.id]
    await house.reviewing.decide(MAYA, str(pitch.ref), State.INELIGIBLE, "late")
    assert await ids(house, "lin wei") == [pitch.id]
    viewed = await house.desk.view(MAYA, str(pitch.ref))
    assert given_away(viewed.pitch) == ["lin wei", "usc", "script-of-lin"]
    await house.reviewing.reopen(MANAGER, str(pitch.ref), "again")
    assert await ids(house, "lin wei") == []


async def test_a_co_author_who_joins_later_is_no_longer_found(house: House) -> None:
    await with_rules(house, blind=True)
    pitch = await house.handed_in(LIN, logline="With Samantha.")
    assert await ids(house, "samantha") == [pitch.id]
    await house.teams.invite(LIN, pitch.id, SAM.user, "Samantha")
    assert await ids(house, "samantha") == []


async def test_what_the_desk_is_told_hides_the_authors_and_they_read_it_whole(
    house: House,
) -> None:
    pitch = await blind_pitch(house)
    await house.reviewing.assign(
        MANAGER, str(pitch.ref), MAYA.user, MAYA.name, roles=MAYA.roles, manages_guild=False
    )
    await house.intake.withdraw(LIN, pitch.id)
    briefs = Briefs(house.database.store)
    seen = set()
    for notice in await notices(house):
        brief = await briefs.of(notice)
        whole = notice.recipient in (LIN.user, KIM.user)
        assert isinstance(brief, Brief)
        assert bool(given_away(brief.pitch)) is whole, notice.kind
        if not whole:
            assert str(LIN.user) not in repr(brief.notice.actor)
        seen.add((notice.kind, whole))
    assert (NoticeKind.DESK_CARD, False) in seen
    assert (NoticeKind.WITHDRAWN, False) in seen
    assert (NoticeKind.ASSIGNED, False) in seen
    assert (NoticeKind.RECEIPT, True) in seen


async def notices(house: House) -> list[Notice]:
    return [
        Notice(
            row["id"], row["guild"], NoticeKind(row["kind"]), row["pitch"], Route(row["route"]),
            row["recipient"], row["created"], row["actor"], row["detail"] or "",
        )
        for row in await house.queue()
    ]  # fmt: skip
