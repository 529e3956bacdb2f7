"""`/programs`: what there is, who may apply, what is open until when."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.discord_io.acts import Act
from bot.discord_io.answer_view import AskButton
from bot.discord_io.choices import Choices, programme_choices, suggests
from bot.discord_io.escape import escape
from bot.discord_io.host import Host, Interaction, actor_of, text_of
from bot.discord_io.seen import button
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import Layout, row
from bot.domain.errors import NotSetUp
from bot.domain.text import key
from bot.services.programmes import Offering
from bot.texts import Text, stamp

SHOWN = 5
"""Programmes on one message: each takes several of the 40 components that Discord allows."""


class ProgramsCog(commands.Cog):
    def __init__(self, bot: Host) -> None:
        self._programmes = bot.services.programmes

    @app_commands.command(
        name=named("programs", "command.programs.name"),
        description=described("command.programs.description"),
    )
    @app_commands.guild_only()
    @app_commands.rename(program=named("program", "option.program.name"))
    @app_commands.describe(program=described("option.program.which"))
    async def programs(self, interaction: Interaction, program: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        offered = await self._programmes.offered(actor_of(interaction).guild, program)
        if not offered:
            raise NotSetUp
        text = text_of(interaction)
        cards = [_card(o, text, full=len(offered) == 1) for o in offered[:SHOWN]]
        await interaction.edit_original_response(view=Layout(*cards))

    @programs.autocomplete("program")
    @suggests
    async def all_programmes(self, interaction: Interaction, current: str) -> Choices:
        return await programme_choices(interaction, current)


def _card(offering: Offering, text: Text, *, full: bool) -> ui.Container[Any]:
    programme = offering.programme
    lines = [
        f"## {escape(programme.name.in_(text.locale))}",
        escape(programme.summary.in_(text.locale)),
        "",
        *(f"- {escape(offer.in_(text.locale))}" for offer in programme.offers),
    ]
    if full:
        eligibility = escape(programme.eligibility.in_(text.locale))
        lines += ["", f"**{text(key('programs.eligibility'))}** {eligibility}"]
    lines += ["", _window(offering, text)]
    buttons = row(
        AskButton(programme.key, label=text(key("button.ask"))),
        button(
            Act.START,
            programme.key,
            label=text(key("button.pitch")),
            style=discord.ButtonStyle.primary,
            disabled=not offering.open_,
        ),
    )
    source = text(
        key("programs.source"),
        source=escape(programme.source.title.in_(text.locale)),
        published=programme.source.published.isoformat(),
    )
    return ui.Container(ui.TextDisplay("\n".join(lines)), ui.TextDisplay(f"-# {source}"), buttons)


def _window(offering: Offering, text: Text) -> str:
    """Whether pitches are taken, and until when; or from when on."""
    call = offering.call
    if call is not None and offering.scheduled:
        return text(key("programs.opens_later"), at=call.opens, relative=stamp(call.opens, "R"))
    if call is None or not offering.open_:
        return text(key("programs.closed"))
    if call.closes is None:
        return text(key("programs.open"))
    return text(key("programs.open_until"), at=call.closes, relative=stamp(call.closes, "R"))


async def setup(bot: Host) -> None:
    await bot.add_cog(ProgramsCog(bot))
