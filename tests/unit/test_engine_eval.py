"""``callboard faq eval``: figures and predictions for a set of questions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

SET = {
    "name": "small",
    "meta": {},
    "entries": [
        {"id": "fee", "question": "Is there an entry fee?", "alternates": [], "answer": "No."},
        {"id": "due", "question": "When is the deadline?", "alternates": [], "answer": "May."},
    ],
    "queries": [
        {"text": "an entry fee", "lang": "en", "gold_id": "fee", "split": "val", "kind": "in"},
        {"text": "the deadline", "lang": "en", "gold_id": "fee", "split": "val", "kind": "in"},
        {"text": "dragons, perhaps", "lang": "en", "gold_id": "due", "split": "val", "kind": "in"},
        {"text": "😀", "lang": "en", "gold_id": None, "split": "val", "kind": "oos"},
        {"text": "a deadline", "lang": "en", "gold_id": "due", "split": "test", "kind": "in"},
    ],
}


@pytest.fixture(autouse=True)
def by_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SEMANTIC", "off")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "set.json").write_text(json.dumps(SET), encoding="utf-8")


def evaluated(*options: str) -> str:
    done = CliRunner().invoke(app, ["faq", "eval", "set.json", *options])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_figures_are_shares_of_what_was_asked() -> None:
    shown = dict(line.split(maxsplit=1) for line in evaluated().splitlines())
    assert shown["questions"] == "3 in scope, 1 out of it"
    assert shown["top-1"] == shown["right"] == shown["wrong"] == shown["refused"] == "33.3 %"
    assert (shown["offered"], shown["recognised"]) == ("0.0 %", "100.0 %")
    assert {"top-3", "p50", "p95"} <= set(shown)


def test_another_split_is_asked_by_name() -> None:
    assert "1 in scope, 0 out of it" in evaluated("--split", "test")


def test_each_question_has_a_line_of_predictions(tmp_path: Path) -> None:
    evaluated("--predictions", "out.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line["text"] for line in lines] == [q["text"] for q in SET["queries"][:4]]  # type: ignore[index]
    assert [line["decision"] for line in lines] == ["answer", "answer", "unknown", "unknown"]
    assert [line["ranked"][:1] for line in lines] == [["fee"], ["due"], [], []]
    assert all(0 <= line["score"] <= 1 for line in lines)


@pytest.mark.parametrize("text", ["", "{}", '{"entries": 1, "queries": []}', "\udcff"])
def test_a_file_that_is_no_set_is_told_in_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "set.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    done = CliRunner().invoke(app, ["faq", "eval", "set.json"])
    assert done.exit_code == 1
    assert len(done.output.strip().splitlines()) == 1
