"""What the bot wrote to a person, page by page, and one notice in full."""

from __future__ import annotations

from discord import ui

from bot.discord_io.acts import Act
from bot.discord_io.digest_view import coordinator_text, digest_text
from bot.discord_io.notices_view import author_buttons, author_text
from bot.discord_io.question_cards import answer_buttons, answer_text
from bot.discord_io.seen import Button, Item, button
from bot.discord_io.talk_view import author_talk_buttons
from bot.discord_io.widgets import BESIDE, Layout, note, row
from bot.domain.notice import FOR_COORDINATORS, NoticeKind
from bot.domain.text import key
from bot.services.inbox import SHOWN
from bot.services.ports import Page
from bot.services.ports_delivery import AnyBrief, DigestBrief, QuestionBrief
from bot.texts import Text, stamp

SHORT_CHARACTERS = 680
"""Of one notice of five on a page of 4000 characters (Discord's limit)."""


def inbox(found: Page[AnyBrief], page: int, text: Text) -> Layout:
    """Page ``page`` (from 0), the latest first, each with what can be done about it."""
    if not found.total:
        return note(text(key("inbox.empty")))
    parts: list[Item] = []
    shown: set[str | None] = set()
    for brief in found.items:
        words = words_of(brief, text)
        # Discord takes each id once in a message: the latest notice of a pitch has its buttons.
        buttons = [one for one in notice_buttons(brief, text) if one.custom_id not in shown]
        shown.update(one.custom_id for one in buttons)
        if len(words) > SHORT_CHARACTERS:
            words = f"{words[:SHORT_CHARACTERS].rstrip()}…"
            whole = text(key("button.read_all"))
            buttons.append(button(Act.INBOX_ONE, page, brief.notice.id, BESIDE, label=whole))
        parts.append(ui.TextDisplay(f"{stamp(brief.notice.created, 'f')}\n{words}"))
        parts += [row(*buttons)] if buttons else []
        parts.append(ui.Separator())
    pages = -(-found.total // SHOWN)
    if pages == 1:
        return Layout(ui.Container(*parts[:-1]))
    parts.append(ui.TextDisplay(text(key("page.of"), page=page + 1, pages=pages)))
    return Layout(ui.Container(*parts, row(*_turns(page, pages, text))))


def one(brief: AnyBrief, text: Text) -> Layout:
    """A notice in full."""
    words = f"{stamp(brief.notice.created, 'f')}\n{words_of(brief, text)}"
    buttons = notice_buttons(brief, text)
    return Layout(ui.Container(ui.TextDisplay(words), *([row(*buttons)] if buttons else [])))


def _turns(page: int, pages: int, text: Text) -> list[Button]:
    turns = []
    if page:
        turns.append(button(Act.INBOX, page - 1, label=text(key("button.earlier"))))
    if page + 1 < pages:
        turns.append(button(Act.INBOX, page + 1, label=text(key("button.further"))))
    return turns


def words_of(brief: AnyBrief, text: Text) -> str:
    if isinstance(brief, QuestionBrief):
        return answer_text(brief, text)
    if isinstance(brief, DigestBrief):
        return digest_text(brief, text)
    if brief.notice.kind in FOR_COORDINATORS and brief.notice.kind is not NoticeKind.ASSIGNED:
        return coordinator_text(brief, text)
    return author_text(brief, text)


def notice_buttons(brief: AnyBrief, text: Text) -> list[Button]:
    """In an inbox what is opened stands beside it: the list stays."""
    if isinstance(brief, QuestionBrief):
        made = [one.item for one in answer_buttons(brief, text)]
    elif isinstance(brief, DigestBrief) or brief.notice.kind in FOR_COORDINATORS:
        made = []
    elif brief.talked:
        made = author_talk_buttons(brief, text, listed=True)
    else:
        made = author_buttons(brief, text)
    for each in made:
        each.custom_id = f"{each.custom_id}:{BESIDE}"
    return made
