"""What was asked in vain: seen by coordinators, answered, saved, merged, put aside."""

from __future__ import annotations

from tests.e2e.faq import PARKING, add, ask, labels, write
from tests.e2e.stage import Stage
from tests.e2e.story import words

WIFI = "What is the wifi password at the studio?"
CATERING = "Which caterer delivers vegan lunches?"


async def test_what_nobody_could_answer_is_saved_and_answered_from_then_on(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    await ask(stage.sam, WIFI)
    await ask(stage.lin, f"  {WIFI.upper()} ")
    gaps = await maya.types("/faq gaps")
    assert text.n("gaps.count", 1) in gaps.text
    assert text.n("gaps.asked_times", 2) in gaps.text
    assert gaps.message is not None
    form = await maya.presses(text("button.faq_save"), on=gaps.message)
    assert form.modal is not None
    standing = {field.custom_id: field.value for field in form.modal.fields}
    assert standing["question"].casefold() == WIFI.casefold()
    general = text("faq.general")
    saved = await write(maya, {"answer": "It hangs by the door.", "programme": [general]})
    assert text.n("faq.saved_question", 2) in saved.text
    assert saved.message != gaps.message
    assert text("gaps.none") in (await maya.types("/faq gaps")).text
    assert "by the door" in await ask(stage.sam, WIFI)


async def test_what_was_saved_already_is_shown_instead_of_asked_for_again(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    await ask(stage.sam, WIFI)
    gaps = (await maya.types("/faq gaps")).message
    await maya.presses(text("button.faq_save"), on=gaps)
    await write(maya, {"answer": "It hangs by the door.", "programme": [text("faq.general")]})
    shown = await stage.maya.presses(text("button.faq_save"), on=gaps)
    assert shown.modal is None
    assert "by the door" in shown.text


async def test_two_gaps_that_ask_the_same_are_merged(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    await ask(stage.sam, WIFI)
    await ask(stage.lin, CATERING)
    gaps = await maya.types("/faq gaps")
    assert text.n("gaps.count", 2) in gaps.text
    assert gaps.message is not None
    chosen = await maya.presses(text("button.faq_merge"), on=gaps.message)
    assert chosen.message is not None
    (menu,) = chosen.message.selects
    assert [option.label for option in menu.options] in ([WIFI], [CATERING])
    merged = await maya.selects(menu, menu.options[0].label, on=chosen.message)
    assert text.n("gaps.merged", 2) in merged.text
    assert text.n("gaps.count", 1) in merged.text


async def test_a_merge_can_be_left_alone(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    await ask(stage.sam, WIFI)
    gaps = (await maya.types("/faq gaps")).message
    none = await maya.presses(text("button.faq_merge"), on=gaps)
    assert text("gaps.no_others") in none.text
    back = await maya.presses(text("button.back"), on=none.message)
    assert WIFI in back.text


async def test_what_needs_no_answer_is_put_aside(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    for person in (stage.sam, stage.lin):
        await ask(person, WIFI)
    gaps = (await maya.types("/faq gaps")).message
    aside = await maya.presses(text("button.faq_not_needed"), on=gaps)
    assert text("gaps.put_aside", question=WIFI) in aside.text
    assert text("gaps.none") in aside.text


async def test_the_gaps_page(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    asked = ("Gerbils", "Umbrellas", "Volcanoes", "Trampolines", "Saxophones", "Glaciers")
    for person, word in zip((stage.sam, stage.lin) * 3, asked, strict=True):
        await ask(person, word)
    first = await maya.types("/faq gaps")
    assert text.n("gaps.count", 6) in first.text
    second = await maya.presses(text("button.further"), on=first.message)
    assert asked[0] in second.text
    back = await maya.presses(text("button.earlier"), on=second.message)
    assert asked[0] not in back.text


async def test_an_answer_in_the_chat_is_saved_from_the_messages_menu(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    await stage.sam.writes(PARKING["question"], in_="general")
    (asked,) = await stage.sam.reads("general")
    await stage.noor.writes(f"@Sam Ng {PARKING['answer']}", in_="general", reply_to=asked)
    answer = (await maya.reads("general"))[-1]
    form = await maya.uses_menu(text("menu.save_as_faq"), answer)
    assert form.modal is not None, form.text
    standing = {field.custom_id: field.value for field in form.modal.fields}
    assert standing["question"] == PARKING["question"]
    assert standing["answer"].endswith(PARKING["answer"])
    await write(maya, {"programme": [text("faq.general")]})
    assert "forty spaces" in await ask(stage.sam, PARKING["question"])


async def test_a_message_without_text_cannot_be_saved(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    bot = f"<@{stage.bot_id}>"
    await stage.sam.writes(f"{bot} who are the mentors of Hina?", in_="general")
    answer = await maya.sees("Zhang Yimou", in_="general")
    form = await maya.uses_menu(text("menu.save_as_faq"), answer)
    assert form.modal is None or "mentors" in form.text


async def test_another_servers_gaps_are_not_seen(stage: Stage) -> None:
    await stage.set_up_south()
    await ask(stage.sam, WIFI)
    assert words(stage.hugo)("gaps.none") in (await stage.hugo.types("/faq gaps")).text
    gaps = (await stage.maya.types("/faq gaps")).message
    assert words(stage.maya)("button.faq_save") in labels(gaps)


async def test_figures_count_what_was_asked(stage: Stage) -> None:
    maya = stage.maya
    await add(maya)
    await ask(stage.sam, PARKING["question"])
    await ask(stage.sam, WIFI)
    shown = await maya.types("/faq stats")
    assert PARKING["question"] in shown.text
    assert shown.ephemeral
