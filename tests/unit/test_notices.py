"""Notices: by what ways they go, and how they are known again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import NoticeId, UserId
from bot.domain.notice import Route
from bot.randomness import SystemIds
from tests.db.samples import HOME, notice, pitch

PITCH = pitch()
TOKENS = st.text("0123456789abcdef", min_size=20, max_size=20)
NONCE_CHARACTERS = 25


def way(start: Route) -> list[Route]:
    """All that is tried, beginning with ``start``."""
    tried = [start]
    while following := tried[-1].next():
        tried.append(following)
    return tried


def test_a_person_is_told_by_message_then_in_a_thread_then_in_the_inbox() -> None:
    assert way(Route.DM) == [Route.DM, Route.THREAD, Route.INBOX]


def test_what_the_desk_cannot_get_goes_to_the_owner() -> None:
    assert way(Route.DESK) == [Route.DESK, Route.OWNER]


@pytest.mark.parametrize("route", Route)
def test_no_way_leads_in_a_circle(route: Route) -> None:
    tried = way(route)
    assert len(tried) == len(set(tried))
    assert all(before is not after for before, after in pairwise(tried))


def test_a_person_and_the_desk_are_destinations_of_their_own_in_each_guild() -> None:
    mine, other, desk = notice(PITCH), notice(PITCH, UserId(5)), notice(PITCH, None)
    assert len({mine.destination, other.destination, desk.destination}) == 3
    assert desk.destination == f"{HOME}:desk"
    assert notice(PITCH).destination == mine.destination


@given(TOKENS, st.sampled_from(Route))
def test_a_nonce_is_no_longer_than_discord_takes(token: str, route: Route) -> None:
    assert len(notice(PITCH, id=NoticeId(token), route=route).nonce) <= NONCE_CHARACTERS


def test_a_nonce_is_another_by_another_way() -> None:
    nonces = {notice(PITCH, id=NoticeId("a" * 20), route=route).nonce for route in Route}
    assert len(nonces) == len(Route)


@given(TOKENS)
def test_a_marker_is_a_positive_number_of_31_bits(token: str) -> None:
    assert 0 < notice(PITCH, id=NoticeId(token)).marker < 2**31


@pytest.mark.parametrize("token", ["0" * 20, "00000001" + "f" * 12])
def test_a_marker_is_never_nothing(token: str) -> None:
    assert notice(PITCH, id=NoticeId(token)).marker == 1


def test_ids_are_hex_digits_and_codes_are_of_the_alphabet() -> None:
    ids = SystemIds()
    assert {len(ids.token()) for _ in range(20)} == {20}
    assert len({ids.token() for _ in range(100)}) == 100
    assert {len(ids.code()) for _ in range(20)} == {5}
    assert all(0 <= ids.jitter() < 1 for _ in range(100))
    assert all(int(ids.token(), 16) >= 0 for _ in range(20))
