"""What was asked in a while, as a picture."""

from __future__ import annotations

from bot.discord_io.faq_entry import programme_name
from bot.discord_io.reading import LANGUAGE_NAMES
from bot.domain.faq import GENERAL
from bot.domain.text import key
from bot.services.bank import Statistics
from bot.services.ports_answers import Asked
from bot.services.ports_pictures import Panel, Row, Sheet
from bot.texts import Text


def chart(found: Statistics, text: Text) -> Sheet:
    """By programme and language, what helped, and what answered most; all in words beside it."""
    rows = sorted(found.figures.rows, key=lambda each: -each.asked)
    parts = (
        text(key("faq.chart.answered")),
        text(key("faq.chart.offered")),
        text(key("faq.chart.unknown")),
    )
    asked = sum(each.asked for each in rows)
    since = text(key("faq.stats.since"), since=f"{found.since:%Y-%m-%d}")
    return Sheet(
        title=text(key("faq.stats.title")),
        subtitle=f"{since} · {text.n(key('faq.stats.asked'), asked)}",
        panels=(
            Panel(
                text(key("faq.chart.by")),
                tuple(_asked(each, found, text) for each in rows),
                parts,
                text(key("faq.stats.nothing")),
            ),
            _helpful(rows, found, text),
            Panel(
                text(key("faq.stats.top")),
                tuple(
                    Row(entry.question.in_(text.locale), (float(count),), str(count))
                    for ref, count in found.figures.top
                    if (entry := found.titles.get(ref))
                ),
                empty=text(key("faq.stats.nothing")),
            ),
        ),
        missing=text(key("pictures.missing")),
    )


def _helpful(rows: list[Asked], found: Statistics, text: Text) -> Panel:
    voted = [each for each in rows if each.helpful + each.unhelpful]
    return Panel(
        text(key("faq.chart.helpful")),
        tuple(
            Row(
                _name(each, found, text),
                (float(each.helpful), float(each.unhelpful)),
                f"{each.helpful} / {each.helpful + each.unhelpful}",
            )
            for each in voted
        ),
        (text(key("faq.chart.yes")), text(key("faq.chart.no"))),
        text(key("faq.chart.nobody")),
    )


def _asked(each: Asked, found: Statistics, text: Text) -> Row:
    parts = (float(each.answered), float(each.offered), float(each.unknown))
    return Row(_name(each, found, text), parts, str(each.asked))


def _name(each: Asked, found: Statistics, text: Text) -> str:
    language = text(LANGUAGE_NAMES[each.locale])
    if each.programme is None:
        return f"{text(key('faq.stats.no_programme'))} · {language}"
    known = found.programmes.get(each.programme)
    if known is None and each.programme != GENERAL:
        return f"{each.programme} · {language}"
    return f"{programme_name(known, text)} · {language}"
