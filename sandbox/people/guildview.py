"""A guild as tests and the page look at it. The view is live."""

from __future__ import annotations

from typing import Any

from sandbox.core import Core
from sandbox.people.views import Channel
from sandbox.state import models, payloads
from sandbox.state.models import Json


class Guild:
    """A server, whoever looks at it."""

    def __init__(self, core: Core, state: models.Guild) -> None:
        self.core = core
        self.state = state

    @property
    def id(self) -> int:
        """The snowflake."""
        return self.state.id

    @property
    def key(self) -> str:
        """The key in the world file."""
        return self.state.key

    @property
    def name(self) -> str:
        """The displayed name."""
        return self.state.name

    @property
    def raw(self) -> Json:
        """Discord's guild object, with its roles."""
        return payloads.guild(self.state)

    @property
    def channels(self) -> list[Channel]:
        """Its channels, categories included."""
        return [Channel(self.core, one) for one in self.state.channels.values()]

    @property
    def threads(self) -> list[Channel]:
        """Its threads, archived ones included."""
        return [Channel(self.core, one) for one in self.state.threads.values()]

    @property
    def roles(self) -> dict[str, int]:
        """Role names to ids."""
        return {one.name: one.id for one in self.state.roles.values()}

    @property
    def members(self) -> dict[str, Any]:
        """Members' displayed names to ids."""
        return {one.user.display_name: one.user.id for one in self.state.members.values()}
