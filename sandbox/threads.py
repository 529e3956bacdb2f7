"""Threads: made, changed, joined and left, with the events that follow."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.gateway.hub import Hub
from sandbox.permissions import VIEW_CHANNEL, in_channel
from sandbox.state import payloads
from sandbox.state.files import File
from sandbox.state.messages import Messages, Origin
from sandbox.state.models import (
    GUILD_FORUM,
    GUILD_NEWS,
    NEWS_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    Channel,
    Json,
    Message,
    Thread,
    User,
)
from sandbox.state.store import State


class Threads:
    """The one place in which threads change."""

    def __init__(self, state: State, hub: Hub, messages: Messages) -> None:
        self._state = state
        self._hub = hub
        self._messages = messages

    def create(
        self, parent: Channel, owner: User, payload: Json, message: Message | None = None
    ) -> Channel:
        """A thread in a channel, from a message where one is given (both then share an id)."""
        guild = parent.guild
        if guild is None:
            raise TypeError("a DM has no threads")
        now = self._state.clock.now()
        thread = Channel(
            message.id if message is not None else self._state.ids.make(),
            _kind(parent, payload, message),
            str(payload["name"]),
            guild,
            parent_id=parent.id,
            slowmode=int(payload.get("rate_limit_per_user") or 0),
            thread=Thread(
                owner.id,
                now,
                now,
                auto_archive_duration=int(payload.get("auto_archive_duration") or 1440),
                invitable=bool(payload.get("invitable", True)),
                tags=[int(one) for one in payload.get("applied_tags") or ()],
                members={owner.id: now},
            ),
        )
        guild.threads[thread.id] = thread
        self._state.channels[thread.id] = thread
        if message is not None:
            message.thread = thread
        self._hub.to_channel(
            thread,
            "THREAD_CREATE",
            lambda one: payloads.thread(thread, one.application.id) | {"newly_created": True},
        )
        if message is not None:
            self._messages.announce("MESSAGE_UPDATE", message)
        self._state.changed()
        return thread

    def post(
        self, forum: Channel, author: User, payload: Json, content: Json, files: Sequence[File]
    ) -> tuple[Channel, Message]:
        """A post in a forum: a thread, and the message that begins it, of the same id."""
        thread = self.create(forum, author, payload)
        origin = Origin(id=thread.id)
        return thread, self._messages.create(thread, author, content, files, origin)

    def edit(self, thread: Channel, payload: Json) -> None:
        """Change name, tags, archive and lock as the payload says."""
        info = thread.thread
        if info is None:
            raise TypeError("not a thread")
        thread.name = str(payload.get("name") or thread.name)
        thread.slowmode = int(payload.get("rate_limit_per_user") or thread.slowmode)
        duration = payload.get("auto_archive_duration")
        info.auto_archive_duration = int(duration or info.auto_archive_duration)
        if payload.get("invitable") is not None:
            info.invitable = bool(payload["invitable"])
        if payload.get("applied_tags") is not None:
            info.tags = [int(one) for one in payload["applied_tags"]]
        if payload.get("locked") is not None:
            info.locked = bool(payload["locked"])
        if payload.get("archived") is not None:
            info.archived = bool(payload["archived"])
            info.archive_timestamp = self._state.clock.now()
        self._announce_update(thread)

    def wake(self, thread: Channel) -> None:
        """Take a thread out of the archive, as writing in it does."""
        if thread.thread is not None and thread.thread.archived:
            self.edit(thread, {"archived": False})

    def delete(self, thread: Channel) -> None:
        """Remove a thread and what was written in it."""
        guild = thread.guild
        if guild is None or thread.thread is None:
            raise TypeError("not a thread")
        data = {
            "id": str(thread.id),
            "guild_id": str(guild.id),
            "parent_id": str(thread.parent_id),
            "type": thread.type,
        }
        self._hub.to_channel(thread, "THREAD_DELETE", data)
        thread.deleted = True
        guild.threads.pop(thread.id, None)
        self._state.channels.pop(thread.id, None)
        parent = guild.channels.get(thread.parent_id or 0)
        starter = parent.messages.get(thread.id) if parent is not None else None
        if starter is not None:
            starter.thread = None
            self._state.changed(starter)
        for message in thread.messages.values():
            message.deleted = True
        self._state.changed()

    def add(self, thread: Channel, user: User) -> None:
        """Make a user a member of a thread."""
        info, guild = thread.thread, thread.guild
        if info is None or guild is None or user.id in info.members:
            return
        was_visible = {
            session.id: bool(in_channel(thread, session.application.id) & VIEW_CHANNEL)
            for session in self._hub.sessions.values()
        }
        info.members[user.id] = self._state.clock.now()
        for session in tuple(self._hub.sessions.values()):
            new = session.application.id == user.id and not was_visible[session.id]
            if new and session.holds(guild.id):
                session.dispatch("THREAD_CREATE", payloads.thread(thread, user.id))
        member = {
            **payloads.thread_member(thread, user.id),
            "member": payloads.member(guild.members[user.id]),
            "presence": None,
        }
        self._members_update(thread, {"added_members": [member]})
        self._state.changed(only=user.id)

    def remove(self, thread: Channel, user: User) -> None:
        """Take a user out of a thread."""
        if thread.thread is None or user.id not in thread.thread.members:
            return
        self._members_update(
            thread,
            {"removed_member_ids": [str(user.id)]},
            count=len(thread.thread.members) - 1,
        )
        thread.thread.members.pop(user.id)
        self._state.changed(only=user.id)

    def _members_update(self, thread: Channel, change: Json, count: int | None = None) -> None:
        info, guild = thread.thread, thread.guild
        if info is None or guild is None:
            raise TypeError("not a thread")
        data = {
            "id": str(thread.id),
            "guild_id": str(guild.id),
            "member_count": len(info.members) if count is None else count,
            **change,
        }
        self._hub.to_channel(thread, "THREAD_MEMBERS_UPDATE", data)

    def _announce_update(self, thread: Channel) -> None:
        self._hub.to_channel(
            thread,
            "THREAD_UPDATE",
            lambda session: payloads.thread(thread, session.application.id),
        )
        self._state.changed()


def _kind(parent: Channel, payload: Json, message: Message | None) -> int:
    """What begins with a message or in a forum is open to all."""
    if message is not None or parent.type == GUILD_FORUM:
        return NEWS_THREAD if parent.type == GUILD_NEWS else PUBLIC_THREAD
    return int(payload.get("type") or PRIVATE_THREAD)
