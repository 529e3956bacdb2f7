"""What the desk is told in a pitch's thread; and coordinators and owners in their DMs."""

from __future__ import annotations

from discord import ui

from bot.discord_io.cards import headline, marked
from bot.discord_io.desk_facts import label, quoted, somebody, submitted_line, within
from bot.discord_io.desk_open import OpenButton
from bot.discord_io.notices_view import in_zone
from bot.discord_io.reading import answer_text
from bot.discord_io.talk_view import desk_parts
from bot.discord_io.widgets import Layout, row
from bot.domain.form import Field
from bot.domain.notice import NoticeKind, Route
from bot.domain.text import key
from bot.services.ports_delivery import Brief
from bot.texts import Text, stamp

CHANGES_CHARACTERS = 3000
"""For all fields that changed, of the 4000 that all texts of one message may hold (Discord's
limit)."""
FIELDS_SHOWN = 12
SIDE_CHARACTERS = 600
LABEL_CHARACTERS = 100
FRAME_CHARACTERS = 40
"""The words that say which answer is which, and line breaks."""
CONTEXT_CHARACTERS = 30
"""Shown before the place where two long texts begin to differ."""
REASON_CHARACTERS = 1200


def desk_post(brief: Brief, text: Text) -> Layout:
    """A notice in the thread of the pitch's card, with a button that opens the pitch."""
    if brief.talked:
        return marked(brief, *desk_parts(brief, text))
    button = OpenButton(brief.pitch.id, 0, label=text(key("button.open")))
    return marked(brief, ui.TextDisplay(desk_text(brief, text)), row(button))


def desk_text(brief: Brief, text: Text) -> str:
    line = headline(brief.pitch, brief.programme, text)
    who = somebody(brief.notice.actor or brief.pitch.owner, text)
    match brief.notice.kind:
        case NoticeKind.NEW_VERSION:
            return _new_version(brief, text)
        case NoticeKind.CONFIRMED:
            return text(key("desk.confirmed"), headline=line, who=who)
        case NoticeKind.WITHDRAWN:
            return text(key("desk.withdrawn"), headline=line, who=who)
        case NoticeKind.RESTORED:
            return text(key("desk.restored"), headline=line, who=who)
        case NoticeKind.REOPENED:
            said = text(key("desk.reopened"), headline=line, who=who)
            reason = brief.notice.detail
            return f"{said}\n{quoted(reason, REASON_CHARACTERS)}" if reason else said
        case NoticeKind.UNTOUCHED:
            return _untouched(brief, line, text)
        case NoticeKind.CHANGES_LATE:
            return _late(brief, line, text)
        case _:
            return text(key("notice.about"), headline=line)


def assigned_notice(brief: Brief, text: Text) -> Layout:
    """To a coordinator, by DM: the pitch is theirs. No button: a DM vouches for nobody's role."""
    words = text(
        key("notice.assigned"),
        headline=headline(brief.pitch, brief.programme, text),
        who=f"<@{brief.notice.actor}>",
        ref=str(brief.pitch.ref),
    )
    if brief.notice.route is Route.THREAD:
        words = f"<@{brief.notice.recipient}>\n{words}"
    return marked(brief, ui.TextDisplay(words))


def owner_notice(brief: Brief, text: Text) -> Layout:
    """To the server's owner, without content: the desk could not be told."""
    ref = str(brief.pitch.ref)
    if brief.notice.kind is NoticeKind.DESK_CARD:
        return marked(brief, ui.TextDisplay(text(key("notice.desk_shut"), ref=ref)))
    return marked(brief, ui.TextDisplay(text(key("notice.desk_shut_news"), ref=ref)))


def _untouched(brief: Brief, line: str, text: Text) -> str:
    days, holder = int(brief.notice.detail or 0), brief.pitch.assignee
    if holder is None:
        return text.n(key("desk.untouched"), days, headline=line)
    return text.n(key("desk.untouched_held"), days, headline=line, who=f"<@{holder}>")


def _late(brief: Brief, line: str, text: Text) -> str:
    due = brief.pitch.changes.due if brief.pitch.changes else None
    if due is None:
        return text(key("notice.about"), headline=line)
    return text(
        key("desk.changes_late"),
        headline=line,
        relative=stamp(due, "R"),
        at=due,
        zone=in_zone(due, brief),
    )


def _new_version(brief: Brief, text: Text) -> str:
    """What changed, field by field, as much as fits; the button beside it opens the rest."""
    top = text(
        key("desk.new_version"),
        headline=headline(brief.pitch, brief.programme, text),
        sent=submitted_line(brief.pitch, text),
    )
    changed = changed_fields(brief)
    shown = changed[:FIELDS_SHOWN]
    blocks = [_difference(brief, field, CHANGES_CHARACTERS // len(shown), text) for field in shown]
    if more := len(changed) - len(shown):
        blocks.append(text.n(key("desk.more_changed"), more))
    return "\n".join([top, *blocks])


def changed_fields(brief: Brief) -> list[Field]:
    """The fields whose answers differ between the last two versions, in the form's order."""
    if len(brief.revisions) < 2:
        return []
    before, after = (revision.answers for revision in brief.revisions)
    fields = brief.programme.form.fields()
    return [field for field in fields if before.get(field.id) != after.get(field.id)]


def _difference(brief: Brief, field: Field, room: int, text: Text) -> str:
    """The answer before and after, in about ``room`` characters."""
    names = {str(file.id): file.name for file in brief.files.values()}
    said = (answer_text(field, one.answers.get(field.id), text, names) for one in brief.revisions)
    before, after = (" ".join(words.split()) for words in said)
    heading = within(label(field, text), LABEL_CHARACTERS)
    side = min(SIDE_CHARACTERS, (room - LABEL_CHARACTERS - FRAME_CHARACTERS) // 2)
    start = _alike(before, after) if max(len(before), len(after)) > side else 0
    return "\n".join(
        (
            f"**{heading}**",
            text(key("desk.before"), words=_from(before, start, side)),
            text(key("desk.after"), words=_from(after, start, side)),
        )
    )


def _alike(before: str, after: str) -> int:
    """Where to begin to show two long texts: shortly before they begin to differ."""
    pairs = zip(before, after, strict=False)
    shorter = min(len(before), len(after))
    same = next((at for at, (one, other) in enumerate(pairs) if one != other), shorter)
    return max(0, same - CONTEXT_CHARACTERS)


def _from(words: str, start: int, most: int) -> str:
    shown = within(words[start:], most - 1)
    return f"…{shown}" if start else shown
