"""A call that holds decisions: who is shortlisted hears of it when a lead releases it."""

from __future__ import annotations

from bot.domain.text import Locale
from sandbox.people.person import Person
from sandbox.people.views import Message
from tests.e2e.desk import decide, in_thread, release, submitted
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words
from tests.e2e.test_releasing import choose_all, pages, writes_letter
from tests.e2e.together import delivered

LISTED = {
    Locale.EN: "Good news for {title} ({ref}): you are on our list.",
    Locale.ZH_CN: "《{title}》（{ref}）进入了我们的名单。",
    Locale.ZH_TW: "《{title}》（{ref}）進入了我們的名單。",
}


async def holds(stage: Stage) -> str:
    """ChunM's call ends, and one begins that holds decisions; what is said of it."""
    await stage.olga.types("/call close", program="chunm")
    opened = await stage.olga.types("/call open", program="chunm", hold=True)
    return opened.text


def news(person: Person, ref: str, title: str) -> str:
    return words(person)("notice.shortlisted", headline=f"`{ref}` **{title}**")


async def presses_shortlist(stage: Stage, card: Message, reason: str) -> str:
    """The card's button and its modal; what came of it."""
    text = words(stage.maya)
    opened = await stage.maya.presses(text("button.shortlist"), on=card)
    assert opened.modal is not None
    assert opened.modal.title == text("desk.shortlist_held_title")
    done = await stage.maya.fills({text("desk.decide_reason"): reason})
    return done.text


async def test_opening_a_call_says_whether_it_holds_decisions(stage: Stage) -> None:
    await stage.olga.types("/call close", program="chunm")
    plain = await stage.olga.types("/call open", program="chunm", hold=False)
    said = words(stage.olga)("call.holds")
    assert said not in plain.text
    assert said in await holds(stage)


async def test_a_shortlisting_waits_for_a_lead_and_the_decision_follows_it(stage: Stage) -> None:
    lin, maya, olga = stage.lin, stage.maya, stage.olga
    await holds(stage)
    ref, card = await submitted(stage)
    done = await presses_shortlist(stage, card, "Wonderful.")
    assert "/submissions release" in done
    await maya.sees("Waiting for a lead", in_="desk")
    assert "“Shortlisted”" in card.text
    assert "Wonderful." in card.text
    assert "State** In review" in card.text
    labels = [button.label for button in card.buttons]
    assert words(maya)("button.shortlist") not in labels
    assert words(maya)("button.propose_decline") in labels
    await delivered(stage)
    told = news(lin, ref, "Moon Harbour")
    assert not [one for one in await lin.reads("dm") if told in one.text]

    shown = await olga.types("/submissions release", ref=ref)
    assert told in shown.text
    released = await olga.presses(words(olga).n("button.release", 1))
    assert "Shortlisted" in released.text
    read = await lin.sees(told, in_="dm")
    assert "Wonderful." not in read.text
    await maya.sees("State** Shortlisted", in_="desk")
    assert "Waiting for a lead" not in card.text
    assert f"<@{maya.id}>" in card.text
    assert card.thread is not None
    assert not card.thread.raw["thread_metadata"]["archived"]

    await decide(maya, ref, "accepted")
    await release(olga, ref)
    await lin.sees(words(lin)("notice.accepted", headline=f"`{ref}` **Moon Harbour**"), in_="dm")


async def test_authors_in_three_languages_read_the_list_when_it_is_released(stage: Stage) -> None:
    maya, olga = stage.maya, stage.olga
    await holds(stage)
    await writes_letter(olga, "chunm", "Shortlisted", LISTED)
    people = {stage.sam: Locale.EN, stage.lin: Locale.ZH_CN, stage.wei: Locale.ZH_TW}
    expected = {}
    for person, locale in people.items():
        ref = reference(await pitch(person, given={"title": f"Moon {person.id}"}))
        card = await maya.sees(ref, in_="desk")
        await maya.presses("Claim", on=card)
        proposed = await decide(maya, ref, "shortlisted", "Yes")
        assert "/submissions release" in proposed.text
        letter = LISTED[locale].replace("{title}", f"Moon {person.id}").replace("{ref}", ref)
        expected[person] = letter
    previewed = await pages(olga, await choose_all(olga))
    for person, letter in expected.items():
        assert sum(letter in page for page in previewed) == 1
        assert not [one for one in await person.reads("dm") if letter in one.text]
    await olga.presses(words(olga).n("button.release", 3))
    for person, letter in expected.items():
        told = await person.sees(letter, in_="dm")
        assert told.text.startswith(letter)


async def test_a_further_proposal_replaces_it_and_says_so(stage: Stage) -> None:
    maya, noor, olga = stage.maya, stage.noor, stage.olga
    await holds(stage)
    ref, card = await submitted(stage)
    await decide(maya, ref, "shortlisted", "Wonderful.")
    changed = await decide(noor, ref, "declined", "No room")
    state = words(noor)("state.shortlisted")
    assert words(noor)("desk.replaced", by=f"<@{maya.id}>", state=state) in changed.text
    done = await release(olga, ref)
    assert "Declined" in done.text
    await delivered(stage)
    told = news(stage.lin, ref, "Moon Harbour")
    assert not [one for one in await stage.lin.reads("dm") if told in one.text]
    assert not [said for said in in_thread(card) if "Shortlisted" in said]
