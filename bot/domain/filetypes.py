"""The types of files that a pitch may carry."""

from __future__ import annotations

from enum import StrEnum


class FileType(StrEnum):
    """What is taken, known by its content."""

    PDF = "pdf"
    DOCX = "docx"
    FDX = "fdx"
    FOUNTAIN = "fountain"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
