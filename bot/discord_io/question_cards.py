"""What is told of questions: the card at the desk, and the answer to the one who asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from bot.discord_io.escape import cut, escape
from bot.discord_io.faq_buttons import SaveQuestionButton
from bot.discord_io.question_view import (
    AnswerQuestionButton,
    DismissQuestionButton,
    ReadQuestionButton,
    as_asked,
    link,
    quotation,
)
from bot.discord_io.reading import LANGUAGE_NAMES, split
from bot.discord_io.rich import rich
from bot.discord_io.widgets import Layout, PersistentButton, row
from bot.domain.faq import BankEntry
from bot.domain.ids import ProgrammeKey
from bot.domain.notice import NoticeKind, Route
from bot.domain.question import Question, Stage
from bot.domain.text import key
from bot.services.ports_delivery import QuestionBrief
from bot.texts import Text, stamp

MESSAGE_CHARACTERS = 3950
"""Of the 4000 that all texts of one message may hold (Discord's limit), less line breaks."""
ASKED_LEAST, ASKED_MOST = 100, 600
"""Of the question, beside an answer."""
MISSING_CHARACTERS = 500
ENTRY_CHARACTERS = 120
NAME_CHARACTERS = 60
COLOURS: Mapping[Stage, int] = {
    Stage.OPEN: 0x5865F2,
    Stage.ANSWERED: 0x57F287,
    Stage.DISMISSED: 0x99AAB5,
}


def desk_question(brief: QuestionBrief, text: Text) -> Layout:
    """The question as it stands now. Only its id stands in the buttons."""
    question = _of(brief)
    above, below = "\n".join(_above(brief, text)), "\n".join(_below(brief, text))
    room = MESSAGE_CHARACTERS - len(above) - len(below)
    answer, all_answer = _answer(question, room - ASKED_LEAST)
    asked, all_asked = quotation(as_asked(question), room - len(answer))
    words = "\n".join(part for part in (above, asked, below, answer) if part)
    all_missing = quotation(question.missing, MISSING_CHARACTERS)[1]
    whole = all_asked and all_missing and all_answer
    buttons = _desk_buttons(brief, text, whole=whole)
    return _marked(brief, ui.TextDisplay(words), *([row(*buttons)] if buttons else []))


def answer_notice(brief: QuestionBrief, text: Text) -> Layout:
    """A coordinator's answer as a message of its own. Where it was asked in public it names the
    asker and stands below their question; else it brings the question along."""
    words, whole = _answer_in(brief, brief.notice.route, text)
    parts: list[ui.Item[Any]] = [ui.TextDisplay(words)]
    if not whole:
        parts.append(row(_read(_of(brief), text)))
    return _marked(brief, *parts)


def answer_text(brief: QuestionBrief, text: Text) -> str:
    """The answer as it stands in an inbox, in `MESSAGE_CHARACTERS` at most: of the question as much
    as there is room for; of an answer that grows too long by its many signs, the first part."""
    return _answer_in(brief, Route.INBOX, text)[0]


def answer_buttons(brief: QuestionBrief, text: Text) -> list[ReadQuestionButton]:
    """For what `answer_text` leaves out, if it does."""
    return [] if _answer_in(brief, Route.INBOX, text)[1] else [_read(_of(brief), text)]


def owner_question(brief: QuestionBrief, text: Text) -> Layout:
    """To the server's owner, without content: the desk could not be told."""
    if brief.notice.kind is NoticeKind.FAQ_UNCONFIRMED:
        return unconfirmed(brief, text)
    return _marked(brief, ui.TextDisplay(text(key("question.desk_shut"))))


def unconfirmed(brief: QuestionBrief, text: Text) -> Layout:
    """Once a month: entries that somebody should look at."""
    words = text.n(key("question.unconfirmed"), int(brief.notice.detail or 0))
    return _marked(brief, ui.TextDisplay(words))


def _of(brief: QuestionBrief) -> Question:
    assert brief.question is not None, "a notice about a question has one"
    return brief.question


def _marked(brief: QuestionBrief, *items: ui.Item[Any]) -> Layout:
    """A container whose id is the notice's marker, so that history can be searched for it."""
    colour = COLOURS.get(brief.question.stage) if brief.question else None
    return Layout(ui.Container(*items, id=brief.notice.marker, accent_colour=colour))


def _above(brief: QuestionBrief, text: Text) -> Iterator[str]:
    """Before the question: who asked, in which language, when, where, about what."""
    question = _of(brief)
    yield f"## {text(key('question.title'))}"
    facts = [f"<@{question.asker}>", text(LANGUAGE_NAMES[question.locale]), stamp(question.at, "R")]
    if question.only is not None:
        facts.append(_programme(brief, question.only, text))
    if where := link(question):
        facts.append(f"[{text(key('question.where'))}]({where})")
    yield " · ".join(facts)


def _below(brief: QuestionBrief, text: Text) -> Iterator[str]:
    """After it: what did not help, what comes near, and what became of it."""
    question = _of(brief)
    if question.helpful is False:
        yield text(key("question.unhelpful"))
        if question.missing:
            yield quotation(question.missing, MISSING_CHARACTERS)[0]
    if brief.nearest and question.stage is not Stage.ANSWERED:
        yield f"**{text(key('question.nearest'))}**"
        yield from (f"- {_entry(brief, entry, text)}" for entry in brief.nearest)
    if question.stage is Stage.DISMISSED:
        yield text(key("question.dismissed_by"), who=_by(question, text))
    if question.saved_as is not None:
        if brief.entry is None:
            yield text(key("question.saved"))
        else:
            yield text(key("question.saved_as"), entry=_entry(brief, brief.entry, text))
    if question.stage is Stage.ANSWERED and question.answered_at:
        when = stamp(question.answered_at, "R")
        yield text(key("question.answered_by"), who=_by(question, text), when=when)


def _by(question: Question, text: Text) -> str:
    """The coordinator, unless they had themselves forgotten."""
    if question.answered_by is None:
        return text(key("question.somebody"))
    return f"<@{question.answered_by}>"


def _answer(question: Question, room: int) -> tuple[str, bool]:
    """The answer, or the first part of it; and whether that is all of it."""
    whole = rich(question.answer)
    if len(whole) <= room:
        return whole, True
    return f"{split(question.answer, room - 1)[0]}…", False


def _answer_in(brief: QuestionBrief, route: Route, text: Text) -> tuple[str, bool]:
    question = _of(brief)
    who = f"<@{brief.notice.recipient}>"
    hint = f"-# {text(key('question.ask_on'))}"
    if route is Route.CHANNEL:
        top = text(key("question.answer_public"), who=who)
        answer, whole = _answer(question, MESSAGE_CHARACTERS - len(top) - len(hint))
        return f"{top}\n{answer}\n{hint}", whole
    top = text(key("question.answer_private"))
    if route is Route.THREAD:
        top = f"{who}\n{top}"
    room = MESSAGE_CHARACTERS - len(top) - len(hint)
    answer, whole = _answer(question, room - ASKED_LEAST)
    most = max(ASKED_LEAST, min(ASKED_MOST, room - len(answer)))
    asked, _ = quotation(" ".join(as_asked(question).split()), most)
    return f"{top}\n{asked}\n{answer}\n{hint}", whole


def _desk_buttons(brief: QuestionBrief, text: Text, *, whole: bool) -> list[PersistentButton]:
    question = _of(brief)
    made: list[PersistentButton] = []
    primary = discord.ButtonStyle.primary
    if question.stage is not Stage.ANSWERED:
        label = text(key("question.button_answer"))
        made.append(AnswerQuestionButton(question.id, label=label, style=primary))
    elif question.saved_as is None:
        label = text(key("question.button_save"))
        made.append(SaveQuestionButton(question.id, label=label, style=primary))
    if question.stage is Stage.OPEN:
        label = text(key("question.button_not_needed"))
        made.append(DismissQuestionButton(question.id, label=label))
    return made if whole else [*made, _read(question, text)]


def _read(question: Question, text: Text) -> ReadQuestionButton:
    label = text(key("button.read_all"))
    return ReadQuestionButton(question.guild, question.id, 0, label=label)


def _entry(brief: QuestionBrief, entry: BankEntry, text: Text) -> str:
    asked = escape(cut(entry.question.in_(text.locale), ENTRY_CHARACTERS))
    return f"**{asked}** · {_programme(brief, entry.ref.programme, text)}"


def _programme(brief: QuestionBrief, programme: ProgrammeKey, text: Text) -> str:
    known = brief.programmes.get(programme)
    name = known.name.in_(text.locale) if known else text(key("faq.general"))
    return escape(cut(name, NAME_CHARACTERS))
