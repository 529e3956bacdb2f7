"""What a person writes and starts: messages, reactions, threads, DMs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sandbox import permissions
from sandbox.people.errors import NotAllowed, NotVisible
from sandbox.people.reading import Reading
from sandbox.people.resolve import pinging
from sandbox.people.screen import In
from sandbox.people.views import Channel, Message
from sandbox.state import models
from sandbox.state.files import File
from sandbox.state.models import LOADING, NEWS_THREAD, PRIVATE_THREAD, PUBLIC_THREAD, Json

LONGEST = 2000
"""Discord: characters of a message."""
MOST_FILES = 10
"""Discord: files of a message."""
LONGEST_NAME = 100
"""Discord: characters of a thread's name."""
_THREADED = (models.GUILD_TEXT, models.GUILD_NEWS)


class Writing(Reading):
    """The part of a person that acts without a bot."""

    # -- messages ------------------------------------------------------------------------------

    async def writes(
        self,
        text: str = "",
        in_: In = None,
        files: Sequence[File] = (),
        reply_to: Message | None = None,
    ) -> Message:
        """Write a message, with files, as a reply; `@Name` pings whoever is called so.

        Raises NotVisible, NotAllowed.
        """
        channel = reply_to.state.channel if reply_to and in_ is None else self._screen.place(in_)
        self._may_write(channel)
        if reply_to is not None:
            self._must_see(reply_to)
        if not text.strip() and not files:
            raise NotAllowed("an empty message is not sent")
        if len(files) > MOST_FILES:
            raise NotAllowed(f"a message takes at most {MOST_FILES} files")
        attach = permissions.in_channel(channel, self.id) & permissions.ATTACH_FILES
        if files and not attach:
            raise NotAllowed(f"{self.name} may not attach files in {channel.name!r}")
        payload: Json = {"content": self._content(channel, text)}
        if reply_to is not None:
            payload["message_reference"] = {"message_id": str(reply_to.id)}
        self._core.threads.wake(channel)
        written = self._core.messages.create(channel, self.user, payload, files)
        if self._mark(channel):
            self._core.state.changed(only=self.id)
        await asyncio.sleep(0)
        return Message(self._core, written)

    async def edits(self, message: Message, text: str) -> Message:
        """Edit a message of one's own. Raises NotAllowed."""
        if not self.can_edit(message):
            raise NotAllowed(f"{self.name} did not write this message")
        if not text.strip() and not message.state.attachments:
            raise NotAllowed("a message cannot be emptied")
        content = self._content(message.state.channel, text)
        self._core.messages.edit(message.state, {"content": content})
        return message

    async def deletes(self, message: Message) -> None:
        """Delete a message of one's own, or any where one manages messages."""
        self._must_see(message)
        if not self.can_delete(message):
            raise NotAllowed(f"{self.name} may not delete this message")
        self._core.messages.delete(message.state)

    async def reacts(self, message: Message, emoji: str) -> None:
        """Add a reaction, or take one's own back if it is there. Raises NotVisible, NotAllowed."""
        self._must_see(message)
        there = message.state.reactions.get(emoji, {})
        if message.ephemeral:
            raise NotAllowed("nobody can react to what only one person sees")
        held = permissions.in_channel(message.state.channel, self.id)
        if not there and not held & permissions.ADD_REACTIONS:
            raise NotAllowed(f"{self.name} may not add reactions here")
        self._core.messages.react(message.state, self.user, emoji, add=self.id not in there)

    def dismisses(self, message: Message) -> None:
        """Take a message that only this person sees off their screen. The bot is not told."""
        self._must_see(message)
        if not message.ephemeral:
            raise NotAllowed("only what nobody else sees can be dismissed")
        self._core.state.dismiss(message.state)

    # -- places --------------------------------------------------------------------------------

    async def starts_thread(
        self,
        name: str,
        in_: In = None,
        on: Message | None = None,
        *,
        private: bool = False,
    ) -> Channel:
        """Start a thread in a channel, or from a message there. Raises NotVisible, NotAllowed."""
        if on is not None:
            self._must_see(on)
        channel = self._screen.place(in_ if on is None else Channel(self._core, on.state.channel))
        starting = Channel(self._core, channel) if on is None else on
        if private and (on is not None or channel.type == models.GUILD_NEWS):
            raise NotAllowed("a private thread starts in a text channel, not from a message")
        if not self.can_start_thread(starting, private=private):
            raise NotAllowed(f"{self.name} may not start such a thread in {channel.name!r}")
        if not 1 <= len(name.strip()) <= LONGEST_NAME:
            raise NotAllowed(f"a thread's name has 1 to {LONGEST_NAME} characters")
        public = NEWS_THREAD if channel.type == models.GUILD_NEWS else PUBLIC_THREAD
        payload: Json = {"name": name.strip(), "type": PRIVATE_THREAD if private else public}
        state = None if on is None else on.state
        made = self._core.threads.create(channel, self.user, payload, state)
        return Channel(self._core, made)

    async def posts(
        self, title: str, text: str, in_: In, tags: Sequence[str] = (), files: Sequence[File] = ()
    ) -> Message:
        """Begin a post in a forum; its first message. Raises NotVisible, NotAllowed."""
        forum = self._screen.place(in_)
        named = {name: tag for tag, name in forum.tags.items()}
        if forum.type != models.GUILD_FORUM:
            raise NotAllowed(f"{forum.name!r} is not a forum")
        if not permissions.can_send(forum, self.id):
            raise NotAllowed(f"{self.name} may not post in {forum.name!r}")
        if not 1 <= len(title.strip()) <= LONGEST_NAME or not text.strip():
            raise NotAllowed(f"a post has a title of 1 to {LONGEST_NAME} characters, and a text")
        if unknown := [tag for tag in tags if tag not in named]:
            raise NotAllowed(f"the forum has no tag {unknown[0]!r}, only {', '.join(named)}")
        payload: Json = {"name": title.strip(), "applied_tags": [named[tag] for tag in tags]}
        content: Json = {"content": self._content(forum, text)}
        _, begun = self._core.threads.post(forum, self.user, payload, content, files)
        await asyncio.sleep(0)
        return Message(self._core, begun)

    def opens_dm(self, bot: str | int) -> Channel:
        """Open the DM with a bot (name or id) of a guild of one's own. Raises NotVisible."""
        for application in self._core.state.applications.values():
            met = self._core.state.share_guild(application.id, self.id)
            if bot in (application.name, application.id) and (
                met or self.id in application.dm_channels
            ):
                return Channel(self._core, self._core.state.dm(application, self.user))
        raise NotVisible(f"{self.name} meets no bot {bot!r}")

    # -- what is allowed -----------------------------------------------------------------------

    def can_write(self, in_: In) -> bool:
        """Whether this person may write there now."""
        try:
            self._may_write(self._screen.place(in_))
        except NotAllowed:
            return False
        return True

    def can_edit(self, message: Message) -> bool:
        """Whether this person may edit a message."""
        return message.author_id == self.id and not message.deleted

    def can_delete(self, message: Message) -> bool:
        """Whether this person may delete a message."""
        if message.ephemeral:
            return False
        held = permissions.in_channel(message.state.channel, self.id)
        return message.author_id == self.id or bool(held & permissions.MANAGE_MESSAGES)

    def can_start_thread(self, at: Channel | Message, *, private: bool = False) -> bool:
        """Whether this person may start a thread in a channel or from a message."""
        channel = at.state.channel if isinstance(at, Message) else at.state
        if channel.type not in _THREADED:
            return False
        if isinstance(at, Message) and (
            at.ephemeral or at.state.thread is not None or at.flags & LOADING
        ):
            return False
        needed = permissions.SEND_IN_THREADS
        needed |= (
            permissions.CREATE_PRIVATE_THREADS if private else permissions.CREATE_PUBLIC_THREADS
        )
        return permissions.in_channel(channel, self.id) & needed == needed

    # -- parts ---------------------------------------------------------------------------------

    def _may_write(self, channel: models.Channel) -> None:
        thread = channel.thread
        if channel.type == models.GUILD_FORUM:
            raise NotAllowed(f"{channel.name!r} is a forum: begin a post there")
        if not permissions.can_send(channel, self.id):
            raise NotAllowed(f"{self.name} may not write in {channel.name!r}")
        held = permissions.in_channel(channel, self.id)
        if thread and thread.locked and not held & permissions.MANAGE_THREADS:
            raise NotAllowed(f"the thread {channel.name!r} is locked")

    @staticmethod
    def _content(channel: models.Channel, text: str) -> str:
        content = pinging(channel, text)
        if len(content) > LONGEST:
            raise NotAllowed(f"a message has at most {LONGEST} characters, not {len(content)}")
        return content
