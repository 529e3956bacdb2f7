"""A message of the conversation, as the other side reads it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import discord
from discord import ui

from bot.discord_io.cards import headline
from bot.discord_io.desk_facts import somebody
from bot.discord_io.escape import cut, escape
from bot.discord_io.files_view import size
from bot.discord_io.question_view import quotation
from bot.discord_io.reading import split
from bot.discord_io.seen import Button, Item
from bot.discord_io.talk_ids import answer_id, read_id, reply_id
from bot.domain.files import SUFFIXES, StoredFile
from bot.domain.text import key
from bot.services.pitch_files import Opened
from bot.services.ports_delivery import Brief, Talked
from bot.texts import Text

SHOWN_CHARACTERS = 2400
"""Of a message, beside what frames it and the names of its files, of the 4000 that all texts of one
of Discord's may hold."""
PAGE_CHARACTERS = 3000
NAME_CHARACTERS = 40
"""Of a file's name, ten of which may stand below the words."""

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""Names that Discord keeps as they are, so that a component can refer to them."""


def author_words(brief: Brief, text: Text) -> str:
    """What a coordinator wrote, as its author reads it in a DM, a thread or the inbox."""
    talked = _talked(brief)
    line = headline(brief.pitch, brief.programme, text)
    top = text(key("talk.from_coordinator"), who=escape(talked.talk.writer_name), headline=line)
    return "\n".join([top, *_lines(talked, text)])


def author_talk_buttons(brief: Brief, text: Text, *, listed: bool = False) -> list[Button]:
    """*Answer*; and *Read it all*, where there is more than is shown: also files, where messages
    are ``listed``."""
    notice, talked = brief.notice, _talked(brief)
    if talked.talk.deleted:
        return []
    style = discord.ButtonStyle.primary
    answer = answer_id(notice.guild, notice.pitch)
    made: list[Button] = [
        ui.Button(label=text(key("button.answer_desk")), style=style, custom_id=answer)
    ]
    if more(talked) or (talked.files and listed):
        read = read_id(notice.guild, talked.talk.id, 0)
        made.append(ui.Button(label=text(key("button.read_all")), custom_id=read))
    return made


def desk_parts(brief: Brief, text: Text) -> list[Item]:
    """In the pitch's thread: what an author wrote, or what a coordinator wrote to the authors."""
    talked, notice = _talked(brief), brief.notice
    talk = talked.talk
    who = somebody(talk.writer, text)
    top = key("talk.author_wrote") if talk.by_author else key("talk.coordinator_wrote")
    said = "\n".join([text(top, who=who), *_lines(talked, text)])
    buttons: list[Button] = []
    if talk.by_author:
        label = text(key("button.reply"))
        buttons.append(ui.Button(label=label, custom_id=reply_id(notice.pitch)))
    if more(talked) and not talk.deleted:
        read = read_id(notice.guild, talk.id, 0)
        buttons.append(ui.Button(label=text(key("button.read_all")), custom_id=read))
    parts: list[Item] = [ui.TextDisplay(said), *talk_files(brief)]
    return [*parts, ui.ActionRow(*buttons)] if buttons else parts


def pages(talked: Talked) -> list[str]:
    """All words, escaped, in pages."""
    return split(talked.talk.words, PAGE_CHARACTERS) if talked.talk.words else ["—"]


def more(talked: Talked) -> bool:
    """Whether there are more words than a notice shows."""
    words = talked.talk.words
    return bool(words) and not quotation(words, SHOWN_CHARACTERS)[1]


def uploads(opened: Sequence[Opened]) -> list[discord.File]:
    """The files anew, under names that components can refer to."""
    names = upload_names([one.file for one in opened])
    return [
        discord.File(io.BytesIO(one.data), name) for one, name in zip(opened, names, strict=True)
    ]


def upload_names(files: Sequence[StoredFile]) -> list[str]:
    """A name of its own for each: the one that it has, where Discord would keep it."""
    names: list[str] = []
    for number, file in enumerate(files, start=1):
        name = file.name
        if not _PLAIN.fullmatch(name) or name in names:
            name = f"{number}{SUFFIXES[file.type]}"
        names.append(name)
    return names


def _lines(talked: Talked, text: Text) -> Iterator[str]:
    talk = talked.talk
    if talk.deleted:
        yield f"-# {text(key('talk.deleted'))}"
        return
    if talk.words:
        yield quotation(talk.words, SHOWN_CHARACTERS)[0]
    for file in talked.files:
        yield f"📎 {escape(cut(file.name, NAME_CHARACTERS))} ({size(file.size)})"
    if talk.edited:
        yield f"-# {text(key('talk.edited'), at=talk.edited)}"


def talk_files(brief: Brief) -> list[Item]:
    """Those that came with the message, shown below its words; also at the desk."""
    talked = brief.talked
    if talked is None or talked.talk.deleted:
        return []
    return talk_items(talked.files)


def talk_items(files: Sequence[StoredFile]) -> list[Item]:
    """Each as a component, by the name under which it is uploaded."""
    return [ui.File(f"attachment://{name}") for name in upload_names(files)]


def _talked(brief: Brief) -> Talked:
    assert brief.talked is not None, f"a {brief.notice.kind} has its message with it"
    return brief.talked
