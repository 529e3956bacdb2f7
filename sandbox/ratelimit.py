"""Rate limits: buckets per route and major parameter, and one for all of a bot's requests."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from sandbox.limits import Limits


@dataclass(slots=True)
class Window:
    """Requests counted since a window began."""

    allowed: int
    seconds: float
    started: float = 0.0
    used: int = 0

    def take(self, now: float) -> bool:
        """Count one request; False where the window is full."""
        if now - self.started >= self.seconds:
            self.started, self.used = now, 0
        if self.used >= self.allowed:
            return False
        self.used += 1
        return True

    def reset_after(self, now: float) -> float:
        """Seconds until the window is empty again."""
        return max(0.0, self.started + self.seconds - now)


class RateLimited(Exception):
    """429; the headers and the body to answer with."""

    def __init__(self, retry_after: float, scope: str, *, is_global: bool) -> None:
        super().__init__(scope)
        self.retry_after = retry_after
        self.headers = {"Retry-After": str(max(1, round(retry_after)))}
        self.headers["X-RateLimit-Scope"] = scope
        if is_global:
            self.headers["X-RateLimit-Global"] = "true"
        self.body = {
            "message": "You are being rate limited.",
            "retry_after": round(retry_after, 3),
            "global": is_global,
        }


class RateLimiter:
    """Counts requests and words the headers."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._global: dict[str, Window] = {}
        self._buckets: dict[tuple[str, str], Window] = {}

    def count_global(self, token: str) -> None:
        """Count towards the limit per bot; RateLimited when it is spent."""
        now = time.monotonic()
        window = self._global.get(token)
        if window is None:
            window = self._global[token] = Window(*self._limits.global_requests)
        if not window.take(now):
            raise RateLimited(window.reset_after(now), "global", is_global=True)

    def count(self, bucket: str, major: str, *, messages: bool) -> dict[str, str]:
        """Count towards a bucket and return its headers; RateLimited when it is spent."""
        now = time.monotonic()
        window = self._buckets.get((bucket, major))
        if window is None:
            allowed = self._limits.channel_messages if messages else self._limits.routes
            window = self._buckets[bucket, major] = Window(*allowed)
            self._forget(now)
        spent = not window.take(now)
        after = window.reset_after(now)
        headers = {
            "X-RateLimit-Limit": str(window.allowed),
            "X-RateLimit-Remaining": str(window.allowed - window.used),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(bucket.encode(), usedforsecurity=False).hexdigest(),
        }
        if spent:
            limited = RateLimited(after, "user", is_global=False)
            limited.headers = headers | limited.headers
            raise limited
        return headers

    def _forget(self, now: float) -> None:
        if len(self._buckets) % 1024:
            return
        for key, window in tuple(self._buckets.items()):
            if window.reset_after(now) == 0.0:
                del self._buckets[key]
