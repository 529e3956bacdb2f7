"""A pitch's way from draft to review, and who may move it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import (
    AlreadyClaimed,
    CallboardError,
    CallClosed,
    ConsentMissing,
    NotADraft,
    OwnPitch,
    PitchIncomplete,
    PitchStillADraft,
)
from bot.domain.ids import UserId
from bot.domain.pitch import Pitch, State, content_hash
from bot.domain.text import Locale
from tests.db.samples import COORDINATOR, NOW, OWNER, call, later, pitch, programme

SECOND = UserId(77)
PROGRAMME = programme()
FORM = PROGRAMME.form
PAGE = FORM.pages[0]
CALL = call()
DRAFT = pitch(answers={"title": "Moon", "logline": "A boat.", "format": ("film",)})
SUBMITTED = DRAFT.submit(PROGRAMME, CALL, agreed=True, now=NOW)
IN_REVIEW = SUBMITTED.claim(COORDINATOR)


def save_page(of: Pitch) -> Pitch:
    return of.with_page(FORM, PAGE, {"title": "Sun"})


def submit(of: Pitch) -> Pitch:
    return of.submit(PROGRAMME, CALL, agreed=True, now=NOW)


def claim_by(user: UserId) -> Callable[[Pitch], Pitch]:
    return lambda of: of.claim(user)


TRANSITIONS: list[tuple[str, Pitch, Callable[[Pitch], Pitch], State | type[CallboardError]]] = [
    ("a draft, saved", DRAFT, save_page, State.DRAFT),
    ("a draft, submitted", DRAFT, submit, State.SUBMITTED),
    ("a draft, claimed", DRAFT, claim_by(COORDINATOR), PitchStillADraft),
    ("a draft, claimed by its owner", DRAFT, claim_by(OWNER), PitchStillADraft),
    ("submitted, saved", SUBMITTED, save_page, NotADraft),
    ("submitted, submitted", SUBMITTED, submit, NotADraft),
    ("submitted, claimed", SUBMITTED, claim_by(COORDINATOR), State.IN_REVIEW),
    ("submitted, claimed by its owner", SUBMITTED, claim_by(OWNER), OwnPitch),
    ("in review, saved", IN_REVIEW, save_page, NotADraft),
    ("in review, submitted", IN_REVIEW, submit, NotADraft),
    ("in review, claimed again", IN_REVIEW, claim_by(COORDINATOR), State.IN_REVIEW),
    ("in review, claimed by another", IN_REVIEW, claim_by(SECOND), AlreadyClaimed),
    ("in review, claimed by its owner", IN_REVIEW, claim_by(OWNER), OwnPitch),
]


@pytest.mark.parametrize(
    ("before", "action", "outcome"),
    [row[1:] for row in TRANSITIONS],
    ids=[r[0] for r in TRANSITIONS],
)
def test_each_action_in_each_state(
    before: Pitch,
    action: Callable[[Pitch], Pitch],
    outcome: State | type[CallboardError],
) -> None:
    if isinstance(outcome, State):
        assert action(before).state is outcome
    else:
        with pytest.raises(outcome):
            action(before)


def test_the_table_has_every_state() -> None:
    assert {row[1].state for row in TRANSITIONS} == set(State)


class TestSaving:
    def test_a_page_replaces_its_own_answers_and_leaves_the_others(self) -> None:
        draft = replace(DRAFT, answers={"title": "Moon", "elsewhere": "kept"})
        saved = draft.with_page(FORM, PAGE, {"title": "Sun", "elsewhere": "not of this page"})
        assert saved.answers == {"title": "Sun", "elsewhere": "kept"}
        assert draft.answers == {"title": "Moon", "elsewhere": "kept"}

    def test_what_comes_back_blank_is_blank(self) -> None:
        assert DRAFT.with_page(FORM, PAGE, {"title": "", "format": ()}).answers == {}

    def test_an_answer_that_breaks_a_limit_is_kept(self) -> None:
        assert DRAFT.with_page(FORM, PAGE, {"title": "x" * 101}).answers == {"title": "x" * 101}

    def test_an_answer_to_a_field_that_is_not_shown_stays_as_it_was(self) -> None:
        draft = replace(DRAFT, answers={"format": ("film",), "episodes": "8"})
        saved = draft.with_page(FORM, PAGE, {"format": ("film",), "episodes": "12"})
        assert saved.answers == {"format": ("film",), "episodes": "8"}


class TestSubmitting:
    def test_what_is_submitted_is_fixed_with_its_time_consent_and_hash(self) -> None:
        submission = SUBMITTED.submission
        assert submission is not None
        assert submission.at == NOW
        assert (submission.consent_version, submission.consent_text) == ("1", "我同意。")
        assert submission.content_hash == content_hash(SUBMITTED.answers, 1, "1")

    def test_the_consent_is_kept_in_the_language_it_was_read_in(self) -> None:
        sent = submit(replace(DRAFT, locale=Locale.EN))
        assert sent.submission is not None
        assert sent.submission.consent_text == "I agree."

    def test_answers_to_what_is_not_shown_are_left_out(self) -> None:
        draft = replace(DRAFT, answers={**DRAFT.answers, "episodes": "8"})
        assert submit(draft).answers == DRAFT.answers

    def test_one_that_is_not_complete_is_refused_with_how_much_is_missing(self) -> None:
        with pytest.raises(PitchIncomplete) as refused:
            submit(replace(DRAFT, answers={"format": ("film",)}))
        assert refused.value.params == {"count": 2}

    def test_one_without_consent_is_refused(self) -> None:
        with pytest.raises(ConsentMissing):
            DRAFT.submit(PROGRAMME, CALL, agreed=False, now=NOW)

    def test_one_after_the_deadline_and_its_grace_is_refused(self) -> None:
        assert CALL.closes is not None
        late = CALL.closes + timedelta(minutes=15)
        with pytest.raises(CallClosed) as refused:
            DRAFT.submit(PROGRAMME, CALL, agreed=True, now=late)
        assert refused.value.params == {"closed": later(days=30)}

    def test_a_refusal_names_the_pitch_that_was_submitted_before(self) -> None:
        with pytest.raises(NotADraft) as refused:
            submit(SUBMITTED)
        assert refused.value.params == {"ref": str(DRAFT.ref)}


class TestClaiming:
    def test_who_claims_it_holds_it(self) -> None:
        assert (IN_REVIEW.assignee, IN_REVIEW.state) == (COORDINATOR, State.IN_REVIEW)

    def test_claiming_twice_changes_nothing(self) -> None:
        assert IN_REVIEW.claim(COORDINATOR) == IN_REVIEW

    def test_the_other_is_told_who_holds_it(self) -> None:
        with pytest.raises(AlreadyClaimed) as refused:
            IN_REVIEW.claim(SECOND)
        assert refused.value.params == {"by": COORDINATOR}


def test_an_answer_is_read_as_text_only_if_it_is_text() -> None:
    assert [DRAFT.text(name) for name in ("title", "format", "nothing")] == ["Moon", "", ""]


class TestContentHash:
    def test_it_is_the_same_for_ever(self) -> None:
        assert content_hash({"title": "月亮港", "format": ("film", "series")}, 2, "1") == (
            "98a39593ef3299dc2991e4c81b24eb8711e4f28a9053a7638fd58efa4a047a68"
        )

    def test_the_order_of_answers_does_not_matter_but_that_of_choices_does(self) -> None:
        first = content_hash({"a": "1", "b": ("x", "y")}, 1, "1")
        assert content_hash({"b": ("x", "y"), "a": "1"}, 1, "1") == first
        assert content_hash({"a": "1", "b": ("y", "x")}, 1, "1") != first

    def test_every_part_matters(self) -> None:
        hashes = {
            content_hash({"a": "1"}, 1, "1"),
            content_hash({"a": "2"}, 1, "1"),
            content_hash({"b": "1"}, 1, "1"),
            content_hash({"a": "1"}, 2, "1"),
            content_hash({"a": "1"}, 1, "2"),
            content_hash({}, 1, "1"),
        }
        assert len(hashes) == 6

    def test_half_a_surrogate_pair_is_no_obstacle(self) -> None:
        assert len(content_hash({"a": "\ud800"}, 1, "1")) == 64
