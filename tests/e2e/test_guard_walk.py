"""Everything that is registered is tried by those who may not: a creator, coordinators and leads of
another server, a coordinator of another programme; with the ids of what there is and with guesses.
Nothing is told to them and nothing changes but what is their own.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.people.commands import known
from sandbox.people.offering import Offer, OptionOffer
from tests.e2e.asking import UNKNOWN
from tests.e2e.story import words
from tests.e2e.walk_judge import Judge
from tests.e2e.walk_ledger import Ledger
from tests.e2e.walk_people import Creator, Elsewhere, OfAnotherProgramme, Walker
from tests.e2e.walk_route import Walk, values_of
from tests.e2e.walk_story import SUNLIT, Planted, walked_stage
from tests.e2e.walk_tour import Tour


@pytest.fixture
def narrowed() -> bool:
    """Whether ChunM is closed to coordinators of other programmes."""
    return False


@pytest.fixture
async def spied(database_url: str, tmp_path: Path, narrowed: bool) -> AsyncIterator[Planted]:
    files = str(tmp_path / "files")
    async with walked_stage(database_url, files, narrowed=narrowed) as planted:
        _show_all_commands(planted)
        yield planted


def _show_all_commands(spied: Planted) -> None:
    """A server's own settings may show any command to anybody."""
    for key in ("north", "south"):
        guild = spied.stage.sandbox.guild(key).state
        channel = next(one for one in guild.channels.values() if one.type == 0)
        for kind in (1, 3):
            for _, command in known(spied.stage.sandbox._core, channel, kind):
                guild.command_rules[command.name] = {"everyone": True}


async def walk(spied: Planted, walker: Walker) -> Judge:
    """All ways of one person; what came of them."""
    person = walker.person
    here = (await person.types("/programs")).message
    assert here is not None
    await person.writes(UNKNOWN, in_="dm")
    # It was asked in English, and who only pressed and typed commands has no language yet.
    direct = await person.sees(words(spied.stage.sam)("ask.unknown"), in_="dm")
    target = await walker.colleague.writes("The studio closes at ten.", in_=walker.channel)
    with Ledger(spied.database) as ledger:
        judge = Judge(walker, ledger)
        one = Walk(judge, spied.app.client, here, direct)
        await one.commands()
        await one.menus(target)
        await one.items()
        await one.modals()
        one.screen()
    assert judge.looked, f"{walker.name} did not see {walker.shown!r}, which they may"
    return judge


async def test_creators_and_another_servers_coordinators_read_and_change_only_their_own(
    spied: Planted, caplog: pytest.LogCaptureFixture
) -> None:
    stage, secrets = spied.stage, spied.secrets(server=True)
    sam = Creator(stage.sam, spied.guild, secrets, stage.maya, "general", spied, shown=SUNLIT)
    _nothing(await walk(spied, sam), 1000)
    south = stage.sandbox.guild("south").id
    # Less is tried by the one who may do less: what refuses her refuses him.
    hugo = Elsewhere(stage.hugo, south, secrets, stage.sofia, "lobby", spied, (0,))
    _nothing(await walk(spied, hugo), 400)
    sofia = Elsewhere(stage.sofia, south, secrets, stage.hugo, "lobby", spied)
    _nothing(await walk(spied, sofia), 1000)
    assert _errors(caplog) == []


@pytest.mark.parametrize("narrowed", [True])
async def test_a_coordinator_of_another_programme_finds_no_pitch_of_this_one(
    spied: Planted, caplog: pytest.LogCaptureFixture
) -> None:
    stage = spied.stage
    secrets = spied.secrets(server=False)
    noor = OfAnotherProgramme(
        stage.noor, spied.guild, secrets, stage.sam, "general", spied, shown=SUNLIT
    )
    _nothing(await walk(spied, noor), 1000)
    assert _errors(caplog) == []


async def test_whatever_is_shown_to_authors_and_coordinators_is_walked(spied: Planted) -> None:
    stage = spied.stage
    seen: set[str] = set()
    for person, colleague in ((stage.lin, stage.wei), (stage.olga, stage.maya)):
        walker = Creator(person, spied.guild, (), colleague, "general", spied)
        tour = Tour(walker, spied.app.client)
        await tour.commands()
        await tour.presses()
        assert tour.unknown == set()
        seen |= tour.shown
    assert len(seen) > 50


def test_an_option_that_the_walk_does_not_know_is_told_where_to_add() -> None:
    option = OptionOffer("moon", "moon", "", 3, True, False, (), {})
    offer = Offer(1, "Callboard", "submissions sing", "submissions sing", "", (option,))
    with pytest.raises(AssertionError, match="'moon' of /submissions sing: add it to OPTIONS"):
        values_of(offer, option)


def _nothing(judge: Judge, attempts: int) -> None:
    """Nothing was found, by so many attempts at least."""
    assert judge.found == [], "\n".join(judge.found)
    assert judge.attempts > attempts


def _errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What discord.py caught: of suggestions that stay away nobody is told."""
    return [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
