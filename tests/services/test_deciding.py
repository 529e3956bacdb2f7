"""Decisions: previewed word for word, released once, and moved along the pipeline."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.errors import (
    CallboardError,
    CoordinatorsOnly,
    LeadsOnly,
    MoveNotPossible,
    OwnPitch,
    ProgrammeNotFound,
    SubmissionNotFound,
)
from bot.domain.errors_review import (
    ConflictOfInterest,
    LetterChanged,
    LetterIncomplete,
    NoSuchStage,
    NothingProposed,
    UnknownPlaceholder,
)
from bot.domain.history import Happening, happening
from bot.domain.ids import PitchId, ProgrammeKey, UserId
from bot.domain.letters import opened
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, Proposal, State
from bot.domain.programme import Stage
from bot.domain.queue import PitchQuery
from bot.domain.review import Marks
from bot.domain.text import Locale, Localized
from bot.services.deciding import PROPOSED
from bot.services.exporting import Exporting, ExportKind
from bot.services.filing import Before
from bot.services.releases import Chosen, Preview
from bot.services.setup import SetupRequest
from tests.db.samples import HOME, NOW, OTHER, settings
from tests.services.house import (
    KEY,
    KIM,
    LIN,
    MANAGER,
    MAYA,
    SAM,
    WEI,
    House,
    elsewhere,
    on_both_engines,
)
from tests.services.reviewers import reviewed, scoring, with_rules, words

SECOND = Actor(HOME, UserId(302), "Bo", Locale.EN, manages_guild=True)
SORRY = {
    Locale.EN: "Sorry, {title}: {reason}",
    Locale.ZH_CN: "抱歉，{title}：{reason}",
    Locale.ZH_TW: "抱歉了，{title}：{reason}",
}


async def proposed(
    house: House, by: Actor = LIN, state: State = State.DECLINED, reason: str = "No room"
) -> Pitch:
    pitch = await house.handed_in(by)
    await house.reviewing.claim(MAYA, pitch.id)
    await house.reviewing.decide(MAYA, str(pitch.ref), state, reason)
    return await house.stored(pitch.id)


async def look(house: House, *pitches: PitchId, lead: Actor = MANAGER) -> list[Preview]:
    return await house.deciding.preview(lead, pitches)


async def chosen(house: House, *pitches: PitchId) -> list[Chosen]:
    seen = [each.chosen for each in await look(house, *pitches)]
    assert all(seen)
    return [each for each in seen if each]


async def read(house: House, kind: NoticeKind) -> dict[int, list[str]]:
    """What the queue has for each person."""
    found: dict[int, list[str]] = {}
    for row in await house.queue():
        if row["kind"] == kind:
            letter = opened(row["detail"])
            assert letter
            found.setdefault(row["recipient"], []).append(letter[0])
    return found


async def confirmed(house: House) -> Pitch:
    pitch = await proposed(house, state=State.ACCEPTED)
    await house.release(MANAGER, str(pitch.ref))
    await house.intake.confirm(LIN, pitch.id)
    return await house.stored(pitch.id)


class TestPreview:
    async def test_each_author_reads_what_was_previewed_in_their_language(
        self, house: House
    ) -> None:
        draft = await house.drafted()
        await house.joined(draft.id, SAM)
        await house.intake.submit(LIN, draft.id)
        await house.reviewing.claim(MAYA, draft.id)
        await scoring(house).put(WEI, draft.id, {"craft": "4"}, "secret", "Keep the *harbour*.")
        await house.reviewing.decide(MAYA, str(draft.ref), State.ACCEPTED, "inside")
        (seen,) = await look(house, draft.id)
        assert [(one.user, one.locale) for one in seen.letters] == [
            (LIN.user, Locale.ZH_CN),
            (SAM.user, Locale.EN),
        ]
        assert "恭喜" in seen.letters[0].parts[0]
        assert "confirms for all of you" in seen.letters[1].parts[0]
        for letter in seen.letters:
            assert "Keep the \\*harbour\\*." in letter.parts[0]
            assert "inside" not in letter.parts[0]
            assert "secret" not in letter.parts[0]
        assert not await read(house, NoticeKind.ACCEPTED)
        assert seen.chosen
        released = await house.deciding.release(MANAGER, [seen.chosen])
        assert [one.pitch.state for one in released.done] == [State.ACCEPTED]
        assert await read(house, NoticeKind.ACCEPTED) == {
            letter.user: list(letter.parts) for letter in seen.letters
        }
        event = (await house.history(draft.id))[-1]
        assert (event.actor, event.after, event.reason) == (
            MANAGER.user,
            State.ACCEPTED,
            "inside",
        )

    async def test_a_programme_speaks_in_its_own_words(self, house: House) -> None:
        pitch = await proposed(house, reason="{title} *x*")
        kept = await house.deciding.write_letter(MANAGER, KEY, State.DECLINED, SORRY)
        assert kept.version == 2
        (seen,) = await look(house, pitch.id)
        assert seen.letters[0].parts == ("抱歉，月亮港：{title} \\*x\\*",)
        await house.release(MANAGER, str(pitch.ref))
        assert await read(house, NoticeKind.DECLINED) == {
            LIN.user: ["抱歉，月亮港：{title} \\*x\\*"]
        }

    async def test_what_is_told_at_once_is_told_in_them_too(self, house: House) -> None:
        for state in (State.INELIGIBLE, State.SHORTLISTED, State.CHANGES_REQUESTED):
            await house.deciding.write_letter(MANAGER, KEY, state, SORRY)
        pitch = await house.handed_in()
        await house.reviewing.claim(MAYA, pitch.id)
        await house.reviewing.decide(MAYA, str(pitch.ref), State.SHORTLISTED, "fine")
        await house.reviewing.changes(MAYA, pitch.id, ["title"], "#letter **x**", None)
        await house.reviewing.cancel_changes(MAYA, pitch.id)
        await house.reviewing.decide(MAYA, str(pitch.ref), State.INELIGIBLE, "shot")
        for kind, reason in (
            (NoticeKind.SHORTLISTED, "fine"),
            (NoticeKind.CHANGES_ASKED, "\\#letter \\*\\*x\\*\\*"),
            (NoticeKind.INELIGIBLE, "shot"),
        ):
            assert await read(house, kind) == {LIN.user: [f"抱歉，月亮港：{reason}"]}

    async def test_a_reason_is_never_taken_for_a_letter(self, house: House) -> None:
        pitch = await house.handed_in()
        await house.reviewing.changes(MAYA, pitch.id, ["title"], "#letter **x**", None)
        row = (await house.queue())[-1]
        assert opened(row["detail"]) is None

    async def test_feedback_longer_than_a_message_comes_in_several(self, house: House) -> None:
        pitch = await house.handed_in()
        await house.reviewing.claim(MAYA, pitch.id)
        for reviewer in (MAYA, WEI, MANAGER):
            await scoring(house).put(reviewer, pitch.id, {"craft": "3"}, "", "好" * 1500)
        await house.reviewing.decide(MAYA, str(pitch.ref), State.DECLINED, "")
        (seen,) = await look(house, pitch.id)
        assert len(seen.letters[0].parts) == 2
        await house.release(MANAGER, str(pitch.ref))
        assert await read(house, NoticeKind.DECLINED) == {LIN.user: list(seen.letters[0].parts)}
        assert "".join(seen.letters[0].parts).count("好") == 4500

    async def test_a_blind_programme_does_not_tell_who_reads_it(self, house: House) -> None:
        await with_rules(house, blind=True)
        draft = await house.drafted()
        await house.joined(draft.id, SAM)
        await house.intake.save_page(LIN, draft.id, 0, {"title": "Lin's 月亮港"})
        await house.intake.save_page(LIN, draft.id, 1, {"name": "Lin"})
        await house.intake.submit(LIN, draft.id)
        await house.reviewing.claim(MAYA, draft.id)
        await house.reviewing.decide(MAYA, str(draft.ref), State.ACCEPTED, "")
        (seen,) = await look(house, draft.id)
        assert seen.filed
        assert seen.filed.pitch.owner == 0
        assert [letter.user for letter in seen.letters] == [0, 0]
        told = " ".join(part for letter in seen.letters for part in letter.parts)
        assert "Lin" not in told
        assert str(LIN.user) not in told
        assert "▇▇▇" in told
        (waiting,) = (await house.deciding.proposed(MANAGER)).items
        assert waiting.pitch.owner == 0
        assert seen.chosen
        released = await house.deciding.release(MANAGER, [seen.chosen])
        assert released.done[0].pitch.owner == LIN.user
        assert "Lin's" in (await read(house, NoticeKind.ACCEPTED))[LIN.user][0]

    async def test_what_cannot_be_released_says_why(self, house: House) -> None:
        plain = await house.handed_in()
        await house.reviewing.claim(MAYA, plain.id)
        gone = PitchId("f" * 20)
        withdrawn = await proposed(house, SAM)
        await house.intake.withdraw(SAM, withdrawn.id)
        found = await look(house, plain.id, gone, withdrawn.id)
        assert [type(each.refused) for each in found] == [
            NothingProposed,
            SubmissionNotFound,
            MoveNotPossible,
        ]
        assert all(each.chosen is None and not each.letters for each in found)


class TestWaiting:
    async def test_they_wait_in_the_order_in_which_they_came(self, house: House) -> None:
        first = await proposed(house, LIN)
        house.clock.passes(minutes=1)
        second = await proposed(house, SAM, State.ACCEPTED)
        await house.handed_in(KIM)
        found = await house.deciding.proposed(MANAGER)
        assert [each.pitch.id for each in found.items] == [first.id, second.id]
        assert found.total == 2
        await house.release(MANAGER, str(first.ref))
        assert [each.pitch.id for each in (await house.deciding.proposed(MANAGER)).items] == [
            second.id
        ]
        assert not (await house.deciding.proposed(MANAGER, page=1)).items
        assert PROPOSED == 25

    async def test_a_lead_neither_sees_nor_releases_their_own(self, house: House) -> None:
        author = replace(LIN, manages_guild=True)
        pitch = await proposed(house)
        assert not (await house.deciding.proposed(author)).items
        (seen,) = await look(house, pitch.id, lead=author)
        assert isinstance(seen.refused, OwnPitch)
        missed = (await house.deciding.release(author, await chosen(house, pitch.id))).missed
        assert [type(one.why) for one in missed] == [OwnPitch]

    async def test_a_lead_sees_who_proposed_it_and_what_scores_come_to_once_there_are_enough(
        self, house: House
    ) -> None:
        await with_rules(house, quorum=2)
        pitch = await house.handed_in()
        await house.reviewing.claim(MAYA, pitch.id)
        await scoring(house).put(WEI, pitch.id, {"craft": "4"}, "", "")
        await scoring(house).put(MAYA, pitch.id, {"craft": "2"}, "", "")
        await house.reviewing.decide(MAYA, str(pitch.ref), State.DECLINED, "No room")
        (seen,) = await look(house, pitch.id)
        assert seen.marks.tally
        assert (seen.marks.scores, seen.marks.tally.mean) == (2, 3)
        assert seen.filed
        assert seen.filed.pitch.proposal == Proposal(State.DECLINED, "No room", MAYA.user)
        await scoring(house).declare(WEI, str(pitch.ref))
        (seen,) = await look(house, pitch.id)
        assert (seen.marks.scores, seen.marks.tally) == (1, None)
        await scoring(house).declare(MANAGER, str(pitch.ref))
        assert [one.marks for one in await look(house, pitch.id)] == [Marks()]
        author = replace(LIN, manages_guild=True)
        assert [one.marks for one in await look(house, pitch.id, lead=author)] == [Marks()]

    async def test_nor_what_they_have_a_conflict_with(self, house: House) -> None:
        pitch = await proposed(house)
        before = await chosen(house, pitch.id)
        await scoring(house).declare(MANAGER, str(pitch.ref))
        (seen,) = await look(house, pitch.id)
        assert isinstance(seen.refused, ConflictOfInterest)
        (missed,) = (await house.deciding.release(MANAGER, before)).missed
        assert isinstance(missed.why, ConflictOfInterest)
        assert (await house.stored(pitch.id)).proposal is not None


class TestRelease:
    async def test_what_changed_since_stays_and_the_others_go_on(self, house: House) -> None:
        stays, goes = await proposed(house), await proposed(house, SAM)
        seen = await chosen(house, stays.id, goes.id)
        await house.reviewing.decide(WEI, str(stays.ref), State.ACCEPTED, "after all")
        exporting = Exporting(house.database.store, house.clock)
        await exporting.export(MAYA, PitchQuery(), ExportKind.CSV)
        released = await house.deciding.release(MANAGER, seen)
        assert [one.pitch.id for one in released.done] == [goes.id]
        (missed,) = released.missed
        assert missed.event
        assert missed.filed
        assert (missed.event.actor, happening(missed.event)) == (
            WEI.user,
            (Happening.PROPOSED, "accepted after all"),
        )
        assert (await house.stored(stays.id)).state is State.IN_REVIEW
        assert not await read(house, NoticeKind.ACCEPTED)

    async def test_a_letter_that_was_changed_since_is_previewed_again(self, house: House) -> None:
        pitch = await proposed(house)
        seen = await chosen(house, pitch.id)
        await house.deciding.write_letter(SECOND, KEY, State.DECLINED, SORRY)
        (missed,) = (await house.deciding.release(MANAGER, seen)).missed
        assert (missed.event, missed.why) == (None, None)
        assert (await house.stored(pitch.id)).proposal is not None

    async def test_so_is_one_whose_reader_changed_language(self, house: House) -> None:
        pitch = await proposed(house)
        seen = await chosen(house, pitch.id)
        await house.inbox.read(LIN)
        async with house.database.store.writing() as work:
            await work.people.remember(HOME, LIN.user, Locale.EN, NOW)
            await work.commit()
        assert (await house.deciding.release(MANAGER, seen)).missed

    async def test_new_feedback_is_previewed_too(self, house: House) -> None:
        pitch = await proposed(house)
        seen = await chosen(house, pitch.id)
        await scoring(house).put(WEI, pitch.id, {"craft": "2"}, "", "More sea.")
        (missed,) = (await house.deciding.release(MANAGER, seen)).missed
        assert missed.event
        assert (missed.event.actor, happening(missed.event)) == (WEI.user, (Happening.SCORED, ""))

    async def test_what_authors_have_begun_and_not_sent_is_no_change(self, house: House) -> None:
        pitch = await proposed(house)
        seen = await chosen(house, pitch.id)
        await house.intake.save_page(LIN, pitch.id, 0, {"title": "Another"})
        released = await house.deciding.release(MANAGER, seen)
        assert [one.pitch.state for one in released.done] == [State.DECLINED]

    async def test_what_is_gone_is_missed(self, house: House) -> None:
        missed = (await house.deciding.release(MANAGER, [Chosen(PitchId("f" * 20), 1, "")])).missed
        assert [(type(one.why), one.filed) for one in missed] == [(SubmissionNotFound, None)]

    @on_both_engines
    async def test_of_two_leads_at_once_one_releases_and_the_other_is_told(
        self, house: House
    ) -> None:
        pitches = [await proposed(house, by) for by in (LIN, SAM, KIM)]
        seen = await chosen(house, *(pitch.id for pitch in pitches))
        both = await asyncio.gather(
            house.deciding.release(MANAGER, seen),
            house.deciding.release(SECOND, seen[::-1]),
        )
        done = [one.pitch.id for released in both for one in released.done]
        assert sorted(done) == sorted(pitch.id for pitch in pitches)
        missed = [(lead, one) for lead, of in zip((MANAGER, SECOND), both, strict=True)
                  for one in of.missed]  # fmt: skip
        assert len(missed) == 3
        for lead, one in missed:
            assert one.event
            assert one.event.after is State.DECLINED
            assert one.event.actor == (SECOND if lead is MANAGER else MANAGER).user
        told = await read(house, NoticeKind.DECLINED)
        assert {user: len(parts) for user, parts in told.items()} == dict.fromkeys(
            (LIN.user, SAM.user, KIM.user), 1
        )

    @on_both_engines
    async def test_a_proposal_that_is_changed_at_once_is_not_released_unread(
        self, house: House
    ) -> None:
        pitch = await proposed(house)
        seen = await chosen(house, pitch.id)
        released, _ = await asyncio.gather(
            house.deciding.release(MANAGER, seen),
            house.reviewing.decide(WEI, str(pitch.ref), State.ACCEPTED, "x"),
            return_exceptions=True,
        )
        assert not isinstance(released, BaseException)
        state = (await house.stored(pitch.id)).state
        assert state is (State.DECLINED if released.done else State.IN_REVIEW)


class TestStages:
    @pytest.fixture(autouse=True)
    async def piped(self, house: House) -> None:
        pipeline = (
            Stage("concept", Localized("Concept", "概念", "概念")),
            Stage("bible", words("Bible"), tells=False),
            Stage("released", words("Released")),
            Stage("shelved", words("Shelved")),
        )
        async with house.database.store.writing() as work:
            await work.programmes.put(HOME, replace(reviewed(), pipeline=pipeline), NOW)
            await work.commit()

    async def test_a_confirmed_pitch_moves_in_any_order(self, house: House) -> None:
        pitch = await confirmed(house)
        ref = str(pitch.ref)
        told = len(await house.told())
        for typed, stage in (("概念", "concept"), ("shelved", "shelved"), ("Bible", "bible")):
            filed = await house.deciding.stage(MAYA, ref, typed)
            assert filed.pitch.stage == stage
        assert filed.before == Before(None, "shelved")
        again = await house.deciding.stage(MAYA, ref, "bible")
        assert again.pitch == filed.pitch
        assert await house.told(after=told) == [
            (NoticeKind.DESK_UPDATE, None),
            (NoticeKind.STAGED, LIN.user),
            (NoticeKind.DESK_UPDATE, None),
            (NoticeKind.STAGED, LIN.user),
            (NoticeKind.DESK_UPDATE, None),
        ]
        last = (await house.history(pitch.id))[-1]
        assert (last.actor, happening(last)) == (MAYA.user, (Happening.STAGED, "bible"))

    async def test_only_a_confirmed_one_and_only_to_a_stage(self, house: House) -> None:
        pitch = await house.handed_in()
        with pytest.raises(MoveNotPossible):
            await house.deciding.stage(MAYA, str(pitch.ref), "concept")
        with pytest.raises(NoSuchStage):
            await house.deciding.stage(MAYA, str(pitch.ref), "moon")
        stages = await house.deciding.stages(MAYA, str(pitch.ref))
        assert [stage.id for stage in stages] == ["concept", "bible", "released", "shelved"]

    async def test_its_way_ends_when_it_is_released_or_shelved(self, house: House) -> None:
        pitch = await house.handed_in()
        filed = await house.desk.by_id(MAYA, pitch.id)
        assert filed.programme.last_stages == {"released", "shelved"}

    async def test_authors_do_not_move_their_own(self, house: House) -> None:
        pitch = await confirmed(house)
        author = replace(LIN, roles=MAYA.roles)
        with pytest.raises(OwnPitch):
            await house.deciding.stage(author, str(pitch.ref), "concept")


class TestLetters:
    async def test_a_letter_is_a_new_version_of_the_programme(self, house: House) -> None:
        before = await house.deciding.letter(MANAGER, KEY, State.DECLINED)
        assert (before.version, before.words) == (1, None)
        await house.deciding.write_letter(MANAGER, KEY, State.DECLINED, SORRY)
        after = await house.deciding.letter(MANAGER, KEY, State.DECLINED)
        assert after.version == 2
        assert after.words == Localized(*SORRY.values())
        assert (await house.deciding.letter(MANAGER, KEY, State.ACCEPTED)).words is None
        reset = await house.deciding.write_letter(MANAGER, KEY, State.DECLINED, {})
        assert (reset.version, reset.words) == (3, None)
        same = await house.deciding.write_letter(MANAGER, KEY, State.DECLINED, {})
        assert same.version == 3

    async def test_what_another_wrote_meanwhile_is_not_written_over(self, house: House) -> None:
        await house.deciding.write_letter(SECOND, KEY, State.DECLINED, SORRY, version=1)
        with pytest.raises(LetterChanged):
            await house.deciding.write_letter(MANAGER, KEY, State.DECLINED, {}, version=1)
        kept = await house.deciding.write_letter(MANAGER, KEY, State.ACCEPTED, SORRY, version=1)
        assert kept.version == 3

    async def test_setting_up_again_keeps_it(self, house: House) -> None:
        await house.deciding.write_letter(MANAGER, KEY, State.DECLINED, SORRY)
        known = settings()
        request = SetupRequest(
            known.coordinators, known.desk, programmes=frozenset({ProgrammeKey(KEY)})
        )
        await house.setup.apply(MANAGER, request)
        assert (await house.deciding.letter(MANAGER, KEY, State.DECLINED)).words is not None

    async def test_a_programme_that_comes_back_into_use_has_it_still(self, house: House) -> None:
        await house.deciding.write_letter(MANAGER, KEY, State.DECLINED, SORRY)
        known = settings()
        for programmes in (frozenset[ProgrammeKey](), frozenset({ProgrammeKey(KEY)})):
            request = SetupRequest(known.coordinators, known.desk, programmes=programmes)
            await house.setup.apply(MANAGER, request)
        assert (await house.deciding.letter(MANAGER, KEY, State.DECLINED)).words is not None

    async def test_what_cannot_be_filled_in_is_refused(self, house: House) -> None:
        with pytest.raises(LetterIncomplete):
            await house.deciding.write_letter(MANAGER, KEY, State.DECLINED, {Locale.EN: "x"})
        bad = {**SORRY, Locale.ZH_TW: "{name}"}
        with pytest.raises(UnknownPlaceholder):
            await house.deciding.write_letter(MANAGER, KEY, State.DECLINED, bad)
        with pytest.raises(ProgrammeNotFound):
            await house.deciding.letter(MANAGER, "moon", State.DECLINED)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [(SAM, CoordinatorsOnly), (MAYA, LeadsOnly), (elsewhere(MAYA, OTHER), CoordinatorsOnly)],
    ids=["stranger", "coordinator", "elsewhere"],
)
async def test_only_leads_release_and_write_letters(
    house: House, actor: Actor, refusal: type[CallboardError]
) -> None:
    pitch = await proposed(house)
    seen, deciding = await chosen(house, pitch.id), house.deciding
    for attempt in (
        deciding.proposed(actor),
        deciding.find(actor, str(pitch.ref)),
        deciding.preview(actor, [pitch.id]),
        deciding.release(actor, seen),
        deciding.letter(actor, KEY, State.DECLINED),
        deciding.write_letter(actor, KEY, State.DECLINED, SORRY),
    ):
        with pytest.raises(refusal):
            await attempt
    assert await house.stored(pitch.id) == pitch


async def test_who_is_no_coordinator_moves_nothing(house: House) -> None:
    pitch = await confirmed(house)
    for attempt in (
        house.deciding.stage(SAM, str(pitch.ref), "concept"),
        house.deciding.stages(SAM, str(pitch.ref)),
    ):
        with pytest.raises(CoordinatorsOnly):
            await attempt


async def test_a_lead_of_another_server_finds_nothing_here(house: House) -> None:
    pitch = await proposed(house)
    lead = elsewhere(MANAGER, OTHER)
    seen = await chosen(house, pitch.id)
    assert not (await house.deciding.proposed(lead)).items
    (found,) = await house.deciding.preview(lead, [pitch.id])
    assert isinstance(found.refused, SubmissionNotFound)
    assert (await house.deciding.release(lead, seen)).missed[0].filed is None
    with pytest.raises(SubmissionNotFound):
        await house.deciding.find(lead, str(pitch.ref))
