"""Components of messages: the old rows of buttons and selects, and components v2.

Without the flag `IS_COMPONENTS_V2` a message holds at most 5 action rows; with it, any of the
layout components, 40 in all (children and accessories counted) and 4000 characters of text
displays together. An action row is five wide: a button takes one, a select all five.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sandbox.validation import selects, values
from sandbox.validation.errors import Form
from sandbox.validation.survey import MAX_COMPONENTS, Survey

ACTION_ROW, BUTTON, SECTION, TEXT, THUMBNAIL = 1, 2, 9, 10, 11
GALLERY, FILE, SEPARATOR, CONTAINER = 12, 13, 14, 17
V1_TOP = frozenset({ACTION_ROW})
V2_TOP = frozenset({ACTION_ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER})
MAX_ROWS = 5
_IN_ROW = frozenset({BUTTON}) | selects.SELECTS
_IN_CONTAINER = V2_TOP - {CONTAINER}
_LINK, _PREMIUM = 5, 6


def check(form: Form, payload: Mapping[str, Any], *, v2: bool) -> Survey:
    """Check `payload["components"]`, record faults below `form` and return what was counted."""
    survey = Survey()
    top = V2_TOP if v2 else V1_TOP
    most = MAX_COMPONENTS if v2 else MAX_ROWS
    for place, component in values.objects(form, payload, "components", most=most):
        _any(place, component, survey, top)
    if v2:
        survey.finish(form.at("components"))
    return survey


def kind_of(form: Form, component: Mapping[str, Any], allowed: Collection[int]) -> int | None:
    """The type of a component when it is one of `allowed` at this place."""
    kind = values.integer(form, component, "type", required=True)
    if kind is not None and kind not in allowed:
        listed = ", ".join(str(item) for item in sorted(allowed))
        form.at("type").add(
            "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({listed},).'
        )
        return None
    return kind


def _any(
    form: Form, component: Mapping[str, Any], survey: Survey, allowed: Collection[int]
) -> None:
    kind = kind_of(form, component, allowed)
    if kind is None:
        return
    survey.visit(form, component)
    if kind == ACTION_ROW:
        _row(form, component, survey)
    elif kind == BUTTON:
        _button(form, component, survey)
    elif kind in selects.SELECTS:
        selects.check(form, component, survey, in_modal=False)
    elif kind == TEXT:
        survey.text(form, component)
    elif kind in (SECTION, CONTAINER):
        _group(form, component, survey, kind)
    else:
        _content(form, component, survey, kind)


def _row(form: Form, row: Mapping[str, Any], survey: Survey) -> None:
    width = 0
    for place, child in values.objects(form, row, "components", most=5, fewest=1, required=True):
        width += 1 if child.get("type") == BUTTON else 5
        if width > 5:
            place.add(
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            )
        _any(place, child, survey, _IN_ROW)


def _group(form: Form, group: Mapping[str, Any], survey: Survey, kind: int) -> None:
    """A section (1 to 3 texts and an accessory) or a container."""
    section = kind == SECTION
    most = 3 if section else MAX_COMPONENTS
    allowed = frozenset({TEXT}) if section else _IN_CONTAINER
    for place, child in values.objects(
        form, group, "components", most=most, fewest=1, required=True
    ):
        _any(place, child, survey, allowed)
    if section:
        accessory = values.mapping(form, group, "accessory", required=True)
        if accessory is not None:
            _any(form.at("accessory"), accessory, survey, frozenset({BUTTON, THUMBNAIL}))
    else:
        values.integer(form, group, "accent_color", low=0, high=0xFFFFFF)
        values.boolean(form, group, "spoiler")


def _content(form: Form, component: Mapping[str, Any], survey: Survey, kind: int) -> None:
    """A thumbnail, gallery, file or separator."""
    if kind == SEPARATOR:
        values.boolean(form, component, "divider")
        values.choice(form, component, "spacing", (1, 2), required=False)
    elif kind == FILE:
        survey.media(form, component, "file", only_files=True)
        values.boolean(form, component, "spoiler")
    elif kind == THUMBNAIL:
        _picture(form, component, survey)
    else:
        for place, item in values.objects(
            form, component, "items", most=10, fewest=1, required=True
        ):
            _picture(place, item, survey)


def _picture(form: Form, item: Mapping[str, Any], survey: Survey) -> None:
    survey.media(form, item, "media", only_files=False)
    values.text(form, item, "description", longest=1024)
    values.boolean(form, item, "spoiler")


def _button(form: Form, button: Mapping[str, Any], survey: Survey) -> None:
    """Styles 1-4 need a custom id, 5 an address, 6 a SKU; each excludes the others."""
    style = values.choice(form, button, "style", range(1, 7), required=True)
    label = values.text(form, button, "label", longest=80)
    values.boolean(form, button, "disabled")
    selects.emoji(form, button)
    if style == _LINK:
        values.url(
            form, button, "url", schemes=("http", "https", "discord"), longest=512, required=True
        )
        _without(form, button, "custom_id", "sku_id")
    elif style == _PREMIUM:
        values.integer(form, button, "sku_id", low=0, required=True)
        _without(form, button, "custom_id", "url", "label", "emoji")
        return
    elif style is not None:
        survey.custom_id(form, button)
        _without(form, button, "url", "sku_id")
    if not label and not button.get("emoji"):
        form.at("label").add(
            "BUTTON_COMPONENT_LABEL_REQUIRED", "A button must have a label or an emoji"
        )


def _without(form: Form, button: Mapping[str, Any], *keys: str) -> None:
    for key in keys:
        if button.get(key) is not None:
            form.at(key).add(
                "BUTTON_COMPONENT_FIELD_NOT_ALLOWED",
                "A button of this style cannot have this field",
            )
