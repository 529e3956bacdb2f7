"""The things Discord remembers, as mutable records. Ids are integers here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

GUILD_TEXT, DM, GUILD_CATEGORY, GUILD_NEWS, GUILD_FORUM = 0, 1, 4, 5, 15
NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12

HAS_THREAD = 1 << 5
EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15


@dataclass(slots=True)
class User:
    """A person or a bot."""

    id: int
    username: str
    display_name: str
    bot: bool = False
    locale: str = "en-US"
    dms_open: bool = True
    about: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Command:
    """An application command as the bot registered it; `payload` holds what it sent."""

    id: int
    application_id: int
    guild_id: int | None
    version: int
    payload: Json

    @property
    def name(self) -> str:
        """The name in the default language."""
        return str(self.payload["name"])

    @property
    def type(self) -> int:
        """1 chat input, 2 user menu, 3 message menu."""
        return int(self.payload.get("type") or 1)


@dataclass(slots=True)
class Application:
    """A bot and what the developer portal knows of it."""

    id: int
    name: str
    token: str
    user: User
    intents: frozenset[str]
    commands: dict[int, Command] = field(default_factory=dict)
    guild_commands: dict[int, dict[int, Command]] = field(default_factory=dict)
    dm_channels: dict[int, Channel] = field(default_factory=dict)


@dataclass(slots=True)
class Role:
    """A role; the one whose id is the guild's is @everyone."""

    id: int
    name: str
    permissions: int
    position: int
    color: int = 0
    hoist: bool = False
    mentionable: bool = False
    managed: bool = False
    bot_id: int | None = None


@dataclass(slots=True)
class Overwrite:
    """A channel's exception for a role (type 0) or a member (type 1)."""

    id: int
    type: int
    allow: int
    deny: int


@dataclass(slots=True)
class Member:
    """A user in a guild."""

    user: User
    joined_at: datetime
    roles: set[int] = field(default_factory=set)
    nick: str | None = None


@dataclass(slots=True)
class Thread:
    """What a thread has beyond a channel."""

    owner_id: int
    created_at: datetime
    archive_timestamp: datetime
    auto_archive_duration: int = 1440
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    tags: list[int] = field(default_factory=list)
    members: dict[int, datetime] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Channel:
    """A guild's channel or thread, or a DM; `tags` are those of a forum, by id."""

    id: int
    type: int
    name: str
    guild: Guild | None = None
    parent_id: int | None = None
    position: int = 0
    topic: str | None = None
    nsfw: bool = False
    slowmode: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    tags: dict[int, str] = field(default_factory=dict)
    thread: Thread | None = None
    recipients: tuple[User, ...] = ()
    messages: dict[int, Message] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)
    interactive: dict[int, Message] = field(default_factory=dict)
    pins: dict[int, datetime] = field(default_factory=dict)
    last_message_id: int | None = None
    message_count: int = 0
    deleted: bool = False

    def has_recipient(self, user_id: int) -> bool:
        """Whether a DM is with this user (or theirs)."""
        return any(user.id == user_id for user in self.recipients)


@dataclass(slots=True, eq=False)
class Guild:
    """One server."""

    id: int
    key: str
    name: str
    owner_id: int
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    command_rules: dict[str, dict[str, bool]] = field(default_factory=dict)


@dataclass(slots=True)
class Attachment:
    """A stored file."""

    id: int
    channel_id: int
    filename: str
    content: bytes
    content_type: str
    description: str | None = None
    ephemeral: bool = False
    width: int | None = None
    height: int | None = None


@dataclass(slots=True, eq=False)
class Message:
    """A message, also an ephemeral one (then `ephemeral_for` is the only person who sees it)."""

    id: int
    channel: Channel
    author: User
    created_at: datetime
    content: str = ""
    type: int = 0
    flags: int = 0
    tts: bool = False
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mentions: list[User] = field(default_factory=list)
    mention_roles: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    nonce: str | int | None = None
    reference: Json | None = None
    referenced: Message | None = None
    interaction: Json | None = None
    application_id: int | None = None
    webhook_id: int | None = None
    edited_at: datetime | None = None
    ephemeral_for: int | None = None
    reactions: dict[str, dict[int, None]] = field(default_factory=dict)
    thread: Channel | None = None
    touched: int = 0
    text: tuple[int, str] | None = None
    deleted: bool = False
    dismissed: bool = False

    @property
    def pinned(self) -> bool:
        """Whether it is pinned in its channel."""
        return self.id in self.channel.pins
