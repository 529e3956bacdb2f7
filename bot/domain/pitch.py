"""A pitch, its states, and who may move it from one to the next."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.call import Call
from bot.domain.errors import (
    AlreadyClaimed,
    ConsentMissing,
    NotADraft,
    OwnPitch,
    PitchIncomplete,
    PitchStillADraft,
)
from bot.domain.form import Answer, Answers, Form, Page
from bot.domain.ids import CallId, GuildId, PitchId, ProgrammeKey, Reference, UserId
from bot.domain.programme import Programme
from bot.domain.text import Locale


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"


@dataclass(frozen=True, slots=True)
class Submission:
    """What was fixed when the pitch was handed in.

    ``content_hash`` is the SHA-256 (64 hex digits) of the answers with the versions of the form
    and of the consent, so that anyone can prove later what was sent.
    """

    at: datetime
    consent_version: str
    consent_text: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Pitch:
    """One creator's entry to a call. ``version`` counts changes, for compare-and-set."""

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

    def with_page(self, form: Form, page: Page, given: Mapping[str, Answer]) -> Pitch:
        """The draft with one page's answers, kept even where they break a limit.

        Only the page's own fields are taken from ``given``; one that is missing there was left
        blank.

        Raises:
            NotADraft: it was handed in already.
        """
        self._check_draft()
        kept = dict(self.answers)
        for item in form.shown(page, self.answers):
            kept.pop(item.id, None)
            if given.get(item.id):
                kept[item.id] = item.read(given[item.id])
        return replace(self, answers=kept)

    def submit(self, programme: Programme, call: Call, *, agreed: bool, now: datetime) -> Pitch:
        """The pitch handed in at ``now``; answers to fields that are not shown are left out.

        Raises:
            NotADraft: it was handed in already.
            CallClosed: the deadline and its grace have passed.
            PitchIncomplete: a required answer is missing or an answer breaks a limit.
            ConsentMissing: ``agreed`` is false.
        """
        self._check_draft()
        call.check_takes(now)
        form = programme.form
        if problems := form.problems(self.answers):
            raise PitchIncomplete(count=len(problems))
        if not agreed:
            raise ConsentMissing
        shown = form.in_force(self.answers)
        submission = Submission(
            at=now,
            consent_version=form.consent.version,
            consent_text=form.consent.text.in_(self.locale),
            content_hash=content_hash(shown, self.form_version, form.consent.version),
        )
        return replace(self, state=State.SUBMITTED, answers=shown, submission=submission)

    def claim(self, coordinator: UserId) -> Pitch:
        """The pitch in review by ``coordinator``; the same pitch if they hold it already.

        Raises:
            PitchStillADraft: it was not handed in yet.
            OwnPitch: a person does not review what they wrote.
            AlreadyClaimed: somebody else holds it.
        """
        if self.state is State.DRAFT:
            raise PitchStillADraft
        if coordinator == self.owner:
            raise OwnPitch
        if self.assignee not in (None, coordinator):
            raise AlreadyClaimed(by=self.assignee)
        return replace(self, assignee=coordinator, state=State.IN_REVIEW)

    def text(self, field_id: str) -> str:
        """A text answer; empty if there is none."""
        answer = self.answers.get(field_id, "")
        return answer if isinstance(answer, str) else ""

    def _check_draft(self) -> None:
        if self.state is not State.DRAFT:
            raise NotADraft(ref=str(self.ref))


@dataclass(frozen=True, slots=True)
class PitchEvent:
    """One line of a pitch's history; append-only. ``revision`` is the pitch's version then."""

    pitch: PitchId
    guild: GuildId
    at: datetime
    actor: UserId
    before: State | None
    after: State
    reason: str = ""


def content_hash(answers: Answers, form_version: int, consent_version: str) -> str:
    """SHA-256 in hex over a canonical JSON: sorted keys, no spaces, UTF-8."""
    document = {"answers": dict(answers), "form": form_version, "consent": consent_version}
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
