"""Modals, answers to autocomplete and threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sandbox.validation import FormError, check_autocomplete, check_modal, check_thread


def faults(check: Callable[[Mapping[str, Any]], None], payload: Mapping[str, Any]) -> list[str]:
    try:
        check(payload)
    except FormError as error:
        return [" ".join(line.split(" ")[:2]) for line in error.lines()]
    return []


def field(**more: Any) -> dict[str, Any]:
    return {"type": 4, "custom_id": "f", "style": 1, **more}


def label(component: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": 18, "label": "Title", "component": component, **more}


def options(count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"label": f"L{n}", "value": f"v{n}", **more} for n in range(count)]


def modal(*components: dict[str, Any], **more: Any) -> list[str]:
    payload = {"custom_id": "m", "title": "Pitch", "components": list(components), **more}
    return faults(check_modal, payload)


def test_a_modal_of_each_kind_of_input_passes() -> None:
    kinds = [
        label(field(), description="What it is called"),
        label({"type": 3, "custom_id": "a", "options": options(3), "disabled": False}),
        label({"type": 19, "custom_id": "b", "min_values": None, "max_values": 3}),
        label({"type": 21, "custom_id": "c", "options": options(2)}),
        label({"type": 22, "custom_id": "d", "options": options(1), "min_values": None}),
    ]
    assert modal(*kinds) == []
    assert (
        modal(label({"type": 23, "custom_id": "e", "default": False}), {"type": 10, "content": "x"})
        == []
    )


def test_five_components_pass_and_six_or_none_do_not() -> None:
    fields = [label(field(custom_id=f"f{n}")) for n in range(6)]
    assert modal(*fields[:5]) == []
    assert modal(*fields) == ["components BASE_TYPE_BAD_LENGTH"]
    assert modal() == ["components BASE_TYPE_BAD_LENGTH"]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"title": "x" * 46}, "title BASE_TYPE_BAD_LENGTH"),
        ({"title": ""}, "title BASE_TYPE_REQUIRED"),
        ({"custom_id": "x" * 101}, "custom_id BASE_TYPE_BAD_LENGTH"),
    ],
)
def test_a_modal_keeps_its_limits(wrong: dict[str, Any], fault: str) -> None:
    assert modal(label(field()), **wrong) == [fault]


def test_inputs_have_custom_ids_that_differ() -> None:
    assert modal(label(field()), label(field())) == [
        "components.1.component.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"
    ]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (field(max_length=4001), "max_length NUMBER_TYPE_MAX"),
        (field(max_length=0), "max_length NUMBER_TYPE_MIN"),
        (field(min_length=11, max_length=10), "min_length NUMBER_TYPE_MAX"),
        (field(value="x" * 4001), "value BASE_TYPE_MAX_LENGTH"),
        (field(value="x" * 11, max_length=10), "value BASE_TYPE_MAX_LENGTH"),
        (field(placeholder="x" * 101), "placeholder BASE_TYPE_MAX_LENGTH"),
        (field(style=3), "style BASE_TYPE_CHOICES"),
        ({"type": 2, "style": 1, "label": "No", "custom_id": "b"}, "type UNION_TYPE_CHOICES"),
        (
            {"type": 3, "custom_id": "s", "options": options(1), "disabled": True},
            "disabled MODAL_COMPONENT_CANNOT_BE_DISABLED",
        ),
        (
            {"type": 5, "custom_id": "s", "min_values": 0},
            "min_values NUMBER_TYPE_MIN",
        ),
        ({"type": 19, "custom_id": "u", "max_values": 11}, "max_values NUMBER_TYPE_MAX"),
        ({"type": 19, "custom_id": "u", "min_values": 2}, "max_values NUMBER_TYPE_MIN"),
        ({"type": 21, "custom_id": "r", "options": options(1)}, "options BASE_TYPE_BAD_LENGTH"),
        ({"type": 21, "custom_id": "r", "options": options(11)}, "options BASE_TYPE_BAD_LENGTH"),
        (
            {"type": 21, "custom_id": "r", "options": options(2, default=True)},
            "options SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS",
        ),
        (
            {"type": 22, "custom_id": "c", "options": options(2), "max_values": 3},
            "options BASE_TYPE_BAD_LENGTH",
        ),
        (
            {"type": 22, "custom_id": "c", "options": options(2), "min_values": 0},
            "min_values NUMBER_TYPE_MIN",
        ),
    ],
)
def test_an_input_keeps_its_limits(wrong: dict[str, Any], fault: str) -> None:
    assert modal(label(wrong)) == [f"components.0.component.{fault}"]


def test_nothing_need_be_chosen_where_nothing_is_required() -> None:
    optional = {"type": 22, "custom_id": "c", "options": options(2), "min_values": 0}
    assert modal(label({**optional, "required": False})) == []


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (label(field(), label="x" * 46), "label BASE_TYPE_BAD_LENGTH"),
        (label(field(), description="x" * 101), "description BASE_TYPE_MAX_LENGTH"),
        ({"type": 18, "label": "Alone"}, "component BASE_TYPE_REQUIRED"),
        (field(), "type UNION_TYPE_CHOICES"),
        ({"type": 1, "components": [field()]}, "components.0.label BASE_TYPE_REQUIRED"),
        (
            {"type": 1, "components": [{"type": 3, "custom_id": "s", "options": options(1)}]},
            "components.0.type UNION_TYPE_CHOICES",
        ),
    ],
)
def test_a_top_component_of_a_modal_keeps_its_limits(wrong: dict[str, Any], fault: str) -> None:
    assert modal(wrong) == [f"components.0.{fault}"]


def test_a_text_input_in_an_old_row_passes() -> None:
    assert modal({"type": 1, "components": [field(label="Title")]}) == []


def test_25_choices_complete_and_26_do_not() -> None:
    choices = [{"name": f"n{n}", "value": f"v{n}"} for n in range(26)]
    assert faults(check_autocomplete, {"choices": choices[:25]}) == []
    assert faults(check_autocomplete, {"choices": []}) == []
    assert faults(check_autocomplete, {"choices": choices}) == ["choices BASE_TYPE_MAX_LENGTH"]


@pytest.mark.parametrize(
    ("choice", "fault"),
    [
        ({"name": "x" * 101, "value": "v"}, "name BASE_TYPE_BAD_LENGTH"),
        ({"name": "  ", "value": "v"}, "name BASE_TYPE_REQUIRED"),
        ({"name": "n", "value": "x" * 101}, "value BASE_TYPE_BAD_LENGTH"),
        ({"name": "n"}, "value BASE_TYPE_REQUIRED"),
        ({"name": "n", "value": True}, "value NUMBER_TYPE_COERCE"),
    ],
)
def test_a_completion_keeps_its_limits(choice: dict[str, Any], fault: str) -> None:
    assert faults(check_autocomplete, {"choices": [choice]}) == [f"choices.0.{fault}"]


@pytest.mark.parametrize(
    ("thread", "expected"),
    [
        ({"name": "x" * 100, "auto_archive_duration": 1440}, []),
        ({"name": "x" * 101}, ["name BASE_TYPE_BAD_LENGTH"]),
        ({}, ["name BASE_TYPE_REQUIRED"]),
        ({"name": "t", "auto_archive_duration": 90}, ["auto_archive_duration BASE_TYPE_CHOICES"]),
        ({"name": "t", "rate_limit_per_user": 21601}, ["rate_limit_per_user NUMBER_TYPE_MAX"]),
    ],
)
def test_a_thread_keeps_its_limits(thread: dict[str, Any], expected: list[str]) -> None:
    assert faults(check_thread, thread) == expected
