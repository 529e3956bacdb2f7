"""Message objects as an application may see them."""

from __future__ import annotations

from sandbox.state import payloads
from sandbox.state.files import Files
from sandbox.state.models import HAS_THREAD, Application, Json, Message


class MessageJson:
    """Turns messages into JSON; links of attachments are fresh each time."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def full(self, message: Message) -> Json:
        """The message with everything in it."""
        data = self._inner(message)
        if message.referenced is not None:
            referenced = message.referenced
            data["referenced_message"] = None if referenced.deleted else self._inner(referenced)
        return data

    def seen_by(self, message: Message, application: Application, *, content: bool) -> Json:
        """The message for one application; `content`: whether it has the privileged intent.

        Discord: without it, content, embeds, components and attachments are empty, unless the
        message is the bot's own, in a DM, or mentions the bot.
        """
        data = self.full(message)
        if content or self.readable(message, application):
            return data
        for inner in (data, data.get("referenced_message")):
            if inner is not None and not self._own(inner, application):
                inner |= {"content": "", "embeds": [], "components": [], "attachments": []}
        return data

    @staticmethod
    def readable(message: Message, application: Application) -> bool:
        """Whether an application without the intent may read a message."""
        return (
            message.author.id == application.id
            or message.channel.guild is None
            or any(user.id == application.id for user in message.mentions)
        )

    @staticmethod
    def _own(data: Json, application: Application) -> bool:
        return bool(data["author"]["id"] == str(application.id))

    def event(self, message: Message, application: Application, *, content: bool) -> Json:
        """The message as MESSAGE_CREATE and MESSAGE_UPDATE carry it: with guild and member."""
        data = self.seen_by(message, application, content=content)
        data["channel_type"] = message.channel.type
        guild = message.channel.guild
        if guild is not None:
            data["guild_id"] = str(guild.id)
            author = guild.members.get(message.author.id)
            if author is not None:
                data["member"] = payloads.member(author, with_user=False)
            for mention in data["mentions"]:
                mentioned = guild.members.get(int(mention["id"]))
                if mentioned is not None:
                    mention["member"] = payloads.member(mentioned, with_user=False)
        return data

    def _inner(self, message: Message) -> Json:
        if message.attachments:
            self._files.renew(message)
        data = self._frame(message)
        data["content"] = message.content
        data["embeds"] = message.embeds
        data["components"] = message.components
        data["attachments"] = [self._files.payload(one) for one in message.attachments]
        return data

    def _frame(self, message: Message) -> Json:
        data: Json = {
            "id": str(message.id),
            "channel_id": str(message.channel.id),
            "type": message.type,
            "author": payloads.user(message.author),
            "timestamp": payloads.stamp(message.created_at),
            "edited_timestamp": payloads.stamp(message.edited_at),
            "flags": message.flags | (HAS_THREAD if message.thread is not None else 0),
            "tts": message.tts,
            "pinned": message.pinned,
            "mention_everyone": message.mention_everyone,
            "mentions": [payloads.user(one) for one in message.mentions],
            "mention_roles": [str(one) for one in message.mention_roles],
            "mention_channels": [],
        }
        if message.reactions:
            data["reactions"] = [
                _reaction(name, users) for name, users in message.reactions.items()
            ]
        for key, value in (
            ("nonce", message.nonce),
            ("message_reference", message.reference),
            ("interaction_metadata", message.interaction),
        ):
            if value is not None:
                data[key] = value
        for key, number in (
            ("application_id", message.application_id),
            ("webhook_id", message.webhook_id),
        ):
            if number is not None:
                data[key] = str(number)
        if message.thread is not None:
            data["thread"] = payloads.thread(message.thread)
        return data


def emoji(key: str) -> Json:
    """A partial emoji from the form that reaction routes use (`name:id` for custom ones)."""
    name, _, emoji_id = key.partition(":")
    return {"id": emoji_id or None, "name": name, "animated": False}


def _reaction(key: str, users: dict[int, None]) -> Json:
    return {
        "emoji": emoji(key),
        "count": len(users),
        "count_details": {"burst": 0, "normal": len(users)},
        "burst_colors": [],
        "me": False,
        "me_burst": False,
        "burst_me": False,
        "burst_count": 0,
    }
