"""Writing, changing and removing messages, with the events that follow."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sandbox.gateway.hub import Hub
from sandbox.limits import Limits
from sandbox.state import components, mentions
from sandbox.state.files import File, Files
from sandbox.state.messagejson import MessageJson, emoji
from sandbox.state.models import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Attachment,
    Channel,
    Json,
    Message,
    User,
)
from sandbox.state.payloads import member as member_json
from sandbox.state.store import State

_KEPT_FLAGS = (1 << 2) | (1 << 12) | COMPONENTS_V2  # suppress embeds, silent, components v2


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a message comes from beyond its author. `id` is that of the post it begins."""

    ephemeral_for: int | None = None
    application_id: int | None = None
    interaction: Json | None = None
    type: int = 0
    loading: bool = False
    id: int | None = None


class Messages:
    """The one place in which messages change."""

    def __init__(self, state: State, files: Files, hub: Hub, limits: Limits) -> None:
        self._state = state
        self._files = files
        self._hub = hub
        self.json = MessageJson(files)
        self._window = timedelta(minutes=limits.nonce_minutes)
        self._nonces: OrderedDict[tuple[int, str], tuple[datetime, Message]] = OrderedDict()

    def repeated(self, author: User, payload: Json) -> Message | None:
        """The earlier message that `enforce_nonce` makes Discord return instead of a new one."""
        if not payload.get("enforce_nonce") or payload.get("nonce") is None:
            return None
        now = self._state.clock.now()
        found = self._nonces.get((author.id, str(payload["nonce"])))
        if found is None or now - found[0] > self._window or found[1].deleted:
            return None
        return found[1]

    def create(
        self,
        channel: Channel,
        author: User,
        payload: Json,
        files: Sequence[File] = (),
        origin: Origin = Origin(),
    ) -> Message:
        """Write a message; the payload has been checked."""
        message = Message(
            origin.id or self._state.ids.make(),
            channel,
            author,
            self._state.clock.now(),
            type=origin.type,
            flags=int(payload.get("flags") or 0) & _KEPT_FLAGS,
            tts=bool(payload.get("tts")),
            nonce=payload.get("nonce"),
            interaction=origin.interaction,
            application_id=origin.application_id,
            webhook_id=origin.application_id,
            ephemeral_for=origin.ephemeral_for,
        )
        if origin.ephemeral_for is not None:
            message.flags |= EPHEMERAL
        if origin.loading:
            message.flags |= LOADING
        self._refer(message, payload.get("message_reference"))
        self._fill(message, payload, files)
        self._remember_nonce(message)
        self._place(message)
        self.announce("MESSAGE_CREATE", message)
        return message

    def edit(self, message: Message, payload: Json, files: Sequence[File] = ()) -> None:
        """Change what the payload names and leave the rest."""
        if message.flags & LOADING:
            message.flags &= ~LOADING
        else:
            message.edited_at = self._state.clock.now()
        if payload.get("flags") is not None:
            kept = message.flags & (EPHEMERAL | COMPONENTS_V2)
            message.flags = kept | (int(payload["flags"]) & _KEPT_FLAGS)
        self._fill(message, payload, files)
        self.announce("MESSAGE_UPDATE", message)

    def delete(self, message: Message, *, announce: bool = True) -> None:
        """Remove a message for everybody."""
        message.deleted = True
        channel = message.channel
        if channel.messages.pop(message.id, None) is not None:
            del channel.order[bisect_left(channel.order, message.id)]
            channel.pins.pop(message.id, None)
        if message.ephemeral_for is None and announce:
            data: Json = {"id": str(message.id), "channel_id": str(channel.id)}
            if channel.guild is not None:
                data["guild_id"] = str(channel.guild.id)
            self._hub.to_channel(channel, "MESSAGE_DELETE", data, "messages")
        self._state.touch(message)

    def react(self, message: Message, user: User, key: str, *, add: bool) -> None:
        """Add or take away one reaction."""
        users = message.reactions.setdefault(key, {})
        if add == (user.id in users):
            return
        if add:
            users[user.id] = None
        else:
            users.pop(user.id)
        if not users:
            message.reactions.pop(key)
        channel = message.channel
        data: Json = {
            "user_id": str(user.id),
            "channel_id": str(channel.id),
            "message_id": str(message.id),
            "emoji": emoji(key),
            "type": 0,
            "burst": False,
        }
        if channel.guild is not None:
            data["guild_id"] = str(channel.guild.id)
            member = channel.guild.members.get(user.id)
            if add and member is not None:
                data["member"] = member_json(member)
        if add:
            data["message_author_id"] = str(message.author.id)
        name = "MESSAGE_REACTION_ADD" if add else "MESSAGE_REACTION_REMOVE"
        self._hub.to_channel(channel, name, data, "message_reactions")
        self._state.changed(message)

    def announce(self, name: str, message: Message) -> None:
        """Tell the watchers and, unless it is ephemeral, the bots."""
        self._state.touch(message)
        if message.ephemeral_for is None:
            self._hub.to_channel(
                message.channel,
                name,
                lambda session: self.json.event(
                    message, session.application, content=session.reads_content
                ),
                "messages",
            )

    # -- parts ---------------------------------------------------------------------------------

    def _refer(self, message: Message, reference: Any) -> None:
        if not reference:
            return
        channel = message.channel
        found = channel.messages.get(int(reference.get("message_id") or 0))
        message.type = 19 if found is not None else 0
        message.referenced = found
        message.reference = {"type": 0, "channel_id": str(channel.id)}
        if found is not None:
            message.reference["message_id"] = str(found.id)
        if channel.guild is not None:
            message.reference["guild_id"] = str(channel.guild.id)

    def _fill(self, message: Message, payload: Json, files: Sequence[File]) -> None:
        self._attach(message, payload, files)
        if "content" in payload:
            message.content = str(payload["content"] or "")
        if "embeds" in payload:
            embeds = [{"type": "rich", **embed} for embed in payload["embeds"] or ()]
            message.embeds = [self._resolved_embed(message, embed) for embed in embeds]
        if "components" in payload:
            message.components = components.numbered(payload["components"] or [])
            for component in components.walk(message.components):
                components.complete(component)
                self._resolve_media(message, component)
        found = mentions.find(
            self._state,
            message.channel,
            message.author,
            mentions.text_of(message.content, message.components),
            payload.get("allowed_mentions"),
            message.referenced,
        )
        message.mentions = found.users
        message.mention_roles = found.roles
        message.mention_everyone = found.everyone

    def _attach(self, message: Message, payload: Json, files: Sequence[File]) -> None:
        listed = payload.get("attachments")
        if listed is not None:
            kept = {str(one.get("id")) for one in listed}
            message.attachments = [one for one in message.attachments if str(one.id) in kept]
        ephemeral = message.ephemeral_for is not None
        message.attachments += [
            self._files.store(message.channel, file, ephemeral=ephemeral) for file in files
        ]

    def _resolved_embed(self, message: Message, embed: Json) -> Json:
        if embed.get("fields"):
            embed["fields"] = [
                {**one, "inline": bool(one.get("inline"))} for one in embed["fields"]
            ]
        for key in ("image", "thumbnail"):
            media = embed.get(key)
            found = self._named(message, (media or {}).get("url"))
            if media and found is not None:
                url = self._files.url(found)
                named = {"url": url, "proxy_url": url, "attachment_id": str(found.id)}
                embed[key] = {**media, **named}
        return embed

    def _resolve_media(self, message: Message, component: Json) -> None:
        for media in components.media_of(component):
            found = self._named(message, media.get("url"))
            url = self._files.url(found) if found is not None else str(media.get("url") or "")
            media |= {"url": url, "proxy_url": url, "loading_state": 2, "flags": 0}
            media["id"] = str(found.id if found is not None else self._state.ids.make())
            if found is not None:
                media |= {
                    "content_type": found.content_type,
                    "attachment_id": str(found.id),
                    "width": found.width,
                    "height": found.height,
                }
                if component.get("type") == components.FILE:
                    component |= {"name": found.filename, "size": len(found.content)}

    @staticmethod
    def _named(message: Message, url: Any) -> Attachment | None:
        prefix, _, name = str(url or "").partition("attachment://")
        if prefix or not name:
            return None
        return next((one for one in message.attachments if one.filename == name), None)

    def _remember_nonce(self, message: Message) -> None:
        if message.nonce is None:
            return
        now = self._state.clock.now()
        self._nonces[message.author.id, str(message.nonce)] = (now, message)
        self._nonces.move_to_end((message.author.id, str(message.nonce)))
        while now - next(iter(self._nonces.values()))[0] > self._window:
            self._nonces.popitem(last=False)

    def _place(self, message: Message) -> None:
        channel = message.channel
        if message.ephemeral_for is not None:
            return
        channel.messages[message.id] = message
        insort(channel.order, message.id)
        channel.last_message_id = message.id
        channel.message_count += 1
        thread = channel.thread
        if thread is not None:
            thread.archived = False
            thread.members.setdefault(message.author.id, self._state.clock.now())
