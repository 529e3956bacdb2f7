"""The entries of the bank, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from bot.discord_io.escape import cut
from bot.discord_io.faq_entry import programme_name, question_of, show_entry
from bot.discord_io.faq_modal import LABEL_CHARACTERS
from bot.discord_io.faq_sheet import OPEN, validity_of
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.paging import arrows
from bot.discord_io.pressed import defer
from bot.discord_io.widgets import Layout, PersistentButton, PersistentSelect, note, row
from bot.domain.faq import BankEntry, FaqRef
from bot.domain.ids import ProgrammeKey
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.services.bank import LISTED, Filter
from bot.services.ports import Page
from bot.texts import Text

QUESTION_CHARACTERS, NAME_CHARACTERS = 100, 30
"""Ten entries share the text of one message, and escaped they may be twice as long."""
FILTERS: Mapping[Filter, str] = {
    Filter.ALL: key("faq.show.all"),
    Filter.UNCONFIRMED: key("faq.show.unconfirmed"),
    Filter.FEW_PHRASINGS: key("faq.show.few_phrasings"),
    Filter.NOT_NOW: key("faq.show.not_now"),
}


class FaqListButton(
    PersistentButton,
    action="faq:list",
    ids=rf"[a-z0-9-]{{1,40}}:(?:{'|'.join(FILTERS)}):\d{{1,4}}",
):
    """Show a page of the list."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        programme = None if self.ids[0] == OPEN else ProgrammeKey(self.ids[0])
        await show_list(interaction, programme, Filter(self.ids[1]), int(self.ids[2]))


class EntrySelect(PersistentSelect, action="faq:choose", ids="one"):
    """Open an entry in a new message: the list stays."""

    async def choose(self, interaction: Interaction, value: str) -> None:
        await defer(interaction, beside=True)
        programme, _, name = value.partition(":")
        await show_entry(interaction, FaqRef(ProgrammeKey(programme), name), 0)


BUTTONS = (FaqListButton, EntrySelect)


async def show_list(
    interaction: Interaction, programme: ProgrammeKey | None, only: Filter, page: int
) -> None:
    """Put page ``page`` (from 0) of the entries in place of the deferred answer."""
    bank, actor = host(interaction).services.bank, actor_of(interaction)
    listed = await bank.listed(actor, programme=programme, only=only, page=page)
    known = {one.key: one for one in await bank.programmes(actor)}
    view = entry_list(listed, programme, only, page, known, text_of(interaction))
    await interaction.edit_original_response(view=view)


def entry_list(
    listed: Page[BankEntry],
    programme: ProgrammeKey | None,
    only: Filter,
    page: int,
    known: Mapping[ProgrammeKey, Programme],
    text: Text,
) -> Layout:
    if not listed.total:
        return note(text(key("faq.none")))
    lines = [_line(entry, known, text) for entry in listed.items]
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay(f"## {text.n(key('faq.count'), listed.total)}"),
        ui.TextDisplay("\n".join(lines) or text(key("faq.none"))),
    ]
    if listed.items:
        parts.append(row(_select(listed, known, text)))
    pages = -(-listed.total // LISTED)
    if turn := arrows(FaqListButton, page, pages, text, programme or OPEN, only.value):
        parts.append(row(*turn))
    return Layout(ui.Container(*parts))


def _line(entry: BankEntry, known: Mapping[ProgrammeKey, Programme], text: Text) -> str:
    question = question_of(entry, text, QUESTION_CHARACTERS)
    return f"**{question}**\n-# {' · '.join(_facts(entry, known, text))}"


def _facts(entry: BankEntry, known: Mapping[ProgrammeKey, Programme], text: Text) -> Iterator[str]:
    yield programme_name(known.get(entry.ref.programme), text, NAME_CHARACTERS)
    yield text(key("faq.confirmed_on"), day=entry.confirmed.isoformat())
    if days := validity_of(entry):
        yield days
    if entry.few_phrasings:
        yield text(key("faq.few_phrasings_short"))


def _select(
    listed: Page[BankEntry], known: Mapping[ProgrammeKey, Programme], text: Text
) -> EntrySelect:
    options = []
    for entry in listed.items:
        programme = known.get(entry.ref.programme)
        name = programme.name.in_(text.locale) if programme else text(key("faq.general"))
        options.append(
            discord.SelectOption(
                label=cut(entry.question.in_(text.locale), LABEL_CHARACTERS),
                value=":".join(entry.ref),
                description=cut(name, LABEL_CHARACTERS),
            )
        )
    return EntrySelect("one", placeholder=text(key("select.faq_entry")), options=options)
