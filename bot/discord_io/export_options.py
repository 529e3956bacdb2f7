"""What the commands take that give pitches away."""

from __future__ import annotations

from collections.abc import Mapping

from discord import app_commands

from bot.discord_io.choices import MOST, NAME_CHARACTERS, Choices
from bot.discord_io.escape import cut
from bot.discord_io.host import Interaction, actor_of, host, locale_of
from bot.discord_io.reading import STATE_NAMES
from bot.discord_io.translator import described
from bot.domain.pitch import State
from bot.domain.text import key
from bot.services.exporting import ExportKind

ALL = "all"
"""In place of a state: whatever was handed in."""
STATES = tuple(state for state in State if state not in (State.DRAFT, State.ERASED))
SHOWN: Mapping[str, str] = {
    "mine": key("export.show.mine"),
    "unassigned": key("export.show.unassigned"),
    "overdue": key("export.show.overdue"),
}
KINDS: Mapping[ExportKind, str] = {
    ExportKind.XLSX: key("export.kind.xlsx"),
    ExportKind.CSV: key("export.kind.csv"),
    ExportKind.JSON: key("export.kind.json"),
    ExportKind.BOOK: key("export.kind.pdf"),
}
KIND_CHOICES = [
    app_commands.Choice(name=described(name), value=kind.value) for kind, name in KINDS.items()
]
STATE_CHOICES = [
    app_commands.Choice(name=described("export.state.all"), value=ALL),
    *(
        app_commands.Choice(name=described(STATE_NAMES[state]), value=state.value)
        for state in STATES
    ),
]
SHOW_CHOICES = [
    app_commands.Choice(name=described(name), value=value) for value, name in SHOWN.items()
]


async def call_choices(interaction: Interaction, typed: str) -> Choices:
    """By the programme's name and the day on which it opened. Raises: CoordinatorsOnly."""
    calls = await host(interaction).services.exporting.calls(actor_of(interaction))
    locale = locale_of(interaction)
    named = ((f"{one.programme.name.in_(locale)} · {one.opened.isoformat()}", one) for one in calls)
    return [
        app_commands.Choice(name=cut(name, NAME_CHARACTERS), value=str(one.id))
        for name, one in named
        if typed.casefold() in name.casefold()
    ][:MOST]
