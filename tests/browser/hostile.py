"""Texts that try to be more than text, and a bot that shows them wherever a bot can."""

from __future__ import annotations

import json
from typing import Any

import discord
from discord import app_commands, ui

from tests.sandbox.conftest import Bot

SHORT = (
    "<img src=x onerror=ran=1>",
    "<script>ran=1</script>",
    '"><svg onload=ran=1>',
    "</textarea><svg onload=ran=1>",
    "${ran=1}{{ran=1}}",
    "javascript:ran=1",
    "\u202egnp.exe",
)
"""Each would set `window.ran`. All fit into a name of 32 characters."""
IMAGE, SCRIPT, ATTRIBUTE, CLOSING, TEMPLATE, ADDRESS, REVERSED = SHORT
LINKS = (
    "[tap](javascript:ran=1)",
    "[tap](<javascript:ran=1>)",
    "[tap](data:text/html,<script>ran=1</script>)",
    '[tap](https://own.invalid" onmouseover="ran=1)',
    "<javascript:ran=1>",
)
"""Markdown that must not become a link."""
ZALGO = "Z" + "\u0301" * 3000
FOREIGN = "https://elsewhere.invalid/picture.png"
"""A picture that must not be fetched; a test turns it into a script's address."""
WORLD = json.dumps(
    {
        "applications": [{"name": ATTRIBUTE, "token": "sandbox-token"}],
        "guilds": [
            {
                "key": "north",
                "name": IMAGE,
                "owner": "olga",
                "roles": [{"name": SCRIPT, "permissions": ["manage_messages"]}],
                "channels": [
                    {"name": "general", "category": CLOSING, "topic": IMAGE + SCRIPT},
                    {"name": TEMPLATE, "category": CLOSING},
                ],
            }
        ],
        "people": {
            "olga": {"display_name": IMAGE, "about": {"en-US": SCRIPT}},
            "maya": {"display_name": CLOSING, "guilds": {"north": [SCRIPT]}},
            "sam": {"display_name": REVERSED, "guilds": {"north": []}},
        },
    }
)


def option(text: str, number: int) -> discord.SelectOption:
    return discord.SelectOption(label=text, description=text, value=str(number))


class Asked(ui.Modal, title=IMAGE):
    """All of its words are hostile."""

    note = ui.TextDisplay[Any](SCRIPT + LINKS[0])
    text: ui.Label[Asked] = ui.Label(
        text=ATTRIBUTE,
        description=CLOSING,
        component=ui.TextInput(placeholder=TEMPLATE, default=IMAGE, custom_id="text"),
    )
    menu: ui.Label[Asked] = ui.Label(
        text=CLOSING,
        component=ui.Select(
            placeholder=IMAGE,
            options=[option(one, at) for at, one in enumerate(SHORT)],
            custom_id="menu",
        ),
    )
    radio: ui.Label[Asked] = ui.Label(
        text=TEMPLATE,
        component=ui.RadioGroup(
            options=[discord.RadioGroupOption(label=one, description=one) for one in SHORT],
            custom_id="radio",
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Show the answer."""
        answer = getattr(self.text.component, "value", "")
        await interaction.response.send_message(f"answered {answer}", ephemeral=True)


class Old(ui.View):
    """Buttons, a link and a menu."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        for at, text in enumerate(SHORT[:4]):
            button: ui.Button[Old] = ui.Button(label=text, custom_id=f"old-{at}", row=0)
            button.callback = self._ask  # type: ignore[method-assign]
            self.add_item(button)
        self.add_item(ui.Button(label=TEMPLATE, url=FOREIGN, row=1))
        menu: ui.Select[Old] = ui.Select(
            placeholder=IMAGE,
            custom_id="old-menu",
            options=[option(one, at) for at, one in enumerate(SHORT)],
        )
        self.add_item(menu)

    async def _ask(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Asked())


class New(ui.LayoutView):
    """The layouts of version 2."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        texts = [ui.TextDisplay[New](one) for one in SHORT]
        gallery: ui.MediaGallery[New] = ui.MediaGallery(
            discord.MediaGalleryItem(FOREIGN, description=IMAGE)
        )
        section: ui.Section[New] = ui.Section(
            SCRIPT, "\n".join(LINKS), accessory=ui.Thumbnail(FOREIGN, description=ATTRIBUTE)
        )
        self.add_item(ui.Container(*texts, gallery, section))


def hostile_embed() -> discord.Embed:
    """An embed whose every text is hostile."""
    made = discord.Embed(title=IMAGE, description="\n".join((*SHORT, *LINKS, ZALGO)), url=FOREIGN)
    made.set_author(name=SCRIPT, url=FOREIGN, icon_url=FOREIGN)
    made.set_footer(text=ATTRIBUTE, icon_url=FOREIGN)
    made.set_image(url=FOREIGN).set_thumbnail(url=FOREIGN)
    return made.add_field(name=CLOSING, value=TEMPLATE)


class HostileBot(Bot):
    """Its commands are described, and their options suggested, with hostile texts."""

    def __init__(self) -> None:
        super().__init__()

        @self.tree.command(name="echo", description=IMAGE)
        @app_commands.describe(text=SCRIPT, kind=CLOSING)
        @app_commands.choices(
            kind=[app_commands.Choice(name=one, value=str(at)) for at, one in enumerate(SHORT)]
        )
        async def echo(interaction: discord.Interaction, text: str, kind: str) -> None:
            await interaction.response.send_message(f"echo {kind} {text}")

        @echo.autocomplete("text")
        async def suggest(_: discord.Interaction, __: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=one, value=one) for one in SHORT]

        for name, kind in ((ATTRIBUTE, discord.Message), (TEMPLATE, discord.Member)):
            self.tree.add_command(_menu(name, kind))


def _menu(name: str, kind: type[Any]) -> app_commands.ContextMenu:
    async def run(interaction: discord.Interaction, target: Any) -> None:
        await interaction.response.send_message(f"menu {target.id}", ephemeral=True)

    run.__annotations__["target"] = kind
    return app_commands.ContextMenu(name=name, callback=run)
