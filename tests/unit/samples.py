"""Pitches to the shipped programmes, filled in one way or another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.content.loader import shipped
from bot.domain.call import Call
from bot.domain.form import Answer, Field, Kind
from bot.domain.ids import CallId, PitchId, ProgrammeKey, Reference
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.domain.text import Locale
from bot.services.intake import Draft
from bot.texts import Text, Texts
from tests.db.samples import HOME, NOW, OWNER, later

PROGRAMMES: Mapping[str, Programme] = {programme.key: programme for programme in shipped()}
TEXTS: tuple[Text, ...] = tuple(Texts.load().of(locale) for locale in Locale)
CALL = Call(CallId("c" * 20), HOME, ProgrammeKey("chunm"), NOW, later(days=30))

Fill = Callable[[Field], Answer]


def name(text: Text) -> str:
    """Of a parameter, for pytest."""
    return text.locale.value


def fitting(field: Field) -> Answer:
    """A short answer that breaks no limit; of choices the last, so that most is shown."""
    match field.kind:
        case Kind.CHOICES:
            return tuple(option.value for option in field.options)[-(field.most or 25) :]
        case Kind.CHOICE:
            return field.options[-1].value
        case Kind.YES_NO:
            return "yes"
        case Kind.NUMBER:
            return str(field.least or field.most or 1)
        case Kind.LINK:
            return "https://example.org/a_b"
        case _:
            return "月亮港"


def longest(field: Field) -> Answer:
    """As long as a text may be typed, of signs that all need a backslash."""
    if field.kind in (Kind.SHORT, Kind.LONG):
        return "*" * field.max_characters
    return fitting(field)


def too_long(field: Field) -> Answer:
    """As `longest`, of words: over each limit in words."""
    if field.kind in (Kind.SHORT, Kind.LONG):
        return ("a " * field.max_characters)[: field.max_characters - 1] + "b"
    return "1000000000" if field.kind is Kind.NUMBER else "?"


def draft(programme: Programme, fill: Fill = fitting) -> Draft:
    """A draft with an answer to every field of the form, whether shown or not."""
    pitch = Pitch(
        id=PitchId("f" * 20),
        guild=HOME,
        ref=Reference(programme.prefix, "7F3K2"),
        programme=programme.key,
        form_version=1,
        call=CALL.id,
        owner=OWNER,
        owner_name="*" * 32,
        locale=Locale.ZH_TW,
        created=NOW,
        answers={field.id: fill(field) for field in programme.form.fields()},
    )
    return Draft(pitch, programme, CALL)


def submitted(of: Draft) -> Draft:
    pitch = of.pitch.submit(of.programme, of.call, agreed=True, now=NOW)
    assert pitch.state is State.SUBMITTED
    return Draft(pitch, of.programme, of.call)
