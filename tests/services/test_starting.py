"""A creator starts a pitch, fills it in and comes back to it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.errors import (
    NoOpenCall,
    NotSetUp,
    PitchNotFound,
    ProgrammeNotFound,
    TooManyDrafts,
    TooManyPitches,
)
from bot.domain.ids import PitchId
from bot.domain.pitch import Pitch, State
from bot.services import drafts, intake, starting
from tests.db.samples import NOW, OTHER, programme, seed
from tests.services.house import (
    FILLED,
    HINA,
    KEY,
    LIN,
    MAYA,
    SAM,
    House,
    elsewhere,
    on_both_engines,
)


async def test_before_setup_nothing_can_be_started(bare: House) -> None:
    with pytest.raises(NotSetUp):
        await bare.intake.open_programmes(LIN)
    with pytest.raises(NotSetUp):
        await bare.intake.start(LIN, KEY)


async def test_only_programmes_with_an_open_call_are_offered(house: House) -> None:
    async with house.database.store.writing() as work:
        await work.programmes.put(LIN.guild, programme(HINA), NOW)
        await work.commit()
    offered = await house.intake.open_programmes(LIN)
    assert [offering.programme.key for offering in offered] == [KEY]


async def test_once_the_last_call_closed_nothing_is_offered(house: House) -> None:
    house.clock.passes(days=30)
    with pytest.raises(NoOpenCall):
        await house.intake.open_programmes(LIN)
    with pytest.raises(NoOpenCall):
        await house.intake.start(LIN, KEY)


async def test_a_programme_that_never_had_a_call_takes_no_pitches(house: House) -> None:
    async with house.database.store.writing() as work:
        await work.programmes.put(LIN.guild, programme(HINA), NOW)
        await work.commit()
    with pytest.raises(NoOpenCall):
        await house.intake.start(LIN, HINA)


async def test_a_programme_that_is_not_here_cannot_be_started(house: House) -> None:
    with pytest.raises(ProgrammeNotFound):
        await house.intake.start(LIN, "cannes")


async def test_a_new_pitch_is_an_empty_draft_of_its_author(house: House) -> None:
    begun = (await house.intake.start(LIN, "ChunM 人才计划")).pitch
    assert begun.state is State.DRAFT
    assert (begun.owner, begun.owner_name, begun.locale) == (LIN.user, LIN.name, LIN.locale)
    assert (str(begun.ref)[:3], begun.answers, begun.created) == ("CM-", {}, NOW)
    assert [(event.before, event.after) for event in await house.history(begun.id)] == [
        (None, State.DRAFT)
    ]


async def test_a_pitch_knows_the_user_name_that_its_owner_had_last(house: House) -> None:
    begun = (await house.intake.start(replace(LIN, handle="first"), KEY)).pitch
    assert begun.owner_handle == "first"
    await house.intake.save_page(LIN, begun.id, 0, FILLED)
    sent = (await house.intake.submit(replace(LIN, handle="second"), begun.id)).pitch
    assert sent.owner_handle == "second"
    await house.intake.save_page(LIN, sent.id, 0, {**FILLED, "title": "Another"})
    again = (await house.intake.resubmit(replace(LIN, handle="third"), sent.id)).pitch
    assert (again.owner_handle, again.owner_name) == ("third", LIN.name)


async def test_starting_again_resumes_the_draft_with_its_answers(house: House) -> None:
    draft = await house.drafted()
    resumed = (await house.intake.start(LIN, KEY)).pitch
    assert resumed == draft


async def test_a_draft_of_another_programme_is_not_resumed(house: House) -> None:
    async with house.database.store.writing() as work:
        await work.programmes.put(LIN.guild, programme(HINA, prefix="HN"), NOW)
        await work.commit()
    await house.programmes.open_call(MAYA, HINA)
    draft = await house.drafted()
    other = (await house.intake.start(LIN, HINA)).pitch
    assert (other.programme, other.id != draft.id) == (HINA, True)
    assert (await house.intake.start(LIN, HINA)).pitch == other


@on_both_engines
async def test_two_presses_on_begin_make_one_draft(house: House) -> None:
    first, second = await asyncio.gather(house.intake.start(LIN, KEY), house.intake.start(LIN, KEY))
    assert first.pitch.id == second.pitch.id
    assert (await house.intake.listed(LIN)).total == 1


async def test_a_reference_that_is_taken_is_drawn_again(house: House) -> None:
    first = (await house.intake.start(LIN, KEY)).pitch
    house.ids.rewind()
    second = (await house.intake.start(SAM, KEY)).pitch
    assert second.ref != first.ref


async def test_one_person_submits_no_more_than_the_call_takes(house: House) -> None:
    for _ in range(3):
        await house.handed_in()
    with pytest.raises(TooManyPitches) as refused:
        await house.intake.start(LIN, KEY)
    assert refused.value.params == {"limit": 3}
    assert (await house.intake.start(SAM, KEY)).pitch.owner == SAM.user


async def test_a_person_keeps_no_more_drafts_than_so_many(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "DRAFTS", 2)
    first = await house.drafted()
    of_sam = await house.drafted(SAM)
    await house.joined(of_sam.id, LIN, owner=SAM)  # another's does not count
    for _ in range(2):
        await house.programmes.close_call(MAYA, KEY)
        house.clock.passes(minutes=1)
        await house.programmes.open_call(MAYA, KEY)
        if len(await _own_drafts(house)) < 2:
            await house.intake.start(LIN, KEY)
    with pytest.raises(TooManyDrafts) as refused:
        await house.intake.start(LIN, KEY)
    assert refused.value.params == {"limit": 2}
    await house.intake.delete_draft(LIN, first.id)
    assert (await house.intake.start(LIN, KEY)).pitch.state is State.DRAFT


async def _own_drafts(house: House) -> list[Pitch]:
    listed = (await house.intake.listed(LIN)).items
    return [pitch for pitch in listed if pitch.owner == LIN.user]


async def test_a_page_is_kept_also_where_it_breaks_a_limit(house: House) -> None:
    draft = (await house.intake.start(LIN, KEY)).pitch
    given = {**FILLED, "logline": "word " * 51, "format": ("series",)}
    saved = await house.intake.save_page(LIN, draft.id, 0, given)
    assert (await house.stored(draft.id)).answers == given
    assert list(saved.problems) == ["logline", "episodes"]
    assert not saved.done(saved.pages[0])
    assert saved.next_page() == saved.pages[0]


async def test_a_complete_pitch_has_no_next_page(house: House) -> None:
    draft = await house.drafted()
    seen = await house.intake.draft(LIN, draft.id)
    assert seen.problems == {}
    assert seen.next_page() is None


async def test_what_no_store_keeps_is_dropped_from_answers(house: House) -> None:
    draft = await house.drafted(title="月\x00亮\ud800港", format=("fi\x00lm", "series\udfff"))
    assert draft.answers["title"] == "月亮港"
    assert draft.answers["format"] == ("film", "series")
    assert await house.stored(draft.id) == draft


@on_both_engines
async def test_two_pages_sent_at_once_are_both_taken_one_after_the_other(house: House) -> None:
    draft = await house.drafted()
    await asyncio.gather(
        *(house.intake.save_page(LIN, draft.id, 0, {**FILLED, "title": t}) for t in ("A", "B"))
    )
    stored = await house.stored(draft.id)
    assert stored.version == draft.version + 2
    assert stored.answers["title"] in ("A", "B")
    assert (await house.intake.to_fill(LIN, draft.id)).pitch == stored


async def test_a_page_that_the_form_does_not_have_is_refused(house: House) -> None:
    draft = await house.drafted()
    for index in (1, -1):
        with pytest.raises(PitchNotFound):
            await house.intake.save_page(LIN, draft.id, index, {"forged": "x"})
    assert await house.stored(draft.id) == draft


async def test_an_answer_to_what_no_form_asked_is_not_kept(house: House) -> None:
    draft = await house.drafted(forged="x")
    assert "forged" not in draft.answers


async def test_nobody_else_gets_at_a_draft_by_any_way(house: House) -> None:
    draft = await house.drafted()
    await seed(house.database, OTHER)
    for stranger in (SAM, MAYA, elsewhere(LIN)):
        for attempt in (
            house.intake.draft(stranger, draft.id),
            house.intake.to_fill(stranger, draft.id),
            house.intake.save_page(stranger, draft.id, 0, {}),
            house.intake.submit(stranger, draft.id),
            house.intake.view(stranger, str(draft.ref)),
        ):
            with pytest.raises(PitchNotFound):
                await attempt
        assert await house.intake.suggested(stranger, "CM") == []
        assert (await house.intake.listed(stranger)).total == 0
    assert await house.stored(draft.id) == draft


async def test_the_author_finds_the_pitch_by_reference_and_by_title(house: House) -> None:
    draft = await house.drafted()
    assert (await house.intake.view(LIN, str(draft.ref).lower())).pitch == draft
    for typed in ("月亮", str(draft.ref), "cm"):
        assert await house.intake.suggested(LIN, typed) == [draft]
    with pytest.raises(PitchNotFound):
        await house.intake.view(LIN, "no reference")


async def test_the_author_pages_through_their_own_pitches_newest_first(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LISTED", 2)
    first, second = await house.handed_in(), await house.handed_in()
    third = await house.drafted()
    listed = [await house.intake.listed(LIN, page=page) for page in range(2)]
    assert [page.items for page in listed] == [[third, second], [first]]
    assert [page.total for page in listed] == [3, 3]


async def test_a_page_to_fill_shows_what_was_saved_last(house: House) -> None:
    draft = await house.drafted()
    seen = await house.intake.to_fill(LIN, draft.id)
    assert seen.pitch == draft
    assert seen.shown(seen.pages[0]) == seen.pages[0].fields[:3]


async def test_an_older_view_does_not_replace_what_was_saved_last(house: House) -> None:
    older = await house.intake.draft(LIN, (await house.drafted()).id)
    newer = await house.intake.save_page(LIN, older.pitch.id, 0, {**FILLED, "title": "B"})
    assert house.recent.seen(older) == older
    assert (await house.intake.to_fill(LIN, older.pitch.id)).pitch == newer.pitch


async def test_drafts_that_are_no_longer_in_memory_are_read_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "RECENT", 1)
    of_lin, of_sam = await house.drafted(LIN), await house.drafted(SAM)
    assert (await house.intake.to_fill(LIN, of_lin.id)).pitch == of_lin
    assert (await house.intake.to_fill(SAM, of_sam.id)).pitch == of_sam


async def test_an_id_that_was_made_up_finds_nothing(house: House) -> None:
    with pytest.raises(PitchNotFound):
        await house.intake.to_fill(LIN, PitchId("f" * 20))
