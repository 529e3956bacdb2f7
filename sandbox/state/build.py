"""From a world file to the state a sandbox starts with."""

from __future__ import annotations

from datetime import datetime

from sandbox import permissions
from sandbox.clock import Clock
from sandbox.snowflakes import WorldIds, made_at
from sandbox.state.models import (
    GUILD_CATEGORY,
    Application,
    Channel,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
)
from sandbox.state.store import State
from sandbox.world import ChannelSpec, GuildSpec, PersonSpec, World


def build(world: World, clock: Clock) -> State:
    """The state that a world describes. Equal worlds get equal ids."""
    state = State(clock)
    ids = WorldIds()
    for spec in world.applications:
        app_id = ids.make()
        user = User(app_id, spec.name, spec.name, bot=True)
        application = Application(app_id, spec.name, spec.token, user, spec.intents)
        state.users[app_id] = user
        state.applications[app_id] = application
        state.tokens[spec.token] = application
    for person in world.people:
        user = User(
            ids.make(),
            person.key,
            person.display_name,
            locale=person.locale,
            dms_open=person.dms_open,
            about=person.about,
        )
        state.users[user.id] = user
        state.people[person.key] = user
    for guild_spec in world.guilds:
        _add_guild(state, ids, guild_spec, world.people)
    return state


def _add_guild(
    state: State, ids: WorldIds, spec: GuildSpec, people: tuple[PersonSpec, ...]
) -> None:
    guild_id = ids.make()
    born = made_at(guild_id)
    owner = state.people.get(spec.owner or "")
    guild = Guild(guild_id, spec.key, spec.name, owner.id if owner else 0, spec.locale)
    guild.command_rules = {name: dict(rules) for name, rules in spec.commands.items()}
    everyone = permissions.EVERYONE_DEFAULT if spec.everyone is None else spec.everyone
    guild.roles[guild_id] = Role(guild_id, "@everyone", everyone, 0)
    names: dict[str, Role] = {"everyone": guild.roles[guild_id]}
    for position, role_spec in enumerate(reversed(spec.roles), start=1):
        role = Role(
            ids.make(),
            role_spec.name,
            role_spec.permissions,
            position,
            color=role_spec.color,
            hoist=role_spec.hoist,
            mentionable=role_spec.mentionable,
            managed=role_spec.application is not None,
        )
        names[role_spec.name] = role
        guild.roles[role.id] = role
    if owner is not None:
        guild.members[owner.id] = Member(owner, born)
    for person in people:
        if spec.key in person.guilds:
            held = {names[name].id for name in person.guilds[spec.key]}
            user = state.people[person.key]
            guild.members[user.id] = Member(user, born, held)
    for application in state.applications.values():
        if spec.applications is None or application.name in spec.applications:
            _install(ids, guild, spec, application, names, born)
    _add_channels(state, ids, guild, spec, names)
    state.guilds[guild_id] = guild
    state.guild_keys[spec.key] = guild


def _install(
    ids: WorldIds,
    guild: Guild,
    spec: GuildSpec,
    application: Application,
    names: dict[str, Role],
    born: datetime,
) -> None:
    own = next((role.name for role in spec.roles if role.application == application.name), None)
    if own is None:
        role = Role(
            ids.make(),
            application.name,
            permissions.APPLICATION_DEFAULT,
            len(guild.roles),
            managed=True,
        )
        guild.roles[role.id] = role
        names.setdefault(application.name, role)
    else:
        role = names[own]
    role.bot_id = application.id
    guild.members[application.id] = Member(application.user, born, {role.id})


def _add_channels(
    state: State, ids: WorldIds, guild: Guild, spec: GuildSpec, names: dict[str, Role]
) -> None:
    categories: dict[str, Channel] = {}
    for position, channel_spec in enumerate(spec.channels):
        parent = _category(state, ids, guild, categories, channel_spec)
        channel = Channel(
            ids.make(),
            channel_spec.type,
            channel_spec.name,
            guild,
            parent_id=parent.id if parent else None,
            position=position,
            topic=channel_spec.topic,
            tags={ids.make(): name for name in channel_spec.tags},
        )
        for name, (allow, deny) in channel_spec.overwrites.items():
            if name in names:
                target, kind = names[name].id, 0
            else:
                target, kind = _person_or_bot(state, name).id, 1
            channel.overwrites[target] = Overwrite(target, kind, allow, deny)
        if channel.type == GUILD_CATEGORY:
            categories[channel.name] = channel
        guild.channels[channel.id] = channel
        state.channels[channel.id] = channel


def _category(
    state: State, ids: WorldIds, guild: Guild, categories: dict[str, Channel], spec: ChannelSpec
) -> Channel | None:
    if spec.category is None:
        return None
    found = categories.get(spec.category)
    if found is None:
        found = Channel(ids.make(), GUILD_CATEGORY, spec.category, guild, position=len(categories))
        categories[spec.category] = found
        guild.channels[found.id] = found
        state.channels[found.id] = found
    return found


def _person_or_bot(state: State, name: str) -> User:
    if name in state.people:
        return state.people[name]
    return next(app.user for app in state.applications.values() if app.name == name)
