"""Definitions of commands."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.validation import FormError, TooManyCommands, check_commands
from sandbox.validation.commands import size_of


def command(name: str = "pitch", **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "Pitches", "type": 1, **more}


def option(name: str = "ref", kind: int = 3, **more: Any) -> dict[str, Any]:
    return {"name": name, "description": "Which", "type": kind, **more}


def faults(*commands: dict[str, Any]) -> list[str]:
    try:
        check_commands(list(commands))
    except FormError as error:
        return [" ".join(line.split(" ")[:2]) for line in error.lines()]
    return []


def test_commands_of_three_kinds_pass() -> None:
    tree = command(
        options=[
            option("start", 1, options=[option("program", autocomplete=True)]),
            option(
                "team", 2, options=[option("add", 1, options=[option("who", 6, required=True)])]
            ),
        ],
        name_localizations={"zh-CN": "投稿", "zh-TW": "投稿"},
        default_member_permissions="8192",
        nsfw=False,
        contexts=None,
    )
    assert faults(tree, {"name": "Answer this", "type": 3}, {"name": "Profile", "type": 2}) == []


@pytest.mark.parametrize("name", ["pitch", "提问", "a-b_c'd", "x" * 32, "ทดสอบ", "हिन्दी"])
def test_names_in_lower_case_and_in_scripts_without_case_pass(name: str) -> None:
    assert faults(command(name)) == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Pitch", "APPLICATION_COMMAND_INVALID_NAME"),
        ("two words", "STRING_TYPE_REGEX"),
        ("what?", "STRING_TYPE_REGEX"),
        ("x" * 33, "BASE_TYPE_BAD_LENGTH"),
        ("", "BASE_TYPE_REQUIRED"),
    ],
)
def test_a_name_keeps_its_form(name: str, fault: str) -> None:
    assert f"0.name {fault}" in faults(command(name))


def test_translations_are_held_to_the_same_form() -> None:
    assert faults(command(name_localizations={"zh-CN": "提 问"})) == [
        "0.name_localizations.zh-CN STRING_TYPE_REGEX"
    ]
    assert faults(command(description_localizations={"zh-CN": "字" * 101})) == [
        "0.description_localizations.zh-CN BASE_TYPE_BAD_LENGTH"
    ]
    assert faults(command(name_localizations={"zh-Hans": "提问"})) == [
        "0.name_localizations.zh-Hans LOCALE_INVALID"
    ]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"description": "x" * 101}, "0.description BASE_TYPE_BAD_LENGTH"),
        ({"description": None}, "0.description BASE_TYPE_REQUIRED"),
        (
            {"options": [option(f"o{n}") for n in range(26)]},
            "0.options BASE_TYPE_MAX_LENGTH",
        ),
        (
            {"options": [option("a"), option("b", required=True)]},
            "0.options.1 APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        ),
        (
            {"options": [option("a"), option("a")]},
            "0.options.1 APPLICATION_COMMAND_OPTIONS_NAME_INVALID",
        ),
        (
            {"options": [option("a"), option("b", 1)]},
            "0.options.1.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (
            {"options": [option("a", 1, options=[option("b", 1)])]},
            "0.options.0.options.0.type APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (
            {"options": [option("a", max_length=6001)]},
            "0.options.0.max_length NUMBER_TYPE_MAX",
        ),
        (
            {"options": [option(choices=[{"name": str(n), "value": "v"} for n in range(26)])]},
            "0.options.0.choices BASE_TYPE_MAX_LENGTH",
        ),
        (
            {"options": [option(choices=[{"name": "n", "value": "v"}], autocomplete=True)]},
            "0.options.0.choices APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
        ),
        (
            {"options": [option(kind=6, choices=[{"name": "n", "value": "v"}])]},
            "0.options.0.choices APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
        ),
        (
            {"options": [option(choices=[{"name": "n", "value": v} for v in "ab"])]},
            "0.options.0.choices.1 APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
        ),
        (
            {"options": [option(kind=4, choices=[{"name": "n", "value": 2**53}])]},
            "0.options.0.choices.0.value NUMBER_TYPE_MAX",
        ),
        ({"type": 5}, "0.type BASE_TYPE_CHOICES"),
        ({"contexts": [3]}, "0.contexts BASE_TYPE_CHOICES"),
    ],
)
def test_a_command_keeps_its_limits(wrong: dict[str, Any], fault: str) -> None:
    assert faults(command(**wrong)) == [fault]


def test_menu_commands_have_a_name_only() -> None:
    assert faults({"name": "Answer this", "type": 3, "description": "No"}) == [
        "0.description APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED"
    ]
    assert faults({"name": "Answer this", "type": 3, "options": [option()]}) == [
        "0.options APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED"
    ]


def test_names_of_a_kind_differ() -> None:
    assert faults(command("ask"), {"name": "ask", "type": 2}) == []
    assert faults(command("ask"), command("ask")) == ["1 APPLICATION_COMMANDS_DUPLICATE_NAME"]


@pytest.mark.parametrize(("kind", "most"), [(1, 100), (2, 15), (3, 15)])
def test_an_application_owns_only_so_many_commands(kind: int, most: int) -> None:
    text = {"description": "d"} if kind == 1 else {}
    made = [{"name": f"c{n}", "type": kind, **text} for n in range(most + 1)]
    assert faults(*made[:-1]) == []
    with pytest.raises(TooManyCommands) as caught:
        check_commands(made)
    assert caught.value.body()["code"] == 30032


def test_a_command_holds_8000_characters_of_which_only_the_longest_language_counts() -> None:
    options = [
        option(
            f"o{n}",
            1,
            description="d" * 100,
            description_localizations={"zh-CN": "字" * 90},
            options=[],
        )
        for n in range(10)
    ]
    assert size_of(command("c", options=options)) == 1 + 7 + 10 * 102
    longer = [{**one, "description_localizations": {"de": "d" * 110}} for one in options]
    assert size_of(command("c", options=longer)) == 1 + 7 + 10 * 112


def test_a_command_of_more_than_8000_characters_is_refused() -> None:
    choices = [{"name": f"{n:0>99}", "value": f"{n:0>99}"} for n in range(25)]
    fits = command(options=[option("a", choices=choices)])
    assert faults(fits) == []
    big = command(options=[option("a", choices=choices), option("b", choices=choices)])
    assert faults(big) == ["0 APPLICATION_COMMAND_TOO_LARGE"]
