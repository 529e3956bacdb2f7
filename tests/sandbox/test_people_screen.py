"""What people see, and what they do not."""

from __future__ import annotations

import asyncio

import discord
import pytest
from discord import ui

from sandbox import File, NotAllowed, NotVisible, Sandbox
from tests.sandbox.conftest import Bot, Run


@pytest.fixture
async def bot(sandbox: Sandbox, run: Run) -> Bot:
    made = Bot()
    await run(made)
    return made


async def test_seeing_waits_for_the_message_and_for_the_edit(sandbox: Sandbox, bot: Bot) -> None:
    lin = sandbox.people["lin"]
    waiting = asyncio.create_task(lin.sees("second", in_="general"))
    general = bot.at(sandbox, "north/general")
    sent = await general.send("first")
    assert not waiting.done()
    await sent.edit(content="second")
    seen = await waiting
    assert (seen.id, seen.edited) == (sent.id, True)


async def test_what_is_not_seen_is_told_with_what_is(sandbox: Sandbox, bot: Bot) -> None:
    await bot.at(sandbox, "north/general").send("hello")
    with pytest.raises(NotVisible, match=r"\[general\] Callboard: 'hello'"):
        await sandbox.people["lin"].sees("goodbye", within=0.05)


async def test_seeing_no_more_waits_for_the_end(sandbox: Sandbox, bot: Bot) -> None:
    lin = sandbox.people["lin"]
    sent = await bot.at(sandbox, "north/general").send("for now")
    with pytest.raises(NotVisible, match="still sees"):
        await lin.sees_no_more("for now", within=0.05)
    waiting = asyncio.create_task(lin.sees_no_more("for now"))
    await sent.delete()
    await waiting


async def test_a_private_channel_shows_itself_with_the_role(sandbox: Sandbox, bot: Bot) -> None:
    lin = sandbox.people["lin"]
    await bot.at(sandbox, "north/desk").send("a card")
    with pytest.raises(NotVisible):
        await lin.reads("north/desk")
    waiting = asyncio.create_task(lin.sees("a card"))
    await asyncio.sleep(0)
    lin.gains("Coordinators")
    assert (await waiting).channel.name == "desk"


async def test_a_private_thread_is_seen_by_its_members(sandbox: Sandbox, bot: Bot) -> None:
    lin, maya = sandbox.people["lin"], sandbox.people["maya"]
    general = bot.at(sandbox, "north/general")
    thread = await general.create_thread(name="about CM-1", invitable=False)
    await thread.send("only us")
    assert lin.threads() == []
    await thread.add_user(discord.Object(lin.id))
    assert [one.name for one in lin.threads("north/general")] == ["about CM-1"]
    assert (await lin.sees("only us", in_="about CM-1")).channel.kind == "private thread"
    assert maya.threads() == []
    await lin.writes("thank you", in_="about CM-1")
    assert (await bot.seen.get()).channel == thread
    await thread.remove_user(discord.Object(lin.id))
    with pytest.raises(NotVisible):
        await lin.reads("about CM-1")


async def test_an_archived_thread_wakes_when_somebody_writes(sandbox: Sandbox, bot: Bot) -> None:
    lin = sandbox.people["lin"]
    general = bot.at(sandbox, "north/general")
    started = await general.send("a question")
    thread = await started.create_thread(name="answers")
    await thread.edit(archived=True)
    assert [one.archived for one in lin.threads()] == [True]
    await lin.writes("one more", in_="answers")
    assert [one.archived for one in lin.threads()] == [False]
    await thread.edit(archived=True, locked=True)
    with pytest.raises(NotAllowed, match="locked"):
        await lin.writes("and more", in_="answers")


async def test_people_write_edit_react_reply_and_delete(sandbox: Sandbox, run: Run) -> None:
    reader = Bot(intents=discord.Intents(guilds=True, messages=True, message_content=True))
    await run(reader, sandbox.tokens["Reader"])
    lin, maya = sandbox.people["lin"], sandbox.people["maya"]
    told: asyncio.Queue[str] = asyncio.Queue()

    async def on_message_edit(_: discord.Message, after: discord.Message) -> None:
        told.put_nowait(after.content)

    async def on_message_delete(message: discord.Message) -> None:
        told.put_nowait(f"gone: {message.content}")

    for listener in (on_message_edit, on_message_delete):
        reader.event(listener)
    written = await lin.writes("a boat", in_="questions", files=[File("boat.txt", b"~")])
    seen = await reader.seen.get()
    assert await seen.attachments[0].read() == b"~"
    await lin.edits(written, "a moon")
    assert await told.get() == "a moon"
    answer = await maya.writes("lovely", reply_to=written)
    assert answer.reply_to == written
    replied = await reader.seen.get()
    assert replied.reference is not None
    assert replied.reference.message_id == written.id
    await maya.reacts(written, "👍")
    assert written.reactions == {"👍": ["Maya Ortiz"]}
    await maya.reacts(written, "👍")
    assert written.reactions == {}
    with pytest.raises(NotAllowed):
        await maya.edits(written, "mine now")
    with pytest.raises(NotAllowed):
        await lin.deletes(answer)
    await maya.deletes(written)
    assert await told.get() == "gone: a moon"
    assert written.deleted
    assert [one.text for one in await lin.reads("questions")] == ["lovely"]


async def test_shut_dms_and_strangers_take_no_message(sandbox: Sandbox, bot: Bot) -> None:
    lin, sam, shy = (sandbox.people[one] for one in ("lin", "sam", "shy"))
    sam.leaves("south")
    for person in (shy, sam):
        user = await bot.fetch_user(person.id)
        with pytest.raises(discord.Forbidden) as caught:
            await user.send("hello")
        assert caught.value.code == 50007
    shy.opens_dms()
    await (await bot.fetch_user(shy.id)).send("hello")
    assert (await shy.sees("hello", in_="dm")).channel.name == "Callboard"
    lin.shuts_dms()
    with pytest.raises(discord.Forbidden):
        await (await bot.fetch_user(lin.id)).send("hello")


async def test_the_newest_button_of_a_name_is_pressed_unless_another_is_meant(
    sandbox: Sandbox, bot: Bot
) -> None:
    lin = sandbox.people["lin"]

    def view(name: str) -> ui.View:
        made = ui.View()
        button: ui.Button[ui.View] = ui.Button(label="Take it", custom_id=name)

        async def pressed(interaction: discord.Interaction) -> None:
            await interaction.response.send_message(f"took {name}", ephemeral=True)

        button.callback = pressed  # type: ignore[method-assign]
        return made.add_item(button)

    general = bot.at(sandbox, "north/general")
    old = await general.send("old", view=view("old"))
    await bot.at(sandbox, "north/questions").send("new", view=view("new"))
    assert (await lin.presses("Take it")).text == "took new"
    assert (await lin.presses("take", on=await lin.sees("old"))).text == "took old"
    await old.edit(content="old again")
    assert (await lin.presses("Take it")).text == "took old"
    await old.edit(view=None)
    assert (await lin.presses("Take it")).text == "took new"


async def test_a_message_shows_all_its_text_in_order(sandbox: Sandbox, bot: Bot) -> None:
    embed = discord.Embed(title="Title", description="Body").add_field(name="N", value="V")
    embed.set_footer(text="Foot").set_author(name="Who")
    embed.set_image(url="attachment://still.png")
    file = discord.File(__file__, "still.png")
    sent = await bot.at(sandbox, "north/general").send("top", embed=embed, file=file)
    lin = sandbox.people["lin"]
    [message] = await lin.reads("general")
    assert message.text == "top\nWho\nTitle\nBody\nN\nV\nFoot\nstill.png"
    assert message.embeds[0]["image"]["url"].startswith("http://127.0.0.1:")
    assert message.id == sent.id
    assert message.author == "Callboard"
    assert message.created_at == sent.created_at or message.created_at > sent.created_at


async def test_new_components_show_their_text_and_files(sandbox: Sandbox, bot: Bot) -> None:
    layout = ui.LayoutView()
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    row.add_item(ui.Button(label="Claim", custom_id="claim"))
    layout.add_item(
        ui.Container(
            ui.Section(
                ui.TextDisplay("# Moon Harbour"), accessory=ui.Button(label="Open", custom_id="o")
            ),
            ui.Separator(),
            ui.MediaGallery(
                discord.MediaGalleryItem("attachment://still.png", description="still")
            ),
            ui.File("attachment://script.txt"),
            row,
        )
    )
    files = [discord.File(__file__, "still.png"), discord.File(__file__, "script.txt")]
    sent = await bot.at(sandbox, "north/desk").send(view=layout, files=files)
    maya = sandbox.people["maya"]
    message = await maya.sees("Moon Harbour")
    assert message.text == "# Moon Harbour\nOpen\nstill\nscript.txt\nClaim\nstill.png"
    assert [one.label for one in message.buttons] == ["Open", "Claim"]
    ids = [part.id for part in sent.walk_children()] if hasattr(sent, "walk_children") else [1]
    assert None not in ids
    assert sandbox.violations == []
