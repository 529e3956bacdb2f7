"""A pitch opened by a coordinator: all that was handed in, its history and its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import ui

from bot.discord_io import files_view
from bot.discord_io.cards import headline, state_line
from bot.discord_io.changes_view import ChangesButton, offered
from bot.discord_io.desk_decide import decide_buttons
from bot.discord_io.desk_facts import (
    claimable,
    file_text,
    handed_in_files,
    pending,
    person,
    submitted_line,
    team_line,
    tombstone,
)
from bot.discord_io.desk_history import history
from bot.discord_io.desk_marks import NoteButton, marks_lines, note_blocks
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.paging import arrows
from bot.discord_io.pressed import defer
from bot.discord_io.reading import paged, pages
from bot.discord_io.score_view import ScoreButton
from bot.discord_io.talk_buttons import ReplyButton
from bot.discord_io.widgets import BESIDE, ID, Layout, PersistentButton, note, row
from bot.domain.call import Call
from bot.domain.errors import FileNotFound
from bot.domain.files import StoredFile
from bot.domain.ids import FileId, PitchId
from bot.domain.pitch import Pitch, State
from bot.domain.review import SCORABLE
from bot.domain.text import key
from bot.services.filing import Filed
from bot.texts import Text

FILES_SHOWN = 10
"""On one message: each takes three of the 40 components that Discord allows."""
REQUEST_CHARACTERS = 2000


class ClaimButton(PersistentButton, action="desk:claim", ids=ID):
    """Take the pitch. The card itself is edited by the notice that goes with the change."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        desk = host(interaction).services.desk
        filed = await desk.claim(actor_of(interaction), PitchId(self.ids[0]))
        text = text_of(interaction)
        line = headline(filed.pitch, filed.programme, text)
        await interaction.followup.send(view=note(text(key("desk.claimed"), headline=line)))


class OpenButton(PersistentButton, action="desk:open", ids=rf"{ID}:\d{{1,3}}(?::{BESIDE})?"):
    """Show a page of the pitch: from the card and from a list in a new private message, from there
    in place."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction, beside=self.ids[-1] == BESIDE)
        pitch, page = PitchId(self.ids[0]), int(self.ids[1])
        filed = await host(interaction).services.desk.by_id(actor_of(interaction), pitch)
        await interaction.edit_original_response(view=opened(filed, page, text_of(interaction)))


class FilesButton(PersistentButton, action="desk:files", ids=rf"{ID}:\d{{1,3}}(?::{BESIDE})?"):
    """Show which files there are, in a new private message or in place, as `OpenButton` does."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction, beside=self.ids[-1] == BESIDE)
        pitch, page = PitchId(self.ids[0]), int(self.ids[1])
        filed = await host(interaction).services.desk.by_id(actor_of(interaction), pitch)
        await interaction.edit_original_response(view=files(filed, page, text_of(interaction)))


class FileButton(PersistentButton, action="desk:file", ids=f"{ID}:{ID}"):
    """Send one file anew, to this person alone."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        pitch, file = PitchId(self.ids[0]), FileId(self.ids[1])
        found = await host(interaction).services.files.open_for_desk(
            actor_of(interaction), pitch, file
        )
        words, upload = files_view.opened(found, text_of(interaction))
        await interaction.followup.send(words, file=upload, ephemeral=True)


BUTTONS = (ClaimButton, OpenButton, FilesButton, FileButton)


def opened(filed: Filed, page: int, text: Text) -> Layout:
    """Page ``page`` (from 0) of a pitch, with what can be done with it."""
    pitch, programme = filed.pitch, filed.programme
    if pitch.state is State.ERASED:
        return Layout(ui.Container(ui.TextDisplay(tombstone(pitch, programme, text))))
    names = {str(file.id): file.name for file in filed.files.values()}
    made = paged(
        [
            *marks_lines(pitch, programme, filed.marks, text),
            *pending(pitch, programme, text, REQUEST_CHARACTERS),
            *pages(pitch, programme.form, text, files=names),
            *note_blocks(filed.notes, text),
            *history(filed.events, filed.programme, text),
        ]
    )
    page = min(page, len(made) - 1)
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay("\n".join(_top(filed, text))),
        ui.TextDisplay(made[page]),
    ]
    if len(made) > 1:
        parts.append(ui.TextDisplay(text(key("page.of"), page=page + 1, pages=len(made))))
    parts += [row(*each) for each in _buttons(filed, page, len(made), text) if each]
    return Layout(ui.Container(*parts))


def _top(filed: Filed, text: Text) -> Iterator[str]:
    pitch = filed.pitch
    yield f"## {headline(pitch, filed.programme, text)}"
    yield f"{state_line(pitch, text)} · {submitted_line(pitch, text)}"
    team = team_line(filed.team, text)
    author = person(pitch.owner, text)
    yield text(key("list.separator")).join(filter(None, (author, team)))


def _buttons(filed: Filed, page: int, of: int, text: Text) -> list[list[PersistentButton]]:
    """Three rows: to read on, to take it and say what one thinks, to move it on."""
    pitch = filed.pitch
    reading = [*arrows(OpenButton, page, of, text, pitch.id)]
    if sent_files(filed):
        reading.append(FilesButton(pitch.id, 0, BESIDE, label=text(key("button.files"))))
    thinking: list[PersistentButton] = []
    if claimable(pitch):
        thinking.append(ClaimButton(pitch.id, label=text(key("button.claim"))))
    if pitch.state in SCORABLE:
        thinking.append(ScoreButton(pitch.id, 0, label=text(key("button.score"))))
    thinking.append(NoteButton(pitch.id, label=text(key("button.note"))))
    return [reading, thinking, moving(pitch, filed.call, text)]


def moving(pitch: Pitch, call: Call, text: Text) -> list[PersistentButton]:
    """To move it on, or to turn to its authors; five at most."""
    made: list[PersistentButton] = [*decide_buttons(pitch, call, text)]
    if label := offered(pitch):
        made.append(ChangesButton(pitch.id, label=text(label)))
    made.append(ReplyButton(pitch.id, label=text(key("button.reply"))))
    return made


def files(filed: Filed, page: int, text: Text) -> Layout:
    """Page ``page`` (from 0) of the files: those of the last version, then those of earlier
    ones."""
    pitch = filed.pitch
    latest = handed_in_files(pitch, filed.files)
    earlier = [one for one in sent_files(filed) if one not in latest]
    everything = [*latest, *earlier]
    if not everything:
        raise FileNotFound
    last = (len(everything) - 1) // FILES_SHOWN
    page = min(page, last)
    top = f"## {headline(pitch, filed.programme, text)}"
    parts: list[ui.Item[Any]] = [ui.TextDisplay(top)]
    for file in everything[page * FILES_SHOWN : (page + 1) * FILES_SHOWN]:
        words = file_text(file)
        if file in earlier:
            words += f"\n-# {text(key('files.earlier'))}"
        button = FileButton(pitch.id, file.id, label=text(key("button.open")))
        parts.append(ui.Section(words, accessory=button))
    if turn := arrows(FilesButton, page, last + 1, text, pitch.id):
        parts.append(row(*turn))
    return Layout(ui.Container(*parts))


def sent_files(filed: Filed) -> list[StoredFile]:
    """All that came with any version; not those of a version that its authors have not sent."""
    answers = (answer for each in filed.revisions for answer in each.answers.values())
    sent = {part for answer in answers if isinstance(answer, tuple) for part in answer}
    return [file for file in filed.files.values() if file.id in sent]
