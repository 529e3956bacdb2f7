"""Units of work: one transaction each, with a repository for every port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.errors import StaleVersion
from bot.services.ports import UnitOfWork, Wake
from db.engine import Engines
from db.repositories.calls import SqlCalls
from db.repositories.cards import SqlCards
from db.repositories.erasure import SqlErasure
from db.repositories.events import SqlEvents
from db.repositories.faqs import Banks, SqlFaqs
from db.repositories.files import SqlFiles
from db.repositories.guilds import SqlGuilds
from db.repositories.notices import SqlNotices
from db.repositories.people import SqlPeople
from db.repositories.pitches import SqlPitches
from db.repositories.preferences import SqlPreferences
from db.repositories.programmes import SqlProgrammes, Versions
from db.repositories.questions import SqlQuestions
from db.repositories.queue import SqlQueue
from db.repositories.reminders import SqlReminders
from db.repositories.reviews import SqlReviews
from db.repositories.talks import SqlTalks
from db.repositories.team import SqlTeam

LOST_RACES = frozenset({"40001", "40P01"})
"""PostgreSQL: serialization failure and deadlock. Nothing was done; the same may work again."""


class ReadOnly(Exception):
    """A unit of work that was opened for reading was told to commit."""


class SqlUnitOfWork:
    """One transaction; fulfils `bot.services.ports.UnitOfWork`. Not for concurrent use."""

    def __init__(
        self,
        connection: AsyncConnection,
        wake: Wake | None,
        versions: Versions | None = None,
        banks: Banks | None = None,
    ) -> None:
        """``wake`` is None in a unit that only reads; ``versions`` and ``banks`` are what all units
        share."""
        self.guilds = SqlGuilds(connection)
        self.programmes = SqlProgrammes(
            connection, {} if versions is None else versions, keeps=wake is None
        )
        self.calls = SqlCalls(connection)
        self.pitches = SqlPitches(connection)
        self.events = SqlEvents(connection)
        self.people = SqlPeople(connection)
        self.notices = SqlNotices(connection)
        self.cards = SqlCards(connection)
        self.team = SqlTeam(connection)
        self.files = SqlFiles(connection)
        self.reminders = SqlReminders(connection)
        self.erasure = SqlErasure(connection)
        self.faqs = SqlFaqs(connection, {} if banks is None else banks)
        self.questions = SqlQuestions(connection)
        self.queue = SqlQueue(connection)
        self.reviews = SqlReviews(connection)
        self.talks = SqlTalks(connection)
        self.preferences = SqlPreferences(connection)
        self._connection = connection
        self._wake = wake

    async def commit(self) -> None:
        """Make the changes durable; then, if there is a notice to deliver, wake the dispatcher.

        Raises:
            ReadOnly: the unit was opened for reading.
        """
        if self._wake is None:
            raise ReadOnly
        try:
            await self._connection.commit()
        except asyncio.CancelledError:
            # It may have been committed all the same, and a needless call costs one query.
            self._tell(self._wake)
            raise
        self.faqs.settled()
        self._tell(self._wake)

    def _tell(self, wake: Wake) -> None:
        if self.notices.to_deliver:
            self.notices.to_deliver = False
            wake()


class SqlStore:
    """Opens units of work; fulfils `bot.services.ports.Store`."""

    def __init__(self, engines: Engines, wake: Wake) -> None:
        self._engines = engines
        self._wake = wake
        self._versions: Versions = {}
        self._banks: Banks = {}

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[UnitOfWork]:
        """A unit that sees one moment throughout and changes nothing."""
        async with self._engines.reading() as connection:
            yield SqlUnitOfWork(connection, None, self._versions, self._banks)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[UnitOfWork]:
        """A unit whose changes are rolled back unless committed.

        Raises:
            StaleVersion: PostgreSQL ended it in favour of another one.
        """
        try:
            async with self._engines.writing() as connection:
                yield SqlUnitOfWork(connection, self._wake, self._versions, self._banks)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) in LOST_RACES:
                raise StaleVersion from error
            raise
