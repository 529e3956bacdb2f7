"""Values as JSON, and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.pitch import ChangeRequest, Proposal, State, Submission, Withdrawal
from db.codec import (
    dump_answers,
    dump_programme,
    dump_value,
    load_answers,
    load_programme,
    load_value,
)
from tests.db.samples import COORDINATOR, NOW, programme

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


@pytest.mark.parametrize(
    "value",
    [
        Submission(NOW, "1", "我同意。", "ab" * 32, late=True),
        ChangeRequest(("title", "logline"), "请缩短 🎬", NOW, State.SHORTLISTED, COORDINATOR),
        ChangeRequest(("title",), "", None, State.SUBMITTED, COORDINATOR),
        Proposal(State.DECLINED, "Not now.", COORDINATOR),
        Withdrawal(NOW, State.IN_REVIEW),
    ],
)
def test_a_part_of_a_pitch_comes_back_equal(value: object) -> None:
    assert load_value(type(value), dump_value(value)) == value


def test_a_part_that_is_not_there_stays_so() -> None:
    assert dump_value(None) is None
    assert load_value(Submission, None) is None


def test_a_submission_stored_before_lateness_was_noted_was_in_time() -> None:
    text = dump_value(Submission(NOW, "1", "我同意。", "ab" * 32)) or ""
    document = json.loads(text)
    del document["late"]
    loaded = load_value(Submission, json.dumps(document))
    assert loaded is not None
    assert loaded.late is False
