"""Once a month the desk is told how many entries of the bank nobody has confirmed of late."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from bot.domain.faq import GENERAL
from bot.domain.ids import GuildId
from bot.domain.notice import NoticeKind
from bot.services.bank_listing import CONFIRMED_FOR, confirmed_too_long_ago, today_of
from bot.services.ports import Ids, Store, UnitOfWork
from bot.services.telling import Telling

BATCH = 100
"""Guilds that one query finds."""
LOOKS_EVERY = timedelta(hours=1)

_log = structlog.stdlib.get_logger(__name__)


class RemindingFaqs:
    """Any number of processes may do it at once: who claims the month tells the desk, in the same
    transaction."""

    def __init__(self, store: Store, ids: Ids) -> None:
        self._store = store
        self._ids = ids
        self._looked: datetime | None = None

    async def turn(self, now: datetime) -> None:
        """Tell every guild's desk that is due to be told, if an hour has passed since it was last
        looked for any."""
        if self._looked is not None and now - self._looked < LOOKS_EVERY:
            return
        self._looked = now
        done = True
        while done and (found := await self._due(now)):
            done = False
            for guild in found:
                try:
                    done = await self._remind(guild, now) or done
                except Exception:  # noqa: BLE001 - one guild must not keep the others waiting
                    _log.exception("reminder_failed", done_instead="tried again in an hour")

    async def _due(self, now: datetime) -> list[GuildId]:
        # A day less, since in some places the day of ``now`` has not begun: whoever is found has
        # something to be told, and does not use up the month for nothing.
        before = now.date() - CONFIRMED_FOR - timedelta(days=1)
        async with self._store.reading() as work:
            return list(await work.faqs.to_remind(before, month_of(now), limit=BATCH))

    async def _remind(self, guild: GuildId, now: datetime) -> bool:
        """Whether this was the first to claim the month."""
        async with self._store.writing() as work:
            count = await _unconfirmed(work, guild, now)
            if not await work.faqs.claim_reminder(guild, month_of(now), now):
                return False
            if count:
                telling = Telling.apart(work, self._ids, guild, now)
                await telling.desk(NoticeKind.FAQ_UNCONFIRMED, detail=str(count))
            await work.commit()
        return True


def month_of(now: datetime) -> str:
    return f"{now:%Y-%m}"


async def _unconfirmed(work: UnitOfWork, guild: GuildId, now: datetime) -> int:
    """Of programmes in use and of the server as a whole, as the list at the desk counts them."""
    today = today_of(await work.guilds.get(guild), now)
    active = await work.programmes.active(guild)
    known = {GENERAL, *(each.programme.key for each in active)}
    return sum(
        entry.ref.programme in known and confirmed_too_long_ago(entry, today)
        for entry in await work.faqs.bank(guild)
    )
