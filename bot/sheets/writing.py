"""Tables as CSV, XLSX and JSON. What stands in them was written by strangers."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.services.ports_sheets import Cell, SheetKind, Table

CELL_CHARACTERS = 32_767
"""UTF-16 units of a cell (Excel's limit); far beyond any answer."""
NAME_CHARACTERS = 31
"""Of a sheet's name (Excel's limit)."""
WIDE, NARROW, TALL = 40, 12, 60
"""Widths of columns in characters; letters from which on a column is wide."""

MOMENT = "yyyy-mm-dd hh:mm"
"""How a spreadsheet shows a moment: the same in every language, and read as one in each."""

_SIGNS = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
"""What a formula may begin with; some programs take wide signs for narrow ones."""
_SKIPPED = r"\s\u00ad\u200b-\u200f\u2060\ufeff"
"""What some programs skip before it: spaces, and what nobody sees."""
_RISKY = re.compile(rf"[\t\n]|[{_SKIPPED}]*{_SIGNS}")
_WITHIN = re.compile(rf"([;\t\n][{_SKIPPED}\"]{{0,100}})(?={_SIGNS})")
"""In the middle of a cell: programs set to a language with decimal commas split lines at
semicolons, and then take the quotes that hold a cell together for a part of it."""
_NO_TEXT = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


class Sheets:
    """A `bot.services.ports_sheets.SheetWriter`. Files are written in a thread."""

    async def write(self, table: Table, kind: SheetKind) -> bytes:
        """See `bot.services.ports_sheets.SheetWriter`."""
        return await asyncio.to_thread(_WRITERS[kind], table)


def as_csv(table: Table) -> bytes:
    """In UTF-8 with a mark that Excel knows it by. An apostrophe stands before what would begin a
    formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([harmless(column.heading) for column in table.columns])
    writer.writerows([harmless(_said(cell)) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """One sheet; headings and the first column stay in sight. Moments are such as sort and filter,
    by the clock of their time zone, which their heading names: Excel knows no zones. Numbers are
    numbers, and everything else is a text."""
    import xlsxwriter

    out = io.BytesIO()
    options = {
        # Rows are put down as they come: the memory for a thousand pitches is that of one.
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        plain = {"text_wrap": True, "valign": "top"}
        text = book.add_format(plain)
        # What looks like a formula stays a text even once somebody edits the cell.
        quoted = book.add_format({**plain, "quote_prefix": True})
        bold = book.add_format({**plain, "bold": True, "quote_prefix": True})
        moment = book.add_format({**plain, "num_format": MOMENT, "align": "left"})
        sheet = book.add_worksheet(_sheet_name(table.name))
        for place, width in enumerate(_widths(table)):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(table.columns):
            zoned = f"{column.heading} ({column.zone})" if column.zone else column.heading
            sheet.write_string(0, place, whole(zoned), bold)
        for number, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, place, cell.replace(tzinfo=None), moment)
                elif not isinstance(cell, str):
                    sheet.write_number(number, place, cell, text)
                elif kept := whole(cell):
                    sheet.write_string(number, place, kept, quoted if _risky(kept) else text)
    return out.getvalue()


def as_json(table: Table) -> bytes:
    """Under ``columns`` the headings by key, under ``rows`` what each holds by key; nothing where
    a cell is empty."""
    keys = [column.key for column in table.columns]
    document = {
        "columns": {column.key: column.heading for column in table.columns},
        "rows": [
            {key: _plain(cell) for key, cell in zip(keys, row, strict=True) if cell != ""}
            for row in table.rows
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "ignore")


def harmless(text: str) -> str:
    """A cell of a CSV file."""
    typed = _WITHIN.sub(r"\1'", _typed(text))
    return f"'{typed}" if _risky(typed) else typed


def whole(text: str) -> str:
    """A cell of an XLSX file."""
    typed = _typed(text)
    if typed.startswith("<r>") and typed.endswith("</r>"):
        typed += " "  # XlsxWriter writes what begins and ends like this as it is, as markup
    while len(typed.encode("utf-16-le")) > 2 * CELL_CHARACTERS:
        typed = f"{typed[: CELL_CHARACTERS // 2 - 1]}…"
    return typed


def _plain(cell: Cell) -> str | int | float:
    """Moments in ISO 8601, to the second, with their offset from UTC."""
    return cell.isoformat(timespec="seconds") if isinstance(cell, datetime) else cell


def _said(cell: Cell) -> str:
    return str(_plain(cell))


def _typed(text: str) -> str:
    """What a person can type, lines as everywhere."""
    return _NO_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _risky(text: str) -> bool:
    return _RISKY.match(text) is not None


def _sheet_name(name: str) -> str:
    plain = _NOT_IN_NAMES.sub(" ", _typed(name).replace("\n", " ").replace("\t", " "))
    return plain.strip()[:NAME_CHARACTERS].strip() or "1"


def _widths(table: Table) -> list[int]:
    """By the longest of the first rows: what comes later wraps."""
    looked_at = table.rows[:50]
    longest = [
        max([len(column.heading), *(len(_said(row[place])) for row in looked_at)])
        for place, column in enumerate(table.columns)
    ]
    return [WIDE if most >= TALL else max(NARROW, min(WIDE, most + 2)) for most in longest]


_WRITERS: Mapping[SheetKind, Callable[[Table], bytes]] = {
    SheetKind.CSV: as_csv,
    SheetKind.XLSX: as_xlsx,
    SheetKind.JSON: as_json,
}
