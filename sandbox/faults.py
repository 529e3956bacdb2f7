"""Faults that a test sets: errors, rate limits, cut connections, delays, held requests."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.requests import Request

When = Literal["before", "after"]
Where = Callable[[Request], bool]
_NAME = re.compile(r"\{[^}]*\}")


def same_path(template: str) -> str:
    """A path template without the names of its parameters."""
    return _NAME.sub("{}", template)


class Hold:
    """A request that stands still, before or after its effect, until `release`."""

    def __init__(self) -> None:
        self._reached = asyncio.Event()
        self._released = asyncio.Event()

    async def reached(self, within: float = 10.0) -> None:
        """Wait until a request has come to the point; TimeoutError after `within` seconds."""
        await asyncio.wait_for(self._reached.wait(), within)

    def release(self) -> None:
        """Let the request, and later ones, go on."""
        self._released.set()

    async def stop_here(self) -> None:
        """What the server awaits."""
        self._reached.set()
        await self._released.wait()


@dataclass(slots=True)
class Fault:
    """One fault and how often it is still to happen."""

    kind: Literal["fail", "rate_limit", "drop", "delay", "hold"]
    times: int
    when: When = "before"
    where: Where | None = None
    status: int = 500
    body: Any = None
    seconds: float = 0.0
    scope: str = "user"
    is_global: bool = False
    hold: Hold = field(default_factory=Hold)


class Faults:
    """Sets faults per method and path template. The oldest that fits a request happens to it."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, str], list[Fault]] = {}
        self._holds: list[Hold] = []

    def fail(
        self,
        method: str,
        path: str,
        status: int = 500,
        times: int = 5,
        code: int = 0,
        body: Any = None,
        *,
        where: Where | None = None,
    ) -> None:
        """Answer with an error and do nothing. discord.py itself tries 5 times on 5xx."""
        if body is None:
            body = {"message": f"{status}: a fault that a test set", "code": code}
        self._add(method, path, Fault("fail", times, where=where, status=status, body=body))

    def rate_limit(
        self,
        method: str,
        path: str,
        retry_after: float = 0.2,
        times: int = 1,
        scope: str = "user",
        *,
        is_global: bool = False,
        where: Where | None = None,
    ) -> None:
        """Answer 429 with `retry_after` seconds; `scope` is user, global or shared."""
        fault = Fault(
            "rate_limit", times, where=where, seconds=retry_after, scope=scope, is_global=is_global
        )
        self._add(method, path, fault)

    def drop(
        self,
        method: str,
        path: str,
        when: When = "before",
        times: int = 1,
        *,
        where: Where | None = None,
    ) -> None:
        """Cut the TCP connection before or after the effect."""
        self._add(method, path, Fault("drop", times, when=when, where=where))

    def delay(
        self,
        method: str,
        path: str,
        seconds: float,
        times: int = 1,
        *,
        where: Where | None = None,
    ) -> None:
        """Wait before the effect."""
        self._add(method, path, Fault("delay", times, where=where, seconds=seconds))

    def hold(
        self,
        method: str,
        path: str,
        when: When = "before",
        times: int = 1,
        *,
        where: Where | None = None,
    ) -> Hold:
        """Stop a request. Held before its effect, it has none if its connection is gone by then."""
        fault = Fault("hold", times, when=when, where=where)
        self._holds.append(fault.hold)
        self._add(method, path, fault)
        return fault.hold

    def clear(self) -> None:
        """Forget all faults and release what is held."""
        self._faults.clear()
        for hold in self._holds:
            hold.release()
        self._holds.clear()

    def take(self, request: Request) -> Fault | None:
        """The fault that happens to this request, counted as used."""
        key = (request.method, same_path(request.path))
        waiting = self._faults.get(key)
        if not waiting:
            return None
        for fault in waiting:
            if fault.where is None or fault.where(request):
                fault.times -= 1
                if fault.times <= 0:
                    waiting.remove(fault)
                return fault
        return None

    def _add(self, method: str, path: str, fault: Fault) -> None:
        self._faults.setdefault((method.upper(), same_path(path)), []).append(fault)
