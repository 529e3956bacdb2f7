"""Questions: `/ask`, the *Ask* button, a mention, a direct message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io import answer_view
from bot.discord_io.answer_view import ASK_MODAL, QUESTION_CHARACTERS, reply_view
from bot.discord_io.host import Host, Interaction, actor_of, text_of
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import note
from bot.domain.form import Answer
from bot.domain.ids import GuildId, ProgrammeKey, RoleId, UserId
from bot.domain.people import Actor
from bot.domain.text import Locale, key

GUILDS_TRIED = 10
"""In how many servers a person who writes a direct message is looked for."""


class AskCog(commands.Cog):
    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._answering = bot.services.answering
        bot.add_dynamic_items(*answer_view.BUTTONS)
        bot.modals.on(ASK_MODAL, self.question_sent)

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
        await self._answer(interaction, question, None)

    async def question_sent(
        self, interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
    ) -> None:
        await self._answer(interaction, str(filled.get("question", "")), ProgrammeKey(ids[0]))

    async def _answer(
        self, interaction: Interaction, question: str, only: ProgrammeKey | None
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        reply = await self._answering.ask(actor_of(interaction), question, only)
        await interaction.edit_original_response(view=reply_view(reply, text_of(interaction)))

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is addressed to the bot: a mention in a server, anything in a DM."""
        me = self._bot.user
        if message.author.bot or me is None or message.type not in _WRITTEN:
            return
        if message.guild is not None and not _mentions(message, me.id):
            return
        await self._bot.reporter.guard_message(message, self._answer_message, message)

    async def _answer_message(self, message: discord.Message) -> None:
        actor = await self._asker(message)
        if actor is None:
            text = self._bot.texts.of(Locale.of_script(message.content))
            view = note(text(key("ask.which_server")))
        else:
            reply = await self._answering.ask(actor, message.content)
            view = reply_view(reply, self._bot.texts.of(actor.locale))
        await message.reply(
            view=view,
            nonce=str(message.id),
            mention_author=False,
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def _asker(self, message: discord.Message) -> Actor | None:
        """Who asks, and from which server: of a DM the one they were last seen in and still
        belong to; None if there is none."""
        user = message.author
        if isinstance(user, discord.Member):
            return await self._actor(GuildId(user.guild.id), user, message.content)
        seen = await self._answering.guilds_of(UserId(user.id))
        others = [GuildId(guild.id) for guild in self._bot.guilds if guild.id not in seen]
        for guild in [*seen, *others][:GUILDS_TRIED]:
            try:
                known = self._bot.get_guild(guild) or await self._bot.fetch_guild(guild)
                member = await known.fetch_member(user.id)
            except (discord.NotFound, discord.Forbidden):
                continue
            return await self._actor(guild, member, message.content)
        return None

    async def _actor(self, guild: GuildId, user: discord.Member, words: str) -> Actor:
        known = await self._answering.locale_of(guild, UserId(user.id))
        roles = frozenset(RoleId(role.id) for role in user.roles)
        locale = known or Locale.of_script(words)
        return Actor(guild, UserId(user.id), user.display_name, locale, roles)


_WRITTEN = (discord.MessageType.default, discord.MessageType.reply)


def _mentions(message: discord.Message, me: int) -> bool:
    """Whether the bot is named in the text. A mere reply to it mentions it too, without asking."""
    return f"<@{me}>" in message.content or f"<@!{me}>" in message.content


async def setup(bot: Host) -> None:
    await bot.add_cog(AskCog(bot))
