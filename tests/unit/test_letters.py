"""Letters: filled in one pass, and nothing that people wrote is more than text in them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord_io.escape import escape
from bot.discord_io.letters_view import PART_CHARACTERS, Letters, split_shown, template
from bot.domain.errors import CallboardError
from bot.domain.errors_review import (
    LetterIncomplete,
    LetterTooLong,
    PlaceholderRepeated,
    StrayBrace,
    UnknownPlaceholder,
)
from bot.domain.ids import UserId
from bot.domain.letters import (
    LETTER_CHARACTERS,
    LETTERS,
    PLACEHOLDERS,
    Letter,
    asks_for,
    check,
    fill,
    opened,
    own_words,
    read_letter,
    said,
    sealed,
)
from bot.domain.pitch import State
from bot.domain.programme import ReviewRules
from bot.domain.text import Locale, Localized
from bot.services.telling import DETAIL
from bot.texts import Texts, stamp
from tests.db.samples import NOW, programme

TEXTS = Texts.load()
WRITE = Letters(TEXTS)
ALL = " · ".join(f"{{{name}}}" for name in PLACEHOLDERS)
ANYTHING = st.text(max_size=80) | st.sampled_from(
    ["{reason}", "{ref}", "@everyone", "<@1>", "**x**", "# x\n> y", "[a](http://b)", "\\", "{", "}"]
)
NASTY = "{ref} **bold** @everyone <@&5> [x](https://evil.example) `code`\n# big\n> quote\n- list"
MARKUP = re.compile(r"(?<!\\)(?:\\\\)*[*_~`|\[\]()<@]")


def words(text: str) -> Localized:
    return Localized(text, text, text)


def letter(text: str | None = None, **changes: object) -> Letter:
    of = Letter(
        State.DECLINED,
        None if text is None else words(text),
        "Moon Harbour",
        "CM-22223",
        Localized("ChunM", "春芒", "春芒"),
        UserId(101),
        owns=True,
    )
    return replace(of, **changes)  # type: ignore[arg-type]


def read(of: Letter, locale: Locale = Locale.EN) -> str:
    (part,) = WRITE(of, locale)
    return part


class TestFilling:
    @given(st.dictionaries(st.sampled_from(PLACEHOLDERS), ANYTHING))
    @example({"title": "{reason}", "reason": "{title}"})
    def test_what_stands_in_a_value_is_never_a_placeholder(self, values: dict[str, str]) -> None:
        expected = " · ".join(values.get(name, f"{{{name}}}") for name in PLACEHOLDERS)
        assert fill(ALL, values) == expected

    @given(st.text())
    def test_without_placeholders_nothing_is_changed(self, text: str) -> None:
        plain = text.replace("{", "").replace("}", "")
        assert fill(plain, dict.fromkeys(PLACEHOLDERS, "x")) == plain

    @given(ANYTHING, ANYTHING, st.lists(ANYTHING, max_size=2))
    def test_what_people_wrote_is_shown_as_they_wrote_it(
        self, title: str, reason: str, feedback: list[str]
    ) -> None:
        of = letter("A {reason} Z {ref}", reason=reason, title=title, feedback=tuple(feedback))
        shown = "\n".join(WRITE(of, Locale.EN))
        assert shown.startswith(f"A {escape(reason)} Z CM-22223")

    @pytest.mark.parametrize("name", ["title", "reason", "feedback"])
    def test_neither_markup_nor_mentions_nor_placeholders_get_in(self, name: str) -> None:
        value: object = (NASTY,) if name == "feedback" else NASTY
        shown = read(letter(f"{{{name}}}", **{name: value}))
        plain = re.sub(r"https://evil\S*", "", shown)  # a link stays one
        assert not MARKUP.search(plain)
        assert "{ref}" in shown
        assert not re.search(r"^[#>-]", shown, re.MULTILINE)

    def test_the_bots_own_words_are_as_safe(self) -> None:
        for state in LETTERS:
            shown = read(letter(state=state, title=NASTY, reason=NASTY, feedback=(NASTY,)))
            assert "\\@everyone" in shown
            assert not re.search(r"(?<!\\)[<@]&?everyone", shown)
            assert not re.search(r"^# big", shown, re.MULTILINE)

    def test_everything_is_filled_in(self) -> None:
        of = letter(ALL, reason="No room.", feedback=("Good.", "Fair."), due=NOW)
        assert read(of, Locale.ZH_CN) == (
            f"Moon Harbour · CM-22223 · 春芒 · No room. · Good.\n\nFair. · {stamp(NOW)}"
        )

    def test_what_there_is_not_leaves_no_placeholder(self) -> None:
        assert read(letter("{reason}{feedback}|{due}")) == "|—"
        assert read(letter("{reason}")) == "—"
        assert TEXTS.of(Locale.EN)("pitch.untitled") in read(letter("{title}", title=" "))


class TestOwnWords:
    def test_what_the_bot_says_is_a_letter_that_may_be_kept(self) -> None:
        for state in LETTERS:
            for locale in Locale:
                check(template(state, TEXTS.of(locale)))

    def test_kept_as_it_is_it_reads_the_same(self) -> None:
        for state in (State.SHORTLISTED, State.ACCEPTED, State.DECLINED, State.INELIGIBLE):
            by_bot = letter(state=state, reason="Why.", feedback=("Good.",))
            for locale in Locale:
                own = template(state, TEXTS.of(locale))
                assert read(replace(by_bot, words=words(own)), locale) == read(by_bot, locale)

    def test_feedback_that_is_not_named_comes_at_the_end(self) -> None:
        shown = read(letter("Sorry.", feedback=("Fine\nlines", "Go on")))
        heading = TEXTS.of(Locale.EN)("letter.feedback")
        assert shown == f"Sorry.\n\n{heading}\n> Fine\n> lines\n\n> Go on"
        assert read(letter("{feedback} x", feedback=("Fine",))) == "Fine x"

    def test_who_does_not_own_it_reads_who_confirms(self) -> None:
        member = letter(state=State.ACCEPTED, owns=False)
        assert "<@101>" in read(member)
        hidden = read(replace(member, owner=UserId(0)))
        assert TEXTS.of(Locale.EN)("card.hidden") in hidden
        assert "<@" not in hidden

    def test_a_programme_says_it_by_state(self) -> None:
        rules = ReviewRules(letters={State.DECLINED.value: words("Sorry {title}")})
        of = replace(programme(), rules=rules)
        assert own_words(of, State.DECLINED) == words("Sorry {title}")
        assert own_words(of, State.ACCEPTED) is None
        assert asks_for(own_words(of, State.DECLINED), "title")
        assert not asks_for(own_words(of, State.DECLINED), "reason")
        assert not asks_for(None, "title")


class TestWriting:
    def typed(self, text: str) -> dict[Locale, str]:
        return dict.fromkeys(Locale, text)

    def test_it_is_kept_trimmed(self) -> None:
        assert read_letter(self.typed(f" {ALL} ")) == words(ALL)

    def test_nothing_at_all_leaves_it_to_the_bot(self) -> None:
        assert read_letter({}) is None
        assert read_letter(self.typed(" \n")) is None

    @pytest.mark.parametrize(
        ("text", "refusal"),
        [
            ("{name}", UnknownPlaceholder),
            ("{}", UnknownPlaceholder),
            ("{ title }", UnknownPlaceholder),
            ("{reason} {reason}", PlaceholderRepeated),
            ("{feedback}{feedback}", PlaceholderRepeated),
            ("{{title}}", StrayBrace),
            ("a } b", StrayBrace),
            ("{title", StrayBrace),
            ("x" * (LETTER_CHARACTERS + 1), LetterTooLong),
        ],
    )
    def test_what_could_not_be_filled_in_is_refused(
        self, text: str, refusal: type[CallboardError]
    ) -> None:
        for locale in Locale:
            with pytest.raises(refusal):
                read_letter({**self.typed("fine {title} {title}"), locale: text})

    def test_every_language_is_needed(self) -> None:
        for locale in Locale:
            with pytest.raises(LetterIncomplete):
                read_letter({**self.typed("Fine."), locale: ""})

    @given(st.text(alphabet="{}titlerf ", max_size=30))
    def test_what_is_taken_has_no_braces_left_once_filled(self, text: str) -> None:
        try:
            check(text)
        except CallboardError:
            return
        assert not re.search(r"[{}]", fill(text, dict.fromkeys(PLACEHOLDERS, "x")))


class TestParts:
    @given(st.lists(st.text(alphabet="ab *_\n#>", max_size=300), max_size=12))
    def test_nothing_is_lost_and_each_part_fits(self, pieces: list[str]) -> None:
        shown = escape("\n".join(pieces))
        parts = split_shown(shown, 100)
        assert all(len(part) <= 100 for part in parts)

        def bare(text: str) -> str:
            return re.sub(r"[\s\\>]", "", text)

        assert bare("".join(parts)) == bare(shown)

    def test_the_longest_letter_fits_notices(self) -> None:
        full = letter(
            "{title}" * 200, title="*" * 300, reason="*" * 1000, feedback=("*" * 1500,) * 20
        )
        parts = WRITE(full, Locale.EN)
        assert len(parts) > 1
        assert all(0 < len(part) <= PART_CHARACTERS for part in parts)
        assert all(len(detail) <= DETAIL for detail in sealed(parts))

    def test_a_line_that_breaks_is_neither_a_heading_nor_half_an_escape(self) -> None:
        parts = split_shown("a" * 50 + " # no heading " + "b" * 40, 53)
        assert parts[1].startswith("\\#")
        assert split_shown("\\*" * 60, 60)[0].endswith("\\*")
        assert len(split_shown("> " + "x" * 200, 100)[1]) <= 100
        assert split_shown("> " + "x" * 200, 100)[1].startswith("> x")

    def test_parts_are_sealed_and_opened_in_order(self) -> None:
        details = list(sealed(["one", "two"]))
        assert [opened(detail) for detail in details] == [("one", False), ("two", True)]
        assert [said(detail) for detail in details] == ["one", "two"]
        assert opened("a reason") is None
        assert said("a reason") == "a reason"
