"""A bot that shows what bots can: every kind of option, field, menu and answer."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands, ui

from tests.sandbox.conftest import Bot

SUGGESTED = ("Moon Harbour", "Moon Base", "Sea of Trees")
OPTIONS = [
    discord.SelectOption(label=name, value=name.lower(), description=f"The {name.lower()}")
    for name in ("Sea", "Moon", "Star")
]
Anybody = discord.Member | discord.Role


class First(ui.Modal, title="First page"):
    """Text, a menu, files, one of several, some of several."""

    note = ui.TextDisplay[Any]("Tell us **all**.")
    logline: ui.Label[First] = ui.Label(
        text="Logline",
        description="One sentence",
        component=ui.TextInput(min_length=3, max_length=20, custom_id="logline"),
    )
    topic: ui.Label[First] = ui.Label(
        text="Topic",
        component=ui.Select(options=OPTIONS, max_values=2, custom_id="topic"),
    )
    script: ui.Label[First] = ui.Label(
        text="Script", component=ui.FileUpload(required=False, max_values=2, custom_id="script")
    )
    form: ui.Label[First] = ui.Label(
        text="Form",
        component=ui.RadioGroup(
            options=[
                discord.RadioGroupOption(label="Short", description="Under 40 minutes"),
                discord.RadioGroupOption(label="Long"),
            ],
            custom_id="form",
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Show what came."""
        names = [one.filename for one in _values(self.script)]
        shown = [_value(self.logline), sorted(_values(self.topic)), names, _value(self.form)]
        await interaction.response.send_message(f"first: {shown}", ephemeral=True)


class Second(ui.Modal, title="Second page"):
    """People, roles, places, and boxes."""

    who: ui.Label[Second] = ui.Label(
        text="Producer", component=ui.UserSelect(required=False, custom_id="who")
    )
    role: ui.Label[Second] = ui.Label(text="Team", component=ui.RoleSelect(custom_id="role"))
    where: ui.Label[Second] = ui.Label(
        text="Where",
        component=ui.ChannelSelect(channel_types=[discord.ChannelType.text], custom_id="where"),
    )
    boxes: ui.Label[Second] = ui.Label(
        text="Genres",
        component=ui.CheckboxGroup(
            options=[discord.CheckboxGroupOption(label=name) for name in ("Sea", "Moon", "Star")],
            min_values=1,
            max_values=2,
            custom_id="boxes",
        ),
    )
    agreed: ui.Label[Second] = ui.Label(text="I agree", component=ui.Checkbox(custom_id="agreed"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Show what came."""
        names = [one.name for label in (self.who, self.role, self.where) for one in _values(label)]
        shown = [names, _values(self.boxes), _value(self.agreed)]
        await interaction.response.send_message(f"second: {shown}", ephemeral=True)


class Third(ui.Modal, title="Third page"):
    """Many lines, and whoever can be mentioned."""

    text: ui.Label[Third] = ui.Label(
        text="Synopsis",
        component=ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=100, custom_id="synopsis"
        ),
    )
    anybody: ui.Label[Third] = ui.Label(
        text="Told to", component=ui.MentionableSelect(max_values=2, custom_id="anybody")
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Show what came."""
        names = [getattr(one, "name", "?") for one in _values(self.anybody)]
        await interaction.response.send_message(f"third: {_value(self.text)} {names}")


MODALS: dict[str, type[ui.Modal]] = {"first": First, "second": Second, "third": Third}


class Menus(ui.View):
    """A menu of each kind."""

    @ui.select(custom_id="m-topic", placeholder="Topics", max_values=2, options=OPTIONS)
    async def topics(self, interaction: discord.Interaction, menu: ui.Select[Menus]) -> None:
        await interaction.response.edit_message(content=f"topics {sorted(menu.values)}")

    @ui.select(cls=ui.UserSelect, custom_id="m-who", placeholder="Somebody")
    async def who(self, interaction: discord.Interaction, menu: ui.UserSelect[Menus]) -> None:
        await interaction.response.send_message(f"who {menu.values[0].name}", ephemeral=True)

    @ui.select(cls=ui.RoleSelect, custom_id="m-role", placeholder="Some team")
    async def role(self, interaction: discord.Interaction, menu: ui.RoleSelect[Menus]) -> None:
        await interaction.response.send_message(f"role {menu.values[0].name}", ephemeral=True)

    @ui.select(cls=ui.MentionableSelect, custom_id="m-any", placeholder="Anybody")
    async def anybody(
        self, interaction: discord.Interaction, menu: ui.MentionableSelect[Menus]
    ) -> None:
        await interaction.response.send_message(f"any {menu.values[0].name}", ephemeral=True)

    @ui.select(cls=ui.ChannelSelect, custom_id="m-where", placeholder="Some place")
    async def where(self, interaction: discord.Interaction, menu: ui.ChannelSelect[Menus]) -> None:
        await interaction.response.send_message(f"where {menu.values[0].name}", ephemeral=True)


class Buttons(ui.View):
    """Each does another thing."""

    def __init__(self, go_on: asyncio.Event) -> None:
        super().__init__(timeout=None)
        self._go_on = go_on

    @ui.button(label="Change", custom_id="b-change")
    async def change(self, interaction: discord.Interaction, _: ui.Button[Buttons]) -> None:
        await interaction.response.edit_message(content="changed in place")

    @ui.button(label="Think", custom_id="b-think")
    async def think(self, interaction: discord.Interaction, _: ui.Button[Buttons]) -> None:
        await interaction.response.defer(thinking=True, ephemeral=True)
        await self._go_on.wait()
        await interaction.followup.send("thought it over")

    @ui.button(label="Nothing", custom_id="b-nothing")
    async def nothing(self, interaction: discord.Interaction, _: ui.Button[Buttons]) -> None:
        """Never answers."""

    @ui.button(label="Letter", custom_id="b-letter")
    async def letter(self, interaction: discord.Interaction, _: ui.Button[Buttons]) -> None:
        try:
            await interaction.user.send("a letter for you")
        except discord.Forbidden as error:
            await interaction.response.send_message(f"refused: {error.code}")
        else:
            await interaction.response.send_message("the letter is on its way")


class Pages(ui.View):
    """Two pages: the second one begins with a way back."""

    @ui.button(label="Next page", custom_id="p-next")
    async def go_on(self, interaction: discord.Interaction, _: ui.Button[Pages]) -> None:
        view = ui.View(timeout=None)
        view.add_item(ui.Button(label="Back", custom_id="p-back"))
        view.add_item(ui.Button(label="Finish", custom_id="p-finish"))
        await interaction.response.edit_message(content="page two", view=view)


class FormBot(Bot):
    """With all of it. `go_on` lets *Think* finish."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = asyncio.Event()
        _add_commands(self)
        _add_all_options(self)
        _add_context_menus(self)


def _add_commands(bot: FormBot) -> None:
    @bot.tree.command(name="form", description="Open a form")
    @app_commands.choices(page=[app_commands.Choice(name=one.title(), value=one) for one in MODALS])
    async def form(interaction: discord.Interaction, page: str) -> None:
        await interaction.response.send_modal(MODALS[page]())

    @bot.tree.command(name="menus", description="A menu of each kind")
    async def menus(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("choose", view=Menus(timeout=None))

    @bot.tree.command(name="pages", description="Two pages")
    async def pages(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("page one", view=Pages(timeout=None))

    @bot.tree.command(name="buttons", description="Buttons that do things")
    async def buttons(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("press", view=Buttons(bot.go_on))


def _add_all_options(bot: Bot) -> None:
    @bot.tree.command(name="all", description="An option of each type")
    @app_commands.choices(kind=[app_commands.Choice(name="Short film", value="s")])
    async def every(
        interaction: discord.Interaction,
        name: str,
        who: discord.Member,
        count: app_commands.Range[int, 1, 5],
        share: app_commands.Range[float, 0.0, 1.0] = 0.5,
        kind: str = "-",
        note: app_commands.Range[str, 2, 8] = "none",
        role: discord.Role | None = None,
        where: discord.TextChannel | None = None,
        anybody: Anybody | None = None,
        file: discord.Attachment | None = None,
        sure: bool = False,
    ) -> None:
        found = [getattr(one, "name", None) for one in (who, role, where, anybody)]
        content = (await file.read()).decode() if file else None
        shown = [name, count, share, kind, note, *found, content, sure]
        await interaction.response.send_message(f"all: {shown}")

    @every.autocomplete("name")
    async def names(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        fitting = [one for one in SUGGESTED if typed.lower() in one.lower()]
        return [app_commands.Choice(name=one, value=one.upper()) for one in fitting]


def _add_context_menus(bot: Bot) -> None:
    @bot.tree.context_menu(name="Count letters")
    async def letters(interaction: discord.Interaction, message: discord.Message) -> None:
        count = len(message.content)
        await interaction.response.send_message(f"{count} letters", ephemeral=True)

    @bot.tree.context_menu(name="Who is this")
    async def who(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"this is {member.display_name}", ephemeral=True)


def _value(label: ui.Label[Any]) -> Any:
    return getattr(label.component, "value", None)


def _values(label: ui.Label[Any]) -> list[Any]:
    return list(getattr(label.component, "values", ()))
