"""What was asked in a while, in figures: as text, beside which a picture may stand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import discord
from discord import ui

from bot.discord_io.faq_chart import chart
from bot.discord_io.faq_entry import programme_name, question_of
from bot.discord_io.host import Interaction, actor_of, host, text_of
from bot.discord_io.reading import LANGUAGE_NAMES
from bot.discord_io.seen import fitted
from bot.discord_io.widgets import Layout
from bot.domain.faq import GENERAL
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale, key
from bot.services.bank import Statistics
from bot.services.ports_answers import Asked
from bot.texts import Text, stamp

PICTURE = "questions.png"
TEXT_CHARACTERS = 3800
"""Of the 4000 that all texts of one message may hold (Discord's limit)."""


async def show_figures(interaction: Interaction, days: int, programme: ProgrammeKey | None) -> None:
    """The figures of the last ``days``, in place of the deferred answer."""
    bank = host(interaction).services.bank
    found = await bank.figures(actor_of(interaction), days, programme)
    text = text_of(interaction)
    drawn = await host(interaction).painter.draw(chart(found, text))
    picture = discord.File(io.BytesIO(drawn), filename=PICTURE)
    await interaction.edit_original_response(
        view=figures(found, text, picture), attachments=[picture]
    )


def figures(found: Statistics, text: Text, picture: discord.File | None = None) -> Layout:
    """All of it in words; above them ``picture``, which is to be sent along."""
    lines = fitted(_lines(found, text), TEXT_CHARACTERS)
    parts: list[ui.Item[Any]] = []
    if picture is not None:
        parts.append(ui.MediaGallery(discord.MediaGalleryItem(picture)))
    parts.append(ui.TextDisplay("\n".join(lines)))
    return Layout(ui.Container(*parts))


def _lines(found: Statistics, text: Text) -> Iterator[str]:
    rows = found.figures.rows
    yield f"## {text(key('faq.stats.title'))}"
    yield f"-# {text(key('faq.stats.since'), since=stamp(found.since, 'D'))}"
    if not sum(each.asked for each in rows):
        yield text(key("faq.stats.nothing"))
        return
    yield from _outcomes(rows, text)
    passed_on, replied = found.figures.passed_on, found.figures.replied
    yield text(key("faq.stats.people"), passed_on=passed_on, replied=replied)
    yield f"### {text(key('faq.stats.by_programme'))}"
    yield from _by_programme(found, text)
    yield f"### {text(key('faq.stats.by_language'))}"
    for locale in Locale:
        there = [each for each in rows if each.locale is locale]
        if there:
            yield f"- {text(LANGUAGE_NAMES[locale])}: {_counts(there, text)}"
    if found.figures.top:
        yield f"### {text(key('faq.stats.top'))}"
    for place, (ref, count) in enumerate(found.figures.top, 1):
        entry = found.titles.get(ref)
        title = question_of(entry, text) if entry else f"`{ref.programme}:{ref.id}`"
        yield f"{place}. {title} · {text.n(key('faq.stats.times'), count)}"


def _outcomes(rows: Sequence[Asked], text: Text) -> Iterator[str]:
    """How many were asked and what they got, with shares of the whole."""
    asked = sum(each.asked for each in rows)
    yield f"**{text.n(key('faq.stats.asked'), asked)}**"
    answered = sum(each.answered for each in rows)
    offered = sum(each.offered for each in rows)
    unknown = sum(each.unknown for each in rows)
    yield f"- {text(key('faq.stats.answered'), count=answered, share=_share(answered, asked))}"
    yield f"- {text(key('faq.stats.offered'), count=offered, share=_share(offered, asked))}"
    yield f"- {text(key('faq.stats.unknown'), count=unknown, share=_share(unknown, asked))}"
    helpful = sum(each.helpful for each in rows)
    voted = helpful + sum(each.unhelpful for each in rows)
    if voted:
        share = _share(helpful, voted)
        yield f"- {text(key('faq.stats.helpful'), helpful=helpful, voted=voted, share=share)}"


def _by_programme(found: Statistics, text: Text) -> Iterator[str]:
    by_key: dict[ProgrammeKey | None, list[Asked]] = {}
    for each in found.figures.rows:
        by_key.setdefault(each.programme, []).append(each)
    for programme, rows in by_key.items():
        if programme is None:
            name = text(key("faq.stats.no_programme"))
        else:
            known = None if programme == GENERAL else found.programmes.get(programme)
            unknown = known is None and programme != GENERAL
            name = f"`{programme}`" if unknown else programme_name(known, text)
        yield f"- {name}: {_counts(rows, text)}"


def _counts(rows: Iterable[Asked], text: Text) -> str:
    """In one line."""
    several = tuple(rows)
    return text(
        key("faq.stats.counts"),
        asked=sum(each.asked for each in several),
        answered=sum(each.answered for each in several),
        offered=sum(each.offered for each in several),
        unknown=sum(each.unknown for each in several),
    )


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %"
