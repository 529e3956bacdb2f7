"""Pitches to the shipped programmes, filled in one way or another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.content.loader import shipped
from bot.discord_io.seen import Seen
from bot.domain.call import Call
from bot.domain.files import StoredFile
from bot.domain.form import Answer, Field, Kind
from bot.domain.ids import CallId, FileId, PitchId, ProgrammeKey, Reference, UserId
from bot.domain.pitch import Pitch, Revision, State
from bot.domain.programme import Programme
from bot.domain.team import TEAM, MemberState
from bot.domain.text import Locale
from bot.services.drafts import Draft
from bot.texts import Text, Texts
from tests.db.samples import HOME, NOW, OWNER, file, later, member

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
        case Kind.CONSENT:
            return "yes"
        case Kind.FILES:
            return tuple(_file_id(field, number) for number in range(field.most or 1))
        case _:
            return "月亮港"


def _file_id(field: Field, number: int) -> str:
    return f"{field.id.encode().hex()[:18]:0<18}{number:02x}"


def files_of(pitch: Pitch, programme: Programme) -> dict[FileId, StoredFile]:
    """A file with the longest name for each id that an answer names."""
    found = {}
    for field in programme.form.fields():
        if field.kind is Kind.FILES:
            for one in pitch.answers.get(field.id, ()):
                name = "_" * 96 + ".pdf"
                found[FileId(one)] = file(
                    pitch, id=FileId(one), field=field.id, name=name, size=1024 * 1024
                )
    return found


def longest(field: Field) -> Answer:
    """As long as a text may be typed, of signs that all need a backslash."""
    if field.kind in (Kind.SHORT, Kind.LONG):
        return "*" * field.max_characters
    return fitting(field)


def too_long(field: Field) -> Answer:
    """As `longest`, of words: over each limit in words."""
    if field.kind in (Kind.SHORT, Kind.LONG):
        return ("a " * field.max_characters)[: field.max_characters - 1] + "b"
    if field.kind is Kind.FILES:
        return fitting(field)
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
    return Draft(pitch, programme, CALL, files=files_of(pitch, programme))


def submitted(of: Draft) -> Draft:
    hashes = {str(each.id): each.sha256 for each in of.files.values()}
    pitch = of.pitch.submit(of.programme, of.call, agreed=True, now=NOW, files=hashes)
    assert pitch.state is State.SUBMITTED
    assert pitch.submission is not None
    revision = Revision(pitch.id, 1, pitch.form_version, pitch.answers, pitch.submission)
    return replace(of, pitch=pitch, revisions=(revision,))


def full_team(of: Draft) -> Draft:
    """Ten co-authors, none of whom has answered."""
    asked = [
        member(of.pitch, UserId(2**62 + 100 + n), state=MemberState.INVITED) for n in range(TEAM)
    ]
    return replace(of, members=tuple(asked))


def seen(of: Draft, text: Text, user: UserId = OWNER, *, direct: bool = False) -> Seen:
    """The pitch before its owner, or another."""
    return Seen(of, text, user, direct)
