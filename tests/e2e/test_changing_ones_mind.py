"""A form is filled in any order: pages are gone back to, and answers hide what follows."""

from __future__ import annotations

from tests.e2e.stage import Stage
from tests.e2e.story import begin, fill

ORIGINAL = {"support": ["Original IP"]}
AGENCY = {"support": ["Director agency"]}


async def test_an_earlier_page_can_be_changed_before_all_are_filled(stage: Stage) -> None:
    await begin(stage.sam)
    await fill(stage.sam, {"title": "Moon Harbour"})
    await stage.sam.presses("Continue")
    await fill(stage.sam)
    await stage.restart()
    await stage.sam.types("/pitch start", program="chunm")
    again = (await stage.sam.selects("Change a page", "The project")).modal
    assert again is not None
    assert "Moon Harbour" in [field.value for field in again.fields]
    changed = await fill(stage.sam, {"title": "Sun Harbour"})
    assert "Sun Harbour" in changed.text
    assert "2 of 5" in changed.text


async def test_a_page_that_another_answer_hid_meanwhile_is_not_opened_empty(stage: Stage) -> None:
    await begin(stage.sam, "hina")
    await fill(stage.sam, ORIGINAL)
    for _ in range(2):
        await stage.sam.presses("Continue")
        old = await fill(stage.sam)
    await stage.sam.types("/pitch start", program="hina")
    await stage.sam.selects("Change a page", "What you are after")
    await fill(stage.sam, AGENCY)
    shown = await stage.sam.presses("Continue", on=old.message)
    assert shown.modal is None
    assert "3 of 3" in shown.text
