"""Decisions that wait for a lead: the list, what each author will read, and the release.

What was chosen stands in the menu of the message itself, as it was previewed: so it outlives a
restart, and is nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.pressed import defer
from bot.discord_io.release_pages import option, outcome, proposal_line, sheets
from bot.discord_io.widgets import Layout, PersistentButton, PersistentMultiSelect, note, row
from bot.domain.errors_review import NothingChosen
from bot.domain.ids import PitchId
from bot.domain.text import key
from bot.services.deciding import PROPOSED
from bot.services.ports import Page
from bot.services.releases import Chosen, Preview, Waiting
from bot.texts import Text

PRIMARY, SUCCESS = discord.ButtonStyle.primary, discord.ButtonStyle.success
PAGE = r"\d{1,4}"


class ReleaseSelect(PersistentMultiSelect, action="desk:release-pick", ids=PAGE):
    """Choose what to release: the menu keeps it."""

    async def chosen(self, interaction: Interaction, values: Sequence[str]) -> None:
        await defer(interaction)
        await _show(interaction, await listed(interaction, int(self.ids[0]), values))


class ReleaseAllButton(PersistentButton, action="desk:release-all", ids=PAGE):
    """Choose all of the page."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        offered = [value for value, _ in _options(interaction)]
        await _show(interaction, await listed(interaction, int(self.ids[0]), offered))


class ReleaseListButton(PersistentButton, action="desk:release-list", ids=PAGE):
    """Back to the list, or to another page of it."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        await _show(interaction, await listed(interaction, int(self.ids[0]), picked(interaction)))


class ReleasePreviewButton(PersistentButton, action="desk:release-preview", ids=rf"{PAGE}:{PAGE}"):
    """Read what the authors of the chosen pitches will."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        page, at = map(int, self.ids)
        pitches = [PitchId(value.split(":")[0]) for value in picked(interaction)]
        await _show(interaction, await previewed(interaction, pitches, page, at))


class ReleaseButton(PersistentButton, action="desk:release", ids=PAGE):
    """Release what was previewed, as it was previewed."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        chosen = [Chosen(PitchId(one), int(two), three) for one, two, three in _tokens(interaction)]
        if not chosen:
            raise NothingChosen
        deciding = host(interaction).services.deciding
        released = await deciding.release(actor_of(interaction), chosen)
        await _show(interaction, outcome(released, text_of(interaction)))


BUTTONS = (
    ReleaseSelect,
    ReleaseAllButton,
    ReleaseListButton,
    ReleasePreviewButton,
    ReleaseButton,
)


async def listed(interaction: Interaction, page: int, chosen: Iterable[str] = ()) -> Layout:
    """Page ``page`` (from 0) of all that waits."""
    waiting = await host(interaction).services.deciding.proposed(actor_of(interaction), page=page)
    ids = [value.split(":")[0] for value in chosen]
    return proposals(waiting, page, ids, text_of(interaction))


async def previewed(
    interaction: Interaction, pitches: Sequence[PitchId], page: int = 0, at: int = 0
) -> Layout:
    """What the authors of these pitches will read."""
    if not pitches:
        raise NothingChosen
    previews = await host(interaction).services.deciding.preview(actor_of(interaction), pitches)
    return preview(previews, page, at, text_of(interaction))


def picked(interaction: Interaction) -> list[str]:
    """What is chosen in the menu of the message that was pressed on."""
    return [value for value, chosen in _options(interaction) if chosen]


def _tokens(interaction: Interaction) -> Iterator[tuple[str, str, str]]:
    """What was chosen there as it was previewed."""
    for value in picked(interaction):
        pitch, version, letters = [*value.split(":"), "", ""][:3]
        if version.isdecimal():
            yield pitch, version, letters


def _options(interaction: Interaction) -> Iterator[tuple[str, bool]]:
    message = interaction.message
    for component in _all(message.components if message else ()):
        if str(getattr(component, "custom_id", "")).startswith(f"{ReleaseSelect.action}:"):
            for option in component.options:
                yield option.value, option.default


def _all(components: Iterable[Any]) -> Iterator[Any]:
    for component in components:
        yield component
        yield from _all(getattr(component, "children", ()))


async def _show(interaction: Interaction, view: Layout) -> None:
    await interaction.edit_original_response(view=view)


def proposals(waiting: Page[Waiting], page: int, chosen: Sequence[str], text: Text) -> Layout:
    """Page ``page`` (from 0) of what waits, with those of ``chosen`` (ids of pitches) chosen."""
    if not waiting.total:
        return note(text(key("release.none")))
    if not waiting.items:
        back = ReleaseListButton(max(0, page - 1), label=text(key("button.earlier")))
        return Layout(ui.Container(ui.TextDisplay(text(key("release.none"))), row(back)))
    lines = [f"## {text.n(key('release.waiting'), waiting.total)}", text(key("release.how"))]
    lines += [proposal_line(each.pitch, each.programme, text) for each in waiting.items]
    picked = [each for each in waiting.items if each.pitch.id in chosen]
    options = [
        option(each.pitch, each.programme, each.pitch.id, text, chosen=each in picked)
        for each in waiting.items
    ]
    preview = ReleasePreviewButton(
        page, 0, label=text(key("button.preview")), style=PRIMARY, disabled=not picked
    )
    every = ReleaseAllButton(page, label=text(key("button.choose_all")))
    buttons: list[PersistentButton] = [preview, every, *_turns(page, waiting.total, text)]
    select = ReleaseSelect(page, placeholder=text(key("select.proposals")), options=options)
    body: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay("\n".join(lines))
    return Layout(ui.Container(body, row(select), row(*buttons)))


def _turns(page: int, total: int, text: Text) -> Iterator[ReleaseListButton]:
    if page:
        yield ReleaseListButton(page - 1, label=text(key("button.earlier")))
    if (page + 1) * PROPOSED < total:
        yield ReleaseListButton(page + 1, label=text(key("button.further")))


def preview(previews: Sequence[Preview], page: int, at: int, text: Text) -> Layout:
    """Page ``at`` (from 0) of what the authors will read; ``page`` is that of the list before."""
    pages = [sheet for each in previews for sheet in sheets(each, text)]
    if not pages:
        return note(text(key("release.none")))
    at = min(at, len(pages) - 1)
    ready = [each for each in previews if each.chosen is not None and each.filed is not None]
    footer = text(key("page.of"), page=at + 1, pages=len(pages))
    parts: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(pages[at].top),
        ui.Separator(),
        ui.TextDisplay(pages[at].words),
        ui.Separator(),
        ui.TextDisplay(footer),
    ]
    if ready:
        parts.append(row(_kept(ready, page, text)))
    turns: list[PersistentButton] = []
    if at:
        turns.append(ReleasePreviewButton(page, at - 1, label=text(key("button.earlier"))))
    if at + 1 < len(pages):
        turns.append(ReleasePreviewButton(page, at + 1, label=text(key("button.further"))))
    turns.append(ReleaseListButton(page, label=text(key("button.back_to_list"))))
    if ready:
        label = text.n(key("button.release"), len(ready))
        turns.append(ReleaseButton(page, label=label, style=SUCCESS))
    return Layout(ui.Container(*parts, row(*turns)))


def _kept(ready: Sequence[Preview], page: int, text: Text) -> ReleaseSelect:
    """What is to be released, as it was previewed."""
    options = [
        option(
            each.filed.pitch,
            each.filed.programme,
            f"{each.chosen.pitch}:{each.chosen.version}:{each.chosen.letters}",
            text,
            chosen=True,
        )
        for each in ready
        if each.filed and each.chosen
    ]
    return ReleaseSelect(page, placeholder=text(key("select.proposals")), options=options)
