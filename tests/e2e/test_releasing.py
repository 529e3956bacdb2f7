"""Releasing decisions: read before they are sent, in every language; by two leads; many at once."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.text import Locale
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from tests.e2e.desk import decide, in_thread, release, submitted, withdraw
from tests.e2e.stage import WORLD, Stage
from tests.e2e.story import pitch, reference, words
from tests.e2e.together import delivered

NASTY = "Too {ref} **big** @everyone <@&1>\n# really"
SHOWN = "Too {ref} \\*\\*big\\*\\* \\@everyone \\<\\@&1>\n\\# really"
TWO_LEADS = WORLD.replace(
    "{name: Coordinators, permissions: [manage_messages]}",
    "{name: Coordinators, permissions: [manage_messages]}\n"
    "      - {name: Leads, permissions: [manage_messages, manage_guild]}",
    1,
).replace("noor: {display_name: Noor Haddad, locale: en-GB, guilds: {north: [Coordinators]}}",
          "noor: {display_name: Noor Haddad, locale: en-GB, guilds: {north: [Leads]}}")  # fmt: skip
LETTER = {
    Locale.EN: "Dear author of {title} ({ref}),\nsorry: {reason}\n{feedback}",
    Locale.ZH_CN: "《{title}》（{ref}）的作者：\n抱歉：{reason}\n{feedback}",
    Locale.ZH_TW: "《{title}》（{ref}）的創作者：\n抱歉：{reason}\n{feedback}",
}


async def waiting(stage: Stage, person: Person, state: str, reason: str, title: str) -> str:
    """A pitch of this person's with a decision that waits; its reference."""
    ref = reference(await pitch(person, given={"title": title}))
    card = await stage.maya.sees(ref, in_="desk")
    await stage.maya.presses("Claim", on=card)
    proposed = await decide(stage.maya, ref, state, reason)
    assert ref in proposed.text
    return ref


async def writes_letter(
    lead: Person, program: str, decision: str, letter: dict[Locale, str]
) -> Reply:
    opened = await lead.types("/submissions letter", program=program, decision=decision)
    assert opened.modal is not None, opened.text
    names = {
        Locale.EN: "language.en", Locale.ZH_CN: "language.zh_cn", Locale.ZH_TW: "language.zh_tw"
    }  # fmt: skip
    return await lead.fills({words(lead)(names[one]): said for one, said in letter.items()})


async def choose_all(lead: Person) -> Reply:
    text = words(lead)
    await lead.types("/submissions release")
    await lead.presses(text("button.choose_all"))
    return await lead.presses(text("button.preview"))


async def pages(lead: Person, first: Reply) -> list[str]:
    """All that is previewed."""
    text, reply, read = words(lead), first, []
    while True:
        assert reply.message is not None
        read.append(reply.text)
        if text("button.further") not in [button.label for button in reply.message.buttons]:
            return read
        reply = await lead.presses(text("button.further"))


def letter_for(locale: Locale, ref: str, title: str) -> str:
    said = LETTER[locale].replace("{title}", title).replace("{ref}", ref, 1)
    return said.replace("{reason}", SHOWN).replace("\n{feedback}", "")


async def test_authors_in_three_languages_read_word_for_word_what_was_previewed(
    stage: Stage,
) -> None:
    olga = stage.olga
    kept = await writes_letter(olga, "chunm", "Declined", LETTER)
    assert "is kept" in kept.text
    people = {stage.sam: Locale.EN, stage.lin: Locale.ZH_CN, stage.wei: Locale.ZH_TW}
    refs = {
        person: await waiting(stage, person, "declined", NASTY, f"Moon {person.id}")
        for person in people
    }
    await delivered(stage)
    before = {person: len(await person.reads("dm")) for person in people}
    previewed = await pages(olga, await choose_all(olga))
    assert len(previewed) == 3
    assert {p: len(await p.reads("dm")) for p in people} == before
    done = await olga.presses(words(olga).n("button.release", 3))
    assert "3 decisions were released" in done.text
    for person, locale in people.items():
        expected = letter_for(locale, refs[person], f"Moon {person.id}")
        assert sum(expected in page for page in previewed) == 1
        told = await person.sees(expected, in_="dm")
        assert told.text.startswith(expected)
        (shown,) = [page for page in previewed if expected in page]
        assert f"<@{person.id}>" in shown
        assert words(olga)("release.proposed_by", by=stage.maya.mention) in shown
        assert words(olga)(f"language.{locale.value.lower().replace('-', '_')}") in shown
    none = await olga.types("/submissions release")
    assert none.text == words(olga)("release.none")


async def test_the_bots_own_words_are_previewed_too_with_the_reviewers_feedback(
    stage: Stage,
) -> None:
    lin, maya, olga = stage.lin, stage.maya, stage.olga
    ref, card = await submitted(stage)
    opened = await maya.presses("Score", on=card)
    assert opened.modal is not None
    given = {}
    for field in opened.modal.fields:
        given[field.label] = "Keep the sea." if field.custom_id == "feedback" else field.value
        if field.options:
            given[field.label] = [field.options[0].label]
    scored = await maya.fills(given)
    assert scored.message is not None
    if "Continue" in [button.label for button in scored.message.buttons]:
        opened = await maya.presses("Continue")
        assert opened.modal is not None
        await maya.fills(
            {
                field.label: "Keep the sea." if field.custom_id == "feedback"
                else [field.options[0].label] if field.options else ""
                for field in opened.modal.fields
            }
        )  # fmt: skip
    await decide(maya, ref, "accepted", "Strong voice")
    shown = await olga.types("/submissions release", ref=ref)
    expected = words(lin)("notice.accepted", headline=f"`{ref}` **Moon Harbour**")
    feedback = f"{expected}\n\n{words(lin)('letter.feedback')}\n> Keep the sea."
    assert feedback in shown.text
    assert "Strong voice" not in shown.text.partition(expected)[2]
    await olga.presses(words(olga).n("button.release", 1))
    told = await lin.sees(feedback, in_="dm")
    assert words(lin)("button.confirm") in [button.label for button in told.buttons]
    inbox = await lin.types("/inbox")
    assert "> Keep the sea." in inbox.text


@pytest.mark.parametrize("world", [TWO_LEADS])
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_of_two_leads_at_once_the_second_is_told_who_released(stage: Stage) -> None:
    olga, noor = stage.olga, stage.noor
    refs = [
        await waiting(stage, person, "declined", "No room", f"Moon {person.id}")
        for person in (stage.sam, stage.lin, stage.wei)
    ]
    for lead in (olga, noor):
        previewed = await choose_all(lead)
        assert "page 1 of 3" in previewed.text.casefold()
    label = words(olga).n("button.release", 3)
    replies = await asyncio.gather(olga.presses(label), noor.presses(label))
    for ref in refs:
        released, missed = [], []
        for lead, other, reply in zip((olga, noor), (noor, olga), replies, strict=True):
            (line,) = [one for one in reply.text.split("\n") if ref in one]
            (missed if f"<@{other.id}>" in line else released).append(lead)
        assert len(released) == len(missed) == 1, [reply.text for reply in replies]
    await delivered(stage)
    for person in (stage.sam, stage.lin, stage.wei):
        news = [one for one in await person.reads("dm") if "not selected" in one.text
                or "没有入选" in one.text or "沒有入選" in one.text]  # fmt: skip
        assert len(news) == 1


async def test_what_was_changed_after_the_preview_is_not_released(stage: Stage) -> None:
    maya, olga = stage.maya, stage.olga
    first = await waiting(stage, stage.sam, "declined", "No room", "Moon")
    second = await waiting(stage, stage.lin, "declined", "No room", "Sun")
    await choose_all(olga)
    await decide(maya, first, "accepted", "After all")
    done = await olga.presses(words(olga).n("button.release", 2))
    kept, missed = done.text.split("⚠️")
    assert second in kept
    assert first not in kept
    assert first in missed
    assert f"<@{maya.id}>" in missed
    assert "proposed: Accepted" in missed


async def test_a_choice_outlives_a_restart_and_can_be_thought_over(stage: Stage) -> None:
    olga = stage.olga
    ref = await waiting(stage, stage.sam, "declined", "No room", "Moon")
    other = await waiting(stage, stage.lin, "accepted", "Yes", "Sun")
    text = words(olga)
    await olga.types("/submissions release")
    await olga.selects(text("select.proposals"), f"{ref} · Moon")
    await stage.restart()
    shown = await olga.presses(text("button.preview"))
    assert ref in shown.text
    assert other not in shown.text
    await stage.restart()
    listed = await olga.presses(text("button.back_to_list"))
    assert other in listed.text
    assert listed.message is not None
    (menu,) = listed.message.selects
    assert [option.label for option in menu.options if option.default] == [f"{ref} · Moon"]
    await olga.presses(text("button.preview"))
    done = await olga.presses(text.n("button.release", 1))
    assert ref in done.text
    listed = await olga.types("/submissions release")
    assert other in listed.text
    assert ref not in listed.text


async def test_only_leads_see_what_waits_and_write_letters(stage: Stage) -> None:
    ref = await waiting(stage, stage.sam, "declined", "No room", "Moon")
    for person, refusal in (
        (stage.maya, "error.leads_only"),
        (stage.lin, "error.coordinators_only"),
    ):
        refused = words(person)(refusal)
        for reply in (
            await person.types("/submissions release"),
            await person.types("/submissions release", ref=ref),
            await person.types(
                "/submissions letter", program="chunm", decision=words(person)("state.declined")
            ),
        ):
            assert reply.modal is None
            assert reply.text == refused


async def test_a_letter_that_is_refused_comes_back(stage: Stage) -> None:
    olga = stage.olga
    typed = {**LETTER, Locale.EN: "Dear {name}, **well** done"}
    refused = await writes_letter(olga, "chunm", "Accepted", typed)
    assert "answers.txt" in refused.text
    assert refused.message is not None
    (file,) = refused.message.attachments
    assert b"Dear {name}, **well** done" in file.content
    await olga.sees("There is no placeholder {name}")
    opened = await olga.types("/submissions letter", program="chunm", decision="Accepted")
    assert opened.modal is not None
    assert "{title}" in str(opened.modal.fields[0].value)
    olga.dismisses_modal()
    reset = await writes_letter(olga, "chunm", "Accepted", dict.fromkeys(Locale, ""))
    assert "my own words" in reset.text


async def test_a_confirmed_pitch_moves_along_and_its_thread_ends(stage: Stage) -> None:
    lin, maya = stage.lin, stage.maya
    ref, card = await submitted(stage)
    early = await maya.types("/submissions stage", ref=ref, stage="concept")
    assert "Only what its author confirmed" in early.text
    await decide(maya, ref, "accepted")
    await release(stage.olga, ref)
    told = await lin.sees(words(lin)("button.confirm"), in_="dm")
    await lin.presses(words(lin)("button.confirm"), on=told)
    await maya.sees("confirmed", in_=card.thread)
    offered = await maya.completes("/submissions stage", "stage", "pil", ref=ref)
    assert [choice.name for choice in offered] == ["Pilot"]
    moved = await maya.types("/submissions stage", ref=ref, stage=offered[0].value)
    assert "“Pilot”" in moved.text
    await lin.sees("**首集剧本**", in_="dm")
    await delivered(stage)
    assert "Pilot" in card.text
    assert card.thread is not None
    assert not card.thread.raw["thread_metadata"]["archived"]
    nothing = await maya.types("/submissions stage", ref=ref, stage="moon")
    assert "no stage" in nothing.text
    await maya.types("/submissions stage", ref=ref, stage="Released")
    await delivered(stage)
    assert card.thread.raw["thread_metadata"]["archived"]
    viewed = await maya.types("/submissions view", ref=ref)
    assert "Released" in viewed.text


async def test_the_thread_of_a_pitch_at_an_end_is_archived_until_it_is_taken_up_again(
    stage: Stage,
) -> None:
    lin, olga = stage.lin, stage.olga
    ref, card = await submitted(stage)
    await decide(stage.maya, ref, "declined", "No room")
    await release(olga, ref)
    await delivered(stage)
    assert card.thread is not None
    assert card.thread.raw["thread_metadata"]["archived"]
    await olga.types("/submissions reopen", ref=ref, reason="A second look")
    await delivered(stage)
    assert not card.thread.raw["thread_metadata"]["archived"]
    assert any("A second look" in said for said in in_thread(card))
    await withdraw(lin, ref)
    await delivered(stage)
    assert card.thread.raw["thread_metadata"]["archived"]


async def test_a_thread_that_discord_does_not_archive_holds_nothing_up(stage: Stage) -> None:
    ref, card = await submitted(stage)
    assert card.thread is not None
    stage.sandbox.faults.fail("PATCH", "/channels/{channel_id}", status=403, code=50013)
    await decide(stage.maya, ref, "ineligible", "It was shot already.")
    await stage.lin.sees("It was shot already.", in_="dm")
    await delivered(stage)
    assert "Not eligible" in card.text
    assert not card.thread.raw["thread_metadata"]["archived"]
