"""The programmes that Callboard ships with."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from bot.answers.normalise import clean
from bot.content.loader import SHIPPED, check, shipped
from bot.domain.filetypes import FileType
from bot.domain.form import Answers, Field, Form, Kind
from bot.domain.programme import FaqEntry, Programme
from bot.domain.text import Locale, Localized
from db.codec import dump_programme, load_programme
from tests.support.forms import answers

ANSWER_CHARACTERS = 900
"""What a person reads on a phone without scrolling far."""
WORD_LIMIT_CHARACTERS = 51
"""What the modal adds to a field's help to tell its limit in words, and how words are counted."""
CONTENT = Path(__file__).parents[2] / "bot" / "content"
QUESTIONS = Path(__file__).with_name("questions.yaml")


def texts(value: object) -> Iterator[Localized]:
    """Every text in ``value``, however deep."""
    if isinstance(value, Localized):
        yield value
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            yield from texts(getattr(value, part.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)


def entries() -> list[tuple[Programme, FaqEntry]]:
    return [(programme, entry) for programme in shipped() for entry in programme.faqs]


def languages(text: Localized) -> tuple[str, str, str]:
    return text.en, text.zh_cn, text.zh_tw


def field_of(programme: Programme, field_id: str) -> Field:
    return next(field for field in programme.form.fields() if field.id == field_id)


def pages(form: Form, answers: Answers) -> list[str]:
    return [page.id for page in form.shown_pages(answers)]


class TestShippedProgrammes:
    def test_both_are_there_with_their_prefixes(self) -> None:
        assert [(p.key, p.prefix) for p in shipped()] == [("hina", "HN"), ("chunm", "CM")]

    @pytest.mark.parametrize("name", SHIPPED)
    def test_their_files_have_no_faults(self, name: str) -> None:
        assert check((CONTENT / name).read_text(encoding="utf-8")) == []

    def test_they_are_read_once(self) -> None:
        assert shipped() is shipped()

    def test_each_answers_at_least_twenty_five_questions(self) -> None:
        assert all(len(programme.faqs) >= 25 for programme in shipped())

    def test_each_question_has_three_more_phrasings_in_english_and_chinese(self) -> None:
        few = [
            (programme.key, entry.id, locale)
            for programme, entry in entries()
            for locale in (Locale.EN, Locale.ZH_CN)
            if len(entry.phrasings[locale]) < 4
        ]
        assert few == []

    def test_the_question_itself_is_a_phrasing_in_every_language(self) -> None:
        assert all(
            entry.phrasings[locale][0] == entry.question.in_(locale)
            for _, entry in entries()
            for locale in Locale
        )

    def test_no_two_entries_of_both_programmes_have_a_phrasing_in_common(self) -> None:
        owners: dict[str, set[tuple[str, str]]] = {}
        for programme, entry in entries():
            for phrasing in (one for several in entry.phrasings.values() for one in several):
                owners.setdefault(clean(phrasing), set()).add((programme.key, entry.id))
        assert {text: who for text, who in owners.items() if len(who) > 1} == {}

    def test_answers_are_short_enough_for_a_phone(self) -> None:
        assert max(len(t) for _, e in entries() for t in languages(e.answer)) <= ANSWER_CHARACTERS

    def test_every_text_is_there_in_three_languages(self) -> None:
        found = list(texts(shipped()))
        assert len(found) > 300
        assert all(all(languages(text)) for text in found)

    def test_no_simplified_character_is_left_in_traditional_texts(self) -> None:
        kept = set("里峰台")  # as in 阿里, 峰會 and 台灣
        to_traditional = OpenCC("s2t").convert
        left = {
            character
            for text in texts(shipped())
            for character in text.zh_tw
            if to_traditional(character) != character
        }
        assert left <= kept

    def test_traditional_texts_say_what_the_simplified_ones_say(self) -> None:
        to_simplified = OpenCC("tw2sp").convert
        for text in texts(shipped()):
            back, original = to_simplified(text.zh_tw), set(text.zh_cn)
            if len(text.zh_cn) > 60:
                assert len(set(back) & original) > 0.75 * len(original), text.zh_tw

    def test_a_folded_line_left_no_space_within_chinese(self) -> None:
        gap = re.compile(r"[\u4e00-\u9fff，。；：、？！] [\u4e00-\u9fff]|[，。；：、？！] ")
        assert [text.zh_cn for text in texts(shipped()) if gap.search(text.zh_cn)] == []

    def test_help_leaves_room_for_the_limit_in_words(self) -> None:
        long = [
            field.id
            for programme in shipped()
            for field in programme.form.fields()
            if field.max_words and field.help
            if max(map(len, languages(field.help))) + WORD_LIMIT_CHARACTERS > 100
        ]
        assert long == []

    def test_personal_data_is_marked_and_hidden_in_blind_review(self) -> None:
        for programme in shipped():
            marked = {f.id for f in programme.form.fields() if f.pii and f.identifying}
            assert {"name", "bio"} <= marked

    def test_only_an_adaptation_is_asked_for_the_right_to_adapt(self) -> None:
        for programme in shipped():
            field = field_of(programme, "adaptation_right")
            assert field.required
            assert field.shown({"origin": "adaptation"})
            assert not field.shown({"origin": "original"})

    def test_hina_asks_about_a_project_only_for_original_ip(self) -> None:
        form = shipped()[0].form
        assert pages(form, {"support": ("agency",)}) == ["aims", "director", "work", "files"]
        original: Answers = {"support": ("agency", "original-ip")}
        assert pages(form, original) == [
            *("aims", "director", "work", "project", "rights", "files"),
        ]
        assert "adaptation" in pages(form, {**original, "origin": "adaptation"})

    def test_chunm_asks_for_episodes_and_minutes_only_of_a_series(self) -> None:
        form = shipped()[1].form
        page = form.page_of("episodes")
        for made, asked in (("series-16", True), ("other", True), ("feature", False)):
            shown = {field.id for field in form.shown(page, {"format": made})}
            assert ({"episodes", "minutes"} <= shown) is asked
            assert bool({"episodes", "minutes"} & shown) is asked

    def test_nobody_is_asked_about_an_adaptation_of_an_original(self) -> None:
        form = shipped()[1].form
        assert "adaptation" not in pages(form, {"origin": "original"})
        assert "adaptation" in pages(form, {"origin": "adaptation"})

    def test_all_owners_of_the_rights_must_agree(self) -> None:
        for programme in shipped():
            field = field_of(programme, "co_owners")
            assert (field.kind, field.required) == (Kind.CONSENT, True)

    def test_a_script_and_a_deck_may_be_sent_as_files(self) -> None:
        script = (FileType.PDF, FileType.DOCX, FileType.FDX, FileType.FOUNTAIN)
        for programme in shipped():
            assert field_of(programme, "script").accepts == script
            assert field_of(programme, "deck").accepts == (FileType.PDF,)

    def test_withdrawing_and_erasing_need_no_coordinator(self) -> None:
        for programme in shipped():
            entry = programme.faq("change-or-withdraw")
            assert entry is not None
            for text in (entry.answer, programme.form.consent.text):
                for locale in Locale:
                    said = text.in_(locale)
                    assert all(
                        command in said
                        for command in ("/pitch withdraw", "/privacy export", "/privacy erase")
                    )

    def test_the_limits_of_comparable_calls_are_kept(self) -> None:
        limits = {
            (str(programme.key), field.id): field.max_words
            for programme in shipped()
            for field in programme.form.fields()
        }
        for key in ("hina", "chunm"):
            assert limits[key, "logline"] == 50
            assert limits[key, "synopsis"] == 500
            assert limits[key, "bio"] == 250
        assert limits["chunm", "overview"] == 500
        assert limits["hina", "statement"] == 500

    def test_weights_of_reviews_add_up_to_a_hundred(self) -> None:
        assert [sum(c.weight for c in p.review) for p in shipped()] == [100, 100]

    def test_chunm_goes_from_concept_to_release(self) -> None:
        assert [stage.id for stage in shipped()[1].pipeline] == [
            *("concept", "treatment", "bible", "pilot", "roadshow"),
            *("development", "production", "released", "shelved"),
        ]

    def test_what_the_announcement_leaves_open_is_said_to_be_open(self) -> None:
        for programme in shipped():
            for entry_id in ("deadline", "fee", "pay", "who-can-apply", "places", "contact"):
                entry = programme.faq(entry_id)
                assert entry is not None
                assert "announcement" in entry.answer.en
                assert "公告" in entry.answer.zh_cn

    @given(st.data())
    def test_each_can_be_completed(self, data: st.DataObject) -> None:
        for programme in shipped():
            given_ = data.draw(answers(programme.form))
            assert programme.form.problems(given_) == {}

    def test_they_survive_being_stored(self) -> None:
        for programme in shipped():
            assert load_programme(dump_programme(programme)) == programme


class TestQuestions:
    def test_each_expects_an_entry_that_exists(self) -> None:
        known = {f"{programme.key}/{entry.id}" for programme, entry in entries()} | {None}
        assert {question["expects"] for question in questions()} <= known

    def test_none_stands_in_a_programme_word_for_word(self) -> None:
        phrasings = {clean(p) for _, e in entries() for some in e.phrasings.values() for p in some}
        assert [q["text"] for q in questions() if clean(str(q["text"])) in phrasings] == []

    def test_they_are_in_every_language_and_some_are_about_nothing_here(self) -> None:
        assert {question["lang"] for question in questions()} == set(Locale)
        assert sum(question["expects"] is None for question in questions()) >= 10


def questions() -> list[dict[str, str | None]]:
    found: list[dict[str, str | None]] = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))
    return found
