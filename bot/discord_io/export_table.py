"""Pitches as a table: a row for each, a column for every field of their forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.discord_io.reading import LANGUAGE_NAMES, STATE_NAMES, answer_text
from bot.domain.form import Field
from bot.domain.ids import ProgrammeKey, UserId
from bot.domain.programme import Programme
from bot.domain.team import MemberState
from bot.domain.text import key
from bot.services.exporting import Export, Exported
from bot.services.filing import Filed
from bot.services.ports_sheets import Cell, Column, Table
from bot.texts import Text

Names = Mapping[UserId, str]
NOBODY: Names = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Reader:
    """For whom a table is made."""

    text: Text
    zone: ZoneInfo
    names: Names


Told = Callable[[Exported, _Reader], Cell]


def table_of(export: Export, text: Text, names: Names = NOBODY) -> Table:
    """In the reader's language, times in the guild's time zone. Coordinators without a name among
    ``names`` are ids."""
    reader = _Reader(text, export.zone, names)
    asked = list(_asked(export))
    known = [
        (Column(name, text(heading), export.zone.key if name in _MOMENTS else ""), cell)
        for name, heading, cell in _KNOWN
    ]
    columns = [column for column, _ in known] + _headings(asked, export, text)
    rows = []
    for each in export.pitches:
        first = [cell(each, reader) for _, cell in known]
        rows.append((*first, *_answers(each.filed, asked, text)))
    return Table(text(key("export.sheet")), tuple(columns), rows)


def authors_of(filed: Filed) -> list[str]:
    """By name, the owner first; none while they are hidden."""
    joined = (one.name for one in filed.team.members if one.state is MemberState.ACCEPTED)
    return [name for name in (filed.pitch.owner_name, *joined) if name]


def file_names(filed: Filed) -> dict[str, str]:
    return {str(file.id): file.name for file in filed.files.values()}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A field of a programme as it is called now, or was last."""

    programme: Programme
    field: Field

    @property
    def place(self) -> tuple[ProgrammeKey, str]:
        return self.programme.key, self.field.id


def _asked(export: Export) -> Iterator[_Asked]:
    """Every field that a pitch may have answered, of the forms in use first: an earlier form may
    have asked what is not asked any more."""
    for name, programme in sorted(export.programmes.items()):
        earlier = (
            each.filed.programme for each in export.pitches if each.filed.programme.key == name
        )
        fields: dict[str, Field] = {}
        for version in (programme, *earlier):
            for field in version.form.fields():
                fields.setdefault(field.id, field)
        yield from (_Asked(programme, field) for field in fields.values())


def _headings(asked: Sequence[_Asked], export: Export, text: Text) -> list[Column]:
    """No two alike; with the programme's name where there are several."""
    several = len(export.programmes) > 1
    headings = []
    for one in asked:
        label = one.field.label.in_(text.locale)
        name = one.programme.name.in_(text.locale)
        headings.append(f"{name} · {label}" if several else label)
    counts = Counter(headings)
    return [
        Column(
            ".".join(one.place), heading if counts[heading] == 1 else f"{heading} ({one.field.id})"
        )
        for one, heading in zip(asked, headings, strict=True)
    ]


def _answers(filed: Filed, asked: Sequence[_Asked], text: Text) -> Iterator[str]:
    """In the words of the form that was answered."""
    form = {field.id: field for field in filed.programme.form.fields()}
    names = file_names(filed)
    for one in asked:
        field, answer = form.get(one.field.id), filed.pitch.answers.get(one.field.id)
        theirs = one.programme.key == filed.pitch.programme
        yield answer_text(field, answer, text, names) if theirs and field and answer else ""


def _programme(each: Exported, reader: _Reader) -> str:
    return each.filed.programme.name.in_(reader.text.locale)


def _state(each: Exported, reader: _Reader) -> str:
    return reader.text(STATE_NAMES[each.filed.pitch.state])


def _stage(each: Exported, reader: _Reader) -> str:
    at = each.filed.pitch.stage
    labels = {
        stage.id: stage.label.in_(reader.text.locale) for stage in each.filed.programme.pipeline
    }
    return labels.get(at, at) if at else ""


def _authors(each: Exported, reader: _Reader) -> str:
    return reader.text(key("list.separator")).join(authors_of(each.filed))


def _language(each: Exported, reader: _Reader) -> str:
    return reader.text(LANGUAGE_NAMES[each.filed.pitch.locale])


def _submitted(each: Exported, reader: _Reader) -> Cell:
    submission = each.filed.pitch.submission
    return _time(submission.at if submission else None, reader.zone)


def _late(each: Exported, reader: _Reader) -> str:
    submission = each.filed.pitch.submission
    late = submission is not None and submission.late
    return reader.text(key("answer.yes") if late else key("answer.no"))


def _assignee(each: Exported, reader: _Reader) -> str:
    assignee = each.filed.pitch.assignee
    return reader.names.get(assignee, str(assignee)) if assignee else ""


def _proposed(each: Exported, reader: _Reader) -> str:
    return reader.text(STATE_NAMES[each.proposed]) if each.proposed else ""


def _scores(each: Exported, _: _Reader) -> Cell:
    return each.marks.scores or ""


def _mean(each: Exported, _: _Reader) -> Cell:
    """Nothing where the one who exports may not know it."""
    return round(each.marks.tally.mean, 2) if each.marks.tally else ""


def _time(moment: datetime | None, zone: ZoneInfo) -> Cell:
    return moment.astimezone(zone).replace(microsecond=0) if moment else ""


_MOMENTS = frozenset({"submitted", "due", "decided"})
_KNOWN: Sequence[tuple[str, str, Told]] = (
    ("ref", key("export.column.ref"), lambda each, _: str(each.filed.pitch.ref)),
    ("programme", key("export.column.programme"), _programme),
    ("state", key("export.column.state"), _state),
    ("stage", key("export.column.stage"), _stage),
    ("authors", key("export.column.authors"), _authors),
    ("language", key("export.column.language"), _language),
    ("submitted", key("export.column.submitted"), _submitted),
    ("late", key("export.column.late"), _late),
    ("version", key("export.column.version"), lambda each, _: str(each.filed.pitch.revision)),
    ("assignee", key("export.column.assignee"), _assignee),
    (
        "due",
        key("export.column.due"),
        lambda each, reader: _time(each.filed.pitch.review_due, reader.zone),
    ),
    ("scores", key("export.column.scores"), _scores),
    ("mean", key("export.column.mean"), _mean),
    ("proposed", key("export.column.proposed"), _proposed),
    (
        "decided",
        key("export.column.decided"),
        lambda each, reader: _time(each.decided, reader.zone),
    ),
    (
        "tags",
        key("export.column.tags"),
        lambda each, reader: reader.text(key("list.separator")).join(each.marks.tags),
    ),
)
