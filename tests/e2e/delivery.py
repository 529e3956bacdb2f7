"""What was delivered where, and which requests deliver it."""

from __future__ import annotations

from sandbox import Sandbox
from sandbox.faults import Where
from sandbox.people.person import Person
from sandbox.people.views import Channel, Message
from sandbox.requests import Request
from tests.e2e.stage import Stage
from tests.e2e.story import words

MESSAGES = "/channels/{channel_id}/messages"
THREADS = "/channels/{channel_id}/messages/{message_id}/threads"


def in_desk(sandbox: Sandbox) -> Where:
    """Whether a request is about the north's desk channel as it is now."""
    desk = str(sandbox.channel("north/desk").id)
    return lambda request: request.params["channel_id"] == desk


def in_channel(channel: Channel | None) -> Where:
    """Whether a request is about this channel or thread."""
    assert channel is not None
    return lambda request: request.params["channel_id"] == str(channel.id)


def in_dm(person: Person) -> Where:
    """Whether a request is about the person's DM."""

    def where(request: Request) -> bool:
        mine = {str(one.id) for one in person.channels() if one.kind == "dm"}
        return request.params["channel_id"] in mine

    return where


def sent_to(sandbox: Sandbox, where: Where) -> list[Request]:
    """All requests that were to send a message there, oldest first."""
    sends = [one for one in sandbox.requests if (one.method, one.path) == ("POST", MESSAGES)]
    return [one for one in sends if where(one)]


def cards_of(sandbox: Sandbox, ref: str) -> list[Message]:
    """All that names the pitch in the desk's channel, but for what only one person sees."""
    return [one for one in sandbox.channel("north/desk").messages if ref in one.text]


def claim_news(person: Person) -> str:
    """How the message begins that tells an author of the claim."""
    return words(person)("notice.claimed", headline="").split(" ")[0]


async def told_once(stage: Stage, ref: str) -> None:
    """Lin's pitch has one card with one thread in the desk, and she has one receipt.

    Maya claims it by its card. Order is kept per destination: once the claim shows on the card and
    in Lin's DM, all that went before it has been sent, and the bot knows where the card stands.
    """
    lin, maya = stage.lin, stage.maya
    card = await maya.sees(ref, in_="desk", within=20)
    await lin.sees(ref, in_="dm", within=20)
    await maya.presses("Claim", on=card)
    await maya.sees("In review", in_="desk", within=20)
    news = claim_news(lin)
    await lin.sees(news, in_="dm", within=20)
    assert len(cards_of(stage.sandbox, ref)) == 1
    told = [one for one in await lin.reads("dm") if ref in one.text]
    assert [news in one.text for one in told] == [False, True]
    threads = [one for one in stage.sandbox.guild("north").threads if ref in one.name]
    assert threads == [card.thread]
