"""What coordinators put on a pitch, in words, and the button that adds a note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import discord
from discord import ui

from bot.discord_io.cards import headline
from bot.discord_io.desk_facts import tally_text
from bot.discord_io.escape import escape
from bot.discord_io.form_modal import given_back
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.modals import OpenModal
from bot.discord_io.pressed import defer
from bot.discord_io.reading import PAGE_CHARACTERS, split
from bot.discord_io.widgets import ID, PersistentButton, note
from bot.domain.form import Answer
from bot.domain.ids import PitchId
from bot.domain.pitch import OPEN, Pitch
from bot.domain.programme import Programme
from bot.domain.review import NOTE_CHARACTERS, Marks
from bot.domain.text import key
from bot.services.ports_desk import Note
from bot.texts import Text, stamp

ACTION = "desk:noted"
WORDS = "words"


class NoteButton(PersistentButton, action="desk:note", ids=ID):
    """Open the modal. Whether it may be kept is asked when it is sent."""

    async def press(self, interaction: Interaction) -> None:
        text = text_of(interaction)
        words: ui.Label[ui.LayoutView] = ui.Label(
            text=text(key("note.words")),
            description=text(key("note.help")),
            component=ui.TextInput(
                custom_id=WORDS, style=discord.TextStyle.long, max_length=NOTE_CHARACTERS
            ),
        )
        title = text(key("note.title"))
        await interaction.response.send_modal(
            OpenModal(ACTION, self.ids[0], title=title, items=[words])
        )


BUTTONS = (NoteButton,)


async def noted(interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]) -> None:
    """The modal was sent. What one reads stays as it is; what cannot be kept goes back to the
    person."""
    await defer(interaction, beside=True)
    marking = host(interaction).services.marking
    async with given_back(interaction, filled):
        words = str(filled.get(WORDS, ""))
        filed = await marking.note_by_id(actor_of(interaction), PitchId(ids[0]), words)
    text = text_of(interaction)
    line = headline(filed.pitch, filed.programme, text)
    view = note(text(key("note.added"), headline=line))
    await interaction.edit_original_response(view=view)


def marks_lines(pitch: Pitch, programme: Programme, marks: Marks, text: Text) -> Iterator[str]:
    """A line for each thing that there is: tags, when the review is due, scores, notes."""
    if marks.tags:
        tags = text(key("list.separator")).join(f"#{escape(tag)}" for tag in marks.tags)
        yield f"**{text(key('card.tags'))}** {tags}"
    if pitch.review_due and pitch.state in OPEN:
        due = f"{stamp(pitch.review_due)} ({stamp(pitch.review_due, 'R')})"
        yield f"**{text(key('card.review_due'))}** {due}"
    if marks.scores or (programme.rules.quorum and pitch.state in OPEN):
        yield scores_line(programme, marks, text)
    if marks.notes:
        yield f"**{text(key('card.notes'))}** {marks.notes}"


def scores_line(programme: Programme, marks: Marks, text: Text) -> str:
    """How many there are, of how many where that counts; and what they come to."""
    quorum, count = programme.rules.quorum, str(marks.scores)
    if quorum:
        count = text(key("card.scores_of"), count=marks.scores, quorum=quorum)
    line = f"**{text(key('card.scores'))}** {count}"
    return f"{line} · {tally_text(marks.tally, text)}" if marks.tally else line


def note_blocks(notes: Sequence[Note], text: Text) -> Iterator[str]:
    """All notes, oldest first, in blocks that each fit a page; nothing where there are none."""
    if notes:
        yield f"**{text(key('card.notes'))}**"
    for one in notes:
        for part in split(one.words, PAGE_CHARACTERS - 200):
            yield f"{stamp(one.at, 'f')} · <@{one.by}>\n{part}"
