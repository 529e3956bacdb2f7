"""What coordinators read in their direct messages: the digest, and what they want to know at once.
No button stands below: a direct message vouches for nobody's role."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from discord import ui

from bot.discord_io.cards import headline
from bot.discord_io.escape import cut, escape
from bot.discord_io.reading import title_of
from bot.discord_io.seen import fitted
from bot.discord_io.widgets import Layout
from bot.domain.ids import ChannelId, GuildId
from bot.domain.notice import DueDetail, NoticeKind, Route
from bot.domain.rhythm import DigestItem, Part
from bot.domain.text import key
from bot.services.ports_delivery import Brief, DigestBrief
from bot.texts import Text, stamp

CHARACTERS = 3200
"""For what all parts name together, of the 4000 that all texts of one message may hold (Discord's
limit)."""
TITLE_CHARACTERS = 80

_HEADINGS: Mapping[Part, Callable[[Text, int], str]] = {
    Part.DUE: lambda text, count: text.n(key("digest.due"), count),
    Part.NEW: lambda text, count: text.n(key("digest.new"), count),
    Part.WROTE: lambda text, count: text.n(key("digest.wrote"), count),
    Part.MINE: lambda text, count: text.n(key("digest.mine"), count),
    Part.UNTOUCHED: lambda text, count: text.n(key("digest.untouched"), count),
    Part.RELEASE: lambda text, count: text.n(key("digest.release"), count),
}


def digest_notice(brief: DigestBrief, text: Text) -> Layout:
    shown = ui.TextDisplay[ui.LayoutView](digest_text(brief, text))
    return Layout(ui.Container(shown, id=brief.notice.marker))


def digest_text(brief: DigestBrief, text: Text) -> str:
    """Every part with how much of it there is, and the first pitches of it, as they fit."""
    day = brief.notice.detail.split(" ", 1)[0]
    parts = brief.digest.parts(lead=brief.lead)
    blocks = [f"## {text(key('digest.title'), day=day)}"]
    for part in parts:
        items = brief.digest.items.get(part, ())
        total = brief.digest.totals[part]
        lines = fitted((_line(item, brief, text) for item in items), CHARACTERS // len(parts))
        if more := total - len(items):
            lines.append(text.n(key("digest.more"), more))
        blocks.append("\n".join([f"**{_HEADINGS[part](text, total)}**", *lines]))
    if brief.digest.questions:
        blocks.append(f"**{text.n(key('digest.questions'), brief.digest.questions)}**")
    if len(blocks) == 1:
        blocks.append(text(key("digest.nothing")))
    return "\n\n".join([*blocks, f"-# {text(key('digest.how'))}"])


def _line(item: DigestItem, brief: DigestBrief, text: Text) -> str:
    ref = f"`{item.pitch.ref}`"
    if item.card:
        ref = f"[{ref}]({link(brief.notice.guild, item.card)})"
    title = escape(cut(title_of(item.pitch, item.programme, text), TITLE_CHARACTERS))
    due = f" · {text(key('digest.until'), at=stamp(item.due, 'R'))}" if item.due else ""
    return f"- {ref} {title}{due}"


def link(guild: GuildId, place: tuple[ChannelId, int]) -> str:
    channel, message = place
    return f"https://discord.com/channels/{guild}/{channel}/{message}"


def coordinator_notice(brief: Brief, text: Text) -> Layout:
    """A notice of its own; in a thread it names the person it is for."""
    words = coordinator_text(brief, text)
    if brief.notice.route is Route.THREAD:
        words = f"<@{brief.notice.recipient}>\n{words}"
    return Layout(ui.Container(ui.TextDisplay(words), id=brief.notice.marker))


def coordinator_text(brief: Brief, text: Text) -> str:
    """A new pitch, what an author wrote, or a review that is due."""
    said = _said(brief, text)
    card = brief.card
    if card is None:
        return f"{said}\n{text(key('digest.read'), ref=str(brief.pitch.ref))}"
    there = link(brief.notice.guild, (card.channel, card.message))
    return f"{said}\n{text(key('digest.at_desk'), link=there, ref=str(brief.pitch.ref))}"


def _said(brief: Brief, text: Text) -> str:
    line = headline(brief.pitch, brief.programme, text)
    programme = escape(brief.programme.name.in_(text.locale))
    due = brief.pitch.review_due
    match brief.notice.kind:
        case NoticeKind.REVIEW_DUE if due and DueDetail.read(brief.notice.detail).late:
            return text(key("digest.review_late"), headline=line, relative=stamp(due, "R"), at=due)
        case NoticeKind.REVIEW_DUE if due:
            return text(key("digest.review_due"), headline=line, relative=stamp(due, "R"), at=due)
        case NoticeKind.NEW_PITCH if brief.notice.detail:
            return text(key("digest.author_wrote"), headline=line, programme=programme)
        case NoticeKind.NEW_PITCH:
            return text(key("digest.new_pitch"), headline=line, programme=programme)
        case _:
            return text(key("notice.about"), headline=line)
