"""Blind review: what the desk may know of a pitch, and what stands for the rest."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from bot.domain.filetypes import FileType
from bot.domain.form import Condition, Consent, Field, Form, Kind, Option, Page
from bot.domain.han import SIMPLE
from bot.domain.ids import FileId, UserId
from bot.domain.names import BLACK, COMMON, LONGEST, Names, file_names, fold, handle_names, names_in
from bot.domain.pitch import Pitch, PitchEvent, Revision, State
from bot.domain.programme import Programme, ReviewRules
from bot.domain.redaction import (
    DECIDED,
    NOBODY,
    hide,
    hide_event,
    hide_revision,
    is_blind,
    people,
    searchable,
)
from bot.domain.team import MemberState, Team
from bot.domain.text import Localized
from tests.db.samples import GUEST, HOME, OWNER, file, member, pitch, programme, submitted


def label(text: str) -> Localized:
    return Localized(text, text, text)


def blind(**rules: object) -> Programme:
    """A programme that asks for a name, a school, a birth year, and hides them."""
    schools = (
        Option("usc", Localized("University of Southern California", "南加州大学", "南加州大學")),
        Option("other", label("Other")),
    )
    fields = (
        Field("real_name", Kind.SHORT, label("Name"), identifying=True),
        Field("school", Kind.CHOICE, label("School"), options=schools, identifying=True),
        Field("born", Kind.NUMBER, label("Born"), pii=True),
        Field("student", Kind.YES_NO, label("Student"), pii=True),
        Field("bio", Kind.LONG, label("About you"), pii=True),
    )
    more = (
        Field("film", Kind.LINK, label("Link")),
        Field("deck", Kind.FILES, label("Deck"), identifying=True, accepts=(FileType.PDF,), most=3),
    )
    base = programme()
    pages = (*base.form.pages, Page("who", label("Who"), fields), Page("what", label("What"), more))
    form = Form(pages, Consent("1", label("Yes")))
    return replace(base, form=form, rules=ReviewRules(blind=True, **rules))  # type: ignore[arg-type]


PROGRAMME = blind()
FILES = {
    FileId("a" * 20): file(pitch(), id=FileId("a" * 20), name="lin_wei_script.pdf"),
    FileId("b" * 20): file(
        pitch(), id=FileId("b" * 20), name="Moon Harbour.jpg", type=FileType.JPEG
    ),
}
EVERYTHING = "Lin Wei, 林薇, USC, University of Southern California, lin_wei_script.pdf, 欧阳娜娜"


def told(**changes: object) -> Pitch:
    answers = {
        "title": "Moon Harbour",
        "logline": f"A film by {EVERYTHING}.",
        "format": ("film",),
        "real_name": "Lin Wei 林薇",
        "school": "usc",
        "born": "1999",
        "student": "yes",
        "bio": "I am Lin.\n" + "I made many films with my friends and then some more of them. " * 3,
        "film": "https://linwei.example.org/usc",
        "deck": ("a" * 20, "b" * 20),
        "asked_before": f"Yes, {EVERYTHING}",
        "asked_often": (EVERYTHING, "no"),
    }
    made = submitted(pitch(owner_name="🌙✨", answers=answers))
    return replace(made, **changes)  # type: ignore[arg-type]


def team(of: Pitch) -> Team:
    return Team(of.owner, (member(of, name="欧阳娜娜", state=MemberState.DECLINED),))


def given_away(text: str) -> list[str]:
    """Which of the names stand in a text."""
    folded = fold(text)
    found = (
        "lin",
        "wei",
        "林薇",
        "usc",
        "southern",
        "california",
        "script.pdf",
        "欧阳",
        "娜娜",
        "🌙",
    )
    return [name for name in found if name in folded]


def shown_text(of: Pitch) -> str:
    parts = [part for a in of.answers.values() for part in ([a] if isinstance(a, str) else a)]
    parts += [
        part for a in (of.working or {}).values() for part in ([a] if isinstance(a, str) else a)
    ]
    return "\n".join([*parts, of.owner_name])


def test_a_blind_pitch_shows_no_name_anywhere() -> None:
    of = told(working={"title": f"New, by {EVERYTHING} 🌙✨"})
    hidden = hide(of, PROGRAMME, team(of), FILES)
    assert given_away(shown_text(hidden.pitch)) == []
    assert hidden.pitch.owner == NOBODY
    assert hidden.team == Team(NOBODY, ())
    assert [each.name for each in hidden.files.values()] == ["1.pdf", "2.jpg"]
    assert {each.uploader for each in hidden.files.values()} == {NOBODY}


def test_what_the_form_marks_is_not_there_and_the_rest_is() -> None:
    of = told()
    shown = hide(of, PROGRAMME, team(of), FILES).pitch.answers
    assert {"real_name", "school", "born", "student", "bio"}.isdisjoint(shown)
    assert shown["title"] == "Moon Harbour"
    assert shown["format"] == ("film",)
    assert shown["deck"] == of.answers["deck"]
    assert shown["film"] == f"https://{BLACK}.example.org/usc" or BLACK in str(shown["film"])


def test_numbers_and_yes_are_no_names() -> None:
    of = told()
    answers = {**of.answers, "logline": "yes, in 1999"}
    shown = hide(replace(of, answers=answers), PROGRAMME, team(of), FILES).pitch.answers
    assert shown["logline"] == "yes, in 1999"


@pytest.mark.parametrize("state", State)
def test_it_is_blind_until_it_is_decided(state: State) -> None:
    of = told(state=state)
    shown = hide(of, PROGRAMME, team(of), FILES)
    assert is_blind(of, PROGRAMME) is (state not in DECIDED)
    assert (shown.pitch == of) is (state in DECIDED)
    assert (shown.names.black_out("Lin Wei") == "Lin Wei") is (state in DECIDED)


def test_where_the_programme_is_not_blind_nothing_is_hidden() -> None:
    of = told()
    open_ = replace(PROGRAMME, rules=ReviewRules())
    hidden = hide(of, open_, team(of), FILES)
    assert (hidden.pitch, hidden.team, hidden.files) == (of, team(of), FILES)


def test_what_the_authors_called_themselves_before_is_hidden_too() -> None:
    of = told()
    assert of.submission is not None
    before = Revision(of.id, 1, 1, {**of.answers, "real_name": "Zhao Yun"}, of.submission)
    late = replace(of, answers={**of.answers, "logline": "zhao yun was here"})
    hidden = hide(late, PROGRAMME, team(of), FILES, (before,))
    assert hidden.pitch.answers["logline"] == f"{BLACK} was here"
    earlier = hide_revision(before, PROGRAMME, hidden.names)
    assert "real_name" not in earlier.answers
    assert given_away(shown_text(replace(of, owner_name="", answers=earlier.answers))) == []


def test_a_biography_that_names_the_work_leaves_the_title() -> None:
    of = told()
    answers = {**of.answers, "bio": "Moon Harbour, my film with Zoltan", "logline": "By Zoltan."}
    shown = hide(replace(of, answers=answers), PROGRAMME, team(of), FILES).pitch.answers
    assert shown["title"] == "Moon Harbour"
    assert shown["logline"] == f"By {BLACK}."


def test_what_has_no_words_is_looked_for_too() -> None:
    of = told()
    answers = {**of.answers, "real_name": "+1 555 0100", "logline": "Call 1-555-0100."}
    shown = hide(replace(of, answers=answers), PROGRAMME, team(of), FILES).pitch.answers
    assert shown["logline"] == f"Call {BLACK}."


def test_what_depends_on_a_hidden_answer_is_shown_all_the_same() -> None:
    tied = Field("thesis", Kind.SHORT, label("Thesis"), show_if=Condition("student", ("yes",)))
    form = PROGRAMME.form
    page = Page("more", label("More"), (tied,))
    asking = replace(PROGRAMME, form=replace(form, pages=(*form.pages, page)))
    of = told()
    for answers, seen in (({**of.answers, "thesis": "A film"}, True), (of.answers, False)):
        hidden = hide(replace(of, answers=answers), asking, team(of), FILES)
        last = hidden.programme.form.pages[-1]
        shown = hidden.programme.form.shown(last, hidden.pitch.answers)
        assert bool(shown) is seen


def test_what_an_author_did_was_done_by_nobody() -> None:
    of = told()
    at = datetime(2026, 1, 1, tzinfo=UTC)
    event = PitchEvent(of.id, HOME, at, OWNER, None, State.DRAFT)
    who = people(team(of))
    assert who == {OWNER, GUEST}
    assert hide_event(event, who).actor == NOBODY
    coordinator = replace(event, actor=UserId(5))
    assert hide_event(coordinator, who) == coordinator


def test_the_index_holds_texts_without_names() -> None:
    of = told()
    words = searchable(of, PROGRAMME, team(of), FILES)
    assert given_away(words) == []
    assert words.splitlines()[0] == "Moon Harbour"
    seen = searchable(replace(of, state=State.ACCEPTED), PROGRAMME, team(of), FILES)
    assert "Lin Wei 林薇" in seen
    assert "I am Lin." not in seen


@pytest.mark.parametrize(
    "written",
    [
        "Lin Wei",
        "LIN WEI",
        "Ｌｉｎ　Ｗｅｉ",
        "linwei",
        "lin_wei",
        "Wei, Lin",
        "Wei Lin",
        "Lín Wéi",
        "Li\u0301n We\u0301i",
        "L\u200bin\u00adWei",
        "lin.wei@example.org",
        "linwei88",
        "Lin\n\nWei",
        "林薇",
        "林 薇",
        "林·薇",
    ],
)
def test_a_name_is_found_however_it_is_written(written: str) -> None:
    names = Names(names_in("Lin Wei 林薇"))
    shown = names.black_out(f"(by {written})")
    assert BLACK in shown
    assert given_away(shown) == []


@pytest.mark.parametrize("innocent", ["linen", "berlin", "Weimar", "linweiss", "林", "薇薇安"])
def test_what_only_contains_a_name_stays(innocent: str) -> None:
    assert Names(names_in("Lin Wei 林薇")).black_out(innocent) == innocent


def test_the_given_name_of_a_chinese_name_is_hidden_too() -> None:
    assert Names(names_in("陈伟明")).black_out("伟明说") == f"{BLACK}说"
    assert Names(names_in("看电影")).black_out("电影") == "电影"


@pytest.mark.parametrize("written", ["張偉", "张伟", "张 伟", "張\u200b偉"])
def test_a_chinese_name_is_found_in_either_script(written: str) -> None:
    for name in ("张伟", "張偉"):
        assert Names(names_in(name)).black_out(f"导演{written}说") == f"导演{BLACK}说"


@pytest.mark.parametrize(
    "written", ["Wa\u0142\u0119sa", "Walesa", "WA\u0141\u0118SA", "wale\u0328sa"]
)
def test_a_name_is_found_without_the_letters_of_its_language(written: str) -> None:
    assert Names(names_in("Wa\u0142\u0119sa")).black_out(f"by {written}.") == f"by {BLACK}."
    assert Names(names_in("Walesa")).black_out(f"by {written}.") == f"by {BLACK}."


def test_a_school_is_found_without_its_kind() -> None:
    names = Names(names_in("凯斯特电影學院"))
    for written in ("凯斯特电影学院", "凱斯特電影", "凯斯特"):
        assert names.black_out(f"在{written}读书") == f"在{BLACK}读书"
    assert names.black_out("电影学院") == "电影学院"


def test_rare_characters_are_part_of_names_too() -> None:
    assert Names(names_in("𠮷田太郎")).black_out("by 太郎") == f"by {BLACK}"


def test_the_ids_of_authors_are_hidden() -> None:
    of = told(owner=UserId(700000000000000001))
    answers = {**of.answers, "logline": "<@700000000000000001> 7000000000000000010"}
    shown = hide(replace(of, answers=answers), PROGRAMME, team(of), FILES).pitch.answers
    assert shown["logline"] == f"<@{BLACK}> 7000000000000000010"


@pytest.mark.parametrize(
    "written",
    [
        "tidewright_99",
        "Tidewright 99",
        "TIDEWRIGHT.99",
        "tidewright",
        "gull.feather",
        "Gull Feather",
    ],
)
def test_the_user_names_of_authors_are_hidden_too(written: str) -> None:
    of = told(owner_handle="tidewright_99")
    declined = Team(of.owner, (member(of, handle="gull.feather", state=MemberState.DECLINED),))
    answers = {**of.answers, "logline": f"(by {written})"}
    hidden = hide(replace(of, answers=answers), PROGRAMME, declined, FILES)
    assert hidden.pitch.answers["logline"] == f"(by {BLACK})"
    assert hidden.pitch.owner_handle == ""
    assert searchable(replace(of, answers=answers), PROGRAMME, declined, FILES).count(BLACK) > 0
    assert hidden.names.black_out(f"from {written}") == f"from {BLACK}"


def test_a_user_name_like_the_title_leaves_the_title_but_for_the_whole_of_it() -> None:
    names = Names(handle_names("moon_tidewright", "Moon Harbour"))
    assert names.black_out("Moon Harbour by Tidewright") == f"Moon Harbour by {BLACK}"
    assert names.black_out("@moon_tidewright") == f"@{BLACK}"
    whole = Names(handle_names("lin", "Lin"))
    assert whole.black_out("Lin's film") == f"{BLACK}'s film"
    signed = Names(handle_names("tidewright_99", "Moon Tidewright99"))
    assert signed.black_out("Moon, by Tidewright") == f"Moon, by {BLACK}"


@pytest.mark.parametrize(
    ("handle", "innocent"),
    [
        ("lin", "linen, berlin"),
        ("film_pilot", "film pilot"),
        ("__", "__bold__"),
        ("x", "x"),
        ("", ""),
    ],
)
def test_what_only_looks_like_a_user_name_stays(handle: str, innocent: str) -> None:
    assert Names(handle_names(handle, "Moon")).black_out(innocent) == innocent


def test_a_user_name_that_is_the_displayed_name_changes_nothing() -> None:
    of = told(owner_name="tidewright")
    answers = {**of.answers, "logline": "Tidewright, tidewrights"}
    shown = {
        str(hide(replace(of, answers=answers, owner_handle=one), PROGRAMME, team(of), FILES).pitch)
        for one in ("tidewright", "")
    }
    assert len(shown) == 1
    assert f"{BLACK}, tidewrights" in shown.pop()


def test_digits_are_no_part_of_longer_numbers() -> None:
    names = Names(names_in("room 101"))
    assert names.black_out("room 101, room 1010") == f"{BLACK}, {BLACK} 1010"


def test_what_everybody_writes_is_no_name() -> None:
    assert Names(names_in("none")).black_out("none of the film") == "none of the film"
    assert Names(names_in("")).black_out("a film") == "a film"
    assert Names(names_in("x" * (LONGEST + 1))).black_out("x" * (LONGEST + 1)) == "x" * 101
    assert Names(["a"]).black_out("a") == "a"


def test_a_sentence_is_looked_for_as_a_whole() -> None:
    line = "I was born in a small house by the sea"
    names = Names(names_in(line))
    assert names.black_out(f"{line}!") == f"{BLACK}!"
    assert names.black_out("a small house") == "a small house"


def test_a_letter_that_stands_for_several_is_hidden_as_a_whole() -> None:
    assert Names(["株ab"]).black_out("株ab") == BLACK
    names = Names(["式株", "会社"])
    assert names.black_out("x株式㍿y") in (f"x株{BLACK}y", f"x株式{BLACK}y")


def test_a_files_name_is_hidden_unless_it_is_the_title() -> None:
    assert list(file_names("Moon Harbour.pdf", "Moon_Harbour")) == ["moon harbour.pdf"]
    assert list(file_names("final draft v2.pdf", "Moon")) == ["final draft v2.pdf"]
    assert list(file_names("lin.pdf", "Moon")) == ["lin.pdf", "lin"]
    assert list(file_names("strange", "Moon")) == ["strange"]


LETTERS = st.text(st.sampled_from("aZéß林薇 ㍿ﬁ_-.1\u0301\u200b🌙"), max_size=12)


@given(LETTERS, LETTERS, LETTERS)
def test_no_name_is_left_and_nothing_else_is_lost(name: str, before: str, after: str) -> None:
    folded = fold(name)
    written = f"{before}|{name}|{after}"
    shown = Names([name]).black_out(written)
    if len(folded) >= 2:
        assert BLACK in shown
    else:
        assert shown == written
    left = unicodedata.normalize("NFKC", shown.replace(BLACK, ""))
    assert all(letter in unicodedata.normalize("NFKC", written) for letter in left)
    again = Names([name]).black_out(shown)
    assert again.replace(BLACK, "") == shown.replace(BLACK, "")


def test_names_of_several_add_up() -> None:
    both = Names(["Lin"]) + Names(["Zhao"])
    assert both.black_out("Lin, Zhao") == f"{BLACK}, {BLACK}"


def test_characters_are_compared_as_opencc_simplifies_them() -> None:
    ways = [OpenCC(name) for name in ("t2s", "tw2s", "hk2s")]
    for written, simple in SIMPLE.items():
        assert simple not in SIMPLE
        assert simple in {way.convert(way.convert(written)) for way in ways}, written


def test_common_words_are_folded() -> None:
    assert {fold(word) for word in COMMON} == COMMON
