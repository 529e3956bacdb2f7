"""Coordinators find pitches among many: by filters, by words, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from tests.e2e.fifty import FIFTY, handed_in, reference, title
from tests.e2e.stage import Stage
from tests.e2e.story import words

LIST, SEARCH = "/submissions list", "/submissions search"
NEWEST = list(range(FIFTY))[::-1]


@pytest.fixture
async def full(stage: Stage) -> Stage:
    await handed_in(stage)
    return stage


def listed(reply: Reply) -> list[int]:
    """The numbers of the pitches on a page, in order."""
    numbers = {reference(number): number for number in range(FIFTY)}
    return [numbers[found] for found in re.findall(r"CM-\w{5}", reply.text)]


async def all_pages(person: Person, reply: Reply) -> list[int]:
    """From the first page on."""
    found, onward = listed(reply), words(person)("button.further")
    while reply.message is not None and onward in [b.label for b in reply.message.buttons]:
        reply = await person.presses(onward, on=reply.message)
        found += listed(reply)
    return found


async def test_ten_stand_on_a_page_and_the_rest_is_turned_to_in_place(full: Stage) -> None:
    first = await full.maya.types(LIST)
    assert listed(first) == NEWEST[:10]
    assert "50 pitches" in first.text
    assert "Page 1 of 5" in first.text
    second = await full.maya.presses("Next page", on=first.message)
    assert listed(second) == NEWEST[10:20]
    assert first.message is not None
    assert second.message is not None
    assert second.message.id == first.message.id
    back = await full.maya.presses("Previous page", on=second.message)
    assert listed(back) == NEWEST[:10]
    assert await all_pages(full.maya, back) == NEWEST


async def test_a_line_says_what_there_is_to_know(full: Stage) -> None:
    shown = await full.maya.types(LIST, show="Overdue", sort="Oldest first")
    line, *_ = shown.text.split(f"`{reference(10)}`")[1].split("`")
    assert title(10) in line
    assert "In review" in line
    assert f"<@{full.noor.id}>" in line
    assert "⚠️ was due <t:" in line
    assert "#rights" in line
    scored = await full.maya.types(LIST, sort="Best score first", state="Submitted")
    assert "score 5.00" in scored.text


async def test_the_query_is_found_again_after_a_restart(full: Stage) -> None:
    first = await full.maya.types(SEARCH, text="潮水 港口", state="Submitted", sort="Oldest first")
    assert listed(first) == list(range(1, 20, 2))
    await full.restart()
    second = await full.maya.presses("Next page", on=first.message)
    assert listed(second) == list(range(21, 40, 2))
    assert "潮水 港口" in second.text
    assert "Oldest first" in second.text


FILTERS: Sequence[tuple[dict[str, Any], Iterable[int]]] = (
    ({"state": "In review"}, range(40, -1, -10)),
    ({"state": "Accepted"}, ()),
    ({"program": "chunm"}, NEWEST),
    ({"program": "hina"}, ()),
    ({"show": "Mine"}, ()),
    ({"show": "Overdue"}, range(40, -1, -10)),
    ({"show": "Nobody's"}, [n for n in NEWEST if n % 10]),
    ({"coordinator": "noor"}, range(40, -1, -10)),
    ({"tag": "#Rights"}, range(40, -1, -10)),
    ({"language": "English"}, range(48, -1, -2)),
    ({"language": "Chinese, Simplified"}, range(49, 0, -2)),
    ({"format": "feature"}, range(45, -1, -5)),
    ({"format": "feature", "language": "English"}, range(40, -1, -10)),
    ({"score": 4, "sort": "Best score first"}, (3, 1)),
    ({"sort": "Best score first"}, (3, 1, 2)),
    ({"sort": "Oldest first"}, range(FIFTY)),
    ({"sort": "Due first"}, [*range(0, 50, 10), *(n for n in range(FIFTY) if n % 10)]),
)


async def test_each_filter_and_order_finds_its_own(full: Stage) -> None:
    for options, expected in FILTERS:
        first = await full.maya.types(LIST, **options)
        assert await all_pages(full.maya, first) == list(expected), options


async def test_what_is_mine_is_my_own(full: Stage) -> None:
    shown = await full.noor.types(LIST, show="Mine")
    assert listed(shown) == list(range(40, -1, -10))


async def test_words_are_found_in_either_language_wherever_they_stand(full: Stage) -> None:
    for text, expected in (
        ("harbour", range(48, -1, -2)),
        ("ARBOUR 4", [48, 46, 44, 42, 40, 34, 24, 14, 4]),
        ("月亮", range(49, 0, -2)),
        ("keeper tide", range(48, -1, -2)),
        ("潮", range(49, 0, -2)),
        ("moon 月亮", []),
        ("亮港口 07", [7]),
        ("號", range(49, 0, -2)),
        ("cm-777" + reference(12)[-2:].lower(), [12]),
        (reference(13).replace("-", ""), [13]),
        ("100% _", []),
        ("'; DROP TABLE pitches; --", []),
    ):
        first = await full.maya.types(SEARCH, text=text)
        assert await all_pages(full.maya, first) == list(expected), text


async def test_a_search_that_is_too_long_is_refused_in_the_persons_language(full: Stage) -> None:
    refused = await full.maya.types(SEARCH, text="月" * 41)
    assert refused.text == words(full.maya)("error.search_too_long", most=40)
    assert (await full.maya.types(SEARCH, text=" 　 ")).text == words(full.maya)(
        "error.nothing_to_search"
    )


async def test_nothing_found_says_what_was_looked_for(full: Stage) -> None:
    shown = await full.maya.types(SEARCH, text="spaceship *", tag="nowhere")
    assert "No pitch fits" in shown.text
    assert r"spaceship \*" in shown.text
    assert "#nowhere" in shown.text


async def test_programmes_calls_tags_and_formats_are_suggested(full: Stage) -> None:
    async def offered(option: str, typed: str) -> list[str]:
        return [one.name for one in await full.maya.completes(LIST, option, typed)]

    assert await offered("program", "chun") == ["ChunM Talent Program"]
    (call,) = await full.maya.completes(LIST, "call", "chunm")
    assert listed(await full.maya.types(LIST, call=call.value)) == NEWEST[:10]
    assert call.name in (await full.maya.types(LIST, call=call.name)).text
    assert await offered("tag", "") == ["rights"]
    assert await offered("tag", "left") == []
    (film,) = await full.maya.completes(LIST, "format", "feature")
    assert film.value == "feature"
    assert len(await offered("format", "")) == 2
    assert await all_pages(full.maya, await full.maya.types(LIST, format=film.name)) == list(
        range(45, -1, -5)
    )


async def test_what_was_typed_and_is_not_there_is_refused(full: Stage) -> None:
    text = words(full.maya)
    for option, sentence in (
        ({"program": "nowhere"}, text("error.programme_not_found")),
        ({"call": "c" * 20}, text("error.no_such_call")),
        ({"tag": "#"}, text("error.bad_tag", most=30)),
    ):
        assert (await full.maya.types(LIST, **option)).text == sentence


async def test_a_creator_finds_nothing_and_is_offered_nothing(full: Stage) -> None:
    for person in (full.sam, full.lin, full.wei):
        only = words(person)("error.coordinators_only")
        assert (await person.types(LIST, tag="rights")).text == only
        assert (await person.types(SEARCH, text="moon")).text == only
        for option in ("call", "tag", "format"):
            assert await person.completes(LIST, option, "") == []


async def test_who_is_no_coordinator_any_more_turns_no_page(full: Stage) -> None:
    first = await full.maya.types(LIST)
    full.maya.loses("Coordinators")
    refused = await full.maya.presses("Next page", on=first.message)
    assert refused.text == words(full.maya)("error.coordinators_only")


async def test_another_server_finds_nothing_of_it(full: Stage) -> None:
    await full.set_up_south()
    (call,) = await full.maya.completes(LIST, "call", "chunm")
    for options in ({}, {"tag": "rights"}, {"format": "feature"}, {"state": "In review"}):
        shown = await full.hugo.types(LIST, **options)
        assert listed(shown) == []
    assert listed(await full.hugo.types(SEARCH, text="moon")) == []
    refused = await full.hugo.types(LIST, call=call.value)
    assert refused.text == words(full.hugo)("error.no_such_call")
    assert await full.hugo.completes(LIST, "tag", "") == []
    assert await full.hugo.completes(LIST, "format", "") == []


async def test_one_page_has_no_arrows_and_opens_what_it_lists(full: Stage) -> None:
    first = await full.maya.types(LIST, tag="rights")
    assert first.message is not None
    assert "Next page" not in [button.label for button in first.message.buttons]
    opened = await full.maya.presses("Open", on=first.message)
    assert title(40) in opened.text
