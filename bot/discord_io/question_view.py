"""A question that was put before the coordinators: the buttons below it, and what they open."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_io.errors import sentence
from bot.discord_io.feedback_view import asker_in
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.modals import OpenModal
from bot.discord_io.paging import arrows
from bot.discord_io.pressed import defer
from bot.discord_io.reading import paged, split, titled
from bot.discord_io.widgets import BESIDE, ID, Layout, PersistentButton, note, row
from bot.domain.errors import CallboardError
from bot.domain.form import Answer
from bot.domain.ids import GuildId
from bot.domain.question import ANSWER_CHARACTERS, Question, QuestionId
from bot.domain.text import key
from bot.texts import Text

ACTION = "question:answered"
WORDS = "answer"
TYPED_FILE = "answer.txt"
ASKED_CHARACTERS = 1000
"""Of the question, above the input that its answer is written in."""
TO_READ = rf"\d{{1,20}}:{ID}:\d{{1,3}}(?::{BESIDE})?"

_ADDRESSED = re.compile(r"\A(?:\s*<@!?\d+>)+[\s,:，：、]*")


class AnswerQuestionButton(PersistentButton, action="question:answer", ids=ID):
    """Open the modal. Whether it still needs an answer is asked again when it is sent."""

    async def press(self, interaction: Interaction) -> None:
        questions, actor = host(interaction).services.questions, actor_of(interaction)
        question = await questions.to_answer(actor, QuestionId(self.ids[0]))
        await interaction.response.send_modal(answering(question, text_of(interaction)))


class DismissQuestionButton(PersistentButton, action="question:dismiss", ids=ID):
    """*Not needed.*"""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        questions, actor = host(interaction).services.questions, actor_of(interaction)
        await questions.dismiss(actor, QuestionId(self.ids[0]))
        said = text_of(interaction)(key("question.put_aside"))
        await interaction.edit_original_response(view=note(said))


class ReadQuestionButton(PersistentButton, action="question:read", ids=TO_READ):
    """Read all of a question and its answer, for what did not fit one message; also in a DM."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction, beside=self.ids[-1] == BESIDE)
        actor = await asker_in(interaction, GuildId(int(self.ids[0])))
        questions = host(interaction).services.questions
        question = await questions.to_read(actor, QuestionId(self.ids[1]))
        view = in_full(question, int(self.ids[2]), text_of(interaction))
        await interaction.edit_original_response(view=view)


BUTTONS = (AnswerQuestionButton, DismissQuestionButton, ReadQuestionButton)


async def answer_written(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """The modal was sent. Where it comes too late, what was written comes back as a file."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    questions, text = host(interaction).services.questions, text_of(interaction)
    words = str(filled.get(WORDS, ""))
    try:
        question = await questions.answer(actor_of(interaction), QuestionId(ids[0]), words)
    except CallboardError as refusal:
        if not words.strip():
            raise
        file = discord.File(io.BytesIO(words.encode("utf-8", "replace")), TYPED_FILE)
        said = sentence(refusal, text)
        await interaction.edit_original_response(content=said, attachments=[file])
        return
    said = text(key("question.on_its_way"), who=f"<@{question.asker}>")
    await interaction.edit_original_response(view=note(said))


def answering(question: Question, text: Text) -> OpenModal:
    """The modal in which a coordinator answers, below what was asked."""
    asked = split(as_asked(question), ASKED_CHARACTERS)
    shown = f"{asked[0]}…" if len(asked) > 1 else asked[0]
    label: ui.Label[Any] = ui.Label(
        text=text(key("question.your_answer")),
        description=text(key("question.your_answer_help")),
        component=ui.TextInput(
            custom_id=WORDS, style=discord.TextStyle.long, max_length=ANSWER_CHARACTERS
        ),
    )
    title = text(key("question.answering"))
    return OpenModal(ACTION, question.id, title=title, items=[ui.TextDisplay(shown), label])


def in_full(question: Question, page: int, text: Text) -> Layout:
    """Page ``page`` (from 0) of all that was asked and answered."""
    blocks = [*titled(text(key("question.asked")), as_asked(question), text)]
    if question.missing:
        blocks += titled(text(key("question.missing")), question.missing, text)
    if question.answer:
        blocks += titled(text(key("question.answer")), question.answer, text)
    made = paged(blocks)
    page = min(page, len(made) - 1)
    turns = arrows(ReadQuestionButton, page, len(made), text, question.guild, question.id)
    parts: list[ui.Item[Any]] = [ui.TextDisplay(made[page])]
    return Layout(ui.Container(*parts, *([row(*turns)] if turns else [])))


def as_asked(question: Question) -> str:
    """What was asked, without naming whom it was addressed to: the bot."""
    return _ADDRESSED.sub("", question.text).strip() or question.text.strip()


def link(question: Question) -> str | None:
    """To what was written, where others could read it."""
    where = question.where
    if not where.place.public or where.channel is None or where.message is None:
        return None
    return f"https://discord.com/channels/{question.guild}/{where.channel}/{where.message}"


def quotation(words: str, most: int) -> tuple[str, bool]:
    """What a person wrote, escaped, as a quotation in ``most`` characters; and whether that is all
    of it. ``most`` is 100 at least."""
    first, *rest = split(words.strip(), most - most // 8)
    lines = "\n".join(f"> {line}" for line in first.split("\n"))
    if not rest and len(lines) <= most:
        return lines, True
    return f"{lines[: most - 4].rstrip()}\n> …", False
