"""Calls that hold decisions: to shortlist is a proposal, which a lead releases."""

from __future__ import annotations

import pytest

from bot.domain.errors import LeadsOnly, MoveNotPossible
from bot.domain.errors_review import ConflictOfInterest, QuorumMissing
from bot.domain.history import Happening, for_authors, happening
from bot.domain.letters import opened
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, Proposal, State
from bot.domain.text import Locale
from bot.services.filing import Before, Filed
from tests.services.house import (
    KEY,
    LIN,
    MANAGER,
    MAYA,
    SAM,
    WEI,
    House,
    on_both_engines,
)
from tests.services.reviewers import scoring, with_rules

GLAD = {
    Locale.EN: "Listed: {title}. {reason}",
    Locale.ZH_CN: "入围：{title}。{reason}",
    Locale.ZH_TW: "入圍：{title}。{reason}",
}


async def hold(house: House) -> None:
    """The call ends, and one begins that holds decisions."""
    await house.programmes.close_call(MANAGER, KEY)
    await house.programmes.open_call(MANAGER, KEY, holds=True)


async def claimed(house: House, author: Actor = LIN) -> Pitch:
    pitch = await house.handed_in(author)
    await house.reviewing.claim(MAYA, pitch.id)
    return await house.stored(pitch.id)


async def shortlist(house: House, pitch: Pitch, by: Actor = MAYA, reason: str = "fine") -> Filed:
    return await house.reviewing.decide(by, str(pitch.ref), State.SHORTLISTED, reason)


async def letters(house: House, kind: NoticeKind = NoticeKind.SHORTLISTED) -> dict[int, str]:
    """What the queue has for each person, of letters."""
    rows = [row for row in await house.queue() if row["kind"] == kind]
    return {row["recipient"]: (opened(row["detail"]) or ("no letter",))[0] for row in rows}


@on_both_engines
async def test_the_authors_hear_of_it_once_a_lead_releases_it(house: House) -> None:
    await hold(house)
    draft = await house.drafted()
    await house.joined(draft.id, SAM)
    await house.intake.submit(LIN, draft.id)
    await house.reviewing.claim(MAYA, draft.id)
    told = len(await house.told())
    filed = await shortlist(house, draft)
    assert (filed.pitch.state, filed.pitch.proposal) == (
        State.IN_REVIEW,
        Proposal(State.SHORTLISTED, "fine", MAYA.user),
    )
    assert await house.told(after=told) == [(NoticeKind.DESK_UPDATE, None)]
    event = (await house.history(draft.id))[-1]
    assert happening(event) == (Happening.PROPOSED, "shortlisted fine")
    assert event not in for_authors([event])

    (waiting,) = (await house.deciding.proposed(MANAGER)).items
    assert waiting.pitch.id == draft.id
    (seen,) = await house.deciding.preview(MANAGER, [draft.id])
    assert [(one.user, one.locale) for one in seen.letters] == [
        (LIN.user, Locale.ZH_CN),
        (SAM.user, Locale.EN),
    ]
    assert seen.chosen
    assert not await letters(house)
    (done,) = (await house.deciding.release(MANAGER, [seen.chosen])).done
    assert (done.pitch.state, done.pitch.proposal, done.pitch.assignee) == (
        State.SHORTLISTED,
        None,
        MAYA.user,
    )
    assert await letters(house) == {one.user: one.parts[0] for one in seen.letters}
    event = (await house.history(draft.id))[-1]
    assert (event.actor, event.before, event.after, event.reason) == (
        MANAGER.user,
        State.IN_REVIEW,
        State.SHORTLISTED,
        "fine",
    )
    assert [one.reason for one in for_authors([event])] == [""]
    assert not (await house.deciding.proposed(MANAGER)).items


async def test_another_call_of_the_programme_tells_at_once(house: House) -> None:
    before = await claimed(house)
    await hold(house)
    after = await claimed(house, SAM)
    assert (await shortlist(house, before)).pitch.state is State.SHORTLISTED
    assert (await shortlist(house, after)).pitch.state is State.IN_REVIEW
    assert (NoticeKind.SHORTLISTED, LIN.user) in await house.told()
    assert (NoticeKind.SHORTLISTED, SAM.user) not in await house.told()


async def test_who_is_shortlisted_may_be_accepted_by_a_further_proposal(house: House) -> None:
    await hold(house)
    pitch = await claimed(house)
    await shortlist(house, pitch)
    await house.release(MANAGER, str(pitch.ref))
    with pytest.raises(MoveNotPossible):
        await shortlist(house, pitch)
    await house.reviewing.decide(WEI, str(pitch.ref), State.ACCEPTED, "")
    released = await house.release(MANAGER, str(pitch.ref))
    assert (released.pitch.state, released.pitch.assignee) == (State.ACCEPTED, MAYA.user)


async def test_a_later_proposal_replaces_an_earlier_one(house: House) -> None:
    await hold(house)
    pitch = await claimed(house)
    await house.reviewing.decide(MAYA, str(pitch.ref), State.DECLINED, "late")
    filed = await shortlist(house, pitch, WEI)
    assert filed.before == Before(Proposal(State.DECLINED, "late", MAYA.user), None)
    (seen,) = await house.deciding.preview(MANAGER, [pitch.id])
    assert seen.chosen
    filed = await house.reviewing.decide(MAYA, str(pitch.ref), State.ACCEPTED, "strong")
    assert filed.before == Before(Proposal(State.SHORTLISTED, "fine", WEI.user), None)
    (missed,) = (await house.deciding.release(MANAGER, [seen.chosen])).missed
    assert missed.event
    assert missed.event.actor == MAYA.user
    assert (await house.release(MANAGER, str(pitch.ref))).pitch.state is State.ACCEPTED
    assert not await letters(house)


async def test_what_the_authors_have_begun_is_kept_for_changes_they_may_be_asked_for(
    house: House,
) -> None:
    await hold(house)
    pitch = await claimed(house)
    await shortlist(house, pitch)
    await house.intake.save_page(LIN, pitch.id, 0, {"title": "Another"})
    await house.release(MANAGER, str(pitch.ref))
    kept = await house.stored(pitch.id)
    assert kept.working
    assert kept.working["title"] == "Another"


async def test_it_needs_no_quorum_but_to_accept_does(house: House) -> None:
    await hold(house)
    await with_rules(house, quorum=1)
    pitch = await claimed(house)
    with pytest.raises(QuorumMissing):
        await house.reviewing.decide(MAYA, str(pitch.ref), State.ACCEPTED, "")
    await shortlist(house, pitch)
    assert (await house.release(MANAGER, str(pitch.ref))).pitch.state is State.SHORTLISTED


async def test_who_has_a_conflict_neither_proposes_nor_releases_it(house: House) -> None:
    await hold(house)
    await with_rules(house)
    pitch = await claimed(house)
    await scoring(house).declare(WEI, str(pitch.ref))
    with pytest.raises(ConflictOfInterest):
        await shortlist(house, pitch, WEI)
    await shortlist(house, pitch)
    with pytest.raises(LeadsOnly):
        await house.release(MAYA, str(pitch.ref))
    await scoring(house).declare(MANAGER, str(pitch.ref))
    with pytest.raises(ConflictOfInterest):
        await house.release(MANAGER, str(pitch.ref))
    assert (await house.stored(pitch.id)).state is State.IN_REVIEW


async def test_the_programmes_own_words_are_previewed_and_read(house: House) -> None:
    await hold(house)
    await house.deciding.write_letter(MANAGER, KEY, State.SHORTLISTED, GLAD)
    pitch = await claimed(house)
    await shortlist(house, pitch, reason="*x* {title}")
    (seen,) = await house.deciding.preview(MANAGER, [pitch.id])
    expected = "入围：月亮港。\\*x\\* {title}"
    assert seen.letters[0].parts == (expected,)
    await house.release(MANAGER, str(pitch.ref))
    assert await letters(house) == {LIN.user: expected}


async def test_a_blind_review_stays_blind(house: House) -> None:
    await hold(house)
    await with_rules(house, blind=True)
    pitch = await claimed(house)
    await shortlist(house, pitch)
    (seen,) = await house.deciding.preview(MANAGER, [pitch.id])
    assert [one.user for one in seen.letters] == [0]
    released = await house.release(MANAGER, str(pitch.ref))
    assert released.pitch.owner == 0
    assert list(await letters(house)) == [LIN.user]
