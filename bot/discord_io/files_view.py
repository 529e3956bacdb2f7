"""The files of a pitch: which there are, looking into one, taking one out, adding more."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping

import discord
from discord import ui

from bot.discord_io.acts import Act
from bot.discord_io.errors import sentence
from bot.discord_io.escape import escape
from bot.discord_io.form_modal import room
from bot.discord_io.seen import Item, Seen, current_files, fitted
from bot.discord_io.widgets import Layout, note, row
from bot.domain.errors import Refused
from bot.domain.files import MEBIBYTE, PITCH_BYTES, PITCH_FILES, StoredFile, shown_types
from bot.domain.form import Field, Kind
from bot.domain.ids import FileId
from bot.domain.text import key
from bot.services.pitch_files import Opened
from bot.texts import Text

LIST_CHARACTERS = 3000
KIBIBYTE = 1024


def files(seen: Seen) -> Layout:
    """All files, with menus to look into one, to add, and, while it may be changed, to take out."""
    draft, text = seen.draft, seen.text
    lines = [f"## {seen.headline}", *fitted(_lines(seen), LIST_CHARACTERS)]
    parts: list[Item] = [ui.TextDisplay("\n".join(lines))]
    fields = file_fields(seen)
    addable = [(f.label.in_(text.locale), f.id) for f in fields if room(f, seen)]
    names = {each.id: each.name for each in draft.files.values()}
    current = {one: names[one] for one in current_files(draft)}
    menus = [(Act.FILE_OPEN, key("select.open_file"), _options({**current, **names}))]
    if draft.now_editable:
        menus.insert(0, (Act.FILE_ADD, key("select.add_files"), addable))
        menus.append((Act.FILE_REMOVE, key("select.remove_file"), _options(current)))
    for act, placeholder, options in menus:
        if options:
            parts.append(row(seen.select(act, placeholder=placeholder, options=options)))
    parts.append(row(seen.button(Act.STAND, label=key("button.back"))))
    return Layout(ui.Container(*parts))


def _options(names: Mapping[FileId, str]) -> list[tuple[str, str]]:
    return [(name, str(one)) for one, name in names.items()]


def file_fields(seen: Seen) -> list[Field]:
    """The fields of files that the answers ask for."""
    pages = seen.draft.pages
    shown = [field for page in pages for field in seen.draft.shown(page)]
    return [field for field in shown if field.kind is Kind.FILES]


def _lines(seen: Seen) -> Iterator[str]:
    """Each field with its files and what it takes; then files that no field holds any more."""
    draft, text = seen.draft, seen.text
    for field in file_fields(seen):
        given = draft.pitch.current.get(field.id, ())
        yield f"**{escape(field.label.in_(text.locale))}**"
        types = shown_types(field.accepts)
        yield f"-# {text(key('files.takes'), types=types, most=field.most or PITCH_FILES)}"
        yield from (_line(draft.files[one]) for one in _ids(given) if one in draft.files)
    asked = {field.id for field in file_fields(seen)}
    others = [
        one
        for name, answer in draft.pitch.current.items()
        if name not in asked and isinstance(answer, tuple)
        for one in _ids(answer)
        if one in draft.files
    ]
    if others:
        yield f"**{text(key('files.not_asked'))}**"
        yield from (_line(draft.files[one]) for one in others)
    current = set(current_files(draft))
    if earlier := [each for each in draft.files.values() if each.id not in current]:
        yield f"**{text(key('files.earlier'))}**"
        yield from (_line(each) for each in earlier)
    used = sum(draft.files[one].size for one in current)
    yield text(key("files.used"), used=size(used), most=PITCH_BYTES // MEBIBYTE)


def _ids(answer: str | tuple[str, ...]) -> Iterator[FileId]:
    if isinstance(answer, tuple):
        yield from (FileId(one) for one in answer)


def _line(file: StoredFile) -> str:
    return f"- {escape(file.name)} · {size(file.size)}"


def size(amount: int) -> str:
    """Bytes as people read them, in any language."""
    if amount >= MEBIBYTE:
        return f"{amount / MEBIBYTE:.1f} MB"
    return f"{max(1, round(amount / KIBIBYTE)) if amount else 0} KB"


def rejected(refusals: Iterable[Refused], text: Text) -> Layout:
    """A sentence for each file that was not taken."""
    return note("\n".join(f"⚠️ {sentence(each, text)}" for each in refusals))


def opened(found: Opened, text: Text) -> tuple[str, discord.File]:
    """A file as the bot sends it anew, with what it is known by."""
    file = found.file
    words = text(
        key("files.opened"), name=escape(file.name), size=size(file.size), hash=file.sha256
    )
    return words, discord.File(io.BytesIO(found.data), filename=file.name)
