"""What becomes of a form of the bank that was sent: saved, or handed back whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.discord_io import faq_modal
from bot.discord_io.errors import sentence
from bot.discord_io.faq_entry import LANGUAGES, REF, show_saved
from bot.discord_io.faq_sheet import TYPED_FILE, Doing, Sheet, Typed, read_typed
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.pressed import defer
from bot.discord_io.widgets import ID, Layout, PersistentButton, row
from bot.domain.errors import CallboardError, StaleVersion
from bot.domain.form import Answer
from bot.domain.question import QuestionId
from bot.domain.text import key
from bot.services.bank import Saved
from bot.texts import Text

_PLACE = "[a-z0-9-]{1,40}"


class RedoButton(
    PersistentButton,
    action="faq:redo",
    ids=f"(?:add:{_PLACE}|edit:{REF}:[0-9]{{1,6}}|save:{ID}:{_PLACE}):{LANGUAGES}",
):
    """Open the form again with what the message's file holds."""

    async def press(self, interaction: Interaction) -> None:
        programmes = await host(interaction).services.bank.programmes(actor_of(interaction))
        typed = await read_typed(interaction)
        sheet = Sheet(Doing(self.ids[0]), self.ids[1:])
        modal = faq_modal.form(sheet, typed, programmes, text_of(interaction))
        await interaction.response.send_modal(modal)


async def written(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """The form was sent."""
    sheet, typed = Sheet(Doing(ids[0]), tuple(ids[1:])), Typed.of_form(filled)
    message = interaction.message
    again = message is not None and any(one.filename == TYPED_FILE for one in message.attachments)
    await defer(interaction, beside=sheet.doing is Doing.SAVE and not again)
    text = text_of(interaction)
    try:
        saved, said = await _save(interaction, sheet, typed)
    except CallboardError as refusal:
        if isinstance(refusal, StaleVersion) and sheet.doing is Doing.EDIT:
            sheet = await _renewed(interaction, sheet)
        await _hand_back(interaction, sheet, typed, sentence(refusal, text))
    except Exception:
        await _hand_back(interaction, sheet, typed, text(key("faq.not_saved")))
        raise
    else:
        await show_saved(interaction, saved, said)


async def _save(interaction: Interaction, sheet: Sheet, typed: Typed) -> tuple[Saved, str]:
    """What was saved, and what to say of it."""
    services, actor, text = host(interaction).services, actor_of(interaction), text_of(interaction)
    draft = typed.draft(sheet)
    match sheet.doing:
        case Doing.ADD:
            return await services.bank.add(actor, draft), text(key("faq.added"))
        case Doing.EDIT:
            saved = await services.bank.edit(actor, sheet.ref, draft, version=sheet.version)
            return saved, text(key("faq.edited"))
        case _:
            question = QuestionId(sheet.ids[0])
            await services.questions.for_desk(actor, question)
            saved = await services.bank.add(actor, draft)
            count = await services.questions.saved(actor, question, saved.entry.ref)
            return saved, text.n(key("faq.saved_question"), count)


async def _renewed(interaction: Interaction, sheet: Sheet) -> Sheet:
    """The same form for the version that stands now, which its writer is told of."""
    kept = await host(interaction).services.bank.view(actor_of(interaction), sheet.ref)
    return Sheet.edit(sheet.ref, kept.entry.version, sheet.locale)


async def _hand_back(interaction: Interaction, sheet: Sheet, typed: Typed, why: str) -> None:
    view = handed_back(sheet, why, text_of(interaction))
    await interaction.edit_original_response(view=view, attachments=[typed.file()])


def handed_back(sheet: Sheet, why: str, text: Text) -> Layout:
    """Why nothing was saved, what was typed, and the way back into the form."""
    correct = RedoButton(
        sheet.doing.value,
        *sheet.ids,
        label=text(key("button.correct")),
        style=discord.ButtonStyle.primary,
    )
    return Layout(
        ui.TextDisplay(text(key("faq.handed_back"), why=why)),
        ui.File(f"attachment://{TYPED_FILE}"),
        row(correct),
    )


BUTTONS = (RedoButton,)
