"""A person: acts by Discord's rules and looks at what Discord would show them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox import permissions
from sandbox.interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from sandbox.people import commands as offers
from sandbox.people.commands import Choice, Found
from sandbox.people.errors import CommandUnavailable, ModalRejected, NotAllowed
from sandbox.people.looking import Looking
from sandbox.people.modal import Modal, submission
from sandbox.people.reply import Reply
from sandbox.people.resolve import Resolver, pinging
from sandbox.people.screen import In
from sandbox.people.views import Message
from sandbox.state import models
from sandbox.state.components import LINK_STYLE
from sandbox.state.files import File
from sandbox.state.models import Json

__all__ = ["Person"]


class Person(Looking):
    """Somebody in the world. All that is refused raises an AssertionError that says why."""

    # -- interactions --------------------------------------------------------------------------

    async def types(self, command: str, in_: In = None, **options: Any) -> Reply:
        """Type a slash command and send it. Raises CommandUnavailable, NotVisible."""
        channel = self._screen.place(in_)
        found = offers.find(self._core, self.user, channel, command)
        resolver = Resolver(self._core, self.user, channel)
        sent = offers.options_of(found, options, resolver)
        data = self._command_data(found, resolver)
        data["options"] = found.wrap(sent)
        return await self._interact(COMMAND, found.application, channel, data)

    async def completes(
        self, command: str, option: str, typed: str = "", in_: In = None, **others: Any
    ) -> list[Choice]:
        """Type into an option with autocomplete; what the bot suggests (none if it is late)."""
        channel = self._screen.place(in_)
        found = offers.find(self._core, self.user, channel, command)
        names = {one["name"]: one for one in found.options}
        names |= {
            name: one
            for one in found.options
            for name in (one.get("name_localizations") or {}).values()
        }
        if option not in names or not names[option].get("autocomplete"):
            raise CommandUnavailable(f"{command} completes no option {option!r}")
        resolver = Resolver(self._core, self.user, channel)
        optional = [{**one, "required": False} for one in found.options]
        partial = Found(
            found.application, found.command, ({"name": "", "type": 0, "options": optional},)
        )
        sent = offers.options_of(partial, others, resolver)
        focus = names[option]
        sent.append({"type": focus["type"], "name": focus["name"], "value": typed, "focused": True})
        data = self._command_data(found, resolver)
        data["options"] = found.wrap(sent)
        started = self._core.interactions.begin(
            AUTOCOMPLETE, found.application, self.user, channel, data
        )
        await started.acknowledged.wait()
        return [offers.shown_choice(one, self.locale) for one in started.choices]

    async def uses_menu(self, name: str, target: Message | Person) -> Reply:
        """Choose an entry of the context menu of a message or a person."""
        if isinstance(target, Message):
            self._must_see(target)
            channel, kind = target.state.channel, 3
        else:
            channel, kind = self._screen.place(None), 2
        found = offers.find_menu(self._core, self.user, channel, name, kind)
        resolver = Resolver(self._core, self.user, channel)
        if isinstance(target, Message):
            chosen = resolver.message(target.state)
        else:
            chosen = resolver.user(target)
        data = {**self._command_data(found, resolver), "target_id": chosen}
        return await self._interact(COMMAND, found.application, channel, data)

    async def presses(self, label: str, on: Message | None = None) -> Reply:
        """Press a button by its label (or emoji). Raises NotVisible, NotAllowed."""
        message, button = self._find_button(label, on)
        if button.style == LINK_STYLE or button.custom_id is None:
            raise NotAllowed(f"{label!r} is a link to {button.url}")
        data = {"component_type": 2, "custom_id": button.custom_id, "id": button.raw.get("id")}
        return await self._use(message, data)

    async def selects(self, menu: str, *options: Any, on: Message | None = None) -> Reply:
        """Choose in a menu, found by its placeholder or one of its options' labels."""
        message, select = self._find_select(menu, on)
        if select.disabled:
            raise NotAllowed(f"the menu {menu!r} is disabled")
        if not select.min_values <= len(options) <= select.max_values:
            raise NotAllowed(
                f"the menu {menu!r} takes {select.min_values} to {select.max_values} options"
            )
        resolver = Resolver(self._core, self.user, message.channel)
        kind = int(select.raw["type"])
        try:
            values = [resolver.of_select(kind, one, select.raw) for one in options]
        except LookupError as error:
            raise NotAllowed(f"the menu {menu!r}: {error.args[0]}") from None
        data: Json = {
            "component_type": kind,
            "custom_id": select.custom_id,
            "id": select.raw.get("id"),
            "values": values,
        }
        if kind != 3:
            data["resolved"] = resolver.resolved
        return await self._use(message, data)

    @property
    def modal(self) -> Modal | None:
        """The modal that is open for this person."""
        opened = self._core.interactions.modals.get(self.id)
        return None if opened is None else Modal(opened)

    async def fills(self, fields: Mapping[str, Any]) -> Reply:
        """Fill the open modal by labels and submit it. Raises ModalRejected; it stays open then."""
        opened = self._core.interactions.modals.get(self.id)
        if opened is None:
            raise ModalRejected(f"no modal is open for {self.name}")
        source = opened.interaction
        resolver = Resolver(self._core, self.user, source.channel)
        data = submission(opened, fields, resolver)
        del self._core.interactions.modals[self.id]
        reply = await self._interact(
            MODAL_SUBMIT,
            source.application,
            source.channel,
            data,
            message=source.message,
            source=source,
        )
        if reply.failed:
            self._core.interactions.modals.setdefault(self.id, opened)
        return reply

    def dismisses_modal(self) -> None:
        """Close the modal without submitting it."""
        self._core.interactions.modals.pop(self.id, None)

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
        thread = channel.thread
        if not permissions.can_send(channel, self.id):
            raise NotAllowed(f"{self.name} may not write in {channel.name!r}")
        held = permissions.in_channel(channel, self.id)
        if thread and thread.locked and not held & permissions.MANAGE_THREADS:
            raise NotAllowed(f"the thread {channel.name!r} is locked")
        payload: Json = {"content": pinging(channel, text)}
        if reply_to is not None:
            payload["message_reference"] = {"message_id": str(reply_to.id)}
        self._core.threads.wake(channel)
        written = self._core.messages.create(channel, self.user, payload, files)
        await asyncio.sleep(0)
        return Message(self._core, written)

    async def edits(self, message: Message, text: str) -> Message:
        """Edit a message of one's own."""
        if message.author_id != self.id:
            raise NotAllowed(f"{self.name} did not write this message")
        self._core.messages.edit(message.state, {"content": text})
        return message

    async def deletes(self, message: Message) -> None:
        """Delete a message of one's own, or any where one manages messages."""
        held = permissions.in_channel(message.state.channel, self.id)
        if message.author_id != self.id and not held & permissions.MANAGE_MESSAGES:
            raise NotAllowed(f"{self.name} may not delete this message")
        self._core.messages.delete(message.state)

    async def reacts(self, message: Message, emoji: str) -> None:
        """Add a reaction, or take one's own back if it is there."""
        self._must_see(message)
        mine = self.id in message.state.reactions.get(emoji, {})
        self._core.messages.react(message.state, self.user, emoji, add=not mine)

    # -- parts ---------------------------------------------------------------------------------

    def _command_data(self, found: Found, resolver: Resolver) -> Json:
        command = found.command
        data: Json = {"id": str(command.id), "name": command.name, "type": command.type}
        if command.guild_id is not None:
            data["guild_id"] = str(command.guild_id)
        if resolver.resolved:
            data["resolved"] = resolver.resolved
        return data

    async def _use(self, message: models.Message, data: Json) -> Reply:
        application = self._core.state.application_of(message.author.id)
        if application is None:
            raise NotAllowed("the message is not a bot's")
        return await self._interact(COMPONENT, application, message.channel, data, message=message)

    async def _interact(
        self,
        kind: int,
        application: models.Application,
        channel: models.Channel,
        data: Json,
        *,
        message: models.Message | None = None,
        source: Interaction | None = None,
    ) -> Reply:
        started = self._core.interactions.begin(
            kind, application, self.user, channel, data, message=message, source=source
        )
        await started.acknowledged.wait()
        if not started.settled.is_set():
            await self._settle(started)
        shown = started.shown
        return Reply(
            message=None if shown is None else Message(self._core, shown),
            modal=None if started.modal is None else Modal(started.modal),
            failed=started.failed,
            acknowledged_after=started.acknowledged_after,
        )

    async def _settle(self, started: Interaction) -> None:
        """Wait for what follows a deferral; an edit of the message by its id counts too."""

        def watcher(message: models.Message | None, _: int | None) -> None:
            if message is not None and message is started.original:
                started.settle(None if message.deleted else message)

        self._core.state.watch(watcher)
        try:
            await asyncio.wait_for(started.settled.wait(), self._core.limits.settle_seconds)
        except TimeoutError:
            started.shown = started.original
        finally:
            self._core.state.unwatch(watcher)
