"""Whom a message mentions, once `allowed_mentions` has had its say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.permissions import MENTION_EVERYONE, in_channel
from sandbox.state import components
from sandbox.state.models import Channel, Json, Message, User
from sandbox.state.store import State

_USER = re.compile(r"<@!?(\d{15,20})>")
_ROLE = re.compile(r"<@&(\d{15,20})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Users and roles in the order of the text, and whether everybody is meant."""

    users: list[User]
    roles: list[int]
    everyone: bool


def find(
    state: State,
    channel: Channel,
    author: User,
    text: str,
    rules: Json | None,
    referenced: Message | None,
) -> Mentions:
    """The mentions of a text. Without `rules` every mention counts, as at Discord."""
    users = [
        state.users[number]
        for number in _unique(_USER.findall(text))
        if number in state.users and _allowed(rules, "users", number)
    ]
    guild = channel.guild
    roles = [
        number
        for number in _unique(_ROLE.findall(text))
        if guild and number in guild.roles and _allowed(rules, "roles", number)
    ]
    replied = referenced is not None and (rules is None or bool(rules.get("replied_user")))
    if referenced is not None and replied and referenced.author not in users:
        users.append(referenced.author)
    may = bool(in_channel(channel, author.id) & MENTION_EVERYONE)
    everyone = may and bool(_EVERYONE.search(text)) and _allowed(rules, "everyone", 0)
    return Mentions(users, roles, everyone)


def text_of(content: str, parts: list[Json]) -> str:
    """All text in which a mention counts: content, and the texts of new components."""
    if not parts:
        return content
    shown = (str(one.get("content") or "") for one in components.walk(parts) if one["type"] == 10)
    return "\n".join((content, *shown))


def _allowed(rules: Json | None, kind: str, number: int) -> bool:
    if rules is None or kind in (rules.get("parse") or ()):
        return True
    return str(number) in {str(one) for one in rules.get(kind) or ()}


def _unique(found: Iterable[str]) -> list[int]:
    return list(dict.fromkeys(int(one) for one in found))
