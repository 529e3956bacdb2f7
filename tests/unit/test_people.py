"""Who may do what coordinators and managers do; refusals; entries of a programme."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import CallboardError, CoordinatorsOnly, ManagersOnly
from bot.domain.ids import ChannelId, ProgrammeKey, RoleId
from bot.domain.people import Actor, Narrowing
from bot.domain.text import Locale
from tests.db.samples import HOME, OWNER, programme, settings

SETTINGS = settings()
SOMEBODY = Actor(HOME, OWNER, "Lin", Locale.EN, frozenset({RoleId(9)}))
MANAGER = replace(SOMEBODY, manages_guild=True)
COORDINATOR = replace(SOMEBODY, roles=frozenset({RoleId(9), SETTINGS.coordinators}))


def test_a_manager_is_one_by_permission() -> None:
    MANAGER.check_manager()
    for other in (SOMEBODY, COORDINATOR):
        with pytest.raises(ManagersOnly):
            other.check_manager()


def test_a_coordinator_is_one_by_role_and_a_manager_counts_as_one() -> None:
    COORDINATOR.check_coordinator(SETTINGS)
    MANAGER.check_coordinator(SETTINGS)
    with pytest.raises(CoordinatorsOnly):
        SOMEBODY.check_coordinator(SETTINGS)


def test_before_the_setup_only_managers_are_coordinators() -> None:
    MANAGER.check_coordinator(None)
    with pytest.raises(CoordinatorsOnly):
        COORDINATOR.check_coordinator(None)


HINA, CHUNM = ProgrammeKey("hina"), ProgrammeKey("chunm")
OWN = RoleId(31)
NARROWED = replace(SETTINGS, narrowed={CHUNM: Narrowing(frozenset({OWN, RoleId(32)}))})
OF_CHUNM = replace(COORDINATOR, roles=COORDINATOR.roles | {OWN})


class TestAProgrammeWithCoordinatorsOfItsOwn:
    def test_it_is_closed_to_all_who_have_none_of_its_roles_but_managers(self) -> None:
        assert NARROWED.closed_to(COORDINATOR) == COORDINATOR.closed(NARROWED) == {CHUNM}
        assert not NARROWED.closed_to(OF_CHUNM)
        assert not NARROWED.closed_to(MANAGER)
        assert not SETTINGS.closed_to(COORDINATOR)
        assert not COORDINATOR.closed(None)

    def test_its_roles_make_nobody_a_coordinator_who_is_none(self) -> None:
        theirs = replace(SOMEBODY, roles=frozenset({OWN}))
        with pytest.raises(CoordinatorsOnly):
            theirs.check_coordinator_of(NARROWED, CHUNM)

    def test_others_coordinate_the_rest(self) -> None:
        for actor in (COORDINATOR, OF_CHUNM, MANAGER):
            actor.check_coordinator_of(NARROWED, HINA)
            actor.check_coordinator_of(NARROWED, None)
        for actor in (OF_CHUNM, MANAGER):
            actor.check_coordinator_of(NARROWED, CHUNM)
        with pytest.raises(CoordinatorsOnly):
            COORDINATOR.check_coordinator_of(NARROWED, CHUNM)

    def test_a_desk_of_its_own_narrows_nothing(self) -> None:
        desk = ChannelId(5)
        apart = replace(SETTINGS, narrowed={CHUNM: Narrowing(desk=desk)})
        assert (apart.desk_of(CHUNM), apart.desk_of(HINA)) == (desk, SETTINGS.desk)
        assert NARROWED.desk_of(CHUNM) == SETTINGS.desk
        assert not apart.closed_to(COORDINATOR)
        assert not apart.narrow
        assert NARROWED.narrow == {CHUNM}


def test_a_refusal_carries_the_key_of_a_text_and_what_fills_it() -> None:
    class Refusal(CallboardError):
        key = "error.example"

    refusal = Refusal(limit=3)
    assert refusal.params == {"limit": 3}
    assert refusal.args == ("error.example", {"limit": 3})


def test_an_entry_of_a_programme_is_found_by_its_id() -> None:
    of = programme()
    assert of.faq("who") is of.faqs[0]
    assert of.faq("gone") is None
