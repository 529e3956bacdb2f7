"""*Shortlist* and *Decline* on the desk's card: a modal that asks once more, and for a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.discord_io.cards import headline, state_line
from bot.discord_io.form_modal import given_back
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.modals import OpenModal
from bot.discord_io.pressed import defer
from bot.discord_io.reading import STATE_NAMES
from bot.discord_io.widgets import ID, PersistentButton, note
from bot.domain.call import Call
from bot.domain.form import Answer
from bot.domain.ids import PitchId, UserId
from bot.domain.moves import DECIDABLE
from bot.domain.pitch import Pitch, State
from bot.domain.text import key
from bot.services.filing import Filed
from bot.texts import Text

ACTION = "desk:decided"
REASON = "reason"
REASON_CHARACTERS = 1000
HELD = "held"
"""In the place of a state: shortlisted, where the call holds decisions. That says what the modal
tells; what is done is asked of the call."""
TITLES = {
    State.SHORTLISTED.value: (key("desk.shortlist_title"), key("desk.shortlist_help")),
    HELD: (key("desk.shortlist_held_title"), key("desk.held_help")),
    State.DECLINED.value: (key("desk.decline_title"), key("desk.held_help")),
}
LABELS = {State.SHORTLISTED: key("button.shortlist"), State.DECLINED: key("button.propose_decline")}


class DecideButton(PersistentButton, action="desk:decide", ids=rf"{ID}:(?:{'|'.join(TITLES)})"):
    """Open the modal. Whether it may be done is asked when it is sent."""

    async def press(self, interaction: Interaction) -> None:
        text = text_of(interaction)
        title, help_ = TITLES[self.ids[1]]
        reason: ui.Label[ui.LayoutView] = ui.Label(
            text=text(key("desk.decide_reason")),
            description=text(help_),
            component=ui.TextInput(
                custom_id=REASON,
                style=discord.TextStyle.long,
                required=False,
                max_length=REASON_CHARACTERS,
            ),
        )
        modal = OpenModal(ACTION, *self.ids, title=text(title), items=[reason])
        await interaction.response.send_modal(modal)


BUTTONS = (DecideButton,)


def decide_buttons(pitch: Pitch, call: Call, text: Text) -> list[DecideButton]:
    """What may be decided from here, by a button each; not what is proposed already."""
    proposed = pitch.proposal.decision if pitch.proposal else None
    can = {
        State.SHORTLISTED: pitch.state is State.IN_REVIEW,
        State.DECLINED: pitch.state in DECIDABLE,
    }
    ids = {State.SHORTLISTED: HELD} if call.holds else {}
    return [
        DecideButton(pitch.id, ids.get(state, state.value), label=text(LABELS[state]))
        for state, possible in can.items()
        if possible and proposed is not state
    ]


async def decided(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """The modal was sent. What came of it is told beside what one reads."""
    await defer(interaction, beside=True)
    actor, services = actor_of(interaction), host(interaction).services
    state = State.SHORTLISTED if ids[1] == HELD else State(ids[1])
    reason = str(filled.get(REASON, ""))
    async with given_back(interaction, filled):
        found = await services.desk.by_id(actor, PitchId(ids[0]))
        filed = await services.reviewing.decide(actor, str(found.pitch.ref), state, reason)
    view = note(outcome(filed, state, actor.user, text_of(interaction)))
    await interaction.edit_original_response(view=view)


def outcome(filed: Filed, decision: State, by: UserId, text: Text) -> str:
    """What came of it: a new state, or a proposal that waits for a lead; and whose it replaced."""
    line = headline(filed.pitch, filed.programme, text)
    if filed.pitch.state is decision:
        said = text(key("desk.decided"), headline=line, state=state_line(filed.pitch, text))
    else:
        said = text(key("desk.proposed"), headline=line, state=text(STATE_NAMES[decision]))
    return said + _replaced(filed, by, text)


def _replaced(filed: Filed, by: UserId, text: Text) -> str:
    """Who had proposed what before, unless the same person proposed the same."""
    earlier, now = (filed.before.proposal if filed.before else None), filed.pitch.proposal
    if earlier is None:
        return ""
    if now is not None and (earlier.by, earlier.decision) == (by, now.decision):
        return ""
    state = text(STATE_NAMES[earlier.decision])
    return "\n" + text(key("desk.replaced"), by=f"<@{earlier.by}>", state=state)
