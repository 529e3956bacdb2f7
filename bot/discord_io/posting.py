"""Showing one message once, and what Discord's refusals mean for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord
from discord import ui
from discord.abc import Messageable

from bot.discord_io.host import Host
from bot.domain.notice import Notice
from bot.services.ports_delivery import Undelivered, Unreachable

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
NOT_ALLOWED = frozenset({50001, 50013})
"""Missing access, missing permissions."""
ARCHIVED = 50083
"""Discord changes nothing in an archived thread, and takes nothing into one that is locked too."""
LOCKED = 160005
SHUT = frozenset(
    {UNKNOWN_CHANNEL, 10004, 10007, 10013, 50007, 50024, 50278, 160006, ARCHIVED, LOCKED}
    | NOT_ALLOWED
)
"""Also unknown guild, member, user; cannot message this user; not in a channel of this type; no
mutual guilds; as many active threads as a guild may have; a thread that is archived and cannot be
opened, a locked one: sending again would not help (Discord's JSON error codes)."""
SEARCHED = 200
"""How many messages since the first attempt are searched for a notice."""
CLOCKS_APART = timedelta(minutes=2)
"""Allowed between Discord's clock and ours when history is searched."""


class Poster:
    """Posts notices through the bot's own connection."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    async def post(
        self,
        channel: Messageable,
        notice: Notice,
        view: ui.LayoutView,
        first_try: datetime | None,
        answers: discord.MessageReference | None = None,
        mentions: discord.AllowedMentions | None = None,
        files: Sequence[discord.File] = (),
    ) -> int:
        """The id of the message that shows the notice, sent now or found. The nonce makes Discord
        itself refuse a copy for some minutes; beyond those the history tells. ``answers`` is what
        it replies to; ``mentions`` are whom it pings, if anybody; ``files`` are those that the view
        shows."""
        if first_try is not None and (found := await self._find(channel, notice, first_try)):
            return found
        more: dict[str, Any] = {}
        if answers is not None:
            more["reference"] = answers
        if files:
            more["files"] = list(files)
        mentions = mentions or discord.AllowedMentions.none()
        sent = await channel.send(view=view, nonce=notice.nonce, allowed_mentions=mentions, **more)
        return int(sent.id)

    async def _find(self, channel: Messageable, notice: Notice, first_try: datetime) -> int | None:
        me = self._bot.user.id if self._bot.user else 0
        since = first_try - CLOCKS_APART
        async for message in channel.history(limit=SEARCHED, after=since, oldest_first=True):
            if message.author.id == me and notice.marker in _ids(message.components):
                return message.id
        return None


def _ids(components: Iterable[Any]) -> set[int]:
    return {component.id for component in components if getattr(component, "id", None)}


@contextmanager
def delivering() -> Iterator[None]:
    """What happens within is told in the words of delivery; a fault of ours stays what it is.

    Raises:
        Unreachable, Undelivered.
    """
    try:
        yield
    except discord.HTTPException as error:
        raise translated(error) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise Undelivered(repr(error)) from error


def translated(error: discord.HTTPException) -> Exception:
    """What an answer of Discord's means for delivery; the error itself if it is a fault of ours."""
    reason = f"{error.status} {error.code} {error.text}"
    if error.code in SHUT:
        return Unreachable(reason)
    if error.status >= 500 or error.status in (401, 429):
        return Undelivered(reason)
    return error
