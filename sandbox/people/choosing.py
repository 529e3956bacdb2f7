"""Whom and what a person can choose: the lists of user, role, mentionable and channel menus."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from sandbox import permissions
from sandbox.state.models import GUILD_CATEGORY, Channel, Guild, User
from sandbox.state.store import State

Kind = Literal["user", "role", "mentionable", "channel"]
MOST = 25  # Discord's client shows at most 25 lines


@dataclass(frozen=True, slots=True)
class Someone:
    """A user whom a person can meet. `key` is that of the world file, None for a bot."""

    id: int
    name: str
    bot: bool
    key: str | None


@dataclass(frozen=True, slots=True)
class Choosable:
    """A line of such a menu: `value` is the id that is sent."""

    value: int
    label: str
    description: str | None = None


def choices(
    user: User,
    channel: Channel,
    kind: Kind,
    query: str = "",
    channel_types: Collection[int] = (),
    pool: Collection[User] = (),
) -> list[Choosable]:
    """The first lines that contain the query, at most `MOST`; `pool` is who is met in a DM."""
    guild, found = channel.guild, list[Choosable]()
    if kind in ("user", "mentionable"):
        found += _users(guild, pool)
    if kind in ("role", "mentionable") and guild is not None:
        found += [Choosable(one.id, one.name) for one in guild.roles.values()]
    if kind == "channel" and guild is not None:
        found += _channels(guild, user, channel_types)
    wanted = query.strip().removeprefix("@").removeprefix("#").casefold()
    return [one for one in found if _fits(one, wanted)][:MOST]


def acquaintances(state: State, user: User) -> list[Someone]:
    """Everybody in the person's guilds and DMs, and themselves; nicknames are theirs first."""
    met: dict[int, Someone] = {user.id: _someone(user)}
    for guild in state.guilds_of(user.id):
        for member in guild.members.values():
            met.setdefault(member.user.id, _someone(member.user, member.nick))
    for application in state.applications.values():
        if user.id in application.dm_channels:
            met.setdefault(application.id, _someone(application.user))
    return list(met.values())


def _someone(user: User, nick: str | None = None) -> Someone:
    name = nick or user.display_name
    return Someone(user.id, name, user.bot, None if user.bot else user.username)


def _users(guild: Guild | None, pool: Collection[User]) -> Iterator[Choosable]:
    if guild is None:
        for user in pool:
            yield Choosable(user.id, user.display_name, user.username)
        return
    for member in guild.members.values():
        name = member.nick or member.user.display_name
        yield Choosable(member.user.id, name, member.user.username)


def _channels(guild: Guild, user: User, kinds: Collection[int]) -> Iterator[Choosable]:
    for one in (*guild.channels.values(), *guild.threads.values()):
        if kinds and one.type not in kinds:
            continue
        if not kinds and one.type == GUILD_CATEGORY:
            continue
        if permissions.sees(one, user.id):
            parent = guild.channels.get(one.parent_id or 0)
            yield Choosable(one.id, one.name, parent.name if parent is not None else None)


def _fits(one: Choosable, wanted: str) -> bool:
    return wanted in one.label.casefold() or wanted in (one.description or "").casefold()
