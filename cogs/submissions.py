"""`/submissions`: the coordinators' list of pitches, one in full, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io import changes_view, desk_open
from bot.discord_io.cards import headline, state_line
from bot.discord_io.choices import Choices, pitch_choices
from bot.discord_io.desk_list import ALL, LISTABLE, SubmissionsListButton, show_list
from bot.discord_io.host import Host, Interaction, actor_of, text_of
from bot.discord_io.reading import STATE_NAMES
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import Layout, note
from bot.domain.errors_desk import NotACoordinator
from bot.domain.ids import RoleId, UserId
from bot.domain.pitch import State
from bot.domain.text import key
from bot.services.filing import Filed
from bot.texts import Text

DECISIONS: Mapping[State, str] = {
    State.SHORTLISTED: key("decision.shortlisted"),
    State.ACCEPTED: key("decision.accepted"),
    State.DECLINED: key("decision.declined"),
    State.INELIGIBLE: key("decision.ineligible"),
}
Reason = app_commands.Range[str, 1, 1000]


@app_commands.guild_only()
@app_commands.default_permissions(manage_messages=True)
class SubmissionsCog(
    commands.GroupCog,
    group_name=named("submissions", "command.submissions.name"),
    group_description=described("command.submissions.description"),
):
    def __init__(self, bot: Host) -> None:
        self._desk = bot.services.desk
        self._reviewing = bot.services.reviewing
        bot.add_dynamic_items(*desk_open.BUTTONS, *changes_view.BUTTONS, SubmissionsListButton)
        bot.modals.on(changes_view.ACTION, changes_view.written)

    @app_commands.command(
        name=named("list", "command.submissions.list.name"),
        description=described("command.submissions.list.description"),
    )
    @app_commands.rename(state=named("state", "option.state.name"))
    @app_commands.describe(state=described("option.state.description"))
    @app_commands.choices(
        state=[
            app_commands.Choice(name=described(STATE_NAMES[state]), value=state.value)
            for state in LISTABLE
        ]
    )
    async def list(self, interaction: Interaction, state: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await show_list(interaction, state or ALL, 0)

    @app_commands.command(
        name=named("view", "command.submissions.view.name"),
        description=described("command.submissions.view.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.any"))
    async def view(self, interaction: Interaction, ref: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        filed = await self._desk.view(actor_of(interaction), ref)
        shown = desk_open.opened(filed, 0, text_of(interaction))
        await interaction.edit_original_response(view=shown)

    @app_commands.command(
        name=named("assign", "command.submissions.assign.name"),
        description=described("command.submissions.assign.description"),
    )
    @app_commands.rename(
        ref=named("ref", "option.ref.name"),
        coordinator=named("coordinator", "option.coordinator.name"),
    )
    @app_commands.describe(
        ref=described("option.ref.any"), coordinator=described("option.coordinator.description")
    )
    async def assign(self, interaction: Interaction, ref: str, coordinator: discord.User) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor, user = actor_of(interaction), UserId(coordinator.id)
        roles, manages = _standing(coordinator)
        filed = await self._reviewing.assign(
            actor, ref, user, coordinator.display_name, roles=roles, manages_guild=manages
        )
        text = text_of(interaction)
        line = headline(filed.pitch, filed.programme, text)
        if user == actor.user:
            said = text(key("desk.claimed"), headline=line)
        else:
            said = text(key("desk.assigned"), headline=line, coordinator=f"<@{user}>")
        await interaction.edit_original_response(view=note(said))

    @app_commands.command(
        name=named("changes", "command.submissions.changes.name"),
        description=described("command.submissions.changes.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.any"))
    async def changes(self, interaction: Interaction, ref: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        filed = await self._desk.view(actor_of(interaction), ref)
        shown = changes_view.changes(filed, 0, text_of(interaction))
        await interaction.edit_original_response(view=shown)

    @app_commands.command(
        name=named("decide", "command.submissions.decide.name"),
        description=described("command.submissions.decide.description"),
    )
    @app_commands.rename(
        ref=named("ref", "option.ref.name"),
        decision=named("decision", "option.decision.name"),
        reason=named("reason", "option.reason.name"),
    )
    @app_commands.describe(
        ref=described("option.ref.any"),
        decision=described("option.decision.description"),
        reason=described("option.reason.decision"),
    )
    @app_commands.choices(
        decision=[
            app_commands.Choice(name=described(name), value=state.value)
            for state, name in DECISIONS.items()
        ]
    )
    async def decide(
        self, interaction: Interaction, ref: str, decision: str, reason: Reason | None = None
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        state = State(decision)
        filed = await self._reviewing.decide(actor_of(interaction), ref, state, reason or "")
        text = text_of(interaction)
        if state in (State.ACCEPTED, State.DECLINED):
            line = headline(filed.pitch, filed.programme, text)
            shown = note(text(key("desk.proposed"), headline=line, state=text(STATE_NAMES[state])))
        else:
            shown = _decided(filed, text)
        await interaction.edit_original_response(view=shown)

    @app_commands.command(
        name=named("release", "command.submissions.release.name"),
        description=described("command.submissions.release.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.any"))
    async def release(self, interaction: Interaction, ref: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        filed = await self._reviewing.release(actor_of(interaction), ref)
        shown = _decided(filed, text_of(interaction))
        await interaction.edit_original_response(view=shown)

    @app_commands.command(
        name=named("reopen", "command.submissions.reopen.name"),
        description=described("command.submissions.reopen.description"),
    )
    @app_commands.rename(
        ref=named("ref", "option.ref.name"), reason=named("reason", "option.reason.name")
    )
    @app_commands.describe(
        ref=described("option.ref.any"), reason=described("option.reason.reopen")
    )
    async def reopen(self, interaction: Interaction, ref: str, reason: Reason) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        filed = await self._reviewing.reopen(actor_of(interaction), ref, reason)
        text = text_of(interaction)
        line = headline(filed.pitch, filed.programme, text)
        shown = note(text(key("desk.reopened_done"), headline=line))
        await interaction.edit_original_response(view=shown)

    @view.autocomplete("ref")
    @assign.autocomplete("ref")
    @changes.autocomplete("ref")
    @decide.autocomplete("ref")
    @release.autocomplete("ref")
    @reopen.autocomplete("ref")
    async def references(self, interaction: Interaction, current: str) -> Choices:
        found = await self._desk.suggested(actor_of(interaction), current)
        return await pitch_choices(interaction, found)


def _decided(filed: Filed, text: Text) -> Layout:
    line = headline(filed.pitch, filed.programme, text)
    return note(text(key("desk.decided"), headline=line, state=state_line(filed.pitch, text)))


def _standing(person: discord.User | discord.Member) -> tuple[frozenset[RoleId], bool]:
    """The roles of the one who was chosen, and whether they manage the server, as Discord sent
    them along.

    Raises:
        NotACoordinator: it is a bot, or nobody of this server.
    """
    if person.bot or not isinstance(person, discord.Member):
        raise NotACoordinator(by=person.id)
    granted = person.resolved_permissions
    # The ids as they came: `Member.roles` knows only those of guilds that this process serves.
    roles = frozenset(RoleId(role) for role in person._roles)  # noqa: SLF001
    return roles, granted is not None and granted.manage_guild


async def setup(bot: Host) -> None:
    await bot.add_cog(SubmissionsCog(bot))
