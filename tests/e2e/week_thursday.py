"""Thursday: what is late is raised, and the decisions are proposed."""

from __future__ import annotations

from bot.domain.text import Locale
from sandbox.people.person import Person
from tests.e2e.desk import decide, send_new_version
from tests.e2e.story import words
from tests.e2e.test_releasing import writes_letter
from tests.e2e.week import Piece, Week
from tests.e2e.week_wednesday import new_version

LETTER = {
    Locale.EN: "Dear author of {title} ({ref}),\nnot this time: {reason}",
    Locale.ZH_CN: "《{title}》（{ref}）的作者：\n这次没有入选：{reason}",
    Locale.ZH_TW: "《{title}》（{ref}）的創作者：\n這次沒有入選：{reason}",
}
NASTY = "Too {ref} **big** @everyone <@&1>"
NASTY_SHOWN = r"Too {ref} \*\*big\*\* \@everyone \<\@&1>"
NEVER_TOLD = "Strong voice, between us"


async def thursday(week: Week) -> None:
    await late_changes_are_raised_once(week)
    await the_lead_writes_a_letter_of_the_programmes_own(week)
    await some_decisions_are_told_at_once(week)
    await others_wait_for_the_lead_also_over_a_restart(week)


async def late_changes_are_raised_once(week: Week) -> None:
    maya, bridge, late = week.maya, week.bridge, "have not come yet"
    await week.until("Thursday", 9, 55)
    assert bridge.said_in_thread(late) == []
    await week.until("Thursday", 10)
    await maya.sees(late, in_=bridge.thread)
    await week.stage.restart()
    await week.until("Thursday", 12)
    assert "Changes requested" in bridge.card.text
    await send_new_version(week.yun, bridge.ref, {"logline": "兩個人，一座橋。"})
    new_version(week, bridge)
    await maya.sees("兩個人，一座橋。", in_=bridge.thread)
    await week.all_is_told()
    assert len(bridge.said_in_thread(late)) == 1
    assert "State** In review" in bridge.card.text


async def the_lead_writes_a_letter_of_the_programmes_own(week: Week) -> None:
    refused = await week.maya.types(
        "/submissions letter", program="chunm", decision=words(week.maya)("state.declined")
    )
    assert refused.text == words(week.maya)("error.leads_only")
    kept = await writes_letter(week.olga, "chunm", "Declined", LETTER)
    assert "is kept" in kept.text


async def some_decisions_are_told_at_once(week: Week) -> None:
    ferry, mirror = week.ferry, week.mirror
    await decide(week.jun, ferry.ref, "shortlisted")
    week.reads(ferry, "notice.shortlisted")
    await week.maya.sees("State** Shortlisted", in_="desk")
    reason = "It was shot already."
    await decide(week.noor, mirror.ref, "ineligible", reason)
    week.reads(mirror, "notice.ineligible", reason=f"> {reason}")
    await week.jun.sees(reason, in_="dm")
    await week.all_is_told()
    assert mirror.thread.archived


async def others_wait_for_the_lead_also_over_a_restart(week: Week) -> None:
    maya, noor, jun = week.maya, week.noor, week.jun
    proposals: tuple[tuple[Person, Piece, str, str], ...] = (
        (maya, week.harbour, "accepted", NEVER_TOLD),
        (jun, week.ferry, "accepted", NEVER_TOLD),
        (maya, week.bridge, "accepted", NEVER_TOLD),
        (noor, week.trap, "declined", NASTY),
        (noor, week.lamp, "declined", NEVER_TOLD),
    )
    for person, piece, decision, reason in proposals:
        await decide(person, piece.ref, decision, reason)
    await week.all_is_told()
    await week.stage.restart()
    for person, piece, decision, _ in proposals:
        assert "Waiting for a lead" in piece.card.text
        assert person.mention in piece.card.text
        assert words(maya)(f"state.{decision}") in piece.card.text
    refused = await maya.types("/submissions release")
    assert refused.text == words(maya)("error.leads_only")
