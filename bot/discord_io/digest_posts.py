"""Telling coordinators as such: only who is one at that moment."""

from __future__ import annotations

from datetime import datetime

import discord
import structlog

from bot.discord_io.digest_view import digest_notice
from bot.discord_io.host import Host
from bot.discord_io.posting import Poster
from bot.domain.errors import CoordinatorsOnly
from bot.domain.ids import ChannelId, MessageId, RoleId, UserId
from bot.domain.notice import Delivered, Route
from bot.domain.people import Actor
from bot.services.ports_delivery import Brief, DigestBrief, Unreachable

_log = structlog.stdlib.get_logger(__name__)


class DigestPosts:
    def __init__(self, bot: Host, poster: Poster) -> None:
        self._bot = bot
        self._poster = poster

    async def coordinator(self, brief: Brief | DigestBrief) -> Actor | None:
        """Whom a notice is for, as Discord vouches for them now; None: they are no member
        any more, or no coordinator of what it is about, and are to be told nothing.

        Raises:
            discord.HTTPException.
        """
        notice, user = brief.notice, brief.notice.recipient or UserId(0)
        try:
            guild = self._bot.get_guild(notice.guild) or await self._bot.fetch_guild(notice.guild)
            member = await guild.fetch_member(user)
        except (discord.NotFound, discord.Forbidden):
            return None
        roles = frozenset(RoleId(role.id) for role in member.roles)
        manages = member.guild_permissions.manage_guild
        actor = Actor(
            notice.guild, user, member.display_name, brief.locale, roles, manages_guild=manages
        )
        about = brief.pitch.programme if isinstance(brief, Brief) else None
        try:
            actor.check_coordinator_of(brief.settings, about)
        except CoordinatorsOnly:
            _log.info("no_coordinator", notice=notice.id, done_instead="told nothing")
            return None
        return actor

    async def send(self, brief: DigestBrief, first_try: datetime | None) -> Delivered | None:
        """To a person's direct messages, else to their inbox: a private thread is about one pitch.
        What there is for leads alone is for leads alone.

        Raises:
            Unreachable, discord.HTTPException.
        """
        if brief.notice.route is not Route.DM:
            raise Unreachable("a digest goes to direct messages alone")
        actor = await self.coordinator(brief)
        if actor is None:
            return None
        shown = await self._bot.services.inbox.digest(actor, brief)
        if not shown.digest.worth_sending(lead=shown.lead):
            return None
        channel = await self._bot.create_dm(discord.Object(actor.user))
        view = digest_notice(shown, self._bot.texts.of(brief.locale))
        message = await self._poster.post(channel, brief.notice, view, first_try)
        return Delivered(ChannelId(channel.id), MessageId(message))
