"""What people write that is part of a conversation about a pitch.

A direct message, or a message in a private thread, is passed on to the desk where it is clear which
pitch it means, and asked about where it is not; a question that answers nothing is left to the bank
of answers. In the pitch's thread at the desk nothing is ever passed on by itself: what is said to
the bot there is passed on once its writer confirms it.
"""

from __future__ import annotations

import discord

from bot.discord_io.asker import actor_of_message, member_asks
from bot.discord_io.errors import sentence
from bot.discord_io.host import Host
from bot.discord_io.talk_buttons import passed_on, send_to_authors, which
from bot.discord_io.talk_edits import TalkEdits
from bot.discord_io.talk_ids import pitch_at_desk, pitch_in, reference_in
from bot.discord_io.talk_messages import addressed, said_in, writer_of
from bot.discord_io.talk_reading import TalkReading
from bot.discord_io.widgets import Layout, note
from bot.domain.errors import CallboardError
from bot.domain.ids import ChannelId, GuildId, MessageId, PitchId, Reference, UserId
from bot.domain.people import Actor
from bot.domain.text import key
from bot.services.conversations import Mine

ARRIVED = "✅"


class TalkHearing:
    """One for the process. What it takes is dealt with place by place in the order of writing."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot
        self.edits = TalkEdits(bot)
        self.reading = TalkReading(bot, self._heard, self.edits.look_back)

    async def takes(self, message: discord.Message) -> bool:
        """Whether a message belongs to a conversation about a pitch: then it was dealt with, and
        nobody else is to answer it. What fails is told to its writer."""
        channel = message.channel
        if message.guild is not None and reference_in(channel) is None:
            return False
        async with self.reading.place(channel.id):
            return await self.reading.read(message)

    async def _heard(self, message: discord.Message) -> bool:
        if message.guild is None:
            return await self._in_dm(message)
        ref = reference_in(message.channel)
        if ref is None:
            return False
        if message.channel.type is discord.ChannelType.private_thread:
            return await self._in_private(message, GuildId(message.guild.id), ref)
        return await self._at_desk(message, GuildId(message.guild.id), ref)

    async def _in_dm(self, message: discord.Message) -> bool:
        conversations = self._bot.services.talking.conversations
        if meant := await self._meant(message):
            actor = await self._member(message, meant[0])
            if actor and await conversations.writable(*meant, actor.user):
                await self._pass_on(message, actor, meant[1])
                return True
        if self._answers_the_bot(message):
            return False
        open_ = [
            (actor, mine)
            for mine in await conversations.open_of(UserId(message.author.id))
            if (actor := await self._member(message, mine.filed.pitch.guild))
        ]
        if not open_:
            return False
        if not message.attachments:
            words = message.content
            if not any(letter.isalnum() for letter in words) or conversations.asks(words):
                return False
        actor, mine = open_[0]
        if len(open_) == 1 and mine.answering:
            await self._pass_on(message, actor, mine.filed.pitch.id)
        else:
            await self._ask_which(message, actor, [each for _, each in open_])
        return True

    async def _in_private(self, message: discord.Message, guild: GuildId, ref: Reference) -> bool:
        """In the private thread that stands for an author's direct messages everything is for the
        coordinators. Others who can see it are not relayed."""
        conversations = self._bot.services.talking.conversations
        pitch = await conversations.of_author(guild, ref, UserId(message.author.id))
        if pitch is None:
            return False
        actor = await member_asks(self._bot, guild, message.author, message.content)
        if not message.content and not message.attachments and not self._reads_everything():
            text = self._bot.texts.of(actor.locale)
            await _reply(message, note(text(key("talk.unreadable"))))
            return True
        await self._pass_on(message, actor, pitch)
        return True

    async def _at_desk(self, message: discord.Message, guild: GuildId, ref: Reference) -> bool:
        """Ask a coordinator who writes to the bot, or answers what it shows of an author's, whether
        it is for the authors: by itself nothing leaves the desk."""
        talking = self._bot.services.talking
        spoken, words = addressed(message.content, self._bot.user)
        answered = _answered(message)
        if not spoken and not (answered and pitch_at_desk(answered) and message.content):
            return False
        if not words.strip() and not message.attachments:
            return False
        actor = await self._coordinator(message, guild)
        thread = ChannelId(message.channel.id)
        pitch = await talking.conversations.of_thread(guild, ref, thread)
        if pitch is None or not await talking.conversations.coordinates(actor):
            return False
        await self._bot.reporter.guard_message(message, self._ask_to_send, message, actor, pitch)
        return True

    async def _ask_to_send(self, message: discord.Message, actor: Actor, pitch: PitchId) -> None:
        filed = await self._bot.services.talking.to_reply(actor, pitch)
        text = self._bot.texts.of(actor.locale)
        await _reply(message, send_to_authors(filed, message.id, text))

    async def _ask_which(self, message: discord.Message, actor: Actor, mine: list[Mine]) -> None:
        await _reply(message, which(mine, message.id, self._bot.texts.of(actor.locale)))

    async def _pass_on(self, message: discord.Message, actor: Actor, pitch: PitchId) -> None:
        await self._bot.reporter.guard_message(message, self._relay, message, actor, pitch)

    async def _relay(self, message: discord.Message, actor: Actor, pitch: PitchId) -> None:
        """A mark says that it arrived; words where it or a file of it did not, or no mark can be
        set."""
        text = self._bot.texts.of(actor.locale)
        said = said_in(message, self._bot.user)
        try:
            sent = await self._bot.services.talking.author_wrote(actor, pitch, said)
        except CallboardError as refusal:
            await _reply(message, note(sentence(refusal, text)))
            return
        if not sent.rejected:
            try:
                await message.add_reaction(ARRIVED)
                return
            except discord.NotFound:
                return  # it was deleted meanwhile, which the desk is told as such
            except discord.Forbidden:
                pass  # where it may set no mark it says so
        await _reply(message, passed_on(sent, text))

    async def _meant(self, message: discord.Message) -> tuple[GuildId, PitchId] | None:
        """The pitch of the message that this one replies to: of a notice, or of what the author
        wrote before."""
        answered = _answered(message)
        if answered is None:
            return None
        if self._is_me(answered.author):
            return pitch_in(answered)
        conversations = self._bot.services.talking.conversations
        talk = await conversations.written_as(MessageId(answered.id))
        return (talk.guild, talk.pitch) if talk and talk.writer == message.author.id else None

    def _answers_the_bot(self, message: discord.Message) -> bool:
        """Whether it replies to something else that the bot said, such as an answer."""
        answered = _answered(message)
        return answered is not None and self._is_me(answered.author)

    def _is_me(self, user: discord.abc.User) -> bool:
        return self._bot.user is not None and user.id == self._bot.user.id

    def _reads_everything(self) -> bool:
        return self._bot.intents.message_content

    async def _member(self, message: discord.Message, guild: GuildId) -> Actor | None:
        """Who wrote a direct message, as a member of a guild; None: they are none."""
        try:
            known = self._bot.get_guild(guild) or await self._bot.fetch_guild(guild)
            member = await known.fetch_member(message.author.id)
        except (discord.NotFound, discord.Forbidden):
            return None
        return await member_asks(self._bot, guild, member, message.content)

    async def _coordinator(self, message: discord.Message, guild: GuildId) -> Actor:
        """Who wrote at the desk. Messages tell roles, and permissions where the guild is known."""
        writer = await writer_of(message)
        return await actor_of_message(self._bot, guild, writer, message.content)


def _answered(message: discord.Message) -> discord.Message | None:
    """What a message replies to, if that is still there."""
    found = message.reference.resolved if message.reference else None
    return found if isinstance(found, discord.Message) else None


async def _reply(message: discord.Message, view: Layout) -> None:
    await message.reply(
        view=view,
        nonce=str(message.id),
        mention_author=False,
        allowed_mentions=discord.AllowedMentions.none(),
    )
