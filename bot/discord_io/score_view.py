"""Scores: a modal of categories, a page at a time, and what they come to.

A modal takes five components (Discord's limit), so that three categories fit beside the note and
the feedback; of more, each page is kept as soon as it is sent, and *Continue* opens the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import discord
from discord import ui

from bot.discord_io.cards import headline, state_line
from bot.discord_io.desk_facts import coordinator, quoted, tally_text
from bot.discord_io.escape import cut, escape
from bot.discord_io.form_modal import LABEL_CHARACTERS, given_back
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.modals import OpenModal
from bot.discord_io.pressed import defer
from bot.discord_io.widgets import ID, Layout, PersistentButton, row
from bot.domain.errors import MoveNotPossible
from bot.domain.errors_review import ConflictOfInterest, NothingScored
from bot.domain.form import PAGE_FIELDS, Answer
from bot.domain.ids import PitchId
from bot.domain.programme import Category
from bot.domain.review import (
    FEEDBACK_CHARACTERS,
    HIGHEST,
    LOWEST,
    NOTE_CHARACTERS,
    ConflictKind,
    Score,
)
from bot.domain.text import key
from bot.services.scoring import Scorecard
from bot.texts import Text

ACTION = "desk:scored"
NOTE, FEEDBACK = "note", "feedback"
CATEGORY = "category."
"""Before the id of a category, which may be called as the note is."""
NOT_JUDGED = "na"
BESIDE_TEXTS = PAGE_FIELDS - 2
"""Categories that stand on one page with the note and the feedback."""
SHOWN_CHARACTERS = 500
"""Of a note and of feedback, on the score card."""
REVIEWERS = 12
"""Others whose scores are named one by one."""
LEVELS = {
    1: key("score.level_1"),
    2: key("score.level_2"),
    3: key("score.level_3"),
    4: key("score.level_4"),
    5: key("score.level_5"),
}
CONFLICTS = {
    ConflictKind.AUTHOR: key("score.conflict_author"),
    ConflictKind.SCHOOL: key("score.conflict_school"),
    ConflictKind.DECLARED: key("score.conflict_declared"),
}


class ScoreButton(PersistentButton, action="desk:score", ids=rf"{ID}:\d"):
    """Open a page of the modal, filled with the person's own score; where they cannot score any
    more, what the scores are."""

    async def press(self, interaction: Interaction) -> None:
        scoring = host(interaction).services.scoring
        card = await scoring.scorecard(actor_of(interaction), PitchId(self.ids[0]))
        text = text_of(interaction)
        if card.conflict is not None:
            raise ConflictOfInterest
        if card.open:
            await interaction.response.send_modal(score_modal(card, int(self.ids[1]), text))
        else:
            await interaction.response.send_message(view=score_card(card, text), ephemeral=True)


BUTTONS = (ScoreButton,)


async def scored(
    interaction: Interaction, ids: Sequence[str], filled: Mapping[str, Answer]
) -> None:
    """A page was sent. What cannot be kept goes back to the person."""
    await defer(interaction)
    actor, pitch, page = actor_of(interaction), PitchId(ids[0]), int(ids[1])
    scoring = host(interaction).services.scoring
    typed = {
        name.removeprefix(CATEGORY): answer if isinstance(answer, str) else "".join(answer)
        for name, answer in filled.items()
        if name.startswith(CATEGORY)
    }
    last = NOTE in filled
    note, feedback = (str(filled[one]) if one in filled else None for one in (NOTE, FEEDBACK))
    async with given_back(interaction, _words(filled)):
        try:
            card = await scoring.put(actor, pitch, typed, note, feedback)
        except NothingScored:
            if last:
                raise
            card = await scoring.scorecard(actor, pitch)
    following = None if last else page + 1
    view = score_card(card, text_of(interaction), following=following)
    await interaction.edit_original_response(view=view)


def _words(filled: Mapping[str, Answer]) -> dict[str, Answer]:
    return {name: answer for name, answer in filled.items() if name in (NOTE, FEEDBACK)}


def pages(categories: Sequence[Category]) -> list[Sequence[Category]]:
    """The categories of each modal. On the last one there is room for two texts."""
    made: list[Sequence[Category]] = []
    left = list(categories)
    while len(left) > BESIDE_TEXTS:
        made.append(left[:PAGE_FIELDS])
        left = left[PAGE_FIELDS:]
    return [*made, left]


def score_modal(card: Scorecard, page: int, text: Text) -> OpenModal:
    """Page ``page`` (from 0), filled with the person's own score. Raises: MoveNotPossible."""
    pitch, programme = card.filed.pitch, card.filed.programme
    made = pages(programme.review)
    if page >= len(made):
        raise MoveNotPossible(ref=str(pitch.ref), state=pitch.state)
    before = card.own.values if card.own else {}
    judged = any(one.id in before for one in made[page])
    items: list[ui.Item[ui.LayoutView]] = [
        _select(one, before.get(one.id), text, judged=judged) for one in made[page]
    ]
    if page == len(made) - 1:
        own = card.own
        items.append(_input(NOTE, own.note if own else "", NOTE_CHARACTERS, text))
        items.append(_input(FEEDBACK, own.feedback if own else "", FEEDBACK_CHARACTERS, text))
    title = text(key("score.title"), ref=str(pitch.ref))
    return OpenModal(ACTION, pitch.id, page, title=title, items=items)


def _select(
    category: Category, given: int | None, text: Text, *, judged: bool
) -> ui.Label[ui.LayoutView]:
    """Nothing is chosen for who has not ``judged`` anything of the page: a press of *Submit* must
    not say of all of it that it cannot be judged."""
    options = [
        discord.SelectOption(label=text(LEVELS[n]), value=str(n), default=n == given)
        for n in range(HIGHEST, LOWEST - 1, -1)
    ]
    options.append(
        discord.SelectOption(
            label=text(key("score.not_judged")), value=NOT_JUDGED, default=judged and given is None
        )
    )
    return ui.Label(
        text=cut(category.label.in_(text.locale), LABEL_CHARACTERS),
        description=text(key("score.weight"), weight=category.weight),
        component=ui.Select(custom_id=f"{CATEGORY}{category.id}", options=options),
    )


def _input(name: str, before: str, most: int, text: Text) -> ui.Label[ui.LayoutView]:
    labels = {
        NOTE: (key("score.note"), key("score.note_help")),
        FEEDBACK: (key("score.feedback"), key("score.feedback_help")),
    }
    label, description = labels[name]
    return ui.Label(
        text=text(label),
        description=text(description),
        component=ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.long,
            required=False,
            default=before or None,
            max_length=most,
        ),
    )


def score_card(card: Scorecard, text: Text, *, following: int | None = None) -> Layout:
    """One's own score, the others' as far as they may be known, and what they come to.
    ``following`` is the page of the modal that *Continue* opens."""
    pitch, programme = card.filed.pitch, card.filed.programme
    lines = [f"## {headline(pitch, programme, text)}", state_line(pitch, text), ""]
    lines += _categories(card, text)
    lines += ["", *_outcome(card, text)]
    if card.own:
        lines += _texts(card.own, text)
    buttons = []
    if card.open and following is not None:
        buttons.append(
            ScoreButton(
                pitch.id,
                following,
                label=text(key("button.continue")),
                style=discord.ButtonStyle.primary,
            )
        )
    if card.open:
        label = key("button.score_change") if card.own else key("button.score")
        buttons.append(ScoreButton(pitch.id, 0, label=text(label)))
    body: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay("\n".join(lines))
    return Layout(ui.Container(body, row(*buttons)) if buttons else ui.Container(body))


def _categories(card: Scorecard, text: Text) -> Iterator[str]:
    """Each with its weight, one's own value and the others' in the order of the reviewers."""
    for category in card.filed.programme.review:
        label = escape(cut(category.label.in_(text.locale), LABEL_CHARACTERS))
        said = []
        if card.own:
            said.append(text(key("score.own"), value=_value(card.own, category)))
        if others := card.others[:REVIEWERS]:
            values = " ".join(_value(one, category) for one in others)
            said.append(text(key("score.others"), values=values))
        told = f": {' · '.join(said)}" if said else ""
        yield f"**{label}** ×{category.weight}{told}"


def _value(score: Score, category: Category) -> str:
    value = score.values.get(category.id)
    return "–" if value is None else str(value)


def _outcome(card: Scorecard, text: Text) -> Iterator[str]:
    categories, quorum = card.filed.programme.review, card.filed.programme.rules.quorum
    if card.conflict is not None:
        yield text(CONFLICTS[card.conflict])
    yield text.n(key("score.count"), card.count)
    if card.count < quorum:
        yield text.n(key("score.quorum"), quorum)
    if card.tally is not None:
        yield tally_text(card.tally, text)
    elif card.count and card.conflict is None:
        yield text(key("score.hidden"))
    if others := card.others[:REVIEWERS]:
        named = (f"{coordinator(one.reviewer, text)} {one.mean(categories):.1f}" for one in others)
        yield text(key("list.separator")).join(named)
        for one in others:
            if one.note and len(others) == 1:
                yield quoted(one.note, SHOWN_CHARACTERS)


def _texts(own: Score, text: Text) -> Iterator[str]:
    for label, words in ((key("score.note"), own.note), (key("score.feedback"), own.feedback)):
        if words:
            yield f"**{text(label)}**\n{quoted(words, SHOWN_CHARACTERS)}"
