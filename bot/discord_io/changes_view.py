"""Asking the authors for changes: which fields, what, and until when; and taking it back.

What was chosen stands in the ids of the menus and buttons, as a number whose bits are the fields
in the form's order: so it outlives a restart and is nobody else's. The form of a pitch that was
handed in does not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import discord
from discord import ui

from bot.discord_io.cards import headline, state_line
from bot.discord_io.desk_facts import label, labels, request_text
from bot.discord_io.errors import sentence
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.modals import OpenModal
from bot.discord_io.pressed import defer
from bot.discord_io.reading import split
from bot.discord_io.widgets import (
    ID,
    Layout,
    PersistentButton,
    PersistentMultiSelect,
    note,
    row,
)
from bot.domain.errors import DueInThePast, MoveNotPossible, NoFieldsNamed, UnreadableTime
from bot.domain.form import Answer, Field, Form
from bot.domain.ids import PitchId
from bot.domain.moves import CHANGEABLE
from bot.domain.pitch import Pitch, State
from bot.domain.text import key
from bot.services.filing import Filed
from bot.services.programmes import EXAMPLE
from bot.texts import Text

MASK = "[0-9a-f]{1,32}"
"""Room for 128 fields."""
MENU = 25
"""Options of one menu (Discord's limit)."""
MENUS = 5
ACTION = "desk:changes-written"
MESSAGE, DUE = "message", "due"
MESSAGE_CHARACTERS = 1000
DUE_CHARACTERS = 40
SHOWN_CHARACTERS = 2000


class ChangesButton(PersistentButton, action="desk:changes", ids=ID):
    """Begin to ask for changes, or look at what was asked for."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        filed = await _filed(interaction, self.ids[0])
        await interaction.edit_original_response(view=changes(filed, 0, text_of(interaction)))


class FieldsSelect(PersistentMultiSelect, action="desk:fields", ids=rf"{ID}:\d:{MASK}"):
    """Fields of one menu: what was chosen in the others stays."""

    async def chosen(self, interaction: Interaction, values: Sequence[str]) -> None:
        await defer(interaction)
        filed = await _filed(interaction, self.ids[0])
        form, menu = filed.programme.form, int(self.ids[1])
        here = _menus(filed)[menu] if menu < len(_menus(filed)) else ()
        left = int(self.ids[2], 16) & ~_mask(form, (field.id for field in here))
        view = changes(filed, left | _mask(form, values), text_of(interaction))
        await interaction.edit_original_response(view=view)


class WriteButton(PersistentButton, action="desk:changes-write", ids=f"{ID}:{MASK}"):
    """Open the modal. Whether it may be sent is asked again when it is."""

    async def press(self, interaction: Interaction) -> None:
        filed = await _filed(interaction, self.ids[0])
        if filed.pitch.state not in CHANGEABLE:
            raise MoveNotPossible(ref=str(filed.pitch.ref), state=filed.pitch.state)
        modal = _modal(self.ids[0], self.ids[1], text_of(interaction))
        await interaction.response.send_modal(modal)


class CancelButton(PersistentButton, action="desk:changes-cancel", ids=ID):
    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        reviewing = host(interaction).services.reviewing
        filed = await reviewing.cancel_changes(actor_of(interaction), PitchId(self.ids[0]))
        text = text_of(interaction)
        line = headline(filed.pitch, filed.programme, text)
        said = text(key("changes.cancelled"), headline=line, state=state_line(filed.pitch, text))
        await interaction.edit_original_response(view=note(said))


BUTTONS = (ChangesButton, FieldsSelect, WriteButton, CancelButton)


async def written(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """The modal was sent. A due date that cannot be leads back, with all that was written."""
    await defer(interaction)
    pitch, mask = PitchId(ids[0]), int(ids[1], 16)
    message, due = str(filled.get(MESSAGE, "")), str(filled.get(DUE, ""))
    text = text_of(interaction)
    filed = await _filed(interaction, pitch)
    fields = [field.id for field in _chosen(filed.programme.form, mask)]
    reviewing = host(interaction).services.reviewing
    try:
        asked = await reviewing.changes(actor_of(interaction), pitch, fields, message, due)
    except (UnreadableTime, DueInThePast, NoFieldsNamed) as refusal:
        view = changes(filed, mask, text, refused=sentence(refusal, text), kept=message)
    else:
        line = headline(asked.pitch, asked.programme, text)
        view = note(text(key("changes.asked"), headline=line))
    await interaction.edit_original_response(view=view)


def offered(pitch: Pitch) -> str | None:
    """The key of what `ChangesButton` is called here; None where it has nothing to do."""
    if pitch.state is State.CHANGES_REQUESTED:
        return key("button.requested_changes")
    return key("button.request_changes") if pitch.state in CHANGEABLE else None


def changes(filed: Filed, mask: int, text: Text, *, refused: str = "", kept: str = "") -> Layout:
    """Menus of fields, those of ``mask`` chosen, and *Write*; or, while changes are asked for, what
    they are and *Cancel*. ``refused`` says why what was written, ``kept``, was not sent.

    Raises:
        MoveNotPossible: neither makes sense in the pitch's state.
    """
    pitch = filed.pitch
    top = f"## {headline(pitch, filed.programme, text)}\n{state_line(pitch, text)}"
    if pitch.state is State.CHANGES_REQUESTED and pitch.changes:
        asked = request_text(pitch.changes, filed.programme, text, SHOWN_CHARACTERS)
        cancel = CancelButton(
            pitch.id, label=text(key("button.cancel_request")), style=discord.ButtonStyle.danger
        )
        return Layout(ui.Container(ui.TextDisplay(top), ui.TextDisplay(asked), row(cancel)))
    if pitch.state not in CHANGEABLE:
        raise MoveNotPossible(ref=str(pitch.ref), state=pitch.state)
    chosen = [field.id for field in _chosen(filed.programme.form, mask)]
    said = labels(filed.programme, chosen, text) if chosen else text(key("changes.none_chosen"))
    parts: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(top),
        ui.TextDisplay(text(key("changes.how"), fields=said)),
    ]
    if refused:
        back = split(kept, SHOWN_CHARACTERS)[0]
        parts.append(ui.TextDisplay(text(key("changes.given_back"), why=refused, message=back)))
    parts += [row(one) for one in _selects(filed, mask, text)]
    write = WriteButton(
        pitch.id,
        f"{mask:x}",
        label=text(key("button.write")),
        style=discord.ButtonStyle.primary,
        disabled=not chosen,
    )
    return Layout(ui.Container(*parts, row(write)))


def _selects(filed: Filed, mask: int, text: Text) -> list[FieldsSelect]:
    form = filed.programme.form
    chosen = {field.id for field in _chosen(form, mask)}
    return [
        FieldsSelect(
            filed.pitch.id,
            number,
            f"{mask:x}",
            placeholder=text(key("select.fields")),
            options=[
                discord.SelectOption(
                    label=label(field, text), value=field.id, default=field.id in chosen
                )
                for field in menu
            ],
        )
        for number, menu in enumerate(_menus(filed))
    ]


def _menus(filed: Filed) -> list[tuple[Field, ...]]:
    """The fields that the pitch was asked, as many to a menu as fit; of a form with more than all
    menus take, the first."""
    form, answers = filed.programme.form, filed.pitch.answers
    shown = [field for page in form.pages for field in form.shown(page, answers)]
    starts = range(0, min(len(shown), MENU * MENUS), MENU)
    return [tuple(shown[start : start + MENU]) for start in starts]


def _mask(form: Form, fields: Iterable[str]) -> int:
    wanted = set(fields)
    return sum(1 << at for at, field in enumerate(form.fields()) if field.id in wanted)


def _chosen(form: Form, mask: int) -> list[Field]:
    return [field for at, field in enumerate(form.fields()) if mask >> at & 1]


def _modal(pitch: str, mask: str, text: Text) -> OpenModal:
    message: ui.Label[ui.LayoutView] = ui.Label(
        text=text(key("changes.message")),
        component=ui.TextInput(
            style=discord.TextStyle.paragraph, custom_id=MESSAGE, max_length=MESSAGE_CHARACTERS
        ),
    )
    due: ui.Label[ui.LayoutView] = ui.Label(
        text=text(key("changes.due")),
        description=text(key("changes.due_help")),
        component=ui.TextInput(
            custom_id=DUE, required=False, max_length=DUE_CHARACTERS, placeholder=EXAMPLE
        ),
    )
    title = text(key("changes.title"))
    return OpenModal(ACTION, pitch, mask, title=title, items=[message, due])


async def _filed(interaction: Interaction, pitch: str) -> Filed:
    desk = host(interaction).services.desk
    return await desk.by_id(actor_of(interaction), PitchId(pitch))
