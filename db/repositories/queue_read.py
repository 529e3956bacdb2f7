"""Pages of what coordinators look for, in as much time for a hundred thousand pitches as for a few.

What is named by few (a tag, a word that is not in every other pitch) is looked up pitch by pitch
and then sorted. Anything else is read in the order of its list, for which each order has an index
that holds all that is filtered by, until there is enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    case,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import GuildId
from bot.domain.queue import PitchQuery, Sort
from db.repositories.queue_find import (
    BY_HITS,
    BY_NUMBER,
    HIT,
    HITS,
    among,
    conditions,
    matching,
    order_of,
    sources,
)
from db.search import sought
from db.tables import pitches

FEW = {"sqlite": 3_000, "postgresql": 6_000}
"""As many are looked up one by one in less time than the beginning of a list is read in."""


class Reading:
    """Of one query. ``most``: how far is read and counted."""

    def __init__(
        self,
        connection: AsyncConnection,
        guild: GuildId,
        query: PitchQuery,
        now: datetime,
        most: int,
    ) -> None:
        self._connection = connection
        self._guild = guild
        self._query = query
        self._now = now
        self._most = most
        self._on_sqlite = connection.dialect.name == "sqlite"
        self._few = FEW[connection.dialect.name]
        self._order = order_of(query)
        self._condition = conditions(guild, query, now, on_sqlite=self._on_sqlite)
        self._sources = tuple(sources(guild, query, now, on_sqlite=self._on_sqlite))

    async def page(self, limit: int, offset: int) -> tuple[Sequence[int], int]:
        """The numbers of a page's pitches, and how many there are, or ``most``."""
        if self._query.text.strip() and not sought(self._query.text):
            return [], 0
        sizes = await self._sizes()
        fewest = min(sizes, default=self._few + 1)
        if not fewest:
            return [], 0
        query = self._in_order() if fewest > self._few else self._looked_up(sizes.index(fewest))
        rows = await self._connection.execute(query.limit(self._most))
        numbers = rows.scalars().all()
        return numbers[offset : offset + limit], len(numbers)

    async def _sizes(self) -> list[int]:
        """How many each source names, counted to one more than are looked up."""
        if not self._sources:
            return []
        some = [each.numbers.limit(self._few + 1).subquery("found") for each in self._sources]
        counts = [select(func.count()).select_from(one).scalar_subquery() for one in some]
        return list((await self._connection.execute(select(*counts))).one())

    def _looked_up(self, fewest: int) -> Select[Any]:
        sources = (each for place, each in enumerate(self._sources) if place != fewest)
        others = [each.met if each.met_by_one is None else each.met_by_one for each in sources]
        numbers = self._sources[fewest].numbers
        if not self._on_sqlite:
            return self._select("", among(pitches.c.seq, numbers), *others)
        of = conditions(self._guild, self._query, self._now, HITS, on_sqlite=True)
        found = select(HITS["seq"]).select_from(BY_NUMBER).add_cte(numbers.cte("few"))
        return found.where(of, *others).order_by(*self._order.clauses(HITS))

    def _in_order(self) -> Select[Any] | CompoundSelect[Any]:
        by_one = [each.met_by_one for each in self._sources if each.met_by_one is not None]
        if not self._by_text_alone():
            listed = self._select(self._order.index, *(each.met for each in self._sources))
            return self._first_or_all(by_one[0], listed) if by_one else listed
        of = conditions(self._guild, self._query, self._now, HITS, on_sqlite=True)
        hits = select(HITS["seq"]).select_from(BY_HITS)
        hits = hits.where(matching(sought(self._query.text)), of)
        return hits.order_by(HIT.desc() if self._order.downwards else HIT.asc())

    def _first_or_all(self, met: ColumnElement[bool], listed: Select[Any]) -> CompoundSelect[Any]:
        """SQLite: what has the text among the first of a list without it; where these are neither
        enough nor all, what is ``listed`` by all hits. To list a hundred thousand of these takes
        longer than to ask a few hundred pitches."""
        others = [each.met for each in self._sources if each.met_by_one is None]
        asked = 2 * self._most
        some = self._select(self._order.index, *others).add_columns(met.label("met"))
        first = some.limit(asked).cte("first")
        enough = or_(func.count() < asked, func.total(first.c.met) >= self._most)
        more = select(case((enough, 0), else_=self._most)).select_from(first).scalar_subquery()
        return union_all(
            select(first.c.seq).where(first.c.met, more == 0),
            select(listed.limit(more).subquery("listed").c.seq),
        )

    def _by_text_alone(self) -> bool:
        """SQLite: whether hits can be read by number as they come out of the index of terms, the
        latest first; which is not quite the order in which they were handed in. With a filter that
        few meet that would take longer than the other way."""
        plain = PitchQuery(
            text=self._query.text, not_by=self._query.not_by, closed=self._query.closed
        )
        by_time = replace(plain, sort=self._query.sort, states=self._query.states)
        timely = self._query.sort in (Sort.NEWEST, Sort.OLDEST)
        return self._on_sqlite and timely and self._query == by_time and bool(self._sources)

    def _select(self, index: str, *more: ColumnElement[bool]) -> Select[Any]:
        query = select(pitches.c.seq).where(self._condition, *more)
        query = query.with_hint(pitches, f"INDEXED BY {index}", "sqlite")
        return query.order_by(*self._order.clauses())
