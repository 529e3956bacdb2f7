"""The desk in figures: within Discord's limits, in every language, and blind where it must be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.discord_io.desk_stats import LABEL_CHARACTERS, counts, sheet
from bot.domain.pitch import State
from bot.domain.programme import ReviewRules
from bot.domain.text import Locale
from bot.pictures.charts import draw
from bot.services.ports_desk import Counted, DeskFigures
from bot.services.statistics import DeskCounts
from bot.texts import Text
from tests.db.samples import KEY, NOW, programme
from tests.unit.viewing import check, languages, words

FIGURES = DeskFigures(
    submitted=4,
    funnel=[(State.DRAFT, 4), (State.SUBMITTED, 4), (State.ACCEPTED, 1)],
    now=[(State.SUBMITTED, 3), (State.ACCEPTED, 1)],
    stages=[Counted("concept", 1), Counted("gone", 1)],
    languages=[(Locale.EN, 1), (Locale.ZH_TW, 3)],
    formats=[Counted("film", 3), Counted("a film by Lin", 1)],
    schools=[Counted("*Academy* <@1>", 2), Counted("学" * 4000, 1)],
    to_first_answer=30.0,
    to_decision=9.25 * 86400,
)
NONE = DeskFigures(0, [], [], [], [], [], [], None, None)


def found(figures: DeskFigures = FIGURES, **rules: object) -> DeskCounts:
    known = {KEY: replace(programme(), rules=ReviewRules(school="school", **rules))}  # type: ignore[arg-type]
    return DeskCounts(figures, NOW - timedelta(days=30), NOW, ZoneInfo("Asia/Taipei"), KEY, known)


@languages
@pytest.mark.parametrize("figures", [FIGURES, NONE, replace(FIGURES, schools=[], stages=[])])
def test_discord_takes_them_in_every_language(figures: DeskFigures, text: Text) -> None:
    check(counts(found(figures), text))


@languages
def test_picture_and_words_say_the_same(text: Text) -> None:
    told = words(counts(found(), text))
    drawn = sheet(found(), text)
    assert programme().name.in_(text.locale) in drawn.title
    assert "2026-01-30 – 2026-03-01" in drawn.subtitle
    for panel in drawn.panels:
        assert panel.title in told
        for row in panel.rows:
            assert row.figure in told
            assert len(row.label) <= LABEL_CHARACTERS
    assert draw(drawn).startswith(b"\x89PNG")


def test_drafts_are_not_counted_and_what_people_typed_is_no_markup() -> None:
    text = languages.args[1][0]
    told = words(counts(found(), text))
    assert text("state.draft") not in told
    assert r"\*Academy\* \<\@1>: 2" in told
    assert "9.2 days" in told
    assert "1 min" in told


def test_of_a_blind_programme_formats_are_told_only_as_the_form_names_them() -> None:
    text = languages.args[1][0]
    assert "a film by Lin" in words(counts(found(), text))
    hidden = words(counts(found(blind=True), text))
    assert "a film by Lin" not in hidden
    assert text("stats.schools_blind") in hidden
