"""The minutes after a deadline are for those who were at it, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

from tests.e2e.stage import Stage
from tests.e2e.story import begin, fill, pitch


async def _open_until_tomorrow(stage: Stage) -> None:
    await stage.olga.types("/call close", program="chunm")
    closes = stage.clock.now() + timedelta(days=1)
    typed = closes.strftime("%Y-%m-%d %H:%M")
    opened = await stage.olga.types("/call open", program="chunm", closes=typed)
    assert "is open" in opened.text, opened.text


async def test_a_draft_can_be_gone_on_with_and_handed_in(timed_stage: Stage) -> None:
    stage = timed_stage
    await _open_until_tomorrow(stage)
    await begin(stage.sam)
    await fill(stage.sam, {"title": "Moon Harbour"})
    stage.sandbox.clock.advance(timedelta(days=1, minutes=5).total_seconds())
    by_name = await stage.sam.types("/pitch start", program="chunm")
    assert "Moon Harbour" in by_name.text
    assert "Moon Harbour" in (await stage.sam.types("/pitch start")).text
    for _ in range(4):
        await stage.sam.presses("Continue")
        await fill(stage.sam)
    await stage.sam.presses("Review")
    await stage.sam.presses("Looks right")
    assert "has arrived" in (await stage.sam.presses("I agree – submit")).text


async def test_nothing_new_is_begun(timed_stage: Stage) -> None:
    stage = timed_stage
    await _open_until_tomorrow(stage)
    await pitch(stage.sam)
    stage.sandbox.clock.advance(timedelta(days=1, minutes=5).total_seconds())
    by_name = await stage.sam.types("/pitch start", program="chunm")
    assert "ChunM Talent Program isn't open for pitches right now" in by_name.text
    assert "open for pitches right now" in (await stage.sam.types("/pitch start")).text


async def test_after_it_a_draft_is_refused_by_the_name_of_its_programme(timed_stage: Stage) -> None:
    stage = timed_stage
    await _open_until_tomorrow(stage)
    await begin(stage.sam)
    await fill(stage.sam, {"title": "Moon Harbour"})
    stage.sandbox.clock.advance(timedelta(days=1, minutes=16).total_seconds())
    by_name = await stage.sam.types("/pitch start", program="chunm")
    assert "ChunM Talent Program isn't open for pitches right now" in by_name.text
    assert "Moon Harbour" in (await stage.sam.types("/pitch list")).text
