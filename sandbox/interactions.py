"""Interactions: from a person's click to the bot's answer, with Discord's deadlines."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sandbox import interactionjson
from sandbox.errors import ApiError, invalid_form
from sandbox.gateway.hub import Hub
from sandbox.interaction import (
    CHOICES,
    COMMAND,
    DEFER,
    DEFER_UPDATE,
    MODAL,
    SEND,
    UPDATE,
    Interaction,
    OpenModal,
)
from sandbox.limits import Limits
from sandbox.rules import check, check_edit
from sandbox.snowflakes import made_at
from sandbox.state.files import File
from sandbox.state.messages import Messages, Origin
from sandbox.state.models import EPHEMERAL, LOADING, Application, Channel, Json, Message, User
from sandbox.state.store import State
from sandbox.validation import check_autocomplete, check_message, check_modal

_GROUPS = (1, 2)  # option types: a subcommand, a group of them


class Interactions:
    """Starts interactions and takes the bot's answers."""

    def __init__(self, state: State, hub: Hub, messages: Messages, limits: Limits) -> None:
        self._state = state
        self._hub = hub
        self._messages = messages
        self._limits = limits
        self._by_token: dict[str, Interaction] = {}
        self.modals: dict[int, OpenModal] = {}

    def begin(
        self,
        kind: int,
        application: Application,
        user: User,
        channel: Channel,
        data: Json,
        *,
        message: Message | None = None,
        submits: OpenModal | None = None,
    ) -> Interaction:
        """Send an interaction to the bot and start its three seconds.

        `submits` is the modal that is sent: it closes once the bot acknowledges.
        """
        loop = asyncio.get_running_loop()
        interaction = Interaction(
            self._state.ids.make(),
            secrets.token_urlsafe(96),
            application,
            kind,
            user,
            channel,
            data,
            loop.time(),
            message=message,
            source=submits.interaction if submits is not None else None,
            submits=submits,
        )
        if submits is not None:
            submits.sent = True
        self._forget_ended()
        self._by_token[interaction.token] = interaction
        loop.call_later(self._limits.ack_seconds, self._expire, interaction)
        guild_id = channel.guild.id if channel.guild else None
        event = interactionjson.payload(interaction, self._messages.json)
        self._hub.to_application(application, "INTERACTION_CREATE", event, guild_id)
        return interaction

    def _forget_ended(self) -> None:
        """Those whose token is no longer valid; the oldest come first."""
        while self._by_token:
            oldest = next(iter(self._by_token.values()))
            if not self._ended(oldest):
                return
            del self._by_token[oldest.token]

    def _ended(self, interaction: Interaction) -> bool:
        age = self._state.clock.now() - made_at(interaction.id)
        return age > timedelta(minutes=self._limits.token_minutes)

    @staticmethod
    def _expire(interaction: Interaction) -> None:
        if interaction.answer is None:
            interaction.failed = True
            if interaction.submits is not None:
                interaction.submits.sent = False
            interaction.acknowledged.set()
            interaction.settle(None)

    # -- what the bot answers ------------------------------------------------------------------

    def awaiting(self, interaction_id: int, token: str) -> Interaction:
        """The interaction that a callback is for; ApiError 10062 or 40060."""
        found = self._by_token.get(token)
        if found is None or found.id != interaction_id or found.failed:
            raise ApiError(10062)
        if found.answer is not None:
            raise ApiError(40060)
        return found

    def respond(self, interaction: Interaction, body: Json, files: Sequence[File]) -> Json:
        """Take the one acknowledgement; returns the callback object of `with_response`."""
        kind = body.get("type")
        if kind not in interaction.accepts():
            allowed = ", ".join(str(one) for one in interaction.accepts())
            raise invalid_form("type", "BASE_TYPE_CHOICES", f"Value must be one of ({allowed}).")
        data: Json = body.get("data") or {}
        self._check(interaction, kind, data, len(files))
        interaction.answer = kind
        interaction.acknowledged_after = asyncio.get_running_loop().time() - interaction.started
        if kind in (SEND, DEFER):
            loading = kind == DEFER
            interaction.original = self._write(interaction, data, files, loading=loading)
        elif kind in (DEFER_UPDATE, UPDATE):
            interaction.original = interaction.message
        if kind == UPDATE and interaction.message is not None:
            self._messages.edit(interaction.message, data, files)
        elif kind == CHOICES:
            interaction.choices = list(data.get("choices") or ())
        elif kind == MODAL:
            interaction.modal = OpenModal(interaction, data)
            self.open_modal(interaction.modal)
        if interaction.submits is not None:
            self.close_modal(interaction.submits)
        interaction.acknowledged.set()
        if kind not in (DEFER, DEFER_UPDATE):
            interaction.settle(interaction.original)
        return self._callback(interaction)

    @staticmethod
    def _check(interaction: Interaction, kind: int, data: Json, files: int) -> None:
        if kind == SEND:
            check(check_message, data, files=files, under="data")
        elif kind == UPDATE and interaction.message is not None:
            check_edit(interaction.message, data, files=files, under="data")
        elif kind == CHOICES:
            check(check_autocomplete, data, under="data")
        elif kind == MODAL:
            check(check_modal, data, under="data")

    def _write(
        self, interaction: Interaction, data: Json, files: Sequence[File], *, loading: bool = False
    ) -> Message:
        ephemeral = bool(int(data.get("flags") or 0) & EPHEMERAL)
        kind = 20 if interaction.type == COMMAND else 0
        if kind and interaction.data["type"] != 1:
            kind = 23
        origin = Origin(
            ephemeral_for=interaction.user.id if ephemeral else None,
            application_id=interaction.application.id,
            interaction=_metadata(interaction),
            type=kind,
            loading=loading,
        )
        user = interaction.application.user
        message = self._messages.create(interaction.channel, user, data, files, origin)
        interaction.written[message.id] = message
        return message

    def _callback(self, interaction: Interaction) -> Json:
        described: Json = {"id": str(interaction.id), "type": interaction.type}
        answer: Json = {"interaction": described}
        message = interaction.original
        if message is not None:
            described["response_message_id"] = str(message.id)
            described["response_message_loading"] = bool(message.flags & LOADING)
            described["response_message_ephemeral"] = bool(message.flags & EPHEMERAL)
            answer["resource"] = {
                "type": interaction.answer,
                "message": self._messages.json.full(message),
            }
        return answer

    def open_modal(self, modal: OpenModal) -> None:
        """Put a modal on the screen of whoever acted, in the place of any other."""
        user = modal.interaction.user.id
        self.modals[user] = modal
        self._state.changed(only=user)

    def close_modal(self, modal: OpenModal) -> None:
        """Take a modal off the screen, if it is still there."""
        user = modal.interaction.user.id
        if self.modals.get(user) is modal:
            del self.modals[user]
            self._state.changed(only=user)

    # -- what comes after ----------------------------------------------------------------------

    def answered(self, application_id: int, token: str) -> Interaction:
        """The acknowledged interaction of a token; ApiError 10015 or 50027."""
        found = self._by_token.get(token)
        if found is None or found.application.id != application_id:
            raise ApiError(50027)
        if found.answer is None:
            raise ApiError(10015)
        if self._ended(found):
            raise ApiError(50027)
        return found

    def follow_up(self, interaction: Interaction, body: Json, files: Sequence[File]) -> Message:
        """A further message; after a deferral the first one takes the deferred one's place."""
        check(check_message, body, files=len(files))
        original = interaction.original
        if interaction.answer == DEFER and original is not None and original.flags & LOADING:
            self._messages.edit(original, body, files)
            interaction.settle(original)
            return original
        message = self._write(interaction, body, files)
        interaction.settle(message)
        return message

    def find(self, interaction: Interaction, which: str) -> Message:
        """A message that this interaction wrote (`@original` or an id); ApiError 10008."""
        if which == "@original":
            found = interaction.original
        else:
            found = interaction.written.get(int(which)) if which.isdecimal() else None
        if found is None or found.deleted:
            raise ApiError(10008)
        return found

    def edit(
        self, interaction: Interaction, message: Message, body: Json, files: Sequence[File]
    ) -> None:
        """Change such a message."""
        check_edit(message, body, files=len(files))
        self._messages.edit(message, body, files)
        interaction.settle(message)

    def delete(self, interaction: Interaction, message: Message) -> None:
        """Remove such a message."""
        self._messages.delete(message)
        interaction.settle(None)


def _metadata(interaction: Interaction) -> Json:
    """Discord: the name of a command is told with its group and subcommand."""
    data = interactionjson.metadata(interaction)
    if interaction.type == COMMAND:
        inner, words = interaction.data, [str(interaction.data["name"])]
        while inner.get("options") and inner["options"][0]["type"] in _GROUPS:
            inner = inner["options"][0]
            words.append(str(inner["name"]))
        data["name"] = " ".join(words)
    return data
