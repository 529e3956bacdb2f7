"""What a button of a list carries: all of the query, within the limit of Discord."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_io.desk_list import CUSTOM_ID, SubmissionsListButton
from bot.discord_io.queue_code import CODE, MOST_PAGES, TEXT_CHARACTERS, packed, unpacked
from bot.discord_io.queue_options import read_search
from bot.domain.errors_queue import (
    ListOutdated,
    NothingToSearch,
    SearchTooLong,
    TooManyFilters,
)
from bot.domain.ids import CallId, ProgrammeKey, UserId
from bot.domain.pitch import State
from bot.domain.queue import PitchQuery, Sort
from bot.domain.text import Locale

ROOM = CUSTOM_ID - len("desk:list:")


def _line(least: int, most: int) -> st.SearchStrategy[str]:
    """In one line, as it is kept; of any script, with colons and signs of our own in it."""
    letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
    made = st.text(letters, min_size=least, max_size=most).map(lambda text: " ".join(text.split()))
    return made.filter(lambda text: len(text) >= least)


queries = st.builds(
    PitchQuery,
    states=st.sets(st.sampled_from(State)).map(lambda s: tuple(e for e in State if e in s)),
    programme=st.none() | st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True).map(ProgrammeKey),
    call=st.none() | st.from_regex(r"[0-9a-f]{20}", fullmatch=True).map(CallId),
    assignee=st.none() | st.integers(1, 2**63 - 1).map(UserId),
    unassigned=st.booleans(),
    overdue=st.booleans(),
    tag=st.none() | _line(0, 4),
    locale=st.none() | st.sampled_from(Locale),
    format=st.none() | _line(0, 4),
    score_from=st.none() | st.integers(100, 500).map(lambda score: score / 100),
    scored_by=st.none(),
    not_by=st.none(),
    text=_line(0, 6),
    sort=st.sampled_from(Sort),
)
pages = st.integers(0, MOST_PAGES - 1)


@given(queries, pages)
def test_what_was_packed_is_read_again(query: PitchQuery, page: int) -> None:
    code = packed(query, page, ROOM)
    assert unpacked(code) == (query, page)


@given(queries, pages)
def test_a_button_keeps_it_within_the_limit_and_is_found_by_it(
    query: PitchQuery, page: int
) -> None:
    button = SubmissionsListButton(packed(query, page, ROOM), label="Next page")
    name = button.item.custom_id
    assert name is not None
    assert len(name.encode("utf-16-le")) // 2 <= CUSTOM_ID
    match = SubmissionsListButton.__discord_ui_compiled_template__.fullmatch(name)
    assert match is not None
    assert unpacked(":".join(SubmissionsListButton(*match["ids"].split(":")).ids)) == (query, page)


@given(_line(1, TEXT_CHARACTERS))
def test_the_longest_search_fits_beside_a_state_an_assignee_and_an_order(text: str) -> None:
    query = PitchQuery(
        (State.IN_REVIEW,), assignee=UserId(2**63 - 1), text=text, sort=Sort.DUE, overdue=True
    )
    if len(text.encode("utf-16-le")) // 2 <= TEXT_CHARACTERS:
        assert unpacked(packed(query, 9_999, ROOM)) == (query, 9_999)


@pytest.mark.parametrize("query", [PitchQuery(text="漢" * 80), PitchQuery(format="😀" * 40)])
def test_what_does_not_fit_is_refused(query: PitchQuery) -> None:
    with pytest.raises(TooManyFilters):
        packed(query, 0, ROOM)


@given(st.from_regex(CODE, fullmatch=True))
def test_what_somebody_made_up_is_a_query_or_is_refused(code: str) -> None:
    try:
        query, page = unpacked(code)
    except ListOutdated:
        return
    assert isinstance(query, PitchQuery)
    assert 0 <= page < MOST_PAGES


def test_a_list_of_another_kind_is_refused() -> None:
    for code in ("all:0", "A" * 48, "AAD_______8A", "gAAAAAAAAAAA", "AAAAAAAAAQAA"):
        with pytest.raises(ListOutdated):
            unpacked(code)


def test_only_what_a_button_may_hold_is_looked_at() -> None:
    assert re.fullmatch(CODE, "all:0") is None


def test_a_search_is_read_in_one_line_and_common_signs() -> None:
    assert read_search("  Ｍｏｏｎ　 月亮\x00\n") == "Moon 月亮"
    assert read_search("漢" * TEXT_CHARACTERS) == "漢" * TEXT_CHARACTERS


def test_a_search_for_nothing_or_too_much_is_refused() -> None:
    with pytest.raises(NothingToSearch):
        read_search(" \u3000\n")
    with pytest.raises(SearchTooLong) as refused:
        read_search("漢" * (TEXT_CHARACTERS + 1))
    assert refused.value.params == {"most": TEXT_CHARACTERS}
