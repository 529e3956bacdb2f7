"""What an owner does with a pitch that was handed in, in its details."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import (
    CallClosed,
    NothingChanged,
    OwnerOnly,
    PitchIncomplete,
    PitchNotFound,
    TeamIncomplete,
    UndoTooLate,
)
from bot.domain.errors_calls import CallOpensAgain
from bot.domain.history import Happening, happening
from bot.domain.ids import FileId
from bot.domain.notice import NoticeKind
from bot.domain.pitch import State
from bot.domain.text import Locale
from tests.services.forms import PAGED, asks
from tests.services.house import FILLED, KEY, KIM, LIN, MANAGER, MAYA, SAM, House

CHANGED = {**FILLED, "title": "B"}


async def test_a_new_version_stays_beside_what_was_handed_in_until_it_is_sent(
    house: House,
) -> None:
    pitch = await house.handed_in()
    begun = await house.intake.save_page(LIN, pitch.id, 0, CHANGED)
    assert (begun.pitch.answers["title"], begun.pitch.current["title"]) == ("月亮港", "B")
    assert (begun.revising, begun.changed, begun.now_editable) == (True, True, True)
    sent = await house.intake.resubmit(LIN, pitch.id)
    assert (sent.pitch.answers["title"], sent.pitch.working) == ("B", None)
    assert (sent.pitch.revision, sent.changed) == (2, False)
    seen = await house.intake.view(LIN, str(pitch.ref))
    assert [each.answers["title"] for each in seen.revisions] == ["月亮港", "B"]
    assert happening(seen.events[-1]) == (Happening.REVISED, "2")


async def test_a_new_version_is_sent_once(house: House) -> None:
    pitch = await house.handed_in()
    await house.intake.save_page(LIN, pitch.id, 0, CHANGED)
    await house.intake.resubmit(LIN, pitch.id)
    with pytest.raises(NothingChanged):
        await house.intake.resubmit(LIN, pitch.id)
    assert (await house.stored(pitch.id)).revision == 2


async def test_a_new_version_that_is_not_complete_is_not_sent(house: House) -> None:
    pitch = await house.handed_in()
    await house.intake.save_page(LIN, pitch.id, 0, {**FILLED, "title": ""})
    with pytest.raises(PitchIncomplete):
        await house.intake.resubmit(LIN, pitch.id)
    assert (await house.stored(pitch.id)).revision == 1


async def test_a_new_version_can_be_dropped(house: House) -> None:
    pitch = await house.handed_in()
    await house.intake.save_page(LIN, pitch.id, 0, CHANGED)
    dropped = await house.intake.discard(LIN, pitch.id)
    assert dropped.pitch.current == pitch.answers
    assert (await house.intake.discard(LIN, pitch.id)).pitch == dropped.pitch


async def test_requested_changes_are_answered_also_after_the_deadline(house: House) -> None:
    pitch = await house.handed_in()
    await house.desk.claim(MAYA, pitch.id)
    await house.reviewing.changes(MAYA, pitch.id, ["title"], "Shorter.", "2026-03-20")
    house.clock.passes(days=60)
    await house.intake.save_page(LIN, pitch.id, 0, CHANGED)
    sent = (await house.intake.resubmit(LIN, pitch.id)).pitch
    assert (sent.state, sent.changes) == (State.IN_REVIEW, None)
    assert sent.submission is not None
    assert sent.submission.late


async def test_a_new_version_waits_for_whoever_was_invited_meanwhile(house: House) -> None:
    pitch = await house.handed_in()
    await house.intake.save_page(LIN, pitch.id, 0, CHANGED)
    await house.teams.invite(LIN, pitch.id, SAM.user, SAM.name)
    with pytest.raises(TeamIncomplete):
        await house.intake.resubmit(LIN, pitch.id)
    await house.teams.accept(SAM, pitch.id)
    assert (await house.intake.resubmit(LIN, pitch.id)).pitch.revision == 2


async def test_a_withdrawal_can_be_undone_for_a_day(house: House) -> None:
    pitch = await house.handed_in()
    withdrawn = await house.intake.withdraw(LIN, pitch.id)
    assert (withdrawn.pitch.state, withdrawn.undoable) == (State.WITHDRAWN, True)
    house.clock.passes(hours=23, minutes=59)
    back = await house.intake.undo_withdrawal(LIN, pitch.id)
    assert (back.pitch.state, back.undoable) == (State.SUBMITTED, False)
    await house.intake.withdraw(LIN, pitch.id)
    house.clock.passes(hours=24)
    with pytest.raises(UndoTooLate) as refused:
        await house.intake.undo_withdrawal(LIN, pitch.id)
    assert refused.value.params == {"hours": 24}
    assert not (await house.intake.draft(LIN, pitch.id)).undoable


async def test_a_co_author_fills_in_and_reads_but_does_not_move_the_pitch(house: House) -> None:
    draft = await house.drafted()
    await house.joined(draft.id)
    saved = await house.intake.save_page(SAM, draft.id, 0, CHANGED)
    assert saved.pitch.answers["title"] == "B"
    assert (await house.intake.to_fill(SAM, draft.id)).pitch == saved.pitch
    assert (await house.intake.view(SAM, str(draft.ref))).pitch == saved.pitch
    assert (await house.intake.listed(SAM)).total == 1
    assert await house.intake.suggested(SAM, "B") == [saved.pitch]
    for attempt in (
        house.intake.submit(SAM, draft.id),
        house.intake.resubmit(SAM, draft.id),
        house.intake.discard(SAM, draft.id),
        house.intake.withdraw(SAM, draft.id),
        house.intake.undo_withdrawal(SAM, draft.id),
        house.intake.confirm(SAM, draft.id),
        house.intake.delete_draft(SAM, draft.id),
        house.teams.invite(SAM, draft.id, KIM.user, KIM.name),
        house.teams.remove(SAM, draft.id, SAM.user),
    ):
        with pytest.raises(OwnerOnly):
            await attempt
    assert (await house.stored(draft.id)).state is State.DRAFT


async def test_a_draft_is_deleted_with_all_that_belongs_to_it(house: House) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    file = await house.with_file(draft.id)
    await house.joined(draft.id)
    await house.intake.delete_draft(LIN, draft.id)
    for author in (LIN, SAM):
        with pytest.raises(PitchNotFound):
            await house.intake.to_fill(author, draft.id)
    assert file.key not in house.files.kept
    assert await house.queue() == []


async def test_bytes_that_cannot_be_deleted_now_are_swept_later(house: House) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    file = await house.with_file(draft.id)
    house.files.away = True
    await house.intake.delete_draft(LIN, draft.id)
    assert list(house.files.kept) == [file.key]
    house.files.away = False
    await house.timekeeper.turn()
    assert house.files.kept == {}


async def test_files_that_were_handed_in_once_are_kept_and_others_are_not(house: House) -> None:
    await asks(house, PAGED)
    draft = await house.drafted()
    first = await house.with_file(draft.id, "first.pdf", b"1")
    await house.intake.submit(LIN, draft.id)
    second = await house.with_file(draft.id, "second.pdf", b"2")
    await house.intake.discard(LIN, draft.id)
    assert set(house.files.kept) == {first.key}
    seen = await house.intake.draft(LIN, draft.id)
    assert set(seen.files) == {FileId(first.id)}
    assert second.id not in seen.files


async def test_the_hash_of_what_was_handed_in_covers_its_files(house: House) -> None:
    await asks(house, PAGED)
    hashes = set()
    for data in (b"1", b"2"):
        draft = await house.drafted()
        await house.with_file(draft.id, data=data)
        submission = (await house.intake.submit(LIN, draft.id)).pitch.submission
        assert submission is not None
        hashes.add(submission.content_hash)
    assert len(hashes) == 2


async def test_who_is_too_late_hears_when_the_next_call_opens(house: House) -> None:
    draft = await house.drafted()
    house.clock.passes(days=31)
    _, coming = await house.programmes.open_call(MANAGER, KEY, opens="2026-06-01")
    with pytest.raises(CallOpensAgain) as refused:
        await house.intake.submit(LIN, draft.id)
    assert refused.value.params["opens"] == coming.opens
    house.clock.passes(days=120)
    with pytest.raises(CallClosed) as later:
        await house.intake.submit(LIN, draft.id)
    assert "opens" not in later.value.params


async def test_a_new_version_is_read_in_the_language_in_which_it_was_sent(house: House) -> None:
    pitch = await house.handed_in()
    await house.intake.save_page(LIN, pitch.id, 0, CHANGED)
    sent = await house.intake.resubmit(replace(LIN, locale=Locale.EN), pitch.id)
    assert sent.pitch.locale is Locale.EN


async def test_authors_do_not_read_what_coordinators_settle_among_themselves(
    house: House,
) -> None:
    pitch = await house.handed_in()
    ref = str(pitch.ref)
    await house.reviewing.assign(
        MANAGER, ref, MAYA.user, MAYA.name, roles=MAYA.roles, manages_guild=False
    )
    await house.reviewing.decide(MAYA, ref, State.DECLINED, "too long for us")
    await house.release(MANAGER, ref)
    await house.reviewing.reopen(MANAGER, ref, "the jury insists")
    await house.reviewing.decide(MAYA, ref, State.INELIGIBLE, "made before")
    seen = await house.intake.view(LIN, ref)
    assert [(event.after, event.reason) for event in seen.events[2:]] == [
        (State.IN_REVIEW, ""),
        (State.DECLINED, ""),
        (State.IN_REVIEW, ""),
        (State.INELIGIBLE, "made before"),
    ]


async def test_a_refusal_of_a_reason_tells_it(house: House) -> None:
    pitch = await house.handed_in()
    await house.reviewing.decide(MAYA, str(pitch.ref), State.INELIGIBLE, " made before ")
    rows = [row for row in await house.queue() if row["kind"] == NoticeKind.INELIGIBLE]
    assert [row["detail"] for row in rows] == ["made before"]
