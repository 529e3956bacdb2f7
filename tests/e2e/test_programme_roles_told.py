"""Of a programme with coordinators of its own the others are told nothing, and say nothing to its
authors."""

from __future__ import annotations

import pytest

from tests.e2e.languages import check
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words
from tests.e2e.talking import replies
from tests.e2e.test_programme_roles import APART, COMMAND, narrow
from tests.e2e.test_rhythm import ZONE, chooses, gives_times, opening, settings, told, until
from tests.e2e.together import delivered

pytestmark = pytest.mark.parametrize("world", [APART])


async def test_others_get_neither_digest_nor_notice_of_it(timed_stage: Stage) -> None:
    stage = timed_stage
    await narrow(stage)
    for who in (stage.maya, stage.noor):
        await settings(who)
        await gives_times(who, timezone=ZONE, begin="", end="", schools="")
        await chooses(who, "prefs.instant")
        await chooses(who, "prefs.at", hour="09:00")
    ref = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    (message,) = await told(stage.maya, opening(stage.maya, "digest.new_pitch"))
    assert ref in message.text
    await until(stage, 9)
    (digest,) = await told(stage.maya, opening(stage.maya, "digest.title"))
    assert ref in digest.text
    await delivered(stage)
    assert await stage.noor.reads("dm") == []
    assert ref not in (await stage.noor.types("/inbox")).text
    # Who gets the role is told from then on.
    stage.noor.gains("ChunM Team")
    assert ref in (await stage.noor.types("/inbox")).text


async def test_others_write_nothing_to_its_authors_from_a_thread_that_they_see(
    stage: Stage,
) -> None:
    noor = stage.noor
    unknown = words(noor)("error.submission_not_found")
    ref = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    card = await noor.sees(ref, in_="desk")
    await replies(noor, ref, "Where is it set?")
    shown = await stage.lin.sees("Where is it set?", in_="dm")
    (thread,) = noor.threads("desk")
    message = await noor.writes(f"<@{stage.bot_id}> And when?", in_=thread)
    asked = await noor.sees("Only the desk can read this", in_=thread)
    await stage.olga.types(COMMAND, program="chunm", role="ChunM Team")
    refused = await noor.presses(words(noor)("button.send_to_authors"), on=asked)
    assert refused.text == unknown
    await noor.writes(f"<@{stage.bot_id}> And who?", in_=thread)
    await noor.sees(unknown, in_=thread)
    for label in ("Open", "Score"):
        assert (await noor.presses(label, on=card)).text == unknown
    assert message.id
    assert "And when?" not in shown.text


@pytest.mark.parametrize("locale", ["en-US", "zh-CN", "zh-TW"])
async def test_the_command_speaks_the_managers_language(stage: Stage, locale: str) -> None:
    olga = stage.olga
    olga.locale = locale
    for options in ({"role": "ChunM Team"}, {"desk": "general"}, {"desk": "chunm-desk"}, {}):
        reply = await olga.types(COMMAND, program="chunm", **options)
        check(olga, reply.text)
        assert "program." not in reply.text
