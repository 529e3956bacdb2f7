"""The guides and the README: their pictures and links are there, their commands exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.unit.test_registration import commands

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LANGUAGES = ("en", "zh-CN")
GUIDES = ("coordinator.md", "creator.md", "operator.md")
PAGES = [ROOT / "README.md", *(DOCS / language / name for language in LANGUAGES for name in GUIDES)]

IMAGE = re.compile(r'<img src="([^"]+)" alt="([^"]*)"|!\[([^\]]*)\]\(([^)]+)\)')
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
BLOCK = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
ROUTES = ("/health", "/metrics")
"""What stands in code like a command, and is an address."""
MOST_BYTES = 250_000
"""No picture is heavier: a page of the guides should open at once."""


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return BLOCK.sub("", page.read_text(encoding="utf-8"))


def images(page: Path) -> list[tuple[str, str]]:
    """The pictures of a page: where each is, and what is told to who cannot see it."""
    return [
        (html or markdown, told or other)
        for html, told, other, markdown in IMAGE.findall(prose(page))
    ]


def named_in(page: Path) -> list[str]:
    """What begins like a command, in code within a line and on lines of blocks of code."""
    blocks = "".join(BLOCK.findall(page.read_text(encoding="utf-8")))
    lines = [line.strip() for line in blocks.splitlines()]
    return [code for code in [*CODE.findall(prose(page)), *lines] if code.startswith("/")]


def anchor(heading: str) -> str:
    """What GitHub makes of a heading: its words in lower case, with hyphens between."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def levels(page: Path) -> list[int]:
    return [len(marks) for marks, _ in HEADING.findall(prose(page))]


@cache
def spoken(language: str) -> frozenset[str]:
    """All runnable commands as a client in this language shows them, and in English."""
    return frozenset(
        "/" + " ".join(path)
        for locale in {None, language} - {"en"}
        for command in commands()
        for path in _paths(command, locale)
    )


def _paths(command: Mapping[str, Any], locale: str | None) -> Iterator[Sequence[str]]:
    name = (command.get("name_localizations") or {}).get(locale, command["name"])
    inner = [one for one in command.get("options") or () if one["type"] in (1, 2)]
    if not inner:
        yield (name,)
    for one in inner:
        for path in _paths(one, locale):
            yield (name, *path)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_picture_is_there_and_is_told_in_words(page: Path) -> None:
    found = images(page)
    assert found
    for where, told in found:
        assert (page.parent / where).is_file(), where
        assert len(told) > 5, where


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        if link.startswith("https://"):
            continue
        where, _, heading = link.partition("#")
        target = (page.parent / where).resolve() if where else page
        assert target.exists(), link
        if heading:
            assert heading in {anchor(one) for _, one in HEADING.findall(prose(target))}, link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_is_named_is_registered(page: Path) -> None:
    language = page.parent.name if page.parent.name in LANGUAGES else "en"
    known = spoken(language)
    groups = {command.split()[0] for command in known}
    typed = [code for code in named_in(page) if code.split()[0] not in ROUTES]
    for code in typed:
        starts = {" ".join(code.split()[:count]) for count in (1, 2, 3)}
        assert starts & known or code in groups, code
    assert typed


def test_no_picture_is_left_over_or_heavy() -> None:
    used = {(page.parent / where).resolve() for page in PAGES for where, _ in images(page)}
    kept = set((DOCS / "images").rglob("*.png"))
    assert kept == used
    assert {path.name for path in kept if path.stat().st_size > MOST_BYTES} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_guides_and_pictures(language: str) -> None:
    assert tuple(sorted(path.name for path in (DOCS / language).glob("*.md"))) == GUIDES
    for name in GUIDES:
        page, english = DOCS / language / name, DOCS / "en" / name
        assert levels(page) == levels(english), name
        own = [where for where, _ in images(page)]
        assert own == [where.replace("/en/", f"/{language}/") for where, _ in images(english)]
