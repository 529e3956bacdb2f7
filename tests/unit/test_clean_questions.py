"""Questions brought to one form, and cut into what is compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.normalise import LONGEST, STOP_WORDS, clean, substance, tokens
from bot.domain.errors import NothingToAsk


class TestCleaning:
    @pytest.mark.parametrize(
        ("question", "cleaned"),
        [
            ("  What is\n ChunM?  ", "what is chunm?"),
            ("Ｗｈａｔ　ｉｓ　ＣｈｕｎＭ？", "what is chunm?"),
            ("ﬁlm №5", "film no5"),
            ("導演計畫的導師是誰", "导演计划的导师是谁"),
            ("<@123> who <@!4> <@&5> <#6> reads?", "who reads?"),
            ("<:film:123> <a:roll:4> film", "film"),
            ("</pitch start:99> how, until <t:1700000000:R>?", "how, until ?"),
            ("a\x00b", "a b"),
            ("a\ud800b\udfff", "ab"),
            ("see <https://example.org>", "see <https://example.org>"),
            ("STRASSE straße", "strasse strasse"),
        ],
    )
    def test_a_question_is_brought_to_one_form(self, question: str, cleaned: str) -> None:
        assert clean(question) == cleaned

    @pytest.mark.parametrize(
        "question",
        [
            *(
                "",
                "   ",
                "?!",
                "…",
                "😀",
                "👩🏽‍🎤👍🏻",
                "🇨🇳",
                "1️⃣",
                "*️⃣",
                "Ⓜ️",
                "㊗️",
                "🈚",
                "<@1>",
                "<:film:2>",
            ),
            *("\x00", "\ud800", "\u200b\u200d", "、。", "___", "<@1> 😀"),
        ],
    )
    def test_without_a_letter_or_digit_there_is_nothing_to_ask(self, question: str) -> None:
        with pytest.raises(NothingToAsk):
            clean(question)

    @pytest.mark.parametrize("unit", ["a ", "月", "\ufdfa", "😀x", "<@1>x", "İ", "\ud800a"])
    def test_of_ten_thousand_characters_only_the_first_are_read(self, unit: str) -> None:
        cleaned = clean((unit * 10_000)[:10_000])
        assert len(cleaned) <= 2 * LONGEST
        assert cleaned

    @given(st.text(st.characters()) | st.text("<@!&#:a>/t1 \x00\ud800月計ﷺé", max_size=60))
    def test_nothing_else_can_happen(self, question: str) -> None:
        try:
            cleaned = clean(question)
        except NothingToAsk:
            return
        cleaned.encode("utf-8")
        assert "\x00" not in cleaned
        assert tokens(cleaned)

    @given(st.text(st.characters(), max_size=100))
    def test_what_is_clean_stays_as_it_is(self, question: str) -> None:
        try:
            cleaned = clean(question)
        except NothingToAsk:
            return
        again = clean(cleaned)
        assert clean(again) == again


class TestTokens:
    @pytest.mark.parametrize(
        ("words", "same"),
        [
            ("pitch pitches pitching pitched", 1),
            ("story stories", 1),
            ("episode episodes", 1),
            ("write writes writing", 1),
            ("submit submits submitted submitting", 1),
            ("series", 1),
            ("class classes", 1),
            ("movie movies", 1),
            ("director director's directors", 1),
            ("sing bed", 2),
            ("fee feed", 2),
            ("film films filming", 1),
        ],
    )
    def test_forms_of_a_word_are_one_token(self, words: str, same: int) -> None:
        assert len(set(tokens(words))) == same

    def test_chinese_is_read_in_pairs_of_characters(self) -> None:
        assert tokens("导演计划 hina") == ("导演", "演计", "计划", "hina")
        assert tokens("谁") == ("谁",)

    def test_common_words_stay_whole_and_weigh_little(self) -> None:
        assert tokens("this does has") == ("this", "does", "has")
        assert all(substance(word) < 0.5 for word in STOP_WORDS)
        assert substance("什么") < substance("的导") < substance("导演") == substance("mentor") == 1
