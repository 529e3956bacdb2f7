"""What a file is, told by its content."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import FileDamaged, FileEmpty, FileMismatch, FileRejected, FileTypeUnknown
from bot.domain.files import SUFFIXES
from bot.domain.filetypes import FileType
from bot.files.sniff import ContentInspector
from bot.files.word import DIRECTORY_BYTES
from tests.support.filemaking import FDX, PDF, SCENE, WHOLE, archive, docx, jpeg, png, webp

ALL = "PDF, DOCX, FDX, Fountain, PNG, JPEG, WebP"


def type_of(data: bytes, name: str) -> FileType:
    return ContentInspector().type_of(io.BytesIO(data), name)


class TestTypes:
    @pytest.mark.parametrize("kind", FileType)
    def test_each_type_is_known_by_its_content(self, kind: FileType) -> None:
        assert type_of(WHOLE[kind], f"a{SUFFIXES[kind]}") is kind
        assert type_of(WHOLE[kind], f"A{SUFFIXES[kind].upper()} ") is kind

    @pytest.mark.parametrize("kind", [kind for kind in FileType if kind is not FileType.FOUNTAIN])
    def test_a_name_that_says_nothing_is_no_obstacle(self, kind: FileType) -> None:
        for name in ("script", "script.v2", "剧本", ".", ""):
            assert type_of(WHOLE[kind], name) is kind

    @pytest.mark.parametrize("kind", [FileType.PNG, FileType.JPEG, FileType.WEBP])
    def test_a_picture_may_have_the_name_of_another_kind_of_picture(self, kind: FileType) -> None:
        assert [type_of(WHOLE[kind], name) for name in ("a.png", "a.jpeg", "a.webp")] == [kind] * 3

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("name", ["a.fountain", "a.spmd", "a.txt"])
    def test_a_screenplay_is_text_in_unicode(self, encoding: str, name: str) -> None:
        assert type_of(f"\n\t{SCENE}\f".encode(encoding), name) is FileType.FOUNTAIN

    def test_it_may_be_long_and_its_letters_cut_between_reads(self) -> None:
        assert type_of(("x" + "林" * 100_000).encode(), "a.txt") is FileType.FOUNTAIN

    def test_it_may_begin_with_an_angle_bracket(self) -> None:
        assert type_of(b"<b>INT. HARBOUR</b>", "a.fountain") is FileType.FOUNTAIN

    @pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
    def test_final_draft_may_be_in_another_encoding(self, encoding: str) -> None:
        text = f'<?xml version="1.0" encoding="{encoding}"?><FinalDraft>é</FinalDraft>'
        assert type_of(text.encode(encoding), "a.fdx") is FileType.FDX

    def test_a_pdf_may_begin_with_a_blank_line(self) -> None:
        assert type_of(b"\xef\xbb\xbf\r\n" + PDF, "a.pdf") is FileType.PDF

    def test_more_may_follow_a_picture(self) -> None:
        for data in (png(), jpeg(), webp()):
            assert type_of(data + b"\0 of a camera" * 99, "a.jpg") is not None


class TestRefusals:
    def test_nothing_is_empty(self) -> None:
        with pytest.raises(FileEmpty) as refused:
            type_of(b"", "a.pdf")
        assert refused.value.params == {"name": "a.pdf"}

    @pytest.mark.parametrize(
        ("data", "name", "found"),
        [
            (archive({"a.txt": "x"}), "a.pdf", "ZIP"),
            (archive({"a.txt": "x"}), "a.docx", "ZIP"),
            (archive({}), "a.docx", "ZIP"),
            (docx(), "a.pdf", "DOCX"),
            (PDF, "a.docx", "PDF"),
            (png(), "a.pdf", "PNG"),
            (PDF, "a.png", "PDF"),
            (SCENE.encode(), "a.pdf", "TXT"),
            (SCENE.encode(), "a.fdx", "TXT"),
            (FDX, "a.docx", "FDX"),
            (b"<?xml version='1.0'?><html/>", "a.fdx", "XML"),
            (b"MZ\x90\0", "a.pdf", "EXE"),
            (b"GIF89a", "a.png", "GIF"),
            (b"\xd0\xcf\x11\xe0", "a.docx", "DOC"),
        ],
    )
    def test_a_name_that_says_something_else_is_told_with_what_was_found(
        self, data: bytes, name: str, found: str
    ) -> None:
        with pytest.raises(FileMismatch) as refused:
            type_of(data, name)
        assert refused.value.params == {"name": name, "found": found}

    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (b"MZ\x90\0", "a.exe"),
            (archive({"a": "x"}), "a.zip"),
            (SCENE.encode(), "a.html"),
            (SCENE.encode(), "notes"),
            (b"<svg/>", "a.svg"),
            (b"\x01\x02\x03", "a.bin"),
            (b"\x00" * 64, "a.pdf"),
            ("月亮港".encode("gb18030"), "a.txt"),
            (b"a\x1b[31mred", "a.txt"),
            (b"\xff\xfea", "a.txt"),
            (b"\xff\xfe\x00\xd8a\x00", "a.txt"),
        ],
    )
    def test_what_is_not_taken_is_told_with_what_is(self, data: bytes, name: str) -> None:
        with pytest.raises(FileTypeUnknown) as refused:
            type_of(data, name)
        assert refused.value.params == {"name": name, "accepted": ALL}

    @pytest.mark.parametrize("kind", [kind for kind in FileType if kind is not FileType.FOUNTAIN])
    def test_a_file_that_was_cut_off_is_damaged(self, kind: FileType) -> None:
        data, name = WHOLE[kind], f"a{SUFFIXES[kind]}"
        for cut in (len(data) // 2, len(data) - 30, len(data) - 9):
            if cut > 12 and data[:cut] != data:
                kept = data[:cut] if kind is not FileType.PDF else data[: cut - 60]
                with pytest.raises(FileDamaged):
                    type_of(kept, name)

    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (png()[:8] + png()[33:], "a.png"),
            (b"RIFF\x08\0\0\0WEBPjunk", "a.webp"),
            (b"\xff\xd8\xff\xd9", "a.jpg"),
            (b"\xff\xd8\xff\xe0\x00\x04ab" + b"not a marker", "a.jpg"),
            (docx().replace(b"PK\x01\x02", b"PK\x01\x03"), "a.docx"),
        ],
    )
    def test_one_that_does_not_go_on_as_it_begins_is_damaged(self, data: bytes, name: str) -> None:
        with pytest.raises(FileDamaged):
            type_of(data, name)


class TestTraps:
    def test_a_document_that_would_fill_the_disk_is_not_expanded(self) -> None:
        huge = docx(**{"word/media/huge": bytes(50_000_000)})
        assert len(huge) < 100_000
        began = time.monotonic()
        assert type_of(huge, "a.docx") is FileType.DOCX
        assert time.monotonic() - began < 1

    def test_nor_is_a_document_that_itself_would(self) -> None:
        parts: dict[str, bytes | str] = {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": bytes(50_000_000),
        }
        assert type_of(archive(parts), "a.docx") is FileType.DOCX

    @pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_method_that_word_does_not_write_is_refused(self, method: int) -> None:
        parts: dict[str, bytes | str] = {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": bytes(10_000),
        }
        with pytest.raises(FileDamaged):
            type_of(archive(parts, method), "a.docx")

    def test_macros_are_not_taken(self) -> None:
        with pytest.raises(FileMismatch):
            type_of(docx(**{"word/vbaProject.bin": b"x"}), "a.docx")

    def test_an_archive_that_lists_a_million_names_is_not_read(self) -> None:
        data = bytearray(docx())
        at = data.rfind(b"PK\x05\x06")
        data[at + 12 : at + 16] = struct.pack("<L", DIRECTORY_BYTES + 1)
        with pytest.raises(FileDamaged):
            type_of(bytes(data), "a.docx")

    def test_nor_one_that_says_so_in_the_form_for_large_archives(self) -> None:
        data = docx()
        at = data.rfind(b"PK\x05\x06")
        locator = b"PK\x06\x07" + bytes(16)
        with pytest.raises(FileDamaged):
            type_of(data[:at] + locator + data[at:], "a.docx")

    def test_an_encrypted_document_is_refused(self) -> None:
        data = docx().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
        assert data != docx()
        with pytest.raises(FileDamaged):
            type_of(data, "a.docx")

    @pytest.mark.parametrize(
        "declared",
        [
            '<!DOCTYPE FinalDraft [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>',
            '<!DOCTYPE FinalDraft SYSTEM "file:///etc/passwd">',
        ],
    )
    def test_no_entity_is_expanded(self, declared: str) -> None:
        text = f'<?xml version="1.0"?>{declared}<FinalDraft>x</FinalDraft>'
        with pytest.raises(FileDamaged):
            type_of(text.encode(), "a.fdx")

    def test_markup_nested_without_end_is_survived(self) -> None:
        with pytest.raises(FileDamaged):
            type_of(b"<FinalDraft>" + b"<a>" * 200_000, "a.fdx")

    def test_a_picture_of_endless_parts_is_left(self) -> None:
        header = png()[:33]
        parts = struct.pack(">L4sL", 0, b"tEXt", 0) * 150_000
        with pytest.raises(FileDamaged):
            type_of(header + parts, "a.png")

    @given(
        st.sampled_from([*WHOLE.values()]),
        st.integers(0, 200),
        st.integers(0, 200),
        st.binary(max_size=40),
        st.sampled_from(["a.pdf", "a.docx", "a.fdx", "a.txt", "a.png", "a.jpg", "a.webp", "a"]),
    )
    def test_no_content_is_too_much_for_it(
        self, data: bytes, start: int, length: int, junk: bytes, name: str
    ) -> None:
        edited = data[:start] + junk + data[start + length :]
        try:
            found: FileType | FileRejected = type_of(edited, name)
        except FileRejected as refused:
            found = refused
        if isinstance(found, FileRejected):
            assert found.params["name"] == name
        else:
            assert found in FileType
