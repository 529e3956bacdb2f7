"""What the database holds, row by row, and what became different."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from db.tables import metadata
from tests.e2e.walk_people import Row, Walker


@dataclass(frozen=True, slots=True)
class Change:
    """A row as it was and as it is; empty where it was or is none."""

    table: str
    before: Row
    after: Row

    def theirs(self, walker: Walker) -> bool:
        """Whether it was theirs to change, before and after."""
        rows = [row for row in (self.before, self.after) if row]
        return all(walker.may_change(self.table, row) for row in rows)

    def __str__(self) -> str:
        return f"{self.table}: {dict(self.before)} -> {dict(self.after)}"


class Ledger:
    """All tables of an SQLite database, read again when another connection wrote."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(database)
        self._connection.row_factory = sqlite3.Row
        self._version = self._written()
        self._rows = dict(self._read())

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    @property
    def written(self) -> bool:
        """Whether anything was since the last look."""
        return self._written() != self._version

    def changes(self) -> list[Change]:
        """Since the last look."""
        self._version = self._written()
        before, self._rows = self._rows, dict(self._read())
        return [
            Change(key[0], before.get(key, {}), self._rows.get(key, {}))
            for key in before.keys() | self._rows.keys()
            if before.get(key) != self._rows.get(key)
        ]

    def _written(self) -> int:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _read(self) -> Iterator[tuple[tuple[str, tuple[Any, ...]], Row]]:
        for table in metadata.tables.values():
            keys = [column.name for column in table.primary_key]
            for row in self._connection.execute(f'SELECT * FROM "{table.name}"'):
                known = dict(row)
                yield (table.name, tuple(known[key] for key in keys)), known
