"""What a tab is told: people, places, messages, commands, outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.people.guildview import Guild
from sandbox.people.offering import Offer
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Channel, Message
from sandbox.state.models import Json

_COMMAND = 2
_SHOWN = ("text", "news", "dm", "thread", "private thread")


def me(person: Person) -> Json:
    """The person of the tab."""
    return {
        "id": str(person.id),
        "key": person.key,
        "name": person.name,
        "locale": person.locale,
        "dms_open": person.dms_open,
    }


def people(everybody: Mapping[str, Person]) -> list[Json]:
    """Whom a tab can be."""
    return [
        {"key": key, "id": str(one.id), "name": one.name, "about": dict(one.about)}
        for key, one in everybody.items()
    ]


# -- places ----------------------------------------------------------------------------------------


def places(person: Person) -> Json:
    """Everything that the person can open, and the names in it."""
    shown = [one for one in person.channels() if one.kind in _SHOWN]
    users = person.knows()
    return {
        "guilds": [_guild(person, one, shown) for one in person.guilds()],
        "dms": [_channel(person, one) for one in shown if one.kind == "dm"],
        "bots": [{"id": str(one.id), "name": one.name} for one in users if one.bot],
        "users": {str(one.id): {"name": one.name, "bot": one.bot, "key": one.key} for one in users},
        "roles": {
            role["id"]: {"name": role["name"], "color": role["color"]}
            for guild in person.guilds()
            for role in guild.raw["roles"]
        },
    }


def _guild(person: Person, guild: Guild, shown: list[Channel]) -> Json:
    here = [one for one in shown if one.guild == guild.key]
    used = {one.parent for one in here}
    return {
        "id": str(guild.id),
        "key": guild.key,
        "name": guild.name,
        "categories": [
            {"id": str(one.id), "name": one.name, "position": one.raw["position"]}
            for one in guild.channels
            if one.kind == "category" and one in used
        ],
        "channels": [_channel(person, one) for one in here],
    }


def _channel(person: Person, channel: Channel) -> Json:
    raw, unread, parent = channel.raw, person.unread(channel), channel.parent
    thread = "thread" in channel.kind
    return {
        "id": str(channel.id),
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "category": str(parent.id) if parent is not None and not thread else None,
        "parent": str(parent.id) if parent is not None and thread else None,
        "position": raw.get("position", 0),
        "archived": channel.archived,
        "locked": channel.locked,
        "can_send": person.can_write(channel),
        "can_thread": person.can_start_thread(channel),
        "unread": unread.any,
        "mentions": unread.mentions,
        "last_message_id": raw["last_message_id"],
        "last_read_id": str(person.last_read(channel)),
    }


# -- messages --------------------------------------------------------------------------------------


def message(person: Person, shown: Message) -> Json:
    """A message as this person sees it."""
    raw = shown.raw
    mine = shown.author_id == person.id
    return {
        **raw,
        "x": {
            "name": person.name_of_author(shown),
            "bot": raw["author"]["bot"],
            "mine": mine,
            "ephemeral": shown.ephemeral,
            "loading": shown.loading,
            "edited": shown.edited,
            "mentions_me": not mine and person.is_mentioned(shown),
            "can_delete": person.can_delete(shown),
            "can_edit": person.can_edit(shown),
            "can_thread": person.can_start_thread(shown),
            "my_reactions": person.reactions_on(shown),
            "command": _command(raw.get("interaction_metadata")),
            "thread": _thread(shown.thread),
        },
    }


def _command(metadata: Json | None) -> Json | None:
    if metadata is None or metadata["type"] != _COMMAND:
        return None
    user = metadata["user"]
    return {"user": user["global_name"] or user["username"], "name": metadata["name"]}


def _thread(thread: Channel | None) -> Json | None:
    if thread is None:
        return None
    return {
        "id": str(thread.id),
        "name": thread.name,
        "archived": thread.archived,
        "count": thread.raw["message_count"],
    }


# -- what bots offer and answer --------------------------------------------------------------------


def command(offer: Offer) -> Json:
    """A command that can be run."""
    return {
        "application": {"id": str(offer.application_id), "name": offer.application},
        "path": offer.path,
        "name": offer.name,
        "description": offer.description,
        "options": [
            {
                "name": one.name,
                "label": one.label,
                "description": one.description,
                "type": one.type,
                "required": one.required,
                "autocomplete": one.autocomplete,
                "choices": [choice(each.name, each.value) for each in one.choices],
                **one.bounds,
            }
            for one in offer.options
        ],
    }


def choice(name: str, value: Any) -> Json:
    """A suggestion."""
    return {"name": name, "value": value}


def outcome(reply: Reply) -> Json:
    """What came of an interaction."""
    shown = reply.message
    return {
        "failed": reply.failed,
        "message": str(shown.id) if shown is not None else None,
        "channel": str(shown.channel.id) if shown is not None else None,
        "modal": reply.modal is not None,
        "ephemeral": reply.ephemeral,
    }
