"""A world: applications, guilds and people, as a YAML file describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sandbox.worldfile import Node, WorldError

__all__ = ["ApplicationSpec", "ChannelSpec", "GuildSpec", "PersonSpec", "RoleSpec", "World",
           "WorldError"]  # fmt: skip

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe one; in C where PyYAML has it, which is ten times as fast."""
PRIVILEGED = ("guild_members", "guild_presences", "message_content")
_GUILD_KEYS = (
    "key", "name", "owner", "locale", "roles", "everyone", "channels", "commands", "applications",
)  # fmt: skip
_TOUR = ("creator", "coordinator", "desk")
CHANNEL_TYPES = {"text": 0, "voice": 2, "category": 4, "news": 5, "stage": 13, "forum": 15}


@dataclass(frozen=True, slots=True)
class ApplicationSpec:
    """A bot: its token and the privileged intents granted in the developer portal."""

    name: str
    token: str
    intents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """A role, by name. `application` names the bot whose managed role it is."""

    name: str
    permissions: int = 0
    application: str | None = None
    color: int = 0
    hoist: bool = False
    mentionable: bool = False


@dataclass(frozen=True, slots=True)
class ChannelSpec:
    """A channel; `overwrites` maps a role or person name to (allow, deny) bits; `tags` are a
    forum's."""

    name: str
    type: int = 0
    category: str | None = None
    topic: str | None = None
    tags: tuple[str, ...] = ()
    overwrites: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GuildSpec:
    """A server; `everyone` is None where Discord's usual permissions apply."""

    key: str
    name: str
    owner: str | None
    locale: str
    everyone: int | None
    roles: tuple[RoleSpec, ...]
    channels: tuple[ChannelSpec, ...]
    commands: Mapping[str, Mapping[str, bool]]
    applications: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """A person, and the guilds (with roles) that they are in; `about` is a line per locale."""

    key: str
    display_name: str
    locale: str
    dms_open: bool
    guilds: Mapping[str, tuple[str, ...]]
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class World:
    """All that exists when a sandbox starts. Order decides the ids.

    `examples` maps the custom_id of a form's field to a value per locale, for whoever tries it
    (for a field of files, the name of one in `sandbox/worlds/files`);
    `{name}` in one stands for that person's name. `tour` says whose parts the page suggests first:
    creator and coordinator, by key, and the name of the desk's channel; `creators` are all that
    may be the creator, of whom the page takes the one who speaks the browser's language.
    """

    applications: tuple[ApplicationSpec, ...]
    guilds: tuple[GuildSpec, ...]
    people: tuple[PersonSpec, ...]
    examples: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tour: Mapping[str, str] = field(default_factory=dict)
    creators: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path | str) -> World:
        """Read a YAML file; WorldError names the key that is wrong."""
        return cls.parse(Path(path).read_text(encoding="utf-8"))

    @classmethod
    def parse(cls, source: Mapping[str, Any] | str) -> World:
        """Read YAML text or a mapping of the same shape; WorldError names the key that is wrong."""
        if isinstance(source, str):
            try:
                source = yaml.load(source, _LOADER)  # noqa: S506 - it is a safe one
            except yaml.YAMLError as error:
                raise WorldError(f"not YAML: {error}") from error
        root = Node("", source)
        root.only("applications", "guilds", "people", "examples", "tour")
        tour, creators = _tour(root.at("tour"))
        world = cls(
            applications=tuple(_application(node) for node in root.items("applications")),
            guilds=tuple(_guild(node) for node in root.items("guilds")),
            people=tuple(_person(key, node) for key, node in root.named("people")),
            examples={key: node.texts() for key, node in root.named("examples")},
            tour=tour,
            creators=creators,
        )
        _check_names(world)
        return world


def _application(node: Node) -> ApplicationSpec:
    node.only("name", "token", "intents")
    intents = node.names("intents")
    for intent in intents:
        if intent not in PRIVILEGED:
            node.at("intents").fail(f"{intent!r} is not one of {', '.join(PRIVILEGED)}")
    return ApplicationSpec(node.text("name"), node.text("token"), frozenset(intents))


def _guild(node: Node) -> GuildSpec:
    node.only(*_GUILD_KEYS)
    key = node.text("key")
    return GuildSpec(
        key=key,
        name=node.text("name", key),
        owner=node.text("owner", "") or None,
        locale=node.text("locale", "en-US"),
        everyone=node.permissions("everyone") if node.has("everyone") else None,
        roles=tuple(_role(child) for child in node.items("roles")),
        channels=tuple(_channel(child) for child in node.items("channels")),
        commands={name: _rules(child) for name, child in node.named("commands")},
        applications=tuple(node.names("applications")) if node.has("applications") else None,
    )


def _role(node: Node) -> RoleSpec:
    node.only("name", "permissions", "applications", "color", "hoist", "mentionable")
    applications = node.names("applications")
    if len(applications) > 1:
        node.at("applications").fail("a managed role belongs to one application")
    return RoleSpec(
        name=node.text("name"),
        permissions=node.permissions("permissions"),
        application=applications[0] if applications else None,
        color=node.number("color", 0),
        hoist=node.flag("hoist", default=False),
        mentionable=node.flag("mentionable", default=False),
    )


def _channel(node: Node) -> ChannelSpec:
    node.only("name", "type", "category", "topic", "tags", "overwrites")
    kind = node.text("type", "text")
    if kind not in CHANNEL_TYPES:
        node.at("type").fail(f"{kind!r} is not one of {', '.join(CHANNEL_TYPES)}")
    overwrites = {}
    for name, child in node.named("overwrites"):
        child.only("allow", "deny")
        overwrites[name] = (child.permissions("allow"), child.permissions("deny"))
    return ChannelSpec(
        name=node.text("name"),
        type=CHANNEL_TYPES[kind],
        category=node.text("category", "") or None,
        topic=node.text("topic", "") or None,
        tags=tuple(node.names("tags")),
        overwrites=overwrites,
    )


def _rules(node: Node) -> dict[str, bool]:
    return {name: child.truth() for name, child in node.children()}


def _person(key: str, node: Node) -> PersonSpec:
    node.only("display_name", "locale", "dms", "guilds", "about")
    dms = node.text("dms", "open")
    if dms not in ("open", "shut"):
        node.at("dms").fail("is 'open' or 'shut'")
    return PersonSpec(
        key=key,
        display_name=node.text("display_name", key),
        locale=node.text("locale", "en-US"),
        dms_open=dms == "open",
        guilds={guild: tuple(child.strings()) for guild, child in node.named("guilds")},
        about=node.at("about").texts(),
    )


def _tour(node: Node) -> tuple[dict[str, str], tuple[str, ...]]:
    """The tour with its first creator, and all who may be it."""
    if node.value is None:
        return {}, ()
    node.only(*_TOUR, "creators")
    if node.has("creators") and node.has("creator"):
        node.at("creators").fail("stands beside 'creator': one of them is enough")
    creators = tuple(node.names("creators")) or (node.text("creator"),)
    return {"creator": creators[0], **{key: node.text(key) for key in _TOUR[1:]}}, creators


def _check_names(world: World) -> None:
    people = {person.key for person in world.people}
    applications = {application.name for application in world.applications}
    for number, guild in enumerate(world.guilds):
        _check_guild(Node(f"guilds.{number}", {}), guild, people, applications)
    named = [("creator", key) for key in world.creators]
    named += [("coordinator", key) for key in (world.tour.get("coordinator"),) if key]
    for part, key in named:
        if key not in people:
            Node(f"tour.{part}", None).fail(f"no person {key!r}")
    channels = {channel.name for guild in world.guilds for channel in guild.channels}
    if world.tour and world.tour["desk"] not in channels:
        Node("tour.desk", None).fail(f"no channel {world.tour['desk']!r}")
    roles = {guild.key: {role.name for role in guild.roles} for guild in world.guilds}
    for person in world.people:
        for key, held in person.guilds.items():
            where = Node(f"people.{person.key}.guilds.{key}", {})
            if key not in roles:
                where.fail("no such guild")
            for name in held:
                if name not in roles[key]:
                    where.fail(f"no role {name!r}")


def _check_guild(where: Node, guild: GuildSpec, people: set[str], applications: set[str]) -> None:
    if guild.owner is not None and guild.owner not in people:
        where.at("owner").fail(f"no person {guild.owner!r}")
    used = {role.application for role in guild.roles if role.application}
    for name in sorted(used | set(guild.applications or ())):
        if name not in applications:
            where.at("applications").fail(f"no application {name!r}")
    known = {role.name for role in guild.roles} | people | applications | {"everyone"}
    for command, rules in guild.commands.items():
        for name in rules:
            if name not in known:
                where.at(f"commands.{command}").fail(f"no role or person {name!r}")
    for channel in guild.channels:
        for name in channel.overwrites:
            if name not in known:
                place = where.at(f"channels.{channel.name}.overwrites")
                place.fail(f"no role or person {name!r}")
