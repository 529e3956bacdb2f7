"""Small files of every type that is taken, whole, and some that are not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from bot.domain.filetypes import FileType

SCENE = "INT. HARBOUR - NIGHT\n\nLIN waits for the tide. 林等着涨潮。\n"
PDF = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + b"%" * 3000 + b"\nstartxref\n9\n%%EOF\n"
)
FDX = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
    '<FinalDraft DocumentType="Script" Version="5"><Content><Paragraph Type="Action">'
    "<Text>林 &amp; the tide.</Text></Paragraph></Content></FinalDraft>\n"
).encode()
DOCUMENT = "<?xml version='1.0'?><w:document xmlns:w='urn:w'><w:body/></w:document>"


def archive(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def docx(**more: bytes | str) -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": DOCUMENT, **more})


def chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">L", len(content))
        + name
        + content
        + struct.pack(">L", zlib.crc32(name + content))
    )


def png() -> bytes:
    header = struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    """The bones of one: a header, a filler, a scan with a stuffed byte, the end."""
    header = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + bytes(9)
    scan = b"\xff\xff\xda" + struct.pack(">H", 3) + b"\0" + b"\x12\xff\x00\x34" * 20
    return b"\xff\xd8" + header + scan + b"\xff\xd9"


def webp() -> bytes:
    body = b"WEBP" + b"VP8L" + struct.pack("<L", 4) + b"\x2f\0\0\0"
    return b"RIFF" + struct.pack("<L", len(body)) + body


WHOLE: Mapping[FileType, bytes] = {
    FileType.PDF: PDF,
    FileType.DOCX: docx(),
    FileType.FDX: FDX,
    FileType.FOUNTAIN: SCENE.encode(),
    FileType.PNG: png(),
    FileType.JPEG: jpeg(),
    FileType.WEBP: webp(),
}
"""One of each type."""
