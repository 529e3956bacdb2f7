"""Tables as files: everything is there, and nothing is more than a text."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.services.ports_sheets import Cell, Column, SheetKind, Table
from bot.sheets.writing import CELL_CHARACTERS, Sheets, as_csv, as_json, as_xlsx

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SIGNS = "=+-@\t\r＝＋－＠"
INVISIBLE = ' "\t\u3000\u00a0\ufeff\u200b'
"""What some programs skip at the beginning of a cell."""
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

cells = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="=+-@;,'\"\t\r\n <>r/&_x041é月🎬\x00\x0b＝", max_size=40),
)
tables = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        lambda headings, rows: table(*rows, headings=headings),
        st.lists(cells, min_size=width, max_size=width),
        st.lists(st.tuples(*[cells] * width), max_size=5),
    )
)


def table(*rows: tuple[Cell, ...], headings: list[str] | None = None) -> Table:
    named = headings or [f"Column {place}" for place in range(len(rows[0]))]
    columns = tuple(Column(f"c{place}", heading) for place, heading in enumerate(named))
    return Table("Submissions", columns, rows)


def typed(text: str) -> str:
    """What of a text a file of XML can hold, with lines as everywhere."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", plain)


def read_csv(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data: bytes) -> list[list[str]]:
    """The texts and numbers of the only sheet, row by row."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert root.findall(f".//{SPREADSHEET}f") == []
    rows = []
    for row in root.iter(f"{SPREADSHEET}row"):
        found: dict[int, str] = {}
        for cell in row.iter(f"{SPREADSHEET}c"):
            place = re.match("[A-Z]+", cell.get("r", ""))
            assert place is not None
            if cell.get("t") is None:
                assert [part.tag for part in cell] == [f"{SPREADSHEET}v"]
                found[column_number(place[0])] = cell[0].text or ""
                continue
            assert cell.get("t") == "inlineStr"
            assert [part.tag for part in cell] == [f"{SPREADSHEET}is"]
            (held,) = cell
            assert [part.tag for part in held] == [f"{SPREADSHEET}t"]
            written = held[0].text or ""
            found[column_number(place[0])] = ESCAPED.sub(lambda m: chr(int(m[1], 16)), written)
        rows.append([found.get(at, "") for at in range(max(found, default=-1) + 1)])
    return rows


def column_number(letters: str) -> int:
    """From 0: A is the first, AA follows Z."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def held(text: str) -> str:
    """What stands in the cell: a space keeps what looks like the library's own markup from being
    taken for it."""
    plain = typed(text)
    return f"{plain} " if plain.startswith("<r>") and plain.endswith("</r>") else plain


def trimmed(row: list[str]) -> list[str]:
    kept = list(row)
    while kept and not kept[-1]:
        kept.pop()
    return kept


@given(tables)
def test_no_cell_of_a_csv_file_begins_a_formula(made: Table) -> None:
    for row in read_csv(as_csv(made)):
        assert not any(cell.lstrip(" ").startswith(tuple(SIGNS)) for cell in row)


@given(tables)
def test_nor_does_one_where_lines_are_split_at_semicolons_or_tabs(made: Table) -> None:
    for row in read_csv(as_csv(made)):
        for part in (part for cell in row for part in re.split("[;\t\n]", cell)[1:]):
            assert not part.strip('" ').startswith(tuple(SIGNS))


@given(tables)
def test_a_csv_file_says_what_the_table_says(made: Table) -> None:
    heads = tuple(column.heading for column in made.columns)
    read = read_csv(as_csv(made))
    assert len(read) == 1 + len(made.rows)
    for row, back in zip([heads, *made.rows], read, strict=True):
        for cell, again in zip(row, back, strict=True):
            assert isinstance(cell, str)
            assert again.replace("'", "") == typed(cell).replace("'", "")


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-5", "'-5"),
        ("\t=1", "'\t'=1"),
        ("a\r=1", "a\n'=1"),
        ("x;=1", "x;'=1"),
        ("Moon - Harbour", "Moon - Harbour"),
        ("月亮港", "月亮港"),
        ("", ""),
    ],
)
def test_only_what_may_be_a_formula_gets_an_apostrophe(cell: str, kept: str) -> None:
    assert read_csv(as_csv(table((cell, "x"))))[1] == [kept, "x"]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", " ", "\u3000", "\u00a0", "\ufeff", "\u200b", "\n"])
def test_no_sign_that_begins_a_formula_begins_a_cell(sign: str, before: str) -> None:
    formula = f"{before}{sign}cmd|' /C calc'!A0"
    made = table((formula, f"x\n{formula}"), headings=[formula, "b"])
    for row in read_csv(as_csv(made)):
        for cell in row:
            for line in cell.splitlines():
                assert not line.strip(INVISIBLE).startswith(tuple("=+-@＝＋－＠"))
    # Cells of a workbook are texts, whatever they say: `read_xlsx` fails where one is not.
    heads, row = read_xlsx(as_xlsx(made))
    assert (heads[0], row[0]) == (held(formula), held(formula))
    assert json.loads(as_json(made))["rows"] == [{"c0": formula, "c1": f"x\n{formula}"}]


@settings(max_examples=60)
@given(tables)
@example(table(("<r><f>1+1</f></r>", "_x0041_")))
@example(table(("=1+1", "{=1}", "https://example.org", "007"), headings=["=1", "a", "b", "c"]))
def test_an_xlsx_file_says_what_the_table_says_and_holds_nothing_but_texts(made: Table) -> None:
    heads = tuple(column.heading for column in made.columns)
    read = (trimmed(row) for row in read_xlsx(as_xlsx(made)))
    wanted = (trimmed([held(str(cell)) for cell in row]) for row in (heads, *made.rows))
    assert [row for row in read if row] == [row for row in wanted if row]


def test_a_text_longer_than_a_cell_may_be_is_cut_visibly_and_nothing_breaks() -> None:
    (_, (cell,)) = read_xlsx(as_xlsx(table(("🎬" * CELL_CHARACTERS,))))
    assert cell.endswith("…")
    assert len(cell.encode("utf-16-le")) <= 2 * CELL_CHARACTERS


@pytest.mark.parametrize("name", ["", "a[b]:*?/\\", "名" * 40, "''", "History"])
def test_a_sheet_may_have_any_name(name: str) -> None:
    made = table(("x",))
    data = as_xlsx(Table(name, made.columns, made.rows))
    assert read_xlsx(data)[1] == ["x"]


@given(tables)
def test_a_json_file_says_what_the_table_says(made: Table) -> None:
    read = json.loads(as_json(made))
    plain = [{f"c{at}": cell for at, cell in enumerate(row) if cell} for row in made.rows]
    assert read["rows"] == plain
    assert list(read["columns"].values()) == [column.heading for column in made.columns]


class TestMomentsAndNumbers:
    SUMMER = datetime(2026, 7, 1, 23, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    made = Table(
        "Submissions",
        (Column("ref", "Reference"), Column("at", "Decided", "Europe/Berlin"), Column("n", "Mean")),
        [("CM-1", SUMMER, 4.25), ("CM-2", "", 0)],
    )

    def test_a_spreadsheet_has_them_as_such_by_the_clock_that_the_heading_names(self) -> None:
        data = as_xlsx(self.made)
        heads, first, second = read_xlsx(data)
        assert heads == ["Reference", "Decided (Europe/Berlin)", "Mean"]
        # Excel counts days from the end of 1899.
        day = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=float(first[1]))
        assert abs(day - self.SUMMER.replace(tzinfo=UTC)) < timedelta(seconds=1)
        assert (first[2], second) == ("4.25", ["CM-2", "", "0"])
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert b'formatCode="yyyy-mm-dd hh:mm"' in archive.read("xl/styles.xml")

    def test_headings_and_the_first_column_stay_in_sight(self) -> None:
        with zipfile.ZipFile(io.BytesIO(as_xlsx(self.made))) as archive:
            root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        (pane,) = root.iter(f"{SPREADSHEET}pane")
        kept = pane.get("xSplit"), pane.get("ySplit"), pane.get("state")
        assert kept == ("1", "1", "frozen")

    def test_elsewhere_a_moment_has_its_offset(self) -> None:
        assert read_csv(as_csv(self.made))[1:] == [
            ["CM-1", "2026-07-01T23:30:00+02:00", "4.25"],
            ["CM-2", "", "0"],
        ]
        assert json.loads(as_json(self.made))["rows"] == [
            {"ref": "CM-1", "at": "2026-07-01T23:30:00+02:00", "n": 4.25},
            {"ref": "CM-2", "n": 0},
        ]


@pytest.mark.parametrize("kind", SheetKind)
async def test_every_kind_is_written(kind: SheetKind) -> None:
    data = await Sheets().write(table(("月亮港", "=1")), kind)
    whole = data if kind is not SheetKind.XLSX else str(read_xlsx(data)).encode()
    assert "月亮港".encode() in whole
