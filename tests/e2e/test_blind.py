"""Blind review: whatever a coordinator can reach names nobody before the decision."""

from __future__ import annotations

import pytest

from sandbox.people.person import Person
from tests.e2e.blind import (
    FILE,
    NAME,
    SCHOOL,
    TRIED,
    content,
    given_away,
    leaks,
    make_all_blind,
    make_blind,
    wholly_blind_pitch,
)
from tests.e2e.desk import ask_for_changes, claimed, decide, label, send_new_version, withdraw
from tests.e2e.reaching import (
    by_buttons,
    by_commands,
    completed_options,
    everything_opened,
    standing,
)
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words

COORDINATORS = pytest.mark.parametrize("name", ["maya", "olga"], ids=["reviewer", "lead"])
NOT_YET = {f"/submissions {name}" for name in ("release", "stage", "reopen")}
"""Commands that suggest no pitch that was just handed in."""


@pytest.fixture
async def ref(stage: Stage) -> str:
    """Lin's and Wei's, in all of whose fields they tell who they are."""
    await make_all_blind(stage)
    return await wholly_blind_pitch(stage.lin, stage.wei)


def who(stage: Stage, name: str) -> Person:
    person: Person = getattr(stage, name)
    return person


@COORDINATORS
async def test_nothing_that_a_coordinator_reaches_names_the_authors(
    stage: Stage, ref: str, name: str
) -> None:
    person = who(stage, name)
    card = await person.sees(ref, in_="desk")
    assert words(person)("card.hidden") in card.text
    await claimed(stage, card)
    found = await by_buttons(person, card)
    found |= await everything_opened(person, ref)
    assert "1.pdf" in found["file 1"]
    assert "Moon" in found["pages"]
    found |= await by_commands(stage, person, ref)
    found |= await standing(person)
    assert leaks(found, stage.lin, stage.wei) == {}


async def test_no_name_is_found_out_by_typing_it(stage: Stage, ref: str) -> None:
    maya, authors = stage.maya, (stage.lin, stage.wei)
    await maya.sees(ref, in_="desk")
    found: dict[str, str] = {}
    for command, option in completed_options(stage):
        for typed in ("", "moon", ref, *TRIED):
            offered = await maya.completes(command, option, typed)
            said = " ".join(f"{choice.name} {choice.value}" for choice in offered)
            found[f"{command} {option}: {typed}"] = said
            if typed in TRIED:
                assert ref not in said, (command, option, typed)
            elif option == "ref":
                fits = command not in NOT_YET
                assert [choice.value for choice in offered] == [ref] * fits, command
    assert leaks(found, *authors) == {}


async def test_no_search_and_no_filter_finds_a_pitch_by_its_authors(stage: Stage, ref: str) -> None:
    maya, text = stage.maya, words(stage.maya)
    await maya.sees(ref, in_="desk")
    assert ref in (await maya.types("/submissions search", text="Moon")).text
    for typed in (*TRIED, str(stage.lin.id)):
        assert ref not in (await maya.types("/submissions search", text=typed)).text, typed
        assert ref not in (await maya.types("/submissions list", format=typed)).text, typed
    for author in (stage.lin, stage.wei):
        assert ref not in (await maya.types("/submissions list", coordinator=author)).text
        assert ref not in (await maya.types("/audit", coordinator=author)).text
        refused = await maya.types("/submissions assign", ref=ref, coordinator=author)
        other = await maya.types("/submissions assign", ref=ref, coordinator=stage.sam)
        unnamed = refused.text.replace(str(author.id), str(stage.sam.id))
        assert unnamed == other.text
    mine = await maya.types("/submissions list", show=text("export.show.mine"))
    assert ref not in mine.text


async def test_what_is_told_on_the_way_names_nobody_but_to_the_author(
    stage: Stage, ref: str
) -> None:
    maya, noor, lin = stage.maya, stage.noor, stage.lin
    await maya.sees(ref, in_="desk")
    await maya.types("/submissions assign", ref=ref, coordinator=noor)
    await noor.sees(ref, in_="dm")
    await ask_for_changes(maya, ref, ("logline",))
    await send_new_version(
        lin,
        ref,
        {"title": f"Sun {NAME} Kestrel", "logline": f"By {SCHOOL}."},
    )
    await maya.sees("Sun", in_="desk")
    found = await everything_opened(noor, ref)
    text = words(noor)
    await noor.types("/submissions changes", ref=ref)
    chosen = await noor.selects(text("select.fields"), label(noor, "logline"))
    await withdraw(lin, ref)
    found["stale"] = content(await noor.presses(text("button.write"), on=chosen.message))
    await maya.sees("Withdrawn", in_="desk")
    found |= {f"maya {place}": said for place, said in (await standing(maya)).items()}
    found |= {f"noor {place}": said for place, said in (await standing(noor)).items()}
    found["late"] = content(await decide(maya, ref, "declined", "Too late."))
    found["audit"] = content(await maya.types("/audit"))
    assert leaks(found, lin, stage.wei) == {}
    assert NAME in "".join(message.text for message in await lin.reads("dm"))


async def test_what_an_author_was_called_before_stays_hidden_too(stage: Stage) -> None:
    maya, lin = stage.maya, stage.lin
    await make_blind(stage, blind=True)
    given = {"title": "Moon by Quentin Marlow", "name": "Quentin Marlow"}
    ref = reference(await pitch(lin, "hina", given))
    await maya.sees(ref, in_="desk")
    await send_new_version(lin, ref, {"name": "Nobody Else"}, page=1)
    await maya.sees("2", in_=maya.threads("desk")[0])
    found = await by_commands(stage, maya, ref)
    found |= await standing(maya)
    for typed in ("quentin", ref):
        offered = await maya.completes("/submissions view", "ref", typed)
        found[typed] = " ".join(choice.name for choice in offered)
    assert [place for place, said in found.items() if "marlow" in said.casefold()] == []


async def test_once_it_is_decided_the_desk_knows_who_wrote_it(stage: Stage, ref: str) -> None:
    maya, olga, lin = stage.maya, stage.olga, stage.lin
    card = await maya.sees(ref, in_="desk")
    await claimed(stage, card)
    await decide(maya, ref, "declined", "Not this time.")
    await maya.sees("Waiting for a lead", in_="desk")
    previewed = await olga.types("/submissions release", ref=ref)
    waiting = await olga.types("/submissions release")
    found = {"preview": content(previewed), "waiting": content(waiting)}
    found |= await standing(olga)
    assert leaks(found, lin, stage.wei) == {}
    await olga.presses(words(olga).n("button.release", 1), on=previewed.message)
    await maya.sees(f"State** {words(maya)('state.declined')}", in_="desk")
    assert {"xiaoyu", "林薇", str(lin.id)} <= set(given_away(lin, card.text))
    opened = await everything_opened(maya, ref)
    assert FILE.name in opened["file 1"]
    assert NAME in opened["pages"]
    assert len(await maya.completes("/submissions view", "ref", "xiaoyu")) == 1
    assert ref in (await maya.types("/submissions search", text=NAME, state="Declined")).text
    assert str(lin.id) in (await maya.types("/audit", ref=ref)).text
