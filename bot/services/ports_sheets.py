"""The port of tables: what is to be written to a file, in words that are ready to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class SheetKind(StrEnum):
    """By the ending of the file's name."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """``key`` names it for programs, in any language the same, once per table; ``heading`` is for
    people. ``zone`` names the time zone of its moments, for kinds of files whose moments have none
    of their own."""

    key: str
    heading: str
    zone: str = ""


Cell = str | int | float | datetime
"""A moment knows its time zone, by which it is written."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows have a cell for each column, an empty text where there is nothing. The first column says
    what a row is about."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]


class SheetWriter(Protocol):
    async def write(self, table: Table, kind: SheetKind) -> bytes:
        """The table as a file, in which nothing is taken for a formula, a link or markup. What the
        kind of file has no place for is left out. Does not hold up the event loop."""
