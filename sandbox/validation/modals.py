"""Modals: a title of 45 characters, 1 to 5 components, each with an id of its own.

Top-level components are labels (18) around one input, text displays (10), or, as in older
libraries, action rows (1) around one text input.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.validation import components, selects, values
from sandbox.validation.errors import Form
from sandbox.validation.survey import MAX_CUSTOM_ID, Survey

MAX_TITLE = 45
MAX_TOP = 5
MAX_INPUT = 4000
ACTION_ROW, TEXT_INPUT, TEXT, LABEL = 1, 4, 10, 18
FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 19, 21, 22, 23
_TOP = frozenset({ACTION_ROW, TEXT, LABEL})
_IN_LABEL = selects.SELECTS | {TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX}


def check_modal(payload: Mapping[str, Any]) -> None:
    """Check the `data` of an interaction response of type 9. Raises `FormError`."""
    form = Form()
    values.text(form, payload, "custom_id", longest=MAX_CUSTOM_ID, shortest=1, required=True)
    values.text(form, payload, "title", longest=MAX_TITLE, shortest=1, required=True)
    survey = Survey()
    for place, component in values.objects(
        form, payload, "components", most=MAX_TOP, fewest=1, required=True
    ):
        _top(place, component, survey)
    survey.finish(form.at("components"))
    form.finish()


def _top(form: Form, component: Mapping[str, Any], survey: Survey) -> None:
    kind = components.kind_of(form, component, _TOP)
    if kind is None:
        return
    survey.visit(form, component)
    if kind == TEXT:
        survey.text(form, component)
    elif kind == LABEL:
        values.text(form, component, "label", longest=45, shortest=1, required=True)
        values.text(form, component, "description", longest=100)
        inner = values.mapping(form, component, "component", required=True)
        if inner is not None:
            _input(form.at("component"), inner, survey, labelled=True)
    else:
        found = values.objects(form, component, "components", most=1, fewest=1, required=True)
        for place, inner in found:
            _input(place, inner, survey, labelled=False)


def _input(form: Form, component: Mapping[str, Any], survey: Survey, *, labelled: bool) -> None:
    # discord.py wraps a bare select of a modal in a row; Discord's document has text inputs only.
    allowed = _IN_LABEL if labelled else frozenset({TEXT_INPUT})
    kind = components.kind_of(form, component, allowed)
    if kind is None:
        return
    survey.visit(form, component)
    if kind in selects.SELECTS:
        selects.check(form, component, survey, in_modal=True)
        return
    survey.custom_id(form, component)
    if kind == TEXT_INPUT:
        _text_input(form, component, labelled=labelled)
    elif kind == FILE_UPLOAD:
        selects.amounts(form, component, highest=10, default_most=1, in_modal=True)
    elif kind == CHECKBOX:
        values.boolean(form, component, "default")
    else:
        _group(form, component, radio=kind == RADIO_GROUP)


def _text_input(form: Form, component: Mapping[str, Any], *, labelled: bool) -> None:
    """4000 characters at most; in a row, where no label stands around it, `label` is required."""
    values.choice(form, component, "style", (1, 2), required=True)
    values.text(form, component, "placeholder", longest=100)
    values.boolean(form, component, "required", default=True)
    least = values.integer(form, component, "min_length", low=0, high=MAX_INPUT)
    most = values.integer(form, component, "max_length", low=1, high=MAX_INPUT)
    if least is not None and most is not None and least > most:
        form.at("min_length").add(
            "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}."
        )
    prefilled = component.get("value")
    if isinstance(prefilled, str) and prefilled:
        values.length_of(form.at("value"), len(prefilled), longest=most or MAX_INPUT)
    values.text(form, component, "label", longest=45, shortest=1, required=not labelled)


def _group(form: Form, component: Mapping[str, Any], *, radio: bool) -> None:
    """Radio groups (2 to 10 options, one chosen) and checkbox groups (1 to 10 options)."""
    if radio:
        values.boolean(form, component, "required", default=True)
        selects.options(form, component, fewest=2, most=10, chosen=1)
        return
    listed = component.get("options")
    count = len(listed) if isinstance(listed, list) else 0
    most = selects.amounts(form, component, highest=10, default_most=count, in_modal=True)
    selects.options(form, component, fewest=1, most=10, chosen=most)
