"""Messages: a mention, a direct message, a new post in a forum of questions; and what is overheard
in the channels named for it."""

from __future__ import annotations

import asyncio

import discord
from discord.ext import commands

from bot.discord_io.answer_view import reply_view
from bot.discord_io.asker import author_asks
from bot.discord_io.host import Host
from bot.discord_io.widgets import Layout, note
from bot.domain.errors import NothingToAsk
from bot.domain.errors_answers import TooManyQuestions
from bot.domain.ids import ChannelId, GuildId, MessageId
from bot.domain.question import Place, Where
from bot.domain.text import Locale, key

TOLD_AGAIN = 60.0
"""Seconds in which a person who asks too much by messages is told so once."""

_WRITTEN = (discord.MessageType.default, discord.MessageType.reply)


class HearingCog(commands.Cog):
    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self._answering = bot.services.answering
        self._told: dict[int, float] = {}

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer what is addressed to the bot; and, where it is to listen, what it is sure of.
        Without the intent for content, all that is not addressed to it comes empty."""
        me = self._bot.user
        if message.author.bot or me is None or message.type not in _WRITTEN:
            return
        if await self._bot.talks.takes(message):
            return  # it is about a pitch: people answer it
        if place := await self._addressed(message, me.id):
            await self._bot.reporter.guard_message(message, self._answer, message, place)
        elif message.content and _may_reply(message) and await self._listens(message):
            # Nobody asked: what fails here goes to the log, and nobody is bothered.
            await self._overhear(message)

    async def _addressed(self, message: discord.Message, me: int) -> Place | None:
        """By what way the bot was asked, if it was."""
        if message.guild is None:
            return Place.DM
        if _begins_post(message) and await self._listens(message):
            return Place.FORUM
        return Place.MENTION if _mentions(message, me) else None

    async def _answer(self, message: discord.Message, place: Place) -> None:
        """To what was addressed to the bot."""
        question = _asked_in_post(message) if place is Place.FORUM else message.content
        actor = await author_asks(self._bot, message, question)
        if actor is None:
            text = self._bot.texts.of(Locale.of_script(message.content))
            await _reply(message, note(text(key("ask.which_server"))))
            return
        try:
            reply = await self._answering.ask(actor, question, _where(message, place))
        except NothingToAsk:
            if place is not Place.FORUM:
                raise
            return  # a post of pictures alone
        except TooManyQuestions:
            if self._may_tell(message.author.id):
                raise
            return
        if reply is None:
            return
        text = self._bot.texts.of(actor.locale)
        forum = place is Place.FORUM
        here = ChannelId(_home(message.channel))
        await _reply(message, reply_view(reply, text, actor.guild, here=here, forum=forum))

    async def _overhear(self, message: discord.Message) -> None:
        actor = await author_asks(self._bot, message, message.content)
        assert actor is not None, "it was written in a guild"
        where = _where(message, Place.CHANNEL)
        answered = await self._answering.overhear(actor, message.content, where)
        if answered is not None:
            text = self._bot.texts.of(actor.locale)
            await _reply(message, reply_view(answered, text, actor.guild))

    async def _listens(self, message: discord.Message) -> bool:
        assert message.guild is not None, "nobody overhears a direct message"
        home = ChannelId(_home(message.channel))
        return await self._answering.listens(GuildId(message.guild.id), home)

    def _may_tell(self, user: int) -> bool:
        """Whether a person was not told in the last minute; from now on they were."""
        now = asyncio.get_running_loop().time()
        self._told = {who: when for who, when in self._told.items() if now - when < TOLD_AGAIN}
        if user in self._told:
            return False
        self._told[user] = now
        return True


async def _reply(message: discord.Message, view: Layout) -> None:
    await message.reply(
        view=view,
        nonce=str(message.id),
        mention_author=False,
        allowed_mentions=discord.AllowedMentions.none(),
    )


def _mentions(message: discord.Message, me: int) -> bool:
    """Whether the bot is named in the text. A mere reply to it mentions it too, without asking."""
    return f"<@{me}>" in message.content or f"<@!{me}>" in message.content


def _home(channel: discord.abc.MessageableChannel) -> int:
    """The channel or forum of a thread, else the channel itself."""
    return channel.parent_id if isinstance(channel, discord.Thread) else channel.id


def _may_reply(message: discord.Message) -> bool:
    """Whether the bot may write where it heard something; not in threads whose channel it does not
    see."""
    channel, guild = message.channel, message.guild
    if guild is None or isinstance(channel, discord.PartialMessageable):
        return False
    if isinstance(channel, discord.Thread):
        if channel.parent is None:
            return False
        return channel.permissions_for(guild.me).send_messages_in_threads
    return channel.permissions_for(guild.me).send_messages


def _begins_post(message: discord.Message) -> bool:
    """Whether a message is the first of a post in a forum: Discord gives both the same id."""
    channel = message.channel
    if not isinstance(channel, discord.Thread) or channel.id != message.id:
        return False
    return isinstance(channel.parent, discord.ForumChannel)


def _asked_in_post(message: discord.Message) -> str:
    """A post's title and text together; one of them where it holds the other."""
    title = message.channel.name if isinstance(message.channel, discord.Thread) else ""
    words = message.content
    if title.casefold() in words.casefold():
        return words
    return title if words.casefold() in title.casefold() else f"{title}\n{words}"


def _where(message: discord.Message, place: Place) -> Where:
    return Where(place, ChannelId(message.channel.id), MessageId(message.id))
