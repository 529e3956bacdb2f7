"""Files that people uploaded and have not used yet."""

from __future__ import annotations

import mimetypes
import secrets
from collections.abc import Iterable

from sandbox.state.files import File
from sandbox.state.models import Json
from sandbox.web.arguments import Bad

FILE_BYTES = 10 * 1024 * 1024
"""Discord: 10 MiB a file without boosts."""
PERSON_BYTES = 10 * FILE_BYTES
"""All that one person's unused files may take: as much as one message can carry."""


class Uploads:
    """Kept per person. Past `PERSON_BYTES` the oldest give way: they were left behind unsent."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, File]] = {}

    def add(self, person: str, file: File) -> Json:
        """Keep a file for a person; what the page is told of it."""
        held = self._held.setdefault(person, {})
        upload = secrets.token_urlsafe(12)
        held[upload] = file
        while sum(len(one.content) for one in held.values()) > PERSON_BYTES:
            del held[next(iter(held))]
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return {"id": upload, "name": file.name, "size": len(file.content), "type": kind}

    def find(self, person: str, uploads: Iterable[str]) -> list[File]:
        """The files of these ids. Raises Bad where one is unknown, gone or somebody else's."""
        held = self._held.get(person, {})
        found = []
        for one in uploads:
            if one not in held:
                raise Bad("the uploaded file is no longer there")
            found.append(held[one])
        return found

    def drop(self, person: str, uploads: Iterable[str]) -> None:
        """Forget files that were used."""
        held = self._held.get(person, {})
        for one in uploads:
            held.pop(one, None)

    def forget(self, person: str) -> None:
        """Forget everything of a person."""
        self._held.pop(person, None)
