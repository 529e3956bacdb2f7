"""What a file is, by what is in it. A name only ever speaks against a file, never for it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from bot.domain.errors import FileDamaged, FileEmpty, FileMismatch, FileTypeUnknown
from bot.domain.files import shown_types
from bot.domain.filetypes import FileType
from bot.files import images, markup, word

HEAD = 1024
"""Bytes that tell one type from another."""
TAIL = 2048
"""Where a PDF says that it ends; a document that was cut off does not."""

_NAMED = {
    ".pdf": FileType.PDF,
    ".docx": FileType.DOCX,
    ".fdx": FileType.FDX,
    ".fountain": FileType.FOUNTAIN,
    ".spmd": FileType.FOUNTAIN,
    ".txt": FileType.FOUNTAIN,
    ".png": FileType.PNG,
    ".jpg": FileType.JPEG,
    ".jpeg": FileType.JPEG,
    ".webp": FileType.WEBP,
}
_IMAGES = frozenset({FileType.PNG, FileType.JPEG, FileType.WEBP})
_OTHERS = (
    (b"PK", "ZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"GIF8", "GIF"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"{\\rtf", "RTF"),
)
"""What is not taken and is known well enough to be called by its name."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What the content shows: a type, the name of something that is not taken, or nothing known."""

    kind: FileType | str | None
    whole: bool = True


class ContentInspector:
    """A `bot.services.ports_files.Inspector`."""

    def type_of(self, file: BinaryIO, name: str) -> FileType:
        if not file.seek(0, os.SEEK_END):
            raise FileEmpty(name=name)
        claimed = _NAMED.get(PurePosixPath(name.casefold().strip()).suffix)
        found = _found(file, claimed)
        if isinstance(found.kind, FileType) and _agree(claimed, found.kind):
            if not found.whole:
                raise FileDamaged(name=name)
            return found.kind
        if claimed and found.kind:
            raise FileMismatch(name=name, found=_called(found.kind))
        raise FileTypeUnknown(name=name, accepted=shown_types(FileType))


def _agree(claimed: FileType | None, found: FileType) -> bool:
    """Whether the name lets the content be what it is. Pictures are renamed so often, and shown
    alike, that their names do not matter; text is a screenplay only where the name says so."""
    if claimed in _IMAGES and found in _IMAGES:
        return True
    return claimed is found or (claimed is None and found is not FileType.FOUNTAIN)


def _called(kind: FileType | str) -> str:
    if kind is FileType.FOUNTAIN:
        return "TXT"
    return shown_types([kind]) if isinstance(kind, FileType) else kind


def _found(file: BinaryIO, claimed: FileType | None) -> _Found:
    file.seek(0)
    head = file.read(HEAD)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\0\t\n\f\r ").startswith(b"%PDF-"):
        return _Found(FileType.PDF, _pdf_ends(file))
    if kind := images.kind_of(head):
        return _Found(kind, images.is_whole(file, kind))
    if head.startswith(b"PK\x03\x04"):
        return _archive(file, claimed)
    if other := next((name for mark, name in _OTHERS if head.startswith(mark)), None):
        return _Found(other)
    if markup.looks_like_xml(head) and claimed is not FileType.FOUNTAIN:
        return _markup(file, claimed)
    return _Found(FileType.FOUNTAIN if markup.is_text(file) else None)


def _pdf_ends(file: BinaryIO) -> bool:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - TAIL))
    tail = file.read()
    return b"%%EOF" in tail or b"startxref" in tail


def _archive(file: BinaryIO, claimed: FileType | None) -> _Found:
    match word.examine(file):
        case word.Archive.DOCUMENT:
            return _Found(FileType.DOCX)
        case word.Archive.BROKEN if claimed is FileType.DOCX:
            return _Found(FileType.DOCX, whole=False)
        case _:
            return _Found("ZIP")


def _markup(file: BinaryIO, claimed: FileType | None) -> _Found:
    root, whole = markup.parsed(file)
    if root == markup.FINAL_DRAFT:
        return _Found(FileType.FDX, whole)
    if claimed is FileType.FDX and not whole:
        return _Found(FileType.FDX, whole=False)
    return _Found("XML" if root else None)
