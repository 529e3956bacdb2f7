"""The database as the rest of the bot holds it: a store of units of work, and a queue."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.ports import Wake
from db.engine import Engines, build_engines
from db.notice_queue import SqlNoticeQueue
from db.unit_of_work import SqlStore


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. ``store`` is for the services, ``queue`` for the dispatcher."""

    store: SqlStore
    queue: SqlNoticeQueue
    engines: Engines

    @classmethod
    async def open(cls, url: str, wake: Wake) -> Database:
        """Connect to a database that has been migrated (`db.migrate.migrate`).

        ``wake`` is called after each commit that left a notice to deliver.

        Raises:
            ValueError: the address is of no kind that is supported.
            sqlalchemy.exc.DBAPIError, OSError: the database does not answer or refuses.
        """
        engines = build_engines(url)
        try:
            await engines.connect()
        except BaseException:
            await engines.close()
            raise
        return cls(SqlStore(engines, wake), SqlNoticeQueue(engines), engines)

    @property
    def shared(self) -> bool:
        """Whether other processes may work on it: then leases of theirs must be respected."""
        return self.engines.shared

    async def close(self) -> None:
        """Close all connections; units of work must have ended."""
        await self.engines.close()
