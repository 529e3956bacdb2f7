"""How the desk fares, in figures: as a picture, and the same as text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.discord_io.escape import cut, escape
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.reading import LANGUAGE_NAMES, STATE_NAMES
from bot.discord_io.seen import fitted
from bot.discord_io.widgets import Layout
from bot.domain.form import Field
from bot.domain.pitch import State
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.services.ports_desk import Counted
from bot.services.ports_pictures import Panel, Row, Sheet
from bot.services.statistics import DeskCounts
from bot.texts import Text

PICTURE = "statistics.png"
TEXT_CHARACTERS = 3800
"""Of the 4000 that all texts of one message may hold (Discord's limit)."""
LABEL_CHARACTERS = 100
"""What authors typed may be as long as they liked."""
FORMATS = 10
"""The commonest that are shown; free text may have any number."""
UNTOLD = frozenset({State.DRAFT, State.ERASED})
HOUR, DAY = 3600, 86400


@dataclass(frozen=True, slots=True)
class Part:
    """One question and its answers: a label, a number for the bar, and what is written at it."""

    title: str
    rows: tuple[tuple[str, float, str], ...]
    remark: str = ""


async def show_counts(interaction: Interaction, days: int, programme: str | None) -> None:
    """The figures of the last ``days``, in place of the deferred answer."""
    bot, text = host(interaction), text_of(interaction)
    found = await bot.services.statistics.of(actor_of(interaction), days, programme)
    if not found.figures.submitted:
        await interaction.edit_original_response(view=counts(found, text))
        return
    data = await bot.painter.draw(sheet(found, text))
    file = discord.File(io.BytesIO(data), filename=PICTURE)
    view = counts(found, text, file)
    await interaction.edit_original_response(view=view, attachments=[file])


def counts(found: DeskCounts, text: Text, picture: discord.File | None = None) -> Layout:
    """All of it in words; above them ``picture``, which is to be sent along."""
    parts: list[ui.Item[Any]] = []
    if picture is not None:
        alt = f"{_title(found, text)} · {_period(found)}"
        parts.append(ui.MediaGallery(discord.MediaGalleryItem(picture, description=alt[:1000])))
    lines = fitted(_lines(found, text), TEXT_CHARACTERS)
    return Layout(ui.Container(*parts, ui.TextDisplay("\n".join(lines))))


def sheet(found: DeskCounts, text: Text) -> Sheet:
    """What the picture shows."""
    submitted = text.n(key("stats.submitted"), found.figures.submitted)
    return Sheet(
        _title(found, text),
        f"{_period(found)} · {submitted}",
        tuple(
            Panel(
                part.title,
                tuple(Row(label, (value,), figure) for label, value, figure in part.rows),
                empty=text(key("stats.none_yet")),
            )
            for part in _parts(found, text)
        ),
        text(key("pictures.missing")),
    )


def _lines(found: DeskCounts, text: Text) -> Iterator[str]:
    yield f"## {escape(_title(found, text))}"
    yield f"-# {_period(found)}"
    yield f"**{text.n(key('stats.submitted'), found.figures.submitted)}**"
    if not found.figures.submitted:
        return
    for part in _parts(found, text):
        yield f"### {part.title}"
        if part.remark:
            yield f"-# {part.remark}"
        for label, _, figure in part.rows:
            yield f"- {text(key('list.pair'), name=escape(label), value=figure)}"
        if not part.rows:
            yield f"-# {text(key('stats.none_yet'))}"


def _parts(found: DeskCounts, text: Text) -> Iterator[Part]:
    figures, programmes = found.figures, _asked(found)
    yield Part(text(key("stats.funnel")), _states(figures.funnel, figures.submitted, text))
    yield Part(text(key("stats.now")), _states(figures.now, figures.submitted, text))
    yield Part(text(key("stats.times")), tuple(_times(found, text)))
    languages = [(text(LANGUAGE_NAMES[locale]), count) for locale, count in figures.languages]
    yield Part(text(key("stats.languages")), _rows(languages))
    formats = _named(figures.formats, _formats(programmes, text), known_only=_any_blind(programmes))
    yield Part(text(key("stats.formats")), _rows(formats[:FORMATS]))
    if figures.stages:
        stages = {s.id: s.label.in_(text.locale) for p in programmes for s in p.pipeline}
        yield Part(text(key("stats.stages")), _rows(_named(figures.stages, stages)))
    if any(each.rules.school for each in programmes):
        hidden = any(each.rules.school and each.rules.blind for each in programmes)
        remark = text(key("stats.schools_blind")) if hidden else ""
        schools = _named(figures.schools, _schools(programmes, text))
        yield Part(text(key("stats.schools")), _rows(schools), remark)


def _states(
    found: Iterable[tuple[State, int]], whole: int, text: Text
) -> tuple[tuple[str, float, str], ...]:
    return tuple(
        (text(STATE_NAMES[state]), float(count), f"{count} ({round(100 * count / whole)} %)")
        for state, count in found
        if state not in UNTOLD
    )


def _times(found: DeskCounts, text: Text) -> Iterator[tuple[str, float, str]]:
    for label, seconds in (
        (text(key("stats.first_answer")), found.figures.to_first_answer),
        (text(key("stats.decision")), found.figures.to_decision),
    ):
        if seconds is not None:
            yield label, seconds, _duration(seconds, text)


def _duration(seconds: float, text: Text) -> str:
    if seconds < HOUR:
        return text(key("stats.minutes"), count=max(1, round(seconds / 60)))
    if seconds < 2 * DAY:
        return text(key("stats.hours"), count=round(seconds / HOUR))
    return text(key("stats.days"), count=f"{seconds / DAY:.1f}")


def _rows(counted: Iterable[tuple[str, int]]) -> tuple[tuple[str, float, str], ...]:
    return tuple((label, float(count), str(count)) for label, count in counted)


def _named(
    counted: Sequence[Counted], names: Mapping[str, str], *, known_only: bool = False
) -> list[tuple[str, int]]:
    """Values by the names that they have; those that have none as they are."""
    return [
        (cut(names.get(each.label, each.label), LABEL_CHARACTERS), each.count)
        for each in counted
        if each.label in names or not known_only
    ]


def _formats(programmes: Iterable[Programme], text: Text) -> dict[str, str]:
    return {
        name: label
        for programme in programmes
        for name, label in _options(programme, programme.card.format, text)
    }


def _schools(programmes: Iterable[Programme], text: Text) -> dict[str, str]:
    return {
        name: label
        for programme in programmes
        for name, label in _options(programme, programme.rules.school, text)
    }


def _options(programme: Programme, field_id: str | None, text: Text) -> Iterator[tuple[str, str]]:
    field: Field | None = next((f for f in programme.form.fields() if f.id == field_id), None)
    for option in field.options if field else ():
        yield option.value, option.label.in_(text.locale)


def _any_blind(programmes: Iterable[Programme]) -> bool:
    """What authors typed as a format might name them; what they chose cannot."""
    return any(each.rules.blind for each in programmes)


def _asked(found: DeskCounts) -> tuple[Programme, ...]:
    if found.programme is None:
        return tuple(found.programmes.values())
    return (found.programmes[found.programme],)


def _title(found: DeskCounts, text: Text) -> str:
    if found.programme is None:
        return text(key("stats.title"))
    name = found.programmes[found.programme].name.in_(text.locale)
    return text(key("stats.title_of"), programme=name)


def _period(found: DeskCounts) -> str:
    begun, ended = (at.astimezone(found.zone).date() for at in (found.since, found.until))
    return f"{begun.isoformat()} – {ended.isoformat()}"
