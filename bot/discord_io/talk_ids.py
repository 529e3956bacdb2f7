"""The ids of the conversation's buttons; and which pitch a message of ours is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

import discord
from discord import ui

from bot.discord_io.widgets import ID
from bot.domain.ids import GuildId, PitchId, Reference
from bot.domain.talk import TalkId


class TalkAct(StrEnum):
    REPLY = "talk:reply"
    """A coordinator's modal."""
    ANSWER = "talk:answer"
    """An author's modal."""
    READ = "talk:read"
    WHICH = "talk:which"
    """Which of an author's pitches a message is about."""
    RELAY = "talk:relay"
    """Pass an author's message on."""
    KEEP = "talk:keep"
    """Do not."""
    SEND = "talk:send"
    """Pass on what a coordinator wrote in the thread."""


_ABOUT = re.compile(rf"(?:draft|pitch|files|team|talk):[a-z-]+:(\d{{1,20}}):({ID})(?::.*)?")
_REF = re.compile(r"(?<![A-Z0-9])[A-Z]{2,4}-[A-Z0-9]{5}(?![A-Z0-9])")
_AT_DESK = re.compile(rf"{TalkAct.REPLY}:({ID})")


def reply_id(pitch: PitchId) -> str:
    return f"{TalkAct.REPLY}:{pitch}"


def answer_id(guild: GuildId, pitch: PitchId) -> str:
    return f"{TalkAct.ANSWER}:{guild}:{pitch}"


def read_id(guild: GuildId, talk: TalkId, page: int) -> str:
    return f"{TalkAct.READ}:{guild}:{talk}:{page}"


def pitch_in(message: discord.Message) -> tuple[GuildId, PitchId] | None:
    """The pitch that the buttons of a notice to an author name. Only of a message of the bot's."""
    for custom_id in _custom_ids(message):
        if custom_id.startswith(f"{TalkAct.READ}:"):
            continue
        if found := _ABOUT.fullmatch(custom_id):
            return GuildId(int(found[1])), PitchId(found[2])
    return None


def pitch_at_desk(message: discord.Message) -> PitchId | None:
    """The pitch whose authors wrote what a post of the bot's in a thread shows."""
    for custom_id in _custom_ids(message):
        if found := _AT_DESK.fullmatch(custom_id):
            return PitchId(found[1])
    return None


def _custom_ids(message: discord.Message) -> Iterable[str]:
    if not message.flags.components_v2:
        return
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()
    for item in view.walk_children():
        yield str(getattr(item, "custom_id", ""))


def reference_in(channel: discord.abc.MessageableChannel) -> Reference | None:
    """The reference in the name of a thread, by which the bot's own are called."""
    if not isinstance(channel, discord.Thread):
        return None
    found = _REF.search(channel.name)
    return Reference.parse(found[0]) if found else None
