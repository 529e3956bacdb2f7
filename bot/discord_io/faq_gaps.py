"""What was asked and the bank could not answer: each gap once, with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_io.escape import cut, escape
from bot.discord_io.faq_buttons import SaveQuestionButton
from bot.discord_io.faq_modal import LABEL_CHARACTERS, MENU
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.paging import arrows
from bot.discord_io.pressed import defer
from bot.discord_io.question_view import AnswerQuestionButton, as_asked, link
from bot.discord_io.widgets import ID, Layout, PersistentButton, PersistentSelect, note, row
from bot.domain.question import QuestionId, Stage
from bot.domain.text import key
from bot.services.gaps import Gap, GapPage
from bot.texts import Text, stamp

SAMPLE_CHARACTERS = 160
LINKS = 2
"""Places where it was asked, at most: five gaps share the text of one message."""
PLACE = rf"{ID}:\d{{1,4}}"
"""The pattern of a question's id and the page that its gap is on."""


class GapsButton(PersistentButton, action="faq:gaps", ids=r"\d{1,4}"):
    """Show a page of the gaps."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        await show_gaps(interaction, int(self.ids[0]))


class MergeButton(PersistentButton, action="faq:merge", ids=PLACE):
    """Choose the gap that this one is the same as."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        questions, actor = host(interaction).services.questions, actor_of(interaction)
        gap = await questions.gap(actor, QuestionId(self.ids[0]))
        view = merging(gap, await _others(interaction, gap), int(self.ids[1]), text_of(interaction))
        await interaction.edit_original_response(view=view)


class MergeSelect(PersistentSelect, action="faq:merge-into", ids=PLACE):
    async def choose(self, interaction: Interaction, value: str) -> None:
        await defer(interaction)
        questions, actor = host(interaction).services.questions, actor_of(interaction)
        gap = await questions.merge(actor, QuestionId(self.ids[0]), QuestionId(value))
        top = text_of(interaction).n(key("gaps.merged"), gap.count)
        await show_gaps(interaction, int(self.ids[1]), top=top)


class NotNeededButton(PersistentButton, action="faq:not-needed", ids=PLACE):
    """Put the whole gap aside."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        questions, actor = host(interaction).services.questions, actor_of(interaction)
        gap = await questions.put_aside(actor, QuestionId(self.ids[0]))
        top = text_of(interaction)(key("gaps.put_aside"), question=_sample(gap))
        await show_gaps(interaction, int(self.ids[1]), top=top)


BUTTONS = (GapsButton, MergeButton, MergeSelect, NotNeededButton)


async def show_gaps(interaction: Interaction, page: int, *, top: str = "") -> None:
    """Put page ``page`` (from 0) of the gaps in place of the deferred answer."""
    questions, actor = host(interaction).services.questions, actor_of(interaction)
    found = await questions.gaps(actor, page)
    if page and not found.items:
        found = await questions.gaps(actor, max(0, found.pages - 1))
    view = gap_list(found, text_of(interaction), top=top)
    await interaction.edit_original_response(view=view)


async def _others(interaction: Interaction, gap: Gap) -> list[Gap]:
    """The gaps that are asked most, but for this one, as many as a menu takes."""
    questions, actor = host(interaction).services.questions, actor_of(interaction)
    mine = {question.id for question in gap.questions}
    others: list[Gap] = []
    page, pages = 0, 1
    while page < pages and len(others) < MENU:
        found = await questions.gaps(actor, page)
        others += [one for one in found.items if one.questions[0].id not in mine]
        page, pages = page + 1, found.pages
    return others[:MENU]


def gap_list(found: GapPage, text: Text, *, top: str = "") -> Layout:
    if not found.total:
        return note("\n".join(part for part in (top, text(key("gaps.none"))) if part))
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(f"## {text.n(key('gaps.count'), found.total)}"),
    ]
    for gap in found.items:
        parts += [ui.TextDisplay(_described(gap, text)), row(*_acts(gap, found.page, text))]
    if turn := arrows(GapsButton, found.page, found.pages, text):
        parts.append(row(*turn))
    above: list[ui.Item[Any]] = [ui.TextDisplay(top)] if top else []
    return Layout(*above, ui.Container(*parts))


def merging(gap: Gap, others: Sequence[Gap], page: int, text: Text) -> Layout:
    """A menu of the others, and the way back."""
    said = text(key("gaps.merge"), question=_sample(gap))
    back = GapsButton(page, label=text(key("button.back")))
    if not others:
        return Layout(ui.TextDisplay(text(key("gaps.no_others"))), row(back))
    options = [
        discord.SelectOption(
            label=cut(as_asked(one.questions[0]), LABEL_CHARACTERS),
            value=one.questions[0].id,
            description=text.n(key("gaps.asked_times"), one.count),
        )
        for one in others
    ]
    menu = MergeSelect(
        gap.questions[0].id, page, placeholder=text(key("select.faq_gap")), options=options
    )
    return Layout(ui.TextDisplay(said), row(menu), row(back))


def _described(gap: Gap, text: Text) -> str:
    """The question, how often and when it was asked, and where, as far as all may see that."""
    when = text(key("gaps.when"), first=stamp(gap.first, "R"), latest=stamp(gap.latest, "R"))
    facts = [text.n(key("gaps.asked_times"), gap.count), when]
    if any(question.stage is Stage.ANSWERED for question in gap.questions):
        facts.append(text(key("gaps.answered")))
    lines = [f"**{_sample(gap)}**", f"-# {' · '.join(facts)}"]
    places = [place for question in gap.questions if (place := link(question))][:LINKS]
    if places:
        label = text(key("gaps.link"))
        lines.append("-# " + " · ".join(f"[{label}]({place})" for place in places))
    return "\n".join(lines)


def _sample(gap: Gap) -> str:
    return escape(cut(as_asked(gap.questions[0]), SAMPLE_CHARACTERS))


def _acts(gap: Gap, page: int, text: Text) -> list[PersistentButton]:
    """*Answer* is for the latest that has no answer yet; *Save* begins with an answer if there is
    one."""
    latest = gap.questions[0]
    open_ = next((one for one in gap.questions if one.stage is not Stage.ANSWERED), None)
    answered = next((one for one in gap.questions if one.answer), latest)
    made: list[PersistentButton] = []
    if open_ is not None:
        made.append(AnswerQuestionButton(open_.id, label=text(key("button.faq_answer"))))
    primary = discord.ButtonStyle.primary
    made += [
        SaveQuestionButton(answered.id, label=text(key("button.faq_save")), style=primary),
        MergeButton(latest.id, page, label=text(key("button.faq_merge"))),
    ]
    label = text(key("button.faq_not_needed"))
    return [*made, NotNeededButton(latest.id, page, label=label)]
