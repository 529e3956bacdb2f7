"""Everything the bot shows, held to Discord's limits with the fullest pitch there can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.discord_io import answer_view, desk_view, draft_view, owner_view
from bot.discord_io.cards import person_notice
from bot.discord_io.reading import STATE_NAMES
from bot.discord_io.widgets import Layout
from bot.domain.ids import ChannelId, PitchId, RoleId, UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.people import GuildSettings
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.text import Locale
from bot.services.answering import Answered, Found, Offered, Unknown
from bot.services.desk import Filed
from bot.services.intake import LISTED, Draft
from bot.services.ports import Card, Page
from bot.services.ports_delivery import Brief
from bot.texts import Text
from sandbox.validation import IS_COMPONENTS_V2, check_message
from tests.db.samples import HOME, notice, pitch
from tests.unit import samples

KEYS = sorted(samples.PROGRAMMES)
FILLS = [samples.fitting, samples.longest, samples.too_long]
MOST_PAGES = 40
"""Views are asked for this many pages: more than any pitch has, which shows its last."""

languages = pytest.mark.parametrize("text", samples.TEXTS, ids=samples.name)
programmes = pytest.mark.parametrize("programme", samples.PROGRAMMES.values(), ids=KEYS[::-1])
fills = pytest.mark.parametrize("fill", FILLS)


Component = Mapping[str, Any]


def components(view: Layout) -> list[Component]:
    made: list[Component] = view.to_components()  # type: ignore[no-untyped-call]
    return made


def check(*views: Layout) -> None:
    for view in views:
        check_message({"flags": IS_COMPONENTS_V2, "components": components(view)})


def labels(view: Layout) -> list[str]:
    """Of all buttons, in order."""
    return [part["label"] for part in _parts(components(view)) if "label" in part]


def words(view: Layout) -> str:
    return "\n".join(part["content"] for part in _parts(components(view)) if "content" in part)


def _parts(within: Iterable[Component]) -> Iterator[Component]:
    for component in within:
        yield component
        yield from _parts(component.get("components", ()))
        yield from _parts([component["accessory"]] if "accessory" in component else ())


def claimed(of: Pitch) -> Pitch:
    return of.claim(UserId(2**63 - 1))


def brief(of: Draft, kind: NoticeKind, route: Route, locale: Locale) -> Brief:
    settings = GuildSettings(HOME, RoleId(1), ChannelId(2), ChannelId(3), locale, "UTC")
    recipient = None if route is Route.DESK else of.pitch.owner
    sent = notice(of.pitch, recipient, kind=kind, route=route)
    return Brief(sent, of.pitch, of.programme, settings, Card(ChannelId(2), 5, None), locale)


@languages
@programmes
class TestDrafts:
    @fills
    def test_a_draft_fits_wherever_it_is_shown(
        self, programme: Programme, text: Text, fill: samples.Fill
    ) -> None:
        draft = samples.draft(programme, fill)
        check(
            draft_view.opening(draft, text),
            draft_view.progress(draft, text),
            draft_view.saved(draft, text),
            draft_view.consent(draft, text),
            owner_view.own_pitch(draft, 0, text),
            *(draft_view.progress(draft, text, after=n) for n in range(len(programme.form.pages))),
            *(draft_view.review(draft, n, text) for n in range(MOST_PAGES)),
        )

    def test_an_empty_draft_names_no_problem_of_pages_that_were_not_opened(
        self, programme: Programme, text: Text
    ) -> None:
        draft = samples.draft(programme)
        empty = replace(draft, pitch=replace(draft.pitch, answers={}))
        shown = draft_view.progress(empty, text)
        check(shown)
        assert "⚠️" not in words(shown)
        assert labels(shown) == [text("button.continue"), text("button.later")]

    def test_a_page_that_breaks_a_limit_is_to_be_corrected_first(
        self, programme: Programme, text: Text
    ) -> None:
        wrong = samples.draft(programme, samples.too_long)
        shown = draft_view.progress(wrong, text, after=0)
        assert labels(shown)[0] == text("button.correct")
        assert "⚠️" in words(shown)

    def test_a_complete_draft_is_reviewed_then_agreed_to_then_submitted(
        self, programme: Programme, text: Text
    ) -> None:
        draft = samples.draft(programme)
        assert labels(draft_view.progress(draft, text))[0] == text("button.review")
        assert text("button.to_consent") in labels(draft_view.review(draft, MOST_PAGES, text))
        assert labels(draft_view.consent(draft, text))[0] == text("button.submit")

    def test_what_was_handed_in_shows_its_receipt_wherever_its_draft_was(
        self, programme: Programme, text: Text
    ) -> None:
        sent = samples.submitted(samples.draft(programme, samples.longest))
        receipt = words(draft_view.receipt(sent, text))
        assert sent.pitch.submission is not None
        assert sent.pitch.submission.content_hash in receipt
        for view in (
            draft_view.progress(sent, text),
            draft_view.review(sent, 0, text),
            draft_view.consent(sent, text),
            draft_view.saved(sent, text),
        ):
            check(view)
            assert words(view) == receipt


@languages
@programmes
class TestPitches:
    @pytest.mark.parametrize("fill", [samples.fitting, samples.longest])
    def test_a_pitch_fits_wherever_it_is_read(
        self, programme: Programme, text: Text, fill: samples.Fill
    ) -> None:
        titled = replace(programme, card=replace(programme.card, title=programme.card.logline))
        sent = samples.submitted(samples.draft(titled, fill))
        held = replace(sent, pitch=claimed(sent.pitch))
        for draft in (sent, held):
            filed = Filed(draft.pitch, programme)
            check(
                *(owner_view.own_pitch(draft, n, text) for n in range(MOST_PAGES)),
                *(desk_view.opened(filed, n, text) for n in range(MOST_PAGES)),
            )

    @pytest.mark.parametrize("kind", NoticeKind)
    @pytest.mark.parametrize("fill", [samples.fitting, samples.longest])
    def test_a_notice_fits_whichever_way_it_goes(
        self, programme: Programme, text: Text, fill: samples.Fill, kind: NoticeKind
    ) -> None:
        sent = samples.submitted(samples.draft(programme, fill))
        for draft in (sent, replace(sent, pitch=claimed(sent.pitch))):
            at_desk = brief(draft, kind, Route.DESK, text.locale)
            card = desk_view.desk_card(at_desk, text)
            check(card)
            assert components(card)[0]["id"] == at_desk.notice.marker
            assert len(desk_view.thread_name(at_desk, text)) <= desk_view.THREAD_NAME
            for route in (Route.DM, Route.THREAD, Route.OWNER):
                check(person_notice(brief(draft, kind, route, text.locale), text))

    def test_only_a_pitch_that_nobody_holds_can_be_claimed(
        self, programme: Programme, text: Text
    ) -> None:
        sent = samples.submitted(samples.draft(programme))
        held = claimed(sent.pitch)
        claim = text("button.claim")
        assert claim in labels(desk_view.opened(Filed(sent.pitch, programme), 0, text))
        assert claim not in labels(desk_view.opened(Filed(held, programme), 0, text))

    def test_a_notice_in_a_thread_names_whom_it_is_for(
        self, programme: Programme, text: Text
    ) -> None:
        sent = samples.submitted(samples.draft(programme))
        shown = person_notice(brief(sent, NoticeKind.RECEIPT, Route.THREAD, text.locale), text)
        assert words(shown).startswith(f"<@{sent.pitch.owner}>\n")


@languages
class TestLists:
    @pytest.mark.parametrize("page", [0, 1])
    def test_a_full_list_fits(self, text: Text, page: int) -> None:
        programme = samples.PROGRAMMES["chunm"]
        fullest = samples.draft(programme, samples.longest).pitch
        items = [replace(fullest, id=PitchId(f"{n:020x}")) for n in range(LISTED)]
        view = owner_view.own_list(Page(items, 30), page, {programme.key: programme}, text)
        check(view)
        assert (text("button.earlier") in labels(view)) is bool(page)
        assert labels(view)[-1] == text("button.further")

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
