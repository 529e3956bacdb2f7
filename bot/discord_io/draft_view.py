"""A draft as its author sees it: the opening, the progress, the review, the consent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_io.cards import headline, receipt_text
from bot.discord_io.escape import escape
from bot.discord_io.form_modal import page_modal
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.reading import pages, problem_text
from bot.discord_io.widgets import ID, Layout, PersistentButton, PersistentSelect, note, row
from bot.domain.form import Page
from bot.domain.ids import PitchId
from bot.domain.pitch import State
from bot.domain.text import key
from bot.services.intake import Draft
from bot.texts import Text, stamp

PRIMARY = discord.ButtonStyle.primary
SUCCESS = discord.ButtonStyle.success
PAGE = rf"{ID}:\d{{1,3}}"
NAMED = 12
"""How many missing or wrong answers are named at once: more would not fit in one message. Once
they are mended the next ones are named."""


async def _draft(interaction: Interaction, pitch: str) -> Draft:
    intake = host(interaction).services.intake
    return await intake.draft(actor_of(interaction), PitchId(pitch))


class StartButton(PersistentButton, action="draft:start", ids="[a-z0-9-]+"):
    """*Pitch*: begin or resume a pitch for a programme."""

    async def press(self, interaction: Interaction) -> None:
        await start(interaction, self.ids[0])


class PageButton(PersistentButton, action="draft:page", ids=PAGE):
    """Open a page's modal, which must be the first response: nothing is written before it."""

    async def press(self, interaction: Interaction) -> None:
        await _open_page(interaction, self.ids[0], int(self.ids[1]))


class ResumeButton(PersistentButton, action="draft:resume", ids=ID):
    """Show a draft where it stands."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        draft = await _draft(interaction, self.ids[0])
        await interaction.edit_original_response(view=progress(draft, text_of(interaction)))


class LaterButton(PersistentButton, action="draft:later", ids=ID):
    """*Save for later*: everything sent so far is saved already; say so, and how to go on."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        draft = await _draft(interaction, self.ids[0])
        await interaction.edit_original_response(view=saved(draft, text_of(interaction)))


class ReviewButton(PersistentButton, action="draft:review", ids=PAGE):
    """Read the pitch over, page by page, as it will be read."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        draft = await _draft(interaction, self.ids[0])
        await interaction.edit_original_response(
            view=review(draft, int(self.ids[1]), text_of(interaction))
        )


class ChangeSelect(PersistentSelect, action="draft:change", ids=ID):
    """Choose a page to change."""

    async def choose(self, interaction: Interaction, value: str) -> None:
        await _open_page(interaction, self.ids[0], int(value))


class ConsentButton(PersistentButton, action="draft:consent", ids=ID):
    """From the review to what the author agrees to."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        draft = await _draft(interaction, self.ids[0])
        await interaction.edit_original_response(view=consent(draft, text_of(interaction)))


class SubmitButton(PersistentButton, action="draft:submit", ids=ID):
    """Agree and hand in. Pressed twice, it hands in once and shows the same receipt twice."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        intake = host(interaction).services.intake
        draft = await intake.submit(actor_of(interaction), PitchId(self.ids[0]))
        await interaction.edit_original_response(view=receipt(draft, text_of(interaction)))


BUTTONS = (
    StartButton, PageButton, ResumeButton, LaterButton, ReviewButton, ChangeSelect, ConsentButton,
    SubmitButton,
)  # fmt: skip


async def start(interaction: Interaction, programme: str) -> None:
    """Begin or resume a pitch, privately."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    draft = await host(interaction).services.intake.start(actor_of(interaction), programme)
    text = text_of(interaction)
    view = progress(draft, text) if draft.pitch.answers else opening(draft, text)
    await interaction.edit_original_response(view=view)


async def _open_page(interaction: Interaction, pitch: str, index: int) -> None:
    intake = host(interaction).services.intake
    draft = await intake.to_fill(actor_of(interaction), PitchId(pitch))
    text = text_of(interaction)
    pages = draft.programme.form.pages
    if draft.pitch.state is not State.DRAFT or pages[index] not in draft.pages:
        # The message is old: an answer given since leaves nothing to ask on this page.
        await interaction.response.edit_message(view=progress(draft, text))
        return
    await interaction.response.send_modal(page_modal(draft, index, text))


def opening(draft: Draft, text: Text) -> Layout:
    """What to know before beginning: who may apply, until when, how many pages."""
    programme = draft.programme
    words = text(
        key("draft.opening"),
        name=escape(programme.name.in_(text.locale)),
        eligibility=escape(programme.eligibility.in_(text.locale)),
        deadline=_deadline(draft, text),
        pages=text.n(key("draft.pages"), len(draft.pages)),
        ref=str(draft.pitch.ref),
    )
    begin = PageButton(draft.pitch.id, 0, label=text(key("button.begin")), style=PRIMARY)
    return Layout(ui.Container(ui.TextDisplay(words), row(begin, _later(draft, text))))


def progress(draft: Draft, text: Text, *, after: int | None = None) -> Layout:
    """Where the draft stands. ``after`` is the index of the page that was just sent."""
    if draft.pitch.state is not State.DRAFT:
        return receipt(draft, text)
    done = sum(draft.done(page) for page in draft.pages)
    lines = [
        f"## {headline(draft.pitch, draft.programme, text)}",
        text(key("draft.progress"), done=done, pages=len(draft.pages)),
        *_page_lines(draft, text),
        "",
        _deadline(draft, text),
    ]
    parts: list[ui.Item[Any]] = [
        ui.TextDisplay("\n".join(lines)),
        row(*_steps(draft, after, text), _later(draft, text)),
    ]
    if begun := [page for page in draft.pages if _begun(draft, page)]:
        parts.append(_change(draft, begun, text))
    return Layout(ui.Container(*parts))


def _steps(draft: Draft, after: int | None, text: Text) -> Sequence[PersistentButton | None]:
    """*Continue* (or *Correct*, or *Review*) and *Back*."""
    form_pages = draft.programme.form.pages
    pitch = draft.pitch.id
    following = draft.next_page()
    back = None
    if after is not None:
        sent = form_pages[after]
        if sent in draft.pages and not draft.done(sent):
            return [PageButton(pitch, after, label=text(key("button.correct")), style=PRIMARY)]
        back = PageButton(pitch, after, label=text(key("button.back")))
    if following is None:
        label = text(key("button.review"))
        return [ReviewButton(pitch, 0, label=label, style=PRIMARY), back]
    index = form_pages.index(following)
    return [PageButton(pitch, index, label=text(key("button.continue")), style=PRIMARY), back]


def _begun(draft: Draft, page: Page) -> bool:
    return any(field.id in draft.pitch.answers for field in page.fields)


def _page_lines(draft: Draft, text: Text) -> Iterator[str]:
    """Each page of the form: done, or what it still lacks."""
    named = 0
    for page in draft.pages:
        title = escape(page.title.in_(text.locale))
        if draft.done(page) or not _begun(draft, page):
            yield f"{'✅' if draft.done(page) else '▫️'} {title}"
            continue
        yield f"⚠️ {title}"
        wrong = [field for field in draft.shown(page) if field.id in draft.problems]
        for field in wrong[: NAMED - named]:
            named += 1
            label = escape(field.label.in_(text.locale))
            yield f"> **{label}** {problem_text(draft.problems[field.id], text)}"


def review(draft: Draft, index: int, text: Text) -> Layout:
    """Page ``index`` of the pitch as it will be read; the last one leads to the consent."""
    if draft.pitch.state is not State.DRAFT or draft.problems:
        return progress(draft, text)
    pitch = draft.pitch
    made = pages(pitch, draft.programme.form, text)
    index = min(index, len(made) - 1)
    last = index + 1 == len(made)
    top = f"## {headline(pitch, draft.programme, text)}\n{text(key('draft.review'))}"
    if len(made) > 1:
        top += f"\n{text(key('page.of'), page=index + 1, pages=len(made))}"
    earlier = (
        ReviewButton(pitch.id, index - 1, label=text(key("button.earlier"))) if index else None
    )
    further = ReviewButton(pitch.id, index + 1, label=text(key("button.further")), style=PRIMARY)
    agree = ConsentButton(pitch.id, label=text(key("button.to_consent")), style=PRIMARY)
    buttons = row(earlier, agree if last else further, _later(draft, text))
    return Layout(
        ui.Container(
            ui.TextDisplay(top),
            ui.TextDisplay(made[index]),
            buttons,
            _change(draft, draft.pages, text),
        )
    )


def consent(draft: Draft, text: Text) -> Layout:
    """What the author agrees to, and the button that hands the pitch in."""
    if draft.pitch.state is not State.DRAFT or draft.problems:
        return progress(draft, text)
    agreement = draft.programme.form.consent
    words = text(
        key("draft.consent"),
        headline=headline(draft.pitch, draft.programme, text),
        version=escape(agreement.version),
        consent=escape(agreement.text.in_(text.locale)),
    )
    submit = SubmitButton(draft.pitch.id, label=text(key("button.submit")), style=SUCCESS)
    back = ReviewButton(draft.pitch.id, 0, label=text(key("button.back")))
    return Layout(ui.Container(ui.TextDisplay(words), row(submit, back, _later(draft, text))))


def receipt(draft: Draft, text: Text) -> Layout:
    return note(receipt_text(draft.pitch, draft.programme, text))


def saved(draft: Draft, text: Text) -> Layout:
    """*Save for later* done: how to go on, now or another day."""
    if draft.pitch.state is not State.DRAFT:
        return receipt(draft, text)
    line = headline(draft.pitch, draft.programme, text)
    words = f"{text(key('draft.saved'), headline=line)}\n{_deadline(draft, text)}"
    again = ResumeButton(draft.pitch.id, label=text(key("button.continue")))
    return Layout(ui.Container(ui.TextDisplay(words), row(again)))


def _change(draft: Draft, among: Sequence[Page], text: Text) -> ui.ActionRow[ui.LayoutView]:
    form_pages = draft.programme.form.pages
    return row(
        ChangeSelect(
            draft.pitch.id,
            placeholder=text(key("select.change_page")),
            options=[
                discord.SelectOption(
                    label=page.title.in_(text.locale), value=str(form_pages.index(page))
                )
                for page in among
            ],
        )
    )


def _later(draft: Draft, text: Text) -> LaterButton:
    return LaterButton(draft.pitch.id, label=text(key("button.later")))


def _deadline(draft: Draft, text: Text) -> str:
    closes = draft.call.ended or draft.call.closes
    if closes is None:
        return text(key("draft.no_deadline"))
    return text(key("draft.deadline"), at=closes, relative=stamp(closes, "R"))
