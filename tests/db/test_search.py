"""Text that is found alike on both engines, in any language, by any part of a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from db.database import Database
from db.search import fold_words, sought, spelled, terms
from tests.db.samples import HOME, OTHER, OWNER, pitch, seed, stored, submitted
from tests.db.samples_desk import found, indexed

WORDS = """Gone with the Steamboat
外婆的渔船每逢满月都会驶向一座地图上没有的港口 🎬
Café Ｗｉｄｅ CM-7 l'été 2026年 カラオケ Ångström ФИЛЬМ"""


@pytest.mark.parametrize(
    "typed",
    [
        "steamboat", "STEAM", "boat", "amb", "at", "G", "boat gone", "外", "渔船", "满月",
        "满月都会", "港口 boat", "🎬", "café", "CAFÉ", "wide", "ｗｉｄｅ", "cm 7", "7", "2026",
        "年", "ラオ", "été", "ångs", "фильм", "ил", "《满月》", "boat, gone!", "",
    ],
)  # fmt: skip
async def test_a_pitch_is_found_by_parts_of_what_it_says(database: Database, typed: str) -> None:
    wanted, other = submitted(pitch()), submitted(pitch(owner=OWNER))
    await seed(database)
    await stored(database, other, wanted)
    await indexed(database, wanted, WORDS)
    assert await found(database, typed) == ([wanted] if typed else [wanted, other])


@pytest.mark.parametrize(
    "typed",
    [
        "boats",
        "team boot",
        "月满",
        "渔港",
        "🎥",
        "!?",
        "cafe",
        "%",
        "_",
        "' OR '1",
        '" OR "a',
        "xyz*",
    ],
)
async def test_what_it_does_not_say_finds_nothing(database: Database, typed: str) -> None:
    wanted = submitted(pitch())
    await seed(database)
    await stored(database, wanted)
    await indexed(database, wanted, WORDS)
    assert await found(database, typed) == []


async def test_a_pitch_is_found_by_its_latest_words_and_no_others(database: Database) -> None:
    wanted = submitted(pitch())
    await seed(database)
    await seed(database, OTHER)
    await stored(database, wanted)
    await indexed(database, wanted, "steamboat 渔船")
    await indexed(database, wanted, "train 火车 boa")
    assert await found(database, "steamboat") == await found(database, "渔") == []
    assert await found(database, "train 火") == [wanted]
    await indexed(database, wanted, "train 火车 boa")
    await indexed(database, wanted, "")
    assert await found(database, "train") == []


async def test_what_was_said_the_same_way_is_not_written_again(
    database: Database, statements: list[str]
) -> None:
    wanted = submitted(pitch())
    await seed(database)
    await stored(database, wanted)
    await indexed(database, wanted, "steamboat")
    statements.clear()
    await indexed(database, wanted, "Steamboat")
    written = [each for each in statements if "pitch_search" in each]
    assert written == []
    assert len(statements) <= 3


async def test_a_text_that_no_database_takes_is_indexed_all_the_same(database: Database) -> None:
    wanted = submitted(pitch())
    await seed(database)
    await stored(database, wanted)
    await indexed(database, wanted, "boat\0train \ud800 " + "x" * 5000)
    assert await found(database, "train") == [wanted]
    assert await found(database, "x" * 60) == [wanted]


async def test_the_index_of_sqlite_is_sound_after_changes(database: Database) -> None:
    wanted = submitted(pitch())
    await seed(database)
    await stored(database, wanted)
    for words in ("steamboat", "渔船 steam", "boat boat"):
        await indexed(database, wanted, words)
    if database.shared:
        return
    check = "INSERT INTO pitch_search (pitch_search) VALUES ('integrity-check')"
    async with database.engines.writing() as connection:
        await connection.execute(text(check))
    assert await found(database, "boat") == [wanted]
    assert HOME != OTHER


@given(st.text(max_size=60), st.data())
def test_every_part_of_a_word_is_among_its_terms(words: str, data: st.DataObject) -> None:
    folded = fold_words(words)
    begin = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(begin, len(folded)))
    indexed_terms = terms(folded)
    for term, more in sought(folded[begin:end]):
        assert any(one.startswith(term) if more else one == term for one in indexed_terms)


@given(st.text(max_size=80))
def test_terms_are_of_letters_that_every_index_keeps(words: str) -> None:
    for term in terms(fold_words(words)):
        assert term.isascii()
        assert term.replace("_", "a").isalnum()
        assert term == term.lower()


@given(st.text(max_size=60), st.text(max_size=4), st.data())
def test_a_text_has_a_term_if_it_has_it_spelled(
    words: str, other: str, data: st.DataObject
) -> None:
    folded = fold_words(words)
    begin = data.draw(st.integers(0, len(folded)))
    indexed_terms = terms(folded)
    for term, more in sought(folded[begin : begin + 5] + other):
        there = any(one.startswith(term) if more else one == term for one in indexed_terms)
        assert (spelled(term) in folded) == there
