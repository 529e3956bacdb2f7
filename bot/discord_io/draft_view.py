"""A draft where it stands: pages that are done, what is missing, files, team, the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discord import ui

from bot.discord_io.acts import NEW, Act
from bot.discord_io.draft_open import deadline
from bot.discord_io.escape import escape
from bot.discord_io.reading import paged, problem_text, titled
from bot.discord_io.seen import (
    DANGER,
    PLAIN,
    PRIMARY,
    Button,
    Item,
    Seen,
    begun,
    current_files,
    fitted,
    how_far,
    optional,
)
from bot.discord_io.widgets import Layout, row
from bot.domain.form import Page
from bot.domain.team import MemberState
from bot.domain.text import key

NAMED = 8
"""How many missing or wrong answers are named at once: more would not fit in one message. Once
they are mended the next ones are named."""
FILES_CHARACTERS = 300


def progress(seen: Seen, *, after: int | None = None) -> Layout:
    """Where the draft stands. ``after`` is the index of the page that was just sent."""
    draft, text = seen.draft, seen.text
    done, count = how_far(draft)
    lines = [
        f"## {seen.headline}",
        text(key("draft.progress"), done=done, pages=count),
        *page_lines(seen, draft.pages),
        "",
        deadline(draft.call, text),
        *beside_lines(seen),
    ]
    parts: list[Item] = [
        ui.TextDisplay("\n".join(lines)),
        row(*_steps(seen, after), later(seen)),
    ]
    if known := [page for page in draft.pages if begun(draft, page)]:
        parts.append(change(seen, known))
    delete = seen.button(Act.DELETE, label=key("button.delete")) if seen.owns else None
    parts.append(row(*beside_buttons(seen), delete))
    return Layout(ui.Container(*parts))


def _steps(seen: Seen, after: int | None) -> Sequence[Button | None]:
    """*Continue* (or *Correct*), *Review* once nothing is missing, and *Back*."""
    draft = seen.draft
    form_pages = draft.programme.form.pages
    back = None
    if after is not None and after < len(form_pages):
        sent = form_pages[after]
        if sent in draft.pages and not draft.done(sent):
            return [seen.button(Act.PAGE, after, label=key("button.correct"), style=PRIMARY)]
        back = seen.button(Act.PAGE, after, label=key("button.back"))
    onward = review = None
    following = _following(seen, -1 if after is None else after)
    if following is not None:
        index = seen.index(following)
        onward = seen.button(Act.PAGE, index, label=key("button.continue"), style=PRIMARY)
    if not draft.problems:
        style = PLAIN if onward else PRIMARY
        review = seen.button(Act.REVIEW, 0, label=key("button.review"), style=style)
    return [onward, review, back]


def _following(seen: Seen, after: int) -> Page | None:
    """The page to fill next: one further on that lacks something or was left alone so far, or else
    the first that lacks something."""
    draft = seen.draft
    for page in draft.pages:
        open_ = not draft.done(page) or not begun(draft, page)
        if open_ and seen.index(page) > after:
            return page
    return draft.next_page()


def page_lines(seen: Seen, pages: Sequence[Page]) -> Iterator[str]:
    """Each page: done, or what it still lacks."""
    draft, text = seen.draft, seen.text
    named = 0
    for page in pages:
        title = seen.title(page)
        if optional(draft, page):
            yield f"▫️ {title} {text(key('draft.optional'))}"
            continue
        if draft.done(page) or not begun(draft, page):
            yield f"{'✅' if draft.done(page) else '▫️'} {title}"
            continue
        yield f"⚠️ {title}"
        wrong = [field for field in draft.shown(page) if field.id in draft.problems]
        for field in wrong[: NAMED - named]:
            named += 1
            label = escape(field.label.in_(text.locale))
            yield f"> **{label}** {problem_text(draft.problems[field.id], text)}"


def beside_lines(seen: Seen) -> Iterator[str]:
    """What there is beside answers: files, co-authors, and what is no longer asked."""
    draft, text = seen.draft, seen.text
    if ids := current_files(draft):
        names = [escape(draft.files[one].name) for one in ids]
        shown = text(key("list.separator")).join(fitted(names, FILES_CHARACTERS))
        yield f"📎 {shown}"
    if team := draft.team.current:
        marks = {MemberState.ACCEPTED: "✅", MemberState.INVITED: "⏳"}
        waiting = {member.user for member in draft.missing}
        shown = " ".join(
            f"<@{one.user}> {'⏳' if one.user in waiting else marks[one.state]}" for one in team
        )
        yield f"👥 {shown}"
    if draft.leftover:
        yield text.n(key("draft.leftover"), len(draft.leftover))


def beside_buttons(seen: Seen) -> Sequence[Button]:
    """*Files* where the form has any, *Team*, and what is no longer asked."""
    buttons = []
    if has_files(seen):
        buttons.append(seen.button(Act.FILES, label=key("button.files")))
    buttons.append(seen.button(Act.TEAM, label=key("button.team")))
    if seen.draft.leftover:
        buttons.append(seen.button(Act.LEFTOVER, 0, label=key("button.leftover")))
    return buttons


def has_files(seen: Seen) -> bool:
    asked = any(field.accepts for page in seen.draft.pages for field in seen.draft.shown(page))
    return asked or bool(seen.draft.files)


def saved(seen: Seen) -> Layout:
    """*Save for later* done: how to go on, now or another day."""
    draft, text = seen.draft, seen.text
    words = f"{text(key('draft.saved'), headline=seen.headline)}\n{deadline(draft.call, text)}"
    again = seen.button(Act.STAND, label=key("button.continue"))
    return Layout(ui.Container(ui.TextDisplay(words), row(again)))


def leftover(seen: Seen, index: int) -> Layout:
    """Page ``index`` of what the form does not ask any more: kept, and shown in full."""
    text = seen.text
    made = paged(
        block for label, words in seen.draft.leftover for block in titled(label, words, text)
    )
    index = min(index, len(made) - 1)
    earlier = seen.button(Act.LEFTOVER, index - 1, label=key("button.earlier")) if index else None
    further = (
        seen.button(Act.LEFTOVER, index + 1, label=key("button.further"))
        if index + 1 < len(made)
        else None
    )
    back = seen.button(Act.STAND, label=key("button.back"))
    return Layout(
        ui.Container(
            ui.TextDisplay(f"## {text(key('draft.leftover_title'))}"),
            ui.TextDisplay(made[index] or "—"),
            row(earlier, further, back),
        )
    )


def asked(seen: Seen, words: str, act: Act, label: str) -> Layout:
    """A question before something that cannot be taken back lightly. ``label`` is a key."""
    surely = seen.button(act, label=label, style=DANGER)
    back = seen.button(Act.STAND, label=key("button.keep"))
    return Layout(ui.Container(ui.TextDisplay(words), row(surely, back)))


def change(seen: Seen, among: Sequence[Page], *, new: bool = False) -> ui.ActionRow[ui.LayoutView]:
    """A menu of pages to open."""
    more = (NEW,) if new else ()
    options = [(page.title.in_(seen.text.locale), str(seen.index(page))) for page in among]
    return row(
        seen.select(Act.CHANGE, *more, placeholder=key("select.change_page"), options=options)
    )


def later(seen: Seen) -> Button:
    return seen.button(Act.LATER, label=key("button.later"))
