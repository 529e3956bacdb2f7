"""An entry of the bank before a coordinator: its texts in full, its history, and what can be done
with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import ui

from bot.discord_io import faq_modal
from bot.discord_io.escape import cut, escape
from bot.discord_io.faq_sheet import Sheet, Typed, validity_of
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.paging import arrows
from bot.discord_io.pressed import defer
from bot.discord_io.reading import LANGUAGE_NAMES, split
from bot.discord_io.seen import fitted
from bot.discord_io.widgets import BESIDE, Layout, PersistentButton, row
from bot.domain.faq import BankEntry, FaqAct, FaqRef, FaqVersion
from bot.domain.ids import ProgrammeKey
from bot.domain.programme import Programme
from bot.domain.text import Locale, key
from bot.services.bank import Kept, Saved
from bot.texts import Text, stamp

REF = "[a-z0-9-]{1,40}:[a-z0-9-]{1,40}"
"""The pattern of a programme's key and an entry's id."""
LANGUAGES = "(?:en|zh-CN|zh-TW)"
BODY_CHARACTERS = 2200
"""Of the 4000 that all texts of one message may hold (Discord's limit), less what stands above:
the question, the facts and a warning, all escaped, take some 1500."""
QUESTION_CHARACTERS = 120
NAME_CHARACTERS = 60
SOURCE_CHARACTERS = 100
HISTORY_CHARACTERS = 1500

ACTS: Mapping[FaqAct, str] = {
    FaqAct.SHIPPED: key("faq.act.shipped"),
    FaqAct.ADDED: key("faq.act.added"),
    FaqAct.EDITED: key("faq.act.edited"),
    FaqAct.REMOVED: key("faq.act.removed"),
    FaqAct.UNDONE: key("faq.act.undone"),
    FaqAct.CONFIRMED: key("faq.act.confirmed"),
    FaqAct.IMPORTED: key("faq.act.imported"),
}


class EntryButton(PersistentButton, action="", ids="(?!)"):
    """A button of one entry: its ids begin with what names it."""

    def __init_subclass__(cls, *, action: str, more: str = "") -> None:
        super().__init_subclass__(action=action, ids=f"{REF}{more}")

    @property
    def ref(self) -> FaqRef:
        return FaqRef(ProgrammeKey(self.ids[0]), self.ids[1])


class OpenEntryButton(EntryButton, action="faq:open", more=rf":\d{{1,3}}(?::{BESIDE})?"):
    """Show a page of the entry: from elsewhere in a new message, from there in place."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction, beside=self.ids[-1] == BESIDE)
        await show_entry(interaction, self.ref, int(self.ids[2]))


class EditEntryButton(EntryButton, action="faq:edit", more=f":{LANGUAGES}"):
    """Open the form for one language. Whether it may be sent is asked again when it is."""

    async def press(self, interaction: Interaction) -> None:
        await open_form(interaction, self.ref, Locale(self.ids[2]))


class ConfirmEntryButton(EntryButton, action="faq:confirm"):
    """It is still right today."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        await host(interaction).services.bank.confirm(actor_of(interaction), self.ref)
        await show_entry(interaction, self.ref, 0, top=text_of(interaction)(key("faq.confirmed")))


class UndoEntryButton(EntryButton, action="faq:undo"):
    """Bring back the version before the last."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        saved = await host(interaction).services.bank.undo(actor_of(interaction), self.ref)
        await show_saved(interaction, saved, text_of(interaction)(key("faq.undone")))


class RemoveEntryButton(EntryButton, action="faq:remove"):
    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        await remove(interaction, self.ref)


BUTTONS = (
    OpenEntryButton, EditEntryButton, ConfirmEntryButton, UndoEntryButton, RemoveEntryButton,
)  # fmt: skip


async def show_entry(interaction: Interaction, ref: FaqRef, page: int, *, top: str = "") -> None:
    """Put page ``page`` (from 0) of the entry in place of the deferred answer."""
    kept = await host(interaction).services.bank.view(actor_of(interaction), ref)
    view = opened(kept, page, text_of(interaction), top=top)
    await interaction.edit_original_response(view=view, attachments=[])


async def open_form(interaction: Interaction, ref: FaqRef, locale: Locale) -> None:
    """The form with what stands, as the first answer to the interaction."""
    kept = await host(interaction).services.bank.view(actor_of(interaction), ref)
    sheet = Sheet.edit(ref, kept.entry.version, locale)
    typed = Typed.of_entry(kept.entry, locale)
    modal = faq_modal.form(sheet, typed, (), text_of(interaction))
    await interaction.response.send_modal(modal)


async def remove(interaction: Interaction, ref: FaqRef) -> None:
    """Take it out of the bank, with a button that undoes that, in place of the deferred answer."""
    entry = await host(interaction).services.bank.remove(actor_of(interaction), ref)
    text = text_of(interaction)
    await interaction.edit_original_response(view=removed(entry, text), attachments=[])


async def show_saved(interaction: Interaction, saved: Saved, said: str) -> None:
    """The entry as it is now, after ``said``, with what to look at, in place of the deferred
    answer."""
    text = text_of(interaction)
    kept = await host(interaction).services.bank.view(actor_of(interaction), saved.entry.ref)
    view = opened(kept, 0, text, top=said, nearest=saved.nearest)
    await interaction.edit_original_response(view=view, attachments=[])


def opened(
    kept: Kept, page: int, text: Text, *, top: str = "", nearest: BankEntry | None = None
) -> Layout:
    """A page of the entry, the last if there are not so many. ``top`` stands above; ``nearest`` is
    another that already answers the same."""
    entry, pages = kept.entry, _pages(_blocks(kept, text))
    page = min(page, len(pages) - 1)
    warned = [top] if top else []
    if nearest is not None:
        warned.append(text(key("faq.near_duplicate"), question=question_of(nearest, text)))
    parts: list[ui.Item[Any]] = [ui.TextDisplay("\n".join(warned))] if warned else []
    inner: list[ui.Item[Any]] = [
        ui.TextDisplay("\n".join(_head(entry, kept.programme, text))),
        ui.TextDisplay(pages[page]),
    ]
    if not entry.removed:
        inner.append(row(*_edits(entry, text)))
    inner.append(row(*_acts(kept, text)))
    turn = list(arrows(OpenEntryButton, page, len(pages), text, *entry.ref))
    if nearest is not None:
        label = text(key("button.faq_open_nearest"))
        turn.append(OpenEntryButton(*nearest.ref, 0, BESIDE, label=label))
    if turn:
        inner.append(row(*turn))
    return Layout(*parts, ui.Container(*inner))


def removed(entry: BankEntry, text: Text) -> Layout:
    """That it is gone, and the way back."""
    said = text(key("faq.removed"), question=question_of(entry, text))
    undo = UndoEntryButton(*entry.ref, label=text(key("button.faq_undo")))
    return Layout(ui.TextDisplay(said), row(undo))


def question_of(entry: BankEntry, text: Text, most: int = QUESTION_CHARACTERS) -> str:
    """What it answers, in one line, cut at ``most`` and escaped."""
    return escape(cut(entry.question.in_(text.locale), most))


def programme_name(programme: Programme | None, text: Text, most: int = NAME_CHARACTERS) -> str:
    """In one line, cut at ``most`` and escaped; what stands for none where it is None."""
    if programme is None:
        return text(key("faq.general"))
    return escape(cut(programme.name.in_(text.locale), most))


def _head(entry: BankEntry, programme: Programme | None, text: Text) -> Iterator[str]:
    yield f"## {question_of(entry, text)}"
    yield f"-# {programme_name(programme, text)} · `{entry.ref.programme}:{entry.ref.id}`"
    yield text(key("faq.last_confirmed"), day=entry.confirmed.isoformat())
    if days := validity_of(entry):
        yield text(key("faq.valid"), days=days)
    if entry.source:
        yield text(key("faq.source"), source=escape(cut(entry.source, SOURCE_CHARACTERS)))
    if entry.removed:
        yield text(key("faq.is_removed"))
    elif entry.few_phrasings:
        yield text(key("faq.few_phrasings"))


def _edits(entry: BankEntry, text: Text) -> Iterator[EditEntryButton]:
    """One for each language, whether it is there or not."""
    for locale in Locale:
        there = locale in entry.question.texts
        label = text(
            key("button.faq_edit") if there else key("button.faq_add"),
            language=text(LANGUAGE_NAMES[locale]),
        )
        yield EditEntryButton(*entry.ref, locale.value, label=label)


def _acts(kept: Kept, text: Text) -> Iterator[EntryButton]:
    ref, removed_ = kept.entry.ref, kept.entry.removed
    if not removed_:
        label = text(key("button.faq_confirm"))
        yield ConfirmEntryButton(*ref, label=label, style=discord.ButtonStyle.success)
    yield UndoEntryButton(*ref, label=text(key("button.faq_undo")), disabled=len(kept.history) < 2)
    if not removed_:
        label = text(key("button.faq_remove"))
        yield RemoveEntryButton(*ref, label=label, style=discord.ButtonStyle.danger)


def _blocks(kept: Kept, text: Text) -> Iterator[str]:
    """Everything that stands in the entry, by language, then its history, in parts that each fit
    a page."""
    entry = kept.entry
    for locale in Locale:
        language = text(LANGUAGE_NAMES[locale])
        if question := entry.question.texts.get(locale):
            yield from _titled(text(key("faq.part.question"), language=language), question, text)
        if answer := entry.answer.texts.get(locale):
            yield from _titled(text(key("faq.part.answer"), language=language), answer, text)
        if ways := entry.phrasings.get(locale):
            title = text(key("faq.part.phrasings"), language=language)
            yield from _titled(title, "\n".join(ways), text)
    lines = (_happened(version, text) for version in kept.history)
    told = fitted(lines, HISTORY_CHARACTERS)
    yield "\n".join([f"**{text(key('faq.part.history'))}**", *told])


def _happened(version: FaqVersion, text: Text) -> str:
    by = f" · <@{version.by}>" if version.by else ""
    return f"{stamp(version.at, 'f')} · {text(ACTS[version.act])}{by}"


def _titled(title: str, words: str, text: Text) -> Iterator[str]:
    for number, part in enumerate(split(words, BODY_CHARACTERS - 200)):
        again = f" {text(key('pitch.continued'))}" if number else ""
        yield f"**{title}**{again}\n{part}"


def _pages(blocks: Iterator[str]) -> list[str]:
    made = [next(blocks)]
    for block in blocks:
        joined = f"{made[-1]}\n{block}"
        if len(joined) <= BODY_CHARACTERS:
            made[-1] = joined
        else:
            made.append(block)
    return made
