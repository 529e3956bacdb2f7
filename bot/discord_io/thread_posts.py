"""What the desk is told beside the card: in the card's thread, or as a reply to the card."""

from __future__ import annotations

from datetime import datetime

import discord
import structlog

from bot.discord_io.desk_notices import desk_post
from bot.discord_io.host import Host
from bot.discord_io.posting import ARCHIVED, LOCKED, NOT_ALLOWED, UNKNOWN_CHANNEL, Poster
from bot.discord_io.talk_posts import TalkPosts
from bot.domain.ids import ChannelId, MessageId
from bot.domain.notice import Delivered
from bot.services.ports_delivery import Brief, Unreachable

_log = structlog.stdlib.get_logger(__name__)


class ThreadPosts:
    def __init__(self, bot: Host, poster: Poster) -> None:
        self._bot = bot
        self._poster = poster
        self._talks = TalkPosts(bot)

    async def post(self, brief: Brief, first_try: datetime | None) -> Delivered:
        """Writing in a thread takes it out of the archive by itself; one that was locked, deleted
        or shut to the bot is passed over.

        Raises:
            Unreachable: no desk was named yet.
            discord.HTTPException.
        """
        thread = brief.card.thread if brief.card else None
        if thread is not None:
            try:
                return await self._in_thread(brief, thread, first_try)
            except discord.HTTPException as error:
                if error.code not in {UNKNOWN_CHANNEL, ARCHIVED, LOCKED, *NOT_ALLOWED}:
                    raise
                _log.warning("thread_shut", pitch=brief.pitch.id, done_instead="told beside it")
        return await self._beside_card(brief, first_try)

    async def _in_thread(
        self, brief: Brief, thread: ChannelId, first_try: datetime | None
    ) -> Delivered:
        place = self._bot.get_partial_messageable(thread, guild_id=brief.notice.guild)
        brief, files = await self._talks.with_files(brief)
        view = desk_post(brief, self._bot.texts.of(brief.locale))
        message = await self._poster.post(place, brief.notice, view, first_try, files=files)
        return Delivered(thread, MessageId(message))

    async def _beside_card(self, brief: Brief, first_try: datetime | None) -> Delivered:
        """As a reply to the card; without one, if the card is gone or was never posted."""
        card, answers = brief.card, None
        if card is not None:
            channel_id = card.channel
            answers = discord.MessageReference(
                message_id=card.message, channel_id=channel_id, fail_if_not_exists=False
            )
        elif brief.settings is not None:
            channel_id = brief.settings.desk_of(brief.pitch.programme)
        else:
            raise Unreachable("the guild is not set up")
        place = self._bot.get_partial_messageable(channel_id, guild_id=brief.notice.guild)
        brief, files = await self._talks.with_files(brief)
        view = desk_post(brief, self._bot.texts.of(brief.locale))
        message = await self._poster.post(
            place, brief.notice, view, first_try, answers, files=files
        )
        return Delivered(ChannelId(channel_id), MessageId(message))
