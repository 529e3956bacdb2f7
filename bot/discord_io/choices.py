"""What autocomplete offers, shared by the commands that ask for the same thing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from functools import wraps
from typing import Any, TypeVar

from discord import app_commands

from bot.discord_io.escape import cut
from bot.discord_io.host import Interaction, actor_of, host, locale_of, text_of
from bot.discord_io.reading import title_of
from bot.domain.ids import ProgrammeKey
from bot.domain.pitch import Pitch
from bot.domain.programme import Programme

Choices = list[app_commands.Choice[str]]
MOST = 25
"""Choices that Discord shows, and the most it accepts."""
NAME_CHARACTERS = 100

Binding = TypeVar("Binding")
Suggesting = Callable[[Binding, Interaction, str], Awaitable[Choices]]
Answering = Callable[[Binding, Interaction, str], Coroutine[Any, Any, Choices]]


def suggests(offering: Suggesting[Binding]) -> Answering[Binding]:
    """Decorate each autocomplete of a cog: who may see nothing is offered nothing, at once.

    discord.py hands what autocomplete raises to nobody, so that the person would wait for the three
    seconds in which Discord awaits an answer.
    """

    @wraps(offering)
    async def answering(cog: Binding, interaction: Interaction, typed: str) -> Choices:
        try:
            return await offering(cog, interaction, typed)
        except Exception as error:  # noqa: BLE001 - nothing above this would answer
            await host(interaction).reporter.report(interaction, error)
            return []

    return answering


async def known_programmes(interaction: Interaction) -> dict[ProgrammeKey, Programme]:
    """The guild's programmes in use, by key."""
    offered = await host(interaction).services.programmes.offered(actor_of(interaction).guild)
    return {offering.programme.key: offering.programme for offering in offered}


async def programme_choices(
    interaction: Interaction, typed: str, *, only_open: bool = False
) -> Choices:
    """The guild's programmes whose name contains what was typed, in the person's language."""
    locale = locale_of(interaction)
    offered = await host(interaction).services.programmes.offered(actor_of(interaction).guild)
    named = [
        (cut(o.programme.name.in_(locale), NAME_CHARACTERS), o.programme.key)
        for o in offered
        if o.open_ or not only_open
    ]
    return [
        app_commands.Choice(name=name, value=value)
        for name, value in named
        if typed.casefold() in name.casefold()
    ][:MOST]


async def pitch_choices(interaction: Interaction, pitches: Iterable[Pitch]) -> Choices:
    """Pitches by reference and title."""
    known, text = await known_programmes(interaction), text_of(interaction)
    choices = []
    for pitch in pitches:
        programme = known.get(pitch.programme)
        title = f" · {title_of(pitch, programme, text)}" if programme else ""
        name = cut(f"{pitch.ref}{title}", NAME_CHARACTERS)
        choices.append(app_commands.Choice(name=name, value=str(pitch.ref)))
    return choices[:MOST]
