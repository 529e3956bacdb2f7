"""`/submissions`: what coordinators do with pitches. The commands stand in the modules beside."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io import (
    changes_view,
    desk_decide,
    desk_marks,
    desk_open,
    letter_modal,
    preferences_view,
    release_view,
    score_view,
)
from bot.discord_io.desk_list import SubmissionsListButton
from bot.discord_io.host import Host
from bot.discord_io.translator import described, named
from cogs.submissions.decisions import DecisionCommands
from cogs.submissions.exports import ExportCommands
from cogs.submissions.queue import QueueCommands
from cogs.submissions.rhythm import RhythmCommands
from cogs.submissions.talk import TalkCommands
from cogs.submissions.work import WorkCommands


@app_commands.guild_only()
@app_commands.default_permissions(manage_messages=True)
class SubmissionsCog(
    RhythmCommands,
    ExportCommands,
    DecisionCommands,
    TalkCommands,
    WorkCommands,
    QueueCommands,
    commands.GroupCog,
    group_name=named("submissions", "command.submissions.name"),
    group_description=described("command.submissions.description"),
):
    """discord.py collects the commands of all classes that it is put together from, those of the
    last first."""

    def __init__(self, bot: Host) -> None:
        self._desk = bot.services.desk
        self._reviewing = bot.services.reviewing
        self._deciding = bot.services.deciding
        self._talking = bot.services.talking
        self._scoring = bot.services.scoring
        self._marking = bot.services.marking
        bot.add_dynamic_items(*desk_open.BUTTONS, *changes_view.BUTTONS, SubmissionsListButton)
        bot.add_dynamic_items(*score_view.BUTTONS, *desk_marks.BUTTONS, *desk_decide.BUTTONS)
        bot.modals.on(changes_view.ACTION, changes_view.written)
        bot.modals.on(score_view.ACTION, score_view.scored)
        bot.modals.on(desk_marks.ACTION, desk_marks.noted)
        bot.modals.on(desk_decide.ACTION, desk_decide.decided)
        bot.add_dynamic_items(*preferences_view.ITEMS)
        bot.modals.on(preferences_view.ACTION, preferences_view.written)
        bot.add_dynamic_items(*release_view.BUTTONS)
        bot.modals.on(letter_modal.ACTION, letter_modal.written)


async def setup(bot: Host) -> None:
    await bot.add_cog(SubmissionsCog(bot))
