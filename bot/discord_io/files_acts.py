"""What the menus of a pitch's files do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.discord_io.acting import actor_in
from bot.discord_io.acts import Act
from bot.discord_io.files_view import file_fields, files, opened, rejected
from bot.discord_io.form_modal import files_modal, room
from bot.discord_io.host import Interaction, host, text_of
from bot.discord_io.modals import uploads_in
from bot.discord_io.pressed import PitchButton, PitchSelect, look, seen
from bot.discord_io.widgets import Layout
from bot.domain.form import Answer
from bot.domain.ids import FileId, GuildId, PitchId
from bot.domain.people import Actor


class FilesButton(PitchButton, action=Act.FILES):
    async def shown(self, interaction: Interaction, actor: Actor) -> Layout:
        return files(await look(interaction, actor, self.pitch))


class AddSelect(PitchSelect, action=Act.FILE_ADD):
    """Open a modal for files of the field, which must be the first response."""

    async def choose(self, interaction: Interaction, value: str) -> None:
        actor = await actor_in(interaction, self.guild)
        draft = await host(interaction).services.intake.to_fill(actor, self.pitch)
        found = seen(interaction, actor, draft)
        field = next((each for each in file_fields(found) if each.id == value), None)
        if field is None or not room(field, found) or not draft.now_editable:
            view = files(await look(interaction, actor, self.pitch))
            await interaction.response.edit_message(view=view)
            return
        await interaction.response.send_modal(files_modal(found, field))


class OpenSelect(PitchSelect, action=Act.FILE_OPEN):
    """Send a file anew, privately: links of earlier messages have expired."""

    async def choose(self, interaction: Interaction, value: str) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor = await actor_in(interaction, self.guild)
        found = await host(interaction).services.files.open(actor, self.pitch, FileId(value))
        words, file = opened(found, text_of(interaction))
        await interaction.edit_original_response(content=words, attachments=[file])


class RemoveSelect(PitchSelect, action=Act.FILE_REMOVE):
    async def shown(self, interaction: Interaction, actor: Actor, value: str) -> Layout:
        await host(interaction).services.files.remove(actor, self.pitch, FileId(value))
        return files(await look(interaction, actor, self.pitch))


BUTTONS = (FilesButton, AddSelect, OpenSelect, RemoveSelect)


async def files_sent(interaction: Interaction, ids: Sequence[str], _: Mapping[str, Answer]) -> None:
    """Files of one field came in: fetch them, then show all, and what was not taken."""
    await interaction.response.defer()
    actor = await actor_in(interaction, GuildId(int(ids[0])))
    pitch, field = PitchId(ids[1]), ids[2]
    uploads = uploads_in(interaction).get(field, [])
    taken = await host(interaction).services.files.take(actor, pitch, field, uploads)
    await interaction.edit_original_response(view=files(seen(interaction, actor, taken.draft)))
    if taken.rejected:
        view = rejected(taken.rejected, text_of(interaction))
        await interaction.followup.send(view=view, ephemeral=True)
