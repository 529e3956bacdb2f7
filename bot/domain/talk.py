"""What coordinators and authors write to one another about a pitch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from bot.domain.files import MEBIBYTE
from bot.domain.ids import ChannelId, FileId, GuildId, MessageId, PitchId, UserId

TalkId = NewType("TalkId", str)
"""20 hex digits."""
WORDS = 2000
"""Characters of one message, as Discord's own; 4000 with Nitro are kept and shown in two parts."""
FIELD = "#talk"
"""Stands for the field of a file that came with a message; no field of a form can be called so."""
FILES = 10
"""Of one message: as many as Discord takes."""
FILES_BYTES = 20 * MEBIBYTE
"""Of one message, all its files together: what Discord takes in one request is 25 MiB."""
A_MINUTE = 20
"""Messages of one person about one pitch within a minute."""


@dataclass(frozen=True, slots=True)
class Talk:
    """One message. ``by_author`` tells which side wrote it; ``source`` is where it was written, in
    Discord, if it was written there (and not in a modal); ``shown`` is where the other side reads
    it, once it was delivered. What was edited shows its new words, what was ``deleted`` none.
    ``files`` are kept copies: Discord's links expire."""

    id: TalkId
    guild: GuildId
    pitch: PitchId
    by_author: bool
    writer: UserId
    writer_name: str
    words: str
    at: datetime
    files: tuple[FileId, ...] = ()
    source: tuple[ChannelId, MessageId] | None = None
    shown: tuple[ChannelId, MessageId] | None = None
    edited: datetime | None = None
    deleted: bool = False
    version: int = 0
