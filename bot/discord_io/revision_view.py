"""A new version of what was handed in, where it stands: what was asked for, what is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discord import ui

from bot.discord_io.acts import NEW, Act
from bot.discord_io.draft_open import deadline
from bot.discord_io.draft_view import NAMED, beside_buttons, beside_lines, change
from bot.discord_io.escape import escape
from bot.discord_io.notices_view import quoted
from bot.discord_io.reading import problem_text
from bot.discord_io.seen import PRIMARY, Button, Item, Seen
from bot.discord_io.widgets import Layout, row
from bot.domain.form import Field, Page
from bot.domain.text import key
from bot.texts import stamp

ASKED_CHARACTERS = 900
"""Of what the coordinator wrote; all of it stands in the notice, and with the pitch."""
FIELDS = 10
"""Fields named at once; the rest comes once these are changed."""


def revision(seen: Seen, *, after: int | None = None) -> Layout:
    """The new version: pages with what was asked first. ``after`` is the page just sent."""
    draft, text = seen.draft, seen.text
    lines = [
        f"## {seen.headline}",
        text(key("revision.about")),
        *_request(seen),
        "",
        *_page_lines(seen),
    ]
    if draft.pitch.changes is None:
        lines.append(deadline(draft.call, text))
    lines += beside_lines(seen)
    discard = (
        seen.button(Act.DISCARD, label=key("button.discard"))
        if seen.owns and draft.pitch.working is not None
        else None
    )
    parts: list[Item] = [ui.TextDisplay("\n".join(lines))]
    if steps := [step for step in _steps(seen, after) if step]:
        parts.append(row(*steps))
    parts += [
        change(seen, ordered(seen), new=True),
        row(
            *beside_buttons(seen), seen.button(Act.READ, 0, label=key("button.submitted")), discard
        ),
    ]
    return Layout(ui.Container(*parts))


def ordered(seen: Seen) -> Sequence[Page]:
    """The pages of the form, those with a field that was asked for first."""
    return sorted(seen.draft.pages, key=lambda page: not _asked_of(seen, page))


def _asked_of(seen: Seen, page: Page) -> list[Field]:
    changes = seen.pitch.changes
    names = changes.fields if changes else ()
    return [field for field in seen.draft.shown(page) if field.id in names]


def _unchanged(seen: Seen, field: Field) -> bool:
    return seen.pitch.current.get(field.id) == seen.pitch.answers.get(field.id)


def _request(seen: Seen) -> Iterator[str]:
    changes = seen.pitch.changes
    if changes is None:
        return
    text = seen.text
    if changes.due:
        yield text(key("revision.asked_until"), at=changes.due, relative=stamp(changes.due, "R"))
    else:
        yield text(key("revision.asked"))
    yield quoted(changes.message, ASKED_CHARACTERS)


def _page_lines(seen: Seen) -> Iterator[str]:
    """Each page: to be changed, wrong, changed, or as it was."""
    draft, text = seen.draft, seen.text
    named = 0
    for page in ordered(seen):
        shown = draft.shown(page)
        wrong = [field for field in shown if field.id in draft.problems]
        open_ = [field for field in _asked_of(seen, page) if _unchanged(seen, field)]
        changed = any(not _unchanged(seen, field) for field in shown)
        mark = "⚠️" if wrong else "✏️" if open_ else "✅" if changed else "▫️"
        yield f"{mark} {seen.title(page)}"
        for field in open_[: FIELDS - named]:
            named += 1
            yield f"> **{escape(field.label.in_(text.locale))}** {text(key('revision.to_change'))}"
        for field in wrong[: NAMED - named]:
            named += 1
            label = escape(field.label.in_(text.locale))
            yield f"> **{label}** {problem_text(draft.problems[field.id], text)}"


def _steps(seen: Seen, after: int | None) -> list[Button | None]:
    """*Correct* what was just sent, or *Continue* with what was asked, or *Send* it."""
    draft = seen.draft
    form_pages = draft.programme.form.pages
    if after is not None and after < len(form_pages):
        sent = form_pages[after]
        if sent in draft.pages and not draft.done(sent):
            return [seen.button(Act.PAGE, after, NEW, label=key("button.correct"), style=PRIMARY)]
    following = next(
        (
            page
            for page in ordered(seen)
            if not draft.done(page)
            or any(_unchanged(seen, field) for field in _asked_of(seen, page))
        ),
        None,
    )
    ready = draft.changed and not draft.problems
    onward = None
    if following is not None:
        index = seen.index(following)
        onward = seen.button(Act.PAGE, index, NEW, label=key("button.continue"), style=PRIMARY)
    send = (
        seen.button(Act.CONSENT, label=key("button.send_new"), style=PRIMARY)
        if ready and seen.owns
        else None
    )
    review = seen.button(Act.REVIEW, 0, label=key("button.review")) if ready else None
    return [onward, send, review]
