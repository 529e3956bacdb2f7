"""The few statements that SQL does not write alike everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Select, Table, Text, column
from sqlalchemy import literal as sql_literal
from sqlalchemy import values as sql_values
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from db.types import UtcDateTime

Values = Mapping[str, Any]


def literal(value: str) -> ColumnElement[str]:
    """``value`` written into the statement: a partial index is not found by way of a parameter.

    Only for constants of ours.
    """
    return sql_literal(value, literal_execute=True)


def _insert(connection: AsyncConnection, table: Table) -> postgresql.Insert | sqlite.Insert:
    on_postgres = connection.dialect.name == "postgresql"
    return postgresql.insert(table) if on_postgres else sqlite.insert(table)


async def insert_new(connection: AsyncConnection, table: Table, values: Values) -> bool:
    """Insert a row unless it breaks a unique constraint; return whether it went in.

    Unlike a failed insert this leaves a PostgreSQL transaction usable.
    """
    statement = _insert(connection, table).values(dict(values)).on_conflict_do_nothing()
    return (await connection.execute(statement)).rowcount == 1


def moments(rows: Sequence[tuple[int, str, datetime]]) -> CTE:
    """``rows`` as a table with the columns ``guild``, ``name`` and ``at``."""
    columns = (
        column("guild", BigInteger()), column("name", Text()), column("at", UtcDateTime())
    )  # fmt: skip
    return sql_values(*columns, name="moments").data(list(rows)).cte("moments")


async def insert_found(
    connection: AsyncConnection,
    table: Table,
    names: Sequence[str],
    found: Select[Any],
    values: Values,
) -> int:
    """Insert what ``found`` selects, in the order of ``names``, each row with ``values``, but no
    row that breaks a unique constraint; return how many went in."""
    given = [sql_literal(value, table.c[name].type) for name, value in values.items()]
    statement = _insert(connection, table).from_select([*names, *values], found.add_columns(*given))
    return (await connection.execute(statement.on_conflict_do_nothing())).rowcount


async def upsert(
    connection: AsyncConnection, table: Table, values: Values, by: Sequence[str] = ()
) -> None:
    """Insert a row, or replace the one with the same primary key, or the same ``by``."""
    keys = set(by) or {column.name for column in table.primary_key}
    statement = _insert(connection, table).values(dict(values))
    replaced = {name: statement.excluded[name] for name in values if name not in keys}
    await connection.execute(
        statement.on_conflict_do_update(index_elements=sorted(keys), set_=replaced)
    )


async def upsert_changed(
    connection: AsyncConnection, table: Table, values: Values, name: str
) -> None:
    """Insert a row, or give the one with the same primary key a new value in the column ``name``;
    one that has it already is not written."""
    statement = _insert(connection, table).values(dict(values))
    new = statement.excluded[name]
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[column.name for column in table.primary_key],
            set_={name: new},
            where=table.c[name].is_distinct_from(new),
        )
    )


async def counted_up(connection: AsyncConnection, table: Table, keys: Values, column: str) -> int:
    """Add 1 to a column of the row that ``keys`` name, inserting it with 1 if there is none;
    return what it is now. The row stays locked until the transaction ends."""
    statement = _insert(connection, table).values({**keys, column: 1})
    counting = statement.on_conflict_do_update(
        index_elements=sorted(keys), set_={column: table.c[column] + 1}
    )
    return int((await connection.execute(counting.returning(table.c[column]))).scalar_one())
