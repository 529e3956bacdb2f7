"""What the tables are made of: their common metadata, and the columns that they share."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, MetaData, text

from db.types import sequence_type

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def snowflake(name: str, *, nullable: bool = False) -> Column[int]:
    """An id of Discord's, in 64 bits."""
    return Column(name, BigInteger(), nullable=nullable, autoincrement=False)


def sequence() -> Column[int]:
    """``seq``, which counts insertions and never goes back."""
    return Column("seq", sequence_type(), primary_key=True)


def partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows for which ``where`` holds: SQL that both engines read alike."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
