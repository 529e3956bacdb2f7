"""What a person asked is theirs to take away, and to have forgotten."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from bot.discord_io.archive_page import ArchivePage
from bot.domain.notice import NoticeKind
from bot.domain.question import Stage
from bot.texts import Texts
from tests.db.samples import OTHER, seed
from tests.services.asked import MENTION, Counter
from tests.services.house import LIN, MAYA, SAM, House, elsewhere, on_both_engines
from tests.services.post import Post
from tests.services.test_privacy import everything_stored

WORDS = "May my <cat> direct?"


@pytest.fixture
def counter(house: House) -> Counter:
    return Counter.in_(house)


async def data(house: House) -> Any:
    archive = await house.privacy.gather(LIN)
    (part,) = [part async for part in archive.parts()]
    with zipfile.ZipFile(io.BytesIO(part.data)) as unzipped:
        return json.loads(unzipped.read("data.json"))


async def test_the_archive_has_questions_and_their_answers(counter: Counter) -> None:
    first = await counter.at_desk(WORDS)
    await counter.asks("And my dog?", helpful=False, missing="the <breed>")
    await counter.asks("Not Lin's?", SAM)
    await counter.questions.answer(MAYA, first, "Only with *you*.")
    asked = (await data(counter.house))["questions"]
    assert [(one["text"], one["answer"]) for one in asked] == [
        (WORDS, "Only with *you*."),
        ("And my dog?", ""),
    ]
    assert (asked[0]["stage"], asked[0]["way"]) == ("answered", "command")
    assert (asked[1]["missing"], asked[1]["answered"]) == ("the <breed>", None)
    kept = (await counter.house.privacy.gather(LIN)).kept
    page = ArchivePage(Texts.load())(kept, LIN.locale)
    assert "May my &lt;cat&gt; direct?" in page
    assert "<dd>Only with *you*.</dd>" in page
    assert "the &lt;breed&gt;" in page


async def test_it_is_of_this_guild_alone(counter: Counter) -> None:
    await seed(counter.house.database, OTHER)
    await counter.asks(actor=elsewhere(LIN))
    assert (await data(counter.house))["questions"] == []
    await counter.house.privacy.erase(LIN)
    async with counter.house.database.store.reading() as work:
        (left,) = await work.questions.of(OTHER, LIN.user)
    assert left.text


@on_both_engines
async def test_no_word_of_theirs_is_left(counter: Counter) -> None:
    house = counter.house
    question = await counter.at_desk(WORDS)
    await counter.questions.answer(MAYA, question, "Dear Lin, no.")
    await counter.asks("And my dog?", helpful=False, missing="the breed", where=MENTION)
    assert (await house.privacy.what_goes(LIN)).questions == 2
    await house.privacy.erase(LIN)
    left = await everything_stored(house)
    for trace in (str(LIN.user), WORDS, "Dear Lin", "my dog", "the breed"):
        assert [row for row in left if trace in row] == []
    assert (await counter.stored(question)).stage is Stage.ANSWERED
    assert (await house.privacy.what_goes(LIN)).questions == 0


async def test_who_answered_loses_their_name_there_and_not_their_words(counter: Counter) -> None:
    question = await counter.at_desk(WORDS)
    await counter.questions.answer(MAYA, question, "No.")
    await counter.house.privacy.erase(MAYA)
    stored = await counter.stored(question)
    assert (stored.answer, stored.answered_by, stored.asker) == ("No.", None, LIN.user)


async def test_what_was_shown_of_them_is_taken_away(post: Post) -> None:
    counter = Counter.in_(post.house)
    async with post.running():
        question = await counter.at_desk(WORDS)
        await post.queue.until("sent")
        await counter.questions.answer(MAYA, question, "No.")
        await post.queue.until("sent", 3)
        goes = await post.house.privacy.what_goes(LIN)
        await post.house.privacy.erase(LIN)
        await post.queue.until("sent", 3 + goes.messages)
    # The played sender shows everything in one place, where the real one has several.
    assert goes.messages == len(post.sender.removed) == 2
    assert NoticeKind.REMOVAL not in [row["kind"] for row in await post.house.queue()]


async def test_a_card_that_was_brought_back_is_taken_away_wherever_it_stands(post: Post) -> None:
    """The queue no longer knows where the card stands; the question does."""
    counter = Counter.in_(post.house)
    async with post.running():
        await counter.at_desk(WORDS)
        await post.queue.until("sent")
        async with post.house.database.store.writing() as work:
            await work.erasure.forget(LIN.guild, LIN.user, [])
            await work.commit()
        assert (await post.house.privacy.what_goes(LIN)).messages == 1
        await post.house.privacy.erase(LIN)
        await post.queue.until("sent", 2)
    assert [one.detail for one in post.sender.removed] == ["31:32"]
