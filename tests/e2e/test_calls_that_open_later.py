"""A call that is scheduled: announced on the programme's card, closed to pitches until then."""

from __future__ import annotations

from datetime import timedelta

from bot.texts import stamp
from sandbox import Sandbox
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words


async def test_a_scheduled_call_is_announced_and_opens_by_itself(
    timed_stage: Stage, sandbox: Sandbox
) -> None:
    maya, sam = timed_stage.maya, timed_stage.sam
    await maya.types("/call close", program="chunm")
    opens = sandbox.clock.now() + timedelta(days=2)
    scheduled = await maya.types(
        "/call open", program="chunm", opens=opens.isoformat(timespec="seconds")
    )
    assert stamp(opens) in scheduled.text
    assert "is open" not in scheduled.text
    assert stamp(opens) in (await sam.types("/programs")).text
    refused = await sam.types("/pitch start", program="chunm")
    assert stamp(opens) in refused.text
    again = await maya.types("/call open", program="chunm")
    assert stamp(opens) in again.text

    sandbox.clock.advance(timedelta(days=2, minutes=1).total_seconds())
    assert words(sam)("programs.open") in (await sam.types("/programs")).text
    await maya.sees(reference(await pitch(sam)), in_="desk")


async def test_a_call_opens_at_once_where_no_time_is_given(timed_stage: Stage) -> None:
    await timed_stage.maya.types("/call close", program="chunm")
    opened = await timed_stage.maya.types("/call open", program="chunm")
    assert "is open" in opened.text


async def test_a_call_cannot_open_after_its_deadline(timed_stage: Stage, sandbox: Sandbox) -> None:
    maya = timed_stage.maya
    await maya.types("/call close", program="chunm")
    opens, closes = (
        (sandbox.clock.now() + timedelta(days=days)).isoformat(timespec="minutes")
        for days in (5, 3)
    )
    refused = await maya.types("/call open", program="chunm", opens=opens, closes=closes)
    assert refused.text == words(maya)("error.opens_too_late")
