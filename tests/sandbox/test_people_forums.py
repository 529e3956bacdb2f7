"""Forums: posts that people begin, what bots hear of them, and their tags."""

from __future__ import annotations

import discord
import pytest

from sandbox import NotAllowed, Sandbox, World
from tests.sandbox.conftest import WORLD, Bot, Run

FORUM = "- {name: forum, type: forum, tags: [Help, Solved]}"


@pytest.fixture
def world() -> World:
    return World.parse(
        WORLD.replace("- {name: questions}", f"{FORUM}\n      - {{name: questions}}")
    )


async def test_a_post_begins_with_a_message_of_the_same_id(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    lin = sandbox.people["lin"]
    begun = await lin.posts("Who may apply?", "I wonder who may.", "forum", tags=["Help"])
    (post,) = lin.threads("forum")
    assert (post.id, post.name, post.tags) == (begun.id, "Who may apply?", ["Help"])
    heard = await bot.seen.get()
    assert isinstance(heard.channel, discord.Thread)
    assert isinstance(heard.channel.parent, discord.ForumChannel)
    assert heard.id == heard.channel.id
    assert [tag.name for tag in heard.channel.applied_tags] == ["Help"]
    assert [tag.name for tag in heard.channel.parent.available_tags] == ["Help", "Solved"]


async def test_who_manages_threads_may_tag_a_post(sandbox: Sandbox, run: Run) -> None:
    bot = Bot()
    await run(bot)
    lin = sandbox.people["lin"]
    await lin.posts("Who may apply?", "I wonder who may.", "forum")
    thread = (await bot.seen.get()).channel
    assert isinstance(thread, discord.Thread)
    assert isinstance(thread.parent, discord.ForumChannel)
    await thread.add_tags(thread.parent.available_tags[1])
    assert lin.threads("forum")[0].tags == ["Solved"]
    with pytest.raises(discord.NotFound, match="Unknown tag"):
        await thread.add_tags(discord.Object(1))
    sandbox.overwrites("north/forum", "Callboard", deny=["manage_threads"])
    with pytest.raises(discord.Forbidden):
        await thread.remove_tags(thread.parent.available_tags[1])


async def test_a_bot_answers_in_a_post_and_writes_nothing_beside(
    sandbox: Sandbox, run: Run
) -> None:
    bot = Bot()
    await run(bot)
    lin = sandbox.people["lin"]
    begun = await lin.posts("Who may apply?", "I wonder who may.", "forum")
    heard = await bot.seen.get()
    await heard.reply("Screenwriters.")
    assert (await lin.sees("Screenwriters.", begun)).state.channel is begun.state.channel
    forum = bot.get_partial_messageable(sandbox.channel("north/forum").id)
    with pytest.raises(discord.HTTPException, match="non-text channel"):
        await forum.send("Hello")


async def test_a_post_needs_a_forum_a_title_a_text_and_known_tags(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    with pytest.raises(NotAllowed, match="not a forum"):
        await lin.posts("x", "y", "general")
    with pytest.raises(NotAllowed, match="forum: begin a post"):
        await lin.writes("y", "forum")
    for title, text in ((" ", "y"), ("x" * 101, "y"), ("x", " ")):
        with pytest.raises(NotAllowed, match="title of 1 to 100"):
            await lin.posts(title, text, "forum")
    with pytest.raises(NotAllowed, match="no tag 'Odd'"):
        await lin.posts("x", "y", "forum", tags=["Odd"])
    sandbox.overwrites("north/forum", "everyone", deny=["send_messages"])
    with pytest.raises(NotAllowed, match="may not post"):
        await lin.posts("x", "y", "forum")
