"""Charts: horizontal bars, drawn by matplotlib without its global state."""

from __future__ import annotations

import asyncio
import io
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.pictures.fonts import Order, lacks, look, order_for, showable, width
from bot.services.ports_pictures import Panel, Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 8.0
"""Inches, at `DPI`: 1200 pixels."""
DPI = 150
LABEL_EMS = 21.0
"""A label that is wider goes on in the next line. What `LABEL_SHARE` leaves room for, in
`LABEL_POINTS`."""
LABEL_POINTS = 8.5
LABEL_SHARE = 0.37
"""Of the width; the bars have the rest."""
LINE = 0.145
"""Inches from one line of text to the next."""
ROW_GAP = 0.2
HEAD, LEGEND = 0.36, 0.26
"""Inches above the rows of a panel: for its heading, and for its legend if it has one."""
FOOT = 0.2
REMARK = 0.3
TOP = 0.85
PAGE, INK, QUIET = "#ffffff", "#1f2330", "#5b6173"
COLOURS = ("#3d5a98", "#e0a458", "#b5483a", "#6b8f71", "#7d6b91", "#4a8fa8")
"""Told apart also in grey and by people who see red and green alike."""


class MatplotlibPainter:
    """A `Painter`. matplotlib is imported with the first picture, in its thread."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()

    async def draw(self, sheet: Sheet) -> bytes:
        """See `bot.services.ports_pictures.Painter`."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(draw, sheet)


def draw(sheet: Sheet) -> bytes:
    """The sheet as a PNG. Takes some tenths of a second, and memory of some ten megabytes."""
    target = io.BytesIO()
    figure_of(sheet).savefig(target, format="png", dpi=DPI)
    return target.getvalue()


def figure_of(sheet: Sheet) -> Figure:
    """The sheet as matplotlib draws it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    heights = [_height(panel) for panel in sheet.panels]
    height = TOP + sum(heights) + (REMARK if _lacking(sheet) else 0)
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor=PAGE)
    FigureCanvasAgg(figure)
    _heading(figure, sheet, height)
    above = TOP
    for panel, tall in zip(sheet.panels, heights, strict=True):
        _panel(figure, panel, (above, tall, height))
        above += tall
    if _lacking(sheet):
        _write(figure, (0.3 / WIDTH, 0.2 / height), sheet.missing, 8.0, QUIET)
    return figure


def _lacking(sheet: Sheet) -> bool:
    """Whether something in it cannot be shown, and it says what then stands there."""
    labels = (row.label for panel in sheet.panels for row in panel.rows)
    return bool(sheet.missing) and any(map(lacks, (sheet.title, sheet.subtitle, *labels)))


def wrapped(label: str, ems: float = LABEL_EMS) -> list[str]:
    """The label in lines of at most that width (4 at least: no glyph is wider). Broken at spaces
    where there are any, between Han characters, and within a word only if it must be."""
    lines: list[str] = []
    line, shown = "", showable(label)
    order = order_for(shown)
    for word in _words(shown):
        if width(line + word.rstrip(), order) <= ems:
            line += word
            continue
        if line.strip():
            lines.append(line.strip())
        line = word
        while width(line.rstrip(), order) > ems:
            fits = _fitting(line, ems, order)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line.strip()] if line.strip() or not lines else lines


def _words(text: str) -> list[str]:
    """Pieces between which a line may be broken, each with the space after it."""
    pieces: list[str] = []
    for letter in text:
        begins = _wide(letter) or not pieces or pieces[-1].endswith(" ") or _wide(pieces[-1][-1])
        closing = unicodedata.category(letter) in ("Pe", "Po", "Pf") or letter == " "
        if begins and not (closing and pieces):
            pieces.append(letter)
        else:
            pieces[-1] += letter
    return pieces


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _fitting(text: str, ems: float, order: Order) -> int:
    """How many letters of a text fit, one at least."""
    taken = 0.0
    for place, letter in enumerate(text):
        taken += width(letter, order)
        if taken > ems:
            return max(place, 1)
    return len(text)


def _tall(label: str) -> float:
    return len(wrapped(label)) * LINE + ROW_GAP


def _height(panel: Panel) -> float:
    rows = sum(_tall(row.label) for row in panel.rows)
    return _head(panel) + (rows or LINE + ROW_GAP) + FOOT


def _head(panel: Panel) -> float:
    return HEAD + (LEGEND if panel.rows and len(panel.legend) > 1 else 0)


def _heading(figure: Figure, sheet: Sheet, height: float) -> None:
    left = 0.3 / WIDTH
    _write(figure, (left, 1 - 0.32 / height), sheet.title, 15.0, INK)
    _write(figure, (left, 1 - 0.62 / height), sheet.subtitle, 9.0, QUIET)


def _write(
    figure: Figure, place: tuple[float, float], words: str, most: float, colour: str
) -> float:
    """One line, in ``most`` points or as small as it must be to fit. How wide it is, in inches."""
    shown = showable(words)
    order = order_for(shown)
    wide = max(width(shown, order), 1.0)
    points = min(most, (WIDTH - 0.6) * 72 / wide)
    look_: dict[str, Any] = {"va": "center", "fontproperties": look(order), "fontsize": points}
    figure.text(*place, shown, color=colour, **look_)
    return wide * points / 72


def _panel(figure: Figure, panel: Panel, place: tuple[float, float, float]) -> None:
    """``place``: inches from the top, its own height, that of the whole sheet."""
    above, tall, height = place
    left = 0.3 / WIDTH
    _write(figure, (left, 1 - (above + 0.15) / height), panel.title, 11.0, INK)
    inner = tall - _head(panel) - FOOT
    bottom = 1 - (above + tall - FOOT) / height
    if not panel.rows:
        _write(figure, (left, bottom + 0.13 / height), panel.empty, 9.0, QUIET)
        return
    axes = figure.add_axes((LABEL_SHARE, bottom, 1 - LABEL_SHARE - 0.1, inner / height))
    axes.axis("off")
    if len(panel.legend) > 1:
        _legend(figure, panel.legend, 1 - (above + 0.45) / height)
    _bars(axes, panel, inner)


def _legend(figure: Figure, names: Sequence[str], y: float) -> None:
    """In one line; smaller where it would be too long."""
    whole = sum(width(shown := showable(name), order_for(shown)) + 2.5 for name in names)
    points = min(8.5, (WIDTH - 0.6) * 72 / whole)
    x = 0.3
    for place, name in enumerate(names):
        colour = COLOURS[place % len(COLOURS)]
        x += _write(figure, (x / WIDTH, y), "■", points, colour) + points * 0.4 / 72
        x += _write(figure, (x / WIDTH, y), name, points, QUIET) + points * 1.1 / 72


def _bars(axes: Axes, panel: Panel, inner: float) -> None:
    most = max((sum(row.values) for row in panel.rows), default=0) or 1
    axes.set_xlim(0, most * 1.12)
    axes.set_ylim(inner, 0)
    y = 0.0
    for row in panel.rows:
        tall = _tall(row.label)
        middle, start = y + tall / 2, 0.0
        for place, value in enumerate(row.values):
            colour = COLOURS[place % len(COLOURS)]
            axes.barh(middle, value, left=start, height=min(tall - 0.1, 0.24), color=colour)
            start += value
        label, figure = "\n".join(wrapped(row.label)), showable(row.figure)
        words: dict[str, Any] = {"va": "center", "fontsize": LABEL_POINTS}
        words["fontproperties"] = look(order_for(showable(row.label)))
        axes.text(-most * 0.02, middle, label, ha="right", color=INK, linespacing=1.1, **words)
        words["fontproperties"] = look(order_for(figure))
        axes.text(start + most * 0.015, middle, figure, color=QUIET, **words)
        y += tall
