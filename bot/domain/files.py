"""Files of a pitch: what is taken, how much of it, and under which name it is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import FileTooLarge, PersonFull, PitchFull, TooManyFiles
from bot.domain.filetypes import FileType
from bot.domain.ids import FileId, GuildId, PitchId, UserId

MEBIBYTE = 1024 * 1024
FILE_BYTES = 10 * MEBIBYTE
"""Per file: what Discord lets a bot upload to any server, so that the desk can open every one."""
PITCH_BYTES = 50 * MEBIBYTE
"""Per pitch, all its files together."""
PITCH_FILES = 10
"""Per pitch: as many as one message shows (Discord's limit)."""
PERSON_BYTES = 200 * MEBIBYTE
"""Per person and server, all pitches together."""
NAME_CHARACTERS = 100

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_UNSAFE = re.compile(r'[\\/:*?"<>|`@#\s]+')


_SHOWN = {FileType.FOUNTAIN: "Fountain", FileType.WEBP: "WebP"}
"""Types that are not written in capitals."""
SUFFIXES = {kind: f".{kind.value}" for kind in FileType} | {FileType.JPEG: ".jpg"}

_ALSO = (".jpeg", ".txt", ".spmd")
"""Other ways to write them, which the ending of the type replaces."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a pitch. ``key`` names its bytes in the store and is never shown; ``name`` is
    only ever shown, never a path. ``sha256`` has 64 hex digits; ``size`` is in bytes."""

    id: FileId
    guild: GuildId
    pitch: PitchId
    field: str
    uploader: UserId
    name: str
    size: int
    type: FileType
    sha256: str
    key: str
    uploaded: datetime


def shown_name(name: str, kind: FileType) -> str:
    """A name that is safe to show, to save under, and to put into an archive: without paths,
    hidden or direction-changing characters, at most 100 characters, ending as its type does."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFC", name)
        if unicodedata.category(letter) not in _HIDDEN or letter.isspace()
    )
    plain = _UNSAFE.sub("_", plain.replace("\\", "/").rpartition("/")[2]).strip("._ ")
    suffix = SUFFIXES[kind]
    stem = plain
    for known in {*SUFFIXES.values(), *_ALSO}:
        if plain.casefold().endswith(known):
            stem = plain[: -len(known)]
    stem = stem.strip("._ ") or "file"
    return stem[: NAME_CHARACTERS - len(suffix)] + suffix


def shown_types(types: Iterable[FileType]) -> str:
    """Names of types as they are written in any language: ``PDF, DOCX, Fountain``."""
    return ", ".join(_SHOWN.get(kind, kind.value.upper()) for kind in types)


def check_size(name: str, size: int) -> None:
    """Raises: FileTooLarge."""
    if size > FILE_BYTES:
        raise FileTooLarge(name=name, limit=FILE_BYTES // MEBIBYTE)


def check_room(name: str, *, files: int, pitch_bytes: int, person_bytes: int, size: int) -> None:
    """Check that one more file, ``name`` of ``size`` bytes, fits beside what is there.

    Raises:
        TooManyFiles, PitchFull, PersonFull.
    """
    if files >= PITCH_FILES:
        raise TooManyFiles(name=name, limit=PITCH_FILES)
    if pitch_bytes + size > PITCH_BYTES:
        raise PitchFull(name=name, limit=PITCH_BYTES // MEBIBYTE)
    if person_bytes + size > PERSON_BYTES:
        raise PersonFull(name=name, limit=PERSON_BYTES // MEBIBYTE)
