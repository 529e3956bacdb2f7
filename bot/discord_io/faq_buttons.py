"""Beginning an entry of the bank with what was asked and answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import discord

from bot.discord_io import faq_modal
from bot.discord_io.faq_entry import show_entry
from bot.discord_io.faq_sheet import Sheet, Typed
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.pressed import defer
from bot.discord_io.question_view import as_asked
from bot.discord_io.widgets import ID, PersistentButton
from bot.domain.errors import CallboardError
from bot.domain.faq_rules import PHRASING_CHARACTERS
from bot.domain.question import Question, QuestionId
from bot.domain.text import Locale, key

SUGGESTED = 10
"""How many other ways of asking are put into the form."""


class NothingInMessage(CallboardError):
    """A message without any text of its own: a picture, or what a bot composed."""

    key = key("error.faq_nothing_in_message")


class SaveQuestionButton(PersistentButton, action="faq:save", ids=ID):
    """Open the form with the question, what a coordinator answered, and how others asked it; where
    an entry came of it already, show that."""

    async def press(self, interaction: Interaction) -> None:
        services, actor = host(interaction).services, actor_of(interaction)
        question = await services.questions.for_desk(actor, QuestionId(self.ids[0]))
        if question.saved_as is not None:
            kept = await services.bank.view(actor, question.saved_as)
            if not kept.entry.removed:
                await defer(interaction, beside=True)
                await show_entry(interaction, question.saved_as, 0)
                return
        alike = (await services.questions.gap(actor, question.id)).questions
        programmes = await services.bank.programmes(actor)
        known = {programme.key for programme in programmes}
        only = question.only if question.only in known else None
        sheet = Sheet.save(question.id, only, language_of(question))
        modal = faq_modal.form(sheet, begun(question, alike), programmes, text_of(interaction))
        await interaction.response.send_modal(modal)


BUTTONS = (SaveQuestionButton,)


async def save_message(interaction: Interaction, message: discord.Message) -> None:
    """The menu *Save as FAQ* of a message: what it says as the answer, and what it replies to as
    the question.

    Raises:
        NothingInMessage.
    """
    programmes = await host(interaction).services.bank.programmes(actor_of(interaction))
    answer, asked = message.clean_content.strip(), _replied_to(message)
    if not answer and not asked:
        raise NothingInMessage
    sheet = Sheet.add(None, Locale.of_script(asked or answer))
    modal = faq_modal.form(sheet, Typed(asked, answer), programmes, text_of(interaction))
    await interaction.response.send_modal(modal)


def _replied_to(message: discord.Message) -> str:
    """In one line."""
    replied = message.reference.resolved if message.reference else None
    return " ".join(replied.clean_content.split()) if isinstance(replied, discord.Message) else ""


def begun(question: Question, alike: Iterable[Question]) -> Typed:
    """What to begin an entry with."""
    return Typed(
        question=_asked(question),
        answer=question.answer,
        phrasings="\n".join(list(_other_ways(question, alike))[:SUGGESTED]),
        programme=question.entry.programme if question.entry else "",
    )


def language_of(question: Question) -> Locale:
    """The one it was asked in: by its script, and of the two Chinese ones by who asked."""
    script = Locale.of_script(question.text)
    if script is Locale.EN or question.locale is Locale.EN:
        return script
    return question.locale


def _other_ways(question: Question, alike: Iterable[Question]) -> Iterator[str]:
    """How others asked it in the same language, each way once."""
    english = language_of(question) is Locale.EN
    told = {_asked(question).casefold()}
    for other in alike:
        line = _asked(other)
        fits = 0 < len(line) <= PHRASING_CHARACTERS
        if fits and line.casefold() not in told and (language_of(other) is Locale.EN) is english:
            told.add(line.casefold())
            yield line


def _asked(question: Question) -> str:
    """In one line, as an entry's question is."""
    return " ".join(as_asked(question).split())
