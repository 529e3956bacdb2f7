"""What is shown of a question at the desk and to the one who asked, held to Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.discord_io import question_view
from bot.discord_io.faq_buttons import SaveQuestionButton
from bot.discord_io.inbox_view import inbox, one
from bot.discord_io.question_cards import (
    answer_notice,
    answer_text,
    desk_question,
    owner_question,
    unconfirmed,
)
from bot.discord_io.question_view import answering, as_asked, in_full, link, quotation
from bot.discord_io.widgets import Layout
from bot.domain.faq import GENERAL, BankEntry, FaqRef, InLanguages
from bot.domain.ids import ChannelId, MessageId, NoticeId, PitchId, ProgrammeKey, UserId
from bot.domain.notice import Notice, NoticeKind, Route
from bot.domain.question import (
    ANSWER_CHARACTERS,
    Outcome,
    Place,
    Question,
    QuestionId,
    Stage,
    Where,
)
from bot.domain.text import Locale
from bot.services.ports import Page
from bot.services.ports_delivery import QuestionBrief
from bot.texts import Text
from sandbox.validation import IS_COMPONENTS_V2, check_message, check_modal
from tests.db.samples import HOME, NOW, settings
from tests.unit import samples
from tests.unit.viewing import components, labels, languages, parts, words

ASKER, MAYA = UserId(2**63 - 1), UserId(2**62)
SIGNS = "*_[`~@|>" * 500
ASKED = Question(
    id=QuestionId("a" * 20),
    guild=HOME,
    at=NOW,
    asker=ASKER,
    locale=Locale.ZH_CN,
    text="Can my cat direct?",
    where=Where(Place.MENTION, ChannelId(7), MessageId(8)),
    outcome=Outcome.UNKNOWN,
    stage=Stage.OPEN,
    desk=(ChannelId(2), MessageId(5)),
)
ANSWERED = replace(
    ASKED, stage=Stage.ANSWERED, answer="Only with _you_.", answered_by=MAYA, answered_at=NOW
)
ENTRIES = tuple(
    BankEntry(
        FaqRef(programme, f"entry-{number}"),
        InLanguages({Locale.EN: f"{number}. {SIGNS[:300]}"}),
        {},
        InLanguages({Locale.EN: "Yes."}),
        date(2026, 1, 1),
    )
    for number, programme in enumerate((GENERAL, ProgrammeKey("chunm"), ProgrammeKey("gone")))
)
BUTTONS = (*question_view.BUTTONS, SaveQuestionButton)


def brief(
    question: Question | None,
    kind: NoticeKind = NoticeKind.QUESTION,
    route: Route = Route.DESK,
    detail: str = "a" * 20,
) -> QuestionBrief:
    recipient = None if route in (Route.DESK, Route.OWNER) else ASKER
    notice = Notice(NoticeId("b" * 20), HOME, kind, PitchId(""), route, recipient, NOW)
    programmes = {ProgrammeKey(name): each for name, each in samples.PROGRAMMES.items()}
    return QuestionBrief(
        replace(notice, detail=detail), settings(), Locale.EN, programmes, question
    )


def answer(question: Question = ANSWERED, route: Route = Route.DM) -> QuestionBrief:
    return brief(question, NoticeKind.ANSWER, route)


def check(view: Layout) -> None:
    """Discord takes it, and its buttons are found again."""
    check_message({"flags": IS_COMPONENTS_V2, "components": components(view)})
    for part in parts(view):
        if name := part.get("custom_id"):
            found = [each.__discord_ui_compiled_template__.fullmatch(name) for each in BUTTONS]
            assert sum(map(bool, found)) == 1, name


@languages
def test_the_card_has_the_question_who_asked_and_where(text: Text) -> None:
    view = desk_question(replace(brief(ASKED), nearest=ENTRIES[:1]), text)
    check(view)
    shown = words(view)
    assert "> Can my cat direct?" in shown
    assert f"<@{ASKER}> · {text('language.zh_cn')}" in shown
    assert f"https://discord.com/channels/{HOME}/7/8" in shown
    assert text("question.nearest") in shown
    assert text("faq.general") in shown
    expected = [text("question.button_answer"), text("question.button_not_needed")]
    assert labels(view) == expected


@languages
def test_what_was_asked_in_private_has_no_link(text: Text) -> None:
    for place in (Place.COMMAND, Place.BUTTON, Place.DM, Place.MENU):
        private = replace(ASKED, where=Where(place, ChannelId(7), MessageId(8)))
        assert link(private) is None
        assert "discord.com" not in words(desk_question(brief(private), text))
    assert link(replace(ASKED, where=Where(Place.CHANNEL, ChannelId(7)))) is None


@languages
def test_the_card_says_what_became_of_it(text: Text) -> None:
    dismissed = replace(ASKED, stage=Stage.DISMISSED, answered_by=MAYA, answered_at=NOW)
    view = desk_question(brief(dismissed), text)
    assert text("question.dismissed_by", who=f"<@{MAYA}>") in words(view)
    assert labels(view) == [text("question.button_answer")]

    view = desk_question(brief(ANSWERED), text)
    assert "Only with \\_you\\_." in words(view)
    assert f"<@{MAYA}>" in words(view)
    assert labels(view) == [text("question.button_save")]

    saved = replace(ANSWERED, saved_as=ENTRIES[0].ref)
    view = desk_question(replace(brief(saved), entry=ENTRIES[0]), text)
    assert text("question.saved_as", entry="").strip() in words(view)
    assert labels(view) == []
    assert text("question.saved") in words(desk_question(brief(saved), text))

    nameless = replace(ANSWERED, answered_by=None)
    assert text("question.somebody") in words(desk_question(brief(nameless), text))


@languages
def test_the_card_says_what_the_bot_answered_badly(text: Text) -> None:
    unhelpful = replace(ASKED, helpful=False, missing="The *fee*", only=ProgrammeKey("chunm"))
    shown = words(desk_question(brief(unhelpful), text))
    assert text("question.unhelpful") in shown
    assert "> The \\*fee\\*" in shown
    assert samples.PROGRAMMES["chunm"].name.in_(text.locale) in shown


@languages
@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.DISMISSED, Stage.ANSWERED])
def test_whatever_was_written_fits_and_can_be_read_in_full(text: Text, stage: Stage) -> None:
    for written in ("字" * 4000, SIGNS, "x\n" * 2000, "> " * 2000):
        question = replace(
            ASKED,
            text=written,
            missing=written[:1000],
            helpful=False,
            stage=stage,
            only=ProgrammeKey("chunm"),
            saved_as=ENTRIES[1].ref,
        )
        if stage is Stage.ANSWERED:
            question = replace(
                question, answer=written[:ANSWER_CHARACTERS], answered_by=MAYA, answered_at=NOW
            )
        view = desk_question(replace(brief(question), nearest=ENTRIES, entry=ENTRIES[1]), text)
        check(view)
        assert text("button.read_all") in labels(view)
        page = 0
        while text("button.further") in labels(in_full(question, page, text)):
            check(in_full(question, page, text))
            page += 1
        assert page > 0
        check(in_full(question, 999, text))


@languages
@pytest.mark.parametrize("route", [Route.CHANNEL, Route.DM, Route.THREAD])
def test_an_answer_of_the_greatest_length_fits_one_message(text: Text, route: Route) -> None:
    question = replace(ANSWERED, text="字" * 4000, answer="字" * ANSWER_CHARACTERS)
    view = answer_notice(answer(question, route), text)
    check(view)
    assert "字" * ANSWER_CHARACTERS in words(view)
    assert labels(view) == []


@languages
@pytest.mark.parametrize("route", [Route.CHANNEL, Route.DM, Route.THREAD])
def test_an_answer_that_grows_by_its_signs_is_continued_by_a_button(
    text: Text, route: Route
) -> None:
    question = replace(ANSWERED, answer=SIGNS[:ANSWER_CHARACTERS])
    view = answer_notice(answer(question, route), text)
    check(view)
    assert labels(view) == [text("button.read_all")]


@languages
def test_in_public_the_asker_is_named_and_in_private_the_question(text: Text) -> None:
    public = words(answer_notice(answer(route=Route.CHANNEL), text))
    assert f"<@{ASKER}>" in public
    assert "Can my cat direct?" not in public
    direct = words(answer_notice(answer(route=Route.DM), text))
    assert "> Can my cat direct?" in direct
    assert f"<@{ASKER}>" not in direct
    assert f"<@{ASKER}>" in words(answer_notice(answer(route=Route.THREAD), text))
    for shown in (public, direct):
        assert "Only with \\_you\\_." in shown
        assert text("question.ask_on") in shown


@languages
def test_links_of_an_answer_can_be_followed(text: Text) -> None:
    linked = replace(ANSWERED, answer="See [the rules](https://example.com/rules) <@1>")
    shown = words(answer_notice(answer(linked), text))
    assert "[the rules](https://example.com/rules) \\<\\@1>" in shown


@languages
def test_the_inbox_has_answers_too(text: Text) -> None:
    long = replace(ANSWERED, id=QuestionId("c" * 20), answer=SIGNS[:ANSWER_CHARACTERS])
    briefs = [answer(route=Route.CHANNEL), answer(long)]
    view = inbox(Page(briefs, 2), 0, text)
    check_message({"flags": IS_COMPONENTS_V2, "components": components(view)})
    assert "> Can my cat direct?" in words(view)
    assert f"<@{ASKER}>" not in words(view)
    check(one(briefs[0], text))
    check(one(briefs[1], text))
    assert text("button.read_all") in labels(one(briefs[1], text))
    assert answer_text(briefs[0], text) in words(one(briefs[0], text))


@languages
def test_the_owner_learns_no_content(text: Text) -> None:
    view = owner_question(brief(ASKED, route=Route.OWNER), text)
    check(view)
    assert words(view) == text("question.desk_shut")


@languages
def test_the_monthly_reminder_says_how_many_entries_wait(text: Text) -> None:
    reminder = brief(None, NoticeKind.FAQ_UNCONFIRMED, detail="12")
    check(unconfirmed(reminder, text))
    assert "12" in words(unconfirmed(reminder, text))
    assert words(owner_question(reminder, text)) == words(unconfirmed(reminder, text))


@languages
def test_the_modal_shows_the_question_above_the_answer(text: Text) -> None:
    for written in ("Can my cat direct?", SIGNS):
        modal = answering(replace(ASKED, text=written), text).to_dict()
        check_modal(modal)
        assert modal["components"][0]["content"].startswith(written[:3].replace("*", "\\*")[:2])


def test_whom_a_question_was_addressed_to_is_not_part_of_it() -> None:
    def asked(words_: str) -> str:
        return as_asked(replace(ASKED, text=words_))

    assert asked("<@123> <@!456>, may I?") == "may I?"
    assert asked("may I, <@123>?") == "may I, <@123>?"
    assert asked("<@123>") == "<@123>"


def test_a_quotation_says_whether_it_is_whole() -> None:
    assert quotation("a\n# b", 100) == ("> a\n> \\# b", True)
    short, whole = quotation("x" * 500, 100)
    assert not whole
    assert len(short) <= 100
    assert short.endswith("\n> …")
    lines, whole = quotation("\n".join("x" * 40), 100)
    assert not whole
    assert len(lines) <= 100
