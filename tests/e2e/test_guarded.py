"""Who may not, sees nothing and changes nothing; and reads so in their own language."""

from __future__ import annotations

import pytest

from sandbox.people.person import Person
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words


async def test_a_strangers_pitch_view_is_refused_in_their_language(stage: Stage) -> None:
    ref = reference(await pitch(stage.sam, given={"title": "Moon Harbour"}))
    for person in (stage.lin, stage.wei, stage.maya):
        refused = await person.types("/pitch view", ref=ref)
        assert refused.text == words(person)("error.pitch_not_found")
        assert refused.ephemeral


async def test_a_reference_that_does_not_exist_looks_the_same(stage: Stage) -> None:
    ref = reference(await pitch(stage.sam))
    strange = await stage.lin.types("/pitch view", ref=ref)
    unknown = await stage.lin.types("/pitch view", ref="CM-22222")
    nonsense = await stage.lin.types("/pitch view", ref="'; DROP TABLE pitches; --")
    assert strange.text == unknown.text == nonsense.text


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("/submissions list", {}),
        ("/submissions view", {"ref": "CM-22222"}),
        ("/call open", {"program": "chunm"}),
        ("/call close", {"program": "chunm"}),
    ],
)
async def test_a_creator_cannot_use_a_coordinators_command(
    stage: Stage, command: str, options: dict[str, str]
) -> None:
    await pitch(stage.sam, given={"title": "Moon Harbour"})
    for person in (stage.sam, stage.lin, stage.wei):
        refused = await person.types(command, **options)
        assert refused.text == words(person)("error.coordinators_only")


async def test_only_managers_set_up(stage: Stage) -> None:
    for person in (stage.lin, stage.maya):
        refused = await person.types("/setup", coordinators="Coordinators", desk="general")
        assert refused.text == words(person)("error.managers_only")
    await pitch(stage.sam, given={"title": "Moon Harbour"})
    await stage.maya.sees("Moon Harbour", in_="desk")


async def test_another_guilds_pitch_does_not_exist_here(stage: Stage) -> None:
    await stage.set_up_south()
    ref = reference(await pitch(stage.sam, given={"title": "Moon Harbour"}))
    for person, command, sentence in (
        (stage.hugo, "/submissions view", "error.submission_not_found"),
        (stage.sofia, "/submissions view", "error.submission_not_found"),
        (stage.hugo, "/pitch view", "error.pitch_not_found"),
    ):
        refused = await person.types(command, ref=ref)
        assert refused.text == words(person)(sentence)
    assert "Moon Harbour" not in (await stage.hugo.types("/submissions list")).text


async def _suggested(person: Person, command: str, typed: str) -> list[str]:
    return [choice.name for choice in await person.completes(command, "ref", typed)]


async def test_autocomplete_shows_only_what_the_person_may_see(stage: Stage) -> None:
    await stage.set_up_south()
    ref = reference(await pitch(stage.sam, given={"title": "Moon Harbour"}))
    assert await _suggested(stage.maya, "/submissions view", ref[:5]) == [f"{ref} · Moon Harbour"]
    assert await _suggested(stage.maya, "/submissions view", "harb") == [f"{ref} · Moon Harbour"]
    assert await _suggested(stage.sam, "/pitch view", "moon") == [f"{ref} · Moon Harbour"]
    assert await _suggested(stage.lin, "/submissions view", ref[:5]) == []
    assert await _suggested(stage.lin, "/pitch view", ref[:5]) == []
    assert await _suggested(stage.hugo, "/submissions view", ref[:5]) == []
    assert await _suggested(stage.maya, "/submissions view", "100%_") == []


async def test_a_drafts_words_are_nobodys_but_the_authors(stage: Stage) -> None:
    await stage.sam.types("/pitch start", program="chunm")
    opened = await stage.sam.presses("Begin")
    assert opened.modal is not None
    await stage.sam.fills(
        {
            f.label: "Moon Harbour" if f.kind == "text" else [f.options[0].label]
            for f in opened.modal.fields
        }
    )
    ref = reference(await stage.sam.types("/pitch list"))
    assert "No pitches here yet" in (await stage.maya.types("/submissions list")).text
    refused = await stage.maya.types("/submissions view", ref=ref)
    assert refused.text == words(stage.maya)("error.submission_not_found")
    assert await _suggested(stage.maya, "/submissions view", "moon") == []


async def test_permission_is_read_again_at_each_press(stage: Stage) -> None:
    await pitch(stage.sam, given={"title": "Moon Harbour"})
    await stage.maya.types("/submissions list")
    opened = await stage.maya.presses("Open")
    assert "Moon Harbour" in opened.text
    stage.maya.loses("Coordinators")
    refused = await stage.maya.presses("Claim", on=opened.message)
    assert refused.text == words(stage.maya)("error.coordinators_only")


async def test_of_two_coordinators_who_claim_one_wins_and_the_other_is_told_who(
    stage: Stage,
) -> None:
    ref = reference(await pitch(stage.sam))
    card = await stage.maya.sees(ref, in_="desk")
    await stage.maya.types("/submissions view", ref=ref)
    await stage.noor.types("/submissions view", ref=ref)
    won = await stage.maya.presses("Claim", on=card)
    assert "yours to review" in won.text
    lost = await stage.noor.presses("Claim")
    assert lost.text.startswith(
        f"<@{stage.maya.id}> is already reviewing this pitch; `/submissions"
    )


async def test_nobody_claims_their_own_pitch(stage: Stage) -> None:
    ref = reference(await pitch(stage.maya))
    card = await stage.maya.sees(ref, in_="desk")
    refused = await stage.maya.presses("Claim", on=card)
    assert refused.text == words(stage.maya)("error.own_pitch")
