"""Modals that survive a restart, and any number of which can be open at once.

discord.py finds a modal's callback in memory, so one that was open while the process restarted
would be lost with all that was typed. Here what was typed is read from the interaction itself and
given to the handler that is registered for the action in the modal's ``custom_id``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import discord
from discord import ui

from bot.discord_io.host import Interaction, host
from bot.domain.form import Answer
from bot.services.ports_files import Upload

Handler = Callable[[Interaction, Sequence[str], Mapping[str, Answer]], Awaitable[None]]
"""Gets the interaction, the ids of the custom id, and what was filled in by component id. Files
are none of that: see `uploads_in`."""
FILE_UPLOAD = 19
"""Discord's type of component."""


class OpenModal(ui.Modal):
    """A modal that is never waited for. ``title`` is cut at 45 characters (Discord's limit)."""

    def __init__(
        self, action: str, *ids: object, title: str, items: Sequence[ui.Item[Any]]
    ) -> None:
        custom_id = ":".join((action, *(str(part) for part in ids)))
        super().__init__(title=title[:45], timeout=None, custom_id=custom_id)
        for item in items:
            self.add_item(item)
        self.stop()


class Modals:
    """Which handler serves which action."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    def on(self, action: str, handler: Handler) -> None:
        """Serve modals whose custom id is ``action``, or begins with it and a colon."""
        self._handlers[action] = handler

    async def dispatch(self, interaction: Interaction) -> None:
        """Serve an interaction, if it is one of our modals."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Mapping[str, Any] = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        for action, handler in self._handlers.items():
            if custom_id == action or custom_id.startswith(f"{action}:"):
                ids = custom_id[len(action) + 1 :].split(":")
                filled = dict(filled_in(data.get("components", ())))
                reporter = host(interaction).reporter
                await reporter.guard(interaction, handler, interaction, ids, filled)
                return


def filled_in(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Answer]]:
    """What each input holds: text, or the values chosen; ``yes`` or nothing of a box to tick. Radio
    buttons of which none was chosen hold null, and are left out."""
    for inner in _inputs(components):
        value = inner.get("value")
        if inner.get("type") == FILE_UPLOAD:
            continue
        if "values" in inner:
            yield inner["custom_id"], tuple(inner["values"])
        elif isinstance(value, bool):
            yield inner["custom_id"], "yes" if value else ""
        elif value is not None:
            yield inner["custom_id"], str(value)


def uploads_in(interaction: Interaction) -> dict[str, list[Upload]]:
    """The files that came with a modal, by the id of the component, where there are any."""
    data: Mapping[str, Any] = interaction.data or {}
    attachments = data.get("resolved", {}).get("attachments", {})
    found: dict[str, list[Upload]] = {}
    for inner in _inputs(data.get("components", ())):
        if inner.get("type") != FILE_UPLOAD:
            continue
        for each in inner.get("values", ()):
            file = attachments[each]
            upload = Upload(_name(file), file["url"], file["size"])
            found.setdefault(inner["custom_id"], []).append(upload)
    return found


def _name(file: Mapping[str, Any]) -> str:
    return full_name(str(file["filename"]), str(file.get("title") or ""))


def full_name(filename: str, title: str | None) -> str:
    """As the person named it: Discord keeps only some characters in ``filename``, and what there
    was in a ``title``, without the ending."""
    ending = PurePosixPath(filename).suffix
    if not title or title.endswith(ending):
        return title or filename
    return title + ending


def _inputs(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for outer in components:
        for inner in [outer.get("component", outer), *outer.get("components", ())]:
            if "custom_id" in inner:
                yield inner
