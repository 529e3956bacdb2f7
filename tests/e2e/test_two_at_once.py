"""Two people, or one with two devices, at the same moment: one outcome, and everybody is told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.interaction import OpenModal
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from tests.e2e.delivery import cards_of, told_once
from tests.e2e.desk import decide, in_thread, submitted
from tests.e2e.stage import Stage
from tests.e2e.story import fill, fill_all, pitch, reference, to_consent, words
from tests.e2e.together import delivered, invites, joins, submits

pytestmark = pytest.mark.parametrize("engine", ["sqlite", "postgresql"])

RECEIPT = "Your pitch has arrived"


def line(ref: str) -> str:
    return f"`{ref}` **Moon Harbour**"


async def told(person: Person, words_: str) -> int:
    """How many direct messages of the bot's contain the words."""
    return sum(words_ in one.text for one in await person.reads("dm"))


def device(person: Person) -> OpenModal:
    """The modal that is open, which stays so on a device of its own."""
    return person._core.interactions.modals.pop(person.id)


async def sends(person: Person, modal: OpenModal, given: Mapping[str, Any]) -> Reply:
    """Fill the modal of one device, and send it."""
    person._core.interactions.modals[person.id] = modal
    return await fill(person, given)


async def test_two_presses_on_submit_hand_in_once(stage: Stage) -> None:
    lin = stage.lin
    await to_consent(lin, await fill_all(lin))
    submit = words(lin)("button.submit")
    first, second = await asyncio.gather(lin.presses(submit), lin.presses(submit))
    assert reference(first) == reference(second)
    assert first.text == second.text
    await told_once(stage, reference(first))


async def test_a_submission_while_a_co_author_declines_counts_them_in_or_waits(
    stage: Stage,
) -> None:
    sam, wei = stage.sam, stage.wei
    consent = await to_consent(sam, await fill_all(sam, given={"title": "Moon Harbour"}))
    ref = reference(await sam.types("/pitch list"))
    await invites(sam, ref, wei)
    invitation = await wei.sees(ref, in_="dm")
    text = words(sam)
    sent, declined = await asyncio.gather(
        sam.presses(text("button.submit"), on=consent.message),
        wei.presses(invitation.buttons[1].label, on=invitation),
    )
    assert declined.text == words(wei)("invitation.declined")
    if RECEIPT not in sent.text:
        assert wei.mention in sent.text
        await submits(sam, ref)
    declining = text("notice.team_declined", who=wei.mention, headline=line(ref))
    await sam.sees(declining, in_="dm")
    await stage.maya.sees(ref, in_="desk")
    await delivered(stage)
    assert [await told(sam, one) for one in (declining, RECEIPT)] == [1, 1]
    assert wei.mention not in cards_of(stage.sandbox, ref)[0].text
    assert await told(wei, RECEIPT) == 0


async def test_pages_that_are_sent_from_two_devices_are_both_kept(stage: Stage) -> None:
    sam, lin = stage.sam, stage.lin
    ref = reference(await fill_all(sam, given={"title": "Moon Harbour"}))
    await invites(sam, ref, lin)
    await joins(lin, ref)
    opened = {}
    for person, page in ((sam, "The project"), (sam, "The story"), (lin, "你和团队")):
        await person.types("/pitch edit", ref=ref)
        await person.selects(words(person)("select.change_page"), page)
        opened[page] = device(person)
    await asyncio.gather(
        sends(sam, opened["The project"], {"title": "From a phone"}),
        sends(sam, opened["The story"], {"characters": "From a laptop"}),
        sends(lin, opened["你和团队"], {"name": "From China"}),
    )
    await sam.types("/pitch edit", ref=ref)
    review = await sam.presses(words(sam)("button.review"))
    read = review.text
    while words(sam)("button.further") in review.text:
        review = await sam.presses(words(sam)("button.further"))
        read += review.text
    for kept in ("From a phone", "From a laptop", "From China"):
        assert read.count(kept) >= 1, kept


async def test_a_page_that_is_sent_while_the_pitch_is_handed_in_is_in_it_or_given_a_place(
    stage: Stage,
) -> None:
    """In the version that was handed in, or in a new one that waits to be sent; never lost."""
    sam = stage.sam
    consent = await to_consent(sam, await fill_all(sam, given={"title": "Moon Harbour"}))
    ref = reference(await sam.types("/pitch list"))
    await sam.types("/pitch edit", ref=ref)
    await sam.selects(words(sam)("select.change_page"), "The project")
    modal = device(sam)
    await asyncio.gather(
        sends(sam, modal, {"title": "Sun Harbour"}),
        sam.presses(words(sam)("button.submit"), on=consent.message),
    )
    card = await stage.maya.sees(ref, in_="desk")
    edited = await sam.types("/pitch edit", ref=ref)
    assert "Sun Harbour" in edited.text
    unsent = words(sam)("pitch.unsent") in (await sam.types("/pitch view", ref=ref)).text
    assert ("Sun Harbour" in card.text) is not unsent


async def test_a_pitch_that_is_withdrawn_while_it_is_claimed_is_withdrawn(
    stage: Stage, sandbox: Sandbox
) -> None:
    lin, maya = stage.lin, stage.maya
    text = words(lin)
    ref = reference(await pitch(lin, given={"title": "Moon Harbour"}))
    card = await maya.sees(ref, in_="desk")
    await lin.types("/pitch withdraw", ref=ref)
    gone, claimed = await asyncio.gather(
        lin.presses(text("button.withdraw_surely")), maya.presses("Claim", on=card)
    )
    assert text("state.withdrawn") in gone.text
    was_claimed = claimed.text == words(maya)("desk.claimed", headline=line(ref))
    assert was_claimed or "That is not possible" in claimed.text
    await maya.sees("Withdrawn", in_="desk")
    await lin.sees(text("button.undo"), in_="dm")
    await delivered(stage)
    news = text("notice.claimed", headline=line(ref))
    assert await told(lin, news) == was_claimed
    assert len(cards_of(sandbox, ref)) == 1
    assert sum("**withdrawn**" in post for post in in_thread(card)) == 1


async def test_of_two_coordinators_who_decide_at_once_one_does(stage: Stage) -> None:
    lin, maya, noor, olga = stage.lin, stage.maya, stage.noor, stage.olga
    ref, card = await submitted(stage)
    why = {maya: "It was shot already.", noor: "It is a duplicate."}
    replies = await asyncio.gather(
        *(decide(person, ref, "ineligible", reason) for person, reason in why.items())
    )
    refused = ["That is not possible" in reply.text for reply in replies]
    assert sorted(refused) == [False, True]
    await maya.sees("Not eligible", in_="desk")
    await delivered(stage)
    winner, loser = (maya, noor) if refused[1] else (noor, maya)
    assert f"since <@{winner.id}> made it so" in replies[refused.index(True)].text
    assert await told(lin, why[winner]) == 1
    assert await told(lin, why[loser]) == 0

    await olga.types("/submissions reopen", ref=ref, reason="Once more.")
    proposals = await asyncio.gather(
        decide(maya, ref, "accepted"), decide(noor, ref, "accepted", "And so do I.")
    )
    replaced = [f"It replaces what <@{by.id}> had" for by in (noor, maya)]
    assert [words in one.text for words, one in zip(replaced, proposals, strict=True)].count(
        True
    ) == 1
    previews = [await olga.types("/submissions release", ref=ref) for _ in range(2)]
    button = words(olga).n("button.release", 1)
    released = await asyncio.gather(*(olga.presses(button, on=one.message) for one in previews))
    assert sorted("was not released" in reply.text for reply in released) == [False, True]
    await maya.sees("Accepted", in_="desk")
    await delivered(stage)
    assert "Accepted" in card.text
    assert await told(lin, words(lin)("notice.accepted", headline=line(ref)).split("\n")[0]) == 1


async def test_of_two_coordinators_who_claim_at_once_one_holds_it(stage: Stage) -> None:
    lin, maya, noor = stage.lin, stage.maya, stage.noor
    ref = reference(await pitch(lin, given={"title": "Moon Harbour"}))
    card = await maya.sees(ref, in_="desk")
    replies = await asyncio.gather(maya.presses("Claim", on=card), noor.presses("Claim", on=card))
    claimed = words(maya)("desk.claimed", headline=line(ref))
    first = [reply.text == claimed for reply in replies].index(True)
    holder, other = ((maya, noor), (noor, maya))[first]
    assert replies[1 - first].text == words(other)("error.already_claimed", by=holder.id)
    await maya.sees(f"In review · {holder.mention}", in_="desk")
    await delivered(stage)
    assert await told(lin, words(lin)("notice.claimed", headline=line(ref))) == 1
