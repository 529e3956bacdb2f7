"""Sends notices through Discord: each shown once, whatever breaks on the way."""

from __future__ import annotations

from datetime import datetime

import discord
import structlog

from bot.discord_io.desk_notices import assigned_notice, owner_notice
from bot.discord_io.desk_view import desk_card, thread_name
from bot.discord_io.digest_posts import DigestPosts
from bot.discord_io.digest_view import coordinator_notice
from bot.discord_io.host import Host
from bot.discord_io.notices_view import author_notice
from bot.discord_io.places import THREAD_KEPT_MINUTES, Places
from bot.discord_io.posting import (
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Poster,
    delivering,
    translated,
)
from bot.discord_io.question_posts import QuestionPosts
from bot.discord_io.removals import Removals
from bot.discord_io.talk_posts import TalkPosts
from bot.discord_io.thread_ends import ThreadEnds
from bot.discord_io.thread_posts import ThreadPosts
from bot.discord_io.widgets import Layout
from bot.domain.ids import ChannelId, MessageId
from bot.domain.notice import FOR_COORDINATORS, Delivered, Notice, NoticeKind, Route
from bot.domain.pitch import State
from bot.domain.text import key
from bot.services.ports_delivery import (
    AnyBrief,
    Brief,
    DigestBrief,
    QuestionBrief,
    Undelivered,
    Unreachable,
)
from bot.texts import Text

THREAD_EXISTS = 160004

_log = structlog.stdlib.get_logger(__name__)


def private_name(brief: Brief, text: Text) -> str:
    """By which the private thread is found again. Nobody shares one: who was only asked to join
    must not read what the authors are told."""
    name = text(key("notice.thread"), ref=str(brief.pitch.ref))
    person = brief.notice.recipient
    return name if person in (None, brief.pitch.owner) else f"{name} · {person % 10**6:06}"


class DiscordSender:
    """A `NoticeSender` over the bot's own connection."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._poster = Poster(bot)
        self._places = Places(bot)
        self._questions = QuestionPosts(bot, self._poster, self._places)
        self._thread_posts = ThreadPosts(bot, self._poster)
        self._thread_ends = ThreadEnds(bot)
        self._talks = TalkPosts(bot)
        self._digests = DigestPosts(bot, self._poster)
        self._removals = Removals(bot)

    async def send(self, brief: AnyBrief, *, first_try: datetime | None) -> Delivered | None:
        with delivering():
            if isinstance(brief, QuestionBrief):
                return await self._questions.send(brief, first_try)
            if isinstance(brief, DigestBrief):
                return await self._digests.send(brief, first_try)
            if brief.notice.kind in FOR_COORDINATORS and not await self._digests.coordinator(brief):
                return None
            return await self._send(brief, first_try)

    async def remove(self, notice: Notice) -> None:
        with delivering():
            await self._removals.remove(notice)

    async def _send(self, brief: Brief, first_try: datetime | None) -> Delivered | None:
        if brief.notice.kind is NoticeKind.TALK_CHANGED:
            await self._talks.change(brief)
            return None
        match brief.notice.route:
            case Route.DESK:
                return await self._send_to_desk(brief, first_try)
            case Route.OWNER if brief.notice.kind is NoticeKind.DESK_UPDATE:
                return None
            case Route.OWNER:
                guild = await self._bot.fetch_guild(brief.notice.guild, with_counts=False)
                return await self._post_to_person(brief, guild.owner_id or 0, first_try)
            case Route.DM:
                return await self._post_to_person(brief, brief.notice.recipient or 0, first_try)
            case Route.THREAD:
                return await self._post_to_thread(brief, first_try)
            case Route.CHANNEL | Route.INBOX:
                return None

    async def _send_to_desk(self, brief: Brief, first_try: datetime | None) -> Delivered | None:
        match brief.notice.kind:
            case NoticeKind.DESK_UPDATE:
                return await self._update_card(brief)
            case NoticeKind.DESK_CARD:
                return await self._post_card(brief, first_try)
            case _:
                posted = await self._thread_posts.post(brief, first_try)
                await self._thread_ends.settle(brief, brief.card.thread if brief.card else None)
                return posted

    async def _post_card(self, brief: Brief, first_try: datetime | None) -> Delivered:
        if brief.settings is None:
            raise Unreachable("the guild is not set up")
        text = self._bot.texts.of(brief.locale)
        channel = await self._places.channel(brief.settings.desk_of(brief.pitch.programme))
        card = desk_card(brief, text)
        message_id = await self._poster.post(channel, brief.notice, card, first_try)
        thread = await self._card_thread(brief, channel, message_id)
        return Delivered(ChannelId(channel.id), MessageId(message_id), thread)

    async def _card_thread(
        self, brief: Brief, channel: discord.TextChannel, message: int
    ) -> ChannelId | None:
        """The thread of a card. None where Discord refuses one, for want of a permission or
        because the guild has all the active threads it may have: the card is there all the same
        and must not hold up those behind it, and the next update tries again."""
        if brief.pitch.state is State.ERASED:
            return None
        text = self._bot.texts.of(brief.locale)
        try:
            thread = await channel.get_partial_message(message).create_thread(
                name=thread_name(brief, text), auto_archive_duration=THREAD_KEPT_MINUTES
            )
        except discord.HTTPException as error:
            if error.code == THREAD_EXISTS:
                return ChannelId(message)  # a thread made from a message has the message's id
            if error.code == UNKNOWN_CHANNEL or isinstance(translated(error), Undelivered):
                raise
            _log.warning("no_thread", pitch=brief.pitch.id, reason=error.text)
            return None
        return ChannelId(thread.id)

    async def _update_card(self, brief: Brief) -> Delivered | None:
        if brief.card is None:
            return None
        text = self._bot.texts.of(brief.locale)
        channel = await self._places.channel(brief.card.channel)
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
        await self._thread_ends.settle(brief, thread)
        return Delivered(ChannelId(channel.id), MessageId(message.id), thread)

    def _for_person(self, brief: Brief) -> Layout:
        text = self._bot.texts.of(brief.locale)
        if brief.notice.route is Route.OWNER:
            return owner_notice(brief, text)
        if brief.notice.kind is NoticeKind.ASSIGNED:
            return assigned_notice(brief, text)
        if brief.notice.kind in FOR_COORDINATORS:
            return coordinator_notice(brief, text)
        return author_notice(brief, text)

    async def _post_to_person(
        self, brief: Brief, person: int, first_try: datetime | None
    ) -> Delivered:
        channel = await self._bot.create_dm(discord.Object(person))
        brief, files = await self._talks.with_files(brief)
        view = self._for_person(brief)
        message_id = await self._poster.post(channel, brief.notice, view, first_try, files=files)
        return Delivered(ChannelId(channel.id), MessageId(message_id))

    async def _post_to_thread(self, brief: Brief, first_try: datetime | None) -> Delivered:
        if brief.settings is None or brief.settings.questions is None:
            raise Unreachable("no channel is named for private threads")
        name = private_name(brief, self._bot.texts.of(brief.locale))
        person = brief.notice.recipient or 0
        thread = await self._places.private_thread(
            brief.notice.guild, brief.settings.questions, name, person
        )
        brief, files = await self._talks.with_files(brief)
        view = self._for_person(brief)
        message_id = await self._poster.post(thread, brief.notice, view, first_try, files=files)
        return Delivered(ChannelId(thread.id), MessageId(message_id))
