"""The numbers that the sandbox holds a bot to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Discord's limits, each of which a test may change.

    Pairs are (requests, seconds). Numbers without a published value are marked.
    """

    ack_seconds: float = 3.0
    """Discord: an interaction must be acknowledged within 3 seconds."""
    token_minutes: float = 15
    """Discord: an interaction token is valid for 15 minutes."""
    nonce_minutes: float = 5
    """Discord says only "the past few minutes"; this is our reading."""
    channel_messages: tuple[int, float] = (5, 5.0)
    """Messages per channel; not published, seen in the headers."""
    global_requests: tuple[int, float] = (50, 1.0)
    """Discord: 50 requests per second and bot; interaction endpoints do not count."""
    routes: tuple[int, float] = (50, 1.0)
    """Every other route, per major parameter; Discord publishes none."""
    attachment_hours: float = 24
    """How long a signed attachment link works; seen in the `ex` parameter."""
    heartbeat_ms: int = 41250
    """The interval that HELLO asks for."""
    settle_seconds: float = 20.0
    """How long a person waits for what follows a deferral; ours."""

    @classmethod
    def relaxed(cls) -> Limits:
        """The same rules with rate limits so high that no test meets them."""
        high = (1_000_000, 1.0)
        return cls(channel_messages=high, global_requests=high, routes=high)
