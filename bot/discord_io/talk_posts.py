"""Showing messages of the conversation with their files, and what becomes of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import discord
import structlog

from bot.discord_io.cards import marked
from bot.discord_io.host import Host
from bot.discord_io.notices_view import author_notice
from bot.discord_io.posting import ARCHIVED, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, translated
from bot.discord_io.talk_view import desk_parts, uploads
from bot.services.ports_delivery import Brief, Unreachable

_GONE = frozenset({UNKNOWN_CHANNEL, UNKNOWN_MESSAGE})

_log = structlog.stdlib.get_logger(__name__)


class TalkPosts:
    def __init__(self, bot: Host) -> None:
        self._bot = bot

    async def with_files(self, brief: Brief) -> tuple[Brief, list[discord.File]]:
        """What goes along with a notice, read from our store: Discord's own links expire. A file
        whose bytes are lost is left out."""
        talked = brief.talked
        if talked is None or talked.talk.deleted or not talked.files:
            return brief, []
        opened = await self._bot.services.talking.conversations.open(talked)
        there = tuple(one.file for one in opened)
        return replace(brief, talked=replace(talked, files=there)), uploads(opened)

    async def change(self, brief: Brief) -> None:
        """Edit the message where its reader has it; nothing where they have it nowhere, or threw it
        away. In the inbox it is read as it is then. An archived thread is opened for it.

        Raises:
            discord.HTTPException: worth another try.
        """
        talked = brief.talked
        if talked is None or talked.place is None:
            return
        channel, message = talked.place
        text = self._bot.texts.of(brief.locale)
        if brief.notice.recipient is None:
            view = marked(brief, *desk_parts(brief, text))
        else:
            view = author_notice(brief, text)
        place = self._bot.get_partial_messageable(channel).get_partial_message(message)
        try:
            await self._edit(place, view, bare=talked.talk.deleted)
        except discord.HTTPException as error:
            if error.code not in _GONE and not isinstance(translated(error), Unreachable):
                raise
            _log.warning("talk_not_changed", talk=talked.talk.id, reason=error.text)

    async def _edit(
        self, place: discord.PartialMessage, view: discord.ui.LayoutView, *, bare: bool
    ) -> None:
        """``bare``: without files from now on."""
        mentions = discord.AllowedMentions.none()
        more: dict[str, Any] = {"attachments": []} if bare else {}
        edit = partial(place.edit, view=view, allowed_mentions=mentions, **more)
        try:
            await edit()
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
            thread = place.channel.id
            await self._bot.http.edit_channel(thread, archived=False)
            try:
                await edit()
            finally:
                await self._bot.http.edit_channel(thread, archived=True)
