"""What the desk shows of a pitch in any state, held to Discord's limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from bot.discord_io import changes_view, desk_list, desk_notices, desk_open, desk_view
from bot.discord_io.changes_view import changes
from bot.discord_io.errors import sentence
from bot.discord_io.export_options import STATES
from bot.discord_io.queue_words import in_words
from bot.discord_io.sender import private_name
from bot.discord_io.widgets import Layout
from bot.domain import moves
from bot.domain.errors import MoveNotPossible
from bot.domain.errors_queue import TooManyFilters
from bot.domain.history import Happening, written
from bot.domain.ids import PitchId, ProgrammeKey, UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.pitch import Pitch, PitchEvent, Revision, State
from bot.domain.programme import Programme
from bot.domain.queue import PitchQuery, Sort
from bot.domain.review import Marks, Tally
from bot.domain.text import Locale
from bot.services.drafts import Draft
from bot.services.queueing import LISTED, Found, Listed
from bot.texts import Text
from tests.db.samples import HOME, NOW, OWNER, later
from tests.unit import samples
from tests.unit.viewing import (
    brief,
    check,
    components,
    every_page,
    filed,
    labels,
    languages,
    parts,
    programmes,
    words,
)

COORDINATOR = UserId(2**63 - 1)
fills = pytest.mark.parametrize("fill", [samples.fitting, samples.longest])
states = pytest.mark.parametrize("state", [one for one in State if one is not State.DRAFT])
POSTED = (
    NoticeKind.NEW_VERSION,
    NoticeKind.CONFIRMED,
    NoticeKind.WITHDRAWN,
    NoticeKind.RESTORED,
    NoticeKind.REOPENED,
    NoticeKind.CHANGES_LATE,
)


def in_state(pitch: Pitch, programme: Programme, state: State) -> Pitch:
    """The pitch moved to ``state`` by the rules, with the longest words at each move."""
    everything = tuple(field.id for field in programme.form.fields())
    held = moves.claim(pitch, COORDINATOR, frozenset())
    proposed = moves.propose(held, COORDINATOR, State.ACCEPTED, "*" * 1000)
    declined = moves.propose(held, COORDINATOR, State.DECLINED, "")
    moved = {
        State.SUBMITTED: pitch,
        State.IN_REVIEW: proposed,
        State.CHANGES_REQUESTED: moves.request_changes(
            held, COORDINATOR, everything, "*" * 1000, later(days=3), NOW
        ),
        State.SHORTLISTED: replace(moves.shortlist(proposed), proposal=proposed.proposal),
        State.ACCEPTED: moves.release(proposed),
        State.DECLINED: moves.release(declined),
        State.INELIGIBLE: moves.find_ineligible(held, "*" * 1000),
        State.CONFIRMED: moves.confirm(moves.release(proposed)),
        State.WITHDRAWN: moves.withdraw(held, NOW),
        State.ERASED: moves.erase(held),
    }[state]
    assert moved.state is state
    return moved


def fullest(programme: Programme, fill: samples.Fill, state: State) -> Draft:
    """Late, with a full team, a second version and the longest history."""
    sent = samples.full_team(samples.submitted(samples.draft(programme, fill)))
    pitch = sent.pitch
    assert pitch.submission is not None
    late = replace(pitch, submission=replace(pitch.submission, late=True), revision=12)
    assert late.submission is not None
    other = {name: ("?" if isinstance(a, str) else ()) for name, a in late.answers.items()}
    before = Revision(late.id, 11, 1, other, late.submission)
    after = Revision(late.id, 12, 1, late.answers, late.submission)
    moved = in_state(late, programme, state)
    return replace(sent, pitch=moved, revisions=(before, after))


def events(of: Pitch) -> Iterator[PitchEvent]:
    reasons = ["", "*" * 1000, *(written(one, 3) for one in Happening)]
    reasons += [written(Happening.PROPOSED, f"accepted {'*' * 1000}")]
    for number, reason in enumerate(reasons):
        before = list(State)[number % len(State)]
        yield PitchEvent(of.id, HOME, NOW, COORDINATOR, before, of.state, reason)


@languages
@programmes
@states
class TestAnyState:
    @fills
    def test_a_card_fits(
        self, programme: Programme, text: Text, state: State, fill: samples.Fill
    ) -> None:
        about = brief(
            fullest(programme, fill, state), NoticeKind.DESK_UPDATE, Route.DESK, text.locale
        )
        card = desk_view.desk_card(about, text)
        check(card)
        assert components(card)[0]["id"] == about.notice.marker
        assert len(desk_view.thread_name(about, text)) <= desk_view.THREAD_NAME

    @fills
    def test_it_fits_when_it_is_opened(
        self, programme: Programme, text: Text, state: State, fill: samples.Fill
    ) -> None:
        of = fullest(programme, fill, state)
        opened = replace(filed(of), events=tuple(events(of.pitch)), revisions=of.revisions)
        check(*every_page(partial(desk_open.opened, opened, text=text)))
        if of.pitch.state is not State.ERASED:
            check(*(desk_open.files(opened, page, text) for page in range(3)))

    def test_it_can_be_claimed_while_nobody_holds_it(
        self, programme: Programme, text: Text, state: State
    ) -> None:
        about = fullest(programme, samples.fitting, state)
        open_ = replace(about, pitch=replace(about.pitch, assignee=None))
        claim = text("button.claim")
        can = state in (State.SUBMITTED, State.IN_REVIEW)
        shown = desk_view.desk_card(
            brief(open_, NoticeKind.DESK_UPDATE, Route.DESK, text.locale), text
        )
        assert (claim in labels(shown)) is can
        assert (claim in labels(desk_open.opened(filed(open_), 0, text))) is can
        if state is not State.SUBMITTED:
            held = desk_open.opened(filed(about), 0, text)
            assert claim not in labels(held)

    def test_changes_are_asked_for_or_cancelled_or_neither(
        self, programme: Programme, text: Text, state: State
    ) -> None:
        of = filed(fullest(programme, samples.longest, state))
        everything = (1 << len(list(programme.form.fields()))) - 1
        if state in moves.CHANGEABLE:
            view = changes(of, everything, text, refused="?" * 300, kept="*" * 1000)
            check(changes(of, 0, text), view)
            assert text("button.write") in labels(view)
        elif state is State.CHANGES_REQUESTED:
            view = changes(of, 0, text)
            check(view)
            assert text("button.cancel_request") in labels(view)
        else:
            assert changes_view.offered(of.pitch) is None
            with pytest.raises(MoveNotPossible) as refused:
                changes(of, 0, text)
            assert text(f"state.{state}") in sentence(refused.value, text)

    def test_whatever_is_told_fits(self, programme: Programme, text: Text, state: State) -> None:
        of = fullest(programme, samples.longest, state)
        for kind in POSTED:
            told = brief(of, kind, Route.DESK, text.locale, detail="*" * 1000)
            post = desk_notices.desk_post(told, text)
            check(post)
            assert components(post)[0]["id"] == told.notice.marker
        for route in (Route.DM, Route.THREAD):
            given = brief(of, NoticeKind.ASSIGNED, route, text.locale, actor=COORDINATOR)
            check(desk_notices.assigned_notice(given, text))


def decidable(view: Layout) -> list[str]:
    """What there are buttons to decide for."""
    ids = [part.get("custom_id", "") for part in parts(view)]
    return [id_.rpartition(":")[2] for id_ in ids if id_.startswith("desk:decide:")]


@languages
def test_shortlisting_is_offered_until_it_is_proposed(text: Text) -> None:
    plain = fullest(samples.PROGRAMMES["chunm"], samples.fitting, State.IN_REVIEW)
    held = replace(plain, call=replace(plain.call, holds=True))
    waits = moves.propose(plain.pitch, COORDINATOR, State.SHORTLISTED, "fine")
    seen = []
    for of in (plain, held, replace(held, pitch=waits)):
        about = brief(of, NoticeKind.DESK_UPDATE, Route.DESK, text.locale)
        card = desk_view.desk_card(about, text)
        check(card)
        seen.append(decidable(card))
        assert decidable(desk_open.opened(filed(of), 0, text)) == seen[-1]
    assert seen == [["shortlisted", "declined"], ["held", "declined"], ["declined"]]
    assert text("state.shortlisted") in words(card)


@languages
@programmes
class TestTombstones:
    def test_a_tombstone_says_nothing_of_anybody(self, programme: Programme, text: Text) -> None:
        of = replace(fullest(programme, samples.fitting, State.ERASED), members=(), files={})
        card = desk_view.desk_card(brief(of, NoticeKind.DESK_UPDATE, Route.DESK, text.locale), text)
        for view in (card, desk_open.opened(filed(of), 0, text)):
            assert labels(view) == []
            assert "<@" not in words(view)
            assert "月亮港" not in words(view)
            assert str(of.pitch.ref) in words(view)


@languages
class TestNewVersions:
    def test_a_change_in_the_middle_of_a_long_text_is_shown(self, text: Text) -> None:
        programme = samples.PROGRAMMES["chunm"]
        sent = samples.submitted(samples.draft(programme))
        assert sent.pitch.submission is not None
        long = "a " * 1500
        before = {**sent.pitch.answers, "synopsis": f"{long}the sea {long}"}
        after = {**sent.pitch.answers, "synopsis": f"{long}a lake {long}"}
        versions = tuple(
            Revision(sent.pitch.id, number, 1, answers, sent.pitch.submission)
            for number, answers in enumerate((before, after), 1)
        )
        of = replace(sent, revisions=versions)
        told = brief(of, NoticeKind.NEW_VERSION, Route.DESK, text.locale)
        shown = desk_notices.desk_text(told, text)
        assert "the sea" in shown
        assert "a lake" in shown
        assert [field.id for field in desk_notices.changed_fields(told)] == ["synopsis"]

    def test_more_fields_than_fit_are_counted(self, text: Text) -> None:
        programme = samples.PROGRAMMES["chunm"]
        of = fullest(programme, samples.fitting, State.IN_REVIEW)
        told = brief(of, NoticeKind.NEW_VERSION, Route.DESK, text.locale)
        changed = len(desk_notices.changed_fields(told))
        left = changed - desk_notices.FIELDS_SHOWN
        assert left > 0
        assert text.n("desk.more_changed", left) in desk_notices.desk_text(told, text)


@languages
class TestLists:
    @states
    def test_a_full_list_fits(self, text: Text, state: State) -> None:
        programme = samples.PROGRAMMES["chunm"]
        one = fullest(programme, samples.longest, state).pitch
        tags = tuple("*" * 29 + str(n) for n in range(10))
        marks = Marks(tags, 3, Tally(3, 4.25, 4.5, 1))
        items = [
            Listed(replace(one, id=PitchId(f"{n:020x}")), programme, marks, NOW, overdue=n % 2 == 0)
            for n in range(LISTED)
        ]
        found = Found(items, 30, 1, own_scores=True)
        query = PitchQuery(
            STATES, ProgrammeKey("chunm"), assignee=COORDINATOR, overdue=True, tag="*" * 8,
            locale=Locale.ZH_TW, format="*" * 8, score_from=3.25, text="*" * 20, sort=Sort.SCORE,
        )  # fmt: skip
        view = desk_list.pitch_list(found, query, in_words(query, {}, (), text), text)
        check(view)
        assert labels(view)[-2:] == [text("button.earlier"), text("button.further")]
        assert (f"<@{OWNER}>" in words(view)) is (state is not State.ERASED)
        assert ("4.25" in words(view)) is (state is not State.ERASED)

    def test_an_empty_list_says_so(self, text: Text) -> None:
        view = desk_list.pitch_list(Found([], 0, 0), PitchQuery(), "", text)
        assert words(view).split("\n")[0] == text("submissions.none")

    def test_where_nothing_fits_it_says_what_was_looked_for(self, text: Text) -> None:
        query = PitchQuery(text="moon *", tag="rights")
        shown = in_words(query, {}, (), text)
        view = desk_list.pitch_list(Found([], 0, 0), query, shown, text)
        assert words(view).startswith(text("queue.none"))
        assert r"moon \*" in words(view)
        assert "#rights" in words(view)

    def test_a_query_that_no_button_holds_is_refused_only_where_it_is_needed(
        self, text: Text
    ) -> None:
        programme = samples.PROGRAMMES["chunm"]
        one = Listed(fullest(programme, samples.fitting, State.SUBMITTED).pitch, programme, Marks())
        query = PitchQuery(format="*" * 90)
        check(desk_list.pitch_list(Found([one], 1, 0), query, "*", text))
        with pytest.raises(TooManyFilters):
            desk_list.pitch_list(Found([one], 11, 0), query, "*", text)


class TestOwners:
    @pytest.mark.parametrize("kind", [NoticeKind.DESK_CARD, *POSTED])
    def test_the_servers_owner_reads_nothing_of_the_content(self, kind: NoticeKind) -> None:
        text = samples.TEXTS[0]
        of = fullest(samples.PROGRAMMES["hina"], samples.fitting, State.IN_REVIEW)
        shown = desk_notices.owner_notice(brief(of, kind, Route.OWNER, Locale.EN), text)
        check(shown)
        assert "月亮港" not in words(shown)
        assert str(of.pitch.ref) in words(shown)


class TestPrivateThreads:
    def test_nobody_shares_one(self) -> None:
        text = samples.TEXTS[0]
        of = samples.submitted(samples.draft(samples.PROGRAMMES["hina"]))
        told = brief(of, NoticeKind.RECEIPT, Route.THREAD, Locale.EN)
        people = (OWNER, UserId(2**62 + 100), UserId(2**62 + 101))
        names = [
            private_name(replace(told, notice=replace(told.notice, recipient=person)), text)
            for person in people
        ]
        assert names[0] == text("notice.thread", ref=str(of.pitch.ref))
        assert len(set(names)) == len(people)
        assert all(name.startswith(names[0]) for name in names)
