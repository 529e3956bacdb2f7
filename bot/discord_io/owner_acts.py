"""What the buttons of a pitch that was handed in do."""

from __future__ import annotations

from bot.discord_io.acts import Act
from bot.discord_io.draft_acts import editing
from bot.discord_io.draft_review import receipt
from bot.discord_io.draft_view import asked
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.owner_view import own_list, own_pitch
from bot.discord_io.pressed import PitchButton, look, seen
from bot.discord_io.seen import Seen
from bot.discord_io.standing import standing
from bot.discord_io.widgets import Layout, PersistentButton
from bot.domain.errors import MoveNotPossible, NothingChanged
from bot.domain.moves import UNDO_HOURS
from bot.domain.people import Actor
from bot.domain.pitch import OPEN, State
from bot.domain.text import key


class ReadButton(PitchButton, action=Act.READ, more=r":\d{1,3}"):
    """Show a page of one's own pitch: from the list in a new message, from there in place."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        return read(await look(interaction, actor, self.pitch), int(self.ids[2]))


class ListButton(PersistentButton, action=Act.LIST, ids=r"\d{1,4}"):
    """Show a page of the list."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await show_list(interaction, int(self.ids[0]))


class EditButton(PitchButton, action=Act.EDIT):
    """Begin a new version, or go on with it, or with a draft."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        return editing(await look(interaction, actor, self.pitch))


class SendButton(PitchButton, action=Act.SEND):
    """Agree and hand in the new version. Pressed twice, it shows the same receipt twice."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        try:
            draft = await host(interaction).services.intake.resubmit(actor, self.pitch)
        except NothingChanged:
            found = await look(interaction, actor, self.pitch)
            if found.pitch.working is not None:
                raise
            return receipt(found)
        return receipt(seen(interaction, actor, draft))


class DiscardButton(PitchButton, action=Act.DISCARD):
    """Ask before a new version is dropped."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        found = await look(interaction, actor, self.pitch)
        if found.pitch.working is None:
            return standing(found)
        words = found.text(key("revision.discard"), headline=found.headline)
        return asked(found, words, Act.DISCARD_SURELY, key("button.discard_surely"))


class DiscardSurelyButton(PitchButton, action=Act.DISCARD_SURELY):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        await host(interaction).services.intake.discard(actor, self.pitch)
        return read(await look(interaction, actor, self.pitch), 0)


class WithdrawButton(PitchButton, action=Act.WITHDRAW):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        return ask_to_withdraw(await look(interaction, actor, self.pitch))


class WithdrawSurelyButton(PitchButton, action=Act.WITHDRAW_SURELY):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        await host(interaction).services.intake.withdraw(actor, self.pitch)
        return read(await look(interaction, actor, self.pitch), 0)


class UndoButton(PitchButton, action=Act.UNDO):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        await host(interaction).services.intake.undo_withdrawal(actor, self.pitch)
        return read(await look(interaction, actor, self.pitch), 0)


class ConfirmButton(PitchButton, action=Act.CONFIRM):
    """Take what was offered."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        await host(interaction).services.intake.confirm(actor, self.pitch)
        return read(await look(interaction, actor, self.pitch), 0)


BUTTONS = (
    ReadButton, ListButton, EditButton, SendButton, DiscardButton, DiscardSurelyButton,
    WithdrawButton, WithdrawSurelyButton, UndoButton, ConfirmButton,
)  # fmt: skip


def read(found: Seen, page: int) -> Layout:
    """A page of the pitch; a draft shows its progress instead."""
    if found.pitch.state is State.DRAFT:
        return standing(found)
    return own_pitch(found, page)


def ask_to_withdraw(found: Seen) -> Layout:
    """The question before a pitch is withdrawn.

    Raises:
        MoveNotPossible: it is at an end.
    """
    pitch = found.pitch
    if pitch.state not in OPEN:
        raise MoveNotPossible(ref=str(pitch.ref), state=pitch.state)
    words = found.text(key("pitch.withdraw"), headline=found.headline, hours=UNDO_HOURS)
    return asked(found, words, Act.WITHDRAW_SURELY, key("button.withdraw_surely"))


async def show_list(interaction: Interaction, page: int) -> None:
    """Put page ``page`` (from 0) of the person's pitches in place of the deferred answer."""
    services, actor = host(interaction).services, actor_of(interaction)
    listed = await services.intake.listed(actor, page=page)
    known = {each.programme.key: each for each in await services.programmes.offered(actor.guild)}
    view = own_list(listed, page, known, text_of(interaction))
    await interaction.edit_original_response(view=view)
