"""`/audit` tells who did what to which pitch, and when; to coordinators alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.e2e.desk import decide, send_new_version, submitted
from tests.e2e.languages import check
from tests.e2e.stage import Stage
from tests.e2e.story import begin, fill, pitch, reference, words


async def test_everything_that_was_done_is_read_by_pitch_person_and_kind(stage: Stage) -> None:
    maya, noor, lin = stage.maya, stage.noor, stage.lin
    text = words(maya)
    ref, _ = await submitted(stage)
    other = reference(await pitch(stage.sam, given={"title": "Night Ferry"}))
    await maya.types("/submissions tag", ref=ref, tag="strong")
    await noor.types("/submissions note", ref=other, note="Ask about rights")
    await send_new_version(lin, ref, {"title": "Sun Harbour"})
    everything = await maya.types("/audit")
    check(maya, everything.text)
    for words_ in ("strong", ref, other, f"<@{noor.id}>", f"<@{maya.id}>", f"<@{lin.id}>"):
        assert words_ in everything.text
    assert "Ask about rights" not in everything.text
    of_one = await maya.types("/audit", ref=ref)
    assert "strong" in of_one.text
    assert other not in of_one.text
    by_noor = await maya.types("/audit", coordinator=noor)
    assert other in by_noor.text
    assert ref not in by_noor.text
    tagged = await maya.types("/audit", what=text("audit.tagged"))
    assert tagged.text.count(ref) == 1
    assert other not in tagged.text
    assert (await maya.types("/audit", until="2020-01-01")).text == text("audit.none")
    assert ref in (await maya.types("/audit", since="2020-01-01")).text
    assert "2020-99-01" in (await maya.types("/audit", since="2020-99-01")).text


async def test_it_is_paged_with_what_was_asked_for_also_after_a_restart(stage: Stage) -> None:
    maya = stage.maya
    text = words(maya)
    ref, _ = await submitted(stage)
    for number in range(11):
        await maya.types("/submissions note", ref=ref, note=f"Note {number}")
    first = await maya.types(
        "/audit", ref=ref, coordinator=maya, what=text("audit.noted"), since="2020-01-01"
    )
    assert text("page.of", page=1, pages=2) in first.text
    await stage.restart()
    second = await maya.presses(text("button.further"), on=first.message)
    assert text.n("audit.count", 11) in second.text
    assert second.text.count(ref) == 1
    back = await maya.presses(text("button.earlier"))
    assert back.text.count(ref) == 10


async def test_exports_of_several_pitches_share_a_line_and_no_page_loses_any(stage: Stage) -> None:
    maya, text = stage.maya, words(stage.maya)
    refs = [reference(await pitch(person)) for person in (stage.lin, stage.sam, stage.wei)]
    opened = await maya.types("/submissions view", ref=refs[0])
    assert text("event.exported") not in opened.text
    for _ in range(4):
        await maya.types("/submissions export", kind=text("export.kind.json"))
    log = await maya.types("/audit", what=text("audit.exported"))
    assert text.n("audit.count", 12) in log.text
    told = list(counts(log.text))
    assert text("page.of", page=1, pages=2) in log.text
    assert sum(told) == 10
    # Twelve lines without it; the clock may have gone on to the next minute meanwhile.
    assert len(told) <= 3
    rest = await maya.presses(text("button.further"), on=log.message)
    assert sum(counts(rest.text)) == 2
    of_one = await maya.types("/audit", ref=refs[0])
    assert of_one.text.count(text("event.exported")) == 4
    reopened = await maya.types("/submissions view", ref=refs[0])
    assert reopened.text == opened.text


def counts(log: str) -> Iterator[int]:
    """How many exports each line of a log in English tells of."""
    for line in log.split("\n"):
        if line.startswith("- "):
            found = re.search(r"\((\d+) entries\)", line)
            yield int(found[1]) if found else 1


async def test_nobody_else_reads_it(stage: Stage) -> None:
    ref, _ = await submitted(stage)
    refused = await stage.lin.types("/audit", ref=ref)
    assert refused.text.startswith(words(stage.lin)("error.coordinators_only"))
    for given in ({}, {"ref": ref}):
        answer = await stage.hugo.types("/audit", **given)
        assert "Moon Harbour" not in answer.text
        assert str(stage.maya.id) not in answer.text


async def test_authors_who_coordinate_do_not_read_what_is_done_to_their_own(stage: Stage) -> None:
    noor, maya = stage.noor, stage.maya
    ref = reference(await pitch(noor, given={"title": "Moon Harbour"}))
    await maya.types("/submissions assign", ref=ref, coordinator=maya)
    await decide(maya, ref, "accepted", "Wonderful")
    assert "Wonderful" in (await maya.types("/audit")).text
    assert "Wonderful" not in (await noor.types("/audit")).text
    assert "Wonderful" not in (await noor.types("/audit", ref=ref)).text
    # Who asks what an author did is not told which pitch is theirs.
    assert ref not in (await maya.types("/audit", coordinator=noor)).text


async def test_drafts_are_in_nobodys_log(stage: Stage) -> None:
    await begin(stage.lin)
    await fill(stage.lin, {"title": "Moon Harbour"})
    assert (await stage.maya.types("/audit")).text == words(stage.maya)("audit.none")
