"""No words for people stand in the code: they belong in the catalogues, in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEARCHED = ("cogs", "bot/discord_io")
PROSE = re.compile(r"[^\W\d_]\S* +\S*[^\W\d_]|[\u4e00-\u9fff]")
"""Two words with a space between them, or any Chinese."""
SHOWN = {"content", "description", "label", "placeholder", "title"}
"""Parameters of discord.py whose value is shown: there even one word is too many."""
ALLOWED = {"%Y-%m-%d %H:%M:%S", "`{ref}` **{title}**"}


def files() -> list[Path]:
    return [path for folder in SEARCHED for path in sorted((ROOT / folder).rglob("*.py"))]


def prose(source: str) -> Iterator[tuple[int, str]]:
    """Literals that look like words for people, with their lines.

    Not docstrings, nor what goes to the log or stands in an error for developers, nor annotations.
    """
    tree = ast.parse(source)
    passed_over = {id(part) for node in ast.walk(tree) for part in _for_developers(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in SHOWN:
            if isinstance(node.value, ast.Constant) and re.search(
                r"[^\W\d_]", str(node.value.value)
            ):
                yield node.value.lineno, str(node.value.value)
        elif isinstance(node, ast.Constant) and id(node) not in passed_over:
            words = node.value if isinstance(node.value, str) else ""
            if words not in ALLOWED and PROSE.search(words):
                yield node.lineno, words


def _for_developers(node: ast.AST) -> Iterator[ast.AST]:
    """Everything within ``node`` that people never read."""
    inner: list[ast.AST | None] = []
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        inner.append(node.value)
    elif isinstance(node, ast.Raise):
        inner.append(node.exc)
    elif isinstance(node, ast.Assert):
        inner.append(node.msg)
    elif isinstance(node, ast.AnnAssign | ast.arg):
        inner.append(node.annotation)
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inner.append(node.returns)
    elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("_log."):
        inner.append(node)
    for part in inner:
        if part is not None:
            yield from ast.walk(part)


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_no_words_for_people_stand_in_the_code(path: Path) -> None:
    found = [f"{line}: {text}" for line, text in prose(path.read_text(encoding="utf-8"))]
    assert found == []


def test_prose_would_be_found() -> None:
    source = (
        '"""A module."""\n'
        'label = "Save for later"\n'
        'def act(x: "a b") -> "c d":\n'
        '    """Do it."""\n'
        '    _log.info("saved well", reason="a reason")\n'
        '    assert x, "it is there"\n'
        '    if x: raise ValueError(f"no such {x} here")\n'
        '    send(f"Hello {x}, my friend", "one", "提问", code="a_b c")\n'
        'button(label="Open", style="primary")\n'
    )
    assert sorted(line for line, _ in prose(source)) == [2, 8, 8, 8, 9]
