"""Messages whose buttons keep working after a restart.

discord.py keeps views in memory to find their callbacks. Ours need none: every button and select
is a `DynamicItem` found by its ``custom_id``, so a layout is stopped as soon as it is made and
nothing of it stays behind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import discord
from discord import ui

from bot.discord_io.host import Interaction, host

ID = "[0-9a-f]{20}"
"""The pattern of our own ids in a ``custom_id``."""

BESIDE = "beside"
"""The last id of a button in a list that shows its thing in a new message: the list stays."""

AnyButton = ui.Button[ui.LayoutView]
AnySelect = ui.Select[ui.LayoutView]
AnyUserSelect = ui.UserSelect[ui.LayoutView]


class Layout(ui.LayoutView):
    """A message of components, never waited for."""

    def __init__(self, *items: ui.Item[Any]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)
        self.stop()


def row(*items: ui.Item[Any] | None) -> ui.ActionRow[ui.LayoutView]:
    """Up to five buttons, or one select, side by side; Nones are left out."""
    return ui.ActionRow(*(item for item in items if item is not None))


def note(text: str) -> Layout:
    """A message of text only."""
    return Layout(ui.TextDisplay(text))


class PersistentButton(ui.DynamicItem[AnyButton], template=r"(?!)"):
    """A button known by its action and ids; state and permission are read again at each press.

    Subclasses name ``action`` and the pattern of the ids, and write `press`.
    """

    action: ClassVar[str]

    def __init_subclass__(cls, *, action: str, ids: str) -> None:
        cls.action = action
        super().__init_subclass__(template=rf"{re.escape(action)}:(?P<ids>{ids})")

    def __init__(
        self,
        *ids: object,
        label: str = "…",
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        disabled: bool = False,
    ) -> None:
        self.ids = tuple(str(part) for part in ids)
        custom_id = ":".join((self.action, *self.ids))
        super().__init__(
            ui.Button(label=label, style=style, disabled=disabled, custom_id=custom_id)
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(*match["ids"].split(":"))

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        return await host(interaction).accepts(interaction)

    async def callback(self, interaction: Interaction) -> None:
        await host(interaction).reporter.guard(interaction, self.press, interaction)

    async def press(self, interaction: Interaction) -> None:
        """What the button does."""
        raise TypeError(f"{type(self).__name__} has no press")


class PersistentSelect(ui.DynamicItem[AnySelect], template=r"(?!)"):
    """A select of one option, known by its action and ids; subclasses write `choose`."""

    action: ClassVar[str]

    def __init_subclass__(cls, *, action: str, ids: str) -> None:
        cls.action = action
        super().__init_subclass__(template=rf"{re.escape(action)}:(?P<ids>{ids})")

    def __init__(
        self,
        *ids: object,
        placeholder: str | None = None,
        options: Sequence[discord.SelectOption] = (),
    ) -> None:
        self.ids = tuple(str(part) for part in ids)
        custom_id = ":".join((self.action, *self.ids))
        super().__init__(
            ui.Select(custom_id=custom_id, placeholder=placeholder, options=list(options))
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(*match["ids"].split(":"))

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        return await host(interaction).accepts(interaction)

    async def callback(self, interaction: Interaction) -> None:
        chosen = self.item.values[0]
        await host(interaction).reporter.guard(
            interaction, lambda: self.choose(interaction, chosen)
        )

    async def choose(self, interaction: Interaction, value: str) -> None:
        """What choosing ``value`` does."""
        raise TypeError(f"{type(self).__name__} has no choose")


class PersistentMultiSelect(PersistentSelect, action="", ids="(?!)"):
    """A choice of any number of options, none included; subclasses write `chosen`."""

    def __init__(
        self,
        *ids: object,
        placeholder: str | None = None,
        options: Sequence[discord.SelectOption] = (),
    ) -> None:
        super().__init__(*ids, placeholder=placeholder, options=options)
        self.item.min_values, self.item.max_values = 0, max(1, len(options))

    async def callback(self, interaction: Interaction) -> None:
        values = tuple(self.item.values)
        await host(interaction).reporter.guard(interaction, self.chosen, interaction, values)

    async def chosen(self, interaction: Interaction, values: Sequence[str]) -> None:
        """What choosing ``values`` does."""
        raise TypeError(f"{type(self).__name__} has no chosen")


class PersistentUserSelect(ui.DynamicItem[AnyUserSelect], template=r"(?!)"):
    """A choice of one person, known by its action and ids; subclasses write `choose`."""

    action: ClassVar[str]

    def __init_subclass__(cls, *, action: str, ids: str) -> None:
        cls.action = action
        super().__init_subclass__(template=rf"{re.escape(action)}:(?P<ids>{ids})")

    def __init__(self, *ids: object, placeholder: str | None = None) -> None:
        self.ids = tuple(str(part) for part in ids)
        custom_id = ":".join((self.action, *self.ids))
        super().__init__(ui.UserSelect(custom_id=custom_id, placeholder=placeholder))

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(*match["ids"].split(":"))

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        return await host(interaction).accepts(interaction)

    async def callback(self, interaction: Interaction) -> None:
        chosen = self.item.values[0]
        await host(interaction).reporter.guard(
            interaction, lambda: self.choose(interaction, chosen)
        )

    async def choose(self, interaction: Interaction, person: discord.Member | discord.User) -> None:
        """What choosing ``person`` does."""
        raise TypeError(f"{type(self).__name__} has no choose")
