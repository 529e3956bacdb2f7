"""Threads and DMs that people start, and what they may write."""

from __future__ import annotations

import pytest

from sandbox import File, NotAllowed, NotVisible, Sandbox, World, WorldError
from tests.sandbox.conftest import WORLD, Bot, Run


async def test_a_thread_starts_from_a_message_and_a_bot_hears_of_it(
    sandbox: Sandbox, run: Run
) -> None:
    bot = Bot()
    await run(bot)
    lin = sandbox.people["lin"]
    idea = await lin.writes("an idea", "north/general")
    thread = await lin.starts_thread("About it", on=idea)
    assert (thread.name, thread.id, thread.kind) == ("About it", idea.id, "thread")
    assert idea.thread == thread
    assert thread.starter == idea
    await lin.writes("inside", thread)
    seen = await bot.seen.get()
    while seen.channel.id != thread.id:
        seen = await bot.seen.get()
    assert sandbox.people["maya"].threads("north/general") == [thread]
    with pytest.raises(NotAllowed):
        await lin.starts_thread("Another", on=idea)


async def test_a_thread_without_a_message_is_public_unless_asked(sandbox: Sandbox) -> None:
    sandbox.permits(
        "north",
        "Coordinators",
        ["create_private_threads", "send_messages_in_threads", "manage_messages"],
    )
    maya, lin = sandbox.people["maya"], sandbox.people["lin"]
    public = await maya.starts_thread("Open", in_="north/general")
    private = await maya.starts_thread("Closed", in_="north/general", private=True)
    assert (public.kind, private.kind) == ("thread", "private thread")
    assert lin.threads("north/general") == [public]
    with pytest.raises(NotAllowed, match="may not start"):
        await lin.starts_thread("Mine", in_="north/general", private=True)


@pytest.mark.parametrize("denied", ["create_public_threads", "send_messages_in_threads"])
async def test_a_thread_needs_permissions(sandbox: Sandbox, denied: str) -> None:
    lin = sandbox.people["lin"]
    sandbox.overwrites("north/general", "everyone", deny=[denied])
    with pytest.raises(NotAllowed, match="may not start such a thread"):
        await lin.starts_thread("x", in_="north/general")


async def test_a_thread_needs_a_place_and_a_name(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    thread = await lin.starts_thread("x", in_="north/general")
    for where in (thread, lin.opens_dm("Callboard")):
        with pytest.raises(NotAllowed):
            await lin.starts_thread("y", in_=where)
    for name in ("", " ", "x" * 101):
        with pytest.raises(NotAllowed, match="1 to 100"):
            await lin.starts_thread(name, in_="north/general")
    secret = await sandbox.people["maya"].writes("secret", "north/desk")
    with pytest.raises(NotVisible):
        await lin.starts_thread("x", on=secret)
    idea = await lin.writes("idea", "north/general")
    with pytest.raises(NotAllowed, match="not from a message"):
        await lin.starts_thread("x", on=idea, private=True)


async def test_a_dm_is_opened_with_a_bot_that_one_meets(sandbox: Sandbox) -> None:
    lin, sam = sandbox.people["lin"], sandbox.people["sam"]
    dm = lin.opens_dm("Reader")
    assert (dm.kind, dm.name) == ("dm", "Reader")
    assert lin.opens_dm("Reader") == dm
    with pytest.raises(NotVisible):
        sam.opens_dm("Reader")
    with pytest.raises(NotVisible):
        sam.channel(dm.id)


async def test_what_the_client_does_not_send_is_refused(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    for text in ("", "  \n", "x" * 2001):
        with pytest.raises(NotAllowed):
            await lin.writes(text, "north/general")
    with pytest.raises(NotAllowed, match="at most 10 files"):
        await lin.writes("", "north/general", [File("a", b"1")] * 11)
    sandbox.overwrites("north/general", "everyone", deny=["attach_files"])
    with pytest.raises(NotAllowed, match="attach files"):
        await lin.writes("", "north/general", [File("a", b"1")])
    written = await lin.writes("x", "north/general")
    with pytest.raises(NotAllowed):
        await lin.edits(written, "")


async def test_a_channel_that_is_gone_is_seen_by_nobody(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    thread = await lin.starts_thread("x", in_="north/general")
    written = await lin.writes("inside", thread)
    sandbox.removes_channel("north/general")
    with pytest.raises(NotVisible):
        await lin.reads(thread)
    with pytest.raises(NotVisible):
        await lin.reacts(written, "👍")


def test_a_world_tells_who_people_are_and_what_forms_may_hold() -> None:
    world = World.parse(
        WORLD.replace("lin: {display_name: Lin Wei,", "lin: {about: {en-US: Writes.},")
        + "examples: {title: {en-US: Moon Harbour, zh-CN: 月亮港}}\n"
        + "tour: {creator: lin, coordinator: maya, desk: desk}\n"
    )
    lin = next(one for one in world.people if one.key == "lin")
    assert lin.about == {"en-US": "Writes."}
    assert world.examples == {"title": {"en-US": "Moon Harbour", "zh-CN": "月亮港"}}
    assert world.tour["coordinator"] == "maya"
    assert Sandbox(world).people["lin"].about == {"en-US": "Writes."}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("examples: [title]", "examples: is not a mapping"),
        ("examples: {title: {en-US: 7}}", "examples.title.en-US: is not a text"),
        ("tour: {creator: lin}", "tour.coordinator: is missing"),
        (
            "tour: {creators: [lin, nobo], coordinator: maya, desk: desk}",
            "tour.creator: no person",
        ),
        (
            "tour: {creator: lin, creators: [sam], coordinator: x, desk: desk}",
            "tour.creators: st",
        ),
        ("tour: {creator: nobody, coordinator: maya, desk: desk}", "tour.creator: no person"),
        ("tour: {creator: lin, coordinator: maya, desk: sea}", "tour.desk: no channel 'sea'"),
    ],
)
def test_a_world_that_tells_it_wrongly_names_the_key(more: str, told: str) -> None:
    with pytest.raises(WorldError, match=told):
        World.parse(f"{WORLD}{more}\n")
