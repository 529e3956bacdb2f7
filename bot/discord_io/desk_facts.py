"""What is to be said of a pitch to the desk: on its card, when it is opened, and in its thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.discord_io.cards import state_line
from bot.discord_io.escape import cut, escape
from bot.discord_io.files_view import size
from bot.discord_io.reading import LANGUAGE_NAMES, STATE_NAMES, answer_text, split
from bot.domain.call import Call
from bot.domain.files import StoredFile
from bot.domain.form import Field
from bot.domain.ids import FileId, UserId
from bot.domain.pitch import ChangeRequest, Pitch, State
from bot.domain.programme import Programme
from bot.domain.redaction import NOBODY
from bot.domain.review import Tally
from bot.domain.team import MemberState, Team
from bot.domain.text import key
from bot.texts import Text, stamp

Files = Mapping[FileId, StoredFile]

FORMAT_CHARACTERS = 200
NAME_CHARACTERS = 80
LABEL_CHARACTERS = 100
LINE_CHARACTERS = 600
CARD_MESSAGE = 300
"""Of what coordinators wrote, as much as a card shows."""


def claimable(pitch: Pitch) -> bool:
    return pitch.assignee is None and pitch.state in (State.SUBMITTED, State.IN_REVIEW)


def facts(
    pitch: Pitch, programme: Programme, call: Call, team: Team, files: Files, text: Text
) -> list[str]:
    """One line each, for a card."""
    found = [(key("card.programme"), escape(programme.name.in_(text.locale)))]
    if programme.card.format:
        field = next(f for f in programme.form.fields() if f.id == programme.card.format)
        given = answer_text(field, pitch.answers.get(field.id), text)
        found.append((key("card.format"), within(given, FORMAT_CHARACTERS)))
    found.append((key("card.author"), author_text(pitch, text)))
    if joined := team_line(team, text):
        found.append((key("card.team"), joined))
    found.append((key("card.language"), text(LANGUAGE_NAMES[pitch.locale])))
    if sent := submitted_line(pitch, text):
        found.append((key("card.submitted"), sent))
    if named := files_line(pitch, files, text):
        found.append((key("card.files"), named))
    found.append((key("card.state"), state_line(pitch, text)))
    if stage := programme.stage(pitch.stage):
        found.append((key("card.stage"), escape(stage.label.in_(text.locale))))
    return [f"**{text(label)}** {value}" for label, value in found]


def author_text(pitch: Pitch, text: Text) -> str:
    """Who wrote it, or that this is hidden."""
    if pitch.owner == NOBODY:
        return text(key("card.hidden"))
    return f"<@{pitch.owner}> · {within(pitch.owner_name, NAME_CHARACTERS)}"


def person(user: UserId | None, text: Text) -> str:
    """A mention; of an author who must not be known, that they are hidden."""
    return f"<@{user}>" if user else text(key("card.hidden"))


def coordinator(user: UserId, text: Text) -> str:
    """A mention; of one who asked to be forgotten (0 or less), that it was a coordinator."""
    return f"<@{user}>" if user > 0 else text(key("question.somebody"))


def somebody(user: UserId | None, text: Text) -> str:
    """The same at the beginning of a sentence."""
    return f"<@{user}>" if user else text(key("card.an_author"))


def tally_text(of: Tally, text: Text) -> str:
    return text(
        key("card.tally"),
        mean=f"{of.mean:.2f}",
        median=f"{of.median:.2f}",
        spread=f"{of.spread:.2f}",
    )


def submitted_line(pitch: Pitch, text: Text) -> str:
    """When it came in, whether late, and which version it is by now."""
    if pitch.submission is None:
        return ""
    parts = [stamp(pitch.submission.at)]
    if pitch.revision > 1:
        parts.append(text(key("card.version"), number=pitch.revision))
    if pitch.submission.late:
        parts.append(text(key("card.late")))
    return " · ".join(parts)


def team_line(team: Team, text: Text) -> str:
    """The co-authors; who has not answered yet is marked."""
    waiting = text(key("card.invited"))
    return text(key("list.separator")).join(
        f"<@{one.user}>" if one.state is MemberState.ACCEPTED else f"<@{one.user}> ({waiting})"
        for one in team.current
    )


def handed_in_files(pitch: Pitch, files: Files) -> list[StoredFile]:
    """The files that the pitch names as it was handed in last, in the form's order."""
    ids = (FileId(one) for a in pitch.answers.values() if isinstance(a, tuple) for one in a)
    return [files[one] for one in ids if one in files]


def files_line(pitch: Pitch, files: Files, text: Text) -> str:
    """Names and sizes, as far as they fit into `LINE_CHARACTERS`."""
    between = text(key("list.separator"))
    line = ""
    for file in handed_in_files(pitch, files):
        longer = f"{line}{between if line else ''}{file_text(file)}"
        if len(longer) > LINE_CHARACTERS:
            return f"{line}…"
        line = longer
    return line


def file_text(file: StoredFile) -> str:
    return f"{escape(file.name)} ({size(file.size)})"


def pending(pitch: Pitch, programme: Programme, text: Text, most: int) -> Iterator[str]:
    """What is waited for: requested changes, a proposal, the end of a withdrawal's undo. Of what
    coordinators wrote, ``most`` characters."""
    if pitch.state is State.CHANGES_REQUESTED and pitch.changes:
        yield request_text(pitch.changes, programme, text, most)
    if pitch.proposal and pitch.state in (State.IN_REVIEW, State.SHORTLISTED):
        yield text(
            key("card.proposed"),
            state=text(STATE_NAMES[pitch.proposal.decision]),
            by=coordinator(pitch.proposal.by, text),
        )
        if pitch.proposal.reason:
            yield quoted(pitch.proposal.reason, most)
    if pitch.state is State.WITHDRAWN and pitch.withdrawal:
        yield text(key("card.withdrawn"), at=pitch.withdrawal.at)


def request_text(changes: ChangeRequest, programme: Programme, text: Text, most: int) -> str:
    """What the authors were asked to change, by whom, and until when."""
    fields, by = labels(programme, changes.fields, text), coordinator(changes.by, text)
    if changes.due:
        said = text(key("card.changes_due"), by=by, fields=fields, due=changes.due)
    else:
        said = text(key("card.changes"), by=by, fields=fields)
    return f"{said}\n{quoted(changes.message, most)}" if changes.message else said


def labels(programme: Programme, fields: Iterable[str], text: Text) -> str:
    """Names of fields in the form's order, escaped, in `LINE_CHARACTERS` at most."""
    wanted = set(fields)
    names = (label(field, text) for field in programme.form.fields() if field.id in wanted)
    return within(text(key("list.separator")).join(names), LINE_CHARACTERS)


def label(field: Field, text: Text) -> str:
    """Plain, in one line."""
    return cut(field.label.in_(text.locale), LABEL_CHARACTERS)


def tombstone(pitch: Pitch, programme: Programme, text: Text) -> str:
    """What is left of a pitch whose author asked to be forgotten."""
    name = escape(programme.name.in_(text.locale))
    return text(key("card.erased"), ref=str(pitch.ref), programme=name)


def quoted(words: str, most: int) -> str:
    return f"> {within(words, most)}"


def within(words: str, most: int) -> str:
    """``words`` in one line, escaped, in ``most`` characters at most, with an ellipsis where there
    was more."""
    line = cut(words, most)
    parts = split(line, most - 1) if len(escape(line)) > most else [escape(line)]
    return parts[0] if len(parts) == 1 else f"{parts[0].rstrip('…')}…"
