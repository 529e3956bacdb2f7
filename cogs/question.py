"""Questions at the desk: what coordinators press and write there. It has no commands."""

from __future__ import annotations

from discord.ext import commands

from bot.discord_io import question_view
from bot.discord_io.host import Host


class QuestionCog(commands.Cog):
    def __init__(self, bot: Host) -> None:
        bot.add_dynamic_items(*question_view.BUTTONS)
        bot.modals.on(question_view.ACTION, question_view.answer_written)


async def setup(bot: Host) -> None:
    await bot.add_cog(QuestionCog(bot))
