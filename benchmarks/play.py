"""What people do while it is measured, and how long each acknowledgement took."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.table import percentile
from bot.content.loader import shipped
from bot.domain.form import Kind
from bot.domain.text import Locale
from bot.texts import Text, Texts
from sandbox import Channel, Message, Person, Reply
from sandbox.people.modal import Field

LATE = 3.0
"""Discord: seconds in which an interaction must be acknowledged."""
TRIES = 5
"""How often a person does again what was not answered in time."""
MOST_STEPS = 60
"""More than the longest way through a form."""

PITCH: Mapping[str, str] = {
    "title": "月亮港",
    "logline": (
        "一个在洛杉矶长大的女孩回到福建渔村，发现外婆的渔船每逢满月都会驶向一座地图上没有的港口。"
    ),
    "synopsis": (
        "林潮生二十六岁，在洛杉矶做剪辑助理。外婆去世后，她回到从未见过的渔村处理遗物，却发现"
        "外婆的船每逢满月都会自己离岸。她跟着船驶进《山海经》里提过的“月亮港”：那里停着所有没能"
        "回家的船。要把外婆带回来，她必须先说出自己为什么离开。"
    ),
    "overview": "共十集，每集一次满月、一艘船、一个没能回家的人；最后两集回到林潮生自己的故事。",
    "characters": (
        "林潮生，二十六岁，剪辑助理，躲着自己的故事。外婆秀英，一辈子没离开海边。阿定，三十岁，"
        "修船的，想买下这条船。"
    ),
    "tone": "温柔、潮湿，带一点点荒诞",
    "comparables": "《海街日记》：家人之间没说出口的话；《千与千寻》：走进神怪世界的成长。",
    "episodes": "10",
    "minutes": "45",
    "rights_owner": "林薇本人",
    "name": "林薇",
    "bio": "南加州大学电影制作硕士，现居洛杉矶，写过三部短片。",
}
"""A pitch in Chinese, by the ids of ChunM's fields. It is invented."""

_TYPED: Mapping[Kind, str] = {
    Kind.NUMBER: "8",
    Kind.LINK: "https://example.com/film",
    Kind.LONG: "她回到渔村，发现外婆的船每逢满月都会自己离岸。",
}


@dataclass(slots=True)
class Meter:
    """Seconds until each interaction was acknowledged, by kind; ``late`` counts those that never
    were."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    late: int = 0

    async def act(self, kind: str, deed: Callable[[], Awaitable[Reply]]) -> Reply:
        """Do it, and again if the bot did not answer in time.

        Raises:
            RuntimeError: it never answered.
        """
        for _ in range(TRIES):
            reply = await deed()
            if not reply.failed:
                self.seconds[kind].append(reply.acknowledged_after)
                return reply
            self.late += 1
            self.seconds[kind].append(LATE)
        raise RuntimeError(f"{kind}: the bot never answered")

    def clear(self) -> None:
        self.seconds.clear()
        self.late = 0

    def all(self) -> list[float]:
        return [one for several in self.seconds.values() for one in several]

    def ms(self, kind: str, *shares: float) -> list[float]:
        """Milliseconds at each share, 1.0 being the longest."""
        return [1000 * percentile(self.seconds[kind], share) for share in shares]


class Clock:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    def __call__(self) -> float:
        return time.perf_counter() - self._started


class Author:
    """A person who pitches ChunM, in the words of their own language."""

    def __init__(self, person: Person, meter: Meter) -> None:
        self.person = person
        self._meter = meter
        self._text: Text = Texts.load().of(Locale.closest(person.locale))
        self._message: Message | None = None

    async def looks_up_programmes(self) -> None:
        await self._meter.act("/programs", lambda: self.person.types("/programs", program="chunm"))

    async def asks(self, question: str) -> None:
        await self._meter.act("/ask", lambda: self.person.types("/ask", question=question))

    async def starts(self) -> None:
        """`/pitch start`: the message that leads into the form."""
        self._sees(
            await self._meter.act(
                "/pitch start", lambda: self.person.types("/pitch start", program="chunm")
            )
        )

    async def turns_a_page(self) -> None:
        """Open a page, the following one or else the one before, fill it and send it."""
        await self._press("begin", "continue", "back", kind="button → modal")
        modal = self.person.modal
        if modal is None:
            raise RuntimeError("no page is open")
        filled = {one.label: _filled(one) for one in modal.fields}
        self._sees(await self._meter.act("modal submit", lambda: self.person.fills(filled)))

    async def pitches(self) -> str:
        """From `/pitch start` to the receipt; its reference."""
        await self.starts()
        for _ in range(MOST_STEPS):
            if self._offers("begin") or self._offers("continue"):
                await self.turns_a_page()
            elif self._offers("submit"):
                self._sees(await self._press("submit"))
                return self._shown.text.split("`")[1]
            else:
                self._sees(await self._press("review", "further", "to_consent"))
        raise RuntimeError(f"the form does not end: {self._shown.text}")

    @property
    def _shown(self) -> Message:
        """The message that the buttons are on."""
        if self._message is None:
            raise RuntimeError("nothing was shown")
        return self._message

    def _sees(self, reply: Reply) -> None:
        self._message = reply.message

    def _offers(self, key: str) -> bool:
        label = self._text(f"button.{key}")
        return any(button.label == label for button in self._shown.buttons)

    async def _press(self, *keys: str, kind: str = "button → message") -> Reply:
        """Press the first of these buttons that is there."""
        key = next((one for one in keys if self._offers(one)), None)
        if key is None:
            raise RuntimeError(f"none of {keys} is there: {self._shown.text}")
        label, on = self._text(f"button.{key}"), self._shown
        return await self._meter.act(kind, lambda: self.person.presses(label, on=on))


class Visitor:
    """A person who uses the bare bot."""

    def __init__(self, person: Person, square: Channel, meter: Meter) -> None:
        self.person = person
        self._square = square
        self._meter = meter
        self._form: Message | None = None

    async def says_hello(self) -> None:
        await self._meter.act("/hello", lambda: self.person.types("/hello", in_=self._square))

    async def starts(self) -> None:
        """`/form`: the message with the button."""
        reply = await self._meter.act("/form", lambda: self.person.types("/form", in_=self._square))
        self._form = reply.message

    async def turns_a_page(self) -> None:
        await self._meter.act("button → modal", lambda: self.person.presses("Open", on=self._form))
        modal = self.person.modal
        if modal is None:
            raise RuntimeError("no form is open")
        filled = {
            one.label: [one.options[0].label] if one.options else PITCH["logline"]
            for one in modal.fields
        }
        await self._meter.act("modal submit", lambda: self.person.fills(filled))

    async def plays(self, interactions: int) -> None:
        """As many interactions as another flow had: a command or two, then buttons and modals."""
        await self.starts()
        if interactions % 2 == 0:
            await self.says_hello()
        for _ in range((interactions - 1) // 2):
            await self.turns_a_page()


async def together(deeds: list[Awaitable[Any]]) -> list[Any]:
    """All at once; the first failure ends it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_awaited(deed)) for deed in deeds]
    return [task.result() for task in tasks]


async def _awaited(deed: Awaitable[Any]) -> Any:
    return await deed


def _filled(field_: Field) -> Any:
    if field_.kind in ("checkbox", "file"):
        return field_.kind == "checkbox" or []
    if field_.kind != "text":
        return field_.value or [one.label for one in field_.options[:1]]
    kind = _kinds()[field_.custom_id]
    return field_.value or PITCH.get(field_.custom_id) or _TYPED.get(kind, "月亮港")


def _kinds() -> dict[str, Kind]:
    """Of ChunM's fields, by id."""
    return next(
        {one.id: one.kind for one in programme.form.fields()}
        for programme in shipped()
        if programme.key == "chunm"
    )
