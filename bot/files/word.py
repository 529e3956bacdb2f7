"""DOCX: a ZIP with certain names in it. Nothing of it is expanded beyond the first few KiB."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from enum import StrEnum
from typing import BinaryIO

DIRECTORY_BYTES = 1024 * 1024
"""The most that the list of an archive's names may take: Word writes some KiB, and reading a list
of a million names would exhaust the memory."""
PEEK = 4096
"""Bytes of the document that are expanded, to see that they can be."""

_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_ZIP64_MARK = b"PK\x06\x07"
_ZIP64_BYTES = 20
_COMMENT = 0xFFFF
_NEEDED = ("[Content_Types].xml", "word/document.xml")
_MACROS = "vbaproject.bin"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What Word writes. Of the other methods a few bytes can expand without limit."""


class Archive(StrEnum):
    """What a file that begins as a ZIP turns out to be."""

    DOCUMENT = "document"
    OTHER = "other"
    BROKEN = "broken"


def examine(file: BinaryIO) -> Archive:
    """Documents with macros are none: Word itself gives them another type."""
    if not _short_directory(file):
        return Archive.BROKEN
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if not set(_NEEDED) <= set(names):
                return Archive.OTHER
            if any(name.casefold().endswith(_MACROS) for name in names):
                return Archive.OTHER
            for name in _NEEDED:
                if archive.getinfo(name).compress_type not in _METHODS:
                    return Archive.BROKEN
                with archive.open(name) as part:
                    if not part.read(PEEK):
                        return Archive.BROKEN
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
        return Archive.BROKEN  # RuntimeError: it is encrypted, or of a kind unknown
    return Archive.DOCUMENT


def _short_directory(file: BinaryIO) -> bool:
    """Whether the archive has an end, and lists no more than can be read at once. Looks for the
    end where `zipfile` does."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END.size - _COMMENT - _ZIP64_BYTES))
    tail = file.read()
    at = len(tail) - _END.size
    if at < 0 or not (tail.startswith(_END_MARK, at) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        return False
    if tail.startswith(_ZIP64_MARK, max(0, at - _ZIP64_BYTES)):
        return False
    return bool(_END.unpack_from(tail, at)[5] <= DIRECTORY_BYTES)
