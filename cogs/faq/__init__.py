"""`/faq`: the bank of answers, what it lacks, and how it serves."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io import (
    faq_buttons,
    faq_entry,
    faq_gaps,
    faq_list,
    faq_modal,
    faq_writing,
)
from bot.discord_io.choices import Choices, suggests
from bot.discord_io.faq_files import give_file, take_file
from bot.discord_io.faq_sheet import Sheet, Typed
from bot.discord_io.faq_stats import show_figures
from bot.discord_io.host import Host, Interaction, text_of
from bot.discord_io.translator import described, named
from bot.domain.text import Locale, key
from bot.services.bank import Filter
from bot.services.ports_answers import FileFormat
from cogs.faq.options import (
    FORMAT_CHOICES,
    LANGUAGE_CHOICES,
    SHOW_CHOICES,
    entry_choices,
    entry_named,
    language_named,
    programme_choices,
    programme_named,
)

Typing = app_commands.Range[str, 1, 100]
Days = app_commands.Range[int, 1, 366]
DAYS = 30


@app_commands.guild_only()
@app_commands.default_permissions(manage_messages=True)
class FaqCog(
    commands.GroupCog,
    group_name=named("faq", "command.faq.name"),
    group_description=described("command.faq.description"),
):
    def __init__(self, bot: Host) -> None:
        self._bot = bot
        bot.add_dynamic_items(
            *faq_entry.BUTTONS,
            *faq_writing.BUTTONS,
            *faq_buttons.BUTTONS,
            *faq_list.BUTTONS,
            *faq_gaps.BUTTONS,
        )
        bot.modals.on(faq_modal.ACTION, faq_writing.written)
        english = bot.texts.of(Locale.EN)(key("menu.save_as_faq"))
        self._menu = app_commands.ContextMenu(
            name=named(english, "menu.save_as_faq"), callback=self.save_message
        )

    async def cog_load(self) -> None:
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.guild_only()
    @app_commands.default_permissions(manage_messages=True)
    async def save_message(self, interaction: Interaction, message: discord.Message) -> None:
        await faq_buttons.save_message(interaction, message)

    @app_commands.command(
        name=named("add", "command.faq.add.name"),
        description=described("command.faq.add.description"),
    )
    @app_commands.rename(
        program=named("program", "option.program.name"),
        language=named("language", "option.language.name"),
    )
    @app_commands.describe(
        program=described("option.faq.program.add"),
        language=described("option.faq.language"),
    )
    @app_commands.choices(language=LANGUAGE_CHOICES)
    async def add(
        self, interaction: Interaction, program: Typing | None = None, language: str | None = None
    ) -> None:
        programme, known = await programme_named(interaction, program)
        sheet = Sheet.add(programme, language_named(interaction, language))
        modal = faq_modal.form(sheet, Typed(), known, text_of(interaction))
        await interaction.response.send_modal(modal)

    @app_commands.command(
        name=named("edit", "command.faq.edit.name"),
        description=described("command.faq.edit.description"),
    )
    @app_commands.rename(
        entry=named("entry", "option.entry.name"),
        language=named("language", "option.language.name"),
    )
    @app_commands.describe(
        entry=described("option.entry.description"),
        language=described("option.faq.language"),
    )
    @app_commands.choices(language=LANGUAGE_CHOICES)
    async def edit(
        self, interaction: Interaction, entry: Typing, language: str | None = None
    ) -> None:
        ref = await entry_named(interaction, entry)
        await faq_entry.open_form(interaction, ref, language_named(interaction, language))

    @app_commands.command(
        name=named("remove", "command.faq.remove.name"),
        description=described("command.faq.remove.description"),
    )
    @app_commands.rename(entry=named("entry", "option.entry.name"))
    @app_commands.describe(entry=described("option.entry.description"))
    async def remove(self, interaction: Interaction, entry: Typing) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await faq_entry.remove(interaction, await entry_named(interaction, entry))

    @app_commands.command(
        name=named("list", "command.faq.list.name"),
        description=described("command.faq.list.description"),
    )
    @app_commands.rename(
        program=named("program", "option.program.name"), show=named("show", "option.show.name")
    )
    @app_commands.describe(
        program=described("option.faq.program.only"), show=described("option.show.description")
    )
    @app_commands.choices(show=SHOW_CHOICES)
    async def list_entries(
        self, interaction: Interaction, program: Typing | None = None, show: str | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        programme, _ = await programme_named(interaction, program)
        only = Filter(show) if show else Filter.ALL
        await faq_list.show_list(interaction, programme, only, 0)

    @app_commands.command(
        name=named("import", "command.faq.import.name"),
        description=described("command.faq.import.description"),
    )
    @app_commands.rename(file=named("file", "option.file.name"))
    @app_commands.describe(file=described("option.file.description"))
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await take_file(interaction, file)

    @app_commands.command(
        name=named("export", "command.faq.export.name"),
        description=described("command.faq.export.description"),
    )
    @app_commands.rename(
        program=named("program", "option.program.name"), kind=named("format", "option.format.name")
    )
    @app_commands.describe(
        program=described("option.faq.program.only"), kind=described("option.format.description")
    )
    @app_commands.choices(kind=FORMAT_CHOICES)
    async def export(
        self, interaction: Interaction, program: Typing | None = None, kind: str | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        programme, _ = await programme_named(interaction, program)
        await give_file(interaction, programme, FileFormat(kind or FileFormat.YAML))

    @app_commands.command(
        name=named("gaps", "command.faq.gaps.name"),
        description=described("command.faq.gaps.description"),
    )
    async def gaps(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await faq_gaps.show_gaps(interaction, 0)

    @app_commands.command(
        name=named("stats", "command.faq.stats.name"),
        description=described("command.faq.stats.description"),
    )
    @app_commands.rename(
        days=named("days", "option.days.name"), program=named("program", "option.program.name")
    )
    @app_commands.describe(
        days=described("option.days.description"), program=described("option.faq.program.only")
    )
    async def stats(
        self, interaction: Interaction, days: Days = DAYS, program: Typing | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        programme, _ = await programme_named(interaction, program)
        await show_figures(interaction, days, programme)

    @add.autocomplete("program")
    @list_entries.autocomplete("program")
    @export.autocomplete("program")
    @stats.autocomplete("program")
    @suggests
    async def programmes(self, interaction: Interaction, current: str) -> Choices:
        return await programme_choices(interaction, current)

    @edit.autocomplete("entry")
    @remove.autocomplete("entry")
    @suggests
    async def entries(self, interaction: Interaction, current: str) -> Choices:
        return await entry_choices(interaction, current)


async def setup(bot: Host) -> None:
    await bot.add_cog(FaqCog(bot))
