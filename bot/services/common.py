"""What most services share: retrying a change that lost a race, and the guild's settings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

from bot.domain.errors import NotSetUp, StaleVersion
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.people import Actor, GuildSettings
from bot.services.ports import UnitOfWork

T = TypeVar("T")

ATTEMPTS = 5
"""How often a change that lost a race is tried before the person is told."""


async def retrying(change: Callable[[], Awaitable[T]]) -> T:
    """Run ``change`` (a whole unit of work) again when somebody else changed the same thing.

    Raises:
        StaleVersion: it lost the race `ATTEMPTS` times.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            return await change()
        except StaleVersion:
            continue
    return await change()


async def settings_of(work: UnitOfWork, guild: GuildId) -> GuildSettings:
    """Raises: NotSetUp: nobody ran `/setup` here."""
    settings = await work.guilds.get(guild)
    if settings is None:
        raise NotSetUp
    return settings


async def check_coordinator(
    work: UnitOfWork, actor: Actor, programme: ProgrammeKey | None = None
) -> GuildSettings | None:
    """That the person is a coordinator here; with ``programme``, one of its own. One pitch is then
    found by `bot.services.filing`, and lists leave out what is closed (`Actor.closed`).

    Raises:
        CoordinatorsOnly.
    """
    settings = await work.guilds.get(actor.guild)
    actor.check_coordinator_of(settings, programme)
    return settings


def storable(text: str) -> str:
    """Without NUL and lone surrogates, which no store keeps and nobody can type."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)
