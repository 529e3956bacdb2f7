"""The team of a pitch: who is in, who is missing, and who can be asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import AlreadyInvited, InvitesOwner, NotInvited, TeamFull, TeamIncomplete
from bot.domain.form import Consent
from bot.domain.ids import UserId
from bot.domain.team import TEAM, Member, MemberState, Team
from bot.domain.text import Locale, Localized
from tests.db.samples import NOW, OWNER, later, pitch

PITCH = pitch()
CONSENT = Consent("1", Localized("I agree.", "我同意。", "我同意。"))
NEWER = Consent("2", Localized("I agree more.", "我更同意。", "我更同意。"))


def member(number: int, state: MemberState = MemberState.INVITED) -> Member:
    invited = Member(PITCH.guild, PITCH.id, UserId(number), f"P{number}", NOW)
    if state is MemberState.ACCEPTED:
        return invited.accept(CONSENT, Locale.EN, NOW)
    return replace(invited, state=state)


INVITED, ACCEPTED, DECLINED, LEFT = (member(n, s) for n, s in enumerate(MemberState, 1))
ALL = Team(OWNER, (INVITED, ACCEPTED, DECLINED, LEFT))


class TestAnswering:
    def test_who_accepts_agrees_to_the_text_that_they_read(self) -> None:
        joined = INVITED.accept(CONSENT, Locale.ZH_CN, later(days=1))
        assert (joined.state, joined.consent_version, joined.consent_text) == (
            MemberState.ACCEPTED,
            "1",
            "我同意。",
        )
        assert joined.answered == later(days=1)

    def test_accepting_again_changes_something_only_if_the_text_did(self) -> None:
        assert ACCEPTED.accept(CONSENT, Locale.EN, later(days=1)) is ACCEPTED
        assert ACCEPTED.accept(NEWER, Locale.EN, later(days=1)).consent_text == "I agree more."

    @pytest.mark.parametrize("gone", [DECLINED, LEFT])
    def test_who_is_out_answers_nothing(self, gone: Member) -> None:
        with pytest.raises(NotInvited):
            gone.accept(CONSENT, Locale.EN, NOW)
        with pytest.raises(NotInvited):
            gone.decline(NOW)
        with pytest.raises(NotInvited):
            gone.leave(NOW)

    def test_only_an_open_invitation_is_declined(self) -> None:
        assert INVITED.decline(NOW).state is MemberState.DECLINED
        with pytest.raises(NotInvited):
            ACCEPTED.decline(NOW)

    @pytest.mark.parametrize("present", [INVITED, ACCEPTED])
    def test_who_leaves_takes_the_consent_along(self, present: Member) -> None:
        left = present.leave(later(days=1))
        assert (left.state, left.consent_version, left.consent_text, left.answered) == (
            MemberState.LEFT,
            None,
            None,
            later(days=1),
        )


class TestTeam:
    def test_authors_are_the_owner_and_who_accepted(self) -> None:
        assert ALL.authors == (OWNER, ACCEPTED.user)
        assert ALL.current == (INVITED, ACCEPTED)

    def test_a_person_is_found_in_any_state(self) -> None:
        assert [ALL.of(each.user) for each in ALL.members] == list(ALL.members)
        assert ALL.of(OWNER) is None

    def test_missing_are_those_invited_and_those_who_agreed_to_another_text(self) -> None:
        assert ALL.missing(CONSENT) == (INVITED,)
        assert ALL.missing(NEWER) == (INVITED, ACCEPTED)

    def test_it_is_complete_once_nobody_is_missing(self) -> None:
        Team(OWNER).check_complete(CONSENT)
        Team(OWNER, (ACCEPTED, DECLINED, LEFT)).check_complete(CONSENT)
        with pytest.raises(TeamIncomplete) as refused:
            ALL.check_complete(NEWER)
        assert refused.value.params == {"count": 2, "by": INVITED.user}

    def test_who_declined_or_left_may_be_asked_again(self) -> None:
        for free in (UserId(99), DECLINED.user, LEFT.user):
            ALL.check_invites(free)

    def test_some_cannot_be_asked(self) -> None:
        with pytest.raises(InvitesOwner):
            ALL.check_invites(OWNER)
        for present in (INVITED, ACCEPTED):
            with pytest.raises(AlreadyInvited):
                ALL.check_invites(present.user)
        full = Team(OWNER, (*(member(n) for n in range(1, TEAM + 1)), member(50, MemberState.LEFT)))
        with pytest.raises(TeamFull) as refused:
            full.check_invites(UserId(99))
        assert refused.value.params == {"limit": TEAM}
