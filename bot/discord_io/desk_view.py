"""The desk's card and what its buttons do; a pitch opened in full."""

from __future__ import annotations

import discord
from discord import ui

from bot.discord_io.cards import headline, marked, state_line
from bot.discord_io.escape import cut, escape
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.reading import LANGUAGE_NAMES, answer_text, pages, title_of
from bot.discord_io.widgets import BESIDE, ID, Layout, PersistentButton, note, row
from bot.domain.ids import PitchId
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.services.desk import Filed
from bot.services.ports_delivery import Brief
from bot.texts import Text, stamp

LOGLINE_CHARACTERS = 600
FORMAT_CHARACTERS = 200
THREAD_NAME = 100
"""Discord's limit for the name of a thread."""
NEW_COLOUR = 0x5865F2
CLAIMED_COLOUR = 0x57F287


class ClaimButton(PersistentButton, action="desk:claim", ids=ID):
    """Take the pitch. The card itself is edited by the notice that goes with the change."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        desk = host(interaction).services.desk
        filed = await desk.claim(actor_of(interaction), PitchId(self.ids[0]))
        text = text_of(interaction)
        line = headline(filed.pitch, filed.programme, text)
        await interaction.followup.send(view=note(text(key("desk.claimed"), headline=line)))


class OpenButton(PersistentButton, action="desk:open", ids=rf"{ID}:\d{{1,3}}(?::{BESIDE})?"):
    """Show a page of the pitch: from the card and from a list in a new private message, from there
    in place."""

    async def press(self, interaction: Interaction) -> None:
        message = interaction.message
        in_place = message is not None and message.flags.ephemeral and self.ids[-1] != BESIDE
        await interaction.response.defer(ephemeral=True, thinking=not in_place)
        pitch, page = PitchId(self.ids[0]), int(self.ids[1])
        filed = await host(interaction).services.desk.by_id(actor_of(interaction), pitch)
        await interaction.edit_original_response(view=opened(filed, page, text_of(interaction)))


def desk_card(brief: Brief, text: Text) -> Layout:
    """A pitch as the desk sees it. Only ids stand in its buttons."""
    pitch, programme = brief.pitch, brief.programme
    lines = [f"## {headline(pitch, programme, text)}"]
    if logline := pitch.text(programme.card.logline):
        lines.append(f"> {escape(cut(logline, LOGLINE_CHARACTERS))}")
    lines += ["", *_facts(pitch, programme, text)]
    fresh = pitch.state is State.SUBMITTED
    buttons = row(
        ClaimButton(
            pitch.id,
            label=text(key("button.claim") if fresh else key("button.claimed")),
            style=discord.ButtonStyle.primary,
            disabled=not fresh,
        ),
        OpenButton(pitch.id, 0, label=text(key("button.open"))),
    )
    colour = NEW_COLOUR if fresh else CLAIMED_COLOUR
    return marked(brief, ui.TextDisplay("\n".join(lines)), buttons, colour=colour)


def opened(filed: Filed, page: int, text: Text) -> Layout:
    """Page ``page`` (from 0) of a pitch, with arrows and, while nobody holds it, *Claim*."""
    pitch, programme = filed.pitch, filed.programme
    made = pages(pitch, programme.form, text)
    page = min(page, len(made) - 1)
    top = f"## {headline(pitch, programme, text)}\n{state_line(pitch, text)} · <@{pitch.owner}>"
    parts: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(top), ui.TextDisplay(made[page])]
    buttons = [
        OpenButton(pitch.id, page - 1, label=text(key("button.earlier"))) if page else None,
        OpenButton(pitch.id, page + 1, label=text(key("button.further")))
        if page + 1 < len(made)
        else None,
        ClaimButton(pitch.id, label=text(key("button.claim")))
        if pitch.state is State.SUBMITTED
        else None,
    ]
    if len(made) > 1:
        parts.append(ui.TextDisplay(text(key("page.of"), page=page + 1, pages=len(made))))
    if any(buttons):
        parts.append(row(*buttons))
    return Layout(ui.Container(*parts))


def thread_name(brief: Brief, text: Text) -> str:
    """The reference and the title, plain, within Discord's limit."""
    return cut(f"{brief.pitch.ref} · {title_of(brief.pitch, brief.programme, text)}", THREAD_NAME)


def _facts(pitch: Pitch, programme: Programme, text: Text) -> list[str]:
    facts = [(key("card.programme"), escape(programme.name.in_(text.locale)))]
    if programme.card.format:
        field = next(f for f in programme.form.fields() if f.id == programme.card.format)
        given = answer_text(field, pitch.answers.get(field.id), text)
        facts.append((key("card.format"), escape(cut(given, FORMAT_CHARACTERS))))
    facts.append((key("card.author"), f"<@{pitch.owner}> · {escape(cut(pitch.owner_name, 80))}"))
    facts.append((key("card.language"), text(LANGUAGE_NAMES[pitch.locale])))
    if pitch.submission:
        facts.append((key("card.submitted"), stamp(pitch.submission.at)))
    facts.append((key("card.state"), state_line(pitch, text)))
    return [f"**{text(label)}** {value}" for label, value in facts]
