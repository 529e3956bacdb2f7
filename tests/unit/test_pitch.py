"""What a pitch says: filled in page by page, handed in, revised, and proven later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.digest import content_hash
from bot.domain.errors import (
    CallClosed,
    ConsentMissing,
    NotADraft,
    NotEditable,
    NothingChanged,
    PitchIncomplete,
)
from bot.domain.form import Answer, Condition, Consent, Field, Form, Kind, Page
from bot.domain.pitch import ChangeRequest, Pitch, State
from bot.domain.text import Locale
from tests.db.samples import COORDINATOR, NOW, call, later, pitch, programme

PROGRAMME = programme()
FORM = PROGRAMME.form
PAGE = FORM.pages[0]
CALL = call()
CLOSED = call(ended=NOW)
DRAFT = pitch(answers={"title": "Moon", "logline": "A boat.", "format": ("film",)})


def submit(of: Pitch, files: Mapping[str, str] | None = None) -> Pitch:
    return of.submit(PROGRAMME, CALL, agreed=True, now=NOW, files=files or {})


def resubmit(of: Pitch, **changes: object) -> Pitch:
    given = {"agreed": True, "now": later(days=1), "files": {}, **changes}
    return of.resubmit(PROGRAMME, CALL, **given)  # type: ignore[arg-type]


def save(of: Pitch, **answers: Answer) -> Pitch:
    return of.with_page(FORM, PAGE, answers, CALL, NOW)


SUBMITTED = submit(DRAFT)
ASKED = replace(
    SUBMITTED,
    state=State.CHANGES_REQUESTED,
    changes=ChangeRequest(("title",), "x", None, State.SHORTLISTED, COORDINATOR),
)


class TestEditing:
    @pytest.mark.parametrize("state", State)
    def test_what_may_be_changed_and_until_when(self, state: State) -> None:
        of = replace(SUBMITTED, state=state)
        assert of.editable(CALL, NOW) is (
            state in (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED)
        )
        assert of.editable(CLOSED, NOW) is (state in (State.DRAFT, State.CHANGES_REQUESTED))

    def test_what_may_not_be_changed_is_not(self) -> None:
        accepted = replace(SUBMITTED, state=State.ACCEPTED)
        for attempt in (
            lambda: save(accepted, title="Sun"),
            lambda: accepted.with_answer("title", "Sun", CALL, NOW),
        ):
            with pytest.raises(NotEditable) as refused:
                attempt()
            assert refused.value.params == {"ref": str(DRAFT.ref)}

    def test_a_page_replaces_what_it_was_asked_for_and_leaves_the_rest(self) -> None:
        draft = replace(DRAFT, answers={"title": "Moon", "logline": "A", "elsewhere": "kept"})
        assert save(draft, title="Sun").answers == {
            "title": "Sun",
            "logline": "A",
            "elsewhere": "kept",
        }
        assert draft.answers["title"] == "Moon"

    def test_what_comes_back_blank_is_blank(self) -> None:
        assert save(DRAFT, title="", logline="", format=()).answers == {}

    def test_an_answer_that_breaks_a_limit_is_kept(self) -> None:
        assert save(DRAFT, title="x" * 101).answers["title"] == "x" * 101

    def test_an_answer_to_what_is_not_shown_any_more_is_kept_too(self) -> None:
        assert save(DRAFT, format=("film",), episodes="12").answers["episodes"] == "12"

    def test_an_answer_to_what_the_form_does_not_ask_is_kept_as_it_came(self) -> None:
        saved = DRAFT.with_page(FORM, None, {"gone": ("a",), "title": "Sun"}, CALL, NOW)
        assert (saved.answers["gone"], saved.answers["title"]) == (("a",), "Sun")

    def test_answers_take_the_shape_of_their_kind(self) -> None:
        assert save(DRAFT, title=("Sun",), format="film").answers == {
            **DRAFT.answers,
            "title": "Sun",
            "format": ("film",),
        }

    def test_a_version_begun_after_submission_stays_beside_what_was_handed_in(self) -> None:
        begun = save(SUBMITTED, title="Sun")
        assert (begun.answers["title"], begun.current["title"]) == ("Moon", "Sun")
        again = save(begun, logline="B")
        assert again.working == {**DRAFT.answers, "title": "Sun", "logline": "B"}
        assert again.discard() == SUBMITTED

    def test_one_answer_comes_and_goes(self) -> None:
        added = DRAFT.with_answer("deck", ("id",), CALL, NOW)
        assert added.answers["deck"] == ("id",)
        assert added.with_answer("deck", (), CALL, NOW) == DRAFT
        assert added.with_answer("deck", None, CALL, NOW) == DRAFT


class TestWhatModalsLeaveOut:
    LABEL = FORM.pages[0].title
    FIELDS = (
        Field("adult", Kind.YES_NO, LABEL, required=False),
        Field("owner", Kind.CONSENT, LABEL, required=False),
        Field("must", Kind.YES_NO, LABEL),
        Field("notes", Kind.LONG, LABEL, required=False),
        Field("deck", Kind.FILES, LABEL, required=False),
        Field("hidden", Kind.CHOICE, LABEL, required=False, show_if=Condition("adult", ("yes",))),
    )
    FORM = Form((Page("p", LABEL, FIELDS),), Consent("1", LABEL))

    def save(self, given: Mapping[str, Answer], **answers: Answer) -> Mapping[str, Answer]:
        draft = replace(DRAFT, answers=answers)
        return draft.with_page(self.FORM, self.FORM.pages[0], given, CALL, NOW).answers

    def test_an_optional_choice_was_left_alone(self) -> None:
        assert self.save({}, adult="no", owner="yes", must="yes") == {"must": "yes"}

    def test_a_choice_that_was_not_shown_is_not_touched(self) -> None:
        assert self.save({"adult": "no"}, adult="no", hidden="x") == {"adult": "no", "hidden": "x"}

    def test_texts_are_always_sent_so_one_that_is_absent_was_not_asked(self) -> None:
        assert self.save({}, notes="kept") == {"notes": "kept"}

    def test_files_come_and_go_by_another_way(self) -> None:
        for given in ({}, {"deck": ("forged",)}, {"deck": ()}):
            assert self.save(given, deck=("id",)) == {"deck": ("id",)}


class TestSubmitting:
    def test_what_is_submitted_is_fixed_with_its_time_consent_and_hash(self) -> None:
        submission = SUBMITTED.submission
        assert submission is not None
        assert (submission.at, submission.late, SUBMITTED.revision) == (NOW, False, 1)
        assert (submission.consent_version, submission.consent_text) == ("1", "我同意。")
        assert submission.content_hash == content_hash(SUBMITTED.answers, 1, "1", {})

    def test_the_consent_is_kept_in_the_language_it_was_read_in(self) -> None:
        sent = submit(replace(DRAFT, locale=Locale.EN))
        assert sent.submission is not None
        assert sent.submission.consent_text == "I agree."

    def test_answers_to_what_is_not_shown_are_left_out(self) -> None:
        draft = replace(DRAFT, answers={**DRAFT.answers, "episodes": "8", "gone": "x"})
        assert submit(draft).answers == DRAFT.answers

    def test_one_that_is_not_complete_is_refused_with_how_much_is_missing(self) -> None:
        with pytest.raises(PitchIncomplete) as refused:
            submit(replace(DRAFT, answers={"format": ("film",)}))
        assert refused.value.params == {"count": 2}

    def test_one_without_consent_is_refused(self) -> None:
        with pytest.raises(ConsentMissing):
            DRAFT.submit(PROGRAMME, CALL, agreed=False, now=NOW, files={})

    def test_one_in_the_grace_is_late_and_after_it_refused(self) -> None:
        assert CALL.closes is not None
        sent = DRAFT.submit(PROGRAMME, CALL, agreed=True, now=CALL.closes, files={})
        assert sent.submission is not None
        assert sent.submission.late
        late = CALL.closes + timedelta(minutes=15)
        with pytest.raises(CallClosed) as refused:
            DRAFT.submit(PROGRAMME, CALL, agreed=True, now=late, files={})
        assert refused.value.params == {"closed": later(days=30)}

    @pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT}))
    def test_a_refusal_names_the_pitch_that_was_submitted_before(self, state: State) -> None:
        with pytest.raises(NotADraft) as refused:
            submit(replace(SUBMITTED, state=state))
        assert refused.value.params == {"ref": str(DRAFT.ref)}


class TestSendingANewVersion:
    def test_it_replaces_what_was_handed_in_and_counts(self) -> None:
        sent = resubmit(save(SUBMITTED, title="Sun"))
        assert (sent.answers["title"], sent.working, sent.revision) == ("Sun", None, 2)
        assert (sent.state, sent.submission and sent.submission.at) == (
            State.SUBMITTED,
            later(days=1),
        )

    def test_it_answers_what_was_requested_also_past_the_deadline(self) -> None:
        begun = save(ASKED, title="Sun")
        sent = begun.resubmit(PROGRAMME, CLOSED, agreed=True, now=later(days=40), files={})
        assert (sent.state, sent.changes) == (State.SHORTLISTED, None)

    @pytest.mark.parametrize(
        "same", [SUBMITTED, save(SUBMITTED, title="Moon"), save(SUBMITTED, episodes="8")]
    )
    def test_one_that_says_the_same_is_refused(self, same: Pitch) -> None:
        with pytest.raises(NothingChanged) as refused:
            resubmit(same)
        assert refused.value.params == {"ref": str(DRAFT.ref)}

    def test_a_draft_or_what_is_settled_has_none(self) -> None:
        for of in (DRAFT, replace(save(SUBMITTED, title="Sun"), state=State.ACCEPTED)):
            with pytest.raises(NotEditable):
                resubmit(of)

    def test_it_is_complete_and_agreed_to_like_the_first(self) -> None:
        with pytest.raises(PitchIncomplete):
            resubmit(save(SUBMITTED, title=""))
        with pytest.raises(ConsentMissing):
            resubmit(save(SUBMITTED, title="Sun"), agreed=False)


def test_an_answer_is_read_as_text_only_if_it_is_text() -> None:
    assert [DRAFT.text(name) for name in ("title", "format", "nothing")] == ["Moon", "", ""]


class TestContentHash:
    def test_it_is_the_same_for_ever(self) -> None:
        assert content_hash({"title": "月亮港", "format": ("film", "series")}, 2, "1", {}) == (
            "98a39593ef3299dc2991e4c81b24eb8711e4f28a9053a7638fd58efa4a047a68"
        )

    def test_the_order_of_answers_does_not_matter_but_that_of_choices_does(self) -> None:
        first = content_hash({"a": "1", "b": ("x", "y")}, 1, "1", {})
        assert content_hash({"b": ("x", "y"), "a": "1"}, 1, "1", {}) == first
        assert content_hash({"a": "1", "b": ("y", "x")}, 1, "1", {}) != first

    def test_every_part_matters(self) -> None:
        hashes = {
            content_hash({"a": "1"}, 1, "1", {}),
            content_hash({"a": "2"}, 1, "1", {}),
            content_hash({"b": "1"}, 1, "1", {}),
            content_hash({"a": "1"}, 2, "1", {}),
            content_hash({"a": "1"}, 1, "2", {}),
            content_hash({}, 1, "1", {}),
            content_hash({"a": ("id",)}, 1, "1", {"id": "ab"}),
            content_hash({"a": ("id",)}, 1, "1", {"id": "cd"}),
            content_hash({"a": ("id",)}, 1, "1", {}),
        }
        assert len(hashes) == 9

    def test_files_that_no_answer_names_do_not_count(self) -> None:
        named = content_hash({"a": ("id",)}, 1, "1", {"id": "ab"})
        assert content_hash({"a": ("id",)}, 1, "1", {"id": "ab", "other": "cd"}) == named

    def test_half_a_surrogate_pair_is_no_obstacle(self) -> None:
        assert len(content_hash({"a": "\ud800"}, 1, "1", {})) == 64
