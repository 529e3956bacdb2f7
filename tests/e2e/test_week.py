"""Monday to Friday at the desk: three coordinators, a lead and six authors in three languages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox import Sandbox
from tests.e2e.blind import make_blind
from tests.e2e.languages import check
from tests.e2e.prepared import as_set_up
from tests.e2e.stage import Stage
from tests.e2e.week import WORLD_OF_THE_WEEK, Week, in_silence
from tests.e2e.week_friday import friday
from tests.e2e.week_monday import monday
from tests.e2e.week_thursday import thursday
from tests.e2e.week_tuesday import tuesday
from tests.e2e.week_wednesday import wednesday


@pytest.fixture
async def week(
    sandbox: Sandbox,
    world: str,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> AsyncIterator[Week]:
    """Both calls are open; Hina is reviewed blind, by two at least; the bot's clock is the
    sandbox's."""
    stage = Stage(sandbox, database_url, files_url=str(tmp_path / "files"))
    stage.clock = sandbox.clock
    async with as_set_up(stage, world, questions="questions"):
        await make_blind(stage, "hina", blind=True, quorum=2)
        await in_silence(stage, "chunm", "development")
        made = Week(stage, caplog)
        made.watches(monkeypatch)
        yield made


@pytest.mark.parametrize("world", [WORLD_OF_THE_WEEK])
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_a_week_at_the_desk(week: Week) -> None:
    for day in (monday, tuesday, wednesday, thursday, friday):
        await day(week)
        await nothing_was_lost_or_told_twice(week)


async def nothing_was_lost_or_told_twice(week: Week) -> None:
    """Each author read each notice once, in order, in their language, and nothing else."""
    await week.all_is_told()
    for author in (*week.authors, week.jun):
        messages = await week.messages_to(author)
        expected = week.told[author]
        met = [notice in one.text for notice, one in zip(expected, messages, strict=False)]
        read = "\n---\n".join(one.text for one in messages)
        assert all(met), f"{author}: {expected[met.index(False)]!r}\n{read}"
        assert len(messages) == len(expected), f"{author}:\n{read}"
        for one in messages:
            check(author, one.text)
            assert one.mentions in ([], [author.name])
            assert not one.raw["mention_everyone"]
    assert [one.data for one in week.interactions if one.failed] == []
    assert week.errors() == []
    assert week.stage.sandbox.violations == []
    assert week.stage.app is not None
    assert set(await week.stage.app.database.queue.depth()) <= {"sent", "in_inbox"}
