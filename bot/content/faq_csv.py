"""CSV as spreadsheets have it: a row for each entry and language.

What holds for all languages of an entry stands in its first row alone, so that it can be emptied in
one place; when read it may stand in any, but must not differ. Phrasings stand one a line in their
cell. No cell begins a formula: an apostrophe stands before what would, as people put it there
themselves.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.content.tree import Place, Tree
from bot.domain.faq import BankEntry
from bot.domain.text import Locale, key

COLUMNS = (
    "programme", "id", "language", "question", "answer", "phrasings", "source", "valid_from",
    "valid_until", "confirmed", "related",
)  # fmt: skip
SHARED = ("source", "valid_from", "valid_until", "confirmed", "related")
"""What holds for all languages of an entry."""

_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the table itself: the key of a text, and what fills it."""

    line: int
    key: str
    params: Mapping[str, object]


class BadTable(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


@dataclass(slots=True)
class _Table:
    """The rows gathered into entries, as a YAML file would have them."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    lines: dict[Place, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str, str], int] = field(default_factory=dict)

    def tree(self) -> Tree:
        return Tree({"entries": self.entries}, {("entries",): 1, **self.lines})


def write_csv(entries: Iterable[BankEntry]) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        for row in _rows(entry):
            writer.writerow([guarded(row.get(column, "")) for column in COLUMNS])
    return written.getvalue()


def guarded(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would compute; `unguarded` takes away
    what this adds, and nothing else that people write."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def parse_csv(text: str) -> tuple[Tree, list[Problem]]:
    """Raises: BadTable: it is no table, or not one of these columns."""
    table = _Table()
    rows = _numbered(text)
    columns = _columns(next(rows, (1, ())))
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            _take(table, line, cells, columns)
    return table.tree(), table.problems


def _rows(entry: BankEntry) -> Iterator[dict[str, str]]:
    phrased = {locale for locale, told in entry.phrasings.items() if told}
    shared = {
        "source": entry.source,
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else "",
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else "",
        "confirmed": entry.confirmed.isoformat(),
        "related": " ".join(entry.related),
    }
    for locale in Locale:
        if locale in entry.question.texts or locale in phrased:
            yield {
                "programme": entry.ref.programme,
                "id": entry.ref.id,
                "language": locale.value,
                "question": entry.question.texts.get(locale, ""),
                "answer": entry.answer.texts.get(locale, ""),
                "phrasings": "\n".join(entry.phrasings.get(locale, ())),
                **shared,
            }
            shared = {}


def _numbered(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Each row with the line it begins on. Raises: BadTable."""
    head = text.split("\n", 1)[0]
    # Excel writes what separates lists where it is used.
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        problem = Problem(line, key("bank.fault.csv"), {})
        raise BadTable(problem) from None


def _columns(head: tuple[int, Sequence[str]]) -> list[str]:
    line, cells = head
    names = [cell.strip().casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    for place, name in enumerate(names):
        if name not in COLUMNS:
            raise BadTable(Problem(line, key("bank.fault.column"), {"typed": cells[place]}))
        if name in names[:place]:
            raise BadTable(Problem(line, key("bank.fault.key_twice"), {"field": name}))
    if "programme" not in names:
        raise BadTable(Problem(line, key("bank.fault.no_column"), {"field": "programme"}))
    return names


def _take(table: _Table, line: int, cells: Sequence[str], columns: Sequence[str]) -> None:
    """Add a row to its entry."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        params = {"count": len(cells), "most": len(columns)}
        table.problems.append(Problem(line, key("bank.fault.cells"), params))
        return
    row: dict[str, str] = {}
    at: dict[str, int] = {}
    here = line
    for name, cell in zip(columns, cells, strict=False):
        row[name], at[name] = unguarded(cell.strip()), here + _breaks(cell[: _margin(cell)])
        here += _breaks(cell)
    typed = row.get("language", "")
    locale = _LANGUAGES.get(typed.casefold().replace("_", "-"))
    if locale is None:
        here = at.get("language", line)
        table.problems.append(Problem(here, key("bank.fault.language"), {"typed": typed}))
        return
    place = _place(table, row, at)
    entry = table.entries[place]
    for name in SHARED:
        if row.get(name):
            _share(table, entry, ("entries", place, name), row[name], at[name])
    _language(table, entry, place, locale, row, at | {"row": line})


def _place(table: _Table, row: dict[str, str], at: dict[str, int]) -> int:
    """Where the entry of a row stands, begun if this is its first or has no id."""
    named = row.get("programme", ""), row.get("id", "")
    if named[1] and named in table.places:
        return table.places[named]
    table.places[named] = place = len(table.entries)
    table.entries.append({"programme": named[0], "id": named[1] or None})
    table.lines["entries", place] = at["programme"]
    table.lines["entries", place, "programme"] = at["programme"]
    table.lines["entries", place, "id"] = at.get("id", at["programme"])
    return place


def _share(table: _Table, entry: dict[str, Any], place: Place, cell: str, line: int) -> None:
    name = str(place[-1])
    value: object = cell.split() if name == "related" else cell
    if name not in entry:
        entry[name] = value
        table.lines[place] = line
    elif entry[name] != value:
        params = {"field": name, "other": table.lines[place]}
        table.problems.append(Problem(line, key("bank.fault.differs"), params))


def _language(
    table: _Table,
    entry: dict[str, Any],
    place: int,
    locale: str,
    row: dict[str, str],
    at: dict[str, int],
) -> None:
    there: Place = ("entries", place, "row", locale)
    if there in table.lines:
        params = {"typed": f"{entry['id']} ({locale})", "other": table.lines[there]}
        table.problems.append(Problem(at["row"], key("bank.fault.twice"), params))
        return
    table.lines[there] = at["row"]
    for name in ("question", "answer"):
        if row.get(name):
            entry.setdefault(name, {})[locale] = row[name]
            table.lines.setdefault(("entries", place, name), at[name])
            table.lines["entries", place, name, locale] = at[name]
    told: list[str] = []
    for number, one in enumerate(_LINE_END.split(row.get("phrasings", ""))):
        if one.strip():
            table.lines["entries", place, "phrasings", locale, len(told)] = at["phrasings"] + number
            told.append(one)
    if told:
        entry.setdefault("phrasings", {})[locale] = told


_LANGUAGES = {locale.casefold(): locale.value for locale in Locale}


def _breaks(text: str) -> int:
    return len(_LINE_END.findall(text))


def _margin(cell: str) -> int:
    return len(cell) - len(cell.lstrip())
