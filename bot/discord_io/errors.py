"""The one error reporter: a sentence for the person, and for the log what really happened."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import ParamSpec

import aiohttp
import discord
import structlog
from discord import app_commands

from bot.discord_io.escape import escape
from bot.discord_io.host import Interaction, locale_of
from bot.discord_io.reading import STATE_NAMES
from bot.domain.errors import CallboardError
from bot.domain.pitch import State
from bot.domain.text import Locale, key
from bot.texts import Text, Texts

P = ParamSpec("P")
UNTOLD = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
"""What keeps an answer from reaching Discord, beyond discord.py's own tries."""

_log = structlog.stdlib.get_logger(__name__)


def sentence(error: CallboardError, text: Text) -> str:
    """What the person is told. What they typed themselves is shown back escaped."""
    return text(error.key, **{name: _shown(value, text) for name, value in error.params.items()})


def _shown(value: object, text: Text) -> object:
    if isinstance(value, State):
        return text(STATE_NAMES[value])
    return escape(value) if isinstance(value, str) else value


class Reporter:
    """Serves the command tree, buttons, selects and modals alike."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    async def guard(
        self,
        interaction: Interaction,
        work: Callable[P, Awaitable[None]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Run ``work`` for an interaction; whatever it raises is reported."""
        try:
            await work(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - nothing above this could tell the person
            await self.report(interaction, error)

    async def guard_message(
        self,
        message: discord.Message,
        work: Callable[P, Awaitable[None]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """The same for what a written message set off; the sentence is a reply to it."""
        try:
            await work(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - nothing above this could tell the person
            words = self._sentence(error, Locale.of_script(message.content), message.author.id)
            try:
                await message.reply(words, allowed_mentions=discord.AllowedMentions.none())
            except UNTOLD as unreachable:
                _log.warning("person_not_told", user=message.author.id, error=str(unreachable))

    async def report(self, interaction: Interaction, error: BaseException) -> None:
        """Tell the person, in their language. Unforeseen errors get an id that the log has too."""
        words = self._sentence(error, locale_of(interaction), interaction.user.id)
        await self._tell(interaction, words)

    def _sentence(self, error: BaseException, locale: Locale, user: int) -> str:
        """What to say; what really happened goes to the log."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        text = self._texts.of(locale)
        if isinstance(cause, CallboardError):
            _log.info("refused", user=user, reason=cause.key)
            return sentence(cause, text)
        if isinstance(cause, app_commands.CheckFailure):
            return text(key("error.not_allowed"))
        error_id = secrets.token_hex(4)
        _log.error("failed", error_id=error_id, user=user, exc_info=cause)
        return text(key("error.unexpected"), id=error_id)

    @staticmethod
    async def _tell(interaction: Interaction, message: str) -> None:
        """Say it privately, as the answer if none was given yet. The error is never hidden: where
        even this fails the log says so."""
        mentions = discord.AllowedMentions.none()
        try:
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])
            elif not interaction.response.is_done():
                await interaction.response.send_message(
                    message, ephemeral=True, allowed_mentions=mentions
                )
            else:
                await interaction.followup.send(message, ephemeral=True, allowed_mentions=mentions)
        except UNTOLD as unreachable:
            _log.warning("person_not_told", user=interaction.user.id, error=str(unreachable))
