"""Showing what is told of questions: at the desk, where they were asked, or to the asker alone."""

from __future__ import annotations

from datetime import datetime

import discord
import structlog
from discord import ui

from bot.discord_io.host import Host
from bot.discord_io.places import Places
from bot.discord_io.posting import UNKNOWN_MESSAGE, Poster
from bot.discord_io.question_cards import (
    answer_notice,
    desk_question,
    owner_question,
    unconfirmed,
)
from bot.domain.ids import ChannelId, MessageId
from bot.domain.notice import Delivered, NoticeKind, Route
from bot.domain.text import key
from bot.services.ports_delivery import QuestionBrief, Unreachable

LOCKED = frozenset({50083, 160005, 200000})
"""An archived thread that is locked too, a locked thread; words that the server does not allow
(Discord's JSON error codes): another way is open."""
INVALID_FORM = 50035
REPLIES_TO = "message_reference"

Place = discord.PartialMessageable | discord.DMChannel | discord.Thread

_log = structlog.stdlib.get_logger(__name__)


class QuestionPosts:
    def __init__(self, bot: Host, poster: Poster, places: Places) -> None:
        self._bot = bot
        self._poster = poster
        self._places = places

    async def send(self, brief: QuestionBrief, first_try: datetime | None) -> Delivered | None:
        """See `NoticeSender.send`. Raises: Unreachable, discord.HTTPException."""
        match brief.notice.route:
            case Route.DESK:
                return await self._send_to_desk(brief, first_try)
            case Route.CHANNEL:
                return await self._reply(brief, first_try)
            case Route.OWNER if brief.notice.kind is NoticeKind.QUESTION_UPDATE:
                return None
            case Route.OWNER:
                guild = await self._bot.fetch_guild(brief.notice.guild, with_counts=False)
                return await self._to_person(brief, guild.owner_id or 0, first_try)
            case Route.DM:
                return await self._to_person(brief, brief.notice.recipient or 0, first_try)
            case Route.THREAD:
                return await self._to_thread(brief, first_try)
            case Route.INBOX:
                return None

    async def _send_to_desk(
        self, brief: QuestionBrief, first_try: datetime | None
    ) -> Delivered | None:
        if brief.notice.kind is NoticeKind.QUESTION_UPDATE:
            return await self._update(brief)
        if brief.settings is None:
            raise Unreachable("the guild is not set up")
        desk = self._bot.get_partial_messageable(brief.settings.desk, guild_id=brief.notice.guild)
        return await self._post(desk, brief, first_try)

    async def _update(self, brief: QuestionBrief) -> Delivered | None:
        if brief.question is None or brief.question.desk is None:
            return None
        channel, message = brief.question.desk
        desk = self._bot.get_partial_messageable(channel, guild_id=brief.notice.guild)
        try:
            await desk.get_partial_message(message).edit(
                view=self._view(brief), allowed_mentions=discord.AllowedMentions.none()
            )
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
            _log.warning(
                "question_was_deleted",
                question=brief.question.id,
                done_instead="nothing to edit",
            )
            return None
        return Delivered(channel, message)

    async def _reply(self, brief: QuestionBrief, first_try: datetime | None) -> Delivered:
        """Below the question, whose asker alone is pinged. Where the question is gone its asker
        took it back: then the answer is for them alone."""
        where = brief.question.where if brief.question else None
        if where is None or where.channel is None:
            raise Unreachable("it was asked in no channel")
        asked = None
        if where.message is not None:
            asked = discord.MessageReference(
                message_id=where.message, channel_id=where.channel, fail_if_not_exists=True
            )
        place = self._bot.get_partial_messageable(where.channel, guild_id=brief.notice.guild)
        asker = discord.AllowedMentions(
            everyone=False,
            roles=False,
            users=[discord.Object(brief.notice.recipient or 0)],
            replied_user=False,
        )
        try:
            return await self._post(place, brief, first_try, asked, asker)
        except discord.HTTPException as error:
            gone = error.code == INVALID_FORM and REPLIES_TO in error.text
            if gone or error.code in LOCKED:
                raise Unreachable(f"{error.status} {error.code} {error.text}") from error
            raise

    async def _to_person(
        self, brief: QuestionBrief, person: int, first_try: datetime | None
    ) -> Delivered:
        channel = await self._bot.create_dm(discord.Object(person))
        return await self._post(channel, brief, first_try)

    async def _to_thread(self, brief: QuestionBrief, first_try: datetime | None) -> Delivered:
        if brief.settings is None or brief.settings.questions is None:
            raise Unreachable("no channel is named for private threads")
        person = brief.notice.recipient or 0
        text = self._bot.texts.of(brief.locale)
        # With the whole id, as nobody else may read what stands in it.
        name = text(key("question.thread"), person=person)
        thread = await self._places.private_thread(
            brief.notice.guild, brief.settings.questions, name, person
        )
        return await self._post(thread, brief, first_try)

    async def _post(
        self,
        place: Place,
        brief: QuestionBrief,
        first_try: datetime | None,
        answers: discord.MessageReference | None = None,
        mentions: discord.AllowedMentions | None = None,
    ) -> Delivered:
        message = await self._poster.post(
            place, brief.notice, self._view(brief), first_try, answers, mentions
        )
        return Delivered(ChannelId(place.id), MessageId(message))

    def _view(self, brief: QuestionBrief) -> ui.LayoutView:
        text = self._bot.texts.of(brief.locale)
        if brief.notice.route is Route.OWNER:
            return owner_question(brief, text)
        match brief.notice.kind:
            case NoticeKind.ANSWER:
                return answer_notice(brief, text)
            case NoticeKind.FAQ_UNCONFIRMED:
                return unconfirmed(brief, text)
            case _:
                return desk_question(brief, text)
