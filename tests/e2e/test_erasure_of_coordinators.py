"""A coordinator who asks to be forgotten is; what they did for the desk stays without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox import Sandbox
from sandbox.state.files import File
from tests.e2e.asking import answers, asks
from tests.e2e.desk import ask_for_changes, decide, erase, submitted
from tests.e2e.stage import Stage
from tests.e2e.talking import replies
from tests.e2e.test_erasure_leaves_nothing import MARK, on_disk, rows, spelled, telling, written
from tests.e2e.test_scores import score
from tests.e2e.together import delivered
from tests.support.filemaking import PDF

NOTES = PDF[:-40] + b"zibeline notes" * 9 + PDF[-40:]


async def story(stage: Stage) -> str:
    """Maya holds Lin's pitch, scored it, wrote to Lin, asked for changes and proposed; answered a
    question; and declared a conflict. Returns the reference."""
    lin, maya = stage.lin, stage.maya
    ref, card = await submitted(stage)
    await score(maya, card, 4, f"{MARK} note", f"{MARK} feedback")
    await maya.types("/submissions note", ref=ref, note=f"{MARK} among us")
    await replies(maya, ref, f"{MARK} says hello", [File("zibeline.pdf", NOTES)])
    await lin.sees(f"{MARK} says hello", in_="dm")
    await decide(maya, ref, "accepted", "Bold")
    question = await asks(stage, stage.sam)
    await answers(maya, question, "With you.")
    await delivered(stage)
    return ref


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
async def test_nothing_is_left_of_a_coordinator(
    stage: Stage, sandbox: Sandbox, database_url: str, tmp_path: Path
) -> None:
    lin, maya, noor = stage.lin, stage.maya, stage.noor
    ref = await story(stage)
    assert telling(list(written(sandbox)), maya) != []
    before = {row.split(" ")[0] for row in telling(await rows(stage), maya)}
    assert before >= {
        "pitches", "pitch_events", "pitch_notes", "scores", "talks", "files", "notices",
        "people", "questions",
    }  # fmt: skip

    await erase(maya)
    await delivered(stage)
    assert telling(list(written(sandbox)), maya) == []
    assert telling(await rows(stage), maya) == []

    await noor.sees("a coordinator proposes", in_="desk")
    shown = await noor.types("/submissions view", ref=ref)
    assert "In review" in shown.text
    assert "Moon Harbour" in (await lin.types("/pitch view", ref=ref)).text
    await ask_for_changes(noor, ref, message="Shorter, please.")
    await lin.sees("Shorter, please.", in_="dm")

    await stage.stop()
    found = dict(on_disk(database_url, tmp_path / "files"))
    assert [name for name, data in found.items() if any(one in data for one in spelled(maya))] == []
