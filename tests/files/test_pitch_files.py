"""Files of a pitch: taken, refused one by one, taken out again, opened, swept."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.domain.errors import (
    CoordinatorsOnly,
    FileCutShort,
    FileDamaged,
    FileEmpty,
    FileGone,
    FileMismatch,
    FileNotFound,
    FileNotKept,
    FileTooLarge,
    FileTypeUnknown,
    NotEditable,
    PersonFull,
    PitchFull,
    PitchNotFound,
    SubmissionNotFound,
    TooManyFiles,
)
from bot.domain.files import PERSON_BYTES, PITCH_BYTES
from bot.domain.filetypes import FileType
from bot.domain.ids import FileId, GuildId, PitchId, Reference
from bot.domain.pitch import Pitch, State
from bot.files.store import ObjectFiles
from bot.services.pitch_files import Taken
from bot.services.ports_files import FilesUnavailable
from tests.db.samples import file, member
from tests.files.shelf import LIN, MAYA, SAM, STRANGER, Shelf
from tests.support.filemaking import FDX, PDF, SCENE, WHOLE, archive

SCRIPT = "script"
OTHER = Reference("CM", "ZZZZZ")


async def take(shelf: Shelf, draft: Pitch, *files: tuple[str, bytes], field: str = SCRIPT) -> Taken:
    uploads = [shelf.upload(name, data) for name, data in files]
    return await shelf.files.take(LIN, draft.id, field, uploads)


def names(taken: Taken, field: str = SCRIPT) -> list[str]:
    ids = taken.draft.pitch.current.get(field, ())
    return [taken.draft.files[FileId(one)].name for one in ids]


def one_file(taken: Taken) -> FileId:
    return next(iter(taken.draft.files))


class TestTaking:
    async def test_a_file_is_stored_with_all_that_is_known_of_it(
        self, shelf: Shelf, draft: Pitch
    ) -> None:
        taken = await take(shelf, draft, ("../月亮港.PDF", PDF))
        assert taken.rejected == ()
        (kept,) = taken.draft.files.values()
        assert (kept.name, kept.size, kept.type) == ("月亮港.pdf", len(PDF), FileType.PDF)
        assert (kept.sha256, kept.uploader) == (sha256(PDF).hexdigest(), LIN.user)
        assert (await shelf.stored(draft.id)).answers[SCRIPT] == (kept.id,)
        assert await shelf.rows(draft.id) == {kept.key: kept.name}
        assert await shelf.keys() == {kept.key}
        assert (await shelf.files.open(LIN, draft.id, kept.id)).data == PDF

    async def test_more_come_beside_what_is_there(self, shelf: Shelf, draft: Pitch) -> None:
        await take(shelf, draft, ("one.pdf", PDF))
        taken = await take(shelf, draft, ("two.txt", SCENE.encode()), ("three.docx", docx()))
        assert names(taken) == ["one.pdf", "two.fountain", "three.docx"]

    async def test_the_same_file_is_taken_once(self, shelf: Shelf, draft: Pitch) -> None:
        await take(shelf, draft, ("one.pdf", PDF))
        taken = await take(
            shelf, draft, ("again.pdf", PDF), ("two.docx", docx()), ("b.docx", docx())
        )
        assert names(taken) == ["one.pdf", "two.docx"]
        assert taken.rejected == ()
        assert len(await shelf.keys()) == 2

    async def test_other_answers_stay(self, shelf: Shelf, draft: Pitch) -> None:
        taken = await take(shelf, draft, ("one.pdf", PDF))
        assert {**draft.answers, SCRIPT: taken.draft.pitch.answers[SCRIPT]} == dict(
            (await shelf.stored(draft.id)).answers
        )

    async def test_a_coauthor_may_add_one(self, shelf: Shelf, draft: Pitch) -> None:
        async with shelf.database.store.writing() as work:
            await work.team.put(member(draft, SAM.user))
            await work.commit()
        taken = await shelf.files.take(SAM, draft.id, SCRIPT, [shelf.upload("a.pdf", PDF)])
        assert [each.uploader for each in taken.draft.files.values()] == [SAM.user]

    async def test_of_a_new_version_the_files_are_its_own(self, shelf: Shelf, draft: Pitch) -> None:
        first = one_file(await take(shelf, draft, ("one.pdf", PDF)))
        await shelf.submit(draft.id)
        taken = await take(shelf, draft, ("two.docx", docx()))
        pitch = taken.draft.pitch
        assert pitch.answers[SCRIPT] == (first,)
        assert pitch.working is not None
        assert len(pitch.working[SCRIPT]) == 2

    async def test_nothing_sent_changes_nothing(self, shelf: Shelf, draft: Pitch) -> None:
        taken = await take(shelf, draft)
        assert (taken.draft.pitch.version, taken.rejected) == (draft.version, ())


def docx() -> bytes:
    return WHOLE[FileType.DOCX]


class TestRejecting:
    async def test_each_file_is_told_for_itself_and_the_others_are_kept(
        self, shelf: Shelf, draft: Pitch
    ) -> None:
        uploads = [
            shelf.upload("zip.pdf", archive({"a": "x"})),
            shelf.upload("empty.pdf", b""),
            shelf.upload("good.pdf", PDF),
            shelf.upload("cut.pdf", PDF[:1000]),
            shelf.upload("short.pdf", PDF[:-1], len(PDF)),
            shelf.upload("long.pdf", PDF + b"x", len(PDF)),
            shelf.upload("huge.pdf", b"", 100 * 1024 * 1024),
            replace(shelf.upload("gone.pdf", PDF), url=shelf.server.url("/expired")),
            shelf.upload("final.fdx", FDX),
            shelf.upload("setup.exe", b"MZ"),
        ]
        taken = await shelf.files.take(LIN, draft.id, SCRIPT, uploads)
        assert names(taken) == ["good.pdf"]
        assert [(type(each), each.params["name"]) for each in taken.rejected] == [
            (FileMismatch, "zip.pdf"),
            (FileEmpty, "empty.pdf"),
            (FileDamaged, "cut.pdf"),
            (FileCutShort, "short.pdf"),
            (FileTooLarge, "long.pdf"),
            (FileTooLarge, "huge.pdf"),
            (FileGone, "gone.pdf"),
            (FileTypeUnknown, "final.fdx"),
            (FileTypeUnknown, "setup.exe"),
        ]
        assert {each.params["accepted"] for each in taken.rejected[-2:]} == {"PDF, DOCX, Fountain"}
        assert len(await shelf.keys()) == 1

    async def test_a_field_takes_as_many_as_it_says(self, shelf: Shelf, draft: Pitch) -> None:
        files = [(f"{number}.txt", f"{SCENE}{number}".encode()) for number in range(5)]
        taken = await take(shelf, draft, *files)
        assert names(taken) == ["0.fountain", "1.fountain", "2.fountain"]
        assert [(type(each), dict(each.params)) for each in taken.rejected] == [
            (TooManyFiles, {"name": "3.txt", "limit": 3}),
            (TooManyFiles, {"name": "4.txt", "limit": 3}),
        ]

    async def test_a_pitch_takes_ten(self, shelf: Shelf, draft: Pitch) -> None:
        files = [(f"{number}.pdf", PDF + b"\n" * number) for number in range(12)]
        taken = await take(shelf, draft, *files, field="deck")
        assert len(taken.draft.files) == 10
        assert [each.params["name"] for each in taken.rejected] == ["10.pdf", "11.pdf"]

    @pytest.mark.parametrize(
        ("there", "here", "refusal"),
        [
            (PITCH_BYTES, True, PitchFull),
            (PERSON_BYTES, False, PersonFull),
        ],
    )
    async def test_limits_of_bytes_are_kept(
        self, there: int, here: bool, refusal: type[Exception], shelf: Shelf, draft: Pitch
    ) -> None:
        full = file(draft, size=there, uploader=LIN.user)
        async with shelf.database.store.writing() as work:
            await work.files.add(full)
            await work.commit()
        if here:
            await shelf.change(draft.id, lambda p: replace(p, answers={"deck": (full.id,)}))
        taken = await take(shelf, draft, ("a.pdf", PDF))
        assert [type(each) for each in taken.rejected] == [refusal]
        assert shelf.server.asked == 0, "what has no room need not be fetched"

    async def test_room_that_went_meanwhile_is_told_and_the_bytes_go(
        self, shelf: Shelf, draft: Pitch
    ) -> None:
        """Two people add a file at once: both fit before, and one after."""
        first = await take(shelf, draft, *[(f"{n}.txt", f"{n}".encode()) for n in range(2)])
        assert len(first.draft.files) == 2

        class Rival(ObjectFiles):
            async def put(self, key: str, chunks: AsyncIterator[bytes]) -> None:
                await super().put(key, chunks)
                shelf.files = files
                await take(shelf, draft, ("rival.txt", b"rival"))

        files, late = shelf.files, shelf.made(Rival.open(str(shelf.folder)))
        taken = await late.take(LIN, draft.id, SCRIPT, [shelf.upload("late.txt", b"late")])
        assert names(taken) == ["0.fountain", "1.fountain", "rival.fountain"]
        assert [dict(each.params) for each in taken.rejected] == [
            {"name": "late.fountain", "limit": 3}
        ]
        assert await shelf.keys() == set(await shelf.rows(draft.id))

    async def test_a_store_that_fails_costs_that_file_and_says_so(
        self, shelf: Shelf, draft: Pitch
    ) -> None:
        class Failing(ObjectFiles):
            async def put(self, key: str, chunks: AsyncIterator[bytes]) -> None:
                raise FilesUnavailable("no answer")

        failing = shelf.made(Failing.open(str(shelf.folder)))
        with capture_logs() as logged:
            taken = await failing.take(LIN, draft.id, SCRIPT, [shelf.upload("a.pdf", PDF)])
        assert [type(each) for each in taken.rejected] == [FileNotKept]
        assert [entry["event"] for entry in logged] == ["file not stored"]

    @pytest.mark.parametrize("field", ["title", "poster"])
    async def test_a_field_without_files_takes_none(
        self, field: str, shelf: Shelf, draft: Pitch
    ) -> None:
        with pytest.raises(NotEditable):
            await take(shelf, draft, ("a.pdf", PDF), field=field)

    async def test_what_cannot_be_changed_any_more_takes_none(
        self, shelf: Shelf, draft: Pitch
    ) -> None:
        await shelf.submit(draft.id)
        await shelf.change(draft.id, lambda pitch: replace(pitch, state=State.ACCEPTED))
        with pytest.raises(NotEditable):
            await take(shelf, draft, ("a.pdf", PDF))

    async def test_a_pitch_that_was_handed_in_meanwhile_keeps_no_bytes(
        self, shelf: Shelf, draft: Pitch
    ) -> None:
        class Closing(ObjectFiles):
            async def put(self, key: str, chunks: AsyncIterator[bytes]) -> None:
                await super().put(key, chunks)
                await shelf.submit(draft.id)
                await shelf.change(draft.id, lambda pitch: replace(pitch, state=State.DECLINED))

        closing = shelf.made(Closing.open(str(shelf.folder)))
        with pytest.raises(NotEditable):
            await closing.take(LIN, draft.id, SCRIPT, [shelf.upload("a.pdf", PDF)])
        assert await shelf.keys() == set()

    @pytest.mark.parametrize("actor", [SAM, MAYA, replace(LIN, guild=GuildId(5))])
    async def test_nobody_else_may_do_anything(
        self, actor: Any, shelf: Shelf, draft: Pitch
    ) -> None:
        kept = one_file(await take(shelf, draft, ("a.pdf", PDF)))
        with pytest.raises(PitchNotFound):
            await shelf.files.take(actor, draft.id, SCRIPT, [])
        with pytest.raises(PitchNotFound):
            await shelf.files.remove(actor, draft.id, kept)
        with pytest.raises(PitchNotFound):
            await shelf.files.open(actor, draft.id, kept)


class TestRemoving:
    async def test_a_file_of_a_draft_goes_with_its_bytes(self, shelf: Shelf, draft: Pitch) -> None:
        taken = await take(shelf, draft, ("a.pdf", PDF), ("b.docx", docx()))
        first, second = taken.draft.files
        left = await shelf.files.remove(LIN, draft.id, first)
        assert left.pitch.answers[SCRIPT] == (second,)
        assert list(left.files) == [second]
        assert await shelf.keys() == set(await shelf.rows(draft.id))
        empty = await shelf.files.remove(LIN, draft.id, second)
        assert SCRIPT not in empty.pitch.answers
        assert await shelf.keys() == set()

    async def test_what_was_handed_in_stays_on_record(self, shelf: Shelf, draft: Pitch) -> None:
        first = one_file(await take(shelf, draft, ("a.pdf", PDF)))
        await shelf.submit(draft.id)
        left = await shelf.files.remove(LIN, draft.id, first)
        assert left.pitch.answers[SCRIPT] == (first,)
        assert SCRIPT not in (left.pitch.working or {})
        assert (await shelf.files.open_for_desk(MAYA, draft.id, first)).data == PDF
        with pytest.raises(FileNotFound):
            await shelf.files.remove(LIN, draft.id, first)

    async def test_bytes_that_another_pitch_names_stay(self, shelf: Shelf, draft: Pitch) -> None:
        taken = await take(shelf, draft, ("a.pdf", PDF))
        (kept,) = taken.draft.files.values()
        copy = replace(kept, id=FileId("f" * 20), pitch=PitchId("e" * 20))
        async with shelf.database.store.writing() as work:
            await work.pitches.add(replace(draft, id=copy.pitch, owner=SAM.user, ref=OTHER))
            await work.files.add(copy)
            await work.commit()
        await shelf.files.remove(LIN, draft.id, kept.id)
        assert await shelf.keys() == {kept.key}

    async def test_one_that_is_not_there_is_told(self, shelf: Shelf, draft: Pitch) -> None:
        with pytest.raises(FileNotFound):
            await shelf.files.remove(LIN, draft.id, FileId("0" * 20))
        with pytest.raises(FileNotFound):
            await shelf.files.open(LIN, draft.id, FileId("0" * 20))


class TestOpeningAtTheDesk:
    async def test_a_coordinator_opens_what_was_handed_in_and_nothing_else(
        self, shelf: Shelf, draft: Pitch
    ) -> None:
        first = one_file(await take(shelf, draft, ("a.pdf", PDF)))
        with pytest.raises(SubmissionNotFound):
            await shelf.files.open_for_desk(MAYA, draft.id, first)
        await shelf.submit(draft.id)
        opened = await shelf.files.open_for_desk(MAYA, draft.id, first)
        assert (opened.file.name, opened.data) == ("a.pdf", PDF)
        taken = await take(shelf, draft, ("b.docx", docx()))
        second = next(each for each in taken.draft.files if each != first)
        with pytest.raises(FileNotFound):
            await shelf.files.open_for_desk(MAYA, draft.id, second)
        with pytest.raises(FileNotFound):
            await shelf.files.open_for_desk(MAYA, draft.id, FileId("0" * 20))

    async def test_a_file_of_another_pitch_is_not_opened_with_this_one(
        self, shelf: Shelf, draft: Pitch
    ) -> None:
        await shelf.submit(draft.id)
        other = replace(draft, id=PitchId("e" * 20), ref=OTHER)
        foreign = file(other)
        async with shelf.database.store.writing() as work:
            await work.pitches.add(replace(other, owner=SAM.user))
            await work.files.add(foreign)
            await work.commit()
        with pytest.raises(FileNotFound):
            await shelf.files.open_for_desk(MAYA, draft.id, foreign.id)

    async def test_only_coordinators_of_this_guild_may(self, shelf: Shelf, draft: Pitch) -> None:
        first = one_file(await take(shelf, draft, ("a.pdf", PDF)))
        await shelf.submit(draft.id)
        with pytest.raises(CoordinatorsOnly):
            await shelf.files.open_for_desk(STRANGER, draft.id, first)
        manager = replace(STRANGER, guild=GuildId(5), manages_guild=True)
        with pytest.raises(SubmissionNotFound):
            await shelf.files.open_for_desk(manager, draft.id, first)


class TestSweeping:
    async def test_bytes_that_no_row_names_go_after_an_hour(
        self, shelf: Shelf, draft: Pitch
    ) -> None:
        await take(shelf, draft, ("a.pdf", PDF))
        (kept,) = await shelf.keys()
        shelf.hours.moment = datetime.now(UTC)
        old, new = f"ab/{'ab' * 20}", f"cd/{'cd' * 20}"
        foreign = "ab/holiday.jpg"

        async def bytes_() -> AsyncIterator[bytes]:
            yield b"x"

        for key in (old, new, foreign):
            await shelf.store.put(key, bytes_())
        past = (shelf.hours.moment - timedelta(hours=2)).timestamp()
        for key in (old, kept, foreign):
            os.utime(shelf.folder / key, (past, past))
        assert await shelf.files.sweep() == 1
        assert await shelf.keys() == {kept, new, foreign}
        shelf.hours.moment += timedelta(minutes=5)
        assert await shelf.files.sweep(timedelta(minutes=1)) == 1
        assert await shelf.keys() == {kept, foreign}

    async def test_bytes_that_are_gone_are_told_as_a_file_that_is(
        self, shelf: Shelf, draft: Pitch
    ) -> None:
        first = one_file(await take(shelf, draft, ("a.pdf", PDF)))
        (key,) = await shelf.keys()
        await shelf.store.delete(key)
        with pytest.raises(FileNotFound):
            await shelf.files.open(LIN, draft.id, first)
