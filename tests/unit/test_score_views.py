"""What coordinators put on a pitch, as full as it can be, held to Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from bot.discord_io import desk_open, desk_view, score_view
from bot.discord_io.form_modal import LABEL_CHARACTERS
from bot.domain.errors import MoveNotPossible
from bot.domain.form import PAGE_FIELDS
from bot.domain.ids import UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.pitch import ChangeRequest, Proposal, State
from bot.domain.programme import Category, ReviewRules
from bot.domain.redaction import hide
from bot.domain.review import (
    FEEDBACK_CHARACTERS,
    NOTE_CHARACTERS,
    TAG_CHARACTERS,
    TAGS,
    ConflictKind,
    Marks,
    Score,
    Tally,
    tally,
)
from bot.domain.text import Localized
from bot.services.filing import Filed, at_desk
from bot.services.ports_desk import Note
from bot.services.scoring import Scorecard
from bot.texts import Text
from sandbox.validation.modals import check_modal
from tests.db.samples import HOME, NOW, OWNER, later
from tests.unit import samples
from tests.unit.test_desk_views import COORDINATOR, fullest
from tests.unit.viewing import brief, check, every_page, filed, labels, languages, words

FULL = Marks(tuple("*" * TAG_CHARACTERS for _ in range(TAGS)), 20, Tally(20, 1 / 3, 5, 4), 999)
MANY = tuple(Category(f"c{n}", Localized(*["*" * LABEL_CHARACTERS] * 3), 100) for n in range(10))


def reviewed(state: State = State.IN_REVIEW, categories: int = 10) -> Filed:
    of = filed(fullest(samples.PROGRAMMES["hina"], samples.longest, state))
    programme = replace(of.programme, review=MANY[:categories], rules=ReviewRules(quorum=20))
    return replace(of, programme=programme, pitch=replace(of.pitch, review_due=later(days=9)))


def scores(of: Filed, count: int) -> tuple[Score, ...]:
    values = {category.id: 5 for category in of.programme.review}
    return tuple(
        Score(
            HOME, of.pitch.id, UserId(2**63 - 1 - n), values, "*" * NOTE_CHARACTERS,
            "*" * FEEDBACK_CHARACTERS, 1, NOW,
        )
        for n in range(count)
    )  # fmt: skip


def scorecard(of: Filed, count: int) -> Scorecard:
    given = scores(of, count)
    own = given[0] if given else None
    return Scorecard(of, own, count, True, given[1:], tally(given, of.programme.review))


@languages
class TestCards:
    @pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_REVIEW, State.SHORTLISTED])
    def test_a_full_card_fits(self, text: Text, state: State) -> None:
        of = fullest(samples.PROGRAMMES["hina"], samples.longest, state)
        told = brief(of, NoticeKind.DESK_UPDATE, Route.DESK, text.locale)
        pitch = replace(told.pitch, review_due=later(days=9))
        card = desk_view.desk_card(replace(told, pitch=pitch, marks=FULL), text)
        check(card)
        assert text("button.score") in labels(card)
        assert "999" in words(card)

    def test_it_fits_when_it_is_opened_with_notes(self, text: Text) -> None:
        of = reviewed()
        note = Note(HOME, of.pitch.id, COORDINATOR, NOW, "*" * NOTE_CHARACTERS)
        full = replace(of, marks=FULL, notes=(note, note))
        views = list(every_page(partial(desk_open.opened, full, text=text)))
        check(*views)
        assert sum(words(view).count(r"\*" * 100) > 0 for view in views) > 0

    def test_a_hidden_author_is_called_hidden(self, text: Text) -> None:
        of = reviewed()
        blind = replace(of, programme=replace(of.programme, rules=ReviewRules(blind=True)))
        shown = desk_open.opened(at_desk(blind), 0, text)
        assert text("card.hidden") in words(shown)
        assert f"<@{OWNER}>" not in words(shown)
        told = brief(
            fullest(samples.PROGRAMMES["hina"], samples.fitting, State.IN_REVIEW),
            NoticeKind.DESK_UPDATE, Route.DESK, text.locale,
        )  # fmt: skip
        programme = replace(told.programme, rules=ReviewRules(blind=True))
        hidden = hide(told.pitch, programme, told.team, told.files)
        card = desk_view.desk_card(
            replace(told, pitch=hidden.pitch, team=hidden.team, files=hidden.files), text
        )
        check(card)
        assert text("card.hidden") in words(card)
        assert f"<@{OWNER}>" not in words(card)


@languages
class TestForgotten:
    """Coordinators who asked to be forgotten."""

    def test_scores_stand_without_their_names(self, text: Text) -> None:
        of = reviewed(categories=2)
        own, *others = scores(of, 3)
        nameless = tuple(replace(one, reviewer=UserId(-n)) for n, one in enumerate(others))
        card = Scorecard(of, own, 3, True, nameless, None)
        shown = words(score_view.score_card(card, text))
        assert shown.count(text("question.somebody")) == 2
        assert "<@0>" not in shown
        assert "<@-1>" not in shown

    def test_requests_and_proposals_stand_without_their_names(self, text: Text) -> None:
        for state in (State.CHANGES_REQUESTED, State.IN_REVIEW):
            of = fullest(samples.PROGRAMMES["hina"], samples.fitting, state)
            told = brief(of, NoticeKind.DESK_UPDATE, Route.DESK, text.locale)
            asked = ChangeRequest(("title",), "", None, State.IN_REVIEW, UserId(0))
            proposed = Proposal(State.ACCEPTED, "", UserId(0))
            pitch = replace(told.pitch, changes=asked, proposal=proposed)
            shown = words(desk_view.desk_card(replace(told, pitch=pitch), text))
            assert text("question.somebody") in shown
            assert "<@0>" not in shown


@languages
class TestScores:
    @pytest.mark.parametrize("count", [0, 1, 2, 30])
    def test_a_score_card_fits(self, text: Text, count: int) -> None:
        card = scorecard(reviewed(), count)
        check(score_view.score_card(card, text), score_view.score_card(card, text, following=1))

    @pytest.mark.parametrize("kind", ConflictKind)
    def test_a_conflict_is_told_and_leaves_nothing_to_press(
        self, text: Text, kind: ConflictKind
    ) -> None:
        card = replace(scorecard(reviewed(), 0), conflict=kind, seen=False)
        view = score_view.score_card(card, text)
        check(view)
        assert labels(view) == []

    @pytest.mark.parametrize("categories", range(1, 11))
    def test_every_category_stands_on_one_page_and_the_texts_on_the_last(
        self, text: Text, categories: int
    ) -> None:
        card = scorecard(reviewed(categories=categories), 1)
        made = score_view.pages(card.filed.programme.review)
        assert [one for page in made for one in page] == list(MANY[:categories])
        for page in range(len(made)):
            modal = score_view.score_modal(card, page, text)
            last = page == len(made) - 1
            check_modal({"title": modal.title, "custom_id": modal.custom_id, **modal.to_dict()})
            assert len(modal.children) == len(made[page]) + 2 * last
            assert 1 <= len(modal.children) <= PAGE_FIELDS
        with pytest.raises(MoveNotPossible):
            score_view.score_modal(card, len(made), text)
