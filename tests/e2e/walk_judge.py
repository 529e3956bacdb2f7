"""Whether what came of an attempt may have come of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import Formatter
from typing import Any

from sandbox.people.reply import Reply
from tests.e2e.story import words
from tests.e2e.walk_forge import content
from tests.e2e.walk_ledger import Ledger
from tests.e2e.walk_people import Walker
from tests.e2e.walk_table import TOLD_APART

SAME = frozenset(("guild", "colleague", "channel"))
"""Names that stand for the same in all answers that are compared."""
MASKED = 6
"""Characters from which on an id is told from other text."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is typed or pressed, and what comes of it: made of a template, in which the braces are
    filled in with names of what there is, or is not."""

    template: str
    named: Mapping[str, Any]
    answer: Awaitable[Reply | list[Any]]

    @property
    def typed(self) -> str:
        return self.template.format_map(self.named)

    @property
    def in_guild(self) -> str:
        """The template with the server alone."""
        return self.template.replace("{guild}", str(self.named.get("guild")))

    def masked(self, said: str) -> str:
        """An answer without the ids that were typed."""
        for name in _names(self.template):
            value = str(self.named[name])
            said = said.replace(value, name) if len(value) >= MASKED else said
        return said


@dataclass(slots=True)
class Judge:
    """Of one person's attempts. What should not have been is in ``found``, a line each."""

    walker: Walker
    ledger: Ledger
    found: list[str] = field(default_factory=list)
    attempts: int = 0
    looked: bool = False
    """Whether what does reach the person was seen."""

    async def judge(self, what: str, attempts: Sequence[Attempt]) -> None:
        """Do all at once, look at what came back, and at what became different."""
        self.attempts += len(attempts)
        alike: dict[str, set[str]] = {}
        answers = await asyncio.gather(*(each.answer for each in attempts))
        for attempt, answer in zip(attempts, answers, strict=True):
            if isinstance(answer, Reply) and answer.failed:
                self._find(what, attempt.typed, "no answer")
            self.look(what, attempt.typed, _all(answer))
            if isinstance(answer, Reply) and self._tells_nothing(attempt):
                seen = repr(answer.modal.raw) if answer.modal else answer.text
                alike.setdefault(attempt.in_guild, set()).add(attempt.masked(seen))
        for template, seen in alike.items():
            if len(seen) > 1 and what not in TOLD_APART:
                self._find(what, template, f"what is, is told from what is not: {seen}")
        await self._settle(what)

    def look(self, what: str, typed: str, said: str) -> None:
        """What they typed themselves is no secret to them."""
        folded, own = said.casefold(), typed.casefold()
        self.looked |= self.walker.shown.casefold() in folded
        told = [one for one in self.walker.secrets if one.casefold() in folded]
        if leaked := [one for one in told if one.casefold() not in own]:
            self._find(what, typed, f"told {leaked} by {said[:400]!r}")
        stumbled, _, _ = words(self.walker.person)("error.unexpected", id="\0").partition("\0")
        if stumbled in said:
            self._find(what, typed, said[:200])

    def _tells_nothing(self, attempt: Attempt) -> bool:
        """Whether all that was filled in is closed to them, or the same in what is compared."""
        used = set(_names(attempt.template))
        return bool(used & self.walker.closed) and used <= self.walker.closed | SAME

    async def _settle(self, what: str) -> None:
        """What was written by it; once what is to be told has been told."""
        if not self.ledger.written:
            return
        queue = self.walker.spied.app.database.queue
        while "waiting" in await queue.depth():
            await self.walker.person.types("/programs")
        for change in self.ledger.changes():
            if not change.theirs(self.walker):
                self._find(what, "", f"changed {change}")

    def _find(self, what: str, typed: str, wrong: str) -> None:
        self.found.append(f"{self.walker.name}, {what} {typed}: {wrong}")


def _names(template: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(template) if name)


def _all(answer: Reply | list[Any]) -> str:
    return repr(answer) if isinstance(answer, list) else content(answer)
