"""Names, descriptions, options and choices of chat commands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sandbox.validation import values
from sandbox.validation.errors import Form

SUBCOMMAND, GROUP, STRING, INTEGER, CHANNEL, NUMBER = 1, 2, 3, 4, 7, 10
TYPES = frozenset(range(1, 12))
MAX_OPTIONS = 25
MAX_CHOICES = 25
# The 53 bits a JSON number holds exactly.
MAX_INTEGER = 2**53 - 1
# fmt: off
LOCALES = frozenset((
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he",
    "hi", "hr", "hu", "id", "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru",
    "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
))
# fmt: on
# Python's \w lacks the combining signs of Thai and Devanagari that Discord's expression adds.
_NAME = re.compile("^[-_'\\w\u0900-\u097f\u0e00-\u0e7f]{1,32}$")


def name(form: Form, source: Mapping[str, Any]) -> None:
    """A lower-case name of 1 to 32 characters, and its translations."""
    _name_at(form, source, "name", required=True)
    translations = _translations(form, source, "name_localizations")
    for locale in translations:
        _name_at(form.at("name_localizations"), translations, locale, required=False)


def description(form: Form, source: Mapping[str, Any]) -> None:
    """A description of 1 to 100 characters, and its translations."""
    values.text(form, source, "description", longest=100, shortest=1, required=True)
    translations = _translations(form, source, "description_localizations")
    for locale in translations:
        place = form.at("description_localizations")
        values.text(place, translations, locale, longest=100, shortest=1)


def check(form: Form, source: Mapping[str, Any], *, level: int) -> None:
    """The options of a command (level 0), group (1) or subcommand (2)."""
    found = values.objects(form, source, "options", most=MAX_OPTIONS)
    names: set[str] = set()
    optional_seen = False
    nested = [option.get("type") in (SUBCOMMAND, GROUP) for _, option in found]
    for place, option in found:
        _option(place, option, level=level)
        if (option.get("type") in (SUBCOMMAND, GROUP)) is not nested[0]:
            place.at("type").add(
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Sub-command and sub-command group option types are mutually exclusive to all "
                "other types",
            )
        if option.get("name") in names:
            place.add("APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name already exists")
        names.add(str(option.get("name")))
        if option.get("required") and optional_seen:
            place.add(
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")


def _option(form: Form, option: Mapping[str, Any], *, level: int) -> None:
    kind = values.choice(form, option, "type", TYPES, required=True)
    name(form, option)
    description(form, option)
    if kind in (SUBCOMMAND, GROUP):
        # A command may hold groups and subcommands, a group subcommands, a subcommand neither.
        if level == 2 or (level == 1 and kind == GROUP):
            form.at("type").add(
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Options are nested too deep"
            )
            return
        check(form, option, level=1 if kind == GROUP else 2)
        return
    values.boolean(form, option, "required")
    choices(form, option, kind)
    if kind == STRING:
        values.integer(form, option, "min_length", low=0, high=6000)
        values.integer(form, option, "max_length", low=1, high=6000)


def choices(form: Form, option: Mapping[str, Any], kind: int | None) -> None:
    """At most 25 choices of the option's type, with names that differ; never with autocomplete."""
    found = values.objects(form, option, "choices", most=MAX_CHOICES)
    if found and kind not in (STRING, INTEGER, NUMBER):
        form.at("choices").add(
            "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
            "Choices are not available for this option type",
        )
        return
    if found and values.boolean(form, option, "autocomplete"):
        form.at("choices").add(
            "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
            "Choices cannot be set along with autocomplete",
        )
    names: set[str] = set()
    for place, choice in found:
        choice_value(place, choice, kind)
        if choice.get("name") in names:
            place.add(
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
                "Option choice name already exists",
            )
        names.add(str(choice.get("name")))


def choice_value(form: Form, choice: Mapping[str, Any], kind: int | None) -> None:
    """A choice: a name of 1 to 100 characters and a value of the option's type.

    Discord: a string value has at most 100 characters, a whole number 53 bits. `kind` None: the
    type is not known (autocomplete), any of the three will do.
    """
    values.text(form, choice, "name", longest=100, shortest=1, required=True)
    translations = _translations(form, choice, "name_localizations")
    for locale in translations:
        place = form.at("name_localizations")
        values.text(place, translations, locale, longest=100, shortest=1)
    value = choice.get("value")
    if kind == STRING or (kind is None and isinstance(value, str)):
        values.text(form, choice, "value", longest=100, shortest=1, required=True)
    elif kind == INTEGER:
        values.integer(form, choice, "value", low=-MAX_INTEGER, high=MAX_INTEGER, required=True)
    elif value is None:
        form.at("value").add(*values.REQUIRED)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        form.at("value").add("NUMBER_TYPE_COERCE", f'Value "{value}" is not float.')


def _name_at(form: Form, source: Mapping[str, Any], key: str, *, required: bool) -> None:
    value = values.text(form, source, key, longest=32, shortest=1, required=required)
    if value is None:
        return
    if not _NAME.match(value):
        form.at(key).add("STRING_TYPE_REGEX", "String value did not match validation regex.")
    elif value != value.lower():
        form.at(key).add("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _translations(form: Form, source: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    translations = values.mapping(form, source, key) or {}
    for locale in translations:
        if locale not in LOCALES:
            form.at(key, locale).add("LOCALE_INVALID", f'"{locale}" is not a known locale')
    return translations
