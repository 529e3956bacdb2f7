"""Letters in words: a programme's own, or the bot's. Whatever people wrote is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.discord_io.escape import cut, disarm_lines, escape
from bot.domain.letters import Letter, asks_for, fill
from bot.domain.pitch import State
from bot.domain.text import Locale, key
from bot.texts import Text, Texts, stamp

TITLE_CHARACTERS = 150
PART_CHARACTERS = 3200
"""Of a letter in one notice, of the 4000 that one message may hold (Discord's limit), less what
frames it; a longer letter comes in several."""
QUOTE = "> "

DEFAULTS: Mapping[State, str] = {
    State.SHORTLISTED: key("notice.shortlisted"),
    State.ACCEPTED: key("notice.accepted"),
    State.DECLINED: key("notice.declined"),
    State.INELIGIBLE: key("notice.ineligible"),
    State.CHANGES_REQUESTED: key("notice.changes_asked"),
}
_BACKSLASHES = re.compile(r"\\*$")


class Letters:
    """A `LetterWriter` over the catalogues."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __call__(self, letter: Letter, locale: Locale) -> Sequence[str]:
        text = self._texts.of(locale)
        words = _words(letter, text)
        if letter.feedback and not asks_for(letter.words, "feedback"):
            quotes = "\n\n".join(_quoted(one) for one in letter.feedback)
            words += f"\n\n{text(key('letter.feedback'))}\n{quotes}"
        return split_shown(words)


def _words(letter: Letter, text: Text) -> str:
    """The letter without what follows it."""
    values = _values(letter, text)
    if letter.words is not None:
        return fill(letter.words.in_(text.locale), values).strip() or "—"
    headline = f"`{letter.ref}` **{values['title']}**"
    if letter.state is State.ACCEPTED and not letter.owns:
        owner = f"<@{letter.owner}>" if letter.owner else text(key("card.hidden"))
        return text(key("notice.accepted_member"), headline=headline, owner=owner)
    reason = _quoted(letter.reason)
    return text(DEFAULTS[letter.state], headline=headline, reason=reason, message=reason)


def _values(letter: Letter, text: Text) -> dict[str, str]:
    """For each placeholder, as it is shown."""
    title = " ".join(letter.title.split()) or text(key("pitch.untitled"))
    return {
        "title": escape(cut(title, TITLE_CHARACTERS)),
        "ref": letter.ref,
        "programme": escape(letter.programme.in_(text.locale)),
        "reason": escape(letter.reason),
        "feedback": "\n\n".join(escape(one.strip()) for one in letter.feedback),
        "due": stamp(letter.due) if letter.due else "—",
    }


def template(state: State, text: Text) -> str:
    """The bot's own words for a decision as a programme might write them, to begin with."""
    headline = "`{ref}` **{title}**"
    return text(DEFAULTS[state], headline=headline, reason="> {reason}", message="> {reason}")


def _quoted(words: str) -> str:
    if not words.strip():
        return f"{QUOTE}—"
    return "\n".join(f"{QUOTE}{line}" for line in escape(words.strip()).split("\n"))


def split_shown(shown: str, most: int = PART_CHARACTERS) -> list[str]:
    """Text that is escaped already, in parts of ``most`` at most: broken at a line where there is
    one in the second half, else at a space. A quotation goes on as one, and what was in the middle
    of a line is not taken for markup where it begins one."""
    return [part for part in _parts(shown, most) if part.strip()] or [shown]


def _parts(rest: str, most: int) -> Iterator[str]:
    while len(rest) > most:
        part, rest = _broken(rest, most - len(QUOTE))
        yield part
    yield rest


def _broken(text: str, most: int) -> tuple[str, str]:
    """The beginning, and what is left."""
    at = text.rfind("\n", most // 2, most + 1)
    if at >= 0:
        return text[:at], text[at + 1 :]
    at = text.rfind(" ", most // 2, most + 1)
    if at < 0:
        at = most
        escaping = _BACKSLASHES.search(text[:at])
        at -= len(escaping[0]) % 2 if escaping else 0
    part, rest = text[:at], text[at:].lstrip(" ")
    head = disarm_lines(rest[:40]) + rest[40:]
    quoted = part.rpartition("\n")[2].startswith(QUOTE)
    return part, f"{QUOTE}{rest}" if quoted else head
