"""The curiosity panel: what goes between the bots and the sandbox, faults, and the clock."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.gateway.session import Session
from sandbox.people.errors import NotAllowed
from sandbox.requests import Request, RequestLog
from sandbox.state.models import Json
from sandbox.web.panel_text import lines, shortened, without_tokens

if TYPE_CHECKING:
    from sandbox.server import Sandbox

Send = Callable[[Json], None]

KEPT = 300
"""Requests, and events, that stay to be looked at."""
PAUSE = 0.2
"""Seconds between two pushes to one tab at least."""
MOST_TIMES = 20
LONGEST_MOVE = 366 * 24 * 3600
"""Seconds that the clock moves at a time."""
FARTHEST = 10 * LONGEST_MOVE
"""Seconds that the clock can be ahead in all: far enough for anything, and no date overflows."""
_SENDS = ("POST", "/channels/{channel_id}/messages")
_ANSWERS = ("POST", "/interactions/{interaction_id}/{interaction_token}/callback")
_SUGGESTIONS = 8


@dataclass(slots=True)
class Countdown:
    """A fault's condition: how many sends, or interactions, it is still to happen to."""

    left: int
    hit: set[str] = field(default_factory=set)

    def a_send(self, _: Request) -> bool:
        """Each of the next requests."""
        self.left -= 1
        return True

    def an_answer(self, request: Request) -> bool:
        """Every attempt to answer one of the next interactions. Suggestions while somebody types
        are let through: nobody would see that they were missing.
        """
        number = request.params["interaction_id"]
        if number in self.hit:
            return True
        suggests = isinstance(request.body, dict) and request.body.get("type") == _SUGGESTIONS
        if suggests or self.left <= 0:
            return False
        self.left -= 1
        self.hit.add(number)
        return True


@dataclass(slots=True)
class Watcher:
    """One tab that looks, and the last request and event that it was shown."""

    request: int = 0
    event: int = 0


class Panel:
    """Serves the verbs `panel.*` of every tab."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._requests: deque[Json] = deque(maxlen=KEPT)
        self._events: deque[Json] = deque(maxlen=KEPT)
        self._numbers = {"request": 0, "event": 0}
        self._watchers: dict[Send, Watcher] = {}
        self._sends: list[Countdown] = []
        self._silences: list[Countdown] = []
        self._timer: asyncio.TimerHandle | None = None
        self._deeds: dict[str, Callable[[Send, Json], None]] = {
            "panel.watch": self._watch,
            "panel.fail_sends": self._fail_sends,
            "panel.drop_gateway": self._drop_gateway,
            "panel.silence": self._silence,
            "panel.clear": self._clear,
            "panel.clock": self._move_clock,
        }
        log = sandbox.requests
        if isinstance(log, RequestLog):
            log.keep(KEPT)
            log.watch(self._answered)
        sandbox.gateway.on_event(self._sent)
        sandbox.gateway.on_change(self._changed)
        sandbox.clock.on_advance(self._changed)

    async def handle(self, send: Send, verb: str, args: Json) -> Json:
        """Do what a tab asks; `send` takes what is pushed to it later.

        Raises ValueError for an unknown verb or a number out of its range, NotAllowed where the
        clock is far enough ahead already.
        """
        deed = self._deeds.get(verb)
        if deed is None:
            raise ValueError(f"there is no verb {verb!r}")
        deed(send, args)
        self._changed()
        return {}

    def forget(self, send: Send) -> None:
        """A tab is gone, or looks no more."""
        self._watchers.pop(send, None)

    # -- what a tab asks -----------------------------------------------------------------------

    def _watch(self, send: Send, args: Json) -> None:
        self.forget(send)
        if args.get("on"):
            self._watchers[send] = Watcher()

    def _fail_sends(self, _: Send, args: Json) -> None:
        times = _number(args, "times", MOST_TIMES)
        countdown = Countdown(times)
        self._sends.append(countdown)
        self._sandbox.faults.fail(*_SENDS, status=500, times=times, where=countdown.a_send)

    def _silence(self, _: Send, args: Json) -> None:
        times = _number(args, "times", MOST_TIMES)
        countdown = Countdown(times)
        self._silences.append(countdown)
        # A client may try each callback several times: none of them may arrive.
        self._sandbox.faults.drop(*_ANSWERS, times=times * 20, where=countdown.an_answer)

    def _drop_gateway(self, _: Send, _args: Json) -> None:
        self._sandbox.gateway.drop()

    def _clear(self, _: Send, _args: Json) -> None:
        self._sandbox.faults.clear()
        self._sends.clear()
        self._silences.clear()

    def _move_clock(self, _: Send, args: Json) -> None:
        seconds = _number(args, "seconds", LONGEST_MOVE)
        if self._sandbox.clock.offset.total_seconds() + seconds > FARTHEST:
            raise NotAllowed("the clock is ten years ahead already, and goes no further")
        self._sandbox.clock.advance(seconds)

    # -- what happens --------------------------------------------------------------------------

    def _answered(self, request: Request) -> None:
        # A mistake of the bots is told with its request: the sandbox's own list need not grow.
        del self._sandbox.violations[:-KEPT]
        verdict = None if request.violations is None else lines(request.violations)
        row = {
            "at": request.at.isoformat(),
            "method": request.method,
            "path": without_tokens(request.path),
            "status": request.status,
            "bot": request.application or self._webhook_of(request),
            "verdict": verdict,
            "body": shortened(request.body, self._secrets()),
        }
        self._keep("request", self._requests, row)

    def _sent(self, session: Session, name: str, data: Json) -> None:
        to = session.application.name
        if session.shards > 1:
            to += f" ({session.shard + 1}/{session.shards})"
        row = {
            "at": self._sandbox.clock.now().isoformat(),
            "name": name,
            "to": to,
            "body": shortened(data, self._secrets()),
        }
        self._keep("event", self._events, row)

    def _keep(self, kind: str, rows: deque[Json], row: Json) -> None:
        self._numbers[kind] += 1
        rows.append({"n": self._numbers[kind], **row})
        self._changed()

    def _webhook_of(self, request: Request) -> str | None:
        """The bot that a webhook belongs to: such a request carries no token of its own."""
        number = request.params.get("webhook_id")
        bots = self._sandbox.gateway.bots()
        return next((one.name for one in bots if str(one.id) == number), None)

    def _secrets(self) -> Collection[str]:
        return self._sandbox.tokens.values()

    def _changed(self) -> None:
        """Push within a moment, together with all else that happens until then."""
        if self._watchers and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PAUSE, self._push)

    def _push(self) -> None:
        self._timer = None
        state = self._state()
        for send, watcher in tuple(self._watchers.items()):
            news = {
                "event": "panel",
                "requests": [one for one in self._requests if one["n"] > watcher.request],
                "events": [one for one in self._events if one["n"] > watcher.event],
                "state": state,
            }
            watcher.request, watcher.event = self._numbers["request"], self._numbers["event"]
            send(news)

    def _state(self) -> Json:
        clock = self._sandbox.clock
        return {
            "bots": [
                {"id": str(one.id), "name": one.name, "connections": one.connections}
                for one in self._sandbox.gateway.bots()
            ],
            "faults": {"sends": _left(self._sends), "silences": _left(self._silences)},
            "offset": clock.offset.total_seconds(),
            "now": clock.now().isoformat(),
        }


def _left(countdowns: list[Countdown]) -> int:
    """How often these are still to happen; those that are done are given up."""
    countdowns[:] = [one for one in countdowns if one.left > 0]
    return sum(one.left for one in countdowns)


def _number(args: Json, name: str, most: int) -> int:
    """Raises: ValueError: no whole number from 1 to `most`."""
    value: Any = args.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= most:
        raise ValueError(f"{name} is no number from 1 to {most}")
    return int(value)
