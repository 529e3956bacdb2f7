"""What the import contracts of pyproject.toml cannot see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("bot", "cogs", "db", "sandbox", "benchmarks")
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s.+\sSET|DELETE\s+FROM|CREATE\s+TABLE|PRAGMA)\b",
    re.IGNORECASE | re.DOTALL,
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def trees(*folders: str) -> Iterator[tuple[str, ast.AST]]:
    for path in files(*folders):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_no_module_is_too_long_to_read_in_one_go() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files(*SOURCES)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_no_function_is_too_long_to_see_at_once() -> None:
    long = {
        f"{where}:{node.name}": lines
        for where, tree in trees(*SOURCES)
        for node in ast.walk(tree)
        if isinstance(node, Function)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}


@pytest.mark.parametrize("folder", ["cogs", "bot/discord_io", "bot/services", "bot/domain"])
def test_only_the_database_speaks_sql(folder: str) -> None:
    spoken = [
        f"{where}:{node.lineno}"
        for where, tree in trees(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    ]
    assert spoken == []


def test_cogs_catch_nothing_broadly_but_to_pass_it_on() -> None:
    broad = [
        f"{where}:{node.lineno}"
        for where, tree in trees("cogs")
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node) and not _passes_on(node)
    ]
    assert broad == []


def test_nothing_that_was_caught_is_dropped_in_silence() -> None:
    dropped = [
        f"{where}:{node.lineno}"
        for where, tree in trees(*SOURCES)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and _is_broad(node)
        and all(isinstance(part, ast.Pass | ast.Continue) for part in node.body)
    ]
    assert dropped == []


def test_no_promise_is_left_in_the_code() -> None:
    promise = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
    left = [str(p) for p in files(*SOURCES) if promise.search(p.read_text(encoding="utf-8"))]
    assert left == []


def _is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        each is None or (isinstance(each, ast.Name) and each.id in ("Exception", "BaseException"))
        for each in caught
    )


def _passes_on(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None
