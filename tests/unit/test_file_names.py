"""Names of files as they are shown, and the limits that files are held to."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import FileTooLarge, PersonFull, PitchFull, TooManyFiles
from bot.domain.files import (
    FILE_BYTES,
    NAME_CHARACTERS,
    PERSON_BYTES,
    PITCH_BYTES,
    PITCH_FILES,
    SUFFIXES,
    check_room,
    check_size,
    shown_name,
    shown_types,
)
from bot.domain.filetypes import FileType

ROOM = {"files": 0, "pitch_bytes": 0, "person_bytes": 0, "size": 1}


class TestNames:
    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("script.pdf", "script.pdf"),
            ("Script.PDF", "Script.pdf"),
            ("月亮港 第一稿.pdf", "月亮港_第一稿.pdf"),
            ("script.pdf.exe", "script.pdf.exe.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\Users\\Lin\\script.pdf", "script.pdf"),
            ("\u202efdp.exe", "fdp.exe.pdf"),
            ("a\u200bb\ufeff.pdf", "ab.pdf"),
            ("a`b*c@everyone#1.pdf", "a_b_c_everyone_1.pdf"),
            ("a\nb.pdf", "a_b.pdf"),
            ("...pdf", "pdf.pdf"),
            (".pdf", "pdf.pdf"),
            ("", "file.pdf"),
            ("/", "file.pdf"),
            ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
        ],
    )
    def test_a_name_is_made_safe(self, name: str, shown: str) -> None:
        assert shown_name(name, FileType.PDF) == shown

    def test_it_ends_as_its_type_does(self) -> None:
        ends = [shown_name("poster.jpeg", kind) for kind in (FileType.JPEG, FileType.WEBP)]
        assert ends == ["poster.jpg", "poster.webp"]

    @given(
        st.text(
            st.one_of(
                st.characters(), st.sampled_from("./\\\u202e\u200f\u2028\0\r\n`@#:*?<>|\"' 林")
            )
        ),
        st.sampled_from(FileType),
    )
    def test_no_name_is_too_hostile(self, name: str, kind: FileType) -> None:
        shown = shown_name(name, kind)
        assert len(shown) <= NAME_CHARACTERS
        assert shown.endswith(SUFFIXES[kind])
        assert len(shown) > len(SUFFIXES[kind])
        assert not shown.startswith(".")
        assert PurePosixPath(shown).name == PureWindowsPath(shown).name == shown
        assert not set(shown) & set('/\\:*?"<>|`@#\0 \t\r\n')
        assert all(unicodedata.category(one)[0] not in "CZ" for one in shown)
        assert shown.encode()
        assert shown_name(shown, kind) == shown


class TestLimits:
    def test_types_are_named_as_people_write_them(self) -> None:
        assert shown_types([FileType.PDF, FileType.FOUNTAIN, FileType.WEBP]) == (
            "PDF, Fountain, WebP"
        )

    def test_a_file_has_ten_mebibytes_at_most(self) -> None:
        check_size("a", FILE_BYTES)
        with pytest.raises(FileTooLarge) as refused:
            check_size("a", FILE_BYTES + 1)
        assert refused.value.params == {"name": "a", "limit": 10}

    def test_there_is_room_up_to_each_limit(self) -> None:
        check_room(
            "a",
            files=PITCH_FILES - 1,
            pitch_bytes=PITCH_BYTES - 1,
            person_bytes=PERSON_BYTES - 1,
            size=1,
        )

    @pytest.mark.parametrize(
        ("full", "refusal", "limit"),
        [
            ({"files": PITCH_FILES}, TooManyFiles, 10),
            ({"pitch_bytes": PITCH_BYTES}, PitchFull, 50),
            ({"person_bytes": PERSON_BYTES}, PersonFull, 200),
        ],
    )
    def test_past_a_limit_the_file_and_the_limit_are_named(
        self, full: dict[str, int], refusal: type[TooManyFiles], limit: int
    ) -> None:
        with pytest.raises(refusal) as refused:
            check_room("a", **(ROOM | full))
        assert refused.value.params == {"name": "a", "limit": limit}
