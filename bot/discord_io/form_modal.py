"""A page of a form as a modal: prefilled, with Discord's own limits where it can hold them."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import ui

from bot.discord_io.acts import Act
from bot.discord_io.escape import cut, escape
from bot.discord_io.host import Interaction, text_of
from bot.discord_io.modals import OpenModal, uploads_in
from bot.discord_io.seen import Seen, current_files
from bot.domain.files import PITCH_FILES
from bot.domain.form import TEXT_CHARACTERS, Answer, Field, Kind, Page
from bot.domain.text import Locale, key
from bot.texts import Text

LABEL_CHARACTERS = 45
DESCRIPTION_CHARACTERS = 100
NUMBER_CHARACTERS = 10
LINK_CHARACTERS = 2000
GROUPED = 10
"""The most options that radio buttons and boxes to tick have (Discord's limit); beyond, a menu."""
CONSENTED = "yes"


def page_modal(seen: Seen, index: int) -> OpenModal:
    """The modal for page ``index`` of the form, counted from 0 over all its pages."""
    page = seen.draft.programme.form.pages[index]
    return OpenModal(
        Act.PAGE,
        *seen.place,
        index,
        title=page.title.in_(seen.text.locale),
        items=[_shown(field, seen) for field in seen.draft.shown(page)],
    )


def files_modal(seen: Seen, field: Field) -> OpenModal:
    """A modal for files of one field."""
    return OpenModal(
        Act.FILE_ADD,
        *seen.place,
        field.id,
        title=cut(field.label.in_(seen.text.locale), LABEL_CHARACTERS),
        items=[_labelled(field, _upload(field, seen, least=1), seen.text)],
    )


def asks_nothing(seen: Seen, page: Page) -> bool:
    """Whether the page has fields of files only, and all of them are full."""
    return all(
        field.kind is Kind.FILES and not room(field, seen) for field in seen.draft.shown(page)
    )


def room(field: Field, seen: Seen) -> int:
    """How many more files the field takes."""
    mine, all_of_them = len(_held(field, seen)), len(current_files(seen.draft))
    return max(0, min((field.most or PITCH_FILES) - mine, PITCH_FILES - all_of_them))


@asynccontextmanager
async def given_back(interaction: Interaction, filled: Mapping[str, Answer]) -> AsyncIterator[None]:
    """Where keeping a page fails, for whatever reason, what the person typed goes back to them
    before the error is reported, so that nothing is lost; with the names of files to send again."""
    try:
        yield
    except Exception:
        parts = [a if isinstance(a, str) else ", ".join(a) for a in filled.values()]
        parts += [file.name for files in uploads_in(interaction).values() for file in files]
        typed = io.BytesIO("\n\n".join(parts).encode("utf-8", "replace"))
        file = discord.File(typed, filename="answers.txt")
        words = text_of(interaction)(key("draft.given_back"))
        await interaction.followup.send(words, file=file, ephemeral=True)
        raise


def _shown(field: Field, seen: Seen) -> ui.Item[Any]:
    if field.kind is not Kind.FILES:
        given = seen.pitch.current.get(field.id)
        return _labelled(field, _input(field, given, seen.text), seen.text)
    if room(field, seen):
        least = 1 if field.required and not _held(field, seen) else 0
        return _labelled(field, _upload(field, seen, least=least), seen.text)
    label = escape(field.label.in_(seen.text.locale))
    return ui.TextDisplay(f"**{label}**\n{seen.text(key('files.full'))}")


def _labelled(field: Field, component: ui.Item[Any], text: Text) -> ui.Label[Any]:
    return ui.Label(
        text=cut(field.label.in_(text.locale), LABEL_CHARACTERS),
        description=_description(field, text),
        component=component,
    )


def _description(field: Field, text: Text) -> str | None:
    """The field's help, and its limit where both fit."""
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
    chosen = (answer,) if isinstance(answer, str) else tuple(answer or ())
    options = [(option.value, option.label.in_(text.locale)) for option in field.options]
    match field.kind:
        case Kind.YES_NO:
            known = (("yes", text(key("answer.yes"))), ("no", text(key("answer.no"))))
            return _radio(field, chosen, known)
        case Kind.CHOICE if len(options) <= GROUPED:
            return _radio(field, chosen, options)
        case Kind.CHOICES if len(options) <= GROUPED:
            return _boxes(field, chosen, options)
        case Kind.CHOICE | Kind.CHOICES:
            return _menu(field, chosen, options)
        case Kind.CONSENT:
            return ui.Checkbox(custom_id=field.id, default=answer == CONSENTED)
        case _:
            return _text_input(field, answer if isinstance(answer, str) else "")


def _radio(
    field: Field, chosen: Sequence[str], options: Sequence[tuple[str, str]]
) -> ui.RadioGroup[Any]:
    first = next((value for value, _ in options if value in chosen), None)
    return ui.RadioGroup(
        custom_id=field.id,
        required=field.required,
        options=[
            discord.RadioGroupOption(label=label, value=value, default=value == first)
            for value, label in options
        ],
    )


def _boxes(
    field: Field, chosen: Sequence[str], options: Sequence[tuple[str, str]]
) -> ui.CheckboxGroup[Any]:
    most = _most(field)
    kept = [value for value in chosen if value in dict(options)][:most]
    return ui.CheckboxGroup(
        custom_id=field.id,
        required=field.required,
        min_values=1 if field.required else 0,
        max_values=most,
        options=[
            discord.CheckboxGroupOption(label=label, value=value, default=value in kept)
            for value, label in options
        ],
    )


def _menu(
    field: Field, chosen: Sequence[str], options: Sequence[tuple[str, str]]
) -> ui.Select[Any]:
    most = 1 if field.kind is Kind.CHOICE else _most(field)
    kept = [value for value in chosen if value in dict(options)][:most]
    return ui.Select(
        custom_id=field.id,
        required=field.required,
        min_values=1 if field.required else 0,
        max_values=most,
        options=[
            discord.SelectOption(label=label, value=value, default=value in kept)
            for value, label in options
        ],
    )


def _most(field: Field) -> int:
    return min(field.most or len(field.options), len(field.options))


def _text_input(field: Field, answer: str) -> ui.TextInput[Any]:
    """What breaks the limits of the input is shown too: it was an answer to another form."""
    limits = {Kind.NUMBER: NUMBER_CHARACTERS, Kind.LINK: LINK_CHARACTERS}
    several_lines = field.kind is Kind.LONG or "\n" in answer
    longest = max(limits.get(field.kind, field.max_characters), len(answer))
    return ui.TextInput(
        custom_id=field.id,
        style=discord.TextStyle.long if several_lines else discord.TextStyle.short,
        required=field.required,
        default=answer[:TEXT_CHARACTERS] or None,
        max_length=min(longest, TEXT_CHARACTERS),
    )


def _upload(field: Field, seen: Seen, *, least: int) -> ui.FileUpload[Any]:
    return ui.FileUpload(
        custom_id=field.id,
        required=least > 0,
        min_values=least,
        max_values=room(field, seen),
    )


def _held(field: Field, seen: Seen) -> Sequence[str]:
    answer = seen.pitch.current.get(field.id, ())
    return answer if isinstance(answer, tuple) else ()
