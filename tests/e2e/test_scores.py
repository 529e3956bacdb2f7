"""Scores by modal, page by page; who sees them; notes and decisions by the card's buttons."""

from __future__ import annotations

from typing import Any

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from tests.e2e.blind import make_blind
from tests.e2e.desk import decide, submitted
from tests.e2e.stage import Stage
from tests.e2e.story import words


async def score(
    person: Person, card: Message, level: int | None, note: str = "", feedback: str = ""
) -> Reply:
    """*Score* on the card, each category alike, *Continue*, the note and the feedback."""
    text = words(person)
    opened = await person.presses(text("button.score"), on=card)
    assert opened.modal is not None, opened.text
    chosen = text(f"score.level_{level}") if level else text("score.not_judged")
    sent = await person.fills({one.label: [chosen] for one in opened.modal.fields})
    assert sent.message is not None, sent.text
    following = await person.presses(text("button.continue"), on=sent.message)
    assert following.modal is not None, following.text
    typed: dict[str, Any] = {text("score.note"): note, text("score.feedback"): feedback}
    return await person.fills(typed)


async def test_a_score_is_given_page_by_page_and_counted_on_the_card(stage: Stage) -> None:
    maya = stage.maya
    _, card = await submitted(stage)
    done = await score(maya, card, 4, "A *strong* note.", "Lovely.")
    assert done.ephemeral
    assert "mean 4.00" in done.text
    assert r"A \*strong\* note." in done.text
    assert "Lovely." in done.text
    await maya.sees("Scores", in_="desk")
    assert "**Scores** 1" in card.text
    assert "mean" not in card.text
    assert done.message is not None
    again = await maya.presses(words(maya)("button.score_change"), on=done.message)
    assert again.modal is not None
    assert {tuple(one.value) for one in again.modal.fields} == {("4",)}


async def test_what_was_sent_on_the_first_page_is_kept(stage: Stage) -> None:
    maya = stage.maya
    text = words(maya)
    _, card = await submitted(stage)
    opened = await maya.presses(text("button.score"), on=card)
    assert opened.modal is not None
    await maya.fills({one.label: [text("score.level_5")] for one in opened.modal.fields})
    await stage.restart()
    again = await maya.presses(text("button.score"), on=card)
    assert again.modal is not None
    assert {tuple(one.value) for one in again.modal.fields} == {("5",)}


async def test_nothing_scored_gives_back_what_was_written(stage: Stage) -> None:
    maya = stage.maya
    _, card = await submitted(stage)
    await score(maya, card, None, "All of this was typed.")
    back = await maya.sees("so that nothing is lost")
    assert b"All of this was typed." in back.attachments[0].content
    await maya.sees(words(maya)("error.nothing_scored"))


async def test_others_scores_are_hidden_until_ones_own_is_in(stage: Stage) -> None:
    maya, noor = stage.maya, stage.noor
    ref, card = await submitted(stage)
    await score(maya, card, 2, "Maya's thoughts.")
    before = await noor.types("/submissions review", ref=ref)
    assert words(noor)("score.hidden") in before.text
    assert "Maya's thoughts" not in before.text
    assert f"<@{maya.id}> 2.0" not in before.text
    opened = await noor.types("/submissions view", ref=ref)
    assert "mean" not in opened.text
    after = await score(noor, card, 4)
    assert f"<@{maya.id}> 2.0" in after.text
    assert "mean 3.00 · median 3.00 · spread 2.00" in after.text
    assert "mean 3.00" in (await noor.types("/submissions view", ref=ref)).text


async def test_a_quorum_holds_a_proposal_back(stage: Stage) -> None:
    maya, noor = stage.maya, stage.noor
    await make_blind(stage, "chunm", quorum=2)
    ref, card = await submitted(stage)
    assert "**Scores** 0 of 2" in card.text
    refused = await decide(maya, ref, "accepted")
    assert refused.text == words(maya)("error.quorum_missing", count=0, needed=2)
    await score(maya, card, 4)
    await score(noor, card, 5)
    await decide(maya, ref, "accepted")
    await maya.sees("Waiting for a lead", in_="desk")


async def test_a_conflict_keeps_a_coordinator_out_until_it_is_taken_back(stage: Stage) -> None:
    maya, noor = stage.maya, stage.noor
    text = words(maya)
    ref, card = await submitted(stage)
    await maya.types("/submissions conflict", ref=ref)
    for refused in (
        await maya.presses(text("button.score"), on=card),
        await decide(maya, ref, "shortlisted"),
    ):
        assert refused.text == text("error.conflict_of_interest")
    given = await noor.types("/submissions assign", ref=ref, coordinator=maya)
    assert given.text == words(noor)("error.their_conflict", by=maya.id)
    shown = await maya.types("/submissions review", ref=ref)
    assert "You declared a conflict of interest" in shown.text
    await maya.types("/submissions conflict", ref=ref, take_back=True)
    assert (await maya.presses(text("button.score"), on=card)).modal is not None


async def test_tags_notes_and_a_due_date_stand_on_the_card(stage: Stage) -> None:
    maya = stage.maya
    ref, card = await submitted(stage)
    await maya.types("/submissions tag", ref=ref, tag="#Sci-Fi")
    await maya.sees("sci", in_="desk")
    offered = await maya.completes("/submissions tag", "tag", "sc")
    assert [choice.name for choice in offered] == ["sci-fi"]
    there = await maya.completes("/submissions tag", "tag", "", ref=ref, remove=True)
    assert [choice.name for choice in there] == ["sci-fi"]
    opened = await maya.presses(words(maya)("button.note"), on=card)
    assert opened.modal is not None
    await maya.fills({words(maya)("note.words"): "Ask about the <@1> ending."})
    await maya.types("/submissions due", ref=ref, due="2099-12-31 18:00")
    await maya.sees("Review due", in_="desk")
    assert "**Tags** #sci" in card.text
    assert "**Notes** 1" in card.text
    shown = await maya.types("/submissions view", ref=ref)
    assert "Ask about the" in shown.text
    assert "<@1>" not in shown.text
    gone = await maya.types("/submissions tag", ref=ref, tag="sci-fi", remove=True)
    assert "no tags" in gone.text
    assert "no date" in (await maya.types("/submissions due", ref=ref)).text


async def test_a_pitch_is_given_back_and_claimed_by_another(stage: Stage) -> None:
    ref, card = await submitted(stage)
    given = await stage.maya.types("/submissions unassign", ref=ref)
    assert ref in given.text
    await stage.noor.sees("State** In review\n", in_="desk")
    claimed = await stage.noor.presses("Claim", on=card)
    assert "yours to review" in claimed.text


async def test_the_cards_buttons_shortlist_and_decline(stage: Stage) -> None:
    maya = stage.maya
    text = words(maya)
    _, card = await submitted(stage)
    opened = await maya.presses(text("button.shortlist"), on=card)
    assert opened.modal is not None
    await maya.fills({text("desk.decide_reason"): "Wonderful."})
    await maya.sees("Shortlisted", in_="desk")
    opened = await maya.presses(text("button.propose_decline"), on=card)
    assert opened.modal is not None
    done = await maya.fills({text("desk.decide_reason"): ""})
    assert words(maya)("state.declined") in done.text
    await maya.sees("Waiting for a lead", in_="desk")
