"""Lists, the inbox, privacy and answers, held to Discord's limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.discord_io import (
    answer_view,
    owner_view,
)
from bot.discord_io.inbox_view import inbox
from bot.discord_io.privacy_view import before_erasing, confirmation, confirmed
from bot.discord_io.reading import STATE_NAMES
from bot.domain.ids import CallId, ChannelId, PitchId
from bot.domain.notice import NoticeKind, Route
from bot.domain.pitch import State
from bot.domain.programme import Programme
from bot.services.answering import Answered, Found, Offered, Unknown
from bot.services.intake import LISTED
from bot.services.ports import Page
from bot.services.privacy import Goes
from bot.services.programmes import Offering
from bot.texts import Text, stamp
from sandbox.validation.modals import check_modal
from tests.db.samples import pitch
from tests.unit import samples
from tests.unit.viewing import (
    brief,
    check,
    labels,
    languages,
    programmes,
    revised,
    words,
)


@languages
class TestInbox:
    @pytest.mark.parametrize("kind", [NoticeKind.INELIGIBLE, NoticeKind.CHANGES_ASKED])
    def test_five_of_the_longest_notices_fit_one_page(self, text: Text, kind: NoticeKind) -> None:
        draft = revised(
            samples.submitted(samples.draft(samples.PROGRAMMES["hina"], samples.longest))
        )
        told = [brief(draft, kind, Route.INBOX, text.locale, detail="*" * 2000) for _ in range(5)]
        shown = inbox(Page(told, 11), 1, text)
        check(shown)
        assert labels(shown).count(text("button.read_all")) == 5
        assert labels(shown)[-2:] == [text("button.earlier"), text("button.further")]

    def test_five_of_each_kind_fit_one_page(self, text: Text) -> None:
        draft = samples.submitted(samples.draft(samples.PROGRAMMES["chunm"], samples.longest))
        for kind in NoticeKind:
            told = [brief(draft, kind, Route.INBOX, text.locale) for _ in range(5)]
            check(inbox(Page(told, 5), 0, text))

    def test_an_empty_inbox_says_so(self, text: Text) -> None:
        assert words(inbox(Page([], 0), 0, text)) == text("inbox.empty")


@languages
class TestPrivacy:
    def test_it_says_how_much_goes(self, text: Text) -> None:
        shown = before_erasing(Goes(1, 2, 3, 4, 5 * 1024 * 1024, 6), text)
        check(shown)
        assert "5.0 MB" in words(shown)
        modal = confirmation(text).to_dict()
        check_modal(modal)
        assert text("privacy.word") in modal["components"][0]["description"]

    def test_the_word_counts_however_it_is_typed(self, text: Text) -> None:
        word = text("privacy.word")
        for typed in (word, f" {word.upper()} ", f"“{word}”"):
            assert confirmed(typed, text)
        for typed in ("", "yes", word[:-1]):
            assert not confirmed(typed, text)


@languages
class TestLists:
    @pytest.mark.parametrize("page", [0, 1])
    def test_a_full_list_fits(self, text: Text, page: int) -> None:
        programme = samples.PROGRAMMES["chunm"]
        fullest = samples.draft(programme, samples.longest).pitch
        items = [replace(fullest, id=PitchId(f"{n:020x}")) for n in range(LISTED)]
        offering = Offering(programme, 1, samples.CALL, open_=True)
        view = owner_view.own_list(Page(items, 30), page, {programme.key: offering}, text)
        check(view)
        assert (text("button.earlier") in labels(view)) is bool(page)
        assert labels(view)[-1] == text("button.further")

    def test_a_draft_in_a_list_tells_how_far_it_is_and_until_when(self, text: Text) -> None:
        draft = samples.draft(samples.PROGRAMMES["chunm"])
        programme, pages_ = draft.programme, len(draft.pages)
        offering = Offering(programme, 1, samples.CALL, open_=True)
        mine = Page([draft.pitch], 1)
        shown = words(owner_view.own_list(mine, 0, {programme.key: offering}, text))
        assert text("list.progress", done=pages_, pages=pages_) in shown
        assert samples.CALL.closes is not None
        assert stamp(samples.CALL.closes, "f") in shown
        later_call = replace(samples.CALL, id=CallId("d" * 20))
        offering = Offering(programme, 1, later_call, open_=True)
        shown = words(owner_view.own_list(mine, 0, {programme.key: offering}, text))
        assert text("list.call_over") in shown

    def test_a_list_of_a_programme_that_is_gone_still_shows_references(self, text: Text) -> None:
        mine = pitch()
        view = owner_view.own_list(Page([mine], 1), 0, {}, text)
        check(view)
        assert str(mine.ref) in words(view)

    def test_an_empty_list_says_how_to_begin(self, text: Text) -> None:
        assert words(owner_view.own_list(Page([], 0), 0, {}, text)) == text("pitch.none")


@languages
@programmes
class TestAnswers:
    def test_every_entry_fits_with_the_entries_related_to_it(
        self, programme: Programme, text: Text
    ) -> None:
        for entry in programme.faqs:
            related = tuple(e for name in entry.related if (e := programme.faq(name)))
            view = answer_view.reply_view(Answered(Found(programme, entry, related)), text)
            check(view)
            assert entry.confirmed.isoformat() in words(view)

    def test_a_choice_of_entries_fits_in_a_row(self, programme: Programme, text: Text) -> None:
        choices = tuple(Found(programme, entry) for entry in programme.faqs[:3])
        view = answer_view.reply_view(Offered(choices), text)
        check(view)
        assert len(labels(view)) == 3

    def test_not_to_know_names_where_people_can_be_asked(
        self, programme: Programme, text: Text
    ) -> None:
        assert programme.faqs
        check(answer_view.reply_view(Unknown(None), text))
        asked = answer_view.reply_view(Unknown(ChannelId(7)), text)
        check(asked)
        assert "<#7>" in words(asked)


def test_every_state_of_a_pitch_has_a_name() -> None:
    assert set(STATE_NAMES) == set(State)
