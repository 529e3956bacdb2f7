"""An author is forgotten: the card becomes a tombstone, and what the bot wrote is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox import Sandbox
from sandbox.people.views import Message
from tests.e2e.delivery import MESSAGES
from tests.e2e.desk import erase, in_thread, send_new_version, submitted
from tests.e2e.stage import WORLD, Stage

MANAGING = WORLD.replace("read_message_history]", "read_message_history, manage_threads]")
"""A world in which the bot may delete threads."""
CHANNEL = "/channels/{channel_id}"


async def story(stage: Stage) -> tuple[str, Message]:
    """A pitch with a new version, of which the thread tells."""
    ref, card = await submitted(stage)
    await send_new_version(stage.lin, ref, {"title": "Moon Harbour II"})
    await stage.maya.sees("new version", in_=card.thread)
    return ref, card


def everywhere(sandbox: Sandbox) -> Iterator[str]:
    """All that still stands in the north, names of threads included."""
    guild = sandbox.guild("north")
    for channel in (*guild.channels, *guild.threads):
        yield channel.name
        yield from (message.text for message in channel.messages if not message.deleted)


def tells_of_lin(sandbox: Sandbox, stage: Stage) -> list[str]:
    marks = ("Moon Harbour", stage.lin.name, str(stage.lin.id))
    return [text for text in everywhere(sandbox) if any(mark in text for mark in marks)]


@pytest.mark.parametrize("world", [MANAGING])
async def test_a_tombstone_is_left_and_the_thread_is_gone(stage: Stage, sandbox: Sandbox) -> None:
    maya = stage.maya
    ref, card = await story(stage)
    assert tells_of_lin(sandbox, stage) != []
    gone = sandbox.faults.hold("DELETE", CHANNEL, "after")
    await erase(stage.lin)
    await maya.sees("erased at its author's request", in_="desk")
    await gone.reached()
    gone.release()
    await stage.lin.sees_no_more(ref, in_="dm")
    assert sandbox.guild("north").threads == []
    assert tells_of_lin(sandbox, stage) == []
    assert card.buttons == []
    assert ref in card.text
    shown = await maya.types("/submissions view", ref=ref)
    assert "erased at its author's request" in shown.text
    assert ref in (await maya.types("/submissions list", state="Erased")).text


async def test_without_the_permission_to_delete_it_the_thread_is_emptied(
    stage: Stage, sandbox: Sandbox
) -> None:
    maya = stage.maya
    _, card = await story(stage)
    thread = card.thread
    assert thread is not None
    await maya.writes("I would take it.", in_=thread)
    done = sandbox.faults.hold(
        "PATCH", CHANNEL, "after", where=lambda request: "archived" in str(request.body)
    )
    await erase(stage.lin)
    await done.reached()
    done.release()
    await maya.sees_no_more("new version", in_=thread)
    await maya.sees("erased at its author's request", in_="desk")
    await stage.lin.sees_no_more("Moon Harbour", in_="dm")
    assert tells_of_lin(sandbox, stage) == []
    assert "I would take it." in in_thread(card)


async def test_what_was_taken_away_by_hand_holds_up_nothing(stage: Stage, sandbox: Sandbox) -> None:
    _, card = await story(stage)
    assert card.thread is not None
    sandbox.removes_channel(f"north/{card.thread.name}")
    told = await stage.lin.sees("Moon Harbour II", in_="dm")
    await stage.olga.deletes(card)
    await erase(stage.lin)
    await stage.lin.sees_no_more("Moon Harbour", in_="dm")
    assert told.deleted
    assert tells_of_lin(sandbox, stage) == []


async def test_a_failure_while_messages_are_taken_away_is_made_up_for(
    stage: Stage, sandbox: Sandbox
) -> None:
    _, card = await story(stage)
    sandbox.faults.fail("DELETE", f"{MESSAGES}/{{message_id}}", 503, times=7)
    sandbox.faults.drop("DELETE", f"{MESSAGES}/{{message_id}}", "after")
    await erase(stage.lin)
    await stage.lin.sees_no_more("Moon Harbour", in_="dm")
    await stage.maya.sees_no_more("new version", in_=card.thread)
    await stage.maya.sees("erased at its author's request", in_="desk")
    assert tells_of_lin(sandbox, stage) == []
