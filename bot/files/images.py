"""Pictures: PNG, JPEG and WebP, told by their first bytes and followed to their end."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO

from bot.domain.filetypes import FileType

CHUNK = 64 * 1024
PARTS = 100_000
"""Parts of one picture that are followed; real ones have some hundred."""

_PNG = b"\x89PNG\r\n\x1a\n"
_WEBP_PARTS = (b"VP8 ", b"VP8L", b"VP8X")
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
"""JPEG's markers without a length."""
_SCAN, _END = 0xDA, 0xD9


def kind_of(head: bytes) -> FileType | None:
    if head.startswith(_PNG):
        return FileType.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileType.WEBP
    return None


def is_whole(file: BinaryIO, kind: FileType) -> bool:
    """Whether a picture of ``kind`` goes on as it begins, up to its end; more may follow it."""
    size = file.seek(0, os.SEEK_END)
    try:
        match kind:
            case FileType.PNG:
                return _png(file, size)
            case FileType.JPEG:
                return _jpeg(file)
            case _:
                return _webp(file, size)
    except struct.error:
        return False  # it ends within a number


def _png(file: BinaryIO, size: int) -> bool:
    at = len(_PNG)
    for number in range(PARTS):
        file.seek(at)
        length, name = struct.unpack(">L4s", file.read(8))
        if number == 0 and name != b"IHDR":
            return False
        at += 12 + length
        if at > size:
            return False
        if name == b"IEND":
            return True
    return False


def _webp(file: BinaryIO, size: int) -> bool:
    file.seek(4)
    length, _, name = struct.unpack("<L4s4s", file.read(12))
    return length + 8 <= size and name in _WEBP_PARTS


def _jpeg(file: BinaryIO) -> bool:
    file.seek(2)
    for _ in range(PARTS):
        mark, kind = struct.unpack("BB", file.read(2))
        if mark != 0xFF:
            return False
        if kind == 0xFF:  # a filler before the marker
            file.seek(-1, os.SEEK_CUR)
        elif kind == _SCAN:
            return _has_end(file)
        elif kind == _END:
            return False
        elif kind not in _BARE:
            (length,) = struct.unpack(">H", file.read(2))
            file.seek(max(0, length - 2), os.SEEK_CUR)
    return False


def _has_end(file: BinaryIO) -> bool:
    """Within the picture's data each FF is followed by a 0, so the mark of the end is one."""
    before = b""
    while chunk := file.read(CHUNK):
        if b"\xff\xd9" in before + chunk:
            return True
        before = chunk[-1:]
    return False
