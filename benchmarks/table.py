"""Figures and the plain tables that show them."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Cell = str | float | int | None
OK = "ok"
MISSED = "MISSED"


@dataclass(slots=True)
class Table:
    """One table of a part. ``notes`` stand below it, a line each."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *cells: Cell) -> None:
        """A row; its cells are in the order of ``columns``."""
        self.rows.append(cells)

    def missed(self) -> list[str]:
        """The names of the rows that missed their bar."""
        return [str(row[0]) for row in self.rows if MISSED in row]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def lines(self) -> Iterator[str]:
        """The table as text: the first column to the left, the others to the right."""
        grid = [self.columns, *([_shown(cell) for cell in row] for row in self.rows)]
        widths = [max(_width(line[i]) for line in grid) for i in range(len(self.columns))]
        yield f"-- {self.title}"
        for line in grid:
            first = line[0] + " " * (widths[0] - _width(line[0]))
            rest = (
                " " * (width - _width(cell)) + cell
                for cell, width in zip(line[1:], widths[1:], strict=True)
            )
            yield "   " + "   ".join((first, *rest)).rstrip()
        for note in self.notes:
            yield f"   {note}"


def judged(value: float, limit: float) -> str:
    """Whether ``value`` is within its bar."""
    return OK if value <= limit else MISSED


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0 to 1) of the values do not exceed; NaN of
    none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return "-" if math.isnan(cell) else f"{cell:.{0 if abs(cell) >= 100 else 1}f}"
    return str(cell)


def _width(text: str) -> int:
    """Columns on a terminal: Han characters take two."""
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)
