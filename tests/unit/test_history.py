"""What the events of a pitch tell, and what of it is for its authors."""

from __future__ import annotations

import pytest

from bot.domain.history import HIDDEN, Happening, for_authors, happening, spoken, written
from bot.domain.ids import UserId
from bot.domain.pitch import PitchEvent, State
from tests.db.samples import NOW, pitch

PITCH = pitch()


def event(before: State | None, after: State, reason: str = "") -> PitchEvent:
    return PitchEvent(PITCH.id, PITCH.guild, NOW, UserId(1), before, after, reason)


@pytest.mark.parametrize("what", Happening)
@pytest.mark.parametrize("detail", ["", "2", "accepted it is strong\nand short"])
def test_what_is_written_is_read_again(what: Happening, detail: str) -> None:
    told = event(State.IN_REVIEW, State.IN_REVIEW, written(what, detail))
    assert happening(told) == (what, detail)


@pytest.mark.parametrize("reason", ["", "revised", "#other", "# revised", "#revisedly", "a #left"])
def test_a_persons_own_words_are_no_such_thing(reason: str) -> None:
    assert happening(event(State.SUBMITTED, State.INELIGIBLE, reason)) is None


def test_authors_do_not_see_what_coordinators_settle_but_do_see_where_their_pitch_is() -> None:
    events = [
        event(None, State.DRAFT),
        event(State.SUBMITTED, State.IN_REVIEW, written(Happening.ASSIGNED)),
        event(State.IN_REVIEW, State.IN_REVIEW, written(Happening.PROPOSED, "declined late")),
        event(State.IN_REVIEW, State.IN_REVIEW, written(Happening.REVISED, 2)),
        event(State.IN_REVIEW, State.SHORTLISTED, "between us"),
        event(State.SHORTLISTED, State.DECLINED, "late"),
        event(State.DECLINED, State.IN_REVIEW, "the jury insists"),
        event(State.IN_REVIEW, State.CHANGES_REQUESTED, "Shorter."),
        event(State.IN_REVIEW, State.INELIGIBLE, "made before"),
        event(State.WITHDRAWN, State.IN_REVIEW, written(Happening.RESTORED)),
    ]
    assert [(each.after, each.reason) for each in for_authors(events)] == [
        (State.DRAFT, ""),
        (State.IN_REVIEW, ""),
        (State.IN_REVIEW, "#revised 2"),
        (State.SHORTLISTED, ""),
        (State.DECLINED, ""),
        (State.IN_REVIEW, ""),
        (State.CHANGES_REQUESTED, "Shorter."),
        (State.INELIGIBLE, "made before"),
        (State.IN_REVIEW, "#restored"),
    ]
    assert {Happening.ASSIGNED, Happening.PROPOSED} <= HIDDEN


@pytest.mark.parametrize("typed", ["#left", "#proposed accepted", "#1 in my heart", " #left "])
def test_no_reason_that_a_person_types_is_taken_for_a_happening(typed: str) -> None:
    assert happening(event(State.SUBMITTED, State.INELIGIBLE, spoken(typed))) is None
    assert spoken(typed).strip() == typed.strip()
