"""What was handed in and what is told of it, held to Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import product

import pytest

from bot.discord_io import (
    files_view,
    owner_view,
    team_view,
)
from bot.discord_io.desk_open import opened
from bot.discord_io.inbox_view import one
from bot.discord_io.notices_view import author_notice
from bot.discord_io.reading import STATE_NAMES
from bot.domain import moves
from bot.domain.ids import UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.pitch import State, Withdrawal
from bot.domain.programme import Programme
from bot.services.team import Invitation
from bot.texts import Text
from tests.db.samples import NOW, OWNER
from tests.unit import samples
from tests.unit.viewing import (
    brief,
    check,
    claimed,
    components,
    every_page,
    filed,
    history,
    labels,
    languages,
    programmes,
    revised,
    words,
)

DETAILS = ("*" * 2000, "joined", "x\n" * 999)


@languages
@programmes
class TestPitches:
    @pytest.mark.parametrize("fill", [samples.fitting, samples.longest])
    def test_a_pitch_fits_wherever_it_is_read(
        self, programme: Programme, text: Text, fill: samples.Fill
    ) -> None:
        titled = replace(programme, card=replace(programme.card, title=programme.card.logline))
        sent = samples.submitted(samples.draft(titled, fill))
        told = replace(sent, events=history(sent), revisions=sent.revisions * 9)
        for draft in (told, claimed(told), samples.full_team(told)):
            seen = samples.seen(draft, text)
            check(
                *every_page(partial(owner_view.own_pitch, seen)),
                *every_page(partial(opened, filed(draft), text=text)),
                files_view.files(seen),
                team_view.team(seen),
                team_view.team(replace(seen, direct=True)),
            )

    @pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
    def test_a_pitch_fits_in_every_state(
        self, programme: Programme, text: Text, state: State
    ) -> None:
        sent = samples.submitted(samples.draft(programme, samples.longest))
        pitch_ = replace(sent.pitch, state=state, withdrawal=Withdrawal(NOW, State.SUBMITTED))
        draft = replace(sent, pitch=pitch_, events=history(sent), undoable=True)
        for user in (OWNER, UserId(5)):
            shown = owner_view.own_pitch(samples.seen(draft, text, user), 0)
            check(shown)
            assert text(STATE_NAMES[state]) in words(shown)

    def test_only_the_owner_withdraws_confirms_and_takes_it_back(
        self, programme: Programme, text: Text
    ) -> None:
        sent = samples.submitted(samples.draft(programme))
        withdrawn = moves.withdraw(sent.pitch, NOW)
        for changed, label in (
            (sent.pitch, "button.withdraw"),
            (withdrawn, "button.undo"),
            (replace(sent.pitch, state=State.ACCEPTED), "button.confirm"),
        ):
            draft = replace(sent, pitch=changed, undoable=True)
            owners = owner_view.own_pitch(samples.seen(draft, text), 0)
            others = owner_view.own_pitch(samples.seen(draft, text, UserId(5)), 0)
            assert text(label) in labels(owners)
            assert text(label) not in labels(others)

    @pytest.mark.parametrize("kind", NoticeKind)
    @pytest.mark.parametrize("fill", [samples.fitting, samples.longest])
    def test_a_notice_fits_whichever_way_it_goes(
        self, programme: Programme, text: Text, fill: samples.Fill, kind: NoticeKind
    ) -> None:
        sent = samples.submitted(samples.draft(programme, fill))
        for draft in (claimed(sent), revised(sent)):
            for route, detail in product((Route.DM, Route.THREAD), DETAILS):
                told = brief(draft, kind, route, text.locale, detail=detail)
                view = author_notice(told, text)
                check(view)
                assert components(view)[0]["id"] == told.notice.marker
                check(one(told, text))

    def test_only_a_pitch_that_nobody_holds_can_be_claimed(
        self, programme: Programme, text: Text
    ) -> None:
        sent = samples.submitted(samples.draft(programme))
        claim = text("button.claim")
        assert claim in labels(opened(filed(sent), 0, text))
        assert claim not in labels(opened(filed(claimed(sent)), 0, text))

    def test_a_notice_in_a_thread_names_whom_it_is_for(
        self, programme: Programme, text: Text
    ) -> None:
        sent = samples.submitted(samples.draft(programme))
        shown = author_notice(brief(sent, NoticeKind.RECEIPT, Route.THREAD, text.locale), text)
        assert words(shown).startswith(f"<@{sent.pitch.owner}>\n")

    def test_an_invitation_fits_with_all_that_is_agreed_to(
        self, programme: Programme, text: Text
    ) -> None:
        draft = samples.full_team(samples.draft(programme, samples.longest))
        shown = team_view.invitation(Invitation(draft.pitch, programme, draft.members[0]), text)
        check(shown)
        assert labels(shown) == [text("button.join"), text("button.decline")]
