"""What a lead reads of a proposal, held to Discord's limits; and a history without exports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.discord_io.desk_history import history
from bot.discord_io.letters_view import PART_CHARACTERS
from bot.discord_io.release_view import preview
from bot.domain import moves
from bot.domain.errors_review import ConflictOfInterest
from bot.domain.history import Happening, written
from bot.domain.ids import PitchId, UserId
from bot.domain.pitch import PitchEvent, Proposal, State
from bot.domain.programme import Programme
from bot.domain.review import Marks, Tally
from bot.domain.text import key
from bot.services.letters import Written
from bot.services.releases import Chosen, Preview
from bot.texts import Text
from tests.db.samples import HOME, NOW
from tests.unit import samples
from tests.unit.viewing import check, filed, languages, programmes, words

COORDINATOR = UserId(2**63 - 1)
ENGLISH = samples.TEXTS[0]
TALLY = Tally(12, 4.25, 4.5, 3.33)


def previewed(programme: Programme, reason: str, marks: Marks, *, readers: int = 1) -> Preview:
    of = filed(samples.draft(programme, samples.longest))
    held = moves.claim(replace(of.pitch, state=State.SUBMITTED), COORDINATOR, frozenset())
    pitch = moves.propose(held, COORDINATOR, State.DECLINED, reason)
    letters = tuple(
        Written(UserId(2**63 - n), pitch.locale, ("x" * PART_CHARACTERS, "y"))
        for n in range(readers)
    )
    chosen = Chosen(pitch.id, pitch.version, "0" * 8)
    return Preview(pitch.id, replace(of, pitch=pitch), letters, chosen, marks=marks)


@languages
@programmes
@pytest.mark.parametrize("reason", ["*" * 1000, "@everyone " * 100, "", "Too long.\nReally."])
def test_a_preview_fits_whatever_was_proposed(
    programme: Programme, text: Text, reason: str
) -> None:
    one = previewed(programme, reason, Marks((), 12, TALLY), readers=11)
    made = [_numbered(one, number) for number in range(25)]
    check(preview(made, 0, 0, text), preview(made, 0, 49, text))


def _numbered(of: Preview, number: int) -> Preview:
    """The same as another pitch."""
    assert of.filed is not None
    assert of.chosen is not None
    pitch = replace(of.filed.pitch, id=PitchId(f"{number:020d}"))
    chosen = replace(of.chosen, pitch=pitch.id)
    return replace(of, pitch=pitch.id, filed=replace(of.filed, pitch=pitch), chosen=chosen)


def test_it_says_who_proposed_it_and_why_and_what_scores_come_to() -> None:
    programme = next(iter(samples.PROGRAMMES.values()))
    known = previewed(programme, "No room", Marks((), 12, TALLY))
    for at in (0, 1):
        read = words(preview([known], 0, at, ENGLISH))
        for part in (f"<@{COORDINATOR}>", "> No room", "12", "4.25"):
            assert part in read
    assert known.filed is not None
    forgotten = Proposal(State.DECLINED, "No room", UserId(-1))
    filed_ = replace(known.filed, pitch=replace(known.filed.pitch, proposal=forgotten))
    unnamed = replace(known, filed=filed_, marks=Marks((), 12))
    read = words(preview([unnamed], 0, 0, ENGLISH))
    assert ENGLISH(key("question.somebody")) in read
    assert "<@-1>" not in read
    assert "4.25" not in read


def test_who_may_not_release_it_reads_neither() -> None:
    programme = next(iter(samples.PROGRAMMES.values()))
    known = previewed(programme, "No room", Marks())
    refused = Preview(known.pitch, known.filed, refused=ConflictOfInterest())
    read = words(preview([refused], 0, 0, ENGLISH))
    for part in (f"<@{COORDINATOR}>", "No room", ENGLISH(key("card.scores"))):
        assert part not in read


def test_a_pitch_s_history_leaves_exports_out() -> None:
    programme = next(iter(samples.PROGRAMMES.values()))
    pitch = samples.draft(programme).pitch
    at, by = State.SUBMITTED, COORDINATOR
    exported = PitchEvent(pitch.id, HOME, NOW, by, at, at, written(Happening.EXPORTED, "csv"))
    scored = replace(exported, reason=written(Happening.SCORED))
    lines = history([exported, scored, exported], programme, ENGLISH)
    assert len(lines) == 2
    assert lines[1].endswith(ENGLISH(key("event.scored")))
    assert history([exported], programme, ENGLISH) == []
