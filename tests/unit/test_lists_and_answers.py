"""Lists, the inbox, privacy and answers, held to Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.discord_io import (
    answer_view,
    feedback_view,
    owner_view,
)
from bot.discord_io.feedback_view import Asked
from bot.discord_io.inbox_view import inbox
from bot.discord_io.privacy_view import before_erasing, confirmation, confirmed
from bot.discord_io.reading import LANGUAGE_NAMES, STATE_NAMES
from bot.discord_io.widgets import Layout
from bot.domain.faq import BankEntry, FaqRef, InLanguages, seeds
from bot.domain.ids import CallId, ChannelId, GuildId, MessageId, PitchId, ProgrammeKey
from bot.domain.notice import NoticeKind, Route
from bot.domain.pitch import State
from bot.domain.programme import Programme
from bot.domain.question import Outcome, Place, Question, QuestionId, Where
from bot.domain.text import Locale
from bot.services.answering import Answered, Found, Offered, Unknown
from bot.services.intake import LISTED
from bot.services.ports import Page
from bot.services.privacy import Goes
from bot.services.programmes import Offering
from bot.texts import Text, stamp
from sandbox.validation.modals import check_modal
from tests.db.samples import HOME, NOW, OWNER, pitch
from tests.unit import samples
from tests.unit.viewing import (
    brief,
    check,
    labels,
    languages,
    parts,
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
        theirs = text("privacy.goes_coordinator", held=8, scores=9)
        assert theirs not in words(shown)
        goes = Goes(1, 2, 3, 4, 5 * 1024 * 1024, 6, coordinates=True, held=8, scores=9)
        both = before_erasing(goes, text)
        check(both)
        assert theirs in words(both)
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


QUESTION = QuestionId("f" * 20)
BIGGEST = GuildId(2**63 - 1)
LONGEST_REF = FaqRef(ProgrammeKey("k" * 32), "e" * 40)


def whole(locale: Locale = Locale.EN, **changes: Any) -> BankEntry:
    """An entry as full as there can be, with the longest ids."""
    entry = BankEntry(
        LONGEST_REF,
        InLanguages({locale: "*" * 300}),
        {},
        InLanguages({locale: "*_ " * 2600}),
        date(2026, 1, 2),
        source="*" * 300,
    )
    return replace(entry, **changes)


def pages_of(found: Found, text: Text) -> list[Layout]:
    """All pages, by their arrows."""
    asked = Asked(BIGGEST, QUESTION)
    made = [answer_view.entry_view(found, text, asked=asked)]
    while text("answer.further") in labels(made[-1]):
        made.append(answer_view.entry_view(found, text, page=len(made), asked=asked))
    return made


@languages
@programmes
class TestAnswersOfAProgramme:
    @pytest.mark.parametrize("forum", [False, True])
    def test_every_entry_fits_with_the_entries_related_to_it(
        self, programme: Programme, text: Text, forum: bool
    ) -> None:
        entries = {entry.ref.id: entry for entry in seeds(programme)}
        for entry in entries.values():
            related = tuple(entries[name] for name in entry.related)
            reply = Answered(Found(programme, entry, related), QUESTION)
            view = answer_view.reply_view(reply, text, BIGGEST, forum=forum)
            check(view)
            assert entry.confirmed.isoformat() in words(view)
            assert programme.source.published.isoformat() in words(view)
            assert labels(view)[:2] == ["👍", "👎"]
            assert text("button.ask_coordinator") in labels(view)

    def test_a_choice_of_entries_fits_in_a_row(self, programme: Programme, text: Text) -> None:
        choices = tuple(Found(programme, entry) for entry in seeds(programme)[:3])
        view = answer_view.reply_view(Offered(choices, QUESTION), text, BIGGEST)
        check(view)
        assert labels(view)[3:] == [text("button.ask_coordinator")]


@languages
class TestAnswers:
    def test_not_to_know_names_where_people_can_be_asked(self, text: Text) -> None:
        check(answer_view.reply_view(Unknown(None, None), text, BIGGEST))
        asked = answer_view.reply_view(Unknown(ChannelId(7), QUESTION), text, BIGGEST)
        check(asked)
        assert "<#7>" in words(asked)
        assert labels(asked) == [text("button.ask_coordinator")]
        there = answer_view.reply_view(
            Unknown(ChannelId(7), QUESTION), text, BIGGEST, here=ChannelId(7)
        )
        assert "<#7>" not in words(there)

    def test_in_a_post_its_author_can_call_anything_solved(self, text: Text) -> None:
        found = Found(None, whole(text.locale))
        for reply in (
            Answered(found, QUESTION), Offered((found,), QUESTION), Unknown(None, QUESTION)
        ):  # fmt: skip
            view = answer_view.reply_view(reply, text, BIGGEST, forum=True)
            check(view)
            for name in ("button.solved", "button.ask_coordinator"):
                assert labels(view).count(text(name)) == 1, reply

    def test_a_long_answer_is_on_pages_and_all_of_it(self, text: Text) -> None:
        key = LONGEST_REF.programme
        refs = [FaqRef(key, str(n) + "e" * 39) for n in range(3)]
        related = tuple(whole(text.locale, ref=ref) for ref in refs)
        programme = samples.PROGRAMMES["hina"]
        found = Found(programme, whole(text.locale), related)
        made = pages_of(found, text)
        check(*made)
        assert len(made) > 2
        assert sum(words(view).count("\\*\\_") for view in made) == 2600
        for number, view in enumerate(made, 1):
            assert text("page.of", page=number, pages=len(made)) in words(view)
        past = answer_view.entry_view(found, text, page=99)
        assert words(past) == words(made[-1])

    def test_an_entry_of_the_server_itself_has_no_programme(self, text: Text) -> None:
        for source in ("", "the rules, https://example.com/rules"):
            entry = whole(text.locale, source=source)
            view = answer_view.entry_view(Found(None, entry), text)
            check(view)
            assert text("answer.general") in words(view)
            assert source in words(view)

    def test_an_answer_in_another_language_says_so(self, text: Text) -> None:
        for locale in Locale:
            view = answer_view.entry_view(Found(None, whole(locale)), text)
            check(view)
            said = text("answer.only_in", language=text(LANGUAGE_NAMES[locale]))
            assert (said in words(view)) is (locale is not text.locale)

    def test_pictures_are_shown_and_links_can_be_followed(self, text: Text) -> None:
        answer = (
            "See [the rules](https://example.com/a_b) and https://example.com/c_d, @everyone "
            "<@123>\nhttps://example.com/map.png\nhttps://example.com/two.JPG?size=2\nThe _end_"
        )
        entry = whole(text.locale, answer=InLanguages({text.locale: answer}), source="")
        view = answer_view.entry_view(Found(None, entry), text)
        check(view)
        pictures = [part["items"] for part in parts(view) if "items" in part]
        assert [[one["media"]["url"] for one in each] for each in pictures] == [
            ["https://example.com/map.png", "https://example.com/two.JPG?size=2"]
        ]
        shown = words(view)
        assert "[the rules](https://example.com/a_b) and https://example.com/c_d," in shown
        assert r"\@everyone \<\@123>" in shown
        assert r"The \_end\_" in shown

    def test_what_was_missing_can_be_said_or_not(self, text: Text) -> None:
        asked = Asked(BIGGEST, QUESTION)
        modal = feedback_view.missing(asked, text).to_dict()
        check_modal(modal)
        assert modal["components"][0]["component"]["required"] is False
        thanks = feedback_view.sorry(asked, text)
        check(thanks)
        assert labels(thanks) == [text("button.ask_coordinator")]

    @pytest.mark.parametrize("place", Place)
    def test_who_passes_a_question_on_is_told_where_the_answer_will_be(
        self, text: Text, place: Place
    ) -> None:
        where = Where(place, ChannelId(5), MessageId(6))
        asked = Question(QUESTION, HOME, NOW, OWNER, text.locale, "Who?", where, Outcome.UNKNOWN)
        here = place in (Place.MENTION, Place.CHANNEL, Place.FORUM)
        expected = text("ask.passed_on_here" if here else "ask.passed_on_dm")
        assert feedback_view.passed_on(asked, text) == expected


def test_every_state_of_a_pitch_has_a_name() -> None:
    assert set(STATE_NAMES) == set(State)
