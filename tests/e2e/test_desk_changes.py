"""Coordinators ask for changes; authors answer; the desk reads what changed."""

from __future__ import annotations

from datetime import timedelta

from sandbox import Sandbox
from tests.e2e.delivery import cards_of
from tests.e2e.desk import ask_for_changes, in_thread, label, send_new_version, submitted
from tests.e2e.stage import Stage
from tests.e2e.story import words


async def test_what_was_asked_for_and_changed_is_read_in_the_thread_and_the_state_is_back(
    stage: Stage, sandbox: Sandbox
) -> None:
    lin, maya = stage.lin, stage.maya
    ref, card = await submitted(stage)
    asked = await ask_for_changes(maya, ref, ("title", "logline"))
    assert asked.ephemeral
    assert "asking the authors" in asked.text
    await maya.sees("Changes requested", in_="desk")
    assert "Please say where it takes place." in card.text
    assert f"{label(maya, 'title')}, {label(maya, 'logline')}" in card.text
    told = await lin.sees("Please say where it takes place.", in_="dm")
    assert label(lin, "logline") in told.text

    await send_new_version(lin, ref, {"title": "Moon Harbour II", "logline": "In Trieste."})
    await maya.sees("version 2", in_="desk")
    news = await maya.sees("new version", in_=card.thread)
    assert "Before: Moon Harbour\nAfter: Moon Harbour II" in news.text
    assert "Before: About logline\nAfter: In Trieste." in news.text
    assert label(maya, "synopsis") not in news.text
    assert "In review" in card.text
    assert "Changes requested" not in card.text
    assert len(cards_of(sandbox, ref)) == 1
    read = await maya.presses("Open", on=news)
    assert "In Trieste." in read.text


async def test_a_request_that_was_cancelled_is_asked_of_nobody_any_more(stage: Stage) -> None:
    lin, maya = stage.lin, stage.maya
    ref, card = await submitted(stage)
    await ask_for_changes(maya, ref)
    await maya.sees("Changes requested", in_="desk")
    shown = await maya.types("/submissions changes", ref=ref)
    assert "Please say where it takes place." in shown.text
    await stage.noor.types("/submissions changes", ref=ref)
    cancelled = await maya.presses("Cancel the request")
    assert "cancelled" in cancelled.text
    await maya.sees_no_more("Changes requested", in_="desk")
    assert "In review" in card.text
    line = f"`{ref}` **Moon Harbour**"
    await lin.sees(words(lin)("notice.changes_cancelled", headline=line), in_="dm")
    late = await stage.noor.presses("Cancel the request")
    assert "That is not possible" in late.text
    assert "In review" in late.text


async def test_the_desk_is_told_once_that_changes_are_late_and_nothing_else_happens(
    timed_stage: Stage, sandbox: Sandbox
) -> None:
    stage, maya = timed_stage, timed_stage.maya
    ref, card = await submitted(stage)
    due = sandbox.clock.now() + timedelta(days=3)
    await ask_for_changes(maya, ref, due=due.isoformat(timespec="seconds"))
    await maya.sees("Changes requested", in_="desk")
    assert stage.app is not None
    for days in (3, 1, 30):
        sandbox.clock.advance(timedelta(days=days).total_seconds())
        stage.app.wake()
        await maya.sees("have not come yet", in_=card.thread)
    assert "Changes requested" in card.text
    await send_new_version(stage.lin, ref, {"title": "Moon Harbour II"})
    # It goes the same way, and would come after a second one.
    await maya.sees("new version", in_=card.thread)
    assert len([text for text in in_thread(card) if "have not come yet" in text]) == 1


async def test_what_was_written_comes_back_where_the_date_cannot_be(stage: Stage) -> None:
    lin, maya = stage.lin, stage.maya
    ref, card = await submitted(stage)
    for typed in ("soon", "2020-01-01"):
        refused = await ask_for_changes(maya, ref, message="Where is *it*?", due=typed)
        assert r"Where is \*it\*?" in refused.text
        assert label(maya, "logline") in refused.text
    assert "In review" in card.text
    opened = await maya.presses("Write")
    assert opened.modal is not None
    text = words(maya)
    await maya.fills({text("changes.message"): "Where?", text("changes.due"): "2099-01-01"})
    await lin.sees("Where?", in_="dm")


async def test_nothing_can_be_written_before_a_field_is_chosen(stage: Stage) -> None:
    maya = stage.maya
    ref, _ = await submitted(stage)
    shown = await maya.types("/submissions changes", ref=ref)
    assert shown.message is not None
    (write,) = (button for button in shown.message.buttons if button.label == "Write")
    assert write.disabled
    menu = words(maya)("select.fields")
    chosen = await maya.selects(menu, label(maya, "title"), label(maya, "genres"))
    assert f"{label(maya, 'title')}, {label(maya, 'genres')}" in chosen.text
    fewer = await maya.selects(menu, label(maya, "genres"))
    assert f"**Chosen:** {label(maya, 'genres')}" in fewer.text
    none = await maya.selects(menu)
    assert "nothing yet" in none.text
