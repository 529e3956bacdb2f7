"""What becomes of a pitch."""

from __future__ import annotations

from collections.abc import Mapping

from discord import app_commands
from discord.ext import commands

from bot.discord_io import changes_view, desk_decide, release_view
from bot.discord_io.cards import headline
from bot.discord_io.choices import (
    MOST,
    NAME_CHARACTERS,
    Choices,
    pitch_choices,
    programme_choices,
    suggests,
)
from bot.discord_io.desk_history import stage_name
from bot.discord_io.escape import cut
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.letter_modal import letter_modal
from bot.discord_io.reading import STATE_NAMES
from bot.discord_io.translator import described, named
from bot.discord_io.widgets import note
from bot.domain.errors import SubmissionNotFound
from bot.domain.letters import LETTERS
from bot.domain.moves import CHANGEABLE, DECIDABLE, REOPENABLE
from bot.domain.pitch import State
from bot.domain.text import key
from bot.services.deciding import Deciding
from bot.services.desk import Desk
from bot.services.filing import Filed
from bot.services.reviewing import Reviewing
from bot.texts import Text

DECISIONS: Mapping[State, str] = {
    State.SHORTLISTED: key("decision.shortlisted"),
    State.ACCEPTED: key("decision.accepted"),
    State.DECLINED: key("decision.declined"),
    State.INELIGIBLE: key("decision.ineligible"),
}
Reason = app_commands.Range[str, 1, 1000]


class DecisionCommands(commands.Cog):
    _desk: Desk
    _reviewing: Reviewing
    _deciding: Deciding

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
        said = desk_decide.outcome(filed, state, actor_of(interaction).user, text)
        await interaction.edit_original_response(view=note(said))

    @app_commands.command(
        name=named("release", "command.submissions.release.name"),
        description=described("command.submissions.release.description"),
    )
    @app_commands.rename(ref=named("ref", "option.ref.name"))
    @app_commands.describe(ref=described("option.ref.release"))
    async def release(self, interaction: Interaction, ref: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        if ref is None:
            shown = await release_view.listed(interaction, 0)
        else:
            pitch = await self._deciding.find(actor_of(interaction), ref)
            shown = await release_view.previewed(interaction, [pitch])
        await interaction.edit_original_response(view=shown)

    @app_commands.command(
        name=named("letter", "command.submissions.letter.name"),
        description=described("command.submissions.letter.description"),
    )
    @app_commands.rename(
        program=named("program", "option.program.name"),
        decision=named("decision", "option.decision.name"),
    )
    @app_commands.describe(
        program=described("option.program.letter"), decision=described("option.decision.letter")
    )
    @app_commands.choices(
        decision=[
            app_commands.Choice(name=described(STATE_NAMES[state]), value=state.value)
            for state in LETTERS
        ]
    )
    async def letter(self, interaction: Interaction, program: str, decision: str) -> None:
        state = State(decision)
        known = await self._deciding.letter(actor_of(interaction), program, state)
        modal = letter_modal(known, state, host(interaction).texts, text_of(interaction))
        await interaction.response.send_modal(modal)

    @app_commands.command(
        name=named("stage", "command.submissions.stage.name"),
        description=described("command.submissions.stage.description"),
    )
    @app_commands.rename(
        ref=named("ref", "option.ref.name"), stage_=named("stage", "option.stage.name")
    )
    @app_commands.describe(
        ref=described("option.ref.confirmed"), stage_=described("option.stage.description")
    )
    async def stage(self, interaction: Interaction, ref: str, stage_: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        filed = await self._deciding.stage(actor_of(interaction), ref, stage_)
        text = text_of(interaction)
        line = headline(filed.pitch, filed.programme, text)
        name = stage_name(filed.programme, filed.pitch.stage or "", text)
        said = text(key("stage.moved"), headline=line, stage=name) + _left(filed, text)
        await interaction.edit_original_response(view=note(said))

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

    @changes.autocomplete("ref")
    @decide.autocomplete("ref")
    @suggests
    async def references_to_decide(self, interaction: Interaction, current: str) -> Choices:
        return await self._references(interaction, current, CHANGEABLE)

    @release.autocomplete("ref")
    @suggests
    async def references_to_release(self, interaction: Interaction, current: str) -> Choices:
        return await self._references(interaction, current, DECIDABLE)

    @stage.autocomplete("ref")
    @suggests
    async def references_to_move(self, interaction: Interaction, current: str) -> Choices:
        return await self._references(interaction, current, frozenset({State.CONFIRMED}))

    @reopen.autocomplete("ref")
    @suggests
    async def references_to_reopen(self, interaction: Interaction, current: str) -> Choices:
        return await self._references(interaction, current, REOPENABLE)

    async def _references(
        self, interaction: Interaction, current: str, states: frozenset[State]
    ) -> Choices:
        found = await self._desk.suggested(actor_of(interaction), current, states=states)
        return await pitch_choices(interaction, found)

    @letter.autocomplete("program")
    @suggests
    async def programmes_to_write_for(self, interaction: Interaction, current: str) -> Choices:
        return await programme_choices(interaction, current)

    @stage.autocomplete("stage_")
    @suggests
    async def stages(self, interaction: Interaction, current: str) -> Choices:
        """Those of the pitch that was named; none before."""
        try:
            known = await self._deciding.stages(actor_of(interaction), interaction.namespace.ref)
        except (AttributeError, SubmissionNotFound):
            return []
        locale, wanted = text_of(interaction).locale, current.casefold()
        named_ = [(cut(stage.label.in_(locale), NAME_CHARACTERS), stage.id) for stage in known]
        return [
            app_commands.Choice(name=name, value=value)
            for name, value in named_
            if wanted in name.casefold()
        ][:MOST]


def _left(filed: Filed, text: Text) -> str:
    """Where it was before, which somebody else may have changed a moment ago."""
    stage = filed.before.stage if filed.before else None
    if stage is None or stage == filed.pitch.stage:
        return ""
    return "\n" + text(key("stage.left"), stage=stage_name(filed.programme, stage, text))
