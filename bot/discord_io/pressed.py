"""Buttons and selects of one pitch, wherever they stand: in the server, in a thread, in a DM."""

from __future__ import annotations

from bot.discord_io.acting import actor_in
from bot.discord_io.acts import Act
from bot.discord_io.host import Interaction, host, text_of
from bot.discord_io.seen import Seen
from bot.discord_io.widgets import (
    BESIDE,
    ID,
    Layout,
    PersistentButton,
    PersistentSelect,
    PersistentUserSelect,
)
from bot.domain.ids import GuildId, PitchId
from bot.domain.people import Actor
from bot.domain.pitch import State
from bot.services.drafts import Draft

PLACE = rf"\d{{1,20}}:{ID}"
"""The pattern of a guild's and a pitch's id."""


class PitchButton(PersistentButton, action="", ids="(?!)"):
    """A button of one pitch: its ids begin with the guild's and the pitch's. Subclasses write
    `shown`: what is to be seen then, in place of the message if only this person sees it, and else
    in a new one beside it."""

    def __init_subclass__(cls, *, action: Act, more: str = "") -> None:
        super().__init_subclass__(action=action, ids=f"{PLACE}{more}(?::{BESIDE})?")

    @property
    def guild(self) -> GuildId:
        return GuildId(int(self.ids[0]))

    @property
    def pitch(self) -> PitchId:
        return PitchId(self.ids[1])

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction, beside=self.ids[-1] == BESIDE)
        view = await self.shown(interaction, await actor_in(interaction, self.guild))
        await interaction.edit_original_response(view=view)

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        raise TypeError(f"{type(self).__name__} shows nothing")


class PitchSelect(PersistentSelect, action="", ids="(?!)"):
    """A choice of one thing of a pitch; subclasses write `choose` or `shown`."""

    def __init_subclass__(cls, *, action: Act, more: str = "") -> None:
        super().__init_subclass__(action=action, ids=f"{PLACE}{more}")

    @property
    def guild(self) -> GuildId:
        return GuildId(int(self.ids[0]))

    @property
    def pitch(self) -> PitchId:
        return PitchId(self.ids[1])

    async def choose(self, interaction: Interaction, value: str) -> None:
        await defer(interaction)
        view = await self.shown(interaction, await actor_in(interaction, self.guild), value)
        await interaction.edit_original_response(view=view)

    async def shown(self, interaction: Interaction, actor: Actor, value: str) -> Layout:
        raise TypeError(f"{type(self).__name__} shows nothing")


class PitchUserSelect(PersistentUserSelect, action="", ids="(?!)"):
    """A choice of a person for a pitch; subclasses write `choose`."""

    def __init_subclass__(cls, *, action: Act) -> None:
        super().__init_subclass__(action=action, ids=PLACE)

    @property
    def guild(self) -> GuildId:
        return GuildId(int(self.ids[0]))

    @property
    def pitch(self) -> PitchId:
        return PitchId(self.ids[1])


async def defer(interaction: Interaction, *, beside: bool = False) -> None:
    """Be given time, to edit the message if it is this person's alone, or to write a new one."""
    message = interaction.message
    in_place = message is not None and message.flags.ephemeral and not beside
    await interaction.response.defer(ephemeral=True, thinking=not in_place)


async def look(interaction: Interaction, actor: Actor, pitch: PitchId) -> Seen:
    """The pitch as it is now, with its history where there is one to show.

    Raises:
        PitchNotFound.
    """
    intake = host(interaction).services.intake
    draft = await intake.draft(actor, pitch)
    if draft.pitch.state is not State.DRAFT:
        draft = await intake.view(actor, str(draft.pitch.ref))
    return seen(interaction, actor, draft)


def seen(interaction: Interaction, actor: Actor, draft: Draft) -> Seen:
    direct = interaction.guild_id is None
    return Seen(draft, text_of(interaction), actor.user, direct)
