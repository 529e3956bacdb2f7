"""Answers to questions: the entry, a choice of entries, or an honest *I don't know*."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.discord_io.escape import cut, escape
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.modals import OpenModal
from bot.discord_io.widgets import Layout, PersistentButton, row
from bot.domain.ids import ProgrammeKey
from bot.domain.text import key
from bot.services.answering import Answered, Found, Offered, Reply
from bot.texts import Text

QUESTION_CHARACTERS = 300
LABEL_CHARACTERS = 80
"""Discord's limit for a button."""
ASK_MODAL = "ask:question"
KEY = "[a-z0-9-]+"


class EntryButton(PersistentButton, action="ask:entry", ids=f"{KEY}:{KEY}"):
    """Show one entry, privately; what was asked stays as it is."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild = actor_of(interaction).guild
        programme, entry = ProgrammeKey(self.ids[0]), self.ids[1]
        found = await host(interaction).services.answering.entry(guild, programme, entry)
        await interaction.edit_original_response(view=answered(found, text_of(interaction)))


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


BUTTONS = (EntryButton, AskButton)


def reply_view(reply: Reply, text: Text) -> Layout:
    """What a question deserves."""
    if isinstance(reply, Answered):
        return answered(reply.found, text)
    if isinstance(reply, Offered):
        return Layout(
            ui.TextDisplay(text(key("ask.did_you_mean"))), row(*_entries(reply.choices, text))
        )
    words = text(key("ask.unknown"))
    if reply.questions is not None:
        words += "\n" + text(key("ask.unknown_channel"), channel=f"<#{reply.questions}>")
    return Layout(ui.TextDisplay(words))


def answered(found: Found, text: Text) -> Layout:
    """An entry with where it comes from and when it was last confirmed."""
    programme, entry = found.programme, found.entry
    source = text(
        key("ask.source"),
        programme=escape(programme.name.in_(text.locale)),
        source=escape(programme.source.title.in_(text.locale)),
        published=programme.source.published.isoformat(),
        confirmed=entry.confirmed.isoformat(),
    )
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(f"### {escape(entry.question.in_(text.locale))}"),
        ui.TextDisplay(text.with_commands(escape(entry.answer.in_(text.locale)))),
        ui.TextDisplay(f"-# {source}"),
    ]
    if found.related:
        related = tuple(Found(programme, other) for other in found.related)
        parts.append(row(*_entries(related, text)))
    return Layout(ui.Container(*parts))


def _entries(choices: tuple[Found, ...], text: Text) -> list[EntryButton]:
    return [
        EntryButton(
            choice.programme.key,
            choice.entry.id,
            label=cut(choice.entry.question.in_(text.locale), LABEL_CHARACTERS),
        )
        for choice in choices[:5]
    ]
