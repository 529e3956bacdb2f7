"""The form in which an entry of the bank is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_io.escape import cut
from bot.discord_io.faq_sheet import TEXT_CHARACTERS, Doing, Sheet, Typed
from bot.discord_io.modals import OpenModal
from bot.discord_io.reading import LANGUAGE_NAMES
from bot.domain.faq import GENERAL
from bot.domain.faq_rules import QUESTION_CHARACTERS, SOURCE_CHARACTERS
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.texts import Text

ACTION = "faq:form"
VALIDITY_CHARACTERS = 60
LABEL_CHARACTERS = 100
"""Of an option of a menu (Discord's limit)."""
MENU = 25
EXAMPLE = "2026-01-01 – 2026-03-31"


def form(sheet: Sheet, typed: Typed, programmes: Sequence[Programme], text: Text) -> OpenModal:
    """The modal, filled with ``typed``; with a menu of ``programmes`` where none is settled."""
    asked = sheet.programme is None
    items = [_menu(typed, programmes, text)] if asked else []
    items += [
        _input("question", typed.question, QUESTION_CHARACTERS, text(key("faq.form.question"))),
        _input(
            "answer",
            typed.answer,
            TEXT_CHARACTERS,
            text(key("faq.form.answer")),
            description=text(key("faq.form.answer_help")),
            long=True,
        ),
        _input(
            "phrasings",
            typed.phrasings,
            TEXT_CHARACTERS,
            text(key("faq.form.phrasings")),
            description=text(key("faq.form.phrasings_help")),
            long=True,
            required=False,
        ),
        _input(
            "source",
            typed.source,
            SOURCE_CHARACTERS,
            text(key("faq.form.source")),
            description=text(key("faq.form.source_help")),
            required=False,
        ),
    ]
    if not asked:
        items.append(_validity(typed.validity, text))
    return OpenModal(ACTION, sheet.doing, *sheet.ids, title=_title(sheet, text), items=items)


def _title(sheet: Sheet, text: Text) -> str:
    language = text(LANGUAGE_NAMES[sheet.locale])
    if sheet.doing is Doing.EDIT:
        return text(key("faq.form.edit"), language=language)
    return text(key("faq.form.add"), language=language)


def _menu(typed: Typed, programmes: Sequence[Programme], text: Text) -> ui.Label[Any]:
    return ui.Label(
        text=text(key("faq.form.programme")),
        component=ui.Select(
            custom_id="programme",
            options=[
                discord.SelectOption(label=name, value=value, default=value == typed.programme)
                for name, value in programme_options(programmes, text)
            ],
        ),
    )


def programme_options(programmes: Iterable[Programme], text: Text) -> list[tuple[str, str]]:
    """Names and keys of programmes, as many as a menu takes; then what stands for none of them."""
    named = [(cut(one.name.in_(text.locale), LABEL_CHARACTERS), str(one.key)) for one in programmes]
    return [*named[: MENU - 1], (text(key("faq.general")), str(GENERAL))]


def _validity(value: str, text: Text) -> ui.Label[Any]:
    return _input(
        "validity",
        value,
        VALIDITY_CHARACTERS,
        text(key("faq.form.validity")),
        description=text(key("faq.form.validity_help")),
        required=False,
        placeholder=EXAMPLE,
    )


def _input(
    name: str,
    value: str,
    most: int,
    label: str,
    *,
    description: str | None = None,
    long: bool = False,
    required: bool = True,
    placeholder: str | None = None,
) -> ui.Label[Any]:
    """What breaks the limit is shown too, so that it can be put right."""
    several_lines = long or "\n" in value
    return ui.Label(
        text=label,
        description=description,
        component=ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.long if several_lines else discord.TextStyle.short,
            required=required,
            default=value[:TEXT_CHARACTERS] or None,
            max_length=min(max(most, len(value)), TEXT_CHARACTERS),
            placeholder=placeholder,
        ),
    )
