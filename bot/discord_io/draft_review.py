"""The last steps before a pitch is handed in: the review, the consent, the receipt."""

from __future__ import annotations

from discord import ui

from bot.discord_io.acts import Act
from bot.discord_io.cards import receipt_text, revised_text
from bot.discord_io.draft_view import change, later
from bot.discord_io.escape import escape
from bot.discord_io.reading import pages
from bot.discord_io.seen import PRIMARY, SUCCESS, Button, Item, Seen
from bot.discord_io.widgets import Layout, row
from bot.domain.text import key


def review(seen: Seen, index: int) -> Layout:
    """Page ``index`` of the pitch as it will be read; the last one leads to the consent."""
    draft, text = seen.draft, seen.text
    made = pages(
        seen.pitch, draft.programme.form, text, answers=seen.pitch.current, files=seen.names
    )
    index = min(index, len(made) - 1)
    last = index + 1 == len(made)
    told = key("review.new_version") if draft.revising else key("draft.review")
    top = f"## {seen.headline}\n{text(told)}"
    if last and not seen.owns:
        top += f"\n{text(key('review.owner_submits'), owner=f'<@{seen.pitch.owner}>')}"
    if len(made) > 1:
        top += f"\n{text(key('page.of'), page=index + 1, pages=len(made))}"
    earlier = seen.button(Act.REVIEW, index - 1, label=key("button.earlier")) if index else None
    following = _agree(seen) if last else _further(seen, index)
    parts: list[Item] = [
        ui.TextDisplay(top),
        ui.TextDisplay(made[index] or "—"),
        row(earlier, following, _leave(seen)),
        change(seen, draft.pages, new=draft.revising),
    ]
    return Layout(ui.Container(*parts))


def _further(seen: Seen, index: int) -> Button:
    return seen.button(Act.REVIEW, index + 1, label=key("button.further"), style=PRIMARY)


def _agree(seen: Seen) -> Button | None:
    if not seen.owns:
        return None
    label = key("button.send_new") if seen.draft.revising else key("button.to_consent")
    return seen.button(Act.CONSENT, label=label, style=PRIMARY)


def _leave(seen: Seen) -> Button:
    if seen.draft.revising:
        return seen.button(Act.STAND, label=key("button.back"))
    return later(seen)


def consent(seen: Seen) -> Layout:
    """What the owner agrees to, and the button that hands the pitch in: once everybody agreed."""
    draft, text = seen.draft, seen.text
    agreement = draft.programme.form.consent
    words = text(
        key("draft.consent"),
        headline=seen.headline,
        version=escape(agreement.version),
        consent=text.with_commands(escape(agreement.text.in_(text.locale))),
    )
    parts: list[Item] = [ui.TextDisplay(words)]
    if draft.missing:
        names = " ".join(f"<@{member.user}>" for member in draft.missing)
        parts.append(ui.TextDisplay(text(key("consent.waiting"), names=names)))
    submit = seen.button(
        Act.SEND if draft.revising else Act.SUBMIT,
        label=key("button.send_agreed") if draft.revising else key("button.submit"),
        style=SUCCESS,
        disabled=bool(draft.missing),
    )
    back = seen.button(Act.REVIEW, 0, label=key("button.back"))
    team = seen.button(Act.TEAM, label=key("button.team")) if draft.missing else None
    return Layout(ui.Container(*parts, row(submit, back, team, _leave(seen))))


def receipt(seen: Seen) -> Layout:
    """That it arrived, and where it can be seen from now on."""
    first = seen.pitch.revision == 1
    words = (receipt_text if first else revised_text)(seen.pitch, seen.draft.programme, seen.text)
    again = seen.button(Act.READ, 0, label=key("button.open"))
    return Layout(ui.Container(ui.TextDisplay(words), row(again)))
