"""Answers to questions: the entry, a choice of entries, or an honest *I don't know*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_io import feedback_view as feedback
from bot.discord_io.escape import cut, escape
from bot.discord_io.feedback_view import Asked, FeedbackButton, alone, asked_in, asker_in, has
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.modals import OpenModal
from bot.discord_io.reading import LANGUAGE_NAMES
from bot.discord_io.rich import Gallery, pages, rich
from bot.discord_io.widgets import Layout, PersistentButton, row
from bot.domain.faq import BankEntry, FaqRef
from bot.domain.ids import ChannelId, GuildId, ProgrammeKey
from bot.domain.text import key
from bot.services.answering import Answered, Found, Offered, Reply
from bot.texts import Text

QUESTION_CHARACTERS = 300
LABEL_CHARACTERS = 80
"""Discord's limit for a button."""
NAME_CHARACTERS = 100
"""Of a programme's name."""
SOURCE_CHARACTERS = 250
OFFERED = 5
"""Buttons of a row (Discord's limit)."""
ASK_MODAL = "ask:question"
KEY = "[a-z0-9-]{1,40}"
PICKED = "pick"


class EntryButton(PersistentButton, action="ask:entry", ids=rf"{KEY}:{KEY}(?::{PICKED})?"):
    """Show one entry, privately; what was asked stays as it is. One that was *picked* from a choice
    is the answer to the question, and can be voted on."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        ref = FaqRef(ProgrammeKey(self.ids[0]), self.ids[1])
        guild = await _guild(interaction)
        found = await host(interaction).services.answering.entry(guild, ref)
        # In front of others the question need not be this person's.
        asked = asked_in(interaction.message) if alone(interaction) else None
        view = entry_view(found, text_of(interaction), asked=asked, votes=self.ids[-1] == PICKED)
        await interaction.edit_original_response(view=view)


class PageButton(PersistentButton, action="ask:page", ids=rf"{KEY}:{KEY}:\d{{1,2}}"):
    """Show another page of an answer: in place where only this person reads it, else beside it,
    as the others may be reading."""

    async def press(self, interaction: Interaction) -> None:
        in_place = alone(interaction)
        if in_place:
            await interaction.response.defer()
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
        ref = FaqRef(ProgrammeKey(self.ids[0]), self.ids[1])
        found = await host(interaction).services.answering.entry(await _guild(interaction), ref)
        message = interaction.message
        view = entry_view(
            found,
            text_of(interaction),
            page=int(self.ids[2]),
            asked=asked_in(message) if in_place else None,
            votes=has(message, FeedbackButton),
        )
        await interaction.edit_original_response(view=view)


class AskButton(PersistentButton, action="ask:open", ids=KEY):
    """*Ask*: a modal for the question."""

    async def press(self, interaction: Interaction) -> None:
        text = text_of(interaction)
        question: ui.TextInput[Any] = ui.TextInput(
            custom_id="question",
            style=discord.TextStyle.long,
            max_length=QUESTION_CHARACTERS,
        )
        label: ui.Label[Any] = ui.Label(text=text(key("ask.label")), component=question)
        modal = OpenModal(ASK_MODAL, self.ids[0], title=text(key("ask.title")), items=[label])
        await interaction.response.send_modal(modal)


BUTTONS = (EntryButton, PageButton, AskButton, *feedback.BUTTONS)


def reply_view(
    reply: Reply,
    text: Text,
    guild: GuildId,
    *,
    here: ChannelId | None = None,
    forum: bool = False,
) -> Layout:
    """What a question deserves. ``here`` is the channel it was asked in, or that one's forum;
    ``forum`` says that it began a post, which its author can call solved."""
    asked = Asked(guild, reply.question) if reply.question else None
    if isinstance(reply, Answered):
        return entry_view(reply.found, text, asked=asked, forum=forum)
    if isinstance(reply, Offered):
        choices = row(*_entries(reply.choices, text, PICKED))
        parts: list[ui.Item[Any]] = [ui.TextDisplay(text(key("ask.did_you_mean"))), choices]
    else:
        words = text(key("ask.unknown"))
        if reply.questions is not None and reply.questions != here:
            words += "\n" + text(key("ask.unknown_channel"), channel=f"<#{reply.questions}>")
        parts = [ui.TextDisplay(words)]
    if asked is not None:
        parts.append(row(*_further(asked, text, votes=False, forum=forum)))
    return Layout(*parts)


def entry_view(
    found: Found,
    text: Text,
    *,
    page: int = 0,
    asked: Asked | None = None,
    votes: bool = True,
    forum: bool = False,
) -> Layout:
    """A page (from 0, the last if there are not so many) of an entry, with where it comes from and
    when it was last confirmed. ``asked`` is the question that it answers, which can be put to a
    coordinator all the same; with ``votes`` the asker can say whether it helped."""
    entry = found.entry
    parts: list[ui.Item[Any]] = [ui.TextDisplay(_title(entry, text))]
    written_in = entry.answer.closest(text.locale)
    if written_in is not text.locale:
        only = text(key("answer.only_in"), language=text(LANGUAGE_NAMES[written_in]))
        parts.append(ui.TextDisplay(f"-# {only}"))
    answer = pages(entry.answer.in_(text.locale), text.with_commands)
    page = min(page, len(answer) - 1)
    parts += [_shown(part) for part in answer[page]]
    if len(answer) > 1:
        number = text(key("page.of"), page=page + 1, pages=len(answer))
        parts.append(ui.TextDisplay(number))
        parts.append(row(*_arrows(entry.ref, page, len(answer), text)))
    parts.append(ui.TextDisplay(f"-# {_source(found, text)}"))
    if asked is not None:
        parts.append(row(*_further(asked, text, votes=votes, forum=forum)))
    if found.related:
        related = [Found(found.programme, other) for other in found.related]
        parts.append(row(*_entries(related, text)))
    return Layout(ui.Container(*parts))


async def _guild(interaction: Interaction) -> GuildId:
    """Whose entries are shown: in a DM the guild that a button of the message names, if the person
    still belongs there.

    Raises:
        ServerOnly, QuestionNotFound.
    """
    asked = asked_in(interaction.message) if interaction.guild_id is None else None
    actor = actor_of(interaction) if asked is None else await asker_in(interaction, asked.guild)
    return actor.guild


def _title(entry: BankEntry, text: Text) -> str:
    return f"### {escape(cut(entry.question.in_(text.locale), QUESTION_CHARACTERS))}"


def _shown(part: str | Gallery) -> ui.Item[Any]:
    if isinstance(part, Gallery):
        return ui.MediaGallery(*(discord.MediaGalleryItem(url) for url in part.urls))
    return ui.TextDisplay(part)


def _source(found: Found, text: Text) -> str:
    """The programme, what the answer comes from, and when it was last found right."""
    programme, entry = found.programme, found.entry
    confirmed = entry.confirmed.isoformat()
    if programme is None:
        name = text(key("answer.general"))
    else:
        name = escape(cut(programme.name.in_(text.locale), NAME_CHARACTERS))
    if entry.source:
        source = rich(cut(entry.source, SOURCE_CHARACTERS))
        return text(key("answer.source"), programme=name, source=source, confirmed=confirmed)
    if programme is None:
        return text(key("answer.confirmed"), programme=name, confirmed=confirmed)
    return text(
        key("ask.source"),
        programme=name,
        source=escape(cut(programme.source.title.in_(text.locale), SOURCE_CHARACTERS)),
        published=programme.source.published.isoformat(),
        confirmed=confirmed,
    )


def _further(
    asked: Asked, text: Text, *, votes: bool, forum: bool
) -> Iterator[feedback.QuestionButton]:
    """What the asker can do about a reply. ``votes``: it was an answer."""
    if votes:
        yield from feedback.votes(asked)
    if forum:
        yield feedback.solved(asked, text, answered=bool(votes))
    yield feedback.coordinator(asked, text)


def _arrows(ref: FaqRef, page: int, pages_: int, text: Text) -> Iterator[PageButton]:
    if page:
        yield PageButton(*ref, page - 1, label=text(key("answer.earlier")))
    if page + 1 < pages_:
        yield PageButton(*ref, page + 1, label=text(key("answer.further")))


def _entries(choices: Sequence[Found], text: Text, *more: str) -> list[EntryButton]:
    return [
        EntryButton(
            *choice.entry.ref,
            *more,
            label=cut(choice.entry.question.in_(text.locale), LABEL_CHARACTERS),
        )
        for choice in choices[:OFFERED]
    ]
