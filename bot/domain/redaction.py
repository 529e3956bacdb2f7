"""Blind review: what the desk may know of a pitch before it is decided.

One rule for every place where a pitch is shown, searched or written to a file. Who wrote it is
hidden, as are the answers that the form marks as identifying or personal; and since authors write
their names elsewhere too, whatever those answers and the names of people and files say is blacked
out wherever else it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.files import SUFFIXES, StoredFile
from bot.domain.form import Answer, Answers, Field, Form, Kind
from bot.domain.ids import FileId, UserId
from bot.domain.names import Names, file_names, handle_names, names_in, words_of
from bot.domain.pitch import Pitch, PitchEvent, Revision, State
from bot.domain.programme import Programme
from bot.domain.team import Team

NOBODY = UserId(0)
"""Stands for an author who must not be known."""
DECIDED = frozenset(
    {State.ACCEPTED, State.DECLINED, State.INELIGIBLE, State.CONFIRMED, State.ERASED}
)
_WRITTEN = frozenset({Kind.SHORT, Kind.LONG, Kind.LINK})
_CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES})


@dataclass(frozen=True, slots=True)
class Hidden:
    """What is left to be shown. ``programme`` shows what depends on a hidden answer all the same;
    ``names`` is what was blacked out, for what else belongs to the pitch."""

    pitch: Pitch
    programme: Programme
    team: Team
    files: Mapping[FileId, StoredFile]
    names: Names


def is_blind(pitch: Pitch, programme: Programme) -> bool:
    """Whether its authors must not be known yet. A withdrawn pitch may come back, and stays
    blind."""
    return programme.rules.blind and pitch.state not in DECIDED


def hide(
    pitch: Pitch,
    programme: Programme,
    team: Team,
    files: Mapping[FileId, StoredFile],
    revisions: Sequence[Revision] = (),
) -> Hidden:
    """The pitch as it may be shown at the desk; as it is where the programme is not blind.
    ``revisions`` tell what its authors called themselves before."""
    if not is_blind(pitch, programme):
        return Hidden(pitch, programme, team, files, Names(()))
    names = names_of(pitch, programme, team, files, revisions)
    form = _untied(programme.form, pitch.answers)
    known = replace(programme, form=form)
    shown = _unsigned(pitch, programme, names)
    return Hidden(shown, known, Team(NOBODY, ()), _unnamed(files), names)


def hide_pitch(
    pitch: Pitch,
    programme: Programme,
    team: Team,
    files: Mapping[FileId, StoredFile],
    revisions: Sequence[Revision] = (),
) -> Pitch:
    """As `hide`, of the pitch alone: lists show many."""
    if not is_blind(pitch, programme):
        return pitch
    return _unsigned(pitch, programme, names_of(pitch, programme, team, files, revisions))


def hide_revision(revision: Revision, programme: Programme, names: Names) -> Revision:
    """An earlier version, with what is hidden in the latest hidden too."""
    return replace(revision, answers=hide_answers(revision.answers, programme, names))


def hide_event(event: PitchEvent, authors: frozenset[UserId]) -> PitchEvent:
    """What an author did was done by nobody."""
    return replace(event, actor=NOBODY) if event.actor in authors else event


def people(team: Team) -> frozenset[UserId]:
    """All who had to do with writing it, those who declined or left included: whose acts would
    give it away."""
    return frozenset({team.owner, *(member.user for member in team.members)})


def hide_answers(answers: Answers, programme: Programme, names: Names) -> dict[str, Answer]:
    """Without what the form marks, and without names in the rest. Files are kept: their names are
    hidden by themselves."""
    fields = {field.id: field for field in programme.form.fields()}
    shown: dict[str, Answer] = {}
    for name, answer in answers.items():
        field = fields.get(name)
        if field is None:
            shown[name] = names.of_answer(answer)
        elif not _marked(field):
            shown[name] = names.of_answer(answer) if field.kind in _WRITTEN else answer
    return shown


def names_of(
    pitch: Pitch,
    programme: Programme,
    team: Team,
    files: Mapping[FileId, StoredFile],
    revisions: Sequence[Revision] = (),
) -> Names:
    """What would give the authors away: their names, user names too, what they answered to the
    marked fields in any version, and what their files are called."""
    title = pitch.text(programme.card.title)
    found = [name for file in files.values() for name in file_names(file.name, title)]
    found += map(str, people(team))
    for called in (pitch.owner_name, *(member.name for member in team.members)):
        found += names_in(called)
    for handle in (pitch.owner_handle, *(member.handle for member in team.members)):
        found += handle_names(handle, title)
    documents = (pitch.answers, pitch.working or {}, *(each.answers for each in revisions))
    for field in filter(_marked, programme.form.fields()):
        # A biography names the work too: its title must not go for that.
        spared = set(words_of(title) if field.kind is Kind.LONG else ())
        for answers in documents:
            for text in _said(field, answers.get(field.id, "")):
                found += [one for one in names_in(text) if not _within(one, spared)]
    return Names(found)


def searchable(
    pitch: Pitch,
    programme: Programme,
    team: Team,
    files: Mapping[FileId, StoredFile],
    revisions: Sequence[Revision] = (),
) -> str:
    """Everything by which the desk may find a pitch: the texts of its answers, a line each, in the
    form's order."""
    shown = hide_pitch(pitch, programme, team, files, revisions)
    said = (
        shown.answers.get(field.id)
        for field in programme.form.fields()
        if field.kind in (Kind.SHORT, Kind.LONG) and not field.pii
    )
    return "\n".join(answer for answer in said if isinstance(answer, str))


def _unsigned(pitch: Pitch, programme: Programme, names: Names) -> Pitch:
    return replace(
        pitch,
        owner=NOBODY,
        owner_name="",
        owner_handle="",
        answers=hide_answers(pitch.answers, programme, names),
        working=None if pitch.working is None else hide_answers(pitch.working, programme, names),
    )


def _within(name: str, spared: set[str]) -> bool:
    return bool(spared and (words := words_of(name)) and spared.issuperset(words))


def _untied(form: Form, answers: Answers) -> Form:
    """What was answered is shown although what it depends on is hidden."""
    marked = {field.id for field in form.fields() if _marked(field)}

    def untied(field: Field) -> Field:
        tied = field.show_if is not None and field.show_if.field in marked
        return replace(field, show_if=None) if tied and field.id in answers else field

    return replace(
        form,
        pages=tuple(
            replace(page, fields=tuple(untied(field) for field in page.fields))
            for page in form.pages
        ),
    )


def _marked(field: Field) -> bool:
    return (field.identifying or field.pii) and field.kind is not Kind.FILES


def _said(field: Field, answer: Answer) -> Iterator[str]:
    """The texts of an answer. What was chosen is what people read in any language; numbers, yes and
    no are no names."""
    given = (answer,) if isinstance(answer, str) else answer
    if field.kind in _WRITTEN:
        yield from given
    elif field.kind in _CHOSEN:
        for option in field.options:
            if option.value in given:
                yield from (option.value, option.label.en, option.label.zh_cn, option.label.zh_tw)


def _unnamed(files: Mapping[FileId, StoredFile]) -> dict[FileId, StoredFile]:
    """The files by number, in their order."""
    return {
        key: replace(file, name=f"{number}{SUFFIXES[file.type]}", uploader=NOBODY)
        for number, (key, file) in enumerate(files.items(), start=1)
    }
