"""Which language a person reads, and texts that exist in each."""

from __future__ import annotations

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text import Locale, Localized

EN, CN, TW = Locale.EN, Locale.ZH_CN, Locale.ZH_TW


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        *[(tag, EN) for tag in ("en-US", "en-GB", "en", "ja", "ko", "vi", "", None, "zho", "x-zh")],
        *[(tag, CN) for tag in ("zh-CN", "zh", "zh-SG", "zh_Hans", "zh-Hans-CN", "ZH-cn")],
        *[(tag, TW) for tag in ("zh-TW", "zh-HK", "zh-MO", "zh-Hant", "zh_Hant_HK", "ZH-tw")],
    ],
)
def test_the_closest_language_is_used(tag: str | None, locale: Locale) -> None:
    assert Locale.closest(tag) is locale


@pytest.mark.parametrize("tag", list(discord.Locale))
def test_every_language_of_discord_has_a_closest(tag: discord.Locale) -> None:
    expected = {"zh-CN": CN, "zh-TW": TW}.get(tag.value, EN)
    assert Locale.closest(tag.value) is expected


@given(st.text(st.characters()))
def test_no_tag_is_too_strange(tag: str) -> None:
    assert Locale.closest(tag) in Locale
    assert Locale.of_script(tag) in Locale


@pytest.mark.parametrize(
    ("words", "locale"),
    [
        ("Who are the mentors?", EN),
        ("", EN),
        ("😀 123", EN),
        ("ひらがな", EN),
        ("导演计划什么时候截止", CN),
        ("導演計畫什麼時候截止", TW),
        ("Hina 的导师有谁", CN),
        ("ChunM 的導師是誰", TW),
        ("人才", CN),
        ("我在這里", TW),
        ("网路", CN),
    ],
)
def test_the_language_of_words_is_told_by_their_script(words: str, locale: Locale) -> None:
    assert Locale.of_script(words) is locale


def test_a_text_is_there_in_each_language() -> None:
    text = Localized("film", "电影", "電影")
    assert [text.in_(locale) for locale in Locale] == ["film", "电影", "電影"]
