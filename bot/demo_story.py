"""The demonstration's story: who set the bot up, what was asked, and which pitches came in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from bot.domain.text import Locale
from bot.texts import Text, Texts
from sandbox import Sandbox
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.state.files import File

WITHIN = 10.0
"""Seconds that a notice may take to arrive; one takes a fraction of a second."""

SAM: Mapping[str, Any] = {
    "title": "Ten Nights at the Majestic",
    "logline": (
        "When the last cinema of a Shanghai lane is to be torn down, its projectionist and a "
        "film-school dropout from Oakland have ten nights to show the lane itself on screen."
    ),
    "format": "series-8-12",
    "genres": ["drama", "comedy"],
    "stage": "bible",
    "synopsis": (
        "Old Gu has filmed his neighbours for forty years and shown the reels to nobody. Mina "
        "comes from Oakland to clear out her great-uncle's flat above the cinema and finds them. "
        "Each night before the demolition they screen one family's reel; each screening mends or "
        "breaks something in the lane. On the tenth night the reel is Gu's own, and Mina is in it."
    ),
    "overview": (
        "Ten episodes, one screening each. The first six belong to the neighbours, the next three "
        "to the developer's daughter who keeps coming back, the last to Gu and Mina."
    ),
    "characters": (
        "Gu, 74, the projectionist, who filmed everybody and was never filmed\n"
        "Mina, 23, from Oakland, who left film school and says that she is between things"
    ),
    "tone": "Warm, talkative, a little melancholy",
    "script_language": "bilingual",
    "episodes": "10",
    "minutes": "40",
    "markets": ["mainland-china", "north-america"],
    "age_groups": ["from-25", "from-35"],
    "origin": "original",
    "rights_owner": "I own them alone.",
    "co_owners": True,
    "name": "Sam Ng",
    "bio": "Writes for radio and television in Oakland; two seasons in the room of a comedy.",
    "script": ["ten-nights-treatment.pdf"],
}
LIN: Mapping[str, Any] = {
    "support": ["agency", "second-unit"],
    "title": "退潮之前",
    "logline": (
        "台风来临前的最后一个下午，退休的灯塔看守人和离家多年的女儿，要把一台老放映机搬上岛顶。"
    ),
    "format": "short",
    "working_languages": ["mandarin", "english"],
    "name": "林薇",
    "school": "太平洋电影学院，导演专业",
    "graduation_year": "2024",
    "bio": "编剧、导演、剪辑师，生于厦门，现居洛杉矶。拍过三部短片，都和海有关。",
    "resume": (
        "2025 短片《第七盏灯》，编剧、导演\n2024 短片《退潮》，导演\n2023 纪录片《九座桥》，剪辑"
    ),
    "work_title": "第七盏灯",
    "work_link": "https://example.com/seventh-light",
    "work_year": "2025",
    "statement": (
        "我的外公守了一辈子灯塔，从不说想念谁，只是把灯擦得更亮。我想拍这样的人：他们把话都交给手里的"
        "活计。这部短片几乎没有对白，声音来自风、绳索和一台转不动的放映机。我想知道，观众能不能从一双手"
        "里听见一句“对不起”。"
    ),
}
"""Two pitches, by the ids of the forms' fields; files are the sandbox's. All is invented."""
ASKED = (
    "I read it in one sitting. Two things before we talk about it: whose night is the fourth, and "
    "what does Gu want from Mina on the first one? A sentence or two each is enough."
)
ASKED_FOR = ("overview", "characters")
FILES = resources.files("sandbox") / "worlds" / "files"


class Story:
    """Plays it through what people can do and see.

    `play` raises AssertionError with the reason where something does not happen as it should.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        people = sandbox.people
        self.olga, self.maya = people["olga"], people["maya"]
        self.lin, self.sam = people["lin"], people["sam"]

    async def play(self) -> None:
        """From an empty server to one with two pitches at the desk: a new one, and one that was
        claimed and whose author is asked for changes."""
        await self._set_up()
        await self._talk()
        await _pitch(self.sam, "chunm", SAM)
        await _pitch(self.lin, "hina", LIN)
        card = await self.maya.sees(str(SAM["title"]), "desk", WITHIN)
        _went_well(await self.maya.presses(_text(self.maya)("button.claim"), on=card))
        await self.maya.sees(_text(self.maya)("state.in_review"), "desk", WITHIN)
        await self.maya.sees(str(LIN["title"]), "desk", WITHIN)
        told = _text(self.sam)("notice.claimed", headline="…").partition("…")[0]
        await self.sam.sees(told, "dm", WITHIN)
        await self._ask_for_changes()
        for person in (self.olga, self.maya, self.lin, self.sam):
            await _tidy(person)

    async def _set_up(self) -> None:
        options = {"coordinators": "Coordinators", "desk": "desk", "questions": "questions"}
        _went_well(await self.olga.types("/setup", **options))
        for programme in ("chunm", "hina"):
            _went_well(await self.olga.types("/call open", program=programme))

    async def _talk(self) -> None:
        await self.olga.writes(
            "Welcome to North Light Creators! Calls for both programmes are open: type "
            "`/programs` to see them, or ask in #questions.",
            "general",
        )
        await self.sam.writes("Hi all. Finally sending in that cinema story this week.", "general")
        await self.lin.writes("大家好，我是林薇，也在写关于海的故事。", "general")
        for person, question, answer in (
            (self.sam, "Do I keep the rights to my script?", "the rights stay with you"),
            (self.lin, "剧集写多少集合适？", "8–12"),
        ):
            await person.writes(f"@Callboard {question}", "questions")
            await person.sees(answer, "questions", WITHIN)

    async def _ask_for_changes(self) -> None:
        maya, text = self.maya, _text(self.maya)
        title = str(SAM["title"])
        found = await maya.completes("/submissions changes", "ref", title)
        _went_well(await maya.types("/submissions changes", ref=found[0].value))
        _went_well(await maya.selects(text("select.fields"), *ASKED_FOR))
        _went_well(await maya.presses(text("button.write")))
        _went_well(await maya.fills({text("changes.message"): ASKED}))
        await self.sam.sees(ASKED[:40], "dm", WITHIN)
        await maya.sees(text("state.changes_requested"), "desk", WITHIN)


async def _pitch(person: Person, programme: str, answers: Mapping[str, Any]) -> None:
    """From `/pitch start` to the receipt: every page, the review, the consent."""
    text = _text(person)
    _went_well(await person.types("/pitch start", program=programme))
    reply = await person.presses(text("button.begin"))
    onwards = [
        text(f"button.{name}") for name in ("continue", "review", "further", "to_consent", "submit")
    ]
    for _ in range(40):
        if (modal := person.modal) is not None:
            shown = {field.custom_id for field in modal.fields}
            filled = {name: _given(value) for name, value in answers.items() if name in shown}
            reply = _went_well(await person.fills(filled, by="custom_id"))
        labels = [button.label for button in reply.message.buttons] if reply.message else []
        button = next((label for label in onwards if label in labels), None)
        if button is None:
            return
        reply = _went_well(await person.presses(button, on=reply.message))
    raise AssertionError(f"the form of {programme} does not end")


def _given(value: Any) -> Any:
    """What is put into a field: an answer, or the files that it names."""
    named = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    found = [FILES / name for name in named if name.endswith(".pdf")]
    return [File(one.name, one.read_bytes()) for one in found] or value


async def _tidy(person: Person) -> None:
    """Take away what only this person saw on the way: Discord forgets it at a restart too."""
    for channel in person.channels():
        for message in await person.reads(channel):
            if message.ephemeral:
                person.dismisses(message)


def _went_well(reply: Reply) -> Reply:
    if reply.failed:
        raise AssertionError("the bot did not respond")
    return reply


def _text(person: Person) -> Text:
    """The words of the bot in a person's language, by which they find its buttons."""
    return Texts.load().of(Locale.closest(person.locale))
