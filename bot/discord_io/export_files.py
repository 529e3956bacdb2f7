"""Exports as files that Discord takes, sent to the one who asked for them."""

from __future__ import annotations

import asyncio
import io
import math

import discord
import structlog

from bot.discord_io.export_book import book_of
from bot.discord_io.export_table import NOBODY, Names, table_of
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.domain.files import FILE_BYTES
from bot.domain.ids import UserId
from bot.domain.queue import PitchQuery
from bot.domain.text import key
from bot.services.exporting import Export, ExportKind
from bot.services.ports_pictures import Printer
from bot.services.ports_sheets import SheetKind, SheetWriter
from bot.texts import Text, Texts

VOLUME = 100
"""Pitches of one book: some hundred pages, for which typst takes some 200 MB and a few seconds."""

_log = structlog.stdlib.get_logger(__name__)


class Writers:
    """Make files of exports, in the language of ``text``."""

    def __init__(
        self,
        printer: Printer,
        sheets: SheetWriter,
        texts: Texts,
        text: Text,
        names: Names = NOBODY,
    ) -> None:
        self._printer = printer
        self._names = names
        self._sheets = sheets
        self._texts = texts
        self._text = text

    async def files(
        self, export: Export, kind: ExportKind, *, most: int = FILE_BYTES
    ) -> list[bytes]:
        """One file; where that would have more than ``most`` bytes, or a book more than `VOLUME`
        pitches, several: each of a part of the pitches, in their order."""
        count = len(export.pitches)
        volumes = math.ceil(count / VOLUME) if kind is ExportKind.BOOK else 1
        if volumes == 1:
            data = await self._file(export, kind)
            if len(data) <= most or count == 1:
                return [data]
        made = []
        for part in export.split(max(2, volumes)):
            made += await self.files(part, kind, most=most)
        return made

    async def _file(self, export: Export, kind: ExportKind) -> bytes:
        if kind is ExportKind.BOOK:
            book = await asyncio.to_thread(book_of, export, self._text, self._texts)
            return await self._printer.print(book)
        table = await asyncio.to_thread(table_of, export, self._text, self._names)
        return await self._sheets.write(table, SheetKind(kind.value))


async def give_export(interaction: Interaction, query: PitchQuery, kind: ExportKind) -> None:
    """What is found, in place of the deferred answer; further files follow one by one.

    Raises:
        CoordinatorsOnly, NothingToExport, TooManyToExport.
    """
    bot, text = host(interaction), text_of(interaction)
    export = await bot.services.exporting.export(actor_of(interaction), query, kind)
    names = NOBODY if kind is ExportKind.BOOK else await _names(interaction.guild, export)
    files = await Writers(bot.printer, bot.sheets, bot.texts, text, names).files(export, kind)
    for number, data in enumerate(files):
        file = discord.File(io.BytesIO(data), filename=_name(export, kind, number, len(files)))
        if number == 0:
            words = _words(export, len(files), text)
            await interaction.edit_original_response(content=words, attachments=[file])
        else:
            await interaction.followup.send(file=file, ephemeral=True)


async def _names(guild: discord.Guild | None, export: Export) -> Names:
    """Of the coordinators who hold these pitches, with the part that is theirs alone."""
    found: dict[UserId, str] = {}
    holders = {each.filed.pitch.assignee for each in export.pitches}
    for user in sorted(holder for holder in holders if holder is not None):
        try:
            member = guild and (guild.get_member(user) or await guild.fetch_member(user))
        except discord.HTTPException as error:  # has left the server, as a rule
            _log.info("coordinator_not_named", error=str(error), done_instead="their id is given")
            continue
        if member:
            found[user] = f"{member.display_name} ({member.name})"
    return found


def _words(export: Export, files: int, text: Text) -> str:
    lines = [text.n(key("export.done"), len(export.pitches))]
    if files > 1:
        lines.append(text.n(key("export.parts"), files))
    if export.blind:
        lines.append(text.n(key("export.blind"), export.blind))
    return "\n".join(lines)


def _name(export: Export, kind: ExportKind, number: int, count: int) -> str:
    what = "pitch-book" if kind is ExportKind.BOOK else "submissions"
    day = export.at.astimezone(export.zone).date().isoformat()
    part = f"-{number + 1}" if count > 1 else ""
    return f"{what}-{day}{part}.{kind.value}"
