"""What coordinators see of the bank: within Discord's limits, whole, and in every language."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_io import (
    faq_buttons,
    faq_entry,
    faq_files,
    faq_gaps,
    faq_list,
    faq_modal,
    faq_stats,
)
from bot.discord_io.faq_sheet import BETWEEN, TYPED_FILE, Sheet, TooLongForForm, Typed
from bot.discord_io.faq_writing import handed_back
from bot.discord_io.widgets import Layout
from bot.domain.faq import (
    GENERAL,
    PHRASINGS_WANTED,
    BankEntry,
    FaqAct,
    FaqRef,
    FaqVersion,
    InLanguages,
)
from bot.domain.ids import ChannelId, MessageId, ProgrammeKey, UserId
from bot.domain.programme import Programme
from bot.domain.question import Outcome, Place, Question, QuestionId, Stage, Where
from bot.domain.text import Locale, Localized
from bot.services.bank import LISTED, Filter, ImportReport, Kept, Statistics
from bot.services.gaps import Gap, GapPage
from bot.services.ports import Page
from bot.services.ports_answers import Asked, Fault, Figures, FileFormat
from bot.texts import Text
from sandbox.validation import IS_COMPONENTS_V2, check_message, check_modal
from tests.db.samples import HOME, NOW, later
from tests.unit import samples
from tests.unit.viewing import check, components, labels, languages, words

SOMEBODY = UserId(2**63 - 1)
REF = FaqRef(ProgrammeKey("p" * 32), "e" * 40)
MANY = "*" * 4000
"""Signs that all need a backslash."""


def programme(name: str = "*" * 200) -> Programme:
    shipped = samples.PROGRAMMES["chunm"]
    return replace(shipped, key=REF.programme, name=Localized(name, name, name))


def entry(**changes: object) -> BankEntry:
    """In all languages, with the longest texts that a form takes."""
    made = BankEntry(
        ref=REF,
        question=InLanguages(dict.fromkeys(Locale, "*" * 300)),
        phrasings=dict.fromkeys(Locale, ("*" * 300, "-" * 300, "@" * 300)),
        answer=InLanguages(dict.fromkeys(Locale, MANY)),
        confirmed=date(2026, 1, 1),
        source="_" * 200,
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        version=99999,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def few(**changes: object) -> BankEntry:
    """In English alone, asked in one way."""
    plain = InLanguages({Locale.EN: "Who may apply?"})
    return entry(question=plain, answer=plain, phrasings={}, **changes)


def kept(of: BankEntry, versions: int = 25) -> Kept:
    acts = list(FaqAct)
    history = [
        FaqVersion(of, acts[number % len(acts)], later(days=number), SOMEBODY if number else None)
        for number in range(versions)
    ]
    return Kept(of, programme(), tuple(history))


def question(number: int = 0, **changes: object) -> Question:
    made = Question(
        id=QuestionId(f"{number:020x}"),
        guild=HOME,
        at=later(hours=number),
        asker=SOMEBODY,
        locale=Locale.EN,
        text="*" * 2000,
        where=Where(Place.CHANNEL, ChannelId(2**63 - 1), MessageId(2**63 - 1)),
        outcome=Outcome.UNKNOWN,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def checked(modal: discord.ui.Modal) -> list[str]:
    """Discord takes the modal; the ids of what it asks for."""
    check_modal(modal.to_dict())
    found = [item.component for item in modal.children if isinstance(item, discord.ui.Label)]
    return [str(item.custom_id) for item in found]  # type: ignore[attr-defined]


def check_with(view: Layout, file: str) -> None:
    """As `check`, of a view that a file is sent along with."""
    sent = [{"id": 0, "filename": file}]
    check_message(
        {"flags": IS_COMPONENTS_V2, "components": components(view), "attachments": sent}, files=1
    )


def sheets() -> Iterator[Sheet]:
    for locale in Locale:
        yield Sheet.add(REF.programme, locale)
        yield Sheet.add(None, locale)
        yield Sheet.edit(REF, 99999, locale)
        yield Sheet.save("f" * 20, REF.programme, locale)
        yield Sheet.save("f" * 20, None, locale)


FULL = Typed("*" * 2000, MANY, MANY, "*" * 4000, "*" * 200, str(REF.programme))


@languages
class TestForms:
    @pytest.mark.parametrize("sheet", list(sheets()), ids=lambda sheet: ":".join(sheet.ids)[:60])
    @pytest.mark.parametrize("typed", [Typed(), FULL], ids=["empty", "full"])
    def test_a_form_fits_and_asks_for_a_programme_only_where_none_is_settled(
        self, text: Text, sheet: Sheet, typed: Typed
    ) -> None:
        programmes = [replace(programme(), key=ProgrammeKey(f"p{n}")) for n in range(40)]
        asked = checked(faq_modal.form(sheet, typed, programmes, text))
        last = "source" if sheet.programme is None else "validity"
        assert asked[-1] == last
        assert ("programme" in asked) is (sheet.programme is None)
        assert {"question", "answer", "phrasings", "source"} <= set(asked)

    @pytest.mark.parametrize("sheet", list(sheets()), ids=lambda sheet: ":".join(sheet.ids)[:60])
    def test_what_was_refused_is_handed_back(self, text: Text, sheet: Sheet) -> None:
        view = handed_back(sheet, "?" * 500, text)
        check_with(view, TYPED_FILE)
        assert labels(view) == [text("button.correct")]

    def test_what_stands_in_the_server_as_a_whole_can_be_chosen_among_many_programmes(
        self, text: Text
    ) -> None:
        many = [replace(programme(), key=ProgrammeKey(f"p{n}")) for n in range(40)]
        options = faq_modal.programme_options(many, text)
        assert len(options) == 25
        assert options[-1] == (text("faq.general"), GENERAL)


class TestTyped:
    @given(st.lists(st.text(), min_size=6, max_size=6))
    def test_the_file_gives_back_what_was_typed(self, values: list[str]) -> None:
        typed = Typed(*values)
        expected = Typed(
            *(v.replace(BETWEEN, "").encode("utf-8", "replace").decode() for v in values)
        )
        assert Typed.of_file(typed.file().fp.read()) == expected

    def test_a_draft_takes_one_phrasing_a_line(self) -> None:
        typed = Typed("Q", "A", " one \n\n  two\r\n", programme="hina")
        draft = typed.draft(Sheet.add(None, Locale.ZH_TW))
        assert draft.phrasings == ("one", "two")
        assert (draft.programme, draft.locale) == ("hina", Locale.ZH_TW)
        assert typed.draft(Sheet.add(REF.programme, Locale.EN)).programme == REF.programme

    def test_an_entry_is_put_into_the_form_by_language(self) -> None:
        typed = Typed.of_entry(few(), Locale.EN)
        assert (typed.question, typed.phrasings) == ("Who may apply?", "")
        assert typed.validity == "2026-01-01 – 2026-12-31"
        assert Typed.of_entry(few(), Locale.ZH_CN).question == ""

    def test_what_no_form_holds_is_not_cut(self) -> None:
        long = InLanguages({Locale.EN: "a" * 4001})
        with pytest.raises(TooLongForForm):
            Typed.of_entry(entry(answer=long), Locale.EN)


@languages
class TestEntries:
    def test_all_of_it_can_be_read_page_by_page(self, text: Text) -> None:
        of = kept(entry())
        views = [faq_entry.opened(of, page, text) for page in range(60)]
        check(*views)
        further = text("button.further")
        pages = next(n for n, view in enumerate(views) if further not in labels(view)) + 1
        assert 12 < pages < 60
        told = "".join(words(view) for view in views[:pages])
        assert told.count("\\*") >= 3 * (4000 + 300 + 300)
        assert words(views[pages]) == words(views[pages - 1])

    def test_a_warning_and_another_entry_fit_beside_it(self, text: Text) -> None:
        view = faq_entry.opened(kept(entry()), 0, text, top=text("faq.added"), nearest=entry())
        check(view)
        assert text("button.faq_open_nearest") in labels(view)
        assert text("faq.added") in words(view)

    def test_each_language_is_edited_or_added(self, text: Text) -> None:
        shown = labels(faq_entry.opened(kept(few()), 0, text))
        english = text("language.en")
        assert text("button.faq_edit", language=english) in shown
        for name in ("language.zh_cn", "language.zh_tw"):
            assert text("button.faq_add", language=text(name)) in shown

    def test_few_phrasings_are_flagged(self, text: Text) -> None:
        ways = tuple(f"way {number}" for number in range(PHRASINGS_WANTED))
        enough = replace(few(), phrasings={Locale.EN: ways})
        assert text("faq.few_phrasings") in words(faq_entry.opened(kept(few()), 0, text))
        assert text("faq.few_phrasings") not in words(faq_entry.opened(kept(enough), 0, text))

    def test_what_was_removed_can_only_be_brought_back(self, text: Text) -> None:
        view = faq_entry.opened(kept(few(removed=True)), 0, text)
        check(view, faq_entry.removed(entry(), text))
        assert labels(view) == [text("button.faq_undo")]
        assert text("faq.is_removed") in words(view)
        assert labels(faq_entry.removed(few(), text)) == [text("button.faq_undo")]

    def test_of_what_was_never_changed_nothing_can_be_undone(self, text: Text) -> None:
        view = faq_entry.opened(kept(few(), versions=1), 0, text)
        (container,) = components(view)
        undo = [
            part
            for inner in container["components"]
            for part in inner.get("components", ())
            if part.get("label") == text("button.faq_undo")
        ]
        assert [one["disabled"] for one in undo] == [True]

    def test_who_did_what_is_told_without_a_name_where_nobody_did(self, text: Text) -> None:
        told = words(faq_entry.opened(kept(few(), versions=2), 0, text))
        assert f"{text('faq.act.added')} · <@{SOMEBODY}>" in told
        assert f"{text('faq.act.shipped')}\n" in f"{told}\n"


@languages
class TestLists:
    def test_a_full_list_fits(self, text: Text) -> None:
        items = [replace(entry(), ref=FaqRef(REF.programme, f"e{n}")) for n in range(LISTED)]
        known = {REF.programme: programme()}
        for only in Filter:
            view = faq_list.entry_list(Page(items, 99), REF.programme, only, 1, known, text)
            check(view)
            assert labels(view)[-2:] == [text("button.earlier"), text("button.further")]

    def test_an_empty_list_says_so(self, text: Text) -> None:
        nothing: Page[BankEntry] = Page([], 0)
        for page in (nothing, replace(nothing, total=12)):
            view = faq_list.entry_list(page, None, Filter.ALL, 2, {}, text)
            check(view)
            assert text("faq.none") in words(view)


def gap(number: int, **changes: object) -> Gap:
    return Gap(tuple(question(number * 50 + place, **changes) for place in range(20)))


@languages
class TestGaps:
    def test_a_full_page_fits(self, text: Text) -> None:
        found = GapPage(tuple(gap(number) for number in range(5)), 99, 1, 20)
        view = faq_gaps.gap_list(found, text, top=text("gaps.put_aside", question="\\*" * 160))
        check(view)
        assert labels(view)[-2:] == [text("button.earlier"), text("button.further")]
        assert labels(view).count(text("button.faq_save")) == 5
        assert labels(view).count(text("button.faq_answer")) == 5

    def test_the_link_leads_only_to_what_all_can_see(self, text: Text) -> None:
        for place in Place:
            asked = gap(1, where=Where(place, ChannelId(7), MessageId(8)))
            told = words(faq_gaps.gap_list(GapPage((asked,), 1, 0, 1), text))
            assert (f"/{HOME}/7/8" in told) is place.public

    def test_what_has_an_answer_needs_no_other(self, text: Text) -> None:
        asked = gap(1, stage=Stage.ANSWERED, answer="Yes.")
        view = faq_gaps.gap_list(GapPage((asked,), 1, 0, 1), text)
        check(view)
        assert text("button.faq_answer") not in labels(view)
        assert text("gaps.answered") in words(view)

    def test_no_gaps_are_told_so(self, text: Text) -> None:
        view = faq_gaps.gap_list(GapPage((), 0, 0, 1), text, top="Done")
        check(view)
        assert words(view) == f"Done\n{text('gaps.none')}"

    def test_merging_offers_the_others(self, text: Text) -> None:
        others = [gap(number) for number in range(1, 26)]
        check(faq_gaps.merging(gap(0), others, 9999, text))
        alone = faq_gaps.merging(gap(0), [], 0, text)
        check(alone)
        assert words(alone) == text("gaps.no_others")


class TestBeginnings:
    def test_an_entry_begins_with_how_others_asked_it_in_that_language(self) -> None:
        first = question(0, text="<@123> Is there\nparking?", answer="Yes.")
        others = [
            question(1, text="is there  PARKING?"),
            question(2, text="Where can I park?"),
            question(3, text="有停车位吗？", locale=Locale.ZH_CN),
            question(4, text="a" * 301),
            question(5, text="Where can I park?"),
        ]
        typed = faq_buttons.begun(first, [*others, first])
        assert (typed.question, typed.answer) == ("Is there parking?", "Yes.")
        assert typed.phrasings == "Where can I park?"

    def test_no_more_ways_are_suggested_than_one_looks_through(self) -> None:
        many = [question(number, text=f"Way {number}?") for number in range(1, 40)]
        typed = faq_buttons.begun(question(0, text="First?"), many)
        assert len(typed.phrasings.splitlines()) == faq_buttons.SUGGESTED

    @pytest.mark.parametrize(
        ("asked", "locale", "expected"),
        [
            ("Is there parking?", Locale.ZH_TW, Locale.EN),
            ("有停车位吗？", Locale.ZH_CN, Locale.ZH_CN),
            ("有人吗", Locale.ZH_TW, Locale.ZH_TW),
            ("有停車位嗎？", Locale.EN, Locale.ZH_TW),
        ],
    )
    def test_the_language_is_the_questions(
        self, asked: str, locale: Locale, expected: Locale
    ) -> None:
        assert faq_buttons.language_of(question(text=asked, locale=locale)) is expected


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "data", "kind"),
        [
            ("a.YML", b"", FileFormat.YAML),
            ("a.yaml", b"{", FileFormat.YAML),
            ("a.csv", b"{", FileFormat.CSV),
            ("a.json", b"a,b", FileFormat.JSON),
            ("a.txt", b"\xef\xbb\xbf [1]", FileFormat.JSON),
            ("a", b"programme,id,question\nx: y", FileFormat.CSV),
            ("a", b"- id: a, b\n", FileFormat.YAML),
            ("", b"", FileFormat.YAML),
        ],
    )
    def test_a_file_is_known_by_its_ending_or_its_beginning(
        self, name: str, data: bytes, kind: FileFormat
    ) -> None:
        assert faq_files.kind_of(name, data) is kind

    @languages
    def test_faults_that_fit_need_no_file_and_others_come_as_one(self, text: Text) -> None:
        fault = Fault(7, "error.unknown_timezone", {"typed": "*soon*"})
        view, files = faq_files.faulty([fault], text)
        check(view)
        assert files == []
        assert "\\*soon\\*" in words(view)
        view, files = faq_files.faulty([fault] * 500, text)
        (file,) = files
        check_with(view, file.filename)
        lines = file.fp.read().decode().splitlines()
        assert len(lines) == 500
        assert "*soon*" in lines[-1]
        assert "\\" not in lines[-1]
        assert text.n("faq.faults", 500) in words(view)

    @languages
    def test_what_came_of_an_import_is_counted(self, text: Text) -> None:
        view = faq_files.imported(ImportReport(3, 2, 1), text)
        check(view)
        assert words(view) == text("faq.imported", added=3, changed=2, unchanged=1)


def asked(number: int, programme: ProgrammeKey | None, locale: Locale) -> Asked:
    return Asked(programme, locale, 10 * number, number, number, 3 * number, number)


@languages
class TestFigures:
    def test_everything_is_counted_and_fits(self, text: Text) -> None:
        keys = (None, GENERAL, REF.programme, *(ProgrammeKey(f"p{n}") for n in range(40)))
        rows = [asked(n + 1, key, locale) for n, key in enumerate(keys) for locale in Locale]
        top = [(FaqRef(REF.programme, f"e{n}"), 1000 - n) for n in range(25)]
        found = Statistics(
            Figures(rows, top, 7, 5), {top[0][0]: entry()}, NOW, {REF.programme: programme()}
        )
        check(faq_stats.figures(found, text))
        few = replace(found, figures=Figures(rows[:9], top[:3], 7, 5))
        view = faq_stats.figures(few, text)
        check(view)
        told = words(view)
        total = sum(row.asked for row in rows[:9])
        assert text.n("faq.stats.asked", total) in told
        assert text("faq.stats.people", passed_on=7, replied=5) in told
        assert "(75 %)" in told or "（75 %）" in told
        assert text("faq.general") in told
        assert text("faq.stats.no_programme") in told
        assert "999" in told

    def test_where_nothing_was_asked_that_is_told(self, text: Text) -> None:
        view = faq_stats.figures(Statistics(Figures([], [], 0, 0), {}, NOW, {}), text)
        check(view)
        assert text("faq.stats.nothing") in words(view)

    def test_a_picture_stands_above_the_words(self, text: Text) -> None:
        picture = discord.File(io.BytesIO(b"png"), filename="figures.png")
        found = Statistics(Figures([], [], 0, 0), {}, NOW, {})
        (container,) = components(faq_stats.figures(found, text, picture))
        (gallery, _) = container["components"]
        assert gallery["items"][0]["media"]["url"] == "attachment://figures.png"
