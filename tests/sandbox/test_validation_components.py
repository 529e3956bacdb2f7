"""Components of messages, of both generations."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.validation import IS_COMPONENTS_V2, FormError, check_message

ROW = {"type": 1}


def button(custom_id: str = "b", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id, **more}


def select(options: int = 2, **more: Any) -> dict[str, Any]:
    listed = [{"label": f"L{n}", "value": f"v{n}"} for n in range(options)]
    return {"type": 3, "custom_id": "s", "options": listed, **more}


def row(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(children)}


def text(content: str = "words") -> dict[str, Any]:
    return {"type": 10, "content": content}


def v1(*components: dict[str, Any]) -> list[str]:
    return _faults({"content": "c", "components": list(components)})


def v2(*components: dict[str, Any], **more: Any) -> list[str]:
    return _faults({"flags": IS_COMPONENTS_V2, "components": list(components), **more})


def _faults(payload: dict[str, Any]) -> list[str]:
    try:
        check_message(payload)
    except FormError as error:
        return [" ".join(line.split(" ")[:2]) for line in error.lines()]
    return []


def test_five_rows_pass_and_six_do_not() -> None:
    rows = [row(button(f"b{n}")) for n in range(6)]
    assert v1(*rows[:5]) == []
    assert v1(*rows) == ["components BASE_TYPE_MAX_LENGTH"]


def test_a_row_is_five_buttons_or_one_select_wide() -> None:
    assert v1(row(*(button(f"b{n}") for n in range(5)))) == []
    assert v1(row(select(), button())) == [
        "components.0.components.1 COMPONENT_LAYOUT_WIDTH_EXCEEDED"
    ]
    assert "components.0.components BASE_TYPE_BAD_LENGTH" in v1(
        row(*(button(f"b{n}") for n in range(6)))
    )


def test_an_empty_row_is_refused() -> None:
    assert v1(row()) == ["components.0.components BASE_TYPE_BAD_LENGTH"]


def test_custom_ids_differ_even_between_rows_and_when_disabled() -> None:
    assert v1(row(button("x")), row(button("x", disabled=True))) == [
        "components.1.components.0.custom_id COMPONENT_CUSTOM_ID_DUPLICATED"
    ]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"custom_id": "x" * 101}, "custom_id BASE_TYPE_BAD_LENGTH"),
        ({"custom_id": None}, "custom_id BASE_TYPE_REQUIRED"),
        ({"label": "x" * 81}, "label BASE_TYPE_MAX_LENGTH"),
        ({"label": None}, "label BUTTON_COMPONENT_LABEL_REQUIRED"),
        ({"style": 7}, "style BASE_TYPE_CHOICES"),
        ({"url": "https://example.org"}, "url BUTTON_COMPONENT_FIELD_NOT_ALLOWED"),
        ({"emoji": {}}, "emoji.name BUTTON_COMPONENT_INVALID_EMOJI"),
        ({"disabled": "no"}, "disabled BOOLEAN_TYPE_CONVERT"),
        ({"id": 2**31}, "id NUMBER_TYPE_MAX"),
    ],
)
def test_a_button_keeps_its_limits(wrong: dict[str, Any], fault: str) -> None:
    assert v1(row(button(**wrong) if "custom_id" not in wrong else {**button(), **wrong})) == [
        f"components.0.components.0.{fault}"
    ]


def test_a_link_button_has_an_address_and_no_custom_id() -> None:
    link = {"type": 2, "style": 5, "label": "Site", "url": "https://example.org/x"}
    assert v1(row(link)) == []
    assert v1(row({**link, "custom_id": "b"})) == [
        "components.0.components.0.custom_id BUTTON_COMPONENT_FIELD_NOT_ALLOWED"
    ]
    assert v1(row({**link, "url": None})) == ["components.0.components.0.url BASE_TYPE_REQUIRED"]
    assert v1(row({**link, "url": "https://example.org/" + "x" * 500})) == [
        "components.0.components.0.url BASE_TYPE_MAX_LENGTH"
    ]


def test_a_premium_button_has_a_sku_and_nothing_else() -> None:
    assert v1(row({"type": 2, "style": 6, "sku_id": "12"})) == []
    assert v1(row({"type": 2, "style": 6, "sku_id": "12", "label": "Buy"})) == [
        "components.0.components.0.label BUTTON_COMPONENT_FIELD_NOT_ALLOWED"
    ]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (select(26), "options BASE_TYPE_BAD_LENGTH"),
        (select(0), "options BASE_TYPE_BAD_LENGTH"),
        (select(placeholder="x" * 151), "placeholder BASE_TYPE_MAX_LENGTH"),
        (select(2, max_values=3), "options BASE_TYPE_BAD_LENGTH"),
        (select(3, min_values=2), "max_values NUMBER_TYPE_MIN"),
        (select(2, min_values=26, max_values=2), "min_values NUMBER_TYPE_MAX"),
        (select(2, max_values=0), "max_values NUMBER_TYPE_MIN"),
        (
            {"type": 5, "custom_id": "s", "default_values": [{"id": "1", "type": "role"}]},
            "default_values.0.type BASE_TYPE_CHOICES",
        ),
        (
            {
                "type": 6,
                "custom_id": "s",
                "default_values": [{"id": n, "type": "role"} for n in (1, 2)],
            },
            "default_values BASE_TYPE_MAX_LENGTH",
        ),
    ],
)
def test_a_select_keeps_its_limits(wrong: dict[str, Any], fault: str) -> None:
    assert v1(row(wrong)) == [f"components.0.components.0.{fault}"]


@pytest.mark.parametrize(
    ("option", "fault"),
    [
        ({"label": "x" * 101, "value": "v"}, "label BASE_TYPE_BAD_LENGTH"),
        ({"label": "l", "value": "x" * 101}, "value BASE_TYPE_BAD_LENGTH"),
        ({"label": "", "value": "v"}, "label BASE_TYPE_REQUIRED"),
        (
            {"label": "l", "value": "v", "description": "x" * 101},
            "description BASE_TYPE_MAX_LENGTH",
        ),
        ({"label": "l", "value": "v0"}, "value SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"),
    ],
)
def test_a_select_option_keeps_its_limits(option: dict[str, Any], fault: str) -> None:
    menu = select(1)
    menu["options"].append(option)
    assert v1(row(menu)) == [f"components.0.components.0.options.1.{fault}"]


def test_no_more_options_are_preselected_than_may_be_chosen() -> None:
    menu = select(2)
    for option in menu["options"]:
        option["default"] = True
    assert v1(row(menu)) == [
        "components.0.components.0.options SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS"
    ]
    assert v1(row({**menu, "max_values": 2})) == []


def test_layout_components_need_the_flag() -> None:
    assert v1(text()) == ["components.0.type UNION_TYPE_CHOICES"]
    assert v2(text()) == []


def test_the_flag_shuts_out_content_and_embeds() -> None:
    assert v2(text(), content="old", embeds=[{"title": "old"}]) == [
        "content MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        "embeds MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ]
    assert v2(text(), content=None, embeds=[]) == []


def test_forty_components_pass_counting_children_and_accessories() -> None:
    section = {"type": 9, "components": [text()], "accessory": button()}  # three
    container = {"type": 17, "components": [text() for _ in range(36)]}  # thirty-seven
    assert v2(section, container) == []
    assert v2(section, container, text()) == ["components COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"]


def test_all_texts_together_hold_4000_characters() -> None:
    assert v2(text("x" * 2000), {"type": 17, "components": [text("x" * 2000)]}) == []
    assert v2(text("x" * 2000), {"type": 17, "components": [text("x" * 2001)]}) == [
        "components COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"
    ]


def test_component_ids_differ_and_zero_means_none() -> None:
    assert v2({**text(), "id": 0}, {**text(), "id": 0}) == []
    assert v2({**text(), "id": 7}, {**text(), "id": 7}) == [
        "components.1.id COMPONENT_ID_DUPLICATED"
    ]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (text(""), "content BASE_TYPE_REQUIRED"),
        ({"type": 9, "components": [text()]}, "accessory BASE_TYPE_REQUIRED"),
        (
            {"type": 9, "components": [text()] * 4, "accessory": button()},
            "components BASE_TYPE_BAD_LENGTH",
        ),
        (
            {"type": 9, "components": [text()], "accessory": select()},
            "accessory.type UNION_TYPE_CHOICES",
        ),
        (
            {"type": 17, "components": [{"type": 17, "components": [text()]}]},
            "components.0.type UNION_TYPE_CHOICES",
        ),
        ({"type": 17, "components": []}, "components BASE_TYPE_BAD_LENGTH"),
        (
            {"type": 17, "components": [text()], "accent_color": 0x1000000},
            "accent_color NUMBER_TYPE_MAX",
        ),
        ({"type": 12, "items": []}, "items BASE_TYPE_BAD_LENGTH"),
        (
            {"type": 12, "items": [{"media": {"url": "moon.png"}}]},
            "items.0.media.url URL_TYPE_INVALID_URL",
        ),
        (
            {"type": 13, "file": {"url": "https://example.org/a"}},
            "file.url URL_TYPE_INVALID_SCHEME",
        ),
        ({"type": 14, "spacing": 3}, "spacing BASE_TYPE_CHOICES"),
        ({"type": 4, "custom_id": "t", "style": 1}, "type UNION_TYPE_CHOICES"),
        (button(), "type UNION_TYPE_CHOICES"),
    ],
)
def test_a_layout_component_keeps_its_limits(wrong: dict[str, Any], fault: str) -> None:
    assert v2(wrong) == [f"components.0.{fault}"]


def test_an_edit_without_flags_may_hold_either_generation() -> None:
    check_message({"components": [text()]}, edit=True)
    check_message({"components": [row(button())]}, edit=True)


def test_an_edit_of_a_message_known_to_have_the_flag_keeps_its_rules() -> None:
    with pytest.raises(FormError):
        check_message({"content": "old"}, edit=True, components_v2=True)
    with pytest.raises(FormError):
        check_message({"components": [text()]}, edit=True, components_v2=False)
