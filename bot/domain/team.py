"""The team of a pitch: its owner and the co-authors who were invited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import (
    AlreadyInvited,
    InvitesOwner,
    NotInvited,
    TeamFull,
    TeamIncomplete,
)
from bot.domain.form import Consent
from bot.domain.ids import GuildId, PitchId, UserId
from bot.domain.text import Locale

TEAM = 10
"""The most co-authors of one pitch; ours."""


class MemberState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Member:
    """A co-author. The consent's version and text are kept as they were agreed to; ``handle`` is
    their user name."""

    guild: GuildId
    pitch: PitchId
    user: UserId
    name: str
    invited: datetime
    state: MemberState = MemberState.INVITED
    consent_version: str | None = None
    consent_text: str | None = None
    answered: datetime | None = None
    handle: str = ""

    def accept(self, consent: Consent, locale: Locale, now: datetime) -> Member:
        """Accepted, with consent; the same if it was accepted under this version already.

        Raises:
            NotInvited: the invitation was declined, or the person left.
        """
        if self.state not in (MemberState.INVITED, MemberState.ACCEPTED):
            raise NotInvited
        if self.state is MemberState.ACCEPTED and self.consent_version == consent.version:
            return self
        return replace(
            self,
            state=MemberState.ACCEPTED,
            consent_version=consent.version,
            consent_text=consent.text.in_(locale),
            answered=now,
        )

    def decline(self, now: datetime) -> Member:
        """Declined. Raises: NotInvited: it was answered already."""
        if self.state is not MemberState.INVITED:
            raise NotInvited
        return replace(self, state=MemberState.DECLINED, answered=now)

    def leave(self, now: datetime) -> Member:
        """Gone, by themselves or taken out by the owner. Raises: NotInvited: they were not in."""
        if self.state not in (MemberState.INVITED, MemberState.ACCEPTED):
            raise NotInvited
        return replace(
            self,
            state=MemberState.LEFT,
            consent_version=None,
            consent_text=None,
            answered=now,
        )


@dataclass(frozen=True, slots=True)
class Team:
    """All who were ever invited, in the order of invitation."""

    owner: UserId
    members: Sequence[Member] = ()

    def of(self, user: UserId) -> Member | None:
        return next((one for one in self.members if one.user == user), None)

    @property
    def current(self) -> tuple[Member, ...]:
        """Those invited or in."""
        states = (MemberState.INVITED, MemberState.ACCEPTED)
        return tuple(one for one in self.members if one.state in states)

    @property
    def authors(self) -> tuple[UserId, ...]:
        """The owner and those who accepted: all get the notices and may read and fill in."""
        joined = (one.user for one in self.members if one.state is MemberState.ACCEPTED)
        return (self.owner, *joined)

    def missing(self, consent: Consent) -> tuple[Member, ...]:
        """Those whose answer or consent to this version of the text is still missing."""
        return tuple(
            one
            for one in self.current
            if one.state is MemberState.INVITED or one.consent_version != consent.version
        )

    def check_complete(self, consent: Consent) -> None:
        """Raises: TeamIncomplete: with how many are missing, and who is first."""
        if waiting := self.missing(consent):
            raise TeamIncomplete(count=len(waiting), by=waiting[0].user)

    def check_invites(self, user: UserId) -> None:
        """Who declined or left may be asked again.

        Raises: InvitesOwner, AlreadyInvited, TeamFull.
        """
        if user == self.owner:
            raise InvitesOwner
        if any(one.user == user for one in self.current):
            raise AlreadyInvited
        if len(self.current) >= TEAM:
            raise TeamFull(limit=TEAM)
