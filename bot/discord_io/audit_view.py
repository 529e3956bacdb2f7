"""Who did what to which pitch, a page at a time.

What was asked for stands in the ids of the arrows, so that it outlives a restart: what was chosen,
with nothing where nothing was, moments to the second, in hexadecimal where it is a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from discord import ui

from bot.discord_io.cards import headline
from bot.discord_io.desk_history import event_words
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.paging import arrows
from bot.discord_io.pressed import defer
from bot.discord_io.reading import STATE_NAMES
from bot.discord_io.seen import fitted
from bot.discord_io.widgets import ID, Layout, PersistentButton, note, row
from bot.domain.history import Happening, is_export
from bot.domain.ids import PitchId, UserId
from bot.domain.pitch import State
from bot.domain.text import key
from bot.services.auditing import AUDITED, Audited
from bot.services.ports import Page
from bot.services.ports_desk import AuditQuery
from bot.texts import Text, stamp

CHARACTERS = 3700
"""Of the 4000 that all texts of one message may hold (Discord's limit)."""
REASON_CHARACTERS = 120
TITLE_CHARACTERS = 40
"""With these all lines of a page fit."""

STATES = (
    State.SUBMITTED,
    State.IN_REVIEW,
    State.CHANGES_REQUESTED,
    State.SHORTLISTED,
    State.ACCEPTED,
    State.DECLINED,
    State.INELIGIBLE,
    State.CONFIRMED,
    State.WITHDRAWN,
)
HAPPENINGS: Mapping[Happening, str] = {
    Happening.REVISED: key("audit.revised"),
    Happening.CANCELLED: key("audit.cancelled"),
    Happening.PROPOSED: key("audit.proposed"),
    Happening.ASSIGNED: key("audit.assigned"),
    Happening.RELEASED: key("audit.released"),
    Happening.DUE: key("audit.due"),
    Happening.TAGGED: key("audit.tagged"),
    Happening.NOTED: key("audit.noted"),
    Happening.SCORED: key("audit.scored"),
    Happening.CONFLICT: key("audit.conflict"),
    Happening.STAGED: key("audit.staged"),
    Happening.REPLIED: key("audit.replied"),
    Happening.WROTE: key("audit.wrote"),
    Happening.BLOCKED: key("audit.blocked"),
    Happening.EXPORTED: key("audit.exported"),
    Happening.UNTOUCHED: key("audit.untouched"),
}
WHAT: Mapping[str, str] = {
    **{state.value: STATE_NAMES[state] for state in STATES},
    **{what.value: name for what, name in HAPPENINGS.items()},
}
"""What can be asked for, by value: 25 (Discord's limit for choices)."""


class AuditButton(
    PersistentButton,
    action="audit",
    ids=rf"(?:{ID})?:[0-9a-f]{{0,16}}:(?:{'|'.join(WHAT)})?:[0-9a-f]{{0,9}}:[0-9a-f]{{0,9}}:\d{{1,5}}",
):
    """Show a page."""

    async def press(self, interaction: Interaction) -> None:
        await defer(interaction)
        await show_audit(interaction, read_query(self.ids), int(self.ids[-1]))


async def show_audit(interaction: Interaction, query: AuditQuery, page: int) -> None:
    """Put a page in place of the deferred answer."""
    auditing = host(interaction).services.auditing
    found, page = await auditing.read(actor_of(interaction), query, page)
    await interaction.edit_original_response(view=audit(found, query, page, text_of(interaction)))


def audit(found: Page[Audited], query: AuditQuery, page: int, text: Text) -> Layout:
    if not found.total:
        return note(text(key("audit.none")))
    lines = fitted(_lines(found.items, query, text), CHARACTERS)
    pages = -(-found.total // AUDITED)
    top = f"## {text.n(key('audit.count'), found.total)}"
    parts: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay("\n".join([top, *lines]))]
    if turn := arrows(AuditButton, page, pages, text, *query_ids(query)):
        parts.append(ui.TextDisplay(text(key("page.of"), page=page + 1, pages=pages)))
        parts.append(row(*turn))
    return Layout(ui.Container(*parts))


def _lines(items: Sequence[Audited], query: AuditQuery, text: Text) -> Iterator[str]:
    """A line for each; one for exports of several pitches one after another, by the same person in
    the same minute. A page holds as many events as ever: what runs on to the next has a line there
    too."""
    for _, together in groupby(enumerate(items), lambda one: _alike(one[0], one[1], query)):
        each, *more = (audited for _, audited in together)
        if more:
            words = text.n(key("audit.exports"), 1 + len(more))
            yield f"- {stamp(each.event.at, 'f')} · <@{each.event.actor}> · {words}"
        else:
            yield _line(each, text)


def _alike(place: int, each: Audited, query: AuditQuery) -> tuple[object, ...]:
    """Equal for what shares a line. Of one pitch each export stands for itself, and of nobody who
    must not be known is it told what they did together."""
    event = each.event
    if query.pitch is not None or not event.actor or not is_export(event):
        return (place,)
    return event.actor, event.at.replace(second=0, microsecond=0)


def _line(each: Audited, text: Text) -> str:
    event = each.event
    who = f"<@{event.actor}>" if event.actor else "—"
    gone = each.pitch.state is State.ERASED
    of = f"`{each.pitch.ref}`"
    if not gone:
        of = headline(each.pitch, each.programme, text, TITLE_CHARACTERS)
    words = event_words(event, each.programme, text, REASON_CHARACTERS)
    return f"- {stamp(event.at, 'f')} · {who} · {of} · {words}"


def query_ids(query: AuditQuery) -> tuple[str, ...]:
    """At most 85 characters, so that action and page fit beside them (Discord: 100)."""
    since, until = (
        "" if moment is None else f"{max(0, int(moment.timestamp())):x}"
        for moment in (query.since, query.until)
    )
    actor = "" if query.actor is None else f"{query.actor:x}"
    return (query.pitch or "", actor, query.what or "", since, until)


def read_query(ids: tuple[str, ...]) -> AuditQuery:
    pitch, actor, what, since, until, _ = ids
    return AuditQuery(
        pitch=PitchId(pitch) if pitch else None,
        actor=UserId(int(actor, 16)) if actor else None,
        what=what or None,
        since=_moment(since),
        until=_moment(until),
    )


def _moment(typed: str) -> datetime | None:
    return datetime.fromtimestamp(int(typed, 16), UTC) if typed else None
