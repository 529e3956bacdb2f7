"""A person's own pitches: the list, and one in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.discord_io.cards import headline, receipt_text, state_line
from bot.discord_io.choices import known_programmes
from bot.discord_io.draft_view import ResumeButton, progress
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.reading import pages
from bot.discord_io.widgets import BESIDE, ID, Layout, PersistentButton, note, row
from bot.domain.ids import PitchId, ProgrammeKey
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.services.intake import LISTED, Draft
from bot.services.ports import Page
from bot.texts import Text


class ReadButton(PersistentButton, action="pitch:read", ids=rf"{ID}:\d{{1,3}}(?::{BESIDE})?"):
    """Show a page of one's own pitch: from the list in a new message, from there in place."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=self.ids[-1] == BESIDE)
        intake = host(interaction).services.intake
        draft = await intake.draft(actor_of(interaction), PitchId(self.ids[0]))
        view = own_pitch(draft, int(self.ids[1]), text_of(interaction))
        await interaction.edit_original_response(view=view)


class ListButton(PersistentButton, action="pitch:list", ids=r"\d{1,4}"):
    """Show a page of the list."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await show_list(interaction, int(self.ids[0]))


BUTTONS = (ReadButton, ListButton)


async def show_list(interaction: Interaction, page: int) -> None:
    """Put page ``page`` (from 0) of the person's pitches in place of the deferred answer."""
    listed = await host(interaction).services.intake.listed(actor_of(interaction), page=page)
    known = await known_programmes(interaction)
    view = own_list(listed, page, known, text_of(interaction))
    await interaction.edit_original_response(view=view)


def own_list(
    listed: Page[Pitch], page: int, known: dict[ProgrammeKey, Programme], text: Text
) -> Layout:
    """Ten pitches with a button each: *Continue* a draft, *Open* what was handed in."""
    if not listed.total:
        return note(text(key("pitch.none")))
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(f"## {text.n(key('pitch.yours'), listed.total)}"),
        *(_entry(pitch, known.get(pitch.programme), text) for pitch in listed.items),
    ]
    if turn := turning(ListButton, page, listed.total, LISTED, text):
        parts.append(row(*turn))
    return Layout(ui.Container(*parts))


def turning(
    button: type[PersistentButton], page: int, total: int, size: int, text: Text, *ids: object
) -> Sequence[PersistentButton]:
    """Arrows to the pages before and after, where there are any."""
    arrows = []
    if page:
        arrows.append(button(*ids, page - 1, label=text(key("button.earlier"))))
    if (page + 1) * size < total:
        arrows.append(button(*ids, page + 1, label=text(key("button.further"))))
    return arrows


def _entry(pitch: Pitch, programme: Programme | None, text: Text) -> ui.Section[Any]:
    line = headline(pitch, programme, text) if programme else f"`{pitch.ref}`"
    button = (
        ResumeButton(pitch.id, label=text(key("button.continue")))
        if pitch.state is State.DRAFT
        else ReadButton(pitch.id, 0, BESIDE, label=text(key("button.open")))
    )
    return ui.Section(ui.TextDisplay(f"{line}\n{state_line(pitch, text)}"), accessory=button)


def own_pitch(draft: Draft, page: int, text: Text) -> Layout:
    """Page ``page`` of a pitch as its author reads it; a draft shows its progress instead."""
    pitch = draft.pitch
    if pitch.state is State.DRAFT:
        return progress(draft, text)
    made = pages(pitch, draft.programme.form, text)
    page = min(page, len(made) - 1)
    top = receipt_text(pitch, draft.programme, text) if page == 0 else _top(draft, text)
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(f"**{text(key('card.state'))}** {state_line(pitch, text)}"),
        ui.TextDisplay(top),
        ui.Separator(),
        ui.TextDisplay(made[page]),
    ]
    if turn := turning(ReadButton, page, len(made), 1, text, pitch.id):
        parts += [ui.TextDisplay(text(key("page.of"), page=page + 1, pages=len(made))), row(*turn)]
    return Layout(ui.Container(*parts))


def _top(draft: Draft, text: Text) -> str:
    return f"## {headline(draft.pitch, draft.programme, text)}"
