"""Writing what a programme's authors read of a decision: a modal of three languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_io.escape import escape
from bot.discord_io.form_modal import given_back
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.letters_view import template
from bot.discord_io.modals import OpenModal
from bot.discord_io.pressed import defer
from bot.discord_io.reading import LANGUAGE_NAMES, STATE_NAMES
from bot.discord_io.widgets import note
from bot.domain.form import Answer
from bot.domain.letters import LETTER_CHARACTERS, PLACEHOLDERS
from bot.domain.pitch import State
from bot.domain.text import Locale, key
from bot.services.deciding import Lettered
from bot.texts import Text, Texts

ACTION = "letter:written"


def letter_modal(known: Lettered, state: State, texts: Texts, text: Text) -> OpenModal:
    """Filled with the programme's own words, or, to begin with, with the bot's."""
    signs = {name: f"{{{name}}}" for name in PLACEHOLDERS}
    help_: ui.Item[Any] = ui.TextDisplay(text(key("letter.help"), **signs))
    return OpenModal(
        ACTION,
        known.programme.key,
        state.value,
        known.version,
        title=text(key("letter.title"), state=text(STATE_NAMES[state])),
        items=[help_, *(_input(known, state, texts.of(locale), text) for locale in Locale)],
    )


def _input(known: Lettered, state: State, theirs: Text, text: Text) -> ui.Label[Any]:
    words = known.words.in_(theirs.locale) if known.words else template(state, theirs)
    return ui.Label(
        text=text(LANGUAGE_NAMES[theirs.locale]),
        component=ui.TextInput(
            custom_id=theirs.locale.value,
            style=discord.TextStyle.long,
            required=False,
            default=words,
            max_length=LETTER_CHARACTERS,
        ),
    )


async def written(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """The modal was sent. What is refused goes back to who wrote it."""
    await defer(interaction)
    programme, state, version = ids[0], State(ids[1]), int(ids[2])
    words = {locale: str(filled.get(locale.value, "")) for locale in Locale}
    deciding = host(interaction).services.deciding
    async with given_back(interaction, filled):
        kept = await deciding.write_letter(
            actor_of(interaction), programme, state, words, version=version
        )
    text = text_of(interaction)
    named = {
        "state": text(STATE_NAMES[state]),
        "programme": escape(kept.programme.name.in_(text.locale)),
    }
    said = text(key("letter.kept"), **named) if kept.words else text(key("letter.reset"), **named)
    await interaction.edit_original_response(view=note(said))
