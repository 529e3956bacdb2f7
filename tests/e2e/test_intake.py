"""A creator's pitch from the first page to the receipt."""

from __future__ import annotations

import asyncio

import pytest

from tests.e2e.stage import Stage
from tests.e2e.story import begin, fill, fill_all, pitch, reference, to_consent, words

ENGINES = pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
LONG_LOGLINE = " ".join(["one"] * 51)


async def test_the_programme_is_asked_only_when_several_are_open(stage: Stage) -> None:
    asked = await stage.sam.types("/pitch start")
    assert {"ChunM Talent Program", "Hina International Young Directors Program"} <= {
        button.label for button in asked.message.buttons
    }
    chosen = await stage.sam.presses("ChunM Talent Program")
    assert "ChunM" in chosen.text
    await stage.olga.types("/call close", program="hina")
    straight = await stage.lin.types("/pitch start")
    assert "ChunM" in straight.text
    assert "开始填写" in straight.text


async def test_each_page_is_saved_as_it_is_sent_and_survives_a_restart(stage: Stage) -> None:
    await begin(stage.lin)
    sent = await fill(stage.lin, {"title": "Moon Harbour"})
    assert "1 / 5" in sent.text
    await stage.restart()
    resumed = await stage.lin.types("/pitch start", program="chunm")
    assert "Moon Harbour" in resumed.text
    assert "1 / 5" in resumed.text
    assert "Moon Harbour" in (await stage.lin.types("/pitch list")).text


async def test_a_page_that_was_open_during_a_restart_is_not_lost(stage: Stage) -> None:
    await begin(stage.lin)
    await stage.restart()
    sent = await fill(stage.lin, {"title": "Moon Harbour"})
    assert "Moon Harbour" in sent.text


async def test_buttons_work_after_a_restart(stage: Stage) -> None:
    review = await fill_all(stage.sam, given={"title": "Moon Harbour"})
    await stage.restart()
    await to_consent(stage.sam, review)
    await stage.restart()
    receipt = await stage.sam.presses("I agree – submit")
    assert "Your pitch has arrived" in receipt.text


@ENGINES
async def test_two_clicks_on_submit_make_one_pitch(stage: Stage) -> None:
    await to_consent(stage.sam, await fill_all(stage.sam))
    first, second = await asyncio.gather(
        stage.sam.presses("I agree – submit"), stage.sam.presses("I agree – submit")
    )
    assert reference(first) == reference(second)
    card = await stage.maya.sees(reference(first), in_="desk")
    assert "1 pitch" in (await stage.maya.types("/submissions list")).text
    await stage.maya.presses("Claim", on=card)
    await stage.maya.sees("In review", in_="desk")  # comes after all that was sent there before
    cards = [m for m in await stage.maya.reads("desk") if not m.ephemeral]
    assert len(cards) == 1


async def test_an_answer_over_its_limit_comes_back_with_the_text_still_there(stage: Stage) -> None:
    await begin(stage.sam)
    sent = await fill(stage.sam, {"title": "Moon Harbour", "logline": LONG_LOGLINE})
    assert "has 51 words; the limit is 50" in sent.text
    again = await stage.sam.presses("Correct")
    assert again.modal is not None
    assert again.modal.field("Logline").value == LONG_LOGLINE
    corrected = await stage.sam.fills({"Logline": "A short one."})
    assert "1 of 5" in corrected.text


async def test_back_opens_the_page_before_with_what_was_written(stage: Stage) -> None:
    await begin(stage.sam)
    await fill(stage.sam, {"title": "Moon Harbour"})
    back = await stage.sam.presses("Back")
    assert back.modal is not None
    assert back.modal.field("Title").value == "Moon Harbour"


async def test_save_for_later_says_how_to_go_on_and_continue_does(stage: Stage) -> None:
    await begin(stage.sam)
    await fill(stage.sam, {"title": "Moon Harbour"})
    later = await stage.sam.presses("Save for later")
    assert "/pitch start" in later.text
    await stage.sam.types("/pitch list")
    shown = await stage.sam.presses("Continue")
    assert "1 of 5" in shown.text


async def test_a_page_can_be_changed_from_the_review(stage: Stage) -> None:
    await fill_all(stage.sam, given={"title": "Moon Harbor"})
    changing = await stage.sam.selects("Change a page", "The project")
    assert changing.modal is not None
    await stage.sam.fills({"Title": "Moon Harbour"})
    review = await stage.sam.presses("Review")
    assert "Moon Harbour" in review.text


async def test_an_adaptation_is_asked_for_its_rights_and_an_original_is_not(stage: Stage) -> None:
    review = await fill_all(stage.sam, given={"origin": ["Original"]})
    assert "What is it adapted from?" not in review.text
    await stage.sam.selects("Change a page", "Source and rights")
    await fill(stage.sam, {"origin": ["Adaptation"]})
    adapted = (await stage.sam.presses("Continue")).modal
    assert adapted is not None
    assert "What is it adapted from?" in adapted.text


async def test_every_answer_is_shown_in_full_before_submitting_however_long(stage: Stage) -> None:
    synopsis = "".join(chr(0x4E00 + i) for i in range(990))
    review = await fill_all(stage.sam, given={"synopsis": synopsis, "overview": synopsis})
    seen = review.text
    while any(button.label == "Next page" for button in review.message.buttons):
        review = await stage.sam.presses("Next page")
        seen += review.text
    assert synopsis in seen.replace("\n", "")
    assert any(button.label == "Looks right" for button in review.message.buttons)


async def test_what_a_creator_writes_is_shown_and_never_obeyed(stage: Stage) -> None:
    title = "**@everyone** <@1> [x](https://evil.example) `"
    receipt = await pitch(stage.sam, given={"title": title})
    card = await stage.maya.sees(reference(receipt), in_="desk")
    assert "\\*\\*\\@everyone\\*\\*" in card.text
    assert card.mentions == []
    listed = await stage.sam.types("/pitch list")
    assert "[x](" not in listed.text


async def test_a_closed_call_is_refused_kindly_and_the_draft_stays(stage: Stage) -> None:
    await to_consent(stage.sam, await fill_all(stage.sam, given={"title": "Moon Harbour"}))
    await stage.olga.types("/call close", program="chunm")
    refused = await stage.sam.presses("I agree – submit")
    assert "Your draft is kept" in (await stage.sam.sees("Your draft is kept")).text
    assert "has arrived" not in refused.text
    assert "Moon Harbour" in (await stage.sam.types("/pitch list")).text
    assert (
        "ChunM Talent Program isn't open for pitches right now"
        in (await stage.sam.types("/pitch start", program="chunm")).text
    )


async def test_no_more_pitches_than_the_call_allows(bare_stage: Stage) -> None:
    stage = bare_stage
    await stage.olga.types("/setup", coordinators="Coordinators", desk="desk")
    await stage.olga.types("/call open", program="chunm", per_person=1)
    await pitch(stage.sam)
    refused = await stage.sam.types("/pitch start", program="chunm")
    assert "takes 1 per person" in refused.text


@pytest.mark.parametrize("name", ["sam", "lin", "wei"])
@pytest.mark.parametrize("programme", ["hina", "chunm"])
async def test_both_forms_go_from_start_to_receipt_in_every_language(
    stage: Stage, name: str, programme: str
) -> None:
    person = stage.sandbox.people[name]
    receipt = await pitch(person, programme)
    text = words(person)
    heading = text(
        "receipt.text",
        **dict.fromkeys(("headline", "programme", "utc", "local", "hash", "ref"), ""),
    ).splitlines()[0]
    assert heading in receipt.text
    assert heading in (await person.sees(reference(receipt), in_="dm")).text


async def test_what_could_not_be_saved_is_given_back(stage: Stage) -> None:
    """The pitch is handed in and withdrawn on one device while a page is open on another."""
    review = await fill_all(stage.sam)
    await stage.sam.selects("Change a page", "The project")
    await to_consent(stage.sam, review)
    ref = reference(await stage.sam.presses("I agree – submit"))
    await stage.sam.types("/pitch withdraw", ref=ref)
    await stage.sam.presses("Withdraw it")
    assert stage.sam.modal is not None
    await stage.sam.fills({"Title": "A better title"})
    message = await stage.sam.sees("so that nothing is lost")
    assert b"A better title" in message.attachments[0].content
