"""Who may answer at the desk, who was first, and that nothing is told to anybody else."""

from __future__ import annotations

import pytest

from tests.e2e.asking import REPLY, SHOWN, UNKNOWN, answers, asks, mentions, opens, sends
from tests.e2e.desk import erase
from tests.e2e.stage import Stage
from tests.e2e.story import words
from tests.e2e.test_desk_guarded import NOBODYS, forged


async def test_of_two_coordinators_at_once_the_second_is_told_and_keeps_their_words(
    stage: Stage,
) -> None:
    maya, noor = stage.maya, stage.noor
    card = await asks(stage, stage.lin)
    await opens(maya, card)
    await opens(noor, card)
    await sends(maya)
    late = await sends(noor, "Noor says yes.")
    assert late.text.startswith(words(noor)("error.answered_already", by=maya.id))
    assert late.message is not None
    (file,) = late.message.attachments
    assert file.content.decode() == "Noor says yes."
    await maya.sees(SHOWN, in_="desk")
    await stage.lin.sees(UNKNOWN, in_="dm")
    assert len([one for one in await stage.lin.reads("dm") if UNKNOWN in one.text]) == 1


async def test_who_presses_answer_too_late_is_told_who_was_first(stage: Stage) -> None:
    card = await asks(stage, stage.lin)
    stale = card.buttons[0].custom_id or ""
    await answers(stage.noor, card)
    await stage.noor.sees(SHOWN, in_="desk")
    refused = await forged(stage.maya, card, stale)
    assert refused == words(stage.maya)("error.answered_already", by=stage.noor.id)


async def test_only_coordinators_answer(stage: Stage) -> None:
    maya = stage.maya
    card = await asks(stage, stage.lin)
    await opens(maya, card)
    maya.loses("Coordinators")
    refused = await sends(maya)
    assert refused.text.startswith(words(maya)("error.coordinators_only"))
    stage.sandbox.overwrites("north/desk", "everyone", allow=["view_channel"])
    for label in ("question.button_answer", "question.button_not_needed"):
        refused = await maya.presses(words(maya)(label), on=card)
        assert refused.modal is None
        assert refused.text == words(maya)("error.coordinators_only")
    assert "Answered" not in card.text


@pytest.mark.parametrize(
    ("template", "creators"),
    [
        ("question:answer:{id}", "error.coordinators_only"),
        ("question:dismiss:{id}", "error.coordinators_only"),
        ("question:read:{guild}:{id}:0", "error.not_your_question"),
    ],
)
async def test_ids_that_were_made_up_tell_nothing(
    stage: Stage, template: str, creators: str
) -> None:
    await stage.set_up_south()
    card = await asks(stage, stage.lin)
    mine = (card.buttons[0].custom_id or "").split(":")[2]
    guild = stage.sandbox.guild("north").id
    for person, known in ((stage.hugo, "error.question_not_found"), (stage.sam, creators)):
        shown = (await person.types("/programs")).message
        assert shown is not None
        for id_ in (mine, NOBODYS):
            nothing = "read" in template and id_ == NOBODYS
            expected = "error.question_not_found" if nothing else known
            said = await forged(person, shown, template.format(id=id_, guild=guild))
            assert said == words(person)(expected)
    assert card.buttons[0].label == words(stage.maya)("question.button_answer")


async def test_nothing_is_left_of_who_asks_to_be_forgotten(stage: Stage) -> None:
    sam, maya = stage.sam, stage.maya
    written, card = await mentions(stage, sam)
    await answers(maya, card)
    public = await sam.sees(SHOWN, in_="general")
    await maya.sees(SHOWN, in_="desk")
    other = await asks(stage, sam, f"{UNKNOWN} Again.")
    await answers(maya, other, "Still not.")
    direct = await sam.sees("Still not.", in_="dm")
    await maya.sees("Still not.", in_="desk")
    await erase(sam)
    await maya.sees_no_more(UNKNOWN, in_="desk")
    await sam.sees_no_more("Still not.", in_="dm")
    await sam.sees_no_more(SHOWN, in_="general")
    assert [one.deleted for one in (card, other, public, direct)] == [True] * 4
    assert not written.deleted
    assert REPLY not in (await sam.types("/inbox")).text
