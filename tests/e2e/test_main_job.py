"""The main job, from question to claim, on both databases."""

from __future__ import annotations

import pytest

from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_a_question_is_answered_a_pitch_arrives_and_a_coordinator_claims_it(
    stage: Stage,
) -> None:
    lin, maya = stage.lin, stage.maya
    answer = await lin.types("/ask", question="ChunM 人才计划是什么？")
    assert answer.ephemeral
    assert "ChunM 人才计划" in answer.text

    receipt = await pitch(lin, given={"title": "月亮港"})
    ref = reference(receipt)
    assert ref.startswith("CM-")
    assert "月亮港" in receipt.text

    card = await maya.sees(ref, in_="desk")
    assert "月亮港" in card.text
    assert ref in (await lin.sees(ref, in_="dm")).text

    claimed = await maya.presses("Claim", on=card)
    assert ref in claimed.text
    card = await maya.sees("In review", in_="desk")
    assert card.thread is not None
    assert card.thread.name == f"{ref} · 月亮港"
    told = await lin.sees(words(lin)("notice.claimed", headline="").split(" ")[0], in_="dm")
    assert ref in told.text
