"""What is needed to write a notice, as things are now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.domain.errors import NothingToAsk
from bot.domain.faq import BankEntry
from bot.domain.ids import ProgrammeKey, UserId
from bot.domain.notice import FOR_COORDINATORS, DueDetail, Notice, NoticeKind
from bot.domain.people import GuildSettings
from bot.domain.pitch import Pitch, Revision, State
from bot.domain.question import Question, QuestionId, Stage
from bot.domain.queue import AT_WORK
from bot.domain.redaction import NOBODY, hide, hide_revision, is_blind, people
from bot.domain.review import Marks
from bot.domain.team import MemberState, Team
from bot.domain.text import Locale
from bot.services.digests import digest_again
from bot.services.drafts import in_form, team_of
from bot.services.marks import marks_of
from bot.services.ports import Store, UnitOfWork
from bot.services.ports_answers import Matcher
from bot.services.ports_delivery import AnyBrief, Brief, DigestBrief, QuestionBrief
from bot.services.talk_briefs import hide_talked, talked_in
from bot.services.visible import Visible, visible

COMPARED = 2
"""Revisions that a notice of a new version needs: the new one and the one before."""
NEAREST = 3
"""Entries of the bank that are shown beside a question."""
CARDS = frozenset({NoticeKind.DESK_CARD, NoticeKind.DESK_UPDATE})
AT_DESK = frozenset({NoticeKind.QUESTION, NoticeKind.QUESTION_UPDATE})
ABOUT_QUESTIONS = AT_DESK | {NoticeKind.ANSWER, NoticeKind.FAQ_UNCONFIRMED}


class Briefs:
    """Reads what is needed to render a notice."""

    def __init__(self, store: Store, matcher: Matcher | None = None) -> None:
        """``matcher`` finds what the bank has near a question; without it nothing is found."""
        self._store = store
        self._matcher = matcher

    async def of(self, notice: Notice, closed: Collection[ProgrammeKey] = ()) -> AnyBrief:
        """A `QuestionBrief` where it is about a question or the bank, a `DigestBrief` of a digest,
        without what is in it of the programmes ``closed``, else a `Brief`.

        Raises:
            CallboardError: what the notice is about is gone.
        """
        if notice.kind in ABOUT_QUESTIONS:
            return await self._of_question(notice)
        if notice.kind is NoticeKind.DIGEST:
            return await self._of_digest(notice, closed)
        return await self._of_pitch(notice)

    async def _of_digest(self, notice: Notice, closed: Collection[ProgrammeKey]) -> DigestBrief:
        user = notice.recipient or UserId(0)
        async with self._store.reading() as work:
            settings = await work.guilds.get(notice.guild)
            known = await work.people.locale(notice.guild, user)
            digest = await digest_again(
                work, notice.guild, user, notice.detail, notice.created, closed
            )
        locale = known or (settings.locale if settings else Locale.EN)
        return DigestBrief(notice, settings, locale, digest)

    async def _of_pitch(self, notice: Notice) -> Brief:
        async with self._store.reading() as work:
            stored = await work.pitches.by_id(notice.guild, notice.pitch)
            pitch, programme = await in_form(work, stored)
            settings = await work.guilds.get(notice.guild)
            files = await work.files.of(notice.guild, notice.pitch)
            team = await team_of(work, pitch)
            hidden = _for_coordinators(notice, team) and is_blind(pitch, programme)
            revisions: tuple[Revision, ...] = ()
            if hidden or notice.kind is NoticeKind.NEW_VERSION:
                revisions = tuple(await work.pitches.revisions(notice.guild, notice.pitch))
            marks = Marks()
            if notice.kind in CARDS:
                marks = await marks_of(work, pitch, programme)
            brief = Brief(
                notice,
                pitch,
                programme,
                settings,
                await work.cards.of(notice.guild, notice.pitch),
                await _locale(work, notice, pitch, settings),
                team,
                await work.calls.get(notice.guild, pitch.call),
                {file.id: file for file in files},
                revisions,
                marks,
                await talked_in(work, notice),
            )
        compared = notice.kind is NoticeKind.NEW_VERSION
        shown = _at_desk(brief) if hidden else brief
        return replace(shown, revisions=shown.revisions[-COMPARED:] if compared else ())

    async def _of_question(self, notice: Notice) -> QuestionBrief:
        question: Question | None = None
        entry: BankEntry | None = None
        async with self._store.reading() as work:
            settings = await work.guilds.get(notice.guild)
            if notice.kind is not NoticeKind.FAQ_UNCONFIRMED:
                question = await work.questions.get(notice.guild, QuestionId(notice.detail))
            if question and question.saved_as:
                entry = await work.faqs.get(notice.guild, question.saved_as)
            known = await visible(work, notice.guild, notice.created)
        near: tuple[BankEntry, ...] = ()
        if question and notice.kind in AT_DESK:
            near = await self._nearest(question, known)
        locale = _language(notice, question, settings)
        return QuestionBrief(notice, settings, locale, known.programmes, question, entry, near)

    async def _nearest(self, question: Question, known: Visible) -> tuple[BankEntry, ...]:
        """Outside of any transaction: comparing takes its time."""
        if self._matcher is None or not question.text:
            return ()
        try:
            judgement = await self._matcher.judge(question.text, known.bank)
        except NothingToAsk:
            return ()
        near = (known.entries.get(candidate.ref) for candidate in judgement.ranked)
        return tuple(entry for entry in near if entry is not None)[:NEAREST]


def _for_coordinators(notice: Notice, team: Team) -> bool:
    """Whoever has nothing to do with writing the pitch is one."""
    return notice.recipient is None or notice.recipient not in people(team)


def _at_desk(brief: Brief) -> Brief:
    """Without the authors, also where one of them did what it tells."""
    hidden = hide(brief.pitch, brief.programme, brief.team, brief.files, brief.revisions)
    notice = brief.notice
    if notice.actor in people(brief.team):
        notice = replace(notice, actor=NOBODY)
    return replace(
        brief,
        notice=notice,
        pitch=hidden.pitch,
        programme=hidden.programme,
        team=hidden.team,
        files=hidden.files,
        talked=brief.talked and hide_talked(brief.talked, hidden.names),
        revisions=tuple(
            hide_revision(each, brief.programme, hidden.names) for each in brief.revisions
        ),
    )


def outdated(brief: AnyBrief) -> bool:
    """Whether a notice that is still to go asks for what was done meanwhile, or tells of what is
    gone."""
    if isinstance(brief, QuestionBrief):
        return _question_outdated(brief)
    if isinstance(brief, DigestBrief):
        return not brief.digest.worth_sending(lead=True)
    state = brief.pitch.state
    match brief.notice.kind:
        case NoticeKind.DEADLINE_NEAR:
            return state is not State.DRAFT
        case NoticeKind.ASSIGNED:
            return brief.pitch.assignee != brief.notice.recipient
        case NoticeKind.REVIEW_DUE:
            reviewing = brief.pitch.assignee == brief.notice.recipient and state in AT_WORK
            told = DueDetail.read(brief.notice.detail)
            return not reviewing or not told.about(brief.pitch.review_due)
        case NoticeKind.NEW_PITCH | NoticeKind.UNTOUCHED:
            return state not in AT_WORK
        case NoticeKind.CHANGES_DUE | NoticeKind.CHANGES_LATE:
            return state is not State.CHANGES_REQUESTED
        case NoticeKind.INVITED:
            member = brief.team.of(brief.notice.recipient or UserId(0))
            return member is None or member.state is not MemberState.INVITED
        case _:
            return False


def _question_outdated(brief: QuestionBrief) -> bool:
    question = brief.question
    if question is None:
        return False
    if question.asker is None:
        return True
    match brief.notice.kind:
        case NoticeKind.QUESTION:
            return question.stage is Stage.DISMISSED
        case NoticeKind.QUESTION_UPDATE:
            return question.desk is None
        case _:
            return False


def _language(notice: Notice, question: Question | None, settings: GuildSettings | None) -> Locale:
    """Who asked is answered in the language that they asked with; the desk has its own."""
    if question is not None and (notice.recipient is not None or settings is None):
        return question.locale
    return settings.locale if settings else Locale.EN


async def _locale(
    work: UnitOfWork, notice: Notice, pitch: Pitch, settings: GuildSettings | None
) -> Locale:
    if notice.recipient is None:
        return settings.locale if settings else pitch.locale
    if known := await work.people.locale(notice.guild, notice.recipient):
        return known
    # Authors are written to as they write; of coordinators that says nothing.
    return settings.locale if settings and notice.kind in FOR_COORDINATORS else pitch.locale
