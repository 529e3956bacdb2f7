"""`/ask`, the *Ask* button, and *Answer this* in the menu of a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io import answer_view, feedback_view
from bot.discord_io.answer_view import ASK_MODAL, QUESTION_CHARACTERS, reply_view
from bot.discord_io.asker import member_asks
from bot.discord_io.choices import MOST, NAME_CHARACTERS, Choices, suggests
from bot.discord_io.escape import cut
from bot.discord_io.feedback_view import MISSING_MODAL
from bot.discord_io.host import Host, Interaction, actor_of, locale_of, text_of
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import note
from bot.domain.form import Answer
from bot.domain.ids import ChannelId, MessageId, ProgrammeKey
from bot.domain.people import Actor
from bot.domain.question import Place, Where
from bot.domain.text import Locale, key
from bot.services.answering import Reply, Unknown


class AskCog(commands.Cog):
    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._answering = bot.services.answering
        bot.add_dynamic_items(*answer_view.BUTTONS)
        bot.modals.on(ASK_MODAL, self.question_sent)
        bot.modals.on(MISSING_MODAL, feedback_view.missing_sent)
        english = bot.texts.of(Locale.EN)(key("menu.answer_this"))
        self._menu = app_commands.ContextMenu(
            name=named(english, "menu.answer_this"), callback=self.answer_this
        )

    async def cog_load(self) -> None:
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(
        name=named("ask", "command.ask.name"),
        description=described("command.ask.description"),
    )
    @app_commands.guild_only()
    @app_commands.rename(question=named("question", "option.question.name"))
    @app_commands.describe(question=described("option.question.description"))
    async def ask(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, QUESTION_CHARACTERS],
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._answer(interaction, question, _where(interaction, Place.COMMAND))

    @ask.autocomplete("question")
    @suggests
    async def likely(self, interaction: Interaction, current: str) -> Choices:
        entries = await self._answering.suggested(actor_of(interaction), current, limit=MOST)
        locale = locale_of(interaction)
        asked = dict.fromkeys(" ".join(e.question.in_(locale).split()) for e in entries)
        # What is sent is a question again, whose beginning finds the entry as well.
        return [
            app_commands.Choice(name=cut(one, NAME_CHARACTERS), value=one[:NAME_CHARACTERS])
            for one in asked
        ][:MOST]

    async def question_sent(
        self, interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        question, only = str(filled.get("question", "")), ProgrammeKey(ids[0])
        await self._answer(interaction, question, _where(interaction, Place.BUTTON), only)

    @app_commands.guild_only()
    async def answer_this(self, interaction: Interaction, message: discord.Message) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor = actor_of(interaction)
        if await self._bot.services.setup.coordinates(actor):
            await self._answer_for_all(interaction, actor, message)
        else:
            where = _where(interaction, Place.MENU, message)
            await self._answer(interaction, message.content, where)

    async def _answer(
        self,
        interaction: Interaction,
        question: str,
        where: Where,
        only: ProgrammeKey | None = None,
    ) -> None:
        actor = actor_of(interaction)
        reply = await self._answering.ask(actor, question, where, only)
        if reply is not None:
            view = reply_view(reply, text_of(interaction), actor.guild, here=where.channel)
            await interaction.edit_original_response(view=view)

    async def _answer_for_all(
        self, interaction: Interaction, actor: Actor, message: discord.Message
    ) -> None:
        """Answer as a reply, on behalf of whoever wrote the message: it is theirs to say whether it
        helped. What the bot does not know only the coordinator is told."""
        text = text_of(interaction)
        if message.author.bot:
            where, asker = _where(interaction, Place.MENU, message), actor
        else:
            where = _where(interaction, Place.CHANNEL, message)
            asker = await member_asks(self._bot, actor.guild, message.author, message.content)
        reply = await self._answering.ask(asker, message.content, where)
        if reply is None:
            view = note(text(key("ask.answered_already")))
        elif sent := await self._replied(message, reply, asker, interaction.id):
            view = note(text(key("ask.answered_here"), link=sent.jump_url))
        else:
            # Whoever asked was told nothing that they could vote on or pass on.
            view = reply_view(replace(reply, question=None), text, actor.guild, here=where.channel)
        await interaction.edit_original_response(view=view)

    async def _replied(
        self, message: discord.Message, reply: Reply, asker: Actor, nonce: int
    ) -> discord.Message | None:
        """The reply that was written, if the bot knows anything and may write there."""
        if isinstance(reply, Unknown):
            return None
        try:
            return await message.reply(
                view=reply_view(reply, self._bot.texts.of(asker.locale), asker.guild),
                nonce=str(nonce),
                mention_author=False,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except discord.Forbidden:
            return None


def _where(interaction: Interaction, place: Place, message: discord.Message | None = None) -> Where:
    channel = interaction.channel_id
    return Where(
        place,
        None if channel is None else ChannelId(channel),
        None if message is None else MessageId(message.id),
    )
