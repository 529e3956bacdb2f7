"""Whatever a person types comes back to them as they typed it: after a restart, when it is read
over, when coordinators read it, and in the archive of what is kept about them."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from tests.e2e.reading import all_pages, joined, shown
from tests.e2e.stage import Stage, sandbox_of
from tests.e2e.story import begin, fill, form_fields, reference, words
from tests.support.databases import fresh_sqlite_url

PIECES = (
    "月亮港", "港口，等潮。", "plain words", "e\u0301 a\u0308\u0323", "שלום עולם", "مرحبا",
    "\u202eabc\u202c", "👩\u200d🚀", "🏳️\u200d🌈", "a\u200bb\u2060c", "\ufeff", "\u2028", "\u2029",
    "\u3000", "\xa0", "\t", "*", "**bold**", "__", "_a_", "~~no~~", "||hidden||", "`code`", "```",
    "\\", "\\*", "[a](b)",
    "<@1>", "<@&2>", "<#3>", "@everyone", "<t:1:R>", "<:a:1>", "# ", "> ", "-# ", "1. ", "- ", "+",
    "https://example.com/a_b*c?d=(e)", "http://a.b/`x`", "://", "{headline}", "%s", "&amp;", "<b>",
    "'\";--", "  ", " ",
)  # fmt: skip
LINES = ("\n", "\n\n", "\n  ", "\n# ", "\n> ", "\n1. ")
HAN = ("港口等月亮。" * 700)[:4000]
LIMITS: Mapping[str, int] = {
    "title": 90,
    "logline": 200,
    "synopsis": 700,
    "characters": 2000,
    "tone": 200,
    "co_writers": 4000,
}
"""Fields of one line and of several, and at most so many characters for each."""
SINGLE = frozenset({"title", "tone"})
TORTURE = {
    "title": "  `*月|亮_港*` <@1> שלום \u202e👩\u200d🚀\u2028# ",
    "logline": "# e\u0301\n> \\*\\\\ ||x|| \n\n-# https://example.com/a_b*c?d=(e).\n1. [a](b) ",
    "synopsis": "a\u200bb\n" + "\n".join(f"{n}. *{n}*" for n in range(60)) + "   ",
    "characters": ("*" * 1999) + " ",
    "tone": "@everyone <t:1:R> {headline} %s &amp; <b>'\";--",
    "co_writers": HAN,
}


def _texts(name: str) -> st.SearchStrategy[str]:
    pieces = PIECES if name in SINGLE else PIECES + LINES
    most = LIMITS[name] // 40 if name == "logline" else 40
    drawn = st.lists(st.sampled_from(pieces), min_size=1, max_size=max(2, most))
    return drawn.map(lambda parts: f"x{''.join(parts)}"[: LIMITS[name]])


TYPED = st.fixed_dictionaries({name: _texts(name) for name in LIMITS})


@asynccontextmanager
async def played() -> AsyncIterator[Stage]:
    """A stage of its own for each example."""
    with tempfile.TemporaryDirectory() as folder:
        async with sandbox_of() as sandbox:
            url = fresh_sqlite_url(Path(folder))
            async with Stage(sandbox, url, files_url=str(Path(folder, "files"))) as stage:
                await stage.set_up("chunm")
                yield stage
            assert sandbox.violations == []


def stands(answers: Mapping[str, str], seen: list[tuple[str, str]], person: Person) -> None:
    """Each answer stands there once, and reads as it was typed."""
    locale = words(person).locale
    for name, typed in answers.items():
        label = form_fields()[name].label.in_(locale)
        under = [shown(body) for title, body in seen if shown(title) == label]
        assert joined(typed, under), (name, typed, under)


async def reviewed(person: Person, review: Reply) -> list[tuple[str, str]]:
    assert review.message is not None
    return await all_pages(person, review.message)


async def onward(person: Person, reply: Reply, answers: Mapping[str, str]) -> Reply:
    """From the progress of a draft, through all pages that are left, to the review."""
    text = words(person)
    for _ in range(12):
        assert reply.message is not None
        if text("button.continue") not in [button.label for button in reply.message.buttons]:
            return await person.presses(text("button.review"), on=reply.message)
        await person.presses(text("button.continue"), on=reply.message)
        reply = await fill(person, answers)
    raise AssertionError("the form does not end")


async def prefilled(person: Person, on: Message, page: str) -> dict[str, str]:
    """What stands in the text inputs of a page when it is opened again."""
    text = words(person)
    opened = await person.selects(text("select.change_page"), page, on=on)
    assert opened.modal is not None
    person.dismisses_modal()
    return {one.custom_id: one.value for one in opened.modal.fields if one.kind == "text"}


class Definitions(HTMLParser):
    """The answers on the page of an archive."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._inside = tag == "dd"
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


async def exported(person: Person, answers: Mapping[str, str]) -> None:
    """The archive has each answer, byte for byte, in its JSON and on its page."""
    sent = await person.types("/privacy export")
    assert sent.message is not None
    (file,) = sent.message.attachments
    archive = zipfile.ZipFile(io.BytesIO(file.content))
    (kept,) = json.loads(archive.read("data.json").decode("utf-8"))["pitches"]
    for document in (kept["answers"], *(each["answers"] for each in kept["versions"])):
        assert {name: document.get(name) for name in answers} == answers
    assert len(kept["versions"]) == 1
    definitions = Definitions(archive.read("index.html").decode("utf-8")).found
    for typed in answers.values():
        assert definitions.count(typed) >= 2, typed


@example(TORTURE)
@given(TYPED)
@settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
async def test_what_was_typed_survives_to_the_last_sign(answers: dict[str, str]) -> None:
    async with played() as stage:
        lin = stage.lin
        await begin(lin)
        await fill(lin, answers)
        await lin.presses(words(lin)("button.continue"))
        await fill(lin, answers)
        await stage.restart()

        resumed = await lin.types("/pitch start", program="chunm")
        assert resumed.message is not None
        for page, names in (("项目", ("title", "logline")), ("故事", ("synopsis", "characters"))):
            there = await prefilled(lin, resumed.message, page)
            assert {name: there[name] for name in names} == {n: answers[n] for n in names}

        review = await onward(lin, resumed, answers)
        stands(answers, await reviewed(lin, review), lin)
        await lin.presses(words(lin)("button.to_consent"))
        await lin.presses(words(lin)("button.submit"))
        await stage.restart()

        ref = reference(await lin.types("/pitch list"))
        for person, command in ((lin, "/pitch view"), (stage.maya, "/submissions view")):
            opened = await person.types(command, ref=ref)
            assert opened.message is not None
            stands(answers, await all_pages(person, opened.message), person)
        await exported(lin, answers)
