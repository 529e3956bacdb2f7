"""Select menus and the lists of options that radio and checkbox groups share with them.

Discord: 25 options of label 100, value 100, description 100; placeholder 150; 0 to 25 values.
Radio groups take 2 to 10 options, checkbox groups 1 to 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.validation import values
from sandbox.validation.errors import Form
from sandbox.validation.survey import Survey

STRING_SELECT = 3
SELECTS = frozenset({3, 5, 6, 7, 8})
MAX_OPTIONS = 25
# What a default value of each kind of select may be.
_DEFAULTS = {5: ("user",), 6: ("role",), 7: ("user", "role"), 8: ("channel",)}


def check(form: Form, select: Mapping[str, Any], survey: Survey, *, in_modal: bool) -> None:
    """Check a select menu of any kind (types 3, 5, 6, 7, 8)."""
    survey.custom_id(form, select)
    values.text(form, select, "placeholder", longest=150)
    disabled = values.boolean(form, select, "disabled")
    if in_modal and disabled:
        form.at("disabled").add(
            "MODAL_COMPONENT_CANNOT_BE_DISABLED", "Components in a modal cannot be disabled"
        )
    most = amounts(form, select, highest=MAX_OPTIONS, default_most=1, in_modal=in_modal)
    if select.get("type") == STRING_SELECT:
        options(form, select, fewest=1, most=MAX_OPTIONS, chosen=most)
    else:
        _default_values(form, select, chosen=most)


def amounts(
    form: Form,
    component: Mapping[str, Any],
    *,
    highest: int,
    default_most: int,
    in_modal: bool,
) -> int:
    """Check `min_values` and `max_values`; the largest number that may be chosen.

    Discord: in a modal `min_values` must be absent or at least 1 while `required` is absent or
    true. Messages ignore `required`.
    """
    fewest = values.integer(form, component, "min_values", low=0, high=highest)
    most = values.integer(form, component, "max_values", low=1, high=highest)
    required = values.boolean(form, component, "required", default=True)
    if in_modal and required and fewest == 0:
        form.at("min_values").add(
            "NUMBER_TYPE_MIN", "int value should be greater than or equal to 1."
        )
    ceiling = default_most if most is None else most
    if fewest is not None and fewest > ceiling:
        form.at("max_values").add(
            "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {fewest}."
        )
    return ceiling


def options(
    form: Form, component: Mapping[str, Any], *, fewest: int, most: int, chosen: int
) -> int:
    """Check `options`; how many there are.

    `chosen` is the largest number that may be selected: with fewer options than that Discord
    refuses the list for its length, and no more than that may be selected by default.
    """
    found = values.objects(form, component, "options", most=most, fewest=fewest, required=True)
    if found and len(found) < chosen:
        values.length_of(form.at("options"), len(found), longest=most, shortest=chosen)
    seen: set[str] = set()
    defaults = 0
    for place, option in found:
        values.text(place, option, "label", longest=100, shortest=1, required=True)
        values.text(place, option, "description", longest=100)
        emoji(place, option)
        defaults += values.boolean(place, option, "default")
        value = values.text(place, option, "value", longest=100, shortest=1, required=True)
        if value is not None:
            if value in seen:
                place.at("value").add(
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used",
                )
            seen.add(value)
    if defaults > chosen:
        form.at("options").add(
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS",
            f"No more than {chosen} options can be selected by default",
        )
    return len(found)


def emoji(form: Form, source: Mapping[str, Any]) -> None:
    """An `emoji` of an option or button: a name (the character itself) or an id."""
    given = values.mapping(form, source, "emoji")
    if given is None:
        return
    name = values.text(form.at("emoji"), given, "name", longest=32)
    if not name and not given.get("id"):
        form.at("emoji", "name").add("BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji")


def _default_values(form: Form, select: Mapping[str, Any], *, chosen: int) -> None:
    found = values.objects(form, select, "default_values", most=MAX_OPTIONS)
    allowed = _DEFAULTS[select["type"]]
    for place, value in found:
        values.integer(place, value, "id", low=0, required=True)
        if value.get("type") not in allowed:
            listed = ", ".join(f"'{kind}'" for kind in allowed)
            place.at("type").add("BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")
    if len(found) > chosen:
        values.length_of(form.at("default_values"), len(found), longest=chosen)
