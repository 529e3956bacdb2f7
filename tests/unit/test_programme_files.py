"""Programme files: read, checked, made into programmes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.loader import MOST_FAULTS, Fault, ProgrammeFileError, check, load
from bot.content.traditional import traditional
from bot.content.tree import DEEPEST, LONGEST, parse
from bot.domain.form import Kind
from bot.domain.programme import ReviewRules
from bot.domain.text import Localized
from tests.unit.broken_files import BROKEN, SMALL, changed, marked_line


class TestLoading:
    def test_the_small_file_becomes_a_programme(self) -> None:
        programme = load(SMALL)
        assert programme.name == Localized("Small", "小计划", "小計畫")
        assert programme.card.format == "source"
        fields = {field.id: field for field in programme.form.fields()}
        assert fields["source"].kind is Kind.CHOICE
        assert [option.value for option in fields["source"].options] == ["original", "adapted"]
        assert (fields["minutes"].least, fields["minutes"].most) == (1, 600)
        assert fields["title"].max_characters == 4000
        assert not fields["signed"].required

    def test_an_entry_has_the_date_of_the_file_unless_it_has_its_own(self) -> None:
        confirmed = [entry.confirmed.isoformat() for entry in load(SMALL).faqs]
        assert confirmed == ["2025-10-31", "2025-11-02"]

    def test_a_traditional_text_that_is_given_is_kept(self) -> None:
        text = changed("{en: Small, zh-CN: 小计划}", "{en: Small, zh-CN: 小计划, zh-TW: 小方案}")
        assert load(text).name.zh_tw == "小方案"

    def test_rules_of_review_are_read_and_may_be_left_out(self) -> None:
        assert load(SMALL).rules == ReviewRules()
        assert load(SMALL).pipeline[0].tells
        letter = 'accepted: {en: "{title} it is.", zh-CN: "就是{title}。"}'
        rules = f"rules: {{quorum: 2, untouched_days: 3, school: title, letters: {{{letter}}}}}\n"
        text = changed("pipeline:", f"{rules}pipeline:").replace(
            "第一步}}", "第一步}, tells: false}"
        )
        made = load(text)
        assert (made.rules.quorum, made.rules.untouched_days) == (2, 3)
        assert made.rules.school == "title"
        assert made.rules.letters["accepted"].en == "{title} it is."
        assert not made.pipeline[0].tells
        blind = text.replace("rules: {", "rules: {blind: true, ")
        hiding = blind.replace("- id: signed", "- id: signed\n          identifying: true")
        assert load(hiding).rules.blind

    def test_a_file_is_read_from_its_path(self, tmp_path: Path) -> None:
        file = tmp_path / "small.yaml"
        file.write_text("\ufeff" + SMALL, encoding="utf-8")
        assert load(file) == load(SMALL)

    def test_a_file_in_another_encoding_is_refused_with_its_line(self, tmp_path: Path) -> None:
        file = tmp_path / "small.yaml"
        file.write_bytes(SMALL.encode("gb18030"))
        with pytest.raises(ProgrammeFileError) as caught:
            load(file)
        assert caught.value.faults == (
            Fault(3, "file", "holds a character that cannot be read: is not UTF-8"),
        )

    def test_every_fault_is_told_at_once_and_in_order(self) -> None:
        text = changed("prefix: SM", "prefix: sm").replace("weight: 2", "weight: 0")
        with pytest.raises(ProgrammeFileError, match="line 2: prefix: must be 2 to 4") as caught:
            load(text)
        assert [fault.field for fault in caught.value.faults] == ["prefix", "review[0].weight"]

    def test_faults_are_told_up_to_a_limit(self) -> None:
        assert len(check("\n".join(f"k{n}: 1" for n in range(200)))) == MOST_FAULTS

    def test_names_of_yaml_1_1_stay_text(self) -> None:
        assert parse("a: yes\nb: 12:30\nc: 0x1f\nd: off\n").value == {
            "a": "yes",
            "b": "12:30",
            "c": "0x1f",
            "d": "off",
        }

    @pytest.mark.parametrize(
        ("simplified", "expected"),
        [
            ("类型", "類型"),
            ("发布了公告", "發布了公告"),
            ("在合同里约定", "在合約裡約定"),
            ("“导演”", "「導演」"),
            ("视频", "影片"),
            ("ChunM", "ChunM"),
        ],
    )
    def test_traditional_texts_use_the_words_of_film(self, simplified: str, expected: str) -> None:
        assert traditional(simplified) == expected


class TestChecking:
    @pytest.mark.parametrize("name", BROKEN)
    def test_a_broken_file_is_told_by_line_and_field(self, name: str) -> None:
        old, new, field, message = BROKEN[name]
        text = changed(old, new)
        faults = check(text)
        told = [(fault.line, fault.field) for fault in faults if message in fault.message]
        assert told == [(marked_line(text), field)], faults

    def test_a_card_whose_title_may_stay_empty_is_refused(self) -> None:
        text = changed("kind: short", "kind: short\n          required: false")
        assert [(fault.field, fault.message) for fault in check(text)] == [
            ("card.title", "“title” may stay empty; a title must not")
        ]

    @pytest.mark.parametrize("mark", ["pii", "identifying"])
    def test_a_card_that_shows_what_blind_review_hides_is_refused(self, mark: str) -> None:
        text = changed("kind: short", f"kind: short\n          {mark}: true")
        assert {(fault.field, fault.message) for fault in check(text)} == {
            (f"card.{name}", "“title” is hidden in blind review; a card is not")
            for name in ("title", "logline")
        }

    @pytest.mark.parametrize(("value", "known"), [("yes", True), ("no", False)])
    def test_a_condition_may_be_on_a_consent_that_was_given(self, value: str, known: bool) -> None:
        text = changed("kind: choice\n", "kind: consent\n").replace(
            "format: source", "format: title"
        )
        start, end = text.index("          options:"), text.index("        - id: minutes")
        text = text[:start] + text[end:].replace("values: [adapted]", f"values: [{value}]")
        assert [fault.message for fault in check(text)] == (
            [] if known else ["“no” is no option of “source”"]
        )

    def test_broken_syntax_is_told_where_reading_stopped(self) -> None:
        (fault,) = check("key: small\nname:\n  en: Small: Big\n")
        assert (fault.line, fault.field) == (3, "name")
        assert str(fault).startswith("line 3: name: is not YAML here: mapping values")

    def test_the_file_that_the_broken_ones_are_made_of_is_whole(self) -> None:
        assert check(SMALL) == []

    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            ("", 1, "names with values"),
            ("- a\n- b\n", 1, "names with values"),
            ("a: 1\n? [x]\n: 2\n", 2, "not plain text"),
            ("a: 1\nb: \x07\n", 2, "U+0007"),
            ("a: 1\nb: \ud800\n", 2, "U+D800"),
            ("a: 1\nb:\n" + "  [" * (DEEPEST + 1), 3, "nested deeper"),
            ("a: *b\n", 1, "alias"),
            ("# " + "x" * LONGEST, 1, "longer than"),
        ],
    )
    def test_what_is_no_programme_at_all_is_told_in_one_sentence(
        self, text: str, line: int, message: str
    ) -> None:
        assert any(fault.line == line and message in fault.message for fault in check(text))

    def test_a_name_that_is_no_name_is_shown_in_quotes_and_short(self) -> None:
        fields = {fault.field for fault in check(f"? 'a b\\n{'x' * 99}'\n: 1\n")}
        assert any(field.startswith("'a b") and len(field) < 60 for field in fields)

    @settings(deadline=None, max_examples=200)
    @given(st.text(st.characters()))
    def test_no_text_is_too_much_for_it(self, text: str) -> None:
        assert check(text), "no short text is a programme"

    @settings(deadline=None, max_examples=100)
    @given(
        st.integers(0, len(SMALL)),
        st.integers(0, 40),
        st.text(st.sampled_from("abc:-[]{}'\"&*!|>#%@`,? \n\t0")),
    )
    def test_no_edit_of_a_programme_is_too_much_for_it(
        self, start: int, length: int, text: str
    ) -> None:
        edited = SMALL[:start] + text + SMALL[start + length :]
        lines = edited.count("\n") + 1
        assert all(1 <= fault.line <= lines + 1 and fault.message for fault in check(edited))

    @settings(deadline=None, max_examples=100)
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.dates() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(
                    st.sampled_from(["en", "zh-CN", "name", "form", "pages", "faqs", "card"]), inner
                )
            ),
            max_leaves=20,
        )
    )
    def test_no_structure_is_too_much_for_it(self, value: object) -> None:
        assert check(yaml.safe_dump(value, allow_unicode=True)), "none of these is complete"
