"""The bot as the cogs and components see it: services, texts, and who is acting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import discord
from discord.ext import commands

from bot.domain.errors import CallboardError
from bot.domain.ids import GuildId, RoleId, UserId
from bot.domain.people import Actor
from bot.domain.text import Locale, key
from bot.services.answering import Answering
from bot.services.auditing import Auditing
from bot.services.bank import FaqBank
from bot.services.deciding import Deciding
from bot.services.desk import Desk
from bot.services.exporting import Exporting
from bot.services.inbox import Inbox
from bot.services.intake import Intake
from bot.services.marking import Marking
from bot.services.pitch_files import PitchFiles
from bot.services.ports_pictures import Painter, Printer
from bot.services.ports_sheets import SheetWriter
from bot.services.preferring import Preferring
from bot.services.privacy import Privacy
from bot.services.programmes import Programmes
from bot.services.questions import Questions
from bot.services.reviewing import Reviewing
from bot.services.scoring import Scoring
from bot.services.setup import Setup
from bot.services.statistics import DeskStatistics
from bot.services.talking import Talking
from bot.services.team import Teams
from bot.texts import Text, Texts

if TYPE_CHECKING:
    from bot.discord_io.errors import Reporter
    from bot.discord_io.modals import Modals
    from bot.discord_io.talk_hearing import TalkHearing

Interaction: TypeAlias = "discord.Interaction[Any]"


class ServerOnly(CallboardError):
    key = key("error.server_only")


class Restarting(CallboardError):
    key = key("error.restarting")


@dataclass(frozen=True, slots=True)
class Services:
    """All use cases, wired to one database."""

    answering: Answering
    questions: Questions
    bank: FaqBank
    programmes: Programmes
    intake: Intake
    teams: Teams
    files: PitchFiles
    desk: Desk
    reviewing: Reviewing
    deciding: Deciding
    scoring: Scoring
    marking: Marking
    exporting: Exporting
    auditing: Auditing
    preferring: Preferring
    statistics: DeskStatistics
    talking: Talking
    setup: Setup
    inbox: Inbox
    privacy: Privacy


class Host(commands.AutoShardedBot):
    """A client that carries what components need to find again after a restart."""

    services: Services
    painter: Painter
    printer: Printer
    sheets: SheetWriter
    texts: Texts
    reporter: Reporter
    modals: Modals
    talks: TalkHearing
    draining: bool
    """Whether the bot is leaving: it finishes what it began and begins nothing new."""

    async def accepts(self, interaction: Interaction) -> bool:
        """Whether to begin what a person asks for; if not, they are told to come back.

        Not asked for modals: refusing one would lose what was typed into it.
        """
        if self.draining:
            await self.reporter.report(interaction, Restarting())
        return not self.draining


def host(interaction: Interaction) -> Host:
    """The bot that an interaction came to."""
    return cast("Host", interaction.client)


def locale_of(interaction: Interaction) -> Locale:
    """The language of the person's own client."""
    return Locale.closest(interaction.locale.value)


def text_of(interaction: Interaction) -> Text:
    return host(interaction).texts.of(locale_of(interaction))


def actor_of(interaction: Interaction) -> Actor:
    """Who is acting, with the roles and permissions that Discord sent with this interaction.

    Raises:
        ServerOnly: it did not come from a server.
    """
    # The ids as they came: `Member.roles` knows only those of guilds that this process serves.
    member = interaction.user
    if interaction.guild_id is None or not isinstance(member, discord.Member):
        raise ServerOnly
    return Actor(
        guild=GuildId(interaction.guild_id),
        user=UserId(member.id),
        name=member.display_name,
        locale=locale_of(interaction),
        roles=frozenset(RoleId(role) for role in member._roles),  # noqa: SLF001
        manages_guild=interaction.permissions.manage_guild,
        handle=member.name,
    )
