"""A pitch in full, as pages that fit Discord's limits: long answers are continued, never cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.discord_io.escape import escape
from bot.domain.form import Answer, Answers, Field, Form, Kind, Problem
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.text import Locale, key
from bot.texts import Text

PAGE_CHARACTERS = 3200
"""Of the 4000 that all texts of one message may hold (Discord's limit), less what frames a page:
a receipt with the longest title, the state and the number of the page take some 700."""

NONE: Mapping[str, str] = {}

STATE_NAMES: Mapping[State, str] = {
    State.DRAFT: key("state.draft"),
    State.SUBMITTED: key("state.submitted"),
    State.IN_REVIEW: key("state.in_review"),
    State.CHANGES_REQUESTED: key("state.changes_requested"),
    State.SHORTLISTED: key("state.shortlisted"),
    State.ACCEPTED: key("state.accepted"),
    State.DECLINED: key("state.declined"),
    State.INELIGIBLE: key("state.ineligible"),
    State.CONFIRMED: key("state.confirmed"),
    State.WITHDRAWN: key("state.withdrawn"),
    State.ERASED: key("state.erased"),
}
LANGUAGE_NAMES: Mapping[Locale, str] = {
    Locale.EN: key("language.en"),
    Locale.ZH_CN: key("language.zh_cn"),
    Locale.ZH_TW: key("language.zh_tw"),
}


def answer_text(
    field: Field, answer: Answer | None, text: Text, files: Mapping[str, str] = NONE
) -> str:
    """An answer as people read it, not escaped; a dash where there is none. ``files`` are names of
    files by id; a file that is gone is called so."""
    if not answer:
        return "—"
    if field.kind is Kind.FILES:
        ids = answer if isinstance(answer, tuple) else (answer,)
        gone = text(key("files.gone"))
        return text(key("list.separator")).join(files.get(one, gone) for one in ids)
    if isinstance(answer, tuple):
        return text(key("list.separator")).join(_option(field, value, text) for value in answer)
    if field.kind in (Kind.YES_NO, Kind.CONSENT):
        return text(key("answer.yes") if answer == "yes" else key("answer.no"))
    if field.kind is Kind.CHOICE:
        return _option(field, answer, text)
    return answer


def problem_text(problem: Problem, text: Text) -> str:
    return text(problem.key, **dict(problem.params))


def title_of(pitch: Pitch, programme: Programme, text: Text) -> str:
    """The pitch's title, plain; words that stand for it while it has none."""
    return " ".join(pitch.text(programme.card.title).split()) or text(key("pitch.untitled"))


def pages(
    pitch: Pitch,
    form: Form,
    text: Text,
    *,
    answers: Answers | None = None,
    files: Mapping[str, str] = NONE,
) -> list[str]:
    """The answers with their questions, in the reader's language, in pages of
    `PAGE_CHARACTERS` at most. There is always at least one page. ``answers`` are others than those
    that were handed in; ``files`` are names of files by id."""
    return paged(blocks(pitch.answers if answers is None else answers, form, text, files))


def blocks(answers: Answers, form: Form, text: Text, files: Mapping[str, str]) -> Iterator[str]:
    """Each question with its answer, in parts that each fit a page."""
    for page in form.shown_pages(answers):
        for field in form.shown(page, answers):
            given = answer_text(field, answers.get(field.id), text, files)
            yield from titled(field.label.in_(text.locale), given, text)


def paged(blocks: Iterable[str]) -> list[str]:
    """Blocks, each of `PAGE_CHARACTERS` at most, in as few pages as they fit, at least one."""
    made = [""]
    for block in blocks:
        joined = f"{made[-1]}\n{block}" if made[-1] else block
        if len(joined) <= PAGE_CHARACTERS:
            made[-1] = joined
        else:
            made.append(block)
    return made


def titled(title: str, words: str, text: Text) -> Iterator[str]:
    """``words`` under their title, both escaped, in blocks that each fit a page."""
    heading = f"**{escape(title)}**"
    for number, part in enumerate(split(words, PAGE_CHARACTERS - 200)):
        again = f" {text(key('pitch.continued'))}" if number else ""
        yield f"{heading}{again}\n{part}"


def split(text: str, length: int) -> list[str]:
    """``text``, escaped, in parts of ``length`` at most, broken at a line, a space or a full stop
    where there is one in the second half.

    Each part is escaped by itself: what was in the middle of a line is at the beginning of one
    now. The line break or space at a border is left out.
    """
    parts = []
    while len(escaped := escape(text)) > length:
        at = _border(text, length)
        parts.append(escape(text[:at]))
        text = text[at:].removeprefix("\n").removeprefix(" ")
    return [*parts, escaped]


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
