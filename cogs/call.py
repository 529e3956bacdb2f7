"""`/call`: open a programme to pitches, and close it."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.discord_io.choices import Choices, programme_choices, suggests
from bot.discord_io.escape import escape
from bot.discord_io.host import Host, Interaction, actor_of, text_of
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import note
from bot.domain.call import Call
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.texts import Text, stamp

MOST_PER_PERSON = 25


@app_commands.guild_only()
@app_commands.default_permissions(manage_messages=True)
class CallCog(
    commands.GroupCog,
    group_name=named("call", "command.call.name"),
    group_description=described("command.call.description"),
):
    def __init__(self, bot: Host) -> None:
        self._programmes = bot.services.programmes

    @app_commands.command(
        name=named("open", "command.call.open.name"),
        description=described("command.call.open.description"),
    )
    @app_commands.rename(
        program=named("program", "option.program.name"),
        opens=named("opens", "option.opens.name"),
        closes=named("closes", "option.closes.name"),
        per_person=named("per_person", "option.per_person.name"),
        hold=named("hold", "option.hold.name"),
    )
    @app_commands.describe(
        program=described("option.program.to_open"),
        opens=described("option.opens.description"),
        closes=described("option.closes.description"),
        per_person=described("option.per_person.description"),
        hold=described("option.hold.description"),
    )
    async def open_call(
        self,
        interaction: Interaction,
        program: str,
        opens: app_commands.Range[str, 1, 40] | None = None,
        closes: app_commands.Range[str, 1, 40] | None = None,
        per_person: app_commands.Range[int, 1, MOST_PER_PERSON] | None = None,
        hold: bool | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor = actor_of(interaction)
        programme, call = await self._programmes.open_call(
            actor, program, opens=opens, closes=closes, per_person=per_person, holds=bool(hold)
        )
        (offering,) = await self._programmes.offered(actor.guild, programme.key)
        words = _opening(programme, call, text_of(interaction), later=offering.scheduled)
        await interaction.edit_original_response(view=note(words))

    @app_commands.command(
        name=named("close", "command.call.close.name"),
        description=described("command.call.close.description"),
    )
    @app_commands.rename(program=named("program", "option.program.name"))
    @app_commands.describe(program=described("option.program.to_close"))
    async def close_call(self, interaction: Interaction, program: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        programme, _ = await self._programmes.close_call(actor_of(interaction), program)
        text = text_of(interaction)
        name = escape(programme.name.in_(text.locale))
        await interaction.edit_original_response(view=note(text(key("call.closed"), name=name)))

    @open_call.autocomplete("program")
    @close_call.autocomplete("program")
    @suggests
    async def programmes(self, interaction: Interaction, current: str) -> Choices:
        return await programme_choices(interaction, current)


def _opening(programme: Programme, call: Call, text: Text, *, later: bool) -> str:
    """When the call opens, how long it is open, and who tells the authors of what is decided."""
    name = escape(programme.name.in_(text.locale))
    if later:
        words = text(
            key("call.scheduled"), name=name, at=call.opens, relative=stamp(call.opens, "R")
        )
    else:
        words = text.n(key("call.opened"), call.per_person, name=name)
    lines = [words, _closing(call, text)]
    if call.holds:
        lines.append(text(key("call.holds")))
    return "\n".join(lines)


def _closing(call: Call, text: Text) -> str:
    if call.closes is None:
        return text(key("call.no_deadline"))
    return text(
        key("call.closes_at"),
        at=call.closes,
        relative=stamp(call.closes, "R"),
        grace=call.grace_minutes,
    )


async def setup(bot: Host) -> None:
    await bot.add_cog(CallCog(bot))
