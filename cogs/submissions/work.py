"""Who reviews a pitch, until when, and what coordinators think of it."""

from __future__ import annotations

from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands

from bot.discord_io.cards import headline
from bot.discord_io.choices import Choices, pitch_choices, suggests
from bot.discord_io.escape import escape
from bot.discord_io.host import Interaction, actor_of, text_of
from bot.discord_io.score_view import score_card
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import note
from bot.domain.errors import SubmissionNotFound
from bot.domain.errors_desk import NotACoordinator
from bot.domain.ids import RoleId, UserId
from bot.domain.review import NOTE_CHARACTERS
from bot.domain.text import key
from bot.services.desk import Desk
from bot.services.filing import Filed
from bot.services.marking import Marking
from bot.services.reviewing import Reviewing
from bot.services.scoring import Scoring

Words = app_commands.Range[str, 1, NOTE_CHARACTERS]


class WorkCommands(commands.Cog):
    _desk: Desk
    _reviewing: Reviewing
    _scoring: Scoring
    _marking: Marking

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
        name=named("unassign", "command.submissions.unassign.name"),
        description=described("command.submissions.unassign.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.any"))
    async def unassign(self, interaction: Interaction, ref: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        filed = await self._marking.unassign(actor_of(interaction), ref)
        await _say(interaction, key("review.unassigned"), filed)

    @app_commands.command(
        name=named("tag", "command.submissions.tag.name"),
        description=described("command.submissions.tag.description"),
    )
    @app_commands.rename(
        ref=named("ref", "option.ref.name"),
        tag=named("tag", "option.tag.name"),
        remove=named("remove", "option.remove.name"),
    )
    @app_commands.describe(
        ref=described("option.ref.any"),
        tag=described("option.tag.description"),
        remove=described("option.remove.description"),
    )
    async def tag(self, interaction: Interaction, ref: str, tag: str, remove: bool = False) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        change = self._marking.untag if remove else self._marking.tag
        filed = await change(actor_of(interaction), ref, tag)
        between = text_of(interaction)(key("list.separator"))
        if shown := between.join(f"#{escape(one)}" for one in filed.marks.tags):
            await _say(interaction, key("tag.added"), filed, tags=shown)
        else:
            await _say(interaction, key("tag.none"), filed)

    @app_commands.command(
        name=named("note", "command.submissions.note.name"),
        description=described("command.submissions.note.description"),
    )
    @app_commands.rename(
        ref=named("ref", "option.ref.name"), note_=named("note", "option.note.name")
    )
    @app_commands.describe(
        ref=described("option.ref.any"), note_=described("option.note.description")
    )
    async def note(self, interaction: Interaction, ref: str, note_: Words) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        filed = await self._marking.note(actor_of(interaction), ref, note_)
        await _say(interaction, key("note.added"), filed)

    @app_commands.command(
        name=named("due", "command.submissions.due.name"),
        description=described("command.submissions.due.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"), due=named("due", "option.due.name"))
    @app_commands.describe(ref=described("option.ref.any"), due=described("option.due.description"))
    async def due(self, interaction: Interaction, ref: str, due: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        filed = await self._marking.due(actor_of(interaction), ref, due)
        if filed.pitch.review_due:
            await _say(interaction, key("review.due_set"), filed, due=filed.pitch.review_due)
        else:
            await _say(interaction, key("review.due_gone"), filed)

    @app_commands.command(
        name=named("review", "command.submissions.review.name"),
        description=described("command.submissions.review.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.any"))
    async def review(self, interaction: Interaction, ref: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        card = await self._scoring.by_reference(actor_of(interaction), ref)
        await interaction.edit_original_response(view=score_card(card, text_of(interaction)))

    @app_commands.command(
        name=named("conflict", "command.submissions.conflict.name"),
        description=described("command.submissions.conflict.description"),
    )
    @app_commands.rename(
        ref=named("ref", "option.ref.name"), take_back=named("take_back", "option.take_back.name")
    )
    @app_commands.describe(
        ref=described("option.ref.any"), take_back=described("option.take_back.description")
    )
    async def conflict(self, interaction: Interaction, ref: str, take_back: bool = False) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        change = self._scoring.take_back if take_back else self._scoring.declare
        card = await change(actor_of(interaction), ref)
        said = key("review.conflict_ended") if take_back else key("review.conflict_declared")
        await _say(interaction, said, card.filed)

    @tag.autocomplete("tag")
    @suggests
    async def tags(self, interaction: Interaction, current: str) -> Choices:
        """Those in use; to be taken away, those that the pitch has."""
        actor = actor_of(interaction)
        chosen = interaction.namespace
        if chosen.remove and chosen.ref:
            with suppress(SubmissionNotFound):
                there = await self._marking.tags_of(actor, chosen.ref)
                return [app_commands.Choice(name=one, value=one) for one in there]
        found = await self._marking.tags(actor, current)
        return [app_commands.Choice(name=one, value=one) for one in found]

    @unassign.autocomplete("ref")
    @tag.autocomplete("ref")
    @note.autocomplete("ref")
    @due.autocomplete("ref")
    @review.autocomplete("ref")
    @conflict.autocomplete("ref")
    @assign.autocomplete("ref")
    @suggests
    async def references_to_assign(self, interaction: Interaction, current: str) -> Choices:
        found = await self._desk.suggested(actor_of(interaction), current)
        return await pitch_choices(interaction, found)


async def _say(interaction: Interaction, said: str, filed: Filed, **params: object) -> None:
    text = text_of(interaction)
    line = headline(filed.pitch, filed.programme, text)
    view = note(text(said, headline=line, **params))
    await interaction.edit_original_response(view=view)


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
