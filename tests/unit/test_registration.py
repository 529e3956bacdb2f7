"""Commands as Discord gets them: in three languages, and registered only when they changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import discord
import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_io.registration import same_commands
from bot.discord_io.translator import Translator, described, in_english, named
from bot.domain.text import Locale
from bot.texts.extract import used_keys
from sandbox.validation import check_commands
from tests.unit.loaded import TEXTS, Payload, commands

CONTEXT: Any = app_commands.TranslationContext(
    app_commands.TranslationContextLocation.other, data="anything"
)


class TestTranslating:
    @pytest.mark.parametrize(
        ("locale", "expected"),
        [
            (discord.Locale.chinese, "提问"),
            (discord.Locale.taiwan_chinese, "提問"),
            (discord.Locale.american_english, None),
            (discord.Locale.british_english, None),
            (discord.Locale.japanese, None),
        ],
    )
    async def test_a_name_is_translated_where_we_have_the_language(
        self, locale: discord.Locale, expected: str | None
    ) -> None:
        name = named("ask", "button.ask")
        assert await Translator(TEXTS).translate(name, locale, CONTEXT) == expected

    async def test_what_has_no_key_stays_as_it_is(self) -> None:
        plain = app_commands.locale_str("ask")
        assert await Translator(TEXTS).translate(plain, discord.Locale.chinese, CONTEXT) is None

    def test_descriptions_and_choices_are_in_english_at_every_depth(self) -> None:
        keyed = str(described("button.ask"))
        deep = {"name": "q", "description": keyed, "choices": [{"name": keyed, "value": "v"}]}
        payload = {"name": "ask", "options": [{"name": "sub", "options": [deep]}]}
        made = in_english(payload, TEXTS.of(Locale.EN))
        assert made["options"][0]["options"][0] == {
            "name": "q",
            "description": "Ask",
            "options": [],
            "choices": [{"name": "Ask", "value": "v"}],
        }
        assert payload == {"name": "ask", "options": [{"name": "sub", "options": [deep]}]}


class TestOurCommands:
    def test_discord_takes_them(self) -> None:
        check_commands(commands())

    def test_no_key_is_left_where_people_read(self) -> None:
        keys = used_keys()
        assert not [shown for shown in _shown(commands()) if shown in keys]

    def test_everything_has_both_kinds_of_chinese(self) -> None:
        def read(part: dict[str, Any]) -> None:
            for name in {"name", "description"} & part.keys():
                assert set(part[f"{name}_localizations"]) == {"zh-CN", "zh-TW"}, part
            for choice in part.get("choices") or ():
                assert set(choice["name_localizations"]) == {"zh-CN", "zh-TW"}, choice
            for option in part.get("options", ()):
                read(option)

        for command in commands():
            read(command)

    def test_names_are_unique_in_each_language(self) -> None:
        def read(parts: Payload) -> None:
            for language in (None, "zh-CN", "zh-TW"):
                names = [
                    part["name_localizations"][language] if language else part["name"]
                    for part in parts
                ]
                assert len(names) == len(set(names)), names
            for part in parts:
                read(part.get("options", []))

        read(commands())

    def test_those_of_coordinators_are_hidden_from_others(self) -> None:
        needed = {c["name"]: c["default_member_permissions"] for c in commands()}
        managing = str(discord.Permissions(manage_guild=True).value)
        moderating = str(discord.Permissions(manage_messages=True).value)
        assert {needed.pop(name) for name in ("setup", "program")} == {int(managing)}
        ours = ("submissions", "audit", "call", "faq", "Save as FAQ")
        assert {needed.pop(name) for name in ours} == {int(moderating)}
        assert set(needed.values()) == {None}

    def test_they_are_for_servers_only(self) -> None:
        assert {tuple(command["contexts"] or ()) for command in commands()} == {(0,)}


def _shown(part: object) -> Iterator[str]:
    """Every text in a payload."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from (text for inner in part.values() for text in _shown(inner))
    elif isinstance(part, list):
        yield from (text for inner in part for text in _shown(inner))


ADDED: dict[str, Any] = {
    "id": "123", "application_id": "9", "version": "7", "nsfw": False, "dm_permission": True,
    "integration_types": [0], "contexts": None, "handler": 1,
}  # fmt: skip
"""What Discord adds to a command, with the values that stand for nothing."""
ADDED_TO_OPTIONS: dict[str, Any] = {
    "required": False, "autocomplete": False, "choices": [], "options": [], "channel_types": [],
    "name_localizations": None, "description_localizations": None, "description_localized": "x",
}  # fmt: skip


def as_returned(
    definition: dict[str, Any], chosen: set[str], *, top: bool = True
) -> dict[str, Any]:
    """A definition as Discord might give it back: fields added, empty ones of ours left out."""
    kept = {name: value for name, value in definition.items() if value not in (None, [], {}, "")}
    if permissions := kept.get("default_member_permissions"):
        kept["default_member_permissions"] = str(permissions)
    if "options" in kept:
        kept["options"] = [as_returned(option, chosen, top=False) for option in kept["options"]]
    addable = ADDED | ADDED_TO_OPTIONS if top else ADDED_TO_OPTIONS
    added = {name: value for name, value in addable.items() if name in chosen}
    return added | {"type": 1} | kept


class TestComparing:
    @given(
        st.sets(st.sampled_from(sorted(ADDED | ADDED_TO_OPTIONS))),
        st.permutations(range(len(commands()))),
    )
    def test_fields_that_discord_adds_make_no_difference(
        self, chosen: set[str], order: list[int]
    ) -> None:
        present = [as_returned(commands()[place], chosen) for place in order]
        assert same_commands(commands(), present)

    @pytest.mark.parametrize(
        "change",
        [
            {"description": "Other"},
            {"name": "other"},
            {"default_member_permissions": "8"},
            {"contexts": [0, 1]},
            {"name_localizations": {"zh-CN": "其他"}},
            {"options": []},
            {"nsfw": True},
        ],
    )
    def test_what_we_define_makes_one(self, change: dict[str, Any]) -> None:
        wanted = commands()
        present = copy.deepcopy(wanted)
        present[0] |= change
        assert not same_commands(wanted, present)

    def test_so_does_an_option_deep_inside(self) -> None:
        wanted = commands()
        present = copy.deepcopy(wanted)
        command = next(c for c in present if c["name"] == "submissions")
        command["options"][0]["options"][0]["choices"].pop()
        assert not same_commands(wanted, present)

    def test_so_does_a_command_more_or_less(self) -> None:
        wanted = commands()
        assert not same_commands(wanted, wanted[1:])
        assert not same_commands(wanted[1:], wanted)

    def test_the_order_of_contexts_makes_none_but_that_of_options_does(self) -> None:
        first: Payload = [
            {"name": "a", "contexts": [0, 1], "options": [{"name": "x"}, {"name": "y"}]}
        ]
        turned: Payload = [
            {"name": "a", "contexts": [1, 0], "options": [{"name": "x"}, {"name": "y"}]}
        ]
        swapped: Payload = [
            {"name": "a", "contexts": [0, 1], "options": [{"name": "y"}, {"name": "x"}]}
        ]
        assert same_commands(first, turned)
        assert not same_commands(first, swapped)
