"""The pitch book: every word is on paper, each glyph is there, and nothing is taken for markup."""

from __future__ import annotations

import asyncio
import io
import json
import sys
import unicodedata
from dataclasses import asdict, replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font
from PIL import Image
from pypdf import PdfReader

from bot.domain.errors_export import NotPrinted
from bot.pictures import book as books
from bot.pictures import typesetter
from bot.pictures.book import TypstPrinter
from bot.pictures.fonts import MISSING, font_paths, lacks, showable, width
from bot.pictures.pages import ANYWHERE, breakable, ready
from bot.services.ports_pictures import Book, BookPage

HOSTILE = (
    '#panic() #read("/etc/passwd") #set page(width: 1cm) *not bold* _nor this_ $x^2$ `raw` '
    "<label> @reference \\ // comment /* another */ [content] {code} ~ --- ... https://example.org "
    '= Heading\n- list\n+ item\n/ term: x\n#import "@preview/x:1.0.0": y\n\'quotes\' "doubled"'
)
TEMPLATE = resources.files("bot.pictures").joinpath("book.typ").read_bytes()
REMARK = "〓 stands for signs that cannot be shown here."
FONTS = [str(path.parent) for path in font_paths()]
CHINESE = "林晚在十八岁那年离开海岛。二十年后，燈塔要拆了，她回來參加父親的葬禮。"


def page(number: int = 1, **changes: object) -> BookPage:
    first = {
        "title": f"Moon Harbour 月港 {number}",
        "reference": f"CM-7F3K{number}",
        "facts": (("Authors", "林薇, Sam Ng"), ("Format", "Series")),
        "sections": (("Logline", CHINESE),),
        "language": "en",
    }
    return BookPage(**{**first, **changes})  # type: ignore[arg-type]


def book(*pages: BookPage) -> Book:
    first = ("ChunM Talent: pitch book", "2 pitches · 2026-11-23", "Contents", "en")
    return Book(*first, pages, REMARK)


def typeset(made: Book) -> bytes:
    return typesetter.typeset(made)


def text_of(data: bytes) -> list[str]:
    """What stands on each page, without spaces: lines are broken where they end."""
    return [plain(each.extract_text()) for each in PdfReader(io.BytesIO(data)).pages]


def plain(words: str) -> str:
    """Compatible forms are one: the file's map of glyphs knows one character for each."""
    return "".join(unicodedata.normalize("NFKC", words).replace(ANYWHERE, "").split())


def test_what_authors_wrote_is_set_as_it_is() -> None:
    hostile = page(
        title="#panic() *月*",
        reference="$x$",
        facts=(("<a> #b", "@c [d]"),),
        sections=(("= Synopsis #1", HOSTILE),),
    )
    whole = "".join(text_of(typeset(book(hostile))))
    for words in ("#panic() *月*", "$x$", "<a> #b", "@c [d]", "= Synopsis #1", HOSTILE):
        assert plain(words) in whole, words


def test_long_answers_go_on_over_as_many_pages_as_they_need() -> None:
    words = [f"word{number}字" for number in range(4000)]
    sections = tuple((f"Part {at}", " ".join(words[at::4])) for at in range(4))
    pages = text_of(typeset(book(page(sections=sections), page(2))))
    whole = "".join(pages)
    assert len(pages) > 8
    for number in range(4000):
        assert f"word{number}字" in whole
    assert whole.count(plain("Part 3")) == 1


@pytest.mark.parametrize(
    "words",
    ["W" * 900, "月" * 4000, "。" * 900, "a\n" * 400, "https://x.org/" + "q" * 500, "é́" * 600],
)
def test_whatever_is_long_is_broken_before_the_edge_of_the_paper(words: str) -> None:
    facts = ((words[:80], words[:600]), ("x", words[:300]))
    made = book(page(title=words[:300], facts=facts, sections=((words[:100], words),)))
    whole = "".join(text_of(typeset(made)))
    assert whole.count(plain(words[0])) >= words.count(words[0])
    for image in images(made):
        margin = image.width * 2 // 21
        right = image.crop((image.width - margin, 0, image.width, image.height))
        left = image.crop((0, 0, margin, image.height))
        assert right.getextrema() == left.getextrema() == (255, 255)


@given(st.text(max_size=300), st.integers(2, 40))
def test_a_line_that_may_be_broken_says_the_same(line: str, ems: int) -> None:
    shown = showable(line)
    opened = breakable(shown, ems)
    assert opened.replace(ANYWHERE, "") == shown.replace(ANYWHERE, "")
    if all(width(run) <= ems for run in shown.split(" ")):
        assert opened == shown


def images(made: Book) -> list[Image.Image]:
    """The pages as they look, in grey."""
    drawn = typst.compile(
        TEMPLATE,
        font_paths=FONTS,
        ignore_system_fonts=True,
        sys_inputs={"book": json.dumps(ready(made))},
        format="png",
        ppi=50,
    )
    pages = drawn if isinstance(drawn, list) else [drawn]
    return [Image.open(io.BytesIO(data)).convert("L") for data in pages]


def test_every_pitch_begins_on_a_page_of_its_own_and_the_contents_say_which() -> None:
    pages = text_of(typeset(book(page(1), page(2, sections=(("x", "y " * 3000),)), page(3))))
    first = [at for at, words in enumerate(pages) for n in (1, 2, 3) if f"CM-7F3K{n}" in words]
    contents, *begun = first[2:]
    assert contents == 1
    assert begun[0] == 2
    assert begun[1] == 3
    assert begun[2] > 4
    for number, at in enumerate(begun, 1):
        assert plain(f"CM-7F3K{number} Moon Harbour 月港 {number} {at + 1}") in pages[1]


STRANGE = (
    "夜航 🎬 Ελλάδα Ünïcode 한국어 かな ﷽ 𠮷 龘 ☂ \u200b \u202e ＦＵＬＬ\ufeff Wałęsa Işık é́ "
    "สวัสดี مرحبا שלום हिन्दी 👩‍👩‍👧‍👦❤️ 𠀀㐀 ក្រុម \U0010ffff \ue000"
)


def test_no_glyph_is_missing() -> None:
    made = book(page(title=STRANGE, sections=((STRANGE, STRANGE),)), page(2, language="zh-TW"))
    data = typeset(made)
    whole = "".join(text_of(data))
    assert "🎬" not in whole
    for word in ("夜航", "Ελλάδα", "한국어", "かな", "𠮷", "龘", "☂", "Wałęsa", "Işık", "שלום"):
        assert plain(word) in whole or plain(word[::-1]) in whole, word
    used = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for each in PdfReader(io.BytesIO(data)).pages
        for font in each["/Resources"].get_object().get("/Font", {}).values()
    }
    assert {name.partition("-")[0] for name in used} == {"NotoSansCJKtc", "DejaVuSans"}
    known = {letter for path in font_paths() for letter in FT2Font(str(path)).get_charmap()}
    printed = set("".join(ready(made)["pages"][0]["sections"][0])) - {"\n", ANYWHERE}
    assert {letter for letter in printed if ord(letter) not in known} == set()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("夜航 🎬 Night\nFlight", "夜航 〓 Night Flight"),
        ("🎬🌙❤️👩‍👩‍👧‍👦!", "〓❤〓!"),
        ("สวัสดี ครับ", "〓 〓"),
        ("Wałęsa, Işık, Škoda", "Wałęsa, Işık, Škoda"),
        ("e\u0301", "é"),
        ("a\u200bb\u202e\ufeff", "ab"),
        ("☂\ufe0f", "☂"),
        ("𠮷龘", "𠮷龘"),
        ("", ""),
    ],
)
def test_what_no_font_has_is_marked_and_nothing_else_is_lost(words: str, shown: str) -> None:
    assert showable(words) == shown
    assert lacks(words) is (MISSING in shown)


@given(st.text())
def test_nothing_that_can_be_seen_goes_without_a_sign(words: str) -> None:
    shown = showable(words)
    seen = [one for one in words if unicodedata.category(one)[0] not in "CMZ"]
    assert bool(shown) or not seen
    assert width(shown) >= 0


def test_a_pitch_that_cannot_be_shown_whole_says_so() -> None:
    lacking = page(2, sections=(("Logline", "🎬"),))
    pages = text_of(typeset(book(page(1), lacking, page(3, title="夜 🌙"), page(4))))
    assert [plain(REMARK) in words for words in pages[2:]] == [False, True, True, False]


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW", ""])
def test_typst_has_nothing_to_complain_about(language: str) -> None:
    readable = ready(book(page(language=language)))
    _, warnings = typst.compile_with_warnings(
        TEMPLATE,
        font_paths=FONTS,
        ignore_system_fonts=True,
        sys_inputs={"book": json.dumps(readable)},
        format="pdf",
    )
    assert [each.message for each in warnings] == []


def test_chinese_is_drawn_as_the_pitch_s_own_language_draws_it() -> None:
    drawn = [
        typeset(book(page(language=tag, sections=(("x", "骨直"),)))) for tag in ("zh-CN", "zh-TW")
    ]
    assert glyphs(drawn[0]) != glyphs(drawn[1])


def glyphs(data: bytes) -> bytes:
    return b"".join(each.get_contents().get_data() for each in PdfReader(io.BytesIO(data)).pages)


async def test_a_book_is_a_pdf_in_a4() -> None:
    data = await TypstPrinter().print(book(page()))
    assert data.startswith(b"%PDF-")
    box = PdfReader(io.BytesIO(data)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


async def test_a_book_that_takes_too_long_or_cannot_be_set_is_given_up() -> None:
    with pytest.raises(NotPrinted):
        await TypstPrinter(seconds=0.01).print(book(page()))
    with pytest.raises(NotPrinted):
        await TypstPrinter().print(replace(book(page()), language="no language at all"))


@pytest.mark.parametrize(
    "crash", ["raise SystemExit(1)", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]
)
async def test_a_typesetter_that_crashes_does_no_harm_to_the_next_book(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, crash: str
) -> None:
    (tmp_path / "crashing.py").write_text(crash)
    printer = TypstPrinter()
    with monkeypatch.context() as patched:
        patched.setattr(books, "PROGRAM", "crashing")
        patched.setattr(books, "SOURCES", tmp_path)
        with pytest.raises(NotPrinted):
            await printer.print(book(page(sections=(("Long", "word " * 100_000),))))
    assert (await printer.print(book(page()))).startswith(b"%PDF-")


async def test_a_typesetter_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(NotPrinted):
        await TypstPrinter().print(book(page()))


async def test_the_process_gets_the_whole_book() -> None:
    made = book(page(), page(2, title="月港 🎬", facts=(), sections=(("x", "#y"),)))
    data = await TypstPrinter().print(made)
    assert text_of(data) == text_of(typeset(made))
    assert typesetter.read(json.loads(json.dumps(asdict(made)))) == made


async def test_a_book_nobody_waits_for_any_more_leaves_no_process_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: asyncio.Future[asyncio.subprocess.Process] = asyncio.Future()
    start = asyncio.create_subprocess_exec

    async def watched(*given: Any, **options: Any) -> asyncio.subprocess.Process:
        begun.set_result(await start(*given, **options))
        return begun.result()

    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    printing = asyncio.create_task(TypstPrinter().print(book(page())))
    process = await begun
    printing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await printing
    assert process.returncode is not None
