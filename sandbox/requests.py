"""What bots asked over REST."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Request:
    """One request. `status` is 0 until it is answered, and stays 0 if it never is."""

    method: str
    path: str
    """The template, such as `/channels/{channel_id}/messages`."""
    url: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    """The JSON body, also that of `payload_json`; None without one."""
    files: tuple[str, ...]
    headers: Mapping[str, str]
    at: datetime
    application: str | None = None
    """The name of the bot, where the request carried a token."""
    status: int = 0
    violations: tuple[str, ...] | None = None
    """What in it breaks Discord's OpenAPI document, a line each; None where nothing was checked."""


Listener = Callable[[Request], None]


class RequestLog(list[Request]):
    """The requests, oldest first: all of them, or after `keep` the last ones."""

    def __init__(self) -> None:
        super().__init__()
        self._most: int | None = None
        self._listeners: list[Listener] = []

    def keep(self, most: int) -> None:
        """Keep no more than the last `most` from now on: for sandboxes that run for long."""
        self._most = most
        del self[:-most]

    def note(self, request: Request) -> None:
        """A request came in."""
        self.append(request)
        if self._most is not None:
            del self[: -self._most]

    def watch(self, listener: Listener) -> None:
        """Call `listener` with each request once it was answered, or given up unanswered."""
        self._listeners.append(listener)

    def settled(self, request: Request) -> None:
        """Nothing more becomes of a request: tell those who watch."""
        for listener in self._listeners:
            listener(request)
