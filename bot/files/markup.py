"""Files that are text: Final Draft's XML, and screenplays in plain text."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO
from xml.parsers import expat

FINAL_DRAFT = "FinalDraft"
"""The root of a Final Draft file."""
CHUNK = 64 * 1024

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Control characters that no text has. Tabs, line ends and page breaks are none of these."""


class _Declares(Exception):
    """It declares a document type, which is where entities come from. Final Draft writes none."""


def looks_like_xml(head: bytes) -> bool:
    if head.startswith(_UTF16):
        return head[2:].lstrip(b"\0\t\n\r ").startswith(b"<")
    return head.removeprefix(codecs.BOM_UTF8).lstrip(b"\t\n\r ").startswith(b"<")


def parsed(file: BinaryIO) -> tuple[str | None, bool]:
    """The name of the root element, if one was reached, and whether the rest is as it should be.
    No entity is ever expanded and nothing outside of the file is read."""
    roots: list[str] = []

    def began(name: str, _: dict[str, str]) -> None:
        if not roots:
            roots.append(name)

    def declared(*_: object) -> None:
        raise _Declares

    parser = expat.ParserCreate()
    parser.StartElementHandler = began
    parser.StartDoctypeDeclHandler = declared
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, _Declares, ValueError, LookupError):
        return next(iter(roots), None), False
    return roots[0], True


def is_text(file: BinaryIO) -> bool:
    """Whether all of it is UTF-8, or UTF-16 that says so, without control characters."""
    file.seek(0)
    encoding = "utf-16" if file.read(2) in _UTF16 else "utf-8-sig"
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            if _CONTROL.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True
