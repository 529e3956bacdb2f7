"""What an asker does with a reply: say whether it helped, call in a coordinator, call it solved.

Each button names the guild and the question, so that it works in a DM and after a restart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
import structlog
from discord import ui

from bot.discord_io.acting import actor_in
from bot.discord_io.host import Interaction, host, text_of
from bot.discord_io.modals import OpenModal
from bot.discord_io.widgets import ID, Layout, PersistentButton, row
from bot.domain.errors import PitchNotFound
from bot.domain.errors_answers import NotYourQuestion, QuestionNotFound
from bot.domain.form import Answer
from bot.domain.ids import GuildId
from bot.domain.people import Actor
from bot.domain.question import MISSING_CHARACTERS, Question, QuestionId
from bot.domain.text import Locale, key
from bot.texts import Text

MISSING_MODAL = "ask:missing"
PLACE = rf"\d{{1,20}}:{ID}"
"""The pattern of a guild's and a question's id."""
YES, NO = "yes", "no"
CHECK = "✅"

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and where."""

    guild: GuildId
    question: QuestionId


class QuestionButton(PersistentButton, action="", ids="(?!)"):
    """A button of one question: its ids begin with what names it."""

    def __init_subclass__(cls, *, action: str, more: str = "") -> None:
        super().__init_subclass__(action=action, ids=f"{PLACE}{more}")

    @property
    def asked(self) -> Asked:
        return Asked(GuildId(int(self.ids[0])), QuestionId(self.ids[1]))


class FeedbackButton(QuestionButton, action="ask:vote", more=f":(?:{YES}|{NO})"):
    """👍 or 👎. The latter counts at once; what was missing may be added."""

    async def press(self, interaction: Interaction) -> None:
        asked, helpful = self.asked, self.ids[2] == YES
        answering, text = host(interaction).services.answering, text_of(interaction)
        if helpful:
            await interaction.response.defer(ephemeral=True, thinking=True)
        actor = await asker_in(interaction, asked.guild)
        await answering.vote(actor, asked.question, helpful=helpful)
        if helpful:
            thanks = Layout(ui.TextDisplay(text(key("answer.glad"))))
            await interaction.edit_original_response(view=thanks)
        else:
            await interaction.response.send_modal(missing(asked, text))


class CoordinatorButton(QuestionButton, action="ask:pass"):
    """Put the question before the coordinators; the message then says so."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        actor = await asker_in(interaction, self.asked.guild)
        services = host(interaction).services
        question = await services.questions.pass_on(actor, self.asked.question)
        said = passed_on(question, text_of(interaction))
        view = settled(interaction, said, CoordinatorButton)
        await interaction.edit_original_response(view=view)


class SolvedButton(QuestionButton, action="ask:solved", more=":[01]"):
    """*That solved it*, in a forum: for whoever began the post. The last id tells whether it was
    an entry that did: then it helped."""

    async def press(self, interaction: Interaction) -> None:
        post = interaction.channel
        if not isinstance(post, discord.Thread) or post.owner_id != interaction.user.id:
            raise NotYourQuestion
        await interaction.response.defer()
        asked, services = self.asked, host(interaction).services
        if self.ids[2] == "1":
            actor = await asker_in(interaction, asked.guild)
            await services.answering.vote(actor, asked.question, helpful=True)
        await _mark(interaction, post)
        said = text_of(interaction)(key("ask.solved"))
        view = settled(interaction, said, CoordinatorButton, SolvedButton)
        await interaction.edit_original_response(view=view)


BUTTONS = (FeedbackButton, CoordinatorButton, SolvedButton)
_NAMED = re.compile(
    "(?:{}):(\\d+):({})(?::.+)?".format("|".join(button.action for button in BUTTONS), ID)
)


def votes(asked: Asked) -> Sequence[QuestionButton]:
    """👍 and 👎."""
    up = FeedbackButton(asked.guild, asked.question, YES, label="👍")
    return up, FeedbackButton(asked.guild, asked.question, NO, label="👎")


def coordinator(asked: Asked, text: Text) -> QuestionButton:
    """*Ask a coordinator*."""
    label = text(key("button.ask_coordinator"))
    return CoordinatorButton(asked.guild, asked.question, label=label)


def solved(asked: Asked, text: Text, *, answered: bool) -> QuestionButton:
    """*That solved it*."""
    return SolvedButton(
        asked.guild,
        asked.question,
        int(answered),
        label=text(key("button.solved")),
        style=discord.ButtonStyle.success,
    )


def missing(asked: Asked, text: Text) -> OpenModal:
    """What did the answer lack?"""
    words: ui.TextInput[Any] = ui.TextInput(
        custom_id="missing",
        style=discord.TextStyle.long,
        required=False,
        max_length=MISSING_CHARACTERS,
    )
    label: ui.Label[Any] = ui.Label(text=text(key("answer.missing")), component=words)
    title = text(key("answer.missing_title"))
    return OpenModal(MISSING_MODAL, asked.guild, asked.question, title=title, items=[label])


async def missing_sent(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """Keep what was missing; offer a coordinator."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    asked = Asked(GuildId(int(ids[0])), QuestionId(ids[1]))
    actor = await asker_in(interaction, asked.guild)
    words = str(filled.get("missing", ""))
    answering = host(interaction).services.answering
    await answering.vote(actor, asked.question, helpful=False, missing=words)
    await interaction.edit_original_response(view=sorry(asked, text_of(interaction)))


def sorry(asked: Asked, text: Text) -> Layout:
    """Thanks for saying that it did not help, and what may help instead."""
    return Layout(ui.TextDisplay(text(key("answer.sorry"))), row(coordinator(asked, text)))


def passed_on(question: Question, text: Text) -> str:
    """That a coordinator will answer, and where."""
    if question.where.place.public and question.where.channel is not None:
        return text(key("ask.passed_on_here"))
    return text(key("ask.passed_on_dm"))


def asked_in(message: discord.Message | None) -> Asked | None:
    """The question that one of the buttons of a message of ours names."""
    for item in _items(message):
        if found := _NAMED.fullmatch(str(getattr(item, "custom_id", ""))):
            return Asked(GuildId(int(found[1])), QuestionId(found[2]))
    return None


def has(message: discord.Message | None, button: type[PersistentButton]) -> bool:
    """Whether a message of ours shows such a button."""
    begin = f"{button.action}:"
    return any(str(getattr(one, "custom_id", "")).startswith(begin) for one in _items(message))


def alone(interaction: Interaction) -> bool:
    """Whether only this person sees the message that they used."""
    message = interaction.message
    return interaction.guild_id is None or (message is not None and message.flags.ephemeral)


async def asker_in(interaction: Interaction, guild: GuildId) -> Actor:
    """Who uses a button of a question of this guild's, in the server or in a DM.

    Raises:
        QuestionNotFound: they do not belong there, or it came from another server.
    """
    try:
        return await actor_in(interaction, guild)
    except PitchNotFound:
        raise QuestionNotFound from None


def settled(interaction: Interaction, said: str, *gone: type[PersistentButton]) -> ui.LayoutView:
    """The message that was used, without such buttons, with ``said`` below."""
    assert interaction.message is not None, "buttons are on messages"
    view = ui.LayoutView.from_message(interaction.message, timeout=None)
    begins = tuple(f"{button.action}:" for button in gone)
    for item in list(view.walk_children()):
        if isinstance(item, ui.Button) and str(item.custom_id).startswith(begins):
            line = item.parent
            assert isinstance(line, ui.ActionRow), "buttons stand in rows"
            line.remove_item(item)
            if not line.children:
                holder = line.parent or view
                assert isinstance(holder, ui.Container | ui.LayoutView), "as we made it"
                holder.remove_item(line)
    view.add_item(ui.TextDisplay(said))
    view.stop()
    return view


def _items(message: discord.Message | None) -> Sequence[object]:
    if message is None or not message.flags.components_v2:
        return ()
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()
    return list(view.walk_children())


async def _mark(interaction: Interaction, post: discord.Thread) -> None:
    """Mark a post as solved for all to see: by the forum's own tag, if it has one and the bot may,
    else by a reaction. That it is solved stands in the reply whatever Discord refuses."""
    texts = host(interaction).texts
    names = {texts.of(locale)(key("ask.solved_tag")).casefold() for locale in Locale}
    forum = post.parent
    if isinstance(forum, discord.ForumChannel):
        tag = next((one for one in forum.available_tags if one.name.casefold() in names), None)
        if tag in post.applied_tags:
            return
        if tag is not None and forum.permissions_for(forum.guild.me).manage_threads:
            try:
                await post.add_tags(tag)
                return
            except discord.HTTPException as refused:
                _log.warning("post_not_tagged", post=post.id, error=str(refused))
    try:
        await post.get_partial_message(post.id).add_reaction(CHECK)
    except discord.HTTPException as refused:
        _log.warning("post_not_marked", post=post.id, error=str(refused))
