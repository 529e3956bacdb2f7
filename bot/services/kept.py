"""What is kept about a person in one guild."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.files import StoredFile
from bot.domain.ids import GuildId, Reference, UserId
from bot.domain.notice import Notice
from bot.domain.pitch import Pitch, PitchEvent, Revision
from bot.domain.programme import Programme
from bot.domain.question import Question
from bot.domain.talk import Talk
from bot.domain.team import Member, Team
from bot.domain.text import Locale
from bot.services.kept_reviews import KeptReviews


@dataclass(frozen=True, slots=True)
class KeptTalk:
    """A message about a pitch, written by the person or to them."""

    ref: Reference
    talk: Talk
    files: tuple[StoredFile, ...]


@dataclass(frozen=True, slots=True)
class KeptPitch:
    pitch: Pitch
    programme: Programme
    revisions: tuple[Revision, ...]
    events: tuple[PitchEvent, ...]
    team: Team
    files: tuple[StoredFile, ...]


@dataclass(frozen=True, slots=True)
class KeptJoined:
    """Another's pitch to which the person was invited; ``files`` are what they uploaded to it."""

    ref: Reference
    member: Member
    files: tuple[StoredFile, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything about one person in one guild. ``locale`` is what was remembered of them."""

    guild: GuildId
    user: UserId
    at: datetime
    locale: Locale | None
    pitches: tuple[KeptPitch, ...]
    joined: tuple[KeptJoined, ...]
    notices: tuple[Notice, ...]
    questions: tuple[Question, ...] = ()
    talks: tuple[KeptTalk, ...] = ()
    reviews: KeptReviews = field(default_factory=KeptReviews)

    def files(self) -> Iterator[tuple[str, StoredFile]]:
        """Each with its place in the archive, by the pitch's reference."""
        own = [(each.pitch.ref, each.files) for each in self.pitches]
        for ref, files in (*own, *((each.ref, each.files) for each in self.joined)):
            for number, file in enumerate(files, 1):
                yield f"files/{ref}/{number:02}-{file.name}", file
        sent = [(each.ref, file) for each in self.talks for file in each.files]
        for number, (ref, file) in enumerate(sent, 1):
            yield f"files/{ref}/messages/{number:02}-{file.name}", file
