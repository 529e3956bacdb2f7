"""What coordinators type becomes entries: days in many forms, and both ways of writing Chinese."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.traditional import ChineseConversion
from bot.domain.errors_answers import EndsBeforeItBegins, EntryTooLong, UnreadableDate
from bot.domain.faq import BankEntry, FaqRef, InLanguages
from bot.domain.text import Locale
from bot.services.bank_drafts import (
    begun,
    check_lengths,
    in_both_chineses,
    read_validity,
    same,
    with_draft,
)
from tests.db.samples import KEY
from tests.services.banking import PARKING, draft

EN, CN, TW = Locale.EN, Locale.ZH_CN, Locale.ZH_TW
REF = FaqRef(KEY, "parking")
TODAY = date(2026, 3, 1)
JAN, MAR = date(2026, 1, 1), date(2026, 3, 31)
CHINESE = ChineseConversion()
SOFTWARE = draft(
    locale=CN, question="用什么软件？", answer="都可以。", phrasings=("软件有要求吗？",)
)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("", (None, None)),
        ("  ", (None, None)),
        ("2026-01-01 – 2026-03-31", (JAN, MAR)),
        ("2026-01-01 - 2026-03-31", (JAN, MAR)),
        ("2026-01-01-2026-03-31", (JAN, MAR)),
        ("2026-01-01 — 2026-03-31", (JAN, MAR)),
        ("2026-1-1~2026-3-31", (JAN, MAR)),
        ("2026/1/1 ～ 2026/3/31", (JAN, MAR)),
        ("2026-01-01 to 2026-03-31", (JAN, MAR)),
        ("From 2026-01-01 until 2026-03-31", (JAN, MAR)),
        ("2026-01-01 至 2026-03-31", (JAN, MAR)),
        ("２０２６-01-01 至 2026-03-31", (JAN, MAR)),
        ("2026年1月1日至2026年3月31日", (JAN, MAR)),
        ("2026 年 1 月 1 日到 2026 年 3 月 31 日", (JAN, MAR)),
        ("从2026-01-01到2026-03-31为止", (JAN, MAR)),
        ("自 2026-01-01 至 2026-03-31 止", (JAN, MAR)),
        ("2026-01-01 – 2026-01-01", (JAN, JAN)),
        ("until 2026-03-31", (None, MAR)),
        ("Till 2026-03-31", (None, MAR)),
        ("– 2026-03-31", (None, MAR)),
        ("-2026-03-31", (None, MAR)),
        ("至 2026-03-31", (None, MAR)),
        ("截至2026年3月31日", (None, MAR)),
        ("2026-03-31 為止", (None, MAR)),
        ("2026-01-01 –", (JAN, None)),
        ("2026-01-01-", (JAN, None)),
        ("from 2026-01-01", (JAN, None)),
        ("since 2026-01-01", (JAN, None)),
        ("2026-01-01 onwards", (JAN, None)),
        ("2026-01-01 起", (JAN, None)),
        ("从2026年1月1日开始", (JAN, None)),
    ],
)
def test_days_are_read_as_people_write_them(
    typed: str, days: tuple[date | None, date | None]
) -> None:
    assert read_validity(typed) == days


@pytest.mark.parametrize(
    "typed",
    ["2026-03-31", "soon", "31.3.2026", "1/2/2026 - 2/3/2026", "2026-02-30 –", "until", "–",
     "2026-01-01 2026-02-01", "2026-01-01 or 2026-02-01", "2026-01-01 – 2026-02-01 – 2026-03-01",
     "not until 2026-03-31", "2026-01-01 – soon", "至", "#", "# –", "12026-01-011 –"],
)  # fmt: skip
def test_days_that_could_mean_anything_are_refused(typed: str) -> None:
    with pytest.raises(UnreadableDate) as refused:
        read_validity(typed)
    assert refused.value.params == {"typed": typed}


def test_the_last_day_does_not_come_before_the_first() -> None:
    with pytest.raises(EndsBeforeItBegins):
        read_validity("2026-03-31 – 2026-01-01")


@given(st.text(max_size=80))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        begins, ends = read_validity(typed)
    except (UnreadableDate, EndsBeforeItBegins):
        return
    assert begins is None or ends is None or begins <= ends


@given(st.dates(date(1000, 1, 1)), st.dates(date(1000, 1, 1)))
def test_days_are_read_again_as_they_are_shown(one: date, other: date) -> None:
    begins, ends = sorted((one, other))
    assert read_validity(f"{begins} – {ends}") == (begins, ends)
    assert read_validity(f"{begins} –") == (begins, None)
    assert read_validity(f"– {ends}") == (None, ends)


def chinese(entry: BankEntry, locale: Locale) -> tuple[str | None, str | None, tuple[str, ...]]:
    texts = entry.question.texts.get(locale), entry.answer.texts.get(locale)
    return (*texts, entry.phrasings.get(locale, ()))


def test_what_is_written_in_simplified_is_there_in_traditional() -> None:
    entry = begun(REF, SOFTWARE, CHINESE, TODAY)
    assert chinese(entry, TW) == ("用什麼軟體？", "都可以。", ("軟體有要求嗎？",))
    assert EN not in entry.question.texts


def test_what_is_written_in_traditional_is_there_in_simplified() -> None:
    typed = draft(
        locale=TW,
        question="影集可以投稿嗎？",
        answer="請看合約，並傳訊息給「協調員」。",
        phrasings=("收影集嗎？",),
    )
    entry = begun(REF, typed, CHINESE, TODAY)
    assert chinese(entry, CN) == (
        "剧集可以投稿吗？", "请看合同，并发消息给“协调员”。", ("收剧集吗？",)
    )  # fmt: skip


def test_english_is_not_converted() -> None:
    assert set(begun(REF, PARKING, CHINESE, TODAY).question.texts) == {EN}


def test_an_edit_of_one_converts_the_other_again() -> None:
    first = begun(REF, SOFTWARE, CHINESE, TODAY)
    edited = with_draft(first, draft(SOFTWARE, answer="用开放格式。"), CHINESE, TODAY)
    assert edited.answer.texts[TW] == "用開放格式。"
    assert edited.question == first.question
    typed = draft(locale=TW, question="用什麼軟體好？", answer="用開放格式。", phrasings=())
    back = with_draft(edited, typed, CHINESE, TODAY)
    assert chinese(back, CN) == ("用什么软件好？", "用开放格式。", ())


def test_what_was_put_right_by_hand_stays_as_it_is() -> None:
    first = begun(REF, SOFTWARE, CHINESE, TODAY)
    by_hand = draft(
        locale=TW, question="可以用什麼軟體呢？", answer="隨你。", phrasings=("有沒有要求？",)
    )
    other = replace(first, question=InLanguages({**first.question.texts, TW: by_hand.question}))
    edited = with_draft(other, draft(SOFTWARE, question="软件？"), CHINESE, TODAY)
    assert edited.question.texts == {CN: "软件？", TW: by_hand.question}
    assert edited.answer.texts[TW] == "都可以。"


def test_both_may_be_given_as_they_should_be() -> None:
    given_ = replace(
        begun(REF, PARKING, CHINESE, TODAY),
        question=InLanguages({CN: "软件？", TW: "工具？"}),
        answer=InLanguages({CN: "都行。", TW: "都好。"}),
        phrasings={},
    )
    assert in_both_chineses(given_, None, CHINESE) == given_
    old = begun(REF, SOFTWARE, CHINESE, TODAY)
    assert in_both_chineses(given_, old, CHINESE) == given_


def test_a_phrasing_that_becomes_the_question_is_left_out() -> None:
    typed = draft(SOFTWARE, phrasings=("用什麼软件？", "软件？", "軟件？"))
    entry = begun(REF, typed, CHINESE, TODAY)
    assert entry.question.texts[TW] not in entry.phrasings[TW]
    assert len(set(entry.phrasings[TW])) == len(entry.phrasings[TW])


def test_what_does_not_fit_once_converted_is_refused() -> None:
    entry = begun(REF, PARKING, CHINESE, TODAY)
    long = replace(entry, question=InLanguages({EN: "a", TW: "b" * 201}))
    with pytest.raises(EntryTooLong):
        check_lengths(long)


def test_two_are_the_same_whatever_their_versions() -> None:
    entry = begun(REF, PARKING, CHINESE, TODAY)
    assert same(entry, replace(entry, version=3, phrasings={**entry.phrasings, CN: ()}))
    assert not same(entry, replace(entry, removed=True))
    assert not same(entry, replace(entry, source="b"))
