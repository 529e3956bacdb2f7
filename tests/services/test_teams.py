"""Co-authors are invited, accept with consent, decline, leave or are taken out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain import team
from bot.domain.errors import (
    AlreadyInvited,
    InvitesBot,
    InvitesOwner,
    MoveNotPossible,
    NotInvited,
    PitchNotFound,
    TeamFull,
    TeamIncomplete,
)
from bot.domain.history import Happening, happening
from bot.domain.ids import PitchId, UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.pitch import State
from bot.domain.team import MemberState
from bot.domain.text import Locale
from tests.db.samples import OTHER, seed
from tests.services.house import KIM, LIN, MAYA, SAM, House, elsewhere
from tests.services.post import about_pitch


async def test_who_is_invited_gets_a_notice_and_sees_what_it_is_about(house: House) -> None:
    draft = await house.drafted()
    invited = await house.teams.invite(LIN, draft.id, SAM.user, SAM.name)
    assert [(each.user, each.state) for each in invited.members] == [
        (SAM.user, MemberState.INVITED)
    ]
    assert [member.user for member in invited.missing] == [SAM.user]
    (row,) = await house.queue()
    assert (row["kind"], row["route"], row["recipient"], row["actor"]) == (
        NoticeKind.INVITED,
        Route.DM,
        SAM.user,
        LIN.user,
    )
    invitation = await house.teams.invitation(SAM, draft.id)
    assert (invitation.pitch.ref, invitation.member.name) == (draft.ref, "Sam")
    assert invitation.programme.form.consent.version == "1"


async def test_a_co_authors_user_name_is_kept_as_it_was_when_they_joined(house: House) -> None:
    draft = await house.drafted()
    invited = await house.teams.invite(LIN, draft.id, SAM.user, SAM.name, handle="first")
    joined = await house.teams.accept(replace(SAM, handle="second"), draft.id)
    again = await house.teams.accept(replace(SAM, handle="third"), draft.id)
    handles = [each.members[0].handle for each in (invited, joined, again)]
    assert handles == ["first", "second", "second"]


async def test_who_accepts_is_in_with_their_consent_and_the_owner_hears(house: House) -> None:
    draft = await house.drafted()
    await house.teams.invite(LIN, draft.id, SAM.user, SAM.name)
    house.clock.passes(hours=1)
    seen = await house.teams.accept(SAM, draft.id)
    (member,) = seen.members
    assert (member.state, member.consent_version, member.consent_text, member.answered) == (
        MemberState.ACCEPTED,
        "1",
        "I agree.",
        house.clock.now(),
    )
    row = (await house.queue())[-1]
    assert (row["kind"], row["recipient"], row["actor"], row["detail"]) == (
        NoticeKind.TEAM_CHANGED,
        LIN.user,
        SAM.user,
        Happening.JOINED,
    )
    told = [happening(event) for event in await house.history(draft.id)]
    assert told == [None, (Happening.INVITED, ""), (Happening.JOINED, "")]


async def test_accepting_twice_is_the_same_as_once(house: House) -> None:
    draft = await house.drafted()
    once = await house.joined(draft.id)
    assert (await house.teams.accept(SAM, draft.id)).members == once.members
    assert len(await house.queue()) == 2


async def test_nobody_hands_in_what_an_invited_co_author_has_not_agreed_to(house: House) -> None:
    draft = await house.drafted()
    await house.teams.invite(LIN, draft.id, SAM.user, SAM.name)
    await house.teams.invite(LIN, draft.id, KIM.user, KIM.name)
    with pytest.raises(TeamIncomplete) as refused:
        await house.intake.submit(LIN, draft.id)
    assert refused.value.params == {"count": 2, "by": SAM.user}
    await house.teams.accept(SAM, draft.id)
    await house.teams.decline(KIM, draft.id)
    await house.intake.submit(LIN, draft.id)
    receipts = [who for kind, who in await house.told() if kind == NoticeKind.RECEIPT]
    assert receipts == [LIN.user, SAM.user]


async def test_who_declined_is_out_and_may_be_asked_again(house: House) -> None:
    draft = await house.drafted()
    await house.teams.invite(LIN, draft.id, SAM.user, SAM.name)
    await house.teams.decline(SAM, draft.id)
    for attempt in (
        house.teams.invitation(SAM, draft.id),
        house.teams.accept(SAM, draft.id),
        house.teams.decline(SAM, draft.id),
        house.teams.leave(SAM, draft.id),
    ):
        with pytest.raises(NotInvited):
            await attempt
    again = await house.teams.invite(LIN, draft.id, SAM.user, "Samuel")
    assert [(each.name, each.state) for each in again.members] == [("Samuel", MemberState.INVITED)]


async def test_who_leaves_takes_their_consent_along_and_the_owner_hears(house: House) -> None:
    pitch = await house.drafted()
    await house.joined(pitch.id)
    await house.intake.submit(LIN, pitch.id)
    await house.intake.to_fill(SAM, pitch.id)
    await house.teams.leave(SAM, pitch.id)
    (member,) = (await house.intake.draft(LIN, pitch.id)).members
    assert (member.state, member.consent_text) == (MemberState.LEFT, None)
    assert (await house.told())[-1] == (NoticeKind.TEAM_CHANGED, LIN.user)
    for attempt in (house.intake.to_fill(SAM, pitch.id), house.intake.draft(SAM, pitch.id)):
        with pytest.raises(PitchNotFound):
            await attempt


async def test_who_has_accepted_can_leave_but_not_decline(house: House) -> None:
    draft = await house.drafted()
    await house.joined(draft.id)
    with pytest.raises(NotInvited):
        await house.teams.decline(SAM, draft.id)


async def test_who_is_taken_out_is_told_if_they_were_in(house: House) -> None:
    draft = await house.drafted()
    await house.joined(draft.id)
    await house.teams.invite(LIN, draft.id, KIM.user, KIM.name)
    told = len(await house.queue())
    await house.teams.remove(LIN, draft.id, SAM.user)
    left = await house.teams.remove(LIN, draft.id, KIM.user)
    assert await house.told(after=told) == [(NoticeKind.TEAM_CHANGED, SAM.user)]
    assert left.team.current == ()
    for user in (SAM.user, UserId(999)):
        with pytest.raises(NotInvited):
            await house.teams.remove(LIN, draft.id, user)


async def test_some_cannot_be_invited(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = await house.drafted()
    with pytest.raises(InvitesOwner):
        await house.teams.invite(LIN, draft.id, LIN.user, LIN.name)
    with pytest.raises(InvitesBot):
        await house.teams.invite(LIN, draft.id, UserId(1), "Robot", bot=True)
    await house.teams.invite(LIN, draft.id, SAM.user, SAM.name)
    with pytest.raises(AlreadyInvited):
        await house.teams.invite(LIN, draft.id, SAM.user, SAM.name)
    monkeypatch.setattr(team, "TEAM", 1)
    with pytest.raises(TeamFull):
        await house.teams.invite(LIN, draft.id, KIM.user, KIM.name)
    assert len((await house.intake.draft(LIN, draft.id)).members) == 1


async def test_a_pitch_at_an_end_is_joined_by_nobody(house: House) -> None:
    pitch = await house.handed_in()
    await house.teams.invite(LIN, pitch.id, SAM.user, SAM.name)
    await house.reviewing.decide(MAYA, str(pitch.ref), State.INELIGIBLE, "made before")
    with pytest.raises(MoveNotPossible):
        await house.teams.accept(SAM, pitch.id)
    await house.teams.decline(SAM, pitch.id)


async def test_nobody_sees_an_invitation_of_another_or_of_another_guild(house: House) -> None:
    await seed(house.database, OTHER)
    draft = await house.drafted()
    await house.teams.invite(LIN, draft.id, SAM.user, SAM.name)
    for stranger in (KIM, LIN, elsewhere(SAM)):
        for attempt in (
            house.teams.invitation(stranger, draft.id),
            house.teams.accept(stranger, draft.id),
            house.teams.decline(stranger, draft.id),
            house.teams.leave(stranger, draft.id),
        ):
            with pytest.raises(PitchNotFound):
                await attempt
    with pytest.raises(PitchNotFound):
        await house.teams.invitation(SAM, PitchId("f" * 20))
    for attempt in (
        house.intake.draft(SAM, draft.id),
        house.intake.save_page(SAM, draft.id, 0, {"title": "x"}),
    ):
        with pytest.raises(PitchNotFound):  # invited is not in yet
            await attempt


async def test_a_co_author_is_written_to_in_their_own_language(house: House) -> None:
    draft = await house.drafted()
    await house.joined(draft.id, replace(SAM, locale=Locale.ZH_TW))
    await house.intake.submit(LIN, draft.id)
    (brief, *_) = (await house.inbox.read(SAM)).items
    assert (brief.notice.kind, brief.locale) == (NoticeKind.RECEIPT, Locale.ZH_TW)
    assert about_pitch(brief).team.authors == (LIN.user, SAM.user)


async def test_the_desks_card_follows_the_team_of_what_was_handed_in(house: House) -> None:
    draft = await house.drafted()
    await house.joined(draft.id)
    await house.intake.submit(LIN, draft.id)
    count = len(await house.told())
    await house.teams.leave(SAM, draft.id)
    assert set(await house.told(after=count)) == {
        (NoticeKind.TEAM_CHANGED, LIN.user),
        (NoticeKind.DESK_UPDATE, None),
    }
