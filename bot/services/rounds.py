"""Timed work, batch by batch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import structlog

from bot.domain.ids import GuildId, PitchId
from bot.services.common import retrying

Place = tuple[GuildId, PitchId]
Find = Callable[[], Awaitable[Sequence[Place]]]
Remind = Callable[[Place, datetime], Awaitable[bool]]
"""Whether it was the first to do so."""

_log = structlog.stdlib.get_logger(__name__)


async def each(find: Find, remind: Remind, now: datetime) -> None:
    """Remind of all that is found, batch by batch, as long as that gets on."""
    done = True
    while done and (found := await find()):
        done = False
        for place in found:
            try:
                told = await retrying(lambda place=place: remind(place, now))  # type: ignore[misc]
            except Exception:  # noqa: BLE001 - one pitch must not keep the others waiting
                _log.exception("reminder_failed", done_instead="tried again with the next turn")
                continue
            done = told or done
