"""What is pressed and written in the conversation about a pitch."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_io.acting import actor_in
from bot.discord_io.cards import headline
from bot.discord_io.errors import sentence
from bot.discord_io.escape import cut
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.modals import OpenModal, uploads_in
from bot.discord_io.paging import arrows
from bot.discord_io.pressed import defer
from bot.discord_io.reading import title_of
from bot.discord_io.talk_ids import TalkAct
from bot.discord_io.talk_messages import fetched, said_in
from bot.discord_io.talk_view import pages, talk_items, uploads
from bot.discord_io.widgets import BESIDE, ID, Layout, PersistentButton, PersistentSelect, note, row
from bot.domain.errors import CallboardError
from bot.domain.errors_review import NotYourMessage
from bot.domain.form import Answer
from bot.domain.ids import GuildId, MessageId, PitchId, UserId
from bot.domain.talk import FILES, WORDS, TalkId
from bot.domain.text import key
from bot.services.conversations import Mine
from bot.services.filing import Filed
from bot.services.talking import Said, Sent
from bot.texts import Text

REPLIED, ANSWERED = "talk:replied", "talk:answered"
"""Modals: of a coordinator, of an author."""
WORDS_INPUT, FILES_INPUT = "words", "files"
TYPED_FILE = "message.txt"
SNOWFLAKE = r"\d{1,20}"
MESSAGE = r"\d{1,20}"


class ReplyButton(PersistentButton, action=TalkAct.REPLY.value, ids=ID):
    """A coordinator writes to the authors of a pitch: the modal must be the first response."""

    async def press(self, interaction: Interaction) -> None:
        talking, actor = host(interaction).services.talking, actor_of(interaction)
        filed = await talking.to_reply(actor, PitchId(self.ids[0]))
        await interaction.response.send_modal(replying(filed, text_of(interaction)))


class AnswerButton(
    PersistentButton, action=TalkAct.ANSWER.value, ids=rf"{SNOWFLAKE}:{ID}(?::{BESIDE})?"
):
    """An author writes to the coordinators: the modal must be the first response, within three
    seconds. Whether they still belong to the server is asked of Discord when they have written."""

    async def press(self, interaction: Interaction) -> None:
        guild, user = GuildId(int(self.ids[0])), UserId(interaction.user.id)
        talking = host(interaction).services.talking
        filed = await talking.to_answer(guild, user, PitchId(self.ids[1]))
        await interaction.response.send_modal(answering(filed, text_of(interaction)))


class ReadTalkButton(
    PersistentButton, action=TalkAct.READ.value, ids=rf"{SNOWFLAKE}:{ID}:\d{{1,2}}(?::{BESIDE})?"
):
    """All words of a message, and its files anew, for one who may read it."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction, beside=self.ids[-1] == BESIDE)
        actor = await actor_in(interaction, GuildId(int(self.ids[0])))
        conversations = host(interaction).services.talking.conversations
        filed, talked = await conversations.read(actor, TalkId(self.ids[1]))
        opened = await conversations.open(talked)
        text, made = text_of(interaction), pages(talked)
        page = min(int(self.ids[2]), len(made) - 1)
        line = headline(filed.pitch, filed.programme, text)
        turns = arrows(ReadTalkButton, page, len(made), text, *self.ids[:2])
        parts: list[ui.Item[Any]] = [
            ui.TextDisplay(f"## {line}\n{made[page]}"),
            *talk_items([one.file for one in opened]),
        ]
        view = Layout(ui.Container(*parts, *([row(*turns)] if turns else [])))
        await interaction.edit_original_response(view=view, attachments=uploads(opened))


class RelayButton(PersistentButton, action=TalkAct.RELAY.value, ids=rf"{SNOWFLAKE}:{ID}:{MESSAGE}"):
    """Pass on what the author wrote above."""

    async def press(self, interaction: Interaction) -> None:
        place = (GuildId(int(self.ids[0])), PitchId(self.ids[1]))
        await _relay(interaction, *place, MessageId(int(self.ids[2])))


class WhichSelect(PersistentSelect, action=TalkAct.WHICH.value, ids=MESSAGE):
    """Pass on what the author wrote above, about the pitch that they choose."""

    async def choose(self, interaction: Interaction, value: str) -> None:
        guild, _, pitch = value.partition(":")
        message = MessageId(int(self.ids[0]))
        await _relay(interaction, GuildId(int(guild)), PitchId(pitch), message)


class KeepButton(PersistentButton, action=TalkAct.KEEP.value, ids=MESSAGE):
    """Pass nothing on."""

    async def press(self, interaction: Interaction) -> None:
        said = text_of(interaction)(key("talk.not_sent"))
        await interaction.response.edit_message(view=note(said))


class SendButton(PersistentButton, action=TalkAct.SEND.value, ids=rf"{ID}:{MESSAGE}"):
    """Pass on to the authors what a coordinator wrote in the thread; only they themselves may."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        message = await fetched(interaction, MessageId(int(self.ids[1])))
        if message.author.id != interaction.user.id:
            raise NotYourMessage
        bot = host(interaction)
        said = said_in(message, bot.user)
        sent = await bot.services.talking.reply(actor_of(interaction), PitchId(self.ids[0]), said)
        await interaction.edit_original_response(view=replied(sent, text_of(interaction)))


BUTTONS = (
    ReplyButton, AnswerButton, ReadTalkButton, RelayButton, WhichSelect, KeepButton, SendButton,
)  # fmt: skip


async def _relay(
    interaction: Interaction, guild: GuildId, pitch: PitchId, message: MessageId
) -> None:
    """The words are read again where they stand: by now they may be others, or none."""
    await interaction.response.defer()
    actor = await actor_in(interaction, guild)
    found = await fetched(interaction, message)
    if found.author.id != interaction.user.id:
        raise NotYourMessage
    bot = host(interaction)
    sent = await bot.services.talking.author_wrote(actor, pitch, said_in(found, bot.user))
    await interaction.edit_original_response(view=passed_on(sent, text_of(interaction)))


async def reply_written(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """A coordinator's modal was sent."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    talking, said = host(interaction).services.talking, _typed(interaction, filled)
    sending = talking.reply(actor_of(interaction), PitchId(ids[0]), said)
    if sent := await _or_handed_back(interaction, sending, said.words):
        await interaction.edit_original_response(view=replied(sent, text_of(interaction)))


async def answer_written(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """An author's modal was sent."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor = await actor_in(interaction, GuildId(int(ids[0])))
    talking, said = host(interaction).services.talking, _typed(interaction, filled)
    sending = talking.author_wrote(actor, PitchId(ids[1]), said)
    if sent := await _or_handed_back(interaction, sending, said.words):
        await interaction.edit_original_response(view=passed_on(sent, text_of(interaction)))


async def _or_handed_back(
    interaction: Interaction, sending: Awaitable[Sent], words: str
) -> Sent | None:
    """What became of it; where it was refused, what was written comes back as a file."""
    try:
        return await sending
    except CallboardError as refusal:
        if not words.strip():
            raise
        file = discord.File(io.BytesIO(words.encode("utf-8", "replace")), TYPED_FILE)
        said = sentence(refusal, text_of(interaction))
        await interaction.edit_original_response(content=said, attachments=[file])
        return None


def _typed(interaction: Interaction, filled: Mapping[str, Answer]) -> Said:
    uploaded = uploads_in(interaction).get(FILES_INPUT, [])
    return Said(str(filled.get(WORDS_INPUT, "")), uploaded)


def replying(filed: Filed, text: Text) -> OpenModal:
    """The modal in which a coordinator writes to the authors."""
    title = text(key("talk.reply_title"), ref=str(filed.pitch.ref))
    return _modal(REPLIED, filed.pitch.id, title=title, help_=key("talk.reply_help"), text=text)


def answering(filed: Filed, text: Text) -> OpenModal:
    """The modal in which an author writes to the coordinators."""
    place = (filed.pitch.guild, filed.pitch.id)
    title = text(key("talk.answer_title"), ref=str(filed.pitch.ref))
    return _modal(ANSWERED, *place, title=title, help_=key("talk.answer_help"), text=text)


def _modal(action: str, *ids: object, title: str, help_: str, text: Text) -> OpenModal:
    words: ui.TextInput[Any] = ui.TextInput(
        custom_id=WORDS_INPUT,
        style=discord.TextStyle.long,
        required=False,
        max_length=WORDS,
    )
    files: ui.FileUpload[Any] = ui.FileUpload(
        custom_id=FILES_INPUT, required=False, min_values=0, max_values=FILES
    )
    said = ui.Label(text=text(key("talk.words")), description=text(help_), component=words)
    along = ui.Label(
        text=text(key("talk.files")), description=text(key("talk.files_help")), component=files
    )
    return OpenModal(action, *ids, title=title, items=[said, along])


def passed_on(sent: Sent, text: Text) -> Layout:
    """To an author: that coordinators will read it, and what they will not."""
    line = headline(sent.filed.pitch, sent.filed.programme, text)
    return _done(text(key("talk.passed_on"), headline=line), sent, text)


def replied(sent: Sent, text: Text) -> Layout:
    """To a coordinator: that the authors will read it, and what they will not."""
    line = headline(sent.filed.pitch, sent.filed.programme, text)
    return _done(text(key("talk.replied"), headline=line), sent, text)


def _done(said: str, sent: Sent, text: Text) -> Layout:
    rejected = (text(key("talk.without"), why=sentence(each, text)) for each in sent.rejected)
    return note("\n".join([said, *rejected]))


def which(mine: Sequence[Mine], message: int, text: Text) -> Layout:
    """Whether to pass a message on; of several pitches about which. ``mine`` is not empty, and
    shown are 25 (Discord's limit for a select)."""
    keep = KeepButton(message, label=text(key("button.do_not_send")))
    if len(mine) == 1:
        pitch, programme = mine[0].filed.pitch, mine[0].filed.programme
        asked = text(key("talk.send_this"), headline=headline(pitch, programme, text))
        style, label = discord.ButtonStyle.primary, text(key("button.send"))
        send = RelayButton(pitch.guild, pitch.id, message, label=label, style=style)
        return Layout(ui.TextDisplay(asked), row(send, keep))
    options = [
        discord.SelectOption(label=_named(each.filed, text), value=_value(each.filed))
        for each in mine[:25]
    ]
    choice = WhichSelect(message, placeholder=text(key("select.about_pitch")), options=options)
    return Layout(ui.TextDisplay(text(key("talk.which"))), row(choice), row(keep))


def send_to_authors(filed: Filed, message: int, text: Text) -> Layout:
    """Below what a coordinator wrote in the thread to the bot."""
    pitch = filed.pitch
    line = headline(pitch, filed.programme, text)
    style, label = discord.ButtonStyle.primary, text(key("button.send_to_authors"))
    send = SendButton(pitch.id, message, label=label, style=style)
    keep = KeepButton(message, label=text(key("button.do_not_send")))
    return Layout(ui.TextDisplay(text(key("talk.send_to_authors"), headline=line)), row(send, keep))


def _named(filed: Filed, text: Text) -> str:
    return cut(f"{filed.pitch.ref} · {title_of(filed.pitch, filed.programme, text)}", 100)


def _value(filed: Filed) -> str:
    return f"{filed.pitch.guild}:{filed.pitch.id}"
