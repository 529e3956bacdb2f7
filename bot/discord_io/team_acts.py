"""What the buttons of a team, and of an invitation to it, do."""

from __future__ import annotations

import discord

from bot.discord_io.acting import actor_in
from bot.discord_io.acts import Act
from bot.discord_io.draft_view import asked
from bot.discord_io.host import Interaction, host, text_of
from bot.discord_io.pressed import PitchButton, PitchSelect, PitchUserSelect, defer, look, seen
from bot.discord_io.team_view import declined, invitation, joined, team
from bot.discord_io.widgets import Layout, note
from bot.domain.ids import UserId
from bot.domain.people import Actor
from bot.domain.text import key


class TeamButton(PitchButton, action=Act.TEAM):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        return team(await look(interaction, actor, self.pitch))


class InviteSelect(PitchUserSelect, action=Act.TEAM_INVITE):
    async def choose(self, interaction: Interaction, person: discord.Member | discord.User) -> None:
        await defer(interaction)
        actor = await actor_in(interaction, self.guild)
        draft = await host(interaction).services.teams.invite(
            actor,
            self.pitch,
            UserId(person.id),
            person.display_name,
            handle=person.name,
            bot=person.bot,
        )
        view = team(seen(interaction, actor, draft))
        await interaction.edit_original_response(view=view)


class TakeOutSelect(PitchSelect, action=Act.TEAM_REMOVE):
    async def shown(self, interaction: Interaction, actor: Actor, value: str) -> Layout:
        teams = host(interaction).services.teams
        draft = await teams.remove(actor, self.pitch, UserId(int(value)))
        return team(seen(interaction, actor, draft))


class InvitationButton(PitchButton, action=Act.INVITATION):
    """*Accept* leads to what is agreed to by it."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        found = await host(interaction).services.teams.invitation(actor, self.pitch)
        return invitation(found, text_of(interaction))


class JoinButton(PitchButton, action=Act.JOIN):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        draft = await host(interaction).services.teams.accept(actor, self.pitch)
        return joined(seen(interaction, actor, draft))


class DeclineButton(PitchButton, action=Act.DECLINE):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        await host(interaction).services.teams.decline(actor, self.pitch)
        return declined(text_of(interaction))


class LeaveButton(PitchButton, action=Act.LEAVE):
    """Ask before somebody leaves."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        found = await look(interaction, actor, self.pitch)
        words = found.text(key("team.leave"), headline=found.headline)
        return asked(found, words, Act.LEAVE_SURELY, key("button.leave_surely"))


class LeaveSurelyButton(PitchButton, action=Act.LEAVE_SURELY):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        await host(interaction).services.teams.leave(actor, self.pitch)
        return note(text_of(interaction)(key("team.you_left")))


BUTTONS = (
    TeamButton, InviteSelect, TakeOutSelect, InvitationButton, JoinButton, DeclineButton,
    LeaveButton, LeaveSurelyButton,
)  # fmt: skip
