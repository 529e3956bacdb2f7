"""Who walks: what each may not be told, what each may change, and the ids that they try."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sandbox.people.person import Person
from tests.e2e.walk_story import Planted

OF_A_PITCH = frozenset(("ref", "pitch", "file", "talk", "notice", "message", "direct", "owner"))
NOBODYS = "0" * 20
"""An id of ours that nothing has."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Walker(ABC):
    """A person who is refused. ``secrets`` may reach them in no answer; ``colleague`` is somebody
    of their own server, ``channel`` one of its channels."""

    person: Person
    guild: int
    secrets: tuple[str, ...]
    colleague: Person
    channel: str
    spied: Planted
    pitches: tuple[int, ...] = (0, 1, 2, 3)
    """Which of those spied upon are tried."""
    shown: str = ""
    """What does reach them, so that it is seen that the walk looks."""

    closed: ClassVar[frozenset[str]] = frozenset()
    """What is named by these (see `names`) is to be told from nothing in no answer."""

    @property
    def name(self) -> str:
        return self.person.name

    @abstractmethod
    def may_change(self, table: str, row: Row) -> str:
        """Why a row is theirs to change; nothing where it is not."""

    def _read_up_to(self, table: str, row: Row) -> str:
        own = (one.id for one in self.person.channels() if one.kind == "dm")
        if table == "talk_places" and row["channel"] in own:
            return "up to where their direct messages were read"
        return ""


class Creator(Walker):
    """Only what is their own: the rest of the server's is other people's."""

    closed = OF_A_PITCH | {"question"}

    def may_change(self, table: str, row: Row) -> str:
        me = self.person.id
        if row.get("pitch") in self.spied.pitches or row.get("id") in self.spied.pitches:
            return ""
        own = {"people": "user", "questions": "asker", "pitches": "owner", "notices": "recipient"}
        if table in own and row[own[table]] == me:
            return "their own"
        if table == "notices" and row["actor"] == me and row["route"] == "desk":
            return "what the desk is told of them"
        if row.get("pitch") in self.spied.pitches_of(me):
            return "of a pitch of theirs"
        return self._read_up_to(table, row)


class Elsewhere(Walker):
    """Whatever is their own server's."""

    closed = OF_A_PITCH | {"question", "faq", "call"}

    def may_change(self, table: str, row: Row) -> str:
        if row.get("guild") == self.guild:
            return "of their own server"
        return self._read_up_to(table, row)


class OfAnotherProgramme(Walker):
    """Pitches that are open to them, the bank of answers, and how they themselves are told."""

    closed = OF_A_PITCH

    def may_change(self, table: str, row: Row) -> str:
        me = self.person.id
        if row.get("pitch") in self.spied.pitches or row.get("id") in self.spied.pitches:
            return ""
        if table in ("faqs", "faq_versions", "faq_banks", "questions"):
            return "the server's answers and questions, which are no programme's own"
        if table in ("people", "preferences", "digest_claims") and row["user"] == me:
            return "how they are told"
        if table == "pitches" and row["owner"] == me:
            return "their own"
        if table in ("pitch_events", "pitch_words", "notices"):
            return "of a pitch that is open to them, or of none"
        return self._read_up_to(table, row)


def names(walker: Walker, pitch: int, *, guild: int | None = None) -> dict[str, Any]:
    """What the braces of the table stand for: the ``pitch``-th of those spied upon, in its server
    or, with ``guild``, as if it were in that one."""
    spied = walker.spied
    return {
        **_own(walker),
        "guild": guild or spied.guild,
        "pitch": spied.pitches[pitch],
        "ref": spied.refs[pitch],
        "program": "chunm",
        "call": spied.call,
        "file": spied.file,
        "question": spied.question,
        "talk": spied.talk,
        "notice": spied.notice,
        "faq": spied.faq,
        "message": spied.desk_message,
        "direct": spied.direct_message,
        "owner": spied.stage.lin.id,
    }


def guessed(walker: Walker, guild: int) -> dict[str, Any]:
    """Names of what there is not, in one server or the other."""
    ids = dict.fromkeys(("pitch", "call", "file", "question", "talk", "notice"), NOBODYS)
    return {
        **_own(walker),
        **ids,
        "guild": guild,
        "ref": "CM-22222",
        "program": "no-such",
        "faq": "chunm:no-such-entry",
        "message": 10**18,
        "direct": 10**18,
        "owner": 10**18,
    }


def tried(walker: Walker, template: str) -> Iterator[dict[str, Any]]:
    """Each set of names that makes a difference to a template: first what there is not."""
    seen: set[str] = set()
    sets = [guessed(walker, guild) for guild in (walker.guild, walker.spied.guild)]
    sets += [names(walker, at) for at in walker.pitches]
    sets.append(names(walker, 0, guild=walker.guild))
    for each in sets:
        made = template.format_map(each)
        if made not in seen:
            seen.add(made)
            yield each


def _own(walker: Walker) -> dict[str, Any]:
    return {"colleague": walker.colleague.id, "channel": walker.channel}
