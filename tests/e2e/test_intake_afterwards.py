"""After a pitch was handed in: new versions, changes that were asked for, withdrawing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.e2e.desk import ask_for_changes, decide, label, release
from tests.e2e.languages import check
from tests.e2e.stage import Stage
from tests.e2e.story import PDF_FILE, fill, fill_all, pitch, reference, to_consent, words


async def test_a_new_version_is_written_apart_and_replaces_nothing_until_it_is_sent(
    stage: Stage,
) -> None:
    sam, maya = stage.sam, stage.maya
    ref = reference(await pitch(sam, given={"title": "Moon Harbour"}))
    await sam.types("/pitch edit", ref=ref)
    await sam.selects("Change a page", "The project")
    shown = await fill(sam, {"title": "Sun Harbour"})
    assert "Send the new version" in shown.text
    await stage.restart()
    assert "Moon Harbour" in (await maya.types("/submissions view", ref=ref)).text
    kept = await sam.types("/pitch edit", ref=ref)
    assert "Sun Harbour" in kept.text
    viewed = await sam.types("/pitch view", ref=ref)
    assert "Moon Harbour" in viewed.text
    assert "not sent yet" in viewed.text

    await sam.presses("Send the new version", on=kept.message)
    receipt = await sam.presses("I agree – send the new version")
    assert "Your new version has arrived" in receipt.text
    assert "Sun Harbour" in (await maya.types("/submissions view", ref=ref)).text
    history = await sam.types("/pitch view", ref=ref)
    assert "Version 2 was submitted" in history.text
    assert history.text.count("-# Version ") == 2
    await sam.sees("Your new version has arrived", in_="dm")


async def test_a_new_version_can_be_dropped(stage: Stage) -> None:
    sam = stage.sam
    ref = reference(await pitch(sam, given={"title": "Moon Harbour", "script": [PDF_FILE]}))
    await sam.types("/pitch edit", ref=ref)
    await sam.selects("Change a page", "The project")
    await fill(sam, {"title": "Sun Harbour"})
    await sam.presses("Discard my changes")
    kept = await sam.presses("Keep it")
    assert "Sun Harbour" in kept.text
    await sam.presses("Discard my changes")
    dropped = await sam.presses("Discard them")
    assert "Moon Harbour" in dropped.text
    assert "treatment.pdf" in dropped.text
    assert "Sun Harbour" not in (await sam.types("/pitch edit", ref=ref)).text


async def test_an_old_button_of_the_draft_begins_no_new_version(stage: Stage) -> None:
    sam = stage.sam
    review = await fill_all(sam, given={"title": "Moon Harbour"})
    ref = reference(review)
    old = [(await sam.types("/pitch edit", ref=ref)).message for _ in range(3)]
    await to_consent(sam, review)
    await sam.presses("I agree – submit")
    for shown in (
        await sam.presses("Review", on=old[0]),
        await sam.presses("Save for later", on=old[1]),
        await sam.selects("Change a page", "The project", on=old[2]),
    ):
        assert shown.modal is None
        assert "Submitted" in shown.text
    assert "not sent yet" not in (await sam.types("/pitch view", ref=ref)).text


async def test_changes_that_were_asked_for_are_answered_from_the_notice(stage: Stage) -> None:
    for person in (stage.sam, stage.lin):
        text = words(person)
        ref = reference(await pitch(person, given={"title": "Moon Harbour"}))
        await ask_for_changes(stage.maya, ref, ("synopsis",), "More of the end, please.")
        told = await person.sees("More of the end, please.", in_="dm")
        assert label(person, "synopsis") in told.text
        opened = await person.presses(text("button.answer_changes"), on=told)
        assert opened.ephemeral
        check(person, opened.text.replace("More of the end, please.", ""))
        assert f"**{label(person, 'synopsis')}** {text('revision.to_change')}" in opened.text
        asked = await person.presses(text("button.continue"))
        assert asked.modal is not None
        assert label(person, "synopsis") in asked.modal.text
        answered = await fill(person, {"synopsis": "They part."})
        assert text("revision.to_change") not in answered.text
        await person.presses(text("button.send_new"))
        receipt = await person.presses(text("button.send_agreed"))
        assert ref in receipt.text
        viewed = await person.types("/pitch view", ref=ref)
        assert text("event.changes_requested") in viewed.text
        assert text("event.revised", number=2) in viewed.text
        assert text("state.submitted") in viewed.text


async def test_changes_can_be_answered_after_the_call_has_closed(stage: Stage) -> None:
    sam = stage.sam
    ref = reference(await pitch(sam))
    await ask_for_changes(stage.maya, ref, ("title",))
    await stage.olga.types("/call close", program="chunm")
    await sam.types("/pitch edit", ref=ref)
    await sam.presses("Continue")
    await fill(sam, {"title": "Moon Harbour"})
    await sam.presses("Send the new version")
    assert "has arrived" in (await sam.presses("I agree – send the new version")).text
    refused = await sam.types("/pitch edit", ref=ref)
    assert "cannot be changed now" in refused.text


async def test_a_withdrawal_is_asked_about_and_can_be_undone_from_its_notice(stage: Stage) -> None:
    for person in (stage.sam, stage.wei):
        text = words(person)
        ref = reference(await pitch(person, given={"title": "Moon Harbour"}))
        await person.types("/pitch view", ref=ref)
        asked = await person.presses(text("button.withdraw"))
        check(person, asked.text)
        kept = await person.presses(text("button.keep"))
        assert text("state.submitted") in kept.text
        await person.types("/pitch withdraw", ref=ref)
        gone = await person.presses(text("button.withdraw_surely"))
        check(person, gone.text)
        assert text("state.withdrawn") in gone.text
        told = await person.sees(text("button.undo"), in_="dm")
        back = await person.presses(text("button.undo"), on=told)
        assert text("state.submitted") in back.text
        assert text("event.restored") in back.text


async def test_a_withdrawal_cannot_be_undone_after_a_day(timed_stage: Stage) -> None:
    stage, sam = timed_stage, timed_stage.sam
    ref = reference(await pitch(sam))
    await sam.types("/pitch withdraw", ref=ref)
    await sam.presses("Withdraw it")
    told = await sam.sees("Undo the withdrawal", in_="dm")
    stage.sandbox.clock.advance(timedelta(hours=25).total_seconds())
    viewed = await sam.types("/pitch view", ref=ref)
    assert "Undo" not in viewed.text
    late = await sam.presses("Undo the withdrawal", on=told)
    assert "only be undone for 24 hours" in late.text
    again = await sam.types("/pitch withdraw", ref=ref)
    assert "not possible" in again.text


@pytest.mark.parametrize("name", ["sam", "lin"])
async def test_an_accepted_pitch_is_confirmed_from_its_notice(stage: Stage, name: str) -> None:
    person = stage.sandbox.people[name]
    text = words(person)
    ref = reference(await pitch(person))
    card = await stage.maya.sees(ref, in_="desk")
    await stage.maya.presses("Claim", on=card)
    await decide(stage.maya, ref, "accepted")
    await release(stage.olga, ref)
    told = await person.sees(text("button.confirm"), in_="dm")
    check(person, told.text)
    done = await person.presses(text("button.confirm"), on=told)
    assert text("state.confirmed") in done.text
    again = await person.presses(text("button.confirm"), on=told)
    assert ref in again.text
