"""What is kept about a person in one guild: given to them, or erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain import moves
from bot.domain.files import StoredFile
from bot.domain.history import Happening, written
from bot.domain.ids import PitchId
from bot.domain.notice import Notice, NoticeKind, Route
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.domain.question import Question
from bot.domain.team import Member, MemberState, Team
from bot.services.archive import Archive, Kept, KeptJoined, KeptPitch, KeptTalk, Readable
from bot.services.common import retrying
from bot.services.drafts import Recent, in_form, team_of
from bot.services.keeping import Bytes
from bot.services.kept_reviews import KeptReviews, reviews_of
from bot.services.ports import Clock, Ids, Store, UnitOfWork
from bot.services.ports_files import FileStore
from bot.services.ports_intake import Shown
from bot.services.talk_briefs import files_of
from bot.services.telling import Telling

NOTICES = 100
"""Notices read at once."""


@dataclass(frozen=True, slots=True)
class Goes:
    """What erasure would take: ``drafts`` go as a whole; of ``submitted`` pitches a line without
    personal data stays; ``joined`` pitches stay with their owners, without the person; ``files``
    have ``bytes`` altogether; of ``questions`` that they asked no word stays; ``messages`` of the
    bot's are taken away where Discord lets it. ``coordinates`` tells that anything is kept of what
    they did for the desk: of the ``scores`` that they gave the values stay, and the ``held``
    pitches are free for another."""

    drafts: int
    submitted: int
    joined: int
    files: int
    bytes: int
    messages: int
    questions: int = 0
    coordinates: bool = False
    held: int = 0
    scores: int = 0


class Privacy:
    def __init__(
        self,
        store: Store,
        clock: Clock,
        ids: Ids,
        files: FileStore,
        recent: Recent,
        readable: Readable,
    ) -> None:
        """``readable`` writes what is kept as a page of HTML."""
        self._store = store
        self._clock = clock
        self._ids = ids
        self._files = files
        self._bytes = Bytes(store, files)
        self._recent = recent
        self._readable = readable

    async def gather(self, actor: Actor) -> Archive:
        """Everything that is kept about the person in this guild, ready to send."""
        async with self._store.reading() as work:
            pitches = [
                await _kept(work, pitch)
                for pitch in await work.erasure.pitches_owned(actor.guild, actor.user)
            ]
            joined = [
                await _kept_joined(work, member)
                for member in await work.team.of_user(actor.guild, actor.user)
            ]
            kept = Kept(
                actor.guild,
                actor.user,
                self._clock.now(),
                await work.people.locale(actor.guild, actor.user),
                tuple(pitches),
                tuple(joined),
                tuple(await _notices(work, actor)),
                tuple(await work.questions.of(actor.guild, actor.user)),
                tuple(await _talks(work, actor)),
                await reviews_of(work, actor),
            )
        return Archive(kept, self._readable(kept, actor.locale), self._files)

    async def what_goes(self, actor: Actor) -> Goes:
        async with self._store.reading() as work:
            pitches = await work.erasure.pitches_owned(actor.guild, actor.user)
            files = await _files(work, actor, pitches)
            asked = await work.questions.of(actor.guild, actor.user)
            shown = _with_desk(await _shown(work, actor, pitches), asked)
            joined = await work.team.of_user(actor.guild, actor.user)
            reviews = await reviews_of(work, actor)
        drafts = sum(pitch.state is State.DRAFT for pitch in pitches)
        return Goes(
            drafts=drafts,
            submitted=len(pitches) - drafts,
            joined=len(joined),
            files=len(files),
            bytes=sum(file.size for file in files),
            messages=len(shown),
            questions=len(asked),
            coordinates=reviews != KeptReviews(),
            held=len(reviews.assigned),
            scores=len(reviews.scores),
        )

    async def erase(self, actor: Actor) -> None:
        """Erase all of it, at once. Of each submitted pitch a tombstone stays; co-authors are told
        that it is gone, and owners of pitches that the person had joined that they left. What they
        held as a coordinator is free for another. The bot's messages about it are taken away
        afterwards, by notices. Nothing is left to erase again."""
        pitches, keys = await retrying(lambda: self._erase(actor))
        for pitch in pitches:
            self._recent.drop(actor.guild, pitch)
        await self._bytes.delete(keys)

    async def _erase(self, actor: Actor) -> tuple[set[PitchId], list[str]]:
        async with self._store.writing() as work:
            owned = await work.erasure.pitches_owned(actor.guild, actor.user)
            joined = await work.team.of_user(actor.guild, actor.user)
            shown = await _shown(work, actor, owned)
            teams = {pitch.id: await team_of(work, pitch) for pitch in owned}
            left = await self._leave(work, actor, joined)
            keys: list[str] = []
            for pitch in owned:
                if pitch.state is State.DRAFT:
                    keys += await work.erasure.drop_draft(actor.guild, pitch.id)
                else:
                    keys += await work.erasure.strip(moves.erase(pitch), expected=pitch.version)
            keys += await _drop_sent(work, actor)
            freed = await self._hand_back(work, actor)
            answered = await work.questions.answered_by(actor.guild, actor.user)
            await work.team.remove_user(actor.guild, actor.user)
            asked = await work.questions.forget(actor.guild, actor.user)
            await work.erasure.forget(actor.guild, actor.user, [pitch.id for pitch in owned])
            await self._tell_gone(work, actor, owned, teams)
            await self._tell_left(work, actor, left)
            for pitch in freed:
                await self._telling(work, actor, pitch.id).desk(NoticeKind.DESK_UPDATE)
            apart = self._telling(work, actor, PitchId(""))
            for question in answered:
                await apart.desk(NoticeKind.QUESTION_UPDATE, detail=question.id)
            for place in _with_desk(shown, asked):
                where = f"{place.channel}:{place.message or ''}"
                telling = self._telling(work, actor, place.pitch)
                await telling.desk(NoticeKind.REMOVAL, detail=where)
            await work.commit()
        touched = {pitch.id for pitch in (*owned, *freed)} | {member.pitch for member in joined}
        return touched, keys

    async def _tell_gone(
        self,
        work: UnitOfWork,
        actor: Actor,
        owned: Sequence[Pitch],
        teams: Mapping[PitchId, Team],
    ) -> None:
        for pitch in owned:
            if pitch.state is not State.DRAFT:
                telling = self._telling(work, actor, pitch.id)
                await telling.event(pitch.state, State.ERASED)
                await telling.desk(NoticeKind.DESK_UPDATE)
                for user in teams[pitch.id].authors[1:]:
                    await telling.person(NoticeKind.ERASED, user)

    async def _tell_left(self, work: UnitOfWork, actor: Actor, left: Sequence[Pitch]) -> None:
        for pitch in left:
            telling = self._telling(work, actor, pitch.id)
            await telling.person(NoticeKind.TEAM_CHANGED, pitch.owner, "left")
            if pitch.state is not State.DRAFT:
                await telling.desk(NoticeKind.DESK_UPDATE)  # its card names the authors

    async def _leave(self, work: UnitOfWork, actor: Actor, joined: Sequence[Member]) -> list[Pitch]:
        """Count it as a change of each pitch that the person is in, so that none of them is handed
        in with a team that is no more. Returns those whose owners are to be told."""
        left = []
        for member in joined:
            if member.state in (MemberState.INVITED, MemberState.ACCEPTED):
                pitch = await work.pitches.by_id(actor.guild, member.pitch)
                left.append(await work.pitches.save(pitch, expected=pitch.version))
        return left

    async def _hand_back(self, work: UnitOfWork, actor: Actor) -> list[Pitch]:
        """Take the person out of what they held, proposed or asked for as a coordinator."""
        freed = []
        for pitch in await work.erasure.handled(actor.guild, actor.user):
            after = moves.forget(pitch, actor.user)
            if pitch.assignee == after.assignee:
                freed.append(await work.pitches.save(after, expected=pitch.version))
            else:
                telling = self._telling(work, actor, pitch.id)
                freed.append(await telling.saved(pitch, after, written(Happening.RELEASED)))
        return freed

    def _telling(self, work: UnitOfWork, actor: Actor, pitch: PitchId) -> Telling:
        return Telling(work, self._ids, actor.guild, pitch, self._clock.now())


async def _kept(work: UnitOfWork, pitch: Pitch) -> KeptPitch:
    pitch, programme = await in_form(work, pitch)
    return KeptPitch(
        pitch,
        programme,
        tuple(await work.pitches.revisions(pitch.guild, pitch.id)),
        tuple(await work.events.of(pitch.guild, pitch.id)),
        await team_of(work, pitch),
        tuple(await work.files.of(pitch.guild, pitch.id)),
    )


async def _kept_joined(work: UnitOfWork, member: Member) -> KeptJoined:
    pitch = await work.pitches.by_id(member.guild, member.pitch)
    files = await work.files.of(member.guild, member.pitch)
    own = tuple(file for file in files if file.uploader == member.user)
    return KeptJoined(pitch.ref, member, own)


async def _talks(work: UnitOfWork, actor: Actor) -> list[KeptTalk]:
    """What the person wrote about pitches, as an author or as a coordinator, and what coordinators
    wrote to them as an author; the oldest first."""
    mine = {pitch.id for pitch in await work.erasure.pitches_owned(actor.guild, actor.user)}
    for member in await work.team.of_user(actor.guild, actor.user):
        if member.state is MemberState.ACCEPTED:
            mine.add(member.pitch)
    found = []
    for talk in await work.talks.about(actor.guild, actor.user, sorted(mine)):
        pitch = await work.pitches.by_id(actor.guild, talk.pitch)
        found.append(KeptTalk(pitch.ref, talk, await files_of(work, actor.guild, talk)))
    return found


async def _files(work: UnitOfWork, actor: Actor, owned: Sequence[Pitch]) -> list[StoredFile]:
    """All that are theirs to have erased: of their own pitches, those that came with messages
    included, and those that they sent with messages about others'."""
    found = list(await work.files.sent_by(actor.guild, actor.user))
    for pitch in owned:
        found += await work.files.of(actor.guild, pitch.id)
        found += await work.files.of_talks(actor.guild, pitch.id)
    return list({file.id: file for file in found}.values())


async def _drop_sent(work: UnitOfWork, actor: Actor) -> list[str]:
    """Take the files away that the person sent with messages about others' pitches, as an author or
    as a coordinator; their keys."""
    sent = await work.files.sent_by(actor.guild, actor.user)
    for file in sent:
        await work.files.remove(actor.guild, file.id)
    return [file.key for file in sent]


async def _notices(work: UnitOfWork, actor: Actor) -> list[Notice]:
    found: list[Notice] = []
    while True:
        page = await work.notices.inbox(actor.guild, actor.user, limit=NOTICES, offset=len(found))
        found += page.items
        if len(found) >= page.total:
            return found


async def _shown(work: UnitOfWork, actor: Actor, pitches: Sequence[Pitch]) -> Sequence[Shown]:
    return await work.erasure.shown(actor.guild, actor.user, [pitch.id for pitch in pitches])


def _with_desk(shown: Sequence[Shown], asked: Sequence[Question]) -> list[Shown]:
    """With what the desk shows of the person's questions, each once."""
    known = {(place.channel, place.message) for place in shown}
    desk = [Shown(Route.DESK, *each.desk, PitchId("")) for each in asked if each.desk]
    return [*shown, *(place for place in desk if (place.channel, place.message) not in known)]
