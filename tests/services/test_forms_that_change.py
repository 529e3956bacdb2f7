"""A draft is carried to the form that is in force, and nothing that was typed is lost."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.form import Field, Form, Kind
from bot.domain.pitch import State
from tests.services.forms import (
    ADULT,
    DECK,
    EPISODES,
    FIRST,
    FORMAT,
    LOGLINE,
    NOTES,
    PAGED,
    SECOND,
    TITLE,
    TONE,
    Page,
    asking,
    asks,
    form,
    words,
)
from tests.services.house import FILLED, HOME, KEY, LIN, SAM, House

SWAPPED = form(Page("two", SECOND.title, (LOGLINE, NOTES)), Page("one", FIRST.title, (TITLE,)))
RENAMED = form(
    Page("one", FIRST.title, (replace(TITLE, id="name"), LOGLINE, FORMAT, EPISODES)), SECOND
)


async def test_a_draft_is_shown_in_the_form_of_today(house: House) -> None:
    draft = await house.drafted()
    await asks(house, PAGED)
    seen = await house.intake.draft(LIN, draft.id)
    assert seen.pitch.form_version == 2
    assert [page.id for page in seen.pages] == ["one", "two"]
    assert seen.pitch.answers == FILLED
    resumed = await house.intake.start(LIN, KEY)
    assert resumed.pitch == seen.pitch


async def test_answers_to_what_is_not_asked_any_more_are_kept_and_not_handed_in(
    house: House,
) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    await house.intake.save_page(
        LIN, draft.id, 1, {"notes": "Night shoots.", "adult": "yes", "tone": "dark"}
    )
    await asks(house, form(FIRST))
    seen = await house.intake.draft(LIN, draft.id)
    assert seen.leftover == (("备注", "Night shoots."), ("限制级？", "yes"), ("基调", "暗"))
    assert seen.problems == {}
    sent = (await house.intake.submit(LIN, draft.id)).pitch
    assert (sent.answers, sent.form_version) == (FILLED, 3)


async def test_a_field_that_comes_back_has_its_answer_again(house: House) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    await house.intake.save_page(LIN, draft.id, 1, {"notes": "Night shoots."})
    for asked in (form(FIRST), PAGED):
        await asks(house, asked)
        await house.intake.save_page(LIN, draft.id, 0, {"title": "Moon"})
    seen = await house.intake.draft(LIN, draft.id)
    assert seen.leftover == ()
    assert seen.pitch.answers == {**FILLED, "notes": "Night shoots.", "title": "Moon"}


async def test_a_label_is_found_however_long_ago_it_was_asked(house: House) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    await house.intake.save_page(LIN, draft.id, 1, {"notes": "x"})
    await asks(house, form(FIRST, consent="2"))
    await asks(house, form(FIRST, consent="3"))
    assert (await house.intake.draft(LIN, draft.id)).leftover == (("备注", "x"),)


async def test_an_answer_whose_field_nobody_knows_any_more_goes_by_its_id(house: House) -> None:
    draft = await house.drafted()
    async with house.database.store.writing() as work:
        pitch = await work.pitches.by_id(HOME, draft.id)
        changed = replace(pitch, answers={**pitch.answers, "gone": "kept"})
        await work.pitches.save(changed, expected=pitch.version)
        await work.commit()
    seen = await house.intake.draft(LIN, draft.id)
    assert seen.leftover == (("gone", "kept"),)


async def test_a_page_that_was_open_while_the_form_changed_is_kept_by_its_fields(
    house: House,
) -> None:
    draft = await house.drafted()
    await asks(house, SWAPPED)
    saved = await house.intake.save_page(
        LIN, draft.id, 0, {"title": "Moon", "logline": "", "format": ("series",), "episodes": "8"}
    )
    assert saved.pitch.answers == {"title": "Moon", "format": ("series",), "episodes": "8"}
    assert [label for label, _ in saved.leftover] == ["形式", "集数"]


async def test_a_page_of_a_form_with_more_pages_is_kept_too(house: House) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    await asks(house, form(FIRST))
    saved = await house.intake.save_page(LIN, draft.id, 1, {"notes": "Night shoots."})
    assert saved.leftover == (("备注", "Night shoots."),)


async def test_an_optional_choice_that_is_left_out_was_left_alone_or_taken_back(
    house: House,
) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    await house.intake.save_page(LIN, draft.id, 1, {"notes": "x", "adult": "no", "tone": "dark"})
    saved = await house.intake.save_page(LIN, draft.id, 1, {"notes": "x"})
    assert set(saved.pitch.answers) == {*FILLED, "notes"}


async def test_a_page_does_not_touch_files(house: House) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    file = await house.with_file(draft.id)
    saved = await house.intake.save_page(LIN, draft.id, 1, {"notes": "", "deck": ("forged",)})
    assert saved.pitch.answers["deck"] == (file.id,)


async def test_a_pitch_that_was_handed_in_keeps_its_form_and_so_does_its_new_version(
    house: House,
) -> None:
    pitch = await house.handed_in()
    await asks(house, RENAMED)
    saved = await house.intake.save_page(LIN, pitch.id, 0, {**FILLED, "title": "B"})
    assert (saved.pitch.form_version, saved.leftover) == (1, ())
    sent = (await house.intake.resubmit(LIN, pitch.id)).pitch
    assert (sent.answers["title"], sent.form_version) == ("B", 1)


async def test_a_draft_of_a_programme_out_of_use_keeps_its_form(house: House) -> None:
    draft = await house.drafted()
    async with house.database.store.writing() as work:
        await work.programmes.put(HOME, asking(PAGED), house.clock.now())
        await work.programmes.archive(HOME, draft.programme)
        await work.commit()
    seen = await house.intake.draft(LIN, draft.id)
    assert (seen.pitch.form_version, len(seen.pages)) == (1, 1)


async def test_who_agreed_to_an_earlier_consent_is_asked_anew(house: House) -> None:
    draft = await house.drafted()
    await house.joined(draft.id)
    await asks(house, form(FIRST, consent="2"))
    seen = await house.intake.draft(LIN, draft.id)
    assert [member.user for member in seen.missing] == [SAM.user]
    again = await house.teams.accept(SAM, draft.id)
    assert again.missing == ()
    assert again.members[0].consent_text == "I agree (2)."
    sent = (await house.intake.submit(LIN, draft.id)).pitch
    assert sent.state is State.SUBMITTED
    assert sent.submission is not None
    assert sent.submission.consent_version == "2"


async def test_a_choice_that_became_several_is_asked_anew_and_kept_meanwhile(
    house: House,
) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    await house.intake.save_page(LIN, draft.id, 1, {"tone": "dark"})
    several: Field = replace(TONE, kind=Kind.CHOICES)
    changed: Form = form(FIRST, Page("two", words("More", "更多"), (NOTES, DECK, ADULT, several)))
    await asks(house, changed)
    seen = await house.intake.draft(LIN, draft.id)
    assert list(seen.problems) == ["tone"]
    assert seen.pitch.answers["tone"] == "dark"
