"""A page of a form as a modal: prefilled, with Discord's own limits where it can hold them."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import ui

from bot.discord_io.escape import cut
from bot.discord_io.host import Interaction, text_of
from bot.discord_io.modals import OpenModal
from bot.domain.form import Answer, Field, Kind
from bot.domain.ids import PitchId
from bot.domain.text import Locale, key
from bot.services.intake import Draft
from bot.texts import Text

ACTION = "draft:page"
LABEL_CHARACTERS = 45
DESCRIPTION_CHARACTERS = 100
NUMBER_CHARACTERS = 10
LINK_CHARACTERS = 2000


def page_modal(draft: Draft, index: int, text: Text) -> OpenModal:
    """The modal for page ``index`` of the form, counted from 0 over all its pages."""
    pitch, page = draft.pitch, draft.programme.form.pages[index]
    items = [_labelled(field, pitch.answers.get(field.id), text) for field in draft.shown(page)]
    return OpenModal(
        ACTION, PitchId(pitch.id), index, title=page.title.in_(text.locale), items=items
    )


@asynccontextmanager
async def given_back(interaction: Interaction, filled: Mapping[str, Answer]) -> AsyncIterator[None]:
    """Where keeping a page fails, for whatever reason, what the person typed goes back to them
    before the error is reported, so that nothing is lost."""
    try:
        yield
    except Exception:
        parts = (a if isinstance(a, str) else ", ".join(a) for a in filled.values())
        typed = io.BytesIO("\n\n".join(parts).encode("utf-8", "replace"))
        file = discord.File(typed, filename="answers.txt")
        words = text_of(interaction)(key("draft.given_back"))
        await interaction.followup.send(words, file=file, ephemeral=True)
        raise


def _labelled(field: Field, answer: Answer | None, text: Text) -> ui.Label[Any]:
    return ui.Label(
        text=cut(field.label.in_(text.locale), LABEL_CHARACTERS),
        description=_description(field, text),
        component=_input(field, answer, text),
    )


def _description(field: Field, text: Text) -> str | None:
    """The field's help, and its limit in words where both fit."""
    parts = [field.help.in_(text.locale)] if field.help else []
    if field.max_words:
        parts.append(text.n(key("form.up_to_words"), field.max_words))
    if field.kind is Kind.CHOICES and field.most:
        parts.append(text.n(key("form.up_to_choices"), field.most))
    joined = (" " if text.locale is Locale.EN else "").join(parts)
    if len(joined) > DESCRIPTION_CHARACTERS:
        joined = cut(parts[0], DESCRIPTION_CHARACTERS)
    return joined or None


def _input(field: Field, answer: Answer | None, text: Text) -> ui.Item[Any]:
    chosen = {answer} if isinstance(answer, str) else set(answer or ())
    match field.kind:
        case Kind.CHOICE | Kind.CHOICES:
            return _select(field, chosen, text)
        case Kind.YES_NO:
            return ui.RadioGroup(
                custom_id=field.id,
                required=field.required,
                options=[
                    discord.RadioGroupOption(label=label, value=value, default=value in chosen)
                    for value, label in (
                        ("yes", text(key("answer.yes"))),
                        ("no", text(key("answer.no"))),
                    )
                ],
            )
        case _:
            return _text_input(field, answer if isinstance(answer, str) else "")


def _select(field: Field, chosen: set[str], text: Text) -> ui.Select[Any]:
    most = min(field.most or len(field.options), len(field.options))
    return ui.Select(
        custom_id=field.id,
        required=field.required,
        min_values=1 if field.required else 0,
        max_values=1 if field.kind is Kind.CHOICE else most,
        options=[
            discord.SelectOption(
                label=option.label.in_(text.locale),
                value=option.value,
                default=option.value in chosen,
            )
            for option in field.options
        ],
    )


def _text_input(field: Field, answer: str) -> ui.TextInput[Any]:
    longest = {Kind.NUMBER: NUMBER_CHARACTERS, Kind.LINK: LINK_CHARACTERS}
    style = discord.TextStyle.long if field.kind is Kind.LONG else discord.TextStyle.short
    return ui.TextInput(
        custom_id=field.id,
        style=style,
        required=field.required,
        default=answer or None,
        max_length=longest.get(field.kind, field.max_characters),
    )
