"""`/setup`: who coordinates, where the desk is, which programmes run; and what is missing."""

from __future__ import annotations

import asyncio
from functools import lru_cache
from zoneinfo import available_timezones

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io.choices import MOST, Choices, suggests
from bot.discord_io.escape import escape
from bot.discord_io.host import Host, Interaction, actor_of, text_of
from bot.discord_io.narrowing_view import standing
from bot.discord_io.reading import LANGUAGE_NAMES
from bot.discord_io.setup_check import findings
from bot.discord_io.setup_view import ListenSelect, report_view
from bot.discord_io.translator import described, named
from bot.domain.ids import ChannelId, ProgrammeKey, RoleId
from bot.domain.people import GuildSettings
from bot.domain.programme import Programme
from bot.domain.text import Locale, key
from bot.services.setup import SetupDone, SetupRequest
from bot.texts import Text

NONE = "none"
BOTH = "both"


class Asking(app_commands.Transformer):
    """A text channel, a channel of announcements, or a forum. discord.py's own for forums would
    offer channels of media too, which Discord's description of its API does not know."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        kinds = discord.ChannelType
        return [kinds.text, kinds.news, kinds.forum]

    async def transform(
        self, interaction: Interaction, value: app_commands.AppCommandChannel, /
    ) -> ChannelId:
        return ChannelId(value.id)


class SetupCog(commands.Cog):
    def __init__(self, bot: Host) -> None:
        self._setup = bot.services.setup
        bot.add_dynamic_items(ListenSelect)

    @app_commands.command(
        name=named("setup", "command.setup.name"),
        description=described("command.setup.description"),
    )
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.rename(
        coordinators=named("coordinators", "option.coordinators.name"),
        desk=named("desk", "option.desk.name"),
        questions=named("questions", "option.questions.name"),
        language=named("language", "option.language.name"),
        timezone=named("timezone", "option.timezone.name"),
        programmes=named("programmes", "option.programmes.name"),
    )
    @app_commands.describe(
        coordinators=described("option.coordinators.description"),
        desk=described("option.desk.description"),
        questions=described("option.questions.description"),
        language=described("option.language.description"),
        timezone=described("option.timezone.description"),
        programmes=described("option.programmes.description"),
    )
    @app_commands.choices(
        language=[
            app_commands.Choice(name=described("language.en"), value="en"),
            app_commands.Choice(name=described("language.zh_cn"), value="zh-CN"),
            app_commands.Choice(name=described("language.zh_tw"), value="zh-TW"),
        ],
        programmes=[
            app_commands.Choice(name=described("programmes.both"), value=BOTH),
            app_commands.Choice(name=described("programmes.hina"), value="hina"),
            app_commands.Choice(name=described("programmes.chunm"), value="chunm"),
            app_commands.Choice(name=described("programmes.none"), value=NONE),
        ],
    )
    async def setup(
        self,
        interaction: Interaction,
        coordinators: discord.Role,
        desk: discord.TextChannel,
        questions: app_commands.Transform[ChannelId, Asking] | None = None,
        language: str | None = None,
        timezone: str | None = None,
        programmes: str | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        request = SetupRequest(
            coordinators=RoleId(coordinators.id),
            desk=ChannelId(desk.id),
            questions=questions,
            locale=Locale(language) if language else None,
            timezone=timezone,
            programmes=_wanted(programmes),
        )
        done = await self._setup.apply(actor_of(interaction), request, _spoken(interaction))
        text = text_of(interaction)
        to_mend = findings(interaction.guild, done.settings, text)
        lines = [*to_mend, "", _report(done, text)]
        if not to_mend:
            lines = [_report(done, text), "", text(key("setup.all_well"))]
        view = report_view("\n".join(lines), interaction, done.settings)
        await interaction.edit_original_response(view=view)

    @setup.autocomplete("timezone")
    @suggests
    async def timezones(self, interaction: Interaction, current: str) -> Choices:
        wanted = current.casefold().replace(" ", "_")
        zones = [zone for zone in await asyncio.to_thread(_zones) if wanted in zone.casefold()]
        return [app_commands.Choice(name=zone, value=zone) for zone in zones[:MOST]]


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    """All time zones by name. The system's files are looked through, which is slow, and once."""
    return tuple(sorted(available_timezones()))


def _wanted(programmes: str | None) -> frozenset[ProgrammeKey] | None:
    if programmes is None:
        return None
    keys = {BOTH: ("hina", "chunm"), NONE: ()}.get(programmes, (programmes,))
    return frozenset(ProgrammeKey(name) for name in keys)


def _spoken(interaction: Interaction) -> Locale | None:
    """The guild's language. American English is what Discord sets where nobody chose one."""
    locale = interaction.guild_locale
    if locale is None or locale is discord.Locale.american_english:
        return None
    return Locale.closest(locale.value)


def _report(done: SetupDone, text: Text) -> str:
    settings = done.settings
    names = text(key("list.separator")).join(
        escape(programme.name.in_(text.locale)) for programme in done.programmes
    )
    lines = [
        text(
            key("setup.done"),
            coordinators=f"<@&{settings.coordinators}>",
            desk=f"<#{settings.desk}>",
            questions=f"<#{settings.questions}>" if settings.questions else "—",
            language=text(LANGUAGE_NAMES[settings.locale]),
            timezone=settings.timezone,
            programmes=names or "—",
        )
    ]
    lines += [standing(settings, each, text) for each in done.programmes if _apart(settings, each)]
    if done.revived:
        lines.append(text.n(key("setup.revived"), done.revived))
    return "\n".join(lines)


def _apart(settings: GuildSettings, programme: Programme) -> bool:
    """Whether it has anything of its own."""
    return programme.key in settings.narrowed


async def setup(bot: Host) -> None:
    await bot.add_cog(SetupCog(bot))
