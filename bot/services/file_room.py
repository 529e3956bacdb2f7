"""What fits into a field of files, and which field holds a file."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.errors import TooManyFiles
from bot.domain.files import StoredFile, check_room
from bot.domain.form import Field
from bot.domain.ids import FileId
from bot.services.drafts import Draft


class Room:
    """A field of a pitch, and what still fits into it."""

    def __init__(self, draft: Draft, field: Field, person_bytes: int) -> None:
        self.draft = draft
        self.field = field
        self._person_bytes = person_bytes
        answer = draft.pitch.current.get(field.id, ())
        self.names: tuple[str, ...] = answer if isinstance(answer, tuple) else ()
        self._in_field = {
            draft.files[FileId(one)].sha256 for one in self.names if one in draft.files
        }
        self._sizes = [draft.files[one].size for one in _named(draft) if one in draft.files]

    def has(self, sha256: str) -> bool:
        return sha256 in self._in_field

    def check(self, name: str, size: int) -> None:
        """Raises: TooManyFiles, PitchFull, PersonFull."""
        if self.field.most is not None and len(self.names) >= self.field.most:
            raise TooManyFiles(name=name, limit=self.field.most)
        check_room(
            name,
            files=len(self._sizes),
            pitch_bytes=sum(self._sizes),
            person_bytes=self._person_bytes,
            size=size,
        )

    def add(self, file: StoredFile) -> None:
        self.names += (file.id,)
        self._in_field.add(file.sha256)
        self._sizes.append(file.size)
        self._person_bytes += file.size


def _named(draft: Draft) -> Iterator[FileId]:
    """Ids of the files that the answers name now; those of earlier versions take no room."""
    for answer in draft.pitch.current.values():
        if isinstance(answer, tuple):
            yield from (FileId(one) for one in answer)


def naming(draft: Draft, file: FileId) -> tuple[str, tuple[str, ...]] | None:
    """The field whose answer names ``file``, and that answer; also one that is no longer asked."""
    for field_id, answer in draft.pitch.current.items():
        if isinstance(answer, tuple) and file in answer:
            return field_id, answer
    return None
