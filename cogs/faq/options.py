"""What the commands of `/faq` take: programmes, entries, languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from discord import app_commands

from bot.discord_io.choices import MOST, NAME_CHARACTERS, Choices
from bot.discord_io.escape import cut
from bot.discord_io.faq_entry import REF
from bot.discord_io.faq_list import FILTERS
from bot.discord_io.faq_modal import programme_options
from bot.discord_io.host import Interaction, actor_of, host, locale_of, text_of
from bot.discord_io.reading import LANGUAGE_NAMES
from bot.discord_io.translator import described
from bot.domain.errors import ProgrammeNotFound
from bot.domain.errors_answers import EntryNotFound
from bot.domain.faq import GENERAL, FaqRef
from bot.domain.ids import ProgrammeKey
from bot.domain.programme import Programme
from bot.domain.text import Locale
from bot.services.ports_answers import FileFormat

LANGUAGE_CHOICES = [
    app_commands.Choice(name=described(name), value=locale.value)
    for locale, name in LANGUAGE_NAMES.items()
]
SHOW_CHOICES = [
    app_commands.Choice(name=described(name), value=only.value) for only, name in FILTERS.items()
]
FORMAT_CHOICES = [
    app_commands.Choice(name=described("faq.format.yaml"), value=FileFormat.YAML.value),
    app_commands.Choice(name=described("faq.format.csv"), value=FileFormat.CSV.value),
    app_commands.Choice(name=described("faq.format.json"), value=FileFormat.JSON.value),
]


async def programme_named(
    interaction: Interaction, typed: str | None
) -> tuple[ProgrammeKey | None, Sequence[Programme]]:
    """The programme that was typed or chosen, by key or by name in any language, and all there are.

    Raises:
        CoordinatorsOnly.
        ProgrammeNotFound.
    """
    programmes = await host(interaction).services.bank.programmes(actor_of(interaction))
    if typed is None:
        return None, programmes
    wanted = typed.strip().casefold()
    if wanted == GENERAL:
        return GENERAL, programmes
    for programme in programmes:
        names = {programme.name.in_(locale).casefold() for locale in Locale}
        if wanted in {programme.key, *names}:
            return programme.key, programmes
    raise ProgrammeNotFound


async def entry_named(interaction: Interaction, typed: str) -> FaqRef:
    """The entry that was chosen; or the only one that what was typed fits.

    Raises:
        CoordinatorsOnly.
        EntryNotFound.
    """
    if re.fullmatch(REF, typed.strip()):
        programme, _, name = typed.strip().partition(":")
        return FaqRef(ProgrammeKey(programme), name)
    bank = host(interaction).services.bank
    found = await bank.suggested(actor_of(interaction), typed, limit=2)
    if len(found) != 1:
        raise EntryNotFound
    return found[0].ref


def language_named(interaction: Interaction, typed: str | None) -> Locale:
    """The one that was chosen, else the person's own."""
    return Locale(typed) if typed else locale_of(interaction)


async def programme_choices(interaction: Interaction, typed: str) -> Choices:
    """Also what stands for the server as a whole."""
    programmes = await host(interaction).services.bank.programmes(actor_of(interaction))
    return [
        app_commands.Choice(name=name, value=value)
        for name, value in programme_options(programmes, text_of(interaction))
        if typed.casefold() in name.casefold()
    ][:MOST]


async def entry_choices(interaction: Interaction, typed: str) -> Choices:
    found = await host(interaction).services.bank.suggested(actor_of(interaction), typed)
    locale = locale_of(interaction)
    return [
        app_commands.Choice(
            name=cut(entry.question.in_(locale), NAME_CHARACTERS), value=":".join(entry.ref)
        )
        for entry in found
    ][:MOST]
