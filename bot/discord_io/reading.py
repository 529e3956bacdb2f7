"""A pitch in full, as pages that fit Discord's limits: long answers are continued, never cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.discord_io.escape import escape
from bot.domain.form import Answer, Field, Form, Kind, Problem
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.text import Locale, key
from bot.texts import Text

PAGE_CHARACTERS = 3200
"""Of the 4000 that all texts of one message may hold (Discord's limit), less what frames a page:
a receipt with the longest title, the state and the number of the page take some 700."""

STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: key("state.draft"),
    State.SUBMITTED: key("state.submitted"),
    State.IN_REVIEW: key("state.in_review"),
}
LANGUAGE_NAMES: Mapping[Locale, str] = {
    Locale.EN: key("language.en"),
    Locale.ZH_CN: key("language.zh_cn"),
    Locale.ZH_TW: key("language.zh_tw"),
}


def answer_text(field: Field, answer: Answer | None, text: Text) -> str:
    """An answer as people read it, not escaped; a dash where there is none."""
    if not answer:
        return "—"
    if isinstance(answer, tuple):
        return text(key("list.separator")).join(_option(field, value, text) for value in answer)
    if field.kind is Kind.YES_NO:
        return text(key("answer.yes") if answer == "yes" else key("answer.no"))
    if field.kind is Kind.CHOICE:
        return _option(field, answer, text)
    return answer


def problem_text(problem: Problem, text: Text) -> str:
    return text(problem.key, **dict(problem.params))


def title_of(pitch: Pitch, programme: Programme, text: Text) -> str:
    """The pitch's title, plain; words that stand for it while it has none."""
    return " ".join(pitch.text(programme.card.title).split()) or text(key("pitch.untitled"))


def pages(pitch: Pitch, form: Form, text: Text) -> list[str]:
    """The answers with their questions, in the reader's language, in pages of
    `PAGE_CHARACTERS` at most. There is always at least one page."""
    blocks = [
        block
        for page in form.shown_pages(pitch.answers)
        for field in form.shown(page, pitch.answers)
        for block in _block(field, pitch.answers.get(field.id), text)
    ]
    made = [""]
    for block in blocks:
        joined = f"{made[-1]}\n{block}" if made[-1] else block
        if len(joined) <= PAGE_CHARACTERS:
            made[-1] = joined
        else:
            made.append(block)
    return made


def _block(field: Field, answer: Answer | None, text: Text) -> Iterator[str]:
    heading = f"**{escape(field.label.in_(text.locale))}**"
    for number, part in enumerate(split(answer_text(field, answer, text), PAGE_CHARACTERS - 200)):
        again = f" {text(key('pitch.continued'))}" if number else ""
        yield f"{heading}{again}\n{part}"


def split(text: str, length: int) -> list[str]:
    """``text``, escaped, in parts of ``length`` at most, broken at a line, a space or a full stop
    where there is one in the second half.

    Each part is escaped by itself: what was in the middle of a line is at the beginning of one
    now. The line break or space at a border is left out.
    """
    parts = []
    while len(escape(text)) > length:
        at = _border(text, length)
        parts.append(escape(text[:at]))
        text = text[at:].removeprefix("\n").removeprefix(" ")
    return [*parts, escape(text)]


def _border(text: str, length: int) -> int:
    """Where to break: as late as what comes before, once escaped, fits."""
    window = text[:length]
    while True:
        at = max(window.rfind("\n"), window.rfind(" "), window.rfind("。") + 1)
        if at < length // 2:
            at = len(window)
        over = len(escape(text[:at])) - length
        if over <= 0:
            return at
        # Each character less saves two at most.
        window = window[: at - (over + 1) // 2]


def _option(field: Field, value: str, text: Text) -> str:
    label = next((o.label for o in field.options if o.value == value), None)
    return label.in_(text.locale) if label else value
