"""The report of `/setup`, with the choice of more channels to listen in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.setup_check import hints, listening_findings, mentions
from bot.discord_io.widgets import Layout, row
from bot.domain.ids import ChannelId
from bot.domain.people import GuildSettings
from bot.domain.text import key
from bot.texts import Text

MOST = 10
"""Channels that can be listened in, beside that of questions."""
LISTEN = "setup:listen"
REPORT = 1
"""The id of the component that holds the report: it stays when channels are chosen."""

_ChannelSelect = ui.ChannelSelect[ui.LayoutView]


class ListenSelect(ui.DynamicItem[_ChannelSelect], template=re.escape(LISTEN)):
    """*Also listen in*: none to ten text channels and forums, chosen all at once."""

    def __init__(self, placeholder: str | None = None, chosen: Sequence[ChannelId] = ()) -> None:
        kind = discord.SelectDefaultValueType.channel
        super().__init__(
            ui.ChannelSelect(
                custom_id=LISTEN,
                placeholder=placeholder,
                channel_types=[discord.ChannelType.text, discord.ChannelType.forum],
                min_values=0,
                max_values=MOST,
                default_values=[
                    discord.SelectDefaultValue(id=channel, type=kind) for channel in chosen[:MOST]
                ],
            )
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: Interaction, _item: ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        return cls()

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        return await host(interaction).accepts(interaction)

    async def callback(self, interaction: Interaction) -> None:
        chosen = [ChannelId(channel.id) for channel in self.item.values]
        await host(interaction).reporter.guard(interaction, _listen, interaction, chosen)


async def _listen(interaction: Interaction, channels: Sequence[ChannelId]) -> None:
    await interaction.response.defer()
    settings = await host(interaction).services.setup.listen(actor_of(interaction), channels)
    view = report_view(_report_in(interaction.message), interaction, settings)
    await interaction.edit_original_response(view=view)


def report_view(report: str, interaction: Interaction, settings: GuildSettings) -> Layout:
    """What was set, where the bot answers unasked, and the choice of more such places."""
    text, guild = text_of(interaction), interaction.guild
    # What is in force may have been granted since, but is asked for at the next start only.
    hears = host(interaction).intents.message_content
    lines = [
        _listening(settings, text),
        *listening_findings(guild, settings, text),
        *hints(guild, settings, text, hears=hears),
    ]
    select = ListenSelect(text(key("select.listen")), settings.listening)
    shown = ui.TextDisplay[ui.LayoutView]("\n".join(lines))
    return Layout(ui.TextDisplay(report, id=REPORT), shown, row(select))


def _listening(settings: GuildSettings, text: Text) -> str:
    if not settings.listening:
        return text(key("setup.listening_nowhere"))
    return text(key("setup.listening"), channels=mentions(settings.listening, text))


def _report_in(message: discord.Message | None) -> str:
    for component in message.components if message else ():
        if isinstance(component, discord.TextDisplay) and component.id == REPORT:
            return component.content
    raise ValueError("not a report of ours")
