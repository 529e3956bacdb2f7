"""A pitch: what it says, its states, and how its author moves it on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.call import Call
from bot.domain.digest import content_hash
from bot.domain.errors import (
    ConsentMissing,
    NotADraft,
    NotEditable,
    NothingChanged,
    PitchIncomplete,
)
from bot.domain.form import Answer, Answers, Form, Kind, Page
from bot.domain.ids import CallId, GuildId, PitchId, ProgrammeKey, Reference, UserId
from bot.domain.programme import Programme
from bot.domain.text import Locale


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    SHORTLISTED = "shortlisted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


OPEN = frozenset(
    {
        State.SUBMITTED,
        State.IN_REVIEW,
        State.CHANGES_REQUESTED,
        State.SHORTLISTED,
        State.ACCEPTED,
    }
)
"""Handed in and not at an end: what its owner may withdraw."""
EDITABLE = frozenset({State.SUBMITTED, State.IN_REVIEW})
"""What its authors may send a new version of while the call takes pitches."""
UNSENT = frozenset({Kind.CHOICE, Kind.YES_NO, Kind.CONSENT})
"""Kinds of fields that may be absent from what a modal sends, if they were left alone."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What was fixed when the pitch was handed in, for each revision anew.

    ``content_hash`` is the SHA-256 (64 hex digits) of the answers with the versions of the form
    and of the consent and the hashes of the files, so that anyone can prove later what was sent.
    ``late`` says that it came in the grace after the deadline.
    """

    at: datetime
    consent_version: str
    consent_text: str
    content_hash: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """What a coordinator asked the authors to change. ``back`` is the state that it came from."""

    fields: tuple[str, ...]
    message: str
    due: datetime | None
    back: State
    by: UserId


@dataclass(frozen=True, slots=True)
class Proposal:
    """A decision that waits for a lead: `State.ACCEPTED`, `State.DECLINED` or, where the call holds
    decisions, `State.SHORTLISTED`."""

    decision: State
    reason: str
    by: UserId


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """``back`` is the state to which an undo returns."""

    at: datetime
    back: State


@dataclass(frozen=True, slots=True)
class Pitch:
    """One creator's entry to a call. ``version`` counts changes, for compare-and-set; ``revision``
    counts what was handed in. ``working`` holds a new version of the answers that was begun and
    not sent yet: what was handed in stands until then. ``stage`` is where a confirmed pitch is in
    its programme's pipeline; ``review_due`` is until when coordinators want to be done with it;
    ``touched`` is when anybody last did anything to it. ``owner_handle``: `Actor.handle`."""

    id: PitchId
    guild: GuildId
    ref: Reference
    programme: ProgrammeKey
    form_version: int
    call: CallId
    owner: UserId
    owner_name: str
    locale: Locale
    created: datetime
    state: State = State.DRAFT
    answers: Answers = field(default_factory=dict)
    assignee: UserId | None = None
    submission: Submission | None = None
    version: int = 1
    revision: int = 0
    working: Answers | None = None
    changes: ChangeRequest | None = None
    proposal: Proposal | None = None
    withdrawal: Withdrawal | None = None
    stage: str | None = None
    review_due: datetime | None = None
    touched: datetime | None = None
    owner_handle: str = ""

    @property
    def current(self) -> Answers:
        """What its authors see when they fill in: the new version, if one was begun."""
        return self.answers if self.working is None else self.working

    def editable(self, call: Call, now: datetime) -> bool:
        """Whether its authors may change answers: a draft, requested changes, or a pitch that the
        call still takes new versions of."""
        if self.state in (State.DRAFT, State.CHANGES_REQUESTED):
            return True
        return self.state in EDITABLE and call.takes(now)

    def with_page(
        self,
        form: Form,
        page: Page | None,
        given: Mapping[str, Answer],
        call: Call,
        now: datetime,
    ) -> Pitch:
        """The draft, or the new version, with what was given on one page, kept even where it breaks
        a limit or where the form asks for it elsewhere, or no more. ``page`` is None where the form
        has none such any more. Blank answers are dropped; what is not in ``given`` stays as it was,
        but for an optional choice, of which Discord sends nothing where none was made. Files come
        and go by `with_answer` alone.

        Raises:
            NotEditable: it was handed in, and nothing allows a new version.
        """
        if not self.editable(call, now):
            raise NotEditable(ref=str(self.ref))
        kept = dict(self.current)
        for item in form.shown(page, kept) if page else ():
            if item.kind in UNSENT and not item.required and item.id not in given:
                kept.pop(item.id, None)
        fields = {item.id: item for item in form.fields()}
        for name, answer in given.items():
            asked = fields.get(name)
            if asked and asked.kind is Kind.FILES:
                continue
            kept.pop(name, None)
            if answer:
                kept[name] = asked.read(answer) if asked else answer
        return self._filled(kept)

    def with_answer(self, field_id: str, answer: Answer | None, call: Call, now: datetime) -> Pitch:
        """As `with_page`, for one field. Raises: NotEditable."""
        if not self.editable(call, now):
            raise NotEditable(ref=str(self.ref))
        kept = dict(self.current)
        kept.pop(field_id, None)
        if answer:
            kept[field_id] = answer
        return self._filled(kept)

    def _filled(self, answers: Answers) -> Pitch:
        if self.state is State.DRAFT:
            return replace(self, answers=answers)
        return replace(self, working=answers)

    def discard(self) -> Pitch:
        """Without the new version that was begun."""
        return replace(self, working=None)

    def submit(
        self,
        programme: Programme,
        call: Call,
        *,
        agreed: bool,
        now: datetime,
        files: Mapping[str, str],
    ) -> Pitch:
        """The pitch handed in at ``now``; answers to fields that are not shown are left out.
        ``files`` gives the SHA-256 of each file by its id.

        Raises:
            NotADraft: it was handed in already.
            CallClosed: the deadline and its grace have passed.
            PitchIncomplete: a required answer is missing or an answer breaks a limit.
            ConsentMissing: ``agreed`` is false.
        """
        if self.state is not State.DRAFT:
            raise NotADraft(ref=str(self.ref))
        call.check_takes(now)
        return replace(
            self._sent(programme, call, self.answers, agreed=agreed, now=now, files=files),
            state=State.SUBMITTED,
        )

    def resubmit(
        self,
        programme: Programme,
        call: Call,
        *,
        agreed: bool,
        now: datetime,
        files: Mapping[str, str],
    ) -> Pitch:
        """The new version handed in. Requested changes are thereby answered, also past their due
        date and past the call's deadline, and the pitch is back in the state it was in before.

        Raises:
            NotEditable, PitchIncomplete, ConsentMissing.
            NothingChanged: it says what the version before says.
        """
        if self.state is State.DRAFT or not self.editable(call, now):
            raise NotEditable(ref=str(self.ref))
        if self.working is None or programme.form.in_force(self.working) == self.answers:
            raise NothingChanged(ref=str(self.ref))
        sent = self._sent(programme, call, self.working, agreed=agreed, now=now, files=files)
        back = self.changes.back if self.changes else self.state
        return replace(sent, working=None, changes=None, state=back)

    def _sent(
        self,
        programme: Programme,
        call: Call,
        answers: Answers,
        *,
        agreed: bool,
        now: datetime,
        files: Mapping[str, str],
    ) -> Pitch:
        form = programme.form
        if problems := form.problems(answers):
            raise PitchIncomplete(count=len(problems))
        if not agreed:
            raise ConsentMissing
        shown = form.in_force(answers)
        submission = Submission(
            at=now,
            consent_version=form.consent.version,
            consent_text=form.consent.text.in_(self.locale),
            content_hash=content_hash(shown, self.form_version, form.consent.version, files),
            late=call.closes is not None and now >= call.closes,
        )
        return replace(self, answers=shown, submission=submission, revision=self.revision + 1)

    def text(self, field_id: str) -> str:
        """A text answer as it was handed in; empty if there is none."""
        answer = self.answers.get(field_id, "")
        return answer if isinstance(answer, str) else ""


@dataclass(frozen=True, slots=True)
class Revision:
    """What was handed in once, unchangeable. ``number`` counts from 1."""

    pitch: PitchId
    number: int
    form_version: int
    answers: Answers
    submission: Submission


@dataclass(frozen=True, slots=True)
class PitchEvent:
    """One line of a pitch's history; append-only. ``before`` and ``after`` are the same where
    something happened within a state, such as a new version: ``reason`` says what."""

    pitch: PitchId
    guild: GuildId
    at: datetime
    actor: UserId
    before: State | None
    after: State
    reason: str = ""
