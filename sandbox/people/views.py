"""What is on a person's screen: messages, buttons, menus, channels. Views are live."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sandbox.core import Core
from sandbox.people.widgets import Attachment, Button, Select
from sandbox.people.words import text_of
from sandbox.state import components as parts
from sandbox.state import models, payloads
from sandbox.state.models import Json

_KINDS = {
    0: "text", 1: "dm", 2: "voice", 4: "category", 5: "news", 10: "thread", 11: "thread",
    12: "private thread", 15: "forum",
}  # fmt: skip


class Channel:
    """A channel, thread or DM, whoever looks at it."""

    __slots__ = ("core", "state")

    def __init__(self, core: Core, state: models.Channel) -> None:
        self.core = core
        self.state = state

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Channel) and other.state is self.state

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"<Channel {self.name!r} {self.id}>"

    @property
    def id(self) -> int:
        """The snowflake."""
        return self.state.id

    @property
    def name(self) -> str:
        """The name; a DM is called after the bot."""
        return self.state.name or self.state.recipients[0].display_name

    @property
    def raw(self) -> Json:
        """Discord's channel object."""
        return payloads.channel(self.state)

    @property
    def topic(self) -> str | None:
        """The topic under the name."""
        return self.state.topic

    @property
    def kind(self) -> str:
        """text, dm, voice, category, news, thread, private thread or forum."""
        return _KINDS.get(self.state.type, "other")

    @property
    def tags(self) -> list[str]:
        """The names of a forum's tags, or of those on a post."""
        if self.state.thread is None or self.parent is None:
            return list(self.state.tags.values())
        return [self.parent.state.tags[one] for one in self.state.thread.tags]

    @property
    def guild(self) -> str | None:
        """The guild's key, None in a DM."""
        return self.state.guild.key if self.state.guild else None

    @property
    def parent(self) -> Channel | None:
        """The channel of a thread, the category of a channel."""
        found = self.core.state.channels.get(self.state.parent_id or 0)
        return None if found is None else Channel(self.core, found)

    @property
    def starter(self) -> Message | None:
        """The message that a thread was started from; both share an id."""
        parent = self.core.state.channels.get(self.state.parent_id or 0)
        found = parent.messages.get(self.id) if parent is not None else None
        return None if found is None else Message(self.core, found)

    @property
    def archived(self) -> bool:
        """Whether a thread is archived."""
        return self.state.thread is not None and self.state.thread.archived

    @property
    def locked(self) -> bool:
        """Whether a thread is locked."""
        return self.state.thread is not None and self.state.thread.locked

    @property
    def members(self) -> list[str]:
        """Names of a thread's members."""
        ids = self.state.thread.members if self.state.thread else ()
        return [self.core.state.users[one].display_name for one in ids]

    @property
    def messages(self) -> list[Message]:
        """The history, oldest first; ephemerals are in nobody's history."""
        return [Message(self.core, one) for one in self.state.messages.values()]


class Message:
    """A message as it is now: edits show, and `deleted` tells that it is gone."""

    __slots__ = ("core", "state")

    def __init__(self, core: Core, state: models.Message) -> None:
        self.core = core
        self.state = state

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and other.state is self.state

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        kind = "ephemeral " if self.ephemeral else ""
        return f"<{kind}message {self.id} by {self.author}: {self.text!r}>"

    @property
    def id(self) -> int:
        """The snowflake."""
        return self.state.id

    @property
    def author(self) -> str:
        """The author's displayed name."""
        return self.state.author.display_name

    @property
    def author_id(self) -> int:
        """The author's snowflake."""
        return self.state.author.id

    @property
    def content(self) -> str:
        """The plain content."""
        return self.state.content

    @property
    def text(self) -> str:
        """All text on the screen: content, embeds, components, names of files; a line each."""
        return text_of(self.state)

    @property
    def raw(self) -> Json:
        """Discord's message object, with fresh links."""
        return self.core.messages.json.full(self.state)

    @property
    def embeds(self) -> list[Json]:
        """The embeds, raw."""
        return self.state.embeds

    @property
    def components(self) -> list[Json]:
        """The components, raw."""
        return self.state.components

    @property
    def buttons(self) -> list[Button]:
        """Every button, in reading order."""
        return [Button.of(one) for one in self._of_type(parts.BUTTON)]

    @property
    def selects(self) -> list[Select]:
        """Every menu, in reading order."""
        return [Select.of(one) for one in self._of_type(*parts.SELECTS)]

    @property
    def attachments(self) -> list[Attachment]:
        """The files, with fresh links."""
        return [
            Attachment(
                one.id,
                one.filename,
                one.content,
                one.content_type,
                self.core.files.url(one),
                one.ephemeral,
            )
            for one in self.state.attachments
        ]

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.state.ephemeral_for is not None

    @property
    def loading(self) -> bool:
        """Whether it says that the bot is thinking."""
        return bool(self.state.flags & models.LOADING)

    @property
    def flags(self) -> int:
        """The message flags."""
        return self.state.flags

    @property
    def channel(self) -> Channel:
        """Where it was written."""
        return Channel(self.core, self.state.channel)

    @property
    def thread(self) -> Channel | None:
        """The thread that was started from it."""
        return None if self.state.thread is None else Channel(self.core, self.state.thread)

    @property
    def created_at(self) -> datetime:
        """When it was written."""
        return self.state.created_at

    @property
    def edited(self) -> bool:
        """Whether it carries "(edited)"."""
        return self.state.edited_at is not None

    @property
    def deleted(self) -> bool:
        """Whether it is gone."""
        return self.state.deleted

    @property
    def pinned(self) -> bool:
        """Whether it is pinned."""
        return self.state.pinned

    @property
    def mentions(self) -> list[str]:
        """Names of the users it pings."""
        return [one.display_name for one in self.state.mentions]

    @property
    def reactions(self) -> dict[str, list[str]]:
        """Emoji to the names of those who reacted."""
        users = self.core.state.users
        return {
            emoji: [users[one].display_name for one in who]
            for emoji, who in self.state.reactions.items()
        }

    @property
    def reply_to(self) -> Message | None:
        """The message that it answers."""
        found = self.state.referenced
        return None if found is None else Message(self.core, found)

    def _of_type(self, *kinds: int) -> Iterator[Json]:
        return (one for one in parts.walk(self.state.components) if one.get("type") in kinds)
