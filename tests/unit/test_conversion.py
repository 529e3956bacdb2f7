"""Both ways of writing Chinese, each made of the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.loader import shipped
from bot.content.traditional import ChineseConversion, simplified, traditional
from bot.domain.faq import seeds
from bot.domain.text import Locale


@pytest.mark.parametrize(
    ("taiwan", "mainland"),
    [
        ("影集可以投稿嗎？", "剧集可以投稿吗？"),
        ("帳號和電子信箱", "账号和邮箱"),
        ("請看「合約」", "请看“合同”"),
        ("傳訊息給協調員", "发消息给协调员"),
        ("坎城影展", "戛纳电影节"),
        ("用什麼軟體？", "用什么软件？"),
        ("影片的資料", "影片的资料"),
        ("Only English 123", "Only English 123"),
        ("", ""),
    ],
)
def test_what_people_in_taiwan_say_is_said_as_on_the_mainland(taiwan: str, mainland: str) -> None:
    assert simplified(taiwan) == mainland


def test_nearly_all_that_is_shipped_comes_back_as_it_was() -> None:
    both = ChineseConversion()
    texts = [
        text.texts[Locale.ZH_CN]
        for programme in shipped()
        for seed in seeds(programme)
        for text in (seed.question, seed.answer)
    ]
    back = [both.simplified(both.traditional(text)) for text in texts]
    assert sum(one == other for one, other in zip(texts, back, strict=True)) > 0.85 * len(texts)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=100))
def test_any_text_that_can_be_kept_is_converted(text: str) -> None:
    for made in (simplified(text), traditional(text)):
        assert bool(made) == bool(text)
