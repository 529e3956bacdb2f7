"""The bank as files: what kind one is, what came of an import, and what is wrong in one."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

import discord
from discord import ui

from bot.discord_io.attached import read_attachment
from bot.discord_io.escape import escape
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.widgets import Layout, note
from bot.domain.errors import FileEmpty
from bot.domain.files import MEBIBYTE
from bot.domain.ids import ProgrammeKey
from bot.domain.text import key
from bot.services.bank import ImportReport
from bot.services.ports_answers import BrokenFile, Fault, FileFormat
from bot.texts import Text

FILE_BYTES = 2 * MEBIBYTE
FAULTS_FILE = "faults.txt"
FAULT_CHARACTERS = 3000
"""Of the 4000 that one message takes, less what stands above."""
ENDINGS = {
    ".yaml": FileFormat.YAML,
    ".yml": FileFormat.YAML,
    ".csv": FileFormat.CSV,
    ".json": FileFormat.JSON,
}


def kind_of(name: str, data: bytes) -> FileFormat:
    """By the ending of its name; where that says nothing, by how it begins."""
    if named := ENDINGS.get(PurePosixPath(name.lower()).suffix):
        return named
    beginning = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:2000]
    if beginning[:1] in (b"{", b"["):
        return FileFormat.JSON
    first = beginning.split(b"\n", 1)[0]
    return FileFormat.CSV if b"," in first and b":" not in first else FileFormat.YAML


async def take_file(interaction: Interaction, file: discord.Attachment) -> None:
    """Import it, and say what came of it in place of the deferred answer: all of it or nothing.

    Raises:
        CoordinatorsOnly: before anything of it is fetched.
        FileTooLarge, FileGone, FileCutShort, FileEmpty.
    """
    bank, actor, text = host(interaction).services.bank, actor_of(interaction), text_of(interaction)
    await bank.programmes(actor)
    data = await read_attachment(file, FILE_BYTES)
    if not data.strip():
        raise FileEmpty(name=file.filename)
    try:
        report = await bank.imported(actor, data, kind_of(file.filename, data))
    except BrokenFile as broken:
        view, files = faulty(broken.faults, text)
        await interaction.edit_original_response(view=view, attachments=files)
    else:
        await interaction.edit_original_response(view=imported(report, text))


async def give_file(
    interaction: Interaction, programme: ProgrammeKey | None, kind: FileFormat
) -> None:
    """The bank as a file, in place of the deferred answer."""
    bank, actor = host(interaction).services.bank, actor_of(interaction)
    data = await bank.exported(actor, programme, kind)
    name = f"faq-{programme}.{kind}" if programme else f"faq.{kind}"
    words = text_of(interaction)(key("faq.exported"))
    file = discord.File(io.BytesIO(data), filename=name)
    await interaction.edit_original_response(content=words, attachments=[file])


def imported(report: ImportReport, text: Text) -> Layout:
    counts = text(
        key("faq.imported"),
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
    )
    return note(counts)


def faulty(faults: Sequence[Fault], text: Text) -> tuple[Layout, list[discord.File]]:
    """What is wrong, line by line, as much as fits; then all of it as a file too."""
    head = text.n(key("faq.faults"), len(faults))
    shown, whole = _fitting(_fault(one, text, escaped=True) for one in faults)
    parts: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay("\n".join([head, *shown]))]
    if whole:
        return Layout(*parts), []
    lines = [_fault(one, text, escaped=False) for one in faults]
    written = "\n".join(lines).encode("utf-8", "replace")
    parts.append(ui.File(f"attachment://{FAULTS_FILE}"))
    return Layout(*parts), [discord.File(io.BytesIO(written), filename=FAULTS_FILE)]


def _fault(fault: Fault, text: Text, *, escaped: bool) -> str:
    params = {
        name: escape(value) if escaped and isinstance(value, str) else value
        for name, value in fault.params.items()
    }
    return text(key("faq.fault"), line=fault.line, fault=text(fault.key, **params))


def _fitting(lines: Iterable[str]) -> tuple[list[str], bool]:
    """The first that fit together, and whether those are all."""
    kept: list[str] = []
    left = FAULT_CHARACTERS
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            return kept, False
        kept.append(line)
    return kept, True
