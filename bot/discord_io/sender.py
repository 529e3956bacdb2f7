"""Sends notices through Discord: each shown once, whatever breaks on the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
import discord
import structlog
from discord.abc import Messageable

from bot.discord_io.cards import person_notice
from bot.discord_io.desk_view import desk_card, thread_name
from bot.discord_io.host import Host
from bot.domain.ids import ChannelId, MessageId
from bot.domain.notice import Delivered, NoticeKind, Route
from bot.domain.text import key
from bot.services.ports_delivery import Brief, Undelivered, Unreachable

SHUT = frozenset({10003, 10004, 10007, 10013, 50001, 50007, 50013, 50024, 50278, 160006})
"""Unknown channel, guild, member, user; missing access; cannot message this user; missing
permissions; not in a channel of this type; no mutual guilds; as many active threads as a guild may
have: sending again would not help (Discord's JSON error codes)."""
UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
THREAD_EXISTS = 160004
THREAD_KEPT_MINUTES: Final = 10080
SEARCHED = 200
"""How many messages since the first attempt are searched for a notice."""
CLOCKS_APART = timedelta(minutes=2)
"""Allowed between Discord's clock and ours when history is searched."""

_log = structlog.stdlib.get_logger(__name__)


class DiscordSender:
    """A `NoticeSender` over the bot's own connection."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    async def send(self, brief: Brief, *, first_try: datetime | None) -> Delivered | None:
        try:
            return await self._send(brief, first_try)
        except discord.HTTPException as error:
            raise _translated(error) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Undelivered(repr(error)) from error

    async def _send(self, brief: Brief, first_try: datetime | None) -> Delivered | None:
        match brief.notice.route:
            case Route.DESK if brief.notice.kind is NoticeKind.DESK_UPDATE:
                return await self._update_card(brief)
            case Route.DESK:
                return await self._post_card(brief, first_try)
            case Route.OWNER if brief.notice.kind is NoticeKind.DESK_UPDATE:
                return None
            case Route.OWNER:
                guild = await self._bot.fetch_guild(brief.notice.guild, with_counts=False)
                return await self._post_to_person(brief, guild.owner_id or 0, first_try)
            case Route.DM:
                return await self._post_to_person(brief, brief.notice.recipient or 0, first_try)
            case Route.THREAD:
                return await self._post_to_thread(brief, first_try)
            case Route.INBOX:
                return None

    async def _post_card(self, brief: Brief, first_try: datetime | None) -> Delivered:
        if brief.settings is None:
            raise Unreachable("the guild is not set up")
        text = self._bot.texts.of(brief.locale)
        channel = await self._channel(brief.settings.desk)
        message_id = await self._post(channel, brief, desk_card(brief, text), first_try)
        thread = await self._card_thread(brief, channel, message_id)
        return Delivered(ChannelId(channel.id), MessageId(message_id), thread)

    async def _card_thread(
        self, brief: Brief, channel: discord.TextChannel, message: int
    ) -> ChannelId | None:
        """The thread of a card. None where Discord refuses one, for want of a permission or
        because the guild has all the active threads it may have: the card is there all the same
        and must not hold up those behind it, and the next update tries again."""
        text = self._bot.texts.of(brief.locale)
        try:
            thread = await channel.get_partial_message(message).create_thread(
                name=thread_name(brief, text), auto_archive_duration=THREAD_KEPT_MINUTES
            )
        except discord.HTTPException as error:
            if error.code == THREAD_EXISTS:
                return ChannelId(message)  # a thread made from a message has the message's id
            if error.code == UNKNOWN_CHANNEL or isinstance(_translated(error), Undelivered):
                raise
            _log.warning("no_thread", pitch=brief.pitch.id, reason=error.text)
            return None
        return ChannelId(thread.id)

    async def _update_card(self, brief: Brief) -> Delivered | None:
        if brief.card is None:
            return None
        text = self._bot.texts.of(brief.locale)
        channel = await self._channel(brief.card.channel)
        try:
            message = channel.get_partial_message(brief.card.message)
            await message.edit(
                view=desk_card(brief, text), allowed_mentions=discord.AllowedMentions.none()
            )
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
            _log.warning("card_was_deleted", pitch=brief.pitch.id, done_instead="nothing to edit")
            return None
        thread = brief.card.thread or await self._card_thread(brief, channel, message.id)
        return Delivered(ChannelId(channel.id), MessageId(message.id), thread)

    async def _post_to_person(
        self, brief: Brief, person: int, first_try: datetime | None
    ) -> Delivered:
        channel = await self._bot.create_dm(discord.Object(person))
        text = self._bot.texts.of(brief.locale)
        message_id = await self._post(channel, brief, person_notice(brief, text), first_try)
        return Delivered(ChannelId(channel.id), MessageId(message_id))

    async def _post_to_thread(self, brief: Brief, first_try: datetime | None) -> Delivered:
        if brief.settings is None or brief.settings.questions is None:
            raise Unreachable("no channel is named for private threads")
        text = self._bot.texts.of(brief.locale)
        thread = await self._private_thread(brief, brief.settings.questions)
        await thread.add_user(discord.Object(brief.notice.recipient or 0))
        message_id = await self._post(thread, brief, person_notice(brief, text), first_try)
        return Delivered(ChannelId(thread.id), MessageId(message_id))

    async def _private_thread(self, brief: Brief, parent: ChannelId) -> discord.Thread:
        """The thread for this pitch's author: the one made before, or a new one."""
        text = self._bot.texts.of(brief.locale)
        name = text(key("notice.thread"), ref=str(brief.pitch.ref))
        guild = await self._bot.fetch_guild(brief.notice.guild, with_counts=False)
        for thread in await guild.active_threads():
            mine = self._bot.user is not None and thread.owner_id == self._bot.user.id
            if mine and thread.parent_id == parent and thread.name == name:
                return thread
        channel = await self._channel(parent)
        return await channel.create_thread(
            name=name,
            type=discord.ChannelType.private_thread,
            auto_archive_duration=THREAD_KEPT_MINUTES,
            invitable=False,
        )

    async def _channel(self, channel_id: int) -> discord.TextChannel:
        """From the cache, or, where another process serves its guild, from Discord."""
        channel = self._bot.get_channel(channel_id) or await self._bot.fetch_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise Unreachable(f"channel {channel_id} is not a text channel")
        return channel

    async def _post(
        self,
        channel: Messageable,
        brief: Brief,
        view: discord.ui.LayoutView,
        first_try: datetime | None,
    ) -> int:
        """The id of the message that shows the notice, sent now or found. The nonce makes Discord
        itself refuse a copy for some minutes; beyond those the history tells."""
        if first_try is not None and (found := await self._find(channel, brief, first_try)):
            return found
        message = await channel.send(
            view=view, nonce=brief.notice.nonce, allowed_mentions=discord.AllowedMentions.none()
        )
        return message.id

    async def _find(self, channel: Messageable, brief: Brief, first_try: datetime) -> int | None:
        me = self._bot.user.id if self._bot.user else 0
        since = first_try - CLOCKS_APART
        async for message in channel.history(limit=SEARCHED, after=since, oldest_first=True):
            if message.author.id == me and brief.notice.marker in _ids(message.components):
                return message.id
        return None


def _ids(components: Iterable[Any]) -> set[int]:
    return {component.id for component in components if getattr(component, "id", None)}


def _translated(error: discord.HTTPException) -> Exception:
    """What an answer of Discord's means for delivery; the error itself if it is a fault of ours."""
    reason = f"{error.status} {error.code} {error.text}"
    if error.code in SHUT:
        return Unreachable(reason)
    if error.status >= 500 or error.status in (401, 429):
        return Undelivered(reason)
    return error
