"""What is kept about a person as an archive: a page to read, JSON for machines, and the files."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from bot.domain.errors import FileNotFound
from bot.domain.files import StoredFile
from bot.domain.history import for_authors
from bot.domain.ids import UserId
from bot.domain.letters import said
from bot.domain.pitch import Submission
from bot.domain.question import Question
from bot.domain.team import Member
from bot.domain.text import Locale
from bot.services.file_bytes import read_all
from bot.services.kept import Kept, KeptJoined, KeptPitch, KeptTalk
from bot.services.kept_reviews import reviews_json
from bot.services.ports_files import FileStore

PART_BYTES = 9_961_472
"""9.5 MiB: below the 10 MiB that Discord lets a bot upload, with room for the zip's own records."""
NAME = "callboard"

__all__ = ["Archive", "Kept", "KeptJoined", "KeptPitch", "KeptTalk", "Part", "Readable"]

_log = structlog.stdlib.get_logger(__name__)


class Readable(Protocol):
    """Writes what is kept as one page of HTML, in a language."""

    def __call__(self, kept: Kept, locale: Locale) -> str: ...


@dataclass(frozen=True, slots=True)
class Part:
    """One attachment, 10 MiB at most."""

    name: str
    data: bytes


class Archive:
    """Parts ready to send; each is made when its turn comes, so that never more than one is held.

    ``count`` says how many there are.
    """

    def __init__(self, kept: Kept, page: str, store: FileStore) -> None:
        self.kept = kept
        self._page = page
        self._store = store
        self._planned = _plan(list(kept.files()))

    @property
    def count(self) -> int:
        return len(self._planned)

    async def parts(self) -> AsyncIterator[Part]:
        """The first has the page and the JSON; files that fit into no zip go by themselves.

        Raises:
            FilesUnavailable.
        """
        for number, planned in enumerate(self._planned):
            read = [(place, await self._bytes(file)) for place, file in planned]
            alone = number > 0 and len(planned) == 1 and planned[0][1].size > PART_BYTES
            found = [(place, data) for place, data in read if data is not None]
            if alone:
                for place, data in found:
                    yield Part(place.rpartition("/")[2], data)
                continue
            texts = self._texts() if number == 0 else ()
            data = await asyncio.to_thread(_zipped, texts, found)
            suffix = f"-{number + 1}" if number else ""
            yield Part(f"{NAME}{suffix}.zip", data)

    def _texts(self) -> Sequence[tuple[str, str]]:
        document = json.dumps(as_json(self.kept), ensure_ascii=False, indent=2)
        return (("index.html", self._page), ("data.json", document))

    async def _bytes(self, file: StoredFile) -> bytes | None:
        try:
            return await read_all(self._store, file.key)
        except FileNotFound:
            _log.error("file_bytes_missing", file=file.id, done_instead="left out of the archive")
            return None


def as_json(kept: Kept) -> dict[str, Any]:
    """What is kept, with times in ISO 8601 and ids as text, as JavaScript cannot hold them."""
    return {
        "server": str(kept.guild),
        "user": str(kept.user),
        "written": kept.at.isoformat(),
        "language": kept.locale,
        "pitches": [_pitch(each) for each in kept.pitches],
        "joined": [
            {
                "pitch": str(each.ref),
                **_member(each.member),
                "user name": each.member.handle,
                "files": _files(each.files),
            }
            for each in kept.joined
        ],
        "notices": [
            {
                "kind": each.kind,
                "written": each.created.isoformat(),
                "way": each.route,
                "text": said(each.detail),
            }
            for each in kept.notices
        ],
        "questions": [_question(each) for each in kept.questions],
        "messages": [_talk(each, kept.user) for each in kept.talks],
        **reviews_json(kept.reviews),
    }


def _pitch(kept: KeptPitch) -> dict[str, Any]:
    pitch = kept.pitch
    return {
        "reference": str(pitch.ref),
        "programme": pitch.programme,
        "state": pitch.state,
        "begun": pitch.created.isoformat(),
        "name": pitch.owner_name,
        "user name": pitch.owner_handle,
        "language": pitch.locale,
        "form": pitch.form_version,
        "answers": dict(pitch.answers),
        "new version": None if pitch.working is None else dict(pitch.working),
        "submission": pitch.submission and _submission(pitch.submission),
        "versions": [
            {
                "number": each.number,
                "form": each.form_version,
                "answers": dict(each.answers),
                **_submission(each.submission),
            }
            for each in kept.revisions
        ],
        "history": [
            {
                "at": each.at.isoformat(),
                "by": str(each.actor),
                "from": each.before,
                "to": each.after,
                "reason": each.reason,
            }
            for each in for_authors(kept.events)
        ],
        "team": [_member(each) for each in kept.team.members],
        "files": _files(kept.files),
    }


def _talk(kept: KeptTalk, user: UserId) -> dict[str, Any]:
    talk = kept.talk
    return {
        "pitch": str(kept.ref),
        "written": talk.at.isoformat(),
        "by": "you" if talk.writer == user else talk.writer_name,
        "text": talk.words,
        "edited": talk.edited and talk.edited.isoformat(),
        "deleted": talk.deleted,
        "files": _files(kept.files),
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "asked": question.at.isoformat(),
        "way": question.where.place,
        "language": question.locale,
        "text": question.text,
        "outcome": question.outcome,
        "helpful": question.helpful,
        "missing": question.missing,
        "stage": question.stage,
        "answer": question.answer,
        "answered": question.answered_at and question.answered_at.isoformat(),
    }


def _submission(submission: Submission) -> dict[str, Any]:
    return {
        "at": submission.at.isoformat(),
        "late": submission.late,
        "hash": submission.content_hash,
        "consent version": submission.consent_version,
        "consent": submission.consent_text,
    }


def _member(member: Member) -> dict[str, Any]:
    return {
        "user": str(member.user),
        "name": member.name,
        "state": member.state,
        "invited": member.invited.isoformat(),
        "answered": member.answered and member.answered.isoformat(),
        "consent version": member.consent_version,
        "consent": member.consent_text,
    }


def _files(files: Sequence[StoredFile]) -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "field": each.field,
            "name": each.name,
            "type": each.type,
            "bytes": each.size,
            "sha256": each.sha256,
            "uploaded": each.uploaded.isoformat(),
        }
        for each in files
    ]


def _plan(files: Sequence[tuple[str, StoredFile]]) -> list[list[tuple[str, StoredFile]]]:
    """Which files go into which part. The first part has the texts beside, in a share of its own:
    files begin with the second, unless they all fit beside the texts."""
    if sum(file.size for _, file in files) <= PART_BYTES // 2:
        return [list(files)]
    planned: list[list[tuple[str, StoredFile]]] = [[]]
    room = 0
    for place, file in files:
        if file.size > room:
            planned.append([])
            room = PART_BYTES
        planned[-1].append((place, file))
        room -= file.size
    return planned


def _zipped(texts: Sequence[tuple[str, str]], files: Sequence[tuple[str, bytes]]) -> bytes:
    """Texts are compressed; files are of types that are compressed already."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts:
            archive.writestr(name, text.encode("utf-8", "replace"))
        for place, data in files:
            archive.writestr(place, data, zipfile.ZIP_STORED)
    return out.getvalue()
