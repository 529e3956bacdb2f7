"""What is read of decisions that wait for a lead: lines, letters page by page, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import discord

from bot.discord_io.cards import headline
from bot.discord_io.desk_facts import coordinator, quoted
from bot.discord_io.desk_history import event_line
from bot.discord_io.desk_marks import scores_line
from bot.discord_io.errors import sentence
from bot.discord_io.escape import cut
from bot.discord_io.reading import LANGUAGE_NAMES, STATE_NAMES, title_of
from bot.discord_io.widgets import Layout, note
from bot.domain.pitch import Pitch
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.services.letters import Written
from bot.services.releases import Missed, Preview, Released
from bot.texts import Text

TITLE_CHARACTERS = 40
"""Of a title, which escaping may double: 25 lines stand in a message of 4000 characters (Discord's
limit)."""
OPTION_CHARACTERS = 100
REASON_CHARACTERS = 60
PROPOSED_CHARACTERS = 150
"""Of why it was proposed: a part of a letter, of up to 3200 characters, stands below it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of what is previewed: a part of a letter below who reads it."""

    top: str
    words: str


def proposal_line(pitch: Pitch, programme: Programme, text: Text) -> str:
    line = headline(pitch, programme, text, TITLE_CHARACTERS)
    proposal = pitch.proposal
    return f"{line} → {text(STATE_NAMES[proposal.decision])}" if proposal else line


def option(
    pitch: Pitch, programme: Programme, value: str, text: Text, *, chosen: bool
) -> discord.SelectOption:
    proposal = pitch.proposal
    described = text(STATE_NAMES[proposal.decision if proposal else pitch.state])
    if proposal and proposal.reason:
        described = f"{described} · {proposal.reason}"
    return discord.SelectOption(
        label=cut(f"{pitch.ref} · {title_of(pitch, programme, text)}", OPTION_CHARACTERS),
        value=value,
        description=cut(described, OPTION_CHARACTERS),
        default=chosen,
    )


def sheets(of: Preview, text: Text) -> Iterator[Sheet]:
    """A page for each part; who reads the same in the same language reads it together."""
    top = _top(of, text)
    if of.refused is not None:
        yield Sheet(top, sentence(of.refused, text))
    alike: dict[tuple[str, tuple[str, ...]], list[Written]] = {}
    for letter in of.letters:
        alike.setdefault((letter.locale, letter.parts), []).append(letter)
    for (_, parts), letters in alike.items():
        hidden = text(key("card.hidden"))
        readers = [f"<@{one.user}>" if one.user else hidden for one in letters]
        to = text(
            key("release.to"),
            readers=text(key("list.separator")).join(dict.fromkeys(readers)),
            language=text(LANGUAGE_NAMES[letters[0].locale]),
        )
        for number, part in enumerate(parts, start=1):
            several = text(key("release.part"), number=number, count=len(parts))
            yield Sheet(f"{top}\n{to}" + (f"\n{several}" if len(parts) > 1 else ""), part)


def _top(of: Preview, text: Text) -> str:
    if of.filed is None:
        return f"## {text(key('release.title'))}"
    lines = [f"## {proposal_line(of.filed.pitch, of.filed.programme, text)}"]
    proposal = of.filed.pitch.proposal
    if of.refused is None and proposal is not None:
        by = text(key("release.proposed_by"), by=coordinator(proposal.by, text))
        lines.append(f"{by} · {scores_line(of.filed.programme, of.marks, text)}")
        if proposal.reason.strip():
            lines.append(quoted(proposal.reason, PROPOSED_CHARACTERS))
    return "\n".join(lines)


def outcome(released: Released, text: Text) -> Layout:
    """What was released; and what was not, with who did what since."""
    lines = [text.n(key("release.done"), len(released.done))] if released.done else []
    for filed in released.done:
        line = headline(filed.pitch, filed.programme, text, TITLE_CHARACTERS)
        lines.append(f"{line} → {text(STATE_NAMES[filed.pitch.state])}")
    if released.missed:
        lines += ["", text.n(key("release.missed"), len(released.missed))]
        lines += [_missed(each, text) for each in released.missed]
    return note("\n".join(lines).strip())


def _missed(of: Missed, text: Text) -> str:
    if of.filed is None:
        return sentence(of.why, text) if of.why else text(key("release.gone"))
    pitch, programme = of.filed.pitch, of.filed.programme
    line = headline(pitch, programme, text, TITLE_CHARACTERS)
    if of.event is not None:
        short = replace(of.event, reason=cut(of.event.reason, REASON_CHARACTERS))
        return f"{line} ({text(STATE_NAMES[pitch.state])}) · {event_line(short, programme, text)}"
    why = sentence(of.why, text) if of.why else text(key("release.reads_otherwise"))
    return f"{line} · {why}"
