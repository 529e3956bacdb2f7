"""A person: acts by Discord's rules and looks at what Discord would show them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from sandbox.interaction import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL_SUBMIT,
    Interaction,
    OpenModal,
)
from sandbox.people import commands as known
from sandbox.people.commands import Choice, Found
from sandbox.people.errors import CommandUnavailable, ModalRejected, NotAllowed, NotVisible
from sandbox.people.modal import By, Modal, submission
from sandbox.people.reply import Reply
from sandbox.people.resolve import Resolver, Somebody
from sandbox.people.screen import In
from sandbox.people.views import Message
from sandbox.people.widgets import Button, Select
from sandbox.people.writing import Writing
from sandbox.state import models
from sandbox.state.components import LINK_STYLE
from sandbox.state.models import Json

__all__ = ["Person"]


class Person(Writing):
    """Somebody in the world. All that is refused raises an AssertionError that says why."""

    # -- interactions --------------------------------------------------------------------------

    async def types(self, command: str, in_: In = None, **options: Any) -> Reply:
        """Type a slash command and send it. Raises CommandUnavailable, NotVisible."""
        return await self.runs(command, options, in_)

    async def runs(self, command: str, options: Mapping[str, Any], in_: In = None) -> Reply:
        """The same with the options in a mapping, whatever they are called."""
        channel = self._screen.place(in_)
        found = known.find(self._core, self.user, channel, command)
        resolver = Resolver(self._core, self.user, channel)
        sent = known.options_of(found, options, resolver)
        data = self._command_data(found, resolver)
        data["options"] = found.wrap(sent)
        return await self._interact(COMMAND, found.application, channel, data)

    async def completes(
        self, command: str, option: str, typed: str = "", in_: In = None, **others: Any
    ) -> list[Choice]:
        """Type into an option with autocomplete; what the bot suggests (none if it is late)."""
        return await self.suggestions(command, option, typed, others, in_)

    async def suggestions(
        self, command: str, option: str, typed: str, others: Mapping[str, Any], in_: In = None
    ) -> list[Choice]:
        """The same with the other options in a mapping, whatever they are called."""
        channel = self._screen.place(in_)
        found = known.find(self._core, self.user, channel, command)
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
        sent = known.options_of(partial, others, resolver)
        focus = names[option]
        sent.append({"type": focus["type"], "name": focus["name"], "value": typed, "focused": True})
        data = self._command_data(found, resolver)
        data["options"] = found.wrap(sent)
        started = self._core.interactions.begin(
            AUTOCOMPLETE, found.application, self.user, channel, data
        )
        await started.acknowledged.wait()
        return [known.shown_choice(one, self.locale) for one in started.choices]

    async def uses_menu(self, name: str, target: Message | Somebody, in_: In = None) -> Reply:
        """Choose an entry of the context menu of a message, or of a user met in `in_`."""
        if isinstance(target, Message):
            self._must_see(target)
            channel, kind = target.state.channel, 3
        else:
            channel, kind = self._screen.place(in_), 2
        found = known.find_menu(self._core, self.user, channel, name, kind)
        resolver = Resolver(self._core, self.user, channel)
        if isinstance(target, Message):
            chosen = resolver.message(target.state)
        else:
            try:
                chosen = resolver.user(target)
            except LookupError as error:
                raise NotVisible(str(error.args[0])) from None
        data = {**self._command_data(found, resolver), "target_id": chosen}
        return await self._interact(COMMAND, found.application, channel, data)

    async def presses(self, label: str | Button, on: Message | None = None) -> Reply:
        """Press a button by its label (or emoji), or one that a message holds.

        Raises NotVisible, NotAllowed.
        """
        message, button = self._find_button(label, on)
        if button.style == LINK_STYLE or button.custom_id is None:
            raise NotAllowed(f"{button.label!r} is a link to {button.url}")
        data = {"component_type": 2, "custom_id": button.custom_id, "id": button.raw.get("id")}
        return await self._use(message, data)

    async def selects(self, menu: str | Select, *options: Any, on: Message | None = None) -> Reply:
        """Choose in a menu, found by its placeholder or one of its options' labels, or as held.

        Raises NotVisible, NotAllowed.
        """
        message, select = self._find_select(menu, on)
        menu = select.placeholder
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

    async def fills(
        self, fields: Mapping[str, Any], by: By = "label", modal: Modal | None = None
    ) -> Reply:
        """Fill the open modal by labels or ids and submit it; or `modal`, which another client of
        this person shows.

        It closes once the bot acknowledged. Raises ModalRejected; it stays open then.
        """
        opened = modal.opened if modal else self._core.interactions.modals.get(self.id)
        if opened is None:
            raise ModalRejected(f"no modal is open for {self.name}")
        if opened.sent:
            raise ModalRejected("the modal is being sent already")
        source = opened.interaction
        resolver = Resolver(self._core, self.user, source.channel)
        data = submission(opened, fields, resolver, by)
        return await self._interact(
            MODAL_SUBMIT,
            source.application,
            source.channel,
            data,
            message=source.message,
            submits=opened,
        )

    def dismisses_modal(self, modal: Modal | None = None) -> None:
        """Close the modal, or that one, without submitting it."""
        opened = modal.opened if modal else self._core.interactions.modals.get(self.id)
        if opened is not None:
            self._core.interactions.close_modal(opened)

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
        submits: OpenModal | None = None,
    ) -> Reply:
        started = self._core.interactions.begin(
            kind, application, self.user, channel, data, message=message, submits=submits
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
