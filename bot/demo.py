"""The first run: the main job played against a Discord of its own, as each person sees it."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from bot.app import App, Surroundings
from bot.domain.text import Locale
from bot.randomness import SystemIds
from bot.services.common import SystemClock
from bot.settings import Settings
from bot.texts import Text, Texts
from sandbox import Sandbox, World
from sandbox.people.modal import Field
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message

Echo = Callable[[str], None]

WIDTH = 92
_WORDS = re.compile(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+")
_STAMP = re.compile(r"<t:(\d+)(?::\w)?>")
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
    "tone": "温柔、潮湿，带一点点荒诞",
    "comparables": "《海街日记》：家人之间没说出口的话；《千与千寻》：走进神怪世界的成长。",
    "episodes": "10 集，每集 45 分钟",
    "age_groups": "18–24 岁",
    "rights_owner": "林薇本人",
    "name": "林薇",
    "bio": "南加州大学电影制作硕士，现居洛杉矶，写过三部短片。",
}
"""A pitch in Chinese, by the ids of ChunM's fields. It is invented."""

NEXT = """
That was Callboard's main job: a question answered, a pitch taken page by page, the coordinators
told at once, and the author told when somebody began to read.

What next
  On a real server   Create a Discord application, put its token into .env as DISCORD_TOKEN
                     (cp .env.example .env) and run this again. README.md has every step, with
                     the invite link and its exact permissions.
  Programme files    .venv/bin/callboard program check FILE names the line and field of faults.
  The tests          make test
"""


class Transcript:
    """Prints what people do and what they see."""

    def __init__(self, echo: Echo, sandbox: Sandbox) -> None:
        self._echo = echo
        guild = sandbox.guild("north")
        self._names = {f"<@{person.id}>": f"@{person.name}" for person in sandbox.people.values()}
        self._names |= {f"<@&{number}>": f"@{name}" for name, number in guild.roles.items()}
        self._names |= {f"<#{channel.id}>": f"#{channel.name}" for channel in guild.channels}

    def scene(self, title: str) -> None:
        self._echo(f"\n── {title} {'─' * max(2, WIDTH - len(title) - 4)}")

    def does(self, person: Person, deed: str) -> None:
        self._echo(f"\n{person.name} {deed}")

    def sees(self, person: Person, message: Message, where: str) -> None:
        self._echo(f"  {person.name} sees, {where}:")
        buttons = [button.label for button in message.buttons if button.label]
        controls = {*buttons, *(select.placeholder for select in message.selects)}
        lines = [line for line in message.text.splitlines() if line not in controls]
        self._box(lines)
        if buttons:
            self._echo("    ╰ " + "  ".join(f"[{label}]" for label in buttons))

    def fills(self, person: Person, title: str, filled: Mapping[str, Any]) -> None:
        self._echo(f"\n{person.name} fills in “{title}”:")
        shown = ((k, "、".join(v) if isinstance(v, list) else v) for k, v in filled.items())
        self._box([f"{label}: {value}" for label, value in shown if value])

    def says(self, words: str) -> None:
        self._echo(words)

    def _box(self, lines: list[str]) -> None:
        for raw in lines:
            line = _STAMP.sub(_local_time, raw)
            for markup, name in self._names.items():
                line = line.replace(markup, name)
            for part in _wrap(line, WIDTH - 8):
                self._echo(f"    │ {part}")


class Player:
    """One person, with the transcript of what they do."""

    def __init__(self, person: Person, transcript: Transcript) -> None:
        self.person = person
        self._transcript = transcript
        self.text: Text = Texts.load().of(Locale.closest(person.locale))

    async def types(self, command: str, **options: Any) -> Reply:
        typed = " ".join(f"{name}:{value}" for name, value in options.items())
        self._transcript.does(self.person, f"types  {command} {typed}".rstrip())
        return self._show(await self.person.types(command, **options))

    async def presses(self, key: str, on: Message | None = None) -> Reply:
        label = self.text(key)
        self._transcript.does(self.person, f"presses  [{label}]")
        return self._show(await self.person.presses(label, on=on))

    async def sees(self, words: str, where: str) -> Message:
        message = await self.person.sees(words, in_=where)
        self._transcript.sees(self.person, message, _place(where))
        return message

    async def fills(self) -> Reply:
        """The modal that is open, with what `PITCH` says or the first choice."""
        modal = self.person.modal
        assert modal is not None, "a page is open"
        filled = {field.label: _value(field) for field in modal.fields}
        self._transcript.fills(self.person, modal.title, filled)
        return self._show(await self.person.fills(filled))

    def _show(self, reply: Reply) -> Reply:
        if reply.failed:
            self._transcript.says("  The application did not respond.")
        elif reply.modal is None and reply.message is not None:
            self._transcript.sees(self.person, reply.message, "only for them")
        return reply


async def demonstrate(echo: Echo) -> None:
    """Start the sandbox and the bot in it, play, and leave nothing behind.

    Raises:
        AssertionError: something did not happen as it should.
    """
    world = World.load(Path(str(resources.files("sandbox") / "worlds" / "demonstration.yaml")))
    with tempfile.TemporaryDirectory(prefix="callboard-") as folder:
        async with Sandbox(world) as sandbox:
            app = App(
                Settings(
                    discord_token=sandbox.token,
                    discord_api_url=sandbox.api_url,
                    discord_gateway_url=sandbox.gateway_url,
                    database_url=f"sqlite+aiosqlite:///{folder}/callboard.db",
                ),
                Surroundings(SystemClock(), SystemIds(), guild_seconds=0.1),
            )
            try:
                await app.start()
                await _play(sandbox, Transcript(echo, sandbox))
            finally:
                await app.stop()
    echo(NEXT)


async def _play(sandbox: Sandbox, transcript: Transcript) -> None:
    olga, lin, maya, sam = (
        Player(sandbox.people[name], transcript) for name in ("olga", "lin", "maya", "sam")
    )
    transcript.says("No DISCORD_TOKEN is set: here is Callboard at work on a Discord of its own.")
    transcript.scene("Olga runs the server and sets Callboard up")
    await olga.types("/setup", coordinators="Coordinators", desk="desk", questions="questions")
    await olga.types("/call open", program="chunm")

    transcript.scene("Sam asks in English, Lin in Chinese")
    await sam.types("/ask", question="Who are the mentors of the Hina program?")
    await lin.types("/提问", question="剧集写多少集合适？")

    transcript.scene("Lin, a screenwriter, pitches")
    await lin.types("/投稿 开始", 计划="ChunM 人才计划")
    await lin.presses("button.begin")
    receipt = await _to_the_receipt(lin)

    transcript.scene("The coordinators' desk is told at once, and Maya takes the pitch")
    ref = receipt.text.split("`")[1]
    card = await maya.sees(ref, "desk")
    await maya.presses("button.claim", card)
    await maya.sees(maya.text("state.in_review"), "desk")
    for thread in maya.person.threads("desk"):
        transcript.says(f"    ╰ thread “{thread.name}”, for the coordinators' discussion")

    transcript.scene("Lin hears of both by direct message")
    await lin.sees(ref, "dm")
    await lin.sees(lin.text("notice.claimed", headline="").split("，")[0].strip(), "dm")


async def _to_the_receipt(lin: Player) -> Reply:
    """Page by page, through the review and the consent."""
    for _ in range(40):
        if lin.person.modal is not None:
            reply = await lin.fills()
        labels = [button.label for button in reply.message.buttons] if reply.message else []
        for key in ("continue", "review", "further", "to_consent", "submit"):
            if lin.text(f"button.{key}") in labels:
                reply = await lin.presses(f"button.{key}")
                break
        else:
            return reply
    raise AssertionError("the form does not end")


def _value(field: Field) -> Any:
    if field.kind != "text":
        return field.value or [PITCH.get(field.custom_id) or field.options[0].label]
    return PITCH.get(field.custom_id, "")


def _wrap(line: str, width: int) -> Iterator[str]:
    """Parts of at most ``width`` columns: Han characters take two, and break anywhere."""
    part, columns = "", 0
    for word in _WORDS.findall(line) or [""]:
        size = sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in word)
        if part and columns + size > width:
            yield part.rstrip()
            part, columns = "", 0
        part, columns = part + word, columns + size
    yield part.rstrip()


def _local_time(stamp: re.Match[str]) -> str:
    """A time stamp as Discord would show it to somebody here."""
    moment = datetime.fromtimestamp(int(stamp[1]), UTC).astimezone()
    return moment.strftime("%d %B %Y %H:%M")


def _place(where: str) -> str:
    return "in a direct message" if where == "dm" else f"in #{where}"
