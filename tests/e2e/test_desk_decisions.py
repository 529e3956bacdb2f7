"""From review to a decision: who may, who is told what, and when."""

from __future__ import annotations

from sandbox import Sandbox
from tests.e2e.desk import decide, in_thread, release, submitted, withdraw
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words

LINE = "`{ref}` **Moon Harbour**"


async def test_a_proposal_is_told_to_nobody_until_a_lead_releases_it_and_the_owner_confirms(
    stage: Stage,
) -> None:
    lin, maya, olga = stage.lin, stage.maya, stage.olga
    ref, card = await submitted(stage)
    shortlisted = await decide(maya, ref, "shortlisted")
    assert "Shortlisted" in shortlisted.text
    await lin.sees(words(lin)("notice.shortlisted", headline=LINE.format(ref=ref)), in_="dm")
    proposed = await decide(maya, ref, "accepted", "Strong voice")
    assert "/submissions release" in proposed.text
    await maya.sees("Waiting for a lead", in_="desk")
    assert "Strong voice" in card.text
    before = await lin.reads("dm")

    refused = await maya.types("/submissions release", ref=ref)
    assert refused.text == words(maya)("error.leads_only")
    assert await lin.reads("dm") == before

    released = await release(olga, ref)
    assert "Accepted" in released.text
    told = await lin.sees(words(lin)("notice.accepted", headline=LINE.format(ref=ref)), in_="dm")
    assert "Strong voice" not in told.text
    await maya.sees("State** Accepted", in_="desk")
    assert "Waiting for a lead" not in card.text
    await lin.presses(words(lin)("button.confirm"), on=told)
    await maya.sees("confirmed", in_=card.thread)
    assert "Confirmed" in card.text
    again = await olga.types("/submissions release", ref=ref)
    assert "That is not possible" in again.text


async def test_an_ineligible_pitch_needs_a_reason_that_its_author_reads(stage: Stage) -> None:
    lin, maya = stage.lin, stage.maya
    ref, card = await submitted(stage)
    refused = await decide(maya, ref, "ineligible")
    assert refused.text == words(maya)("error.reason_missing")
    assert "In review" in card.text
    await decide(maya, ref, "ineligible", "It was shot already.")
    await maya.sees("Not eligible", in_="desk")
    await lin.sees("It was shot already.", in_="dm")
    assert "Claimed" not in [button.label for button in card.buttons]


async def test_who_reads_a_pitch_notes_and_decides_from_there_and_reads_on(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    ref, _ = await submitted(stage)
    opened = await maya.types("/submissions view", ref=ref)
    assert opened.message is not None
    read = opened.text

    await maya.presses(text("button.note"), on=opened.message)
    noted = await maya.fills({text("note.words"): "A fine first page."})
    assert text("note.added", headline=LINE.format(ref=ref)) in noted.text
    await maya.presses(text("button.shortlist"), on=opened.message)
    decided = await maya.fills({text("desk.decide_reason"): "Strong voice"})
    assert text("state.shortlisted") in decided.text
    assert opened.message.text == read
    await maya.sees("State** Shortlisted", in_="desk")


async def test_only_a_lead_reopens_and_the_thread_says_why(stage: Stage) -> None:
    lin, maya, olga = stage.lin, stage.maya, stage.olga
    ref, card = await submitted(stage)
    await decide(maya, ref, "ineligible", "It was shot already.")
    refused = await maya.types("/submissions reopen", ref=ref, reason="A second look")
    assert refused.text == words(maya)("error.leads_only")
    reopened = await olga.types("/submissions reopen", ref=ref, reason="A second look")
    assert "is open again" in reopened.text
    news = await maya.sees("A second look", in_=card.thread)
    assert f"<@{olga.id}>" in news.text
    assert "In review" in card.text
    told = await lin.sees(words(lin)("notice.reopened", headline=LINE.format(ref=ref)), in_="dm")
    assert "A second look" not in told.text


async def test_who_is_given_a_pitch_hears_of_it_and_stands_on_the_card(
    stage: Stage, sandbox: Sandbox
) -> None:
    lin, maya, noor = stage.lin, stage.maya, stage.noor
    ref = reference(await pitch(lin, given={"title": "Moon Harbour"}))
    card = await maya.sees(ref, in_="desk")
    refused = await maya.types("/submissions assign", ref=ref, coordinator=stage.sam)
    assert refused.text == words(maya)("error.not_a_coordinator", by=stage.sam.id)
    bot = next(id_ for name, id_ in sandbox.guild("north").members.items() if name == "Callboard")
    for nobody in (lin.id, bot):
        refused = await maya.types("/submissions assign", ref=ref, coordinator=nobody)
        assert refused.text.startswith(f"<@{nobody}>")
    given = await maya.types("/submissions assign", ref=ref, coordinator=noor)
    assert f"<@{noor.id}>" in given.text
    told = await noor.sees(ref, in_="dm")
    assert f"<@{maya.id}>" in told.text
    await maya.sees("In review", in_="desk")
    assert f"<@{noor.id}>" in card.text
    await lin.sees(words(lin)("notice.claimed", headline=LINE.format(ref=ref)), in_="dm")
    late = await maya.types("/submissions assign", ref=ref, coordinator=maya)
    assert late.text == words(maya)("error.already_claimed", by=noor.id)


async def test_commands_suggest_the_pitches_that_they_can_be_used_for(stage: Stage) -> None:
    ref, _ = await submitted(stage)

    async def suggesting(*commands: str) -> set[str]:
        found = set()
        for command in commands:
            offered = await stage.maya.completes(f"/submissions {command}", "ref", ref[:5])
            if offered:
                assert [choice.name for choice in offered] == [f"{ref} · Moon Harbour"]
                found.add(command)
        return found

    always, before, after = {"view", "assign", "tag"}, {"changes", "decide", "release"}, {"reopen"}
    commands = (*always, *before, *after, "stage")
    assert await suggesting(*commands) == always | before
    await decide(stage.maya, ref, "ineligible", "It was shot already.")
    assert await suggesting(*commands) == always | after


async def test_the_list_finds_pitches_in_any_state(stage: Stage) -> None:
    maya = stage.maya
    ref, _ = await submitted(stage)
    await withdraw(stage.lin, ref)
    assert ref in (await maya.types("/submissions list", state="Withdrawn")).text
    for state in ("Submitted", "In review", "Declined", "Erased"):
        assert ref not in (await maya.types("/submissions list", state=state)).text


async def test_the_history_of_a_pitch_says_who_did_what_and_why(stage: Stage) -> None:
    maya = stage.maya
    ref, card = await submitted(stage)
    await decide(maya, ref, "declined", "No room")
    shown = await maya.types("/submissions view", ref=ref)
    while "Earlier" not in shown.text and "No room" not in shown.text:
        shown = await maya.presses(words(maya)("button.further"))
    assert f"<@{maya.id}>" in shown.text
    assert "proposed: Declined (No room)" in shown.text
    assert all("No room" not in text for text in in_thread(card))
