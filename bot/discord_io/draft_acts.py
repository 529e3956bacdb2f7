"""What the buttons of a draft, and of a new version, do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.discord_io.acting import actor_in
from bot.discord_io.acts import NEW, Act
from bot.discord_io.draft_open import opening
from bot.discord_io.draft_review import consent, receipt, review
from bot.discord_io.draft_view import asked, leftover, progress, saved
from bot.discord_io.files_view import files, rejected
from bot.discord_io.form_modal import asks_nothing, given_back, page_modal
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.modals import uploads_in
from bot.discord_io.pressed import PitchButton, PitchSelect, look, seen
from bot.discord_io.seen import Seen
from bot.discord_io.standing import standing
from bot.discord_io.widgets import Layout, PersistentButton, note
from bot.domain.errors import NotEditable, Refused
from bot.domain.form import Answer
from bot.domain.ids import GuildId, PitchId
from bot.domain.people import Actor
from bot.domain.pitch import State
from bot.domain.text import key

NUMBER = r":\d{1,3}"


class StartButton(PersistentButton, action=Act.START, ids="[a-z0-9-]+"):
    """*Pitch*: begin or resume a pitch for a programme."""

    async def press(self, interaction: Interaction) -> None:
        await start(interaction, self.ids[0])


class CopyButton(PitchButton, action=Act.COPY_ONE, more=":[A-Z]{2,4}-[0-9A-Z]{5}"):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        return await copy(interaction, actor, self.pitch, self.ids[2])


class CopySelect(PitchSelect, action=Act.COPY):
    async def shown(self, interaction: Interaction, actor: Actor, value: str) -> Layout:
        return await copy(interaction, actor, self.pitch, value)


class PageButton(PitchButton, action=Act.PAGE, more=rf"{NUMBER}(?::{NEW})?"):
    """Open a page's modal, which must be the first response: nothing is written before it."""

    async def press(self, interaction: Interaction) -> None:
        index, new = int(self.ids[2]), self.ids[-1] == NEW
        await open_page(interaction, self.guild, self.pitch, index, new=new)


class ChangeSelect(PitchSelect, action=Act.CHANGE, more=f"(?::{NEW})?"):
    """Choose a page to change."""

    async def choose(self, interaction: Interaction, value: str) -> None:
        new = self.ids[-1] == NEW
        await open_page(interaction, self.guild, self.pitch, int(value), new=new)


class StandButton(PitchButton, action=Act.STAND):
    """Show a pitch where it stands."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        return standing(await look(interaction, actor, self.pitch))


class LaterButton(PitchButton, action=Act.LATER):
    """*Save for later*: everything sent so far is saved already; say so, and how to go on."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        found = await look(interaction, actor, self.pitch)
        return saved(found) if found.pitch.state is State.DRAFT else standing(found)


class ReviewButton(PitchButton, action=Act.REVIEW, more=NUMBER):
    """Read the pitch over, page by page, as it will be read."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        found = await look(interaction, actor, self.pitch)
        return review(found, int(self.ids[2])) if _ready(found) else standing(found)


class ConsentButton(PitchButton, action=Act.CONSENT):
    """From the review to what the author agrees to."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        found = await look(interaction, actor, self.pitch)
        return consent(found) if _ready(found) and found.owns else standing(found)


class SubmitButton(PitchButton, action=Act.SUBMIT):
    """Agree and hand in. Pressed twice, it hands in once and shows the same receipt twice."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        draft = await host(interaction).services.intake.submit(actor, self.pitch)
        return receipt(seen(interaction, actor, draft))


class LeftoverButton(PitchButton, action=Act.LEFTOVER, more=NUMBER):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        return leftover(await look(interaction, actor, self.pitch), int(self.ids[2]))


class DeleteButton(PitchButton, action=Act.DELETE):
    """Ask before a draft is deleted."""

    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        return ask_to_delete(await look(interaction, actor, self.pitch))


class DeleteSurelyButton(PitchButton, action=Act.DELETE_SURELY):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        found = await look(interaction, actor, self.pitch)
        await host(interaction).services.intake.delete_draft(actor, self.pitch)
        return note(found.text(key("draft.deleted"), ref=str(found.pitch.ref)))


BUTTONS = (
    StartButton, CopyButton, CopySelect, PageButton, ChangeSelect, StandButton, LaterButton,
    ReviewButton, ConsentButton, SubmitButton, LeftoverButton, DeleteButton, DeleteSurelyButton,
)  # fmt: skip


async def start(interaction: Interaction, programme: str) -> None:
    """Begin or resume a pitch, privately."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    actor = actor_of(interaction)
    draft = await host(interaction).services.intake.start(actor, programme)
    found = seen(interaction, actor, draft)
    view = progress(found) if draft.pitch.answers else opening(found)
    await interaction.edit_original_response(view=view)


async def copy(interaction: Interaction, actor: Actor, pitch: PitchId, ref: str) -> Layout:
    draft = await host(interaction).services.intake.copy(actor, pitch, ref)
    return progress(seen(interaction, actor, draft))


async def open_page(
    interaction: Interaction, guild: GuildId, pitch: PitchId, index: int, *, new: bool
) -> None:
    """Open the modal of a page; show where the pitch stands instead if the message is old."""
    actor = await actor_in(interaction, guild)
    draft = await host(interaction).services.intake.to_fill(actor, pitch)
    found = seen(interaction, actor, draft)
    pages = draft.programme.form.pages
    open_ = draft.now_editable and draft.revising is new
    if not open_ or index >= len(pages) or pages[index] not in draft.pages:
        # An answer given since may leave nothing to ask on this page, or it was handed in.
        view = standing(await look(interaction, actor, pitch))
        await interaction.response.edit_message(view=view)
    elif asks_nothing(found, pages[index]):
        await interaction.response.edit_message(view=files(found))
    else:
        await interaction.response.send_modal(page_modal(found, index))


async def page_sent(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """A page's modal came in: keep its answers at once, then fetch its files, then show where the
    pitch stands, and what was not taken."""
    pitch, index = PitchId(ids[1]), int(ids[2])
    await interaction.response.defer()
    services = host(interaction).services
    async with given_back(interaction, filled):
        actor = await actor_in(interaction, GuildId(int(ids[0])))
        draft = await services.intake.save_page(actor, pitch, index, filled)
    refused: list[Refused] = []
    try:
        for field, uploads in uploads_in(interaction).items():
            taken = await services.files.take(actor, pitch, field, uploads)
            draft = taken.draft
            refused += taken.rejected
    finally:
        view = standing(seen(interaction, actor, draft), after=index)
        await interaction.edit_original_response(view=view)
    if refused:
        view = rejected(refused, text_of(interaction))
        await interaction.followup.send(view=view, ephemeral=True)


def ask_to_delete(found: Seen) -> Layout:
    """The question before a draft is deleted; where it stands, if it is none any more."""
    if found.pitch.state is not State.DRAFT:
        return standing(found)
    words = found.text(key("draft.delete"), headline=found.headline)
    return asked(found, words, Act.DELETE_SURELY, key("button.delete_surely"))


def editing(found: Seen) -> Layout:
    """Raises: NotEditable."""
    if not found.draft.now_editable:
        raise NotEditable(ref=str(found.pitch.ref))
    return standing(found, editing=True)


def _ready(found: Seen) -> bool:
    """Whether there is something complete to be handed in now."""
    draft = found.draft
    if draft.problems or not draft.now_editable:
        return False
    return draft.changed if draft.revising else True
