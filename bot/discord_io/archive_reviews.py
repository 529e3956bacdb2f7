"""What is kept about a person as a coordinator, as a part of the page of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape

from bot.discord_io.preferences_view import TELLINGS, hour_of
from bot.domain.preferences import Preferences
from bot.domain.text import key
from bot.services.kept_reviews import KeptReviews, KeptScore
from bot.texts import Text


def reviews(kept: KeptReviews, text: Text) -> Iterator[str]:
    """Nothing of one who never was a coordinator."""
    if kept.preferences is not None:
        yield from _preferences(kept.preferences, kept, text)
    if kept.assigned:
        yield _heading(key("archive.assigned"), text)
        yield f"<p>{' · '.join(map(str, kept.assigned))}</p>"
    if kept.scores:
        yield f"{_heading(key('archive.scores'), text)}<dl>"
        for score in kept.scores:
            yield from _score(score, text)
        yield "</dl>"
    if kept.notes:
        yield f"{_heading(key('archive.notes'), text)}<dl>"
        for each in kept.notes:
            yield f"<dt>{time_of(each.note.at)} · {each.ref}</dt>"
            yield f"<dd>{escape(each.note.words)}</dd>"
        yield "</dl>"
    if kept.conflicts:
        yield f"{_heading(key('archive.conflicts'), text)}<ul>"
        for declared in kept.conflicts:
            yield f"<li>{time_of(declared.conflict.at)} · {declared.ref}</li>"
        yield "</ul>"


def time_of(moment: datetime) -> str:
    """In UTC, with its offset: the page is read anywhere."""
    shown = moment.astimezone(UTC).isoformat(" ", "minutes")
    return f"<time>{shown}</time>"


def _heading(name: str, text: Text) -> str:
    return f"<h2>{escape(text(name))}</h2>"


def _score(kept: KeptScore, text: Text) -> Iterator[str]:
    labels = {one.id: one.label.in_(text.locale) for one in kept.categories}
    score = kept.score
    yield f"<dt>{time_of(score.at)} · {kept.ref}</dt>"
    for name, value in score.values.items():
        yield f"<dd>{escape(labels.get(name, name))}: {value}</dd>"
    for label, words in ((key("score.note"), score.note), (key("score.feedback"), score.feedback)):
        if words:
            yield f"<dd>{escape(text(label))}: {escape(words)}</dd>"


def _preferences(known: Preferences, kept: KeptReviews, text: Text) -> Iterator[str]:
    names = {one.key: one.name.in_(text.locale) for one in kept.programmes}
    told = {text(key("prefs.all_programmes")): text(TELLINGS[known.usual])}
    told |= {names.get(one, one): text(TELLINGS[how]) for one, how in known.programmes.items()}
    digest, begin, end = known.digest_hour, known.quiet_from, known.quiet_until
    quiet = text(key("archive.no_quiet"))
    if begin is not None and end is not None:
        quiet = f"{hour_of(begin)}–{hour_of(end)}"
    lines = {
        **told,
        text(key("archive.digest")): text(key("prefs.never"))
        if digest is None
        else hour_of(digest),
        text(key("archive.quiet")): quiet,
        text(key("archive.timezone")): known.timezone,
        text(key("prefs.form.schools")): "\n".join(known.schools) or "—",
    }
    yield f"{_heading(key('prefs.title'), text)}<dl>"
    for label, shown in lines.items():
        yield f"<dt>{escape(label)}</dt><dd>{escape(shown)}</dd>"
    yield "</dl>"
