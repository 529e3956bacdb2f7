"""Both forms from the first page to the receipt, and everything after it, in three languages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.content.loader import shipped
from bot.domain.form import Kind
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from tests.e2e.languages import check
from tests.e2e.stage import Stage
from tests.e2e.story import WITH_FILES, begin, fill, reference, words

ALL: dict[str, Any] = {
    **WITH_FILES,
    "origin": ["adaptation"],
    "support": ["original-ip"],
    "tone": "1",
    "comparables": "2",
}
"""Every page of both forms is asked for."""


def labels(reply: Reply) -> list[str]:
    assert reply.message is not None
    return [each.label for each in reply.message.buttons]


class Reading:
    """A person whose every sight is checked for its language."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.pages: list[str] = []

    def sees(self, reply: Reply) -> Reply:
        assert not reply.failed
        check(self.person, reply.text)
        return reply

    async def presses(self, key: str) -> Reply:
        return self.sees(await self.person.presses(words(self.person)(key)))


async def every_page(reading: Reading, programme: str) -> Reply:
    """From `/pitch start` to the progress of a form in which every page was sent."""
    person = reading.person
    text = words(person)
    reading.sees(await person.types("/pitch start", program=programme))
    opened = await begin(person, programme)
    while True:
        check(person, opened.text)
        reading.pages.append(opened.title)
        reply = reading.sees(await fill(person, ALL))
        if text("button.continue") not in labels(reply):
            return reply
        following = await reading.presses("button.continue")
        assert following.modal is not None
        opened = following.modal


@pytest.mark.parametrize("programme", ["chunm", "hina"])
@pytest.mark.parametrize("name", ["sam", "lin", "wei"])
async def test_every_page_of_a_form_is_filled_and_read_in_ones_own_language(
    stage: Stage, name: str, programme: str
) -> None:
    person = stage.sandbox.people[name]
    reading, text = Reading(person), words(person)
    await every_page(reading, programme)
    form = next(each for each in shipped() if each.key == programme).form
    assert reading.pages == [page.title.in_(text.locale) for page in form.pages]

    shown = await reading.presses("button.review")
    while text("button.further") in labels(shown):
        shown = await reading.presses("button.further")
    await reading.presses("button.to_consent")
    receipt = await reading.presses("button.submit")
    ref = reference(receipt)
    assert ref in (await person.sees(ref, in_="dm")).text

    await reading.presses("button.open")
    listed = await reading.presses("button.files")
    files = sum(field.kind is Kind.FILES for field in form.fields())
    assert listed.text.count("treatment.pdf") == files
    await reading.presses("button.back")
    await reading.presses("button.team")
    await reading.presses("button.back")
    await reading.presses("button.read")
    for command in ("/pitch list", "/inbox", "/privacy erase"):
        reading.sees(await person.types(command))
    for command in ("/pitch view", "/pitch edit", "/pitch files", "/pitch withdraw"):
        reading.sees(await person.types(command, ref=ref))
    await reading.presses("button.withdraw_surely")
    await reading.presses("button.undo")
    check(person, "\n".join(one.text for one in await person.reads("dm")))


@pytest.mark.parametrize("name", ["sam", "lin", "wei"])
async def test_what_is_wrong_is_told_in_ones_own_language(stage: Stage, name: str) -> None:
    person = stage.sandbox.people[name]
    reading = Reading(person)
    await begin(person)
    wrong = reading.sees(await fill(person, {"logline": "a " * 51}))
    assert words(person)("form.too_many_words", given=51, limit=50) in wrong.text
    for command in ("/pitch view", "/pitch edit", "/pitch files", "/pitch withdraw"):
        refused = reading.sees(await person.types(command, ref="CM-22222"))
        assert refused.text == words(person)("error.pitch_not_found")


def test_another_language_would_be_found(stage: Stage) -> None:
    """The check itself: a text of each other language is noticed."""
    people = {"sam": stage.sam, "lin": stage.lin, "wei": stage.wei}
    for mine, person in people.items():
        for name, other in people.items():
            if name != mine:
                with pytest.raises(AssertionError):
                    check(person, words(other)("draft.copy"))
        check(person, words(person)("draft.copy"))
