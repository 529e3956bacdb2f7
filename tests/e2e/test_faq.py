"""The bank of answers in coordinators' hands: every change is answered with at once, and none is
lost."""

from __future__ import annotations

import pytest

from sandbox.people.person import Person
from tests.e2e.faq import PARKING, PARKING_ZH, add, ask, entry, labels, opened, write
from tests.e2e.languages import check
from tests.e2e.stage import Stage
from tests.e2e.story import words

QUESTION = PARKING["question"]


async def test_an_entry_that_was_added_is_answered_at_once(stage: Stage) -> None:
    assert "forty spaces" not in await ask(stage.sam, QUESTION)
    saved = await add(stage.maya)
    assert words(stage.maya)("faq.added") in saved.text
    assert "House rules" in saved.text
    assert saved.ephemeral
    for question in (QUESTION, "Where can I leave my car?"):
        assert "forty spaces" in await ask(stage.sam, question)


async def test_a_second_language_makes_it_answered_in_that_too(stage: Stage) -> None:
    await add(stage.maya)
    chosen = await entry(stage.maya, "parking")
    form = await stage.maya.types("/faq edit", entry=chosen, language="Chinese, Simplified")
    assert form.modal is not None
    assert [field.value for field in form.modal.fields][:3] == ["", "", ""]
    saved = await write(stage.maya, PARKING_ZH)
    assert words(stage.maya)("faq.edited") in saved.text
    assert "四十个车位" in await ask(stage.lin, "摄影棚有停车位吗")
    assert "四十個車位" in await ask(stage.wei, "攝影棚有停車位嗎")
    assert "forty spaces" in await ask(stage.sam, QUESTION)


async def test_without_a_programme_the_form_asks_for_it(stage: Stage) -> None:
    form = await stage.maya.types("/faq add")
    assert form.modal is not None
    menu = form.modal.fields[0]
    assert menu.label == words(stage.maya)("faq.form.programme")
    assert menu.options[-1].label == words(stage.maya)("faq.general")
    general = [menu.options[-1].label]
    saved = await write(stage.maya, {**PARKING, "programme": general})
    assert words(stage.maya)("faq.general") in saved.text
    assert "forty spaces" in await ask(stage.sam, QUESTION)


async def test_what_is_refused_comes_back_with_everything_that_was_typed(stage: Stage) -> None:
    typed = {**PARKING, "answer": "*Yes*,\n\n- forty spaces\n", "validity": "after Easter"}
    maya = stage.maya
    refused = await add(maya, typed)
    assert "after Easter" in refused.text
    assert refused.message is not None
    (file,) = refused.message.attachments
    for value in typed.values():
        assert value in file.content.decode()
    await stage.restart()
    form = await maya.presses(words(maya)("button.correct"), on=refused.message)
    assert form.modal is not None, form.text
    standing = {field.custom_id: field.value for field in form.modal.fields}
    assert standing == typed
    saved = await write(maya, {"validity": "2026-01-01 – 2099-12-31"})
    assert words(maya)("faq.added") in saved.text
    assert saved.message is not None
    assert saved.message.attachments == []


async def test_the_form_holds_what_stands_and_a_change_is_answered_with(stage: Stage) -> None:
    maya = stage.maya
    await add(maya)
    form = await maya.types("/faq edit", entry=await entry(maya, "parking"))
    assert form.modal is not None
    assert {field.custom_id: field.value for field in form.modal.fields} == dict(PARKING)
    await write(maya, {"answer": "No. Please come by train."})
    assert "by train" in await ask(stage.sam, QUESTION)


async def test_of_two_who_edit_at_once_the_second_is_told_and_can_go_on(stage: Stage) -> None:
    maya, noor = stage.maya, stage.noor
    await add(maya)
    chosen = await entry(maya, "parking")
    await maya.types("/faq edit", entry=chosen)
    await noor.types("/faq edit", entry=chosen)
    await write(noor, {"answer": "No, there is not."})
    late = await write(maya, {"answer": "Yes, sixty spaces."})
    assert words(maya)("faq.edited") not in late.text
    assert "No, there is not." in await ask(stage.sam, QUESTION)
    form = await maya.presses(words(maya)("button.correct"))
    assert form.modal is not None
    assert "sixty" in form.text
    await maya.fills({})
    assert "sixty spaces" in await ask(stage.sam, QUESTION)


async def test_undo_brings_back_what_stood_before(stage: Stage) -> None:
    maya = stage.maya
    await add(maya)
    await maya.types("/faq edit", entry=await entry(maya, "parking"))
    await write(maya, {"answer": "No. Please come by train."})
    undone = await maya.presses(words(maya)("button.faq_undo"))
    assert words(maya)("faq.undone") in undone.text
    assert "forty spaces" in await ask(stage.sam, QUESTION)
    shown = await opened(maya, "parking")
    assert shown.text.count(f"<@{maya.id}>") == 3


async def test_what_is_removed_is_not_answered_until_that_is_undone(stage: Stage) -> None:
    maya = stage.maya
    await add(maya)
    gone = await maya.types("/faq remove", entry=await entry(maya, "parking"))
    assert "parking" in gone.text
    assert "forty spaces" not in await ask(stage.sam, QUESTION)
    assert await maya.completes("/faq edit", "entry", "parking") == []
    await stage.restart()
    back = await maya.presses(words(maya)("button.faq_undo"), on=gone.message)
    assert "forty spaces" in back.text
    assert "forty spaces" in await ask(stage.sam, QUESTION)


async def test_a_near_duplicate_is_warned_of_and_can_be_opened(stage: Stage) -> None:
    maya = stage.maya
    first = await add(maya)
    assert words(maya)("button.faq_open_nearest") not in labels(first.message)
    again = {**PARKING, "answer": "Twelve spaces.", "phrasings": ""}
    second = await add(maya, again)
    assert words(maya)("faq.few_phrasings") in second.text
    other = await maya.presses(words(maya)("button.faq_open_nearest"), on=second.message)
    assert "forty spaces" in other.text
    assert "Twelve" not in other.text


async def test_an_entry_is_confirmed_by_a_press(stage: Stage) -> None:
    maya = stage.maya
    shown = await opened(maya, "mentors")
    assert "2025-10-30" in shown.text
    confirmed = await maya.presses(words(maya)("button.faq_confirm"), on=shown)
    assert words(maya)("faq.confirmed") in confirmed.text
    assert "2025-10-30" not in confirmed.text


async def test_the_list_pages_and_filters(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    listed = await maya.types("/faq list")
    assert listed.message is not None
    following = await maya.presses(text("button.further"), on=listed.message)
    assert text("button.earlier") in labels(following.message)
    assert following.text != ""
    everything = listed.message.selects[0].options
    assert len(everything) == 10
    await add(maya, {**PARKING, "validity": "2020-01-01 – 2020-02-01", "phrasings": ""})
    for show in ("faq.show.not_now", "faq.show.few_phrasings"):
        only = await maya.types("/faq list", show=text(show))
        assert QUESTION in only.text
    assert "forty spaces" not in await ask(stage.sam, QUESTION)
    hina = await maya.types("/faq list", program="hina")
    assert QUESTION not in hina.text


@pytest.mark.parametrize("name", ["maya", "lin", "wei"])
async def test_everything_is_in_the_coordinators_language(stage: Stage, name: str) -> None:
    person: Person = stage.sandbox.people[name]
    if name != "maya":
        person.gains("Coordinators")
    text = words(person)
    shown = await person.types("/faq list")
    check(person, shown.text)
    form = await person.types("/faq add")
    check(person, form.text)
    person.dismisses_modal()
    check(person, (await person.types("/faq gaps")).text)
    check(person, (await person.types("/faq stats")).text)
    assert shown.message is not None
    one = await person.selects(
        shown.message.selects[0], shown.message.selects[0].options[0].label, on=shown.message
    )
    assert text("button.faq_confirm") in labels(one.message)
