"""What a bot asked over REST."""

from __future__ import annotations

from collections.abc import Mapping
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
