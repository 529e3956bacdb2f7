"""Notices about questions: what they are written from, which have become needless, and by what
ways an answer finds the one who asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.domain.errors import NothingToAsk
from bot.domain.errors_answers import QuestionNotFound
from bot.domain.faq import FaqRef
from bot.domain.ids import NoticeId, PitchId, ProgrammeKey, RoleId
from bot.domain.notice import Notice, NoticeKind, NoticeState, Route
from bot.domain.question import QuestionId
from bot.domain.text import Locale
from bot.services.briefs import Briefs, outdated
from bot.services.ports_answers import Candidate, Decision, Judgement
from bot.services.ports_delivery import QuestionBrief, Unreachable
from bot.services.setup import SetupRequest
from db.tables import notices
from tests.db.samples import HOME, NOW, OWNER, queued, settings, token
from tests.services.asked import CATS, MENTION, Counter
from tests.services.house import KIM, LIN, MANAGER, MAYA
from tests.services.played import SHOWN, Hold, Told
from tests.services.post import Post

PLACE = (SHOWN.channel, SHOWN.message)


@pytest.fixture
def counter(post: Post) -> Counter:
    return Counter.in_(post.house)


def about(question: QuestionId, kind: NoticeKind = NoticeKind.QUESTION) -> Notice:
    recipient = LIN.user if kind is NoticeKind.ANSWER else None
    route = Route.DM if recipient else Route.DESK
    id_ = NoticeId(token())
    return Notice(id_, HOME, kind, PitchId(""), route, recipient, NOW, detail=question)


async def briefed(counter: Counter, notice: Notice, matcher: Told | None = None) -> QuestionBrief:
    brief = await Briefs(counter.house.database.store, matcher).of(notice)
    assert isinstance(brief, QuestionBrief)
    return brief


def tried(post: Post) -> list[NoticeKind]:
    return [brief.notice.kind for brief in post.sender.tried]


async def test_the_question_goes_to_the_desk_and_later_changes_find_it_there(
    post: Post, counter: Counter
) -> None:
    async with post.running():
        question = await counter.at_desk()
        await post.queue.until("sent")
        assert (await counter.stored(question)).desk == PLACE
        await counter.questions.answer(MAYA, question, "No.")
        await post.queue.until("sent", 3)
    shown = {brief.notice.kind: brief for brief in post.sender.tried}
    desk, answer = shown[NoticeKind.QUESTION_UPDATE], shown[NoticeKind.ANSWER]
    assert isinstance(desk, QuestionBrief)
    assert desk.question is not None
    assert (desk.question.desk, desk.question.answer) == (PLACE, "No.")
    assert (desk.locale, answer.locale) == (Locale.ZH_TW, LIN.locale)
    assert (await counter.stored(question)).desk == PLACE


async def test_a_card_comes_with_what_the_bank_has_near_it(counter: Counter) -> None:
    await counter.entry()
    await counter.entry(FaqRef(ProgrammeKey("chunm"), "dogs"), "Dogs?")
    question = await counter.asks()
    matcher = Told(Decision.OFFER, ("chunm", "dogs"), ("chunm", "gone"), ("chunm", "cats"))
    for kind in (NoticeKind.QUESTION, NoticeKind.QUESTION_UPDATE):
        brief = await briefed(counter, about(question, kind), matcher)
        assert [entry.ref.id for entry in brief.nearest] == ["dogs", "cats"]
        assert list(brief.programmes) == ["chunm"]
    assert matcher.asked == ["May my cat direct?"] * 2
    assert (await briefed(counter, about(question, NoticeKind.ANSWER), matcher)).nearest == ()
    assert (await briefed(counter, about(question))).nearest == ()


async def test_no_more_than_three_are_near(counter: Counter) -> None:
    refs = [FaqRef(ProgrammeKey("chunm"), f"cats-{number}") for number in range(5)]
    for ref in refs:
        await counter.entry(ref)
    matcher = Told(Decision.UNKNOWN)
    matcher.judgement = Judgement(Decision.UNKNOWN, [Candidate(ref, 0.1) for ref in refs])
    brief = await briefed(counter, about(await counter.asks()), matcher)
    assert [entry.ref for entry in brief.nearest] == refs[:3]


async def test_a_question_that_cannot_be_compared_goes_without(counter: Counter) -> None:
    matcher = Told(Decision.UNKNOWN)
    matcher.trouble = NothingToAsk()
    assert (await briefed(counter, about(await counter.asks()), matcher)).nearest == ()


async def test_what_came_of_it_is_at_hand(counter: Counter) -> None:
    await counter.entry()
    question = await counter.asks()
    assert (await briefed(counter, about(question))).entry is None
    await counter.questions.saved(MAYA, question, CATS)
    brief = await briefed(counter, about(question))
    assert brief.entry is not None
    assert brief.entry.ref == CATS


async def test_without_settings_the_askers_language_serves(counter: Counter) -> None:
    question = await counter.asks()
    there = replace(about(question), guild=settings().guild)
    assert (await briefed(counter, there)).locale is settings().locale
    reminder = replace(about(question, NoticeKind.FAQ_UNCONFIRMED), detail="3")
    brief = await briefed(counter, reminder)
    assert (brief.question, brief.locale) == (None, settings().locale)
    assert not outdated(brief)


async def test_a_question_that_is_nowhere_is_told_of_nowhere(counter: Counter) -> None:
    with pytest.raises(QuestionNotFound):
        await briefed(counter, about(QuestionId(token())))


async def test_what_was_put_aside_before_it_was_shown_is_not_shown(
    post: Post, counter: Counter
) -> None:
    question = await counter.at_desk()
    await counter.questions.dismiss(MAYA, question)
    async with post.running():
        await post.queue.until("sent", 2)
    assert tried(post) == []
    assert await post.states() == [NoticeState.SENT, NoticeState.SENT]


async def test_what_was_answered_before_it_was_shown_is_shown_answered(
    post: Post, counter: Counter
) -> None:
    question = await counter.at_desk()
    await counter.questions.answer(MAYA, question, "No.")
    async with post.running():
        await post.queue.until("sent", 3)
    assert sorted(tried(post)) == [
        NoticeKind.ANSWER,
        NoticeKind.QUESTION,
        NoticeKind.QUESTION_UPDATE,
    ]


async def test_nothing_is_told_to_or_of_who_was_forgotten(post: Post, counter: Counter) -> None:
    question = await counter.at_desk()
    await counter.questions.answer(MAYA, question, "No.")
    await post.house.privacy.erase(LIN)
    async with post.running():
        await post.queue.until("sent")
    assert tried(post) == []
    for kind in (NoticeKind.QUESTION, NoticeKind.QUESTION_UPDATE, NoticeKind.ANSWER):
        assert outdated(await briefed(counter, about(question, kind), Told(Decision.UNKNOWN)))


async def test_what_was_on_its_way_as_the_person_was_forgotten_is_taken_back(
    post: Post, counter: Counter
) -> None:
    question = await counter.at_desk()
    (row,) = await post.house.queue()
    hold = Hold()
    post.sender.plan(replace(about(question), id=row["id"]), hold)
    async with post.running():
        await hold.reached()
        await post.house.privacy.erase(LIN)
        hold.release()
        await post.queue.until("sent", 3)  # the question, its message and thread taken away
    assert {one.detail for one in post.sender.removed} == {"31:32", "33:"}


async def test_an_answer_goes_from_the_channel_by_way_of_dm_and_thread_to_the_inbox(
    post: Post, counter: Counter
) -> None:
    shut = Unreachable("shut")
    post.sender.always = {Route.CHANNEL: shut, Route.DM: shut, Route.THREAD: shut}
    question = await counter.asks(where=MENTION)
    await counter.questions.answer(MAYA, question, "No.")
    async with post.running():
        await post.queue.until("reroute", 3)
    assert post.sender.routes == [Route.CHANNEL, Route.DM, Route.THREAD]
    assert await post.states() == [NoticeState.IN_INBOX]
    (read,) = (await post.house.inbox.read(LIN)).items
    assert isinstance(read, QuestionBrief)
    assert read.question is not None
    assert read.question.answer == "No."
    assert (await post.house.inbox.read(KIM)).total == 0


async def test_setup_brings_back_what_the_desk_could_not_be_told(
    post: Post, counter: Counter
) -> None:
    shut = Unreachable("shut")
    post.sender.always = {Route.DESK: shut, Route.OWNER: shut}
    question = await counter.at_desk()
    async with post.running():
        await post.queue.until("stuck")
        post.sender.always = {}
        request = SetupRequest(RoleId(21), settings().desk)
        assert (await post.house.setup.apply(MANAGER, request)).revived == 1
        await post.queue.until("sent")
    assert (await counter.stored(question)).desk == PLACE


@pytest.mark.parametrize("column", ["kind", "route"])
async def test_what_only_a_newer_version_knows_waits_for_it_and_holds_up_nobody_else(
    post: Post, counter: Counter, column: str
) -> None:
    (theirs,) = await post.given(OWNER)
    async with post.house.database.engines.writing() as connection:
        await connection.execute(update(notices).values({column: "of tomorrow"}))
        await connection.commit()
    await queued(post.house.database, about(await counter.asks()), now=post.clock.now())
    async with post.running():
        await post.queue.until("sent")
        await post.again()
    assert (await post.row(theirs))["state"] == NoticeState.WAITING
    assert tried(post) == [NoticeKind.QUESTION]
    read = await post.house.inbox.read(replace(LIN, user=OWNER))
    assert (read.items, read.total) == ([], 0)
