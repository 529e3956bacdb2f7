"""What is told to authors: every kind of notice in words, with the buttons that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from discord import ui

from bot.discord_io.acts import Act
from bot.discord_io.cards import headline, marked, receipt_text, revised_text
from bot.discord_io.escape import cut, escape
from bot.discord_io.reading import split
from bot.discord_io.seen import DANGER, PRIMARY, SUCCESS, Button, Item, button
from bot.discord_io.talk_view import author_talk_buttons, author_words, talk_files
from bot.discord_io.widgets import Layout, row
from bot.domain.history import Happening
from bot.domain.letters import opened
from bot.domain.moves import UNDO_HOURS
from bot.domain.notice import NoticeKind, Route
from bot.domain.text import key
from bot.services.ports_delivery import Brief
from bot.texts import Text, stamp

MESSAGE_CHARACTERS = 3700
"""Of 4000 (Discord's limit), less the words around a list of fields and a date."""
FIELDS_CHARACTERS = 900
QUOTED_CHARACTERS = 2800
"""Of what a person wrote, within a message of 4000 (Discord's limit)."""

Words = Callable[[Brief, Text], str]


def quoted(words: str, most: int = QUOTED_CHARACTERS) -> str:
    """What a person wrote, escaped, as a quotation of ``most`` characters at most."""
    if not words.strip():
        return "> —"
    first, *rest = split(words.strip(), most - most // 4)
    lines = "\n".join(f"> {line}" for line in first.split("\n"))
    return f"{lines[: most - 4]}\n> …" if rest or len(lines) > most else lines


def author_text(brief: Brief, text: Text) -> str:
    """A notice to an author, in words."""
    pitch, programme = brief.pitch, brief.programme
    if brief.notice.kind in (NoticeKind.RECEIPT, NoticeKind.REVISED) and pitch.submission:
        if brief.notice.kind is NoticeKind.RECEIPT:
            return receipt_text(pitch, programme, text)
        return revised_text(pitch, programme, text)
    if brief.talked:
        return author_words(brief, text)
    if letter := opened(brief.notice.detail):
        return _letter(brief, text, *letter)
    written = _WRITTEN.get(brief.notice.kind)
    if written is None:
        return text(key("notice.about"), headline=_line(brief, text))
    return written(brief, text)


def author_buttons(brief: Brief, text: Text) -> list[Button]:
    """What the one who reads the notice may do about it. They carry the ids of the guild and the
    pitch, so that they work in a DM as well."""
    if brief.talked:
        return author_talk_buttons(brief, text)
    letter = opened(brief.notice.detail)
    if letter and not letter[1]:
        return []
    place = (brief.notice.guild, brief.notice.pitch)
    owner = brief.notice.recipient == brief.pitch.owner
    open_ = button(Act.STAND, *place, label=text(key("button.open")))
    match brief.notice.kind:
        case NoticeKind.INVITED:
            accept = text(key("button.read_consent"))
            return [
                button(Act.INVITATION, *place, label=accept, style=SUCCESS),
                button(Act.DECLINE, *place, label=text(key("button.decline"))),
            ]
        case NoticeKind.ACCEPTED if owner:
            confirm = text(key("button.confirm"))
            return [button(Act.CONFIRM, *place, label=confirm, style=SUCCESS), open_]
        case NoticeKind.CHANGES_ASKED | NoticeKind.CHANGES_DUE:
            answer = text(key("button.answer_changes"))
            return [button(Act.EDIT, *place, label=answer, style=PRIMARY)]
        case NoticeKind.WITHDRAWN if owner:
            undo = text(key("button.undo"))
            return [button(Act.UNDO, *place, label=undo, style=DANGER), open_]
        case NoticeKind.DEADLINE_NEAR:
            again = text(key("button.continue"))
            return [button(Act.STAND, *place, label=again, style=PRIMARY)]
        case NoticeKind.ERASED | NoticeKind.ASSIGNED:
            return []
        case NoticeKind.TEAM_CHANGED if not owner:
            return []
        case _:
            return [open_]


def author_notice(brief: Brief, text: Text) -> Layout:
    """A notice as a message of its own; in a thread it names the person it is for."""
    words = author_text(brief, text)
    if brief.notice.route is Route.THREAD:
        words = f"<@{brief.notice.recipient}>\n{words}"
    parts: list[Item] = [ui.TextDisplay(words), *talk_files(brief)]
    if buttons := author_buttons(brief, text):
        parts.append(row(*buttons))
    return marked(brief, *parts)


def in_zone(moment: datetime, brief: Brief) -> str:
    """A time as the server's clocks show it."""
    zone = brief.settings.timezone if brief.settings else "UTC"
    shown = moment.astimezone(ZoneInfo(zone) if zone != "UTC" else UTC)
    return f"{shown.date().isoformat()} {shown:%H:%M} ({zone})"


def _line(brief: Brief, text: Text) -> str:
    return headline(brief.pitch, brief.programme, text)


def _claimed(brief: Brief, text: Text) -> str:
    return text(key("notice.claimed"), headline=_line(brief, text))


def _assigned(brief: Brief, text: Text) -> str:
    return text(
        key("notice.assigned"),
        headline=_line(brief, text),
        who=f"<@{brief.notice.actor}>",
        ref=str(brief.pitch.ref),
    )


def _invited(brief: Brief, text: Text) -> str:
    return text(
        key("notice.invited"),
        owner=f"<@{brief.pitch.owner}>",
        headline=_line(brief, text),
        programme=escape(brief.programme.name.in_(text.locale)),
    )


def _team_changed(brief: Brief, text: Text) -> str:
    who, line = f"<@{brief.notice.actor}>", _line(brief, text)
    match brief.notice.detail:
        case Happening.JOINED:
            return text(key("notice.team_joined"), who=who, headline=line)
        case Happening.DECLINED:
            return text(key("notice.team_declined"), who=who, headline=line)
        case Happening.REMOVED:
            return text(key("notice.team_removed"), headline=line)
        case _ if brief.notice.actor is None:
            return text(key("notice.team_left_erased"), headline=line)
        case _:
            return text(key("notice.team_left"), who=who, headline=line)


def _deadline_near(brief: Brief, text: Text) -> str:
    closes = brief.call.closes
    line = _line(brief, text)
    if closes is None:
        return text(key("notice.about"), headline=line)
    return text(
        key("notice.deadline_near"),
        headline=line,
        relative=stamp(closes, "R"),
        at=closes,
        zone=in_zone(closes, brief),
    )


def _letter(brief: Brief, text: Text, words: str, last: bool) -> str:
    """As it was previewed; where changes are asked for, what is to be changed follows."""
    if last and brief.notice.kind is NoticeKind.CHANGES_ASKED:
        return _with_fields(brief, text, words)
    return words


def _changes_asked(brief: Brief, text: Text) -> str:
    words = text(
        key("notice.changes_asked"),
        headline=_line(brief, text),
        message=quoted(brief.notice.detail, 1800),
    )
    return _with_fields(brief, text, words)


def _with_fields(brief: Brief, text: Text, words: str) -> str:
    changes = brief.pitch.changes
    if changes is None:
        return words
    fields = {field.id: field.label.in_(text.locale) for field in brief.programme.form.fields()}
    room = min(FIELDS_CHARACTERS, MESSAGE_CHARACTERS - len(words))
    named = [escape(fields[name]) for name in changes.fields if name in fields]
    shown = text(key("list.separator")).join(named)
    words += "\n" + text(key("notice.changes_fields"), fields=_shortened(shown, room))
    if changes.due:
        due = text(
            key("notice.changes_until"),
            at=changes.due,
            relative=stamp(changes.due, "R"),
            zone=in_zone(changes.due, brief),
        )
        words += f"\n{due}"
    return words


def _shortened(shown: str, most: int) -> str:
    return shown if len(shown) <= most else f"{shown[:most]}…"


def _changes_due(brief: Brief, text: Text) -> str:
    due = brief.pitch.changes.due if brief.pitch.changes else None
    line = _line(brief, text)
    if due is None:
        return text(key("notice.about"), headline=line)
    return text(
        key("notice.changes_due"),
        headline=line,
        relative=stamp(due, "R"),
        at=due,
        zone=in_zone(due, brief),
    )


def _changes_cancelled(brief: Brief, text: Text) -> str:
    return text(key("notice.changes_cancelled"), headline=_line(brief, text))


def _ineligible(brief: Brief, text: Text) -> str:
    return text(
        key("notice.ineligible"),
        headline=_line(brief, text),
        reason=quoted(brief.notice.detail),
    )


def _shortlisted(brief: Brief, text: Text) -> str:
    return text(key("notice.shortlisted"), headline=_line(brief, text))


def _accepted(brief: Brief, text: Text) -> str:
    line = _line(brief, text)
    if brief.notice.recipient == brief.pitch.owner:
        return text(key("notice.accepted"), headline=line)
    return text(key("notice.accepted_member"), headline=line, owner=f"<@{brief.pitch.owner}>")


def _declined(brief: Brief, text: Text) -> str:
    return text(key("notice.declined"), headline=_line(brief, text))


def _withdrawn(brief: Brief, text: Text) -> str:
    line = _line(brief, text)
    if brief.notice.recipient == brief.pitch.owner:
        return text(
            key("notice.withdrawn"), headline=line, hours=UNDO_HOURS, ref=str(brief.pitch.ref)
        )
    return text(key("notice.withdrawn_member"), headline=line, owner=f"<@{brief.pitch.owner}>")


def _restored(brief: Brief, text: Text) -> str:
    return text(key("notice.restored"), headline=_line(brief, text))


def _staged(brief: Brief, text: Text) -> str:
    stage = brief.programme.stage(brief.notice.detail)
    name = stage.label.in_(text.locale) if stage else cut(brief.notice.detail, FIELDS_CHARACTERS)
    return text(key("notice.staged"), headline=_line(brief, text), stage=escape(name))


def _reopened(brief: Brief, text: Text) -> str:
    return text(key("notice.reopened"), headline=_line(brief, text))


def _erased(brief: Brief, text: Text) -> str:
    return text(key("notice.erased"), ref=str(brief.pitch.ref))


_WRITTEN: Mapping[NoticeKind, Words] = {
    NoticeKind.CLAIMED: _claimed,
    NoticeKind.ASSIGNED: _assigned,
    NoticeKind.INVITED: _invited,
    NoticeKind.TEAM_CHANGED: _team_changed,
    NoticeKind.DEADLINE_NEAR: _deadline_near,
    NoticeKind.CHANGES_ASKED: _changes_asked,
    NoticeKind.CHANGES_DUE: _changes_due,
    NoticeKind.CHANGES_CANCELLED: _changes_cancelled,
    NoticeKind.INELIGIBLE: _ineligible,
    NoticeKind.SHORTLISTED: _shortlisted,
    NoticeKind.ACCEPTED: _accepted,
    NoticeKind.DECLINED: _declined,
    NoticeKind.WITHDRAWN: _withdrawn,
    NoticeKind.RESTORED: _restored,
    NoticeKind.REOPENED: _reopened,
    NoticeKind.ERASED: _erased,
    NoticeKind.STAGED: _staged,
}
