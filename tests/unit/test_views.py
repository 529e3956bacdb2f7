"""Drafts and new versions, held to Discord's limits with the fullest there can be."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from bot.discord_io import (
    draft_open,
    draft_review,
    draft_view,
    files_view,
    owner_view,
    team_view,
)
from bot.discord_io.draft_acts import ask_to_delete
from bot.discord_io.revision_view import ordered, revision
from bot.discord_io.standing import standing
from bot.domain import moves
from bot.domain.ids import UserId
from bot.domain.programme import Programme
from bot.texts import Text
from tests.db.samples import NOW, pitch
from tests.unit import samples
from tests.unit.viewing import (
    MOST_PAGES,
    check,
    every_page,
    fills,
    labels,
    languages,
    parts,
    programmes,
    revised,
    words,
)


@languages
@programmes
class TestDrafts:
    @fills
    def test_a_draft_fits_wherever_it_is_shown(
        self, programme: Programme, text: Text, fill: samples.Fill
    ) -> None:
        leftover = tuple((f"*label {n}", "*" * 4000) for n in range(3))
        earlier = tuple(pitch() for _ in range(7))
        draft = replace(samples.draft(programme, fill), leftover=leftover, earlier=earlier)
        for team in (draft, samples.full_team(draft)):
            seen = samples.seen(team, text)
            check(
                draft_open.opening(seen),
                draft_view.progress(seen),
                draft_view.saved(seen),
                draft_review.consent(seen),
                files_view.files(seen),
                team_view.team(seen),
                ask_to_delete(seen),
                *(draft_view.progress(seen, after=n) for n in range(len(programme.form.pages))),
                *every_page(partial(draft_review.review, seen)),
                *(draft_view.leftover(seen, n) for n in range(10)),
            )

    def test_an_empty_draft_names_no_problem_of_pages_that_were_not_opened(
        self, programme: Programme, text: Text
    ) -> None:
        draft = samples.draft(programme)
        empty = replace(draft, pitch=replace(draft.pitch, answers={}), files={})
        shown = draft_view.progress(samples.seen(empty, text))
        check(shown)
        assert "⚠️" not in words(shown)
        assert labels(shown)[:2] == [text("button.continue"), text("button.later")]

    def test_a_page_that_breaks_a_limit_is_to_be_corrected_first(
        self, programme: Programme, text: Text
    ) -> None:
        wrong = samples.draft(programme, samples.too_long)
        shown = draft_view.progress(samples.seen(wrong, text), after=0)
        assert labels(shown)[0] == text("button.correct")
        assert "⚠️" in words(shown)

    def test_a_complete_draft_is_reviewed_then_agreed_to_then_submitted(
        self, programme: Programme, text: Text
    ) -> None:
        seen = samples.seen(samples.draft(programme), text)
        assert labels(draft_view.progress(seen))[0] == text("button.review")
        assert text("button.to_consent") in labels(draft_review.review(seen, MOST_PAGES))
        assert labels(draft_review.consent(seen))[0] == text("button.submit")

    def test_nothing_is_submitted_while_a_consent_is_missing(
        self, programme: Programme, text: Text
    ) -> None:
        waiting = samples.full_team(samples.draft(programme))
        shown = draft_review.consent(samples.seen(waiting, text))
        submit = next(p for p in parts(shown) if p.get("label") == text("button.submit"))
        assert submit["disabled"]
        assert all(f"<@{member.user}>" in words(shown) for member in waiting.members)

    def test_a_co_author_reads_and_fills_in_and_no_more(
        self, programme: Programme, text: Text
    ) -> None:
        draft = samples.full_team(samples.draft(programme))
        seen = samples.seen(draft, text, draft.members[0].user)
        shown = [
            draft_view.progress(seen),
            team_view.team(seen),
            *every_page(partial(draft_review.review, seen)),
        ]
        offered = {label for view in shown for label in labels(view)}
        owners = ("button.delete", "button.to_consent", "select.invite", "select.take_out")
        assert not offered & {text(name) for name in owners}
        assert text("button.leave") in offered

    def test_earlier_pitches_can_be_copied(self, programme: Programme, text: Text) -> None:
        earlier = tuple(pitch() for _ in range(6))
        few = replace(samples.draft(programme), earlier=earlier[:2])
        offered = labels(draft_open.opening(samples.seen(few, text)))
        assert [text("button.copy", ref=str(each.ref)) for each in earlier[:2]] == offered[-2:]
        many = replace(few, earlier=earlier)
        menu = parts(draft_open.opening(samples.seen(many, text)))[-1]
        assert [each["value"] for each in menu["options"]] == [str(p.ref) for p in earlier]

    def test_what_was_handed_in_is_shown_wherever_its_draft_was(
        self, programme: Programme, text: Text
    ) -> None:
        sent = samples.submitted(samples.draft(programme, samples.longest))
        seen = samples.seen(sent, text)
        receipt = draft_review.receipt(seen)
        check(receipt)
        assert sent.pitch.submission is not None
        assert sent.pitch.submission.content_hash in words(receipt)
        shown = standing(seen, after=0)
        assert sent.pitch.submission.content_hash in words(shown)
        assert text("state.submitted") in words(shown)


@languages
@programmes
class TestNewVersions:
    @pytest.mark.parametrize("fill", [samples.fitting, samples.longest])
    def test_a_new_version_fits_wherever_it_is_shown(
        self, programme: Programme, text: Text, fill: samples.Fill
    ) -> None:
        sent = samples.submitted(samples.draft(programme, fill))
        new = revised(samples.full_team(sent))
        seen = samples.seen(new, text)
        pages_ = range(len(programme.form.pages))
        check(
            revision(samples.seen(sent, text)),
            revision(seen),
            standing(seen),
            draft_review.consent(seen),
            *(revision(seen, after=n) for n in pages_),
            *every_page(partial(draft_review.review, seen)),
            *every_page(partial(owner_view.own_pitch, seen)),
        )

    def test_a_new_version_with_everything_wrong_fits(
        self, programme: Programme, text: Text
    ) -> None:
        sent = samples.submitted(samples.draft(programme))
        wrong = samples.draft(programme, samples.too_long).pitch.answers
        new = revised(sent)
        new = replace(new, pitch=replace(new.pitch, working=wrong))
        shown = revision(samples.seen(new, text))
        check(shown)
        assert text("button.send_new") not in labels(shown)

    def test_what_was_asked_for_comes_first(self, programme: Programme, text: Text) -> None:
        sent = samples.submitted(samples.draft(programme))
        last = programme.form.shown_pages(sent.pitch.answers)[-1]
        name = programme.form.shown(last, sent.pitch.answers)[0].id
        asked = moves.request_changes(sent.pitch, UserId(7), (name,), "Why?", None, NOW)
        seen = samples.seen(replace(sent, pitch=asked), text)
        assert ordered(seen)[0] is last
        shown = revision(seen)
        assert "> Why?" in words(shown)
        assert text("revision.to_change") in words(shown)
        assert labels(shown)[0] == text("button.continue")
        assert text("button.send_new") not in labels(shown)

    def test_a_new_version_is_sent_after_it_was_agreed_to(
        self, programme: Programme, text: Text
    ) -> None:
        seen = samples.seen(revised(samples.submitted(samples.draft(programme))), text)
        assert text("button.send_new") in labels(revision(seen))
        assert labels(draft_review.consent(seen))[0] == text("button.send_agreed")
