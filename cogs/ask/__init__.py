"""Questions: `/ask`, the *Ask* button, the menu of a message; a mention, a direct message, and what
is overheard in the channels and forums named for it."""

from __future__ import annotations

from bot.discord_io.host import Host
from cogs.ask.asking import AskCog
from cogs.ask.hearing import HearingCog


async def setup(bot: Host) -> None:
    await bot.add_cog(AskCog(bot))
    await bot.add_cog(HearingCog(bot))
