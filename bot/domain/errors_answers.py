"""What can go wrong by the rules of questions and of the bank of answers."""

from __future__ import annotations

from bot.domain.errors import NotAllowed, NotFound, Refused
from bot.domain.text import key


class EntryNotFound(NotFound):
    """No such entry in this guild's bank, or it was removed."""

    key = key("error.entry_not_found")


class QuestionNotFound(NotFound):
    key = key("error.question_not_found")


class NotYourQuestion(NotAllowed):
    """Only the one who asked may say whether an answer helped, or pass the question on."""

    key = key("error.not_your_question")


class PassedOnAlready(Refused):
    key = key("error.passed_on_already")


class AnsweredAlready(Refused):
    """Parameters: ``by`` (the coordinator, a user id)."""

    key = key("error.answered_already")


class TooManyQuestions(Refused):
    """Parameters: ``until`` (when the next may be asked)."""

    key = key("error.too_many_questions")


class AnswerMissing(Refused):
    """A text that is needed was left empty."""

    key = key("error.answer_missing")


class EntryTextMissing(Refused):
    """An entry needs a question and an answer in the same language."""

    key = key("error.entry_text_missing")


class EntryTooLong(Refused):
    """Parameters: ``characters``, ``most``."""

    key = key("error.entry_too_long")


class TooManyPhrasings(Refused):
    """Parameters: ``most``."""

    key = key("error.too_many_phrasings")


class UnreadableDate(Refused):
    """Parameters: ``typed``."""

    key = key("error.unreadable_date")


class EndsBeforeItBegins(Refused):
    key = key("error.ends_before_it_begins")


class BankFull(Refused):
    """Parameters: ``most``."""

    key = key("error.bank_full")


class NothingToUndo(Refused):
    key = key("error.nothing_to_undo")
