"""What is opened from a list stands beside it, so that the next one is a press away."""

from __future__ import annotations

from tests.e2e.stage import Stage
from tests.e2e.story import pitch


async def test_a_coordinator_opens_one_pitch_after_another_from_the_same_list(
    stage: Stage,
) -> None:
    await pitch(stage.sam, given={"title": "Moon Harbour"})
    listed = await stage.maya.types("/submissions list")
    opened = await stage.maya.presses("Open", on=listed.message)
    assert opened.ephemeral
    assert "About synopsis" in opened.text
    turned = await stage.maya.presses("Open", on=listed.message)
    assert "About synopsis" in turned.text
    assert listed.message is not None
    assert opened.message is not None
    assert turned.message is not None
    assert len({listed.message.id, opened.message.id, turned.message.id}) == 3


async def test_the_pages_of_what_was_opened_are_turned_in_place(stage: Stage) -> None:
    await pitch(stage.sam, given={"synopsis": "m" * 3500, "bio": "h" * 3500})
    for person, command, onward in (
        (stage.maya, "/submissions list", "Next page"),
        (stage.sam, "/pitch list", "Read the answers"),
    ):
        listed = await person.types(command)
        opened = await person.presses("Open", on=listed.message)
        further = await person.presses(onward, on=opened.message)
        assert listed.message is not None
        assert opened.message is not None
        assert further.message is not None
        assert further.message.id == opened.message.id != listed.message.id
        assert "Page 2 of" in further.text
        assert listed.message.text.count("Open") == 1
