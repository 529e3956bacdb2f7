"""A second client library, written by other people, finds the same Discord."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from typing import TypeVar

import hikari
import pytest

from sandbox import Limits, Sandbox, World

# hikari reads the bot's id out of the first part of a token.
TOKEN = base64.b64encode(b"1187000000000000000").decode().rstrip("=") + ".sandbox.token"
WORLD = {
    "applications": [{"name": "Callboard", "token": TOKEN, "intents": ["message_content"]}],
    "guilds": [
        {
            "key": "north",
            "name": "North Light Creators",
            "owner": "olga",
            "roles": [{"name": "Leads", "permissions": ["manage_guild"]}],
            "channels": [{"name": "general", "category": "Community"}, {"name": "questions"}],
        }
    ],
    "people": {
        "olga": {"display_name": "Olga", "guilds": {"north": ["Leads"]}},
        "lin": {"display_name": "Lin Wei", "locale": "zh-CN", "guilds": {"north": []}},
    },
}
INTENTS = (
    hikari.Intents.GUILDS
    | hikari.Intents.GUILD_MESSAGES
    | hikari.Intents.DM_MESSAGES
    | hikari.Intents.MESSAGE_CONTENT
)
T = TypeVar("T", bound=hikari.Event)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(World.parse(WORLD), limits=Limits.relaxed()) as made:
        yield made


def upcoming(bot: hikari.GatewayBot, kind: type[T]) -> asyncio.Future[T]:
    """The next event of a kind, listened for from now on."""
    found: asyncio.Future[T] = asyncio.get_running_loop().create_future()

    async def take(event: T) -> None:
        if not found.done():
            found.set_result(event)

    bot.subscribe(kind, take)
    return found


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[hikari.GatewayBot]:
    """A hikari bot that is connected and has received its guild."""
    made = hikari.GatewayBot(
        TOKEN,
        banner=None,
        logs=None,
        intents=INTENTS,
        rest_url=sandbox.api_url,
        suppress_optimization_warning=True,
    )
    available = upcoming(made, hikari.GuildAvailableEvent)
    await made.start(check_for_updates=False)
    try:
        await asyncio.wait_for(available, 10)
        yield made
    finally:
        await made.close()


async def test_it_reads_the_guild_from_its_cache_and_over_rest(
    sandbox: Sandbox, bot: hikari.GatewayBot
) -> None:
    guild_id = sandbox.guild("north").id
    cached = bot.cache.get_guild(guild_id)
    assert cached is not None
    assert cached.name == "North Light Creators"
    names = {channel.name for channel in cached.get_channels().values()}
    assert {"general", "questions", "Community"} <= names
    assert {"@everyone", "Leads"} <= {role.name for role in cached.get_roles().values()}

    fetched = await bot.rest.fetch_guild(guild_id)
    assert (fetched.name, fetched.owner_id) == (cached.name, int(sandbox.people["olga"].id))
    channels = await bot.rest.fetch_guild_channels(guild_id)
    assert {"general", "questions"} <= {channel.name for channel in channels}
    member = await bot.rest.fetch_member(guild_id, int(sandbox.people["lin"].id))
    assert member.display_name == "Lin Wei"
    me = bot.get_me()
    assert me is not None
    assert me.username == "Callboard"
    assert sandbox.violations == []


async def test_it_writes_edits_reacts_and_is_read(sandbox: Sandbox, bot: hikari.GatewayBot) -> None:
    general = sandbox.channel("north/general").id
    message = await bot.rest.create_message(
        general,
        "first",
        embed=hikari.Embed(title="Moon Harbour", description="A logline").add_field("a", "b"),
        attachment=hikari.Bytes(b"%PDF-1.7", "moon.pdf"),
        nonce="notice-1",
    )
    await bot.rest.edit_message(general, message, "second")
    await bot.rest.add_reaction(general, message, "👍")
    thread = await bot.rest.create_message_thread(general, message, "talk")
    (seen,) = await sandbox.people["lin"].reads("north/general")
    assert seen.content == "second"
    assert seen.edited
    assert [one.filename for one in seen.attachments] == ["moon.pdf"]
    assert [one.name for one in sandbox.people["lin"].threads("north/general")] == ["talk"]
    assert thread.id == message.id
    again = await bot.rest.fetch_message(general, message)
    assert await again.attachments[0].read() == b"%PDF-1.7"
    assert sandbox.violations == []


async def test_it_receives_what_people_write(sandbox: Sandbox, bot: hikari.GatewayBot) -> None:
    waiting = upcoming(bot, hikari.GuildMessageCreateEvent)
    await sandbox.people["lin"].writes("who are you", in_="north/general")
    event = await asyncio.wait_for(waiting, 5)
    assert event.content == "who are you"
    assert event.member is not None
    assert event.member.display_name == "Lin Wei"


async def test_it_receives_a_command_and_answers_it(
    sandbox: Sandbox, bot: hikari.GatewayBot
) -> None:
    async def answer(event: hikari.InteractionCreateEvent) -> None:
        interaction = event.interaction
        assert isinstance(interaction, hikari.CommandInteraction)
        (option,) = interaction.options or ()
        assert (interaction.locale, interaction.command_name) == ("zh-CN", "ask")
        row = bot.rest.build_message_action_row()
        row.add_interactive_button(hikari.ButtonStyle.PRIMARY, "more", label="More")
        await interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_CREATE,
            f"You asked: {option.value}",
            flags=hikari.MessageFlag.EPHEMERAL,
            component=row,
        )

    bot.subscribe(hikari.InteractionCreateEvent, answer)
    builder = bot.rest.slash_command_builder("ask", "Ask something")
    builder.set_name_localizations({hikari.Locale.ZH_CN: "提问"})
    builder.set_default_member_permissions(hikari.Permissions.SEND_MESSAGES)
    builder.add_option(
        hikari.CommandOption(
            type=hikari.OptionType.STRING, name="question", description="What", is_required=True
        )
    )
    me = await bot.rest.fetch_application()
    await bot.rest.set_application_commands(me, [builder])
    lin = sandbox.people["lin"]
    reply = await lin.types("/提问", in_="north/general", question="when")
    assert reply.ephemeral
    assert reply.message is not None
    assert reply.message.content == "You asked: when"
    assert [button.label for button in reply.message.buttons] == ["More"]
    assert sandbox.violations == []


async def test_it_opens_a_modal_defers_and_follows_up(
    sandbox: Sandbox, bot: hikari.GatewayBot
) -> None:
    async def answer(event: hikari.InteractionCreateEvent) -> None:
        interaction = event.interaction
        if isinstance(interaction, hikari.CommandInteraction):
            row = bot.rest.build_modal_action_row().add_text_input("title", "Title")
            await interaction.create_modal_response("Pitch", "form", component=row)
        elif isinstance(interaction, hikari.ModalInteraction):
            await interaction.create_initial_response(
                hikari.ResponseType.DEFERRED_MESSAGE_CREATE, flags=hikari.MessageFlag.EPHEMERAL
            )
            await interaction.edit_initial_response("Thank you")
            await interaction.execute("One more thing", flags=hikari.MessageFlag.EPHEMERAL)

    bot.subscribe(hikari.InteractionCreateEvent, answer)
    me = await bot.rest.fetch_application()
    await bot.rest.create_slash_command(me, "pitch", "Start a pitch")
    lin = sandbox.people["lin"]
    opened = await lin.types("/pitch", in_="north/general")
    assert opened.modal is not None
    reply = await lin.fills({"Title": "Moon Harbour"})
    assert reply.ephemeral
    await lin.sees("Thank you", in_="north/general")
    await lin.sees("One more thing", in_="north/general")
    assert sandbox.violations == []


async def test_it_is_refused_as_discord_refuses(sandbox: Sandbox, bot: hikari.GatewayBot) -> None:
    general = sandbox.channel("north/general").id
    with pytest.raises(hikari.BadRequestError) as caught:
        await bot.rest.create_message(general, "x" * 2001)
    assert caught.value.code == 50035
    with pytest.raises(hikari.NotFoundError) as missing:
        await bot.rest.fetch_message(general, 7)
    assert missing.value.code == 10008
    lin = sandbox.people["lin"]
    lin.shuts_dms()
    channel = await bot.rest.create_dm_channel(int(lin.id))
    with pytest.raises(hikari.ForbiddenError) as shut:
        await channel.send("hi")
    assert shut.value.code == 50007


async def test_it_resumes_and_misses_nothing(sandbox: Sandbox, bot: hikari.GatewayBot) -> None:
    resumed = upcoming(bot, hikari.ShardResumedEvent)
    heard = upcoming(bot, hikari.GuildMessageCreateEvent)
    await sandbox.gateway.close(4000)
    await sandbox.people["lin"].writes("while you were away", in_="north/general")
    await asyncio.wait_for(resumed, 10)
    assert (await asyncio.wait_for(heard, 5)).content == "while you were away"
