"""Charts: every text is whole, within the picture, and made of glyphs that the font has."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from bot.pictures.charts import MatplotlibPainter, figure_of, wrapped
from bot.pictures.fonts import order_for, showable, width
from bot.services.ports_pictures import Panel, Row, Sheet

LONG = "Who may apply to the Hina International Young Directors Program, and is a school needed?"
CHINESE = "报名截止日期是什么时候？如果我人在国外，时间是按哪个时区计算的，會不會有寬限期？"


LABELS = tuple(f"{number}. {LONG}" for number in range(40))


def sheet(*labels: str) -> Sheet:
    rows = tuple(Row(label, (3.0, 2.0, 1.0), "6 (50 %)") for label in labels)
    parts = ("Answered 已回答", "Offered 给出选项", "Unknown 未解答")
    empty = Panel("Helpful 有帮助", (), empty="Nobody said so yet 还没有人评价")
    return Sheet("统计 Statistics", "2026-10-24 – 2026-11-23", (Panel("All", rows, parts), empty))


async def test_a_picture_is_a_png_as_wide_as_promised() -> None:
    data = await MatplotlibPainter().draw(sheet("a", "b"))
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">I", data[16:20])[0] == 1200


@pytest.mark.parametrize(
    "labels",
    [(LONG, CHINESE, "x"), (CHINESE * 4, "W" * 200), (), ("龘🎬ł" * 60, "مرحبا " * 20), LABELS],
)
def test_no_text_leaves_the_picture_or_its_row(labels: tuple[str, ...]) -> None:
    figure = figure_of(sheet(*labels))
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    canvas.draw()  # type: ignore[no-untyped-call]
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    whole = figure.bbox
    boxes = [
        text.get_window_extent(renderer)
        for text in figure.findobj(Text)
        if isinstance(text, Text) and text.get_text()
    ]
    for box in boxes:
        assert whole.x0 <= box.x0
        assert box.x1 <= whole.x1
        assert whole.y0 <= box.y0
        assert box.y1 <= whole.y1
    overlaps = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.overlaps(b)]
    assert overlaps == []


def drawn(figure: Figure) -> list[str]:
    return [one.get_text() for one in figure.findobj(Text) if isinstance(one, Text)]


def test_what_the_fonts_lack_is_marked_and_the_picture_says_so() -> None:
    remark = "〓 stands for what is missing"
    with_emoji = replace(sheet("夜航 🎬 Night\nFlight", "Wałęsa"), missing=remark)
    assert {"夜航 〓 Night Flight", "Wałęsa", remark} <= set(drawn(figure_of(with_emoji)))
    assert remark not in drawn(figure_of(replace(sheet("夜航"), missing=remark)))


def test_every_glyph_of_a_picture_is_in_a_font(recwarn: pytest.WarningsRecorder) -> None:
    labels = (
        "𠮷龘 한국어 かな",
        "Wałęsa Işık Ελλάδα",
        "สวัสดี مرحبا שלום हिन्दी 🎬",
        "é́ \ufeff\u202e",
    )
    figure = figure_of(replace(sheet(*labels), missing="〓"))
    figure.savefig(io.BytesIO(), format="png")
    assert [str(one.message) for one in recwarn] == []


@given(st.text(max_size=200), st.integers(min_value=4, max_value=30))
def test_a_label_is_wrapped_and_nothing_of_it_is_lost(label: str, ems: int) -> None:
    lines = wrapped(label, ems)
    assert "".join(lines).replace(" ", "") == showable(label).replace(" ", "")
    order = order_for(showable(label))
    assert all(width(line, order) <= ems for line in lines)
