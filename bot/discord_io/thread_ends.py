"""The thread of a pitch that is at an end goes to the archive. Writing in it takes it out again."""

from __future__ import annotations

import discord
import structlog

from bot.discord_io.host import Host
from bot.domain.ids import ChannelId
from bot.domain.moves import at_an_end
from bot.domain.notice import NoticeKind
from bot.domain.pitch import State
from bot.services.ports_delivery import Brief

_log = structlog.stdlib.get_logger(__name__)


class ThreadEnds:
    def __init__(self, bot: Host) -> None:
        self._bot = bot

    async def settle(self, brief: Brief, thread: ChannelId | None) -> None:
        """Archive the thread, if the notice that was shown is the last of a pitch at an end. What
        Discord refuses is logged: the thread goes to the archive by itself some days later."""
        if thread is None or not _is_last(brief):
            return
        try:
            found = self._bot.get_channel(thread) or await self._bot.fetch_channel(thread)
            if isinstance(found, discord.Thread) and not found.archived:
                await found.edit(archived=True)
        except discord.HTTPException as error:
            _log.warning("thread_not_archived", pitch=brief.pitch.id, reason=error.text)


def _is_last(brief: Brief) -> bool:
    """Of what follows from the end: a withdrawal is told in the thread after the card was edited,
    and an erased pitch's thread is taken away."""
    pitch = brief.pitch
    if pitch.state is State.ERASED or not at_an_end(pitch, brief.programme):
        return False
    withdrawn = pitch.state is State.WITHDRAWN
    return brief.notice.kind is (NoticeKind.WITHDRAWN if withdrawn else NoticeKind.DESK_UPDATE)
