"""A guild may have a thousand active threads. Beyond them Discord refuses more: nothing waits."""

from __future__ import annotations

import pytest

from sandbox import Sandbox
from tests.e2e.delivery import MESSAGES, THREADS, cards_of, claim_news, in_dm
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference

PRIVATE_THREADS = "/channels/{channel_id}/threads"
TOO_MANY_THREADS = 160006


async def test_a_card_that_gets_no_thread_holds_up_nobody_and_gets_it_later(
    stage: Stage, sandbox: Sandbox
) -> None:
    sandbox.faults.fail("POST", THREADS, status=400, times=2, code=TOO_MANY_THREADS)
    first = reference(await pitch(stage.lin))
    card = await stage.maya.sees(first, in_="desk")
    second = reference(await pitch(stage.sam))
    await stage.maya.sees(second, in_="desk")
    assert stage.maya.threads("desk") == []
    made = sandbox.faults.hold("POST", THREADS, "after")
    await stage.maya.presses("Claim", on=card)
    await made.reached()
    made.release()
    assert [thread.name[:8] for thread in stage.maya.threads("desk")] == [first]
    assert len(cards_of(sandbox, first)) == len(cards_of(sandbox, second)) == 1


@pytest.mark.parametrize("code", [TOO_MANY_THREADS, 50024])
async def test_a_private_thread_that_cannot_be_made_leaves_the_inbox(
    stage: Stage, sandbox: Sandbox, code: int
) -> None:
    lin = stage.lin
    lin.shuts_dms()
    sandbox.faults.fail("POST", PRIVATE_THREADS, status=400, times=1, code=code)
    refusal = sandbox.faults.hold("POST", MESSAGES, "after", where=in_dm(lin))
    ref = reference(await pitch(lin))
    await refusal.reached()
    lin.opens_dms()
    refusal.release()
    card = await stage.maya.sees(ref, in_="desk")
    await stage.maya.presses("Claim", on=card)
    # It waits for the receipt to have arrived somewhere.
    await lin.sees(claim_news(lin), in_="dm")
    assert len(await lin.reads("dm")) == 1
    assert lin.threads() == []
    assert ref in (await lin.types("/收件箱")).text
