"""The sandbox's page as files: nothing in them turns text into markup, or reaches out."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

WEB = Path(str(resources.files("sandbox"))) / "web"
SCRIPTS = sorted((WEB / "static").rglob("*.js"))
STYLES = sorted((WEB / "static").rglob("*.css"))
PAGES = sorted((WEB / "templates").rglob("*.html")) + sorted((WEB / "static").rglob("*.svg"))
ALL = (*SCRIPTS, *STYLES, *PAGES)
MARKUP_FROM_TEXT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|srcdoc|createContextualFragment"
    r"|DOMParser|document\.write|\beval\s*\(|new\s+Function|\bFunction\s*\("
    r"|set(?:Timeout|Interval)\(\s*[\"'`]"
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.I)
ATTRIBUTES = re.compile(
    r"""setAttribute\(\s*["'](?:on\w+|style)["']|\bstyle:\s*["'`][^"'`]*:"""
    r"|\.on(?:click|error|load|input|change|submit|message|focus|blur|key\w+|mouse\w+|pointer\w+)"
    r"\s*="
)
ADDRESS = re.compile(
    r"""https?://[\w-]+(?:\.[\w-]+)+|["'`(]//\w|@import|url\(\s*["']?(?!#|["']?/)"""
)
ALLOWED = ("http://www.w3.org/2000/svg",)
"""A name, not an address: nothing is fetched from there."""


def name(path: Path) -> str:
    return path.name


def code(path: Path) -> str:
    """Without comments: they may speak of what the code must not do."""
    text = re.sub(r"/\*.*?\*/|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.S)
    return re.sub(r"^\s*//.*$", "", text, flags=re.M)


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_no_script_turns_text_into_markup_or_code(path: Path) -> None:
    assert MARKUP_FROM_TEXT.findall(code(path)) == []
    assert ATTRIBUTES.findall(code(path)) == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_no_page_has_scripts_styles_or_handlers_in_it(path: Path) -> None:
    assert INLINE.findall(code(path)) == []


@pytest.mark.parametrize("path", ALL, ids=name)
def test_nothing_comes_from_another_host(path: Path) -> None:
    text = code(path)
    for allowed in ALLOWED:
        text = text.replace(allowed, "")
    assert ADDRESS.findall(text) == []


def test_there_are_files_to_look_at() -> None:
    assert len(SCRIPTS) > 20
    assert STYLES
    assert PAGES
