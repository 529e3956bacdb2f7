"""World files: what they make, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sandbox import Sandbox, World, WorldError
from tests.sandbox.conftest import WORLD


async def test_equal_worlds_have_equal_ids() -> None:
    one, other = (Sandbox(World.parse(WORLD)) for _ in range(2))
    assert one.guild("north").id == other.guild("north").id
    assert one.channel("north/desk").id == other.channel("north/desk").id
    assert one.people["lin"].id == other.people["lin"].id
    assert one.people["lin"].id != one.people["maya"].id


async def test_people_see_what_roles_and_overwrites_allow(sandbox: Sandbox) -> None:
    def seen(key: str) -> list[str]:
        return [channel.name for channel in sandbox.people[key].channels()]

    assert seen("lin") == ["general", "questions"]
    assert seen("maya") == ["general", "questions", "desk", "vault", "lobby"]
    assert seen("olga") == ["general", "questions", "desk", "vault"]
    assert sandbox.channel("north/general").parent == sandbox.channel("north/Community")
    assert sandbox.guild("north").name == "North Light Creators"
    assert set(sandbox.guild("north").roles) == {
        "@everyone",
        "Coordinators",
        "Callboard",
        "Reader",
    }
    assert "Lin Wei" in sandbox.guild("north").members
    assert sandbox.people["lin"].locale == "zh-CN"
    assert sandbox.token == "sandbox-token"


def test_a_world_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(WORLD, encoding="utf-8")
    assert World.load(path) == World.parse(WORLD)


BOT = {"name": "Callboard", "token": "t"}


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a: [", "not YAML"),
        ("- 1", "the world: is not a mapping"),
        ({"guild": []}, "guild: unknown key"),
        ({"applications": [{"name": "A"}]}, "applications.0.token: is missing"),
        ({"applications": [{**BOT, "intents": ["guilds"]}]}, "applications.0.intents: 'guilds'"),
        ({"guilds": [{"key": 7}]}, "guilds.0.key: is not a text"),
        ({"guilds": {"key": "a"}}, "guilds: is not a list"),
        ({"guilds": [{"key": "a", "owner": "nobody"}]}, "guilds.0.owner: no person 'nobody'"),
        ({"guilds": [{"key": "a", "everyone": ["fly"]}]}, "guilds.0.everyone: no permission 'fly'"),
        (
            {"guilds": [{"key": "a", "roles": [{"name": "R", "applications": ["X"]}]}]},
            "guilds.0.applications: no application 'X'",
        ),
        (
            {"guilds": [{"key": "a", "roles": [{"name": "R", "applications": ["X", "Y"]}]}]},
            "guilds.0.roles.0.applications: a managed role belongs to one application",
        ),
        (
            {"guilds": [{"key": "a", "roles": [{"name": "R", "color": "red"}]}]},
            "guilds.0.roles.0.color: is not a whole number",
        ),
        (
            {"guilds": [{"key": "a", "channels": [{"name": "c", "overwrites": {"R": {}}}]}]},
            "guilds.0.channels.c.overwrites: no role or person 'R'",
        ),
        (
            {"guilds": [{"key": "a", "channels": [{"name": "c", "type": "attic"}]}]},
            "guilds.0.channels.0.type: 'attic' is not one of",
        ),
        (
            {"guilds": [{"key": "a", "commands": {"go": {"everyone": "yes"}}}]},
            "guilds.0.commands.go.everyone: is not true or false",
        ),
        (
            {"guilds": [{"key": "a", "commands": {"go": {"Ghosts": True}}}]},
            "guilds.0.commands.go: no role or person 'Ghosts'",
        ),
        ({"people": {"lin": {"guilds": {"a": []}}}}, "people.lin.guilds.a: no such guild"),
        (
            {"guilds": [{"key": "a"}], "people": {"lin": {"guilds": {"a": ["R"]}}}},
            "people.lin.guilds.a: no role 'R'",
        ),
        ({"people": {"lin": {"dms": "ajar"}}}, "people.lin.dms: is 'open' or 'shut'"),
        ({"people": {"lin": {"guilds": {"a": [1]}}}}, "people.lin.guilds.a.0: is not a text"),
    ],
)
def test_what_is_wrong_is_told_by_its_key(source: Any, told: str) -> None:
    with pytest.raises(WorldError) as caught:
        World.parse(source)
    assert str(caught.value).startswith(told)
