"""Values as JSON, and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.pitch import Submission
from db.codec import (
    dump_answers,
    dump_programme,
    dump_submission,
    load_answers,
    load_programme,
    load_submission,
)
from tests.db.samples import NOW, programme

texts = st.text(st.characters(codec="utf-8"))
answers = st.dictionaries(texts, texts | st.lists(texts).map(tuple))


@given(answers)
def test_any_answers_come_back_as_they_were(
    given_answers: dict[str, str | tuple[str, ...]],
) -> None:
    assert load_answers(dump_answers(given_answers)) == given_answers


def test_text_is_stored_as_it_reads() -> None:
    assert dump_answers({"title": "山海 🎬"}) == '{"title":"山海 🎬"}'


def test_a_programme_comes_back_equal_and_is_decoded_once() -> None:
    text = dump_programme(programme())
    assert load_programme(text) == programme()
    assert load_programme(str(bytes(text, "utf-8"), "utf-8")) is load_programme(text)


def test_a_programme_that_lacks_a_part_is_refused() -> None:
    document = json.loads(dump_programme(programme()))
    del document["form"]
    with pytest.raises(ValidationError):
        load_programme(json.dumps(document))


def test_a_submission_comes_back_and_none_stays_none() -> None:
    submission = Submission(NOW, "1", "我同意。", "ab" * 32)
    assert load_submission(dump_submission(submission)) == submission
    assert load_submission(dump_submission(None)) is None
