"""A new pitch may begin as a copy of an earlier one."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.errors import NotADraft, OwnerOnly, PersonFull, PitchNotFound
from bot.domain.files import MEBIBYTE
from bot.domain.ids import FileId
from bot.domain.pitch import Pitch
from bot.domain.queue import PitchQuery
from tests.db.samples import OTHER, attached, file, seed
from tests.services.forms import FIRST, LOGLINE, PAGED, TITLE, Page, asks, form
from tests.services.house import (
    FILLED,
    KEY,
    LIN,
    MANAGER,
    MAYA,
    SAM,
    House,
    elsewhere,
    on_both_engines,
)


@pytest.fixture
async def earlier(house: House) -> Pitch:
    """Handed in with a file to a call that is over; a new one is open."""
    await asks(house, PAGED)
    draft = await house.drafted()
    await house.intake.save_page(LIN, draft.id, 1, {"notes": "Shot on film."})
    await house.with_file(draft.id)
    pitch = (await house.intake.submit(LIN, draft.id)).pitch
    await next_call(house)
    return pitch


async def next_call(house: House) -> None:
    await house.programmes.close_call(MAYA, KEY)
    house.clock.passes(days=1)
    await house.programmes.open_call(MAYA, KEY)


async def test_what_can_be_copied_is_offered_at_the_start(house: House, earlier: Pitch) -> None:
    begun = await house.intake.start(LIN, KEY)
    assert [each.id for each in begun.earlier] == [earlier.id]
    assert (await house.intake.start(SAM, KEY)).earlier == ()


async def test_answers_and_files_come_along_and_the_consent_does_not(
    house: House, earlier: Pitch
) -> None:
    begun = await house.intake.start(LIN, KEY)
    copy = await house.intake.copy(LIN, begun.pitch.id, str(earlier.ref).lower())
    assert {k: v for k, v in copy.pitch.answers.items() if k != "deck"} == {
        **FILLED,
        "notes": "Shot on film.",
    }
    (file_,) = copy.files.values()
    assert copy.pitch.answers["deck"] == (file_.id,)
    assert (file_.name, file_.pitch) == ("deck.pdf", copy.pitch.id)
    assert copy.pitch.submission is None
    assert (await house.stored(earlier.id)).answers == earlier.answers


async def test_the_bytes_are_kept_once_and_until_the_last_pitch_lets_go(
    house: House, earlier: Pitch
) -> None:
    begun = await house.intake.start(LIN, KEY)
    await house.intake.copy(LIN, begun.pitch.id, str(earlier.ref))
    assert len(house.files.kept) == 1
    await house.intake.delete_draft(LIN, begun.pitch.id)
    assert len(house.files.kept) == 1
    await house.privacy.erase(LIN)
    assert house.files.kept == {}


async def test_what_was_typed_already_is_not_overwritten(house: House, earlier: Pitch) -> None:
    begun = await house.intake.start(LIN, KEY)
    await house.intake.save_page(LIN, begun.pitch.id, 0, {"title": "New"})
    copy = await house.intake.copy(LIN, begun.pitch.id, str(earlier.ref))
    assert (copy.pitch.answers["title"], copy.pitch.answers["logline"]) == (
        "New",
        FILLED["logline"],
    )


async def test_copying_twice_is_the_same_as_once(house: House, earlier: Pitch) -> None:
    begun = await house.intake.start(LIN, KEY)
    once = await house.intake.copy(LIN, begun.pitch.id, str(earlier.ref))
    again = await house.intake.copy(LIN, begun.pitch.id, str(earlier.ref))
    assert again.pitch.answers == once.pitch.answers
    assert again.files == once.files


async def test_what_the_form_asks_no_more_comes_along_and_is_shown_as_such(
    house: House, earlier: Pitch
) -> None:
    await asks(house, form(Page(FIRST.id, FIRST.title, (TITLE, LOGLINE))))
    begun = await house.intake.start(LIN, KEY)
    copy = await house.intake.copy(LIN, begun.pitch.id, str(earlier.ref))
    assert dict(copy.leftover) == {"形式": "电影", "备注": "Shot on film.", "资料": "deck.pdf"}
    assert copy.problems == {}


async def test_a_draft_that_missed_its_deadline_can_be_copied(house: House) -> None:
    late = await house.drafted()
    await next_call(house)
    begun = await house.intake.start(LIN, KEY)
    assert [each.id for each in begun.earlier] == [late.id]
    copy = await house.intake.copy(LIN, begun.pitch.id, str(late.ref))
    assert copy.pitch.answers == FILLED


async def test_only_into_a_draft_and_only_ones_own(house: House, earlier: Pitch) -> None:
    await seed(house.database, OTHER)
    begun = await house.intake.start(LIN, KEY)
    foreign = await house.intake.start(SAM, KEY)
    abroad = await house.intake.start(elsewhere(LIN), KEY)
    ref = str(earlier.ref)
    for actor, target, source in (
        (LIN, begun, "no reference"),
        (LIN, begun, str(begun.pitch.ref)),
        (LIN, begun, str(foreign.pitch.ref)),
        (SAM, foreign, ref),
        (SAM, begun, ref),
        (elsewhere(LIN), abroad, ref),
    ):
        with pytest.raises(PitchNotFound):
            await house.intake.copy(actor, target.pitch.id, source)
    with pytest.raises(NotADraft):
        await house.intake.copy(LIN, earlier.id, str(begun.pitch.ref))
    await house.joined(begun.pitch.id)
    with pytest.raises(OwnerOnly):
        await house.intake.copy(SAM, begun.pitch.id, ref)


async def test_a_copy_counts_towards_what_a_person_may_keep(house: House, earlier: Pitch) -> None:
    big = [file(earlier, uploader=LIN.user, size=40 * MEBIBYTE) for _ in range(5)]
    await attached(house.database, *big)
    begun = await house.intake.start(LIN, KEY)
    with pytest.raises(PersonFull):
        await house.intake.copy(LIN, begun.pitch.id, str(earlier.ref))
    assert (await house.intake.draft(LIN, begun.pitch.id)).files == {}


@on_both_engines
async def test_a_file_that_is_copied_while_its_pitch_goes_is_copied_whole_or_not_at_all(
    house: House,
) -> None:
    await asks(house, PAGED)
    late = await house.drafted()
    kept = await house.with_file(late.id)
    await next_call(house)
    begun = await house.intake.start(LIN, KEY)
    await asyncio.gather(
        house.intake.copy(LIN, begun.pitch.id, str(late.ref)),
        house.intake.delete_draft(LIN, late.id),
        return_exceptions=True,
    )
    copy = await house.intake.draft(LIN, begun.pitch.id)
    assert (kept.key in house.files.kept) is bool(copy.files)
    assert {FileId(str(name)) for name in copy.pitch.answers.get("deck", ())} == set(copy.files)


async def test_the_manager_sees_no_draft_in_it(house: House, earlier: Pitch) -> None:
    begun = await house.intake.start(LIN, KEY)
    await house.intake.copy(LIN, begun.pitch.id, str(earlier.ref))
    assert (await house.desk.find(MANAGER, PitchQuery())).total == 1
