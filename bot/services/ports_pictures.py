"""The port of pictures: what is to be drawn, in words that are ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Row:
    """One bar: ``values`` are its parts, as many as the panel's ``legend`` has names, none
    negative; ``figure`` is written at its end."""

    label: str
    values: tuple[float, ...]
    figure: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars under a heading, the first at the top. ``legend`` names their parts; with one part it
    is not shown. A panel without rows shows ``empty``."""

    title: str
    rows: tuple[Row, ...]
    legend: tuple[str, ...] = ("",)
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Panels one below the other, under a title and a line that says what they count."""

    title: str
    subtitle: str
    panels: tuple[Panel, ...]


class Painter(Protocol):
    async def draw(self, sheet: Sheet) -> bytes:
        """A PNG, 1200 pixels wide and as high as it needs; no text is cut, and what no font can
        show is left out. Does not hold up the event loop."""
