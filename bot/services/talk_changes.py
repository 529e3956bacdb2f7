"""What was passed on and is then edited or deleted where it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.domain.errors import CoordinatorsOnly, PitchNotFound
from bot.domain.history import Happening, written
from bot.domain.ids import ChannelId, MessageId
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.domain.talk import Talk
from bot.domain.team import Team
from bot.services.common import check_coordinator, retrying, storable
from bot.services.drafts import team_of
from bot.services.ports import Clock, Ids, Store, UnitOfWork
from bot.services.talk_briefs import files_of
from bot.services.talk_files import TalkFiles
from bot.services.telling import Telling

EDITED, DELETED = "edited", "deleted"
"""Details of the events."""


class TalkChanges:
    def __init__(self, store: Store, clock: Clock, ids: Ids, files: TalkFiles) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._files = files

    async def passed_on(self, channel: ChannelId, since: MessageId) -> Sequence[MessageId]:
        """What was written in a channel from a message on, was passed on and not deleted. Spans
        guilds, as a direct message names none."""
        async with self._store.reading() as work:
            return await work.talks.written_in(channel, since)

    async def edited(self, source: MessageId, words: str, editor: Actor | None) -> bool:
        """Show the new words to the other side, marked as edited; whether there was anything to
        show. An author who left, or is blocked, reaches nobody any more; nor does ``editor``, as
        they are now, who is no coordinator of it any more. None: nobody vouches for them."""
        said = storable(words).strip()

        async def attempt() -> bool:
            async with self._store.writing() as work:
                talk = await work.talks.by_source(source)
                if talk is None or talk.deleted or talk.words == said:
                    return False
                found = await _of(work, talk)
                if found is None or not await _may(work, talk, *found, editor):
                    return False
                now = self._clock.now()
                changed = replace(talk, words=said, edited=now)
                await self._tell(work, talk, changed, *found, EDITED)
                await work.commit()
            return True

        return await retrying(attempt)

    async def deleted(self, sources: Sequence[MessageId]) -> None:
        """Take the words and files away from the other side, and from what we keep."""
        for source in sources:
            await self._files.tidy(await retrying(partial(self._deleted, source)))

    async def _deleted(self, source: MessageId) -> list[str]:
        """The keys of the files that came with it."""
        async with self._store.writing() as work:
            talk = await work.talks.by_source(source)
            if talk is None or talk.deleted:
                return []
            found = await _of(work, talk)
            if found is None:
                return []
            files = await files_of(work, talk.guild, talk)
            for file in files:
                await work.files.remove(talk.guild, file.id)
            gone = replace(talk, words="", files=(), deleted=True)
            await self._tell(work, talk, gone, *found, DELETED)
            await work.commit()
        return [file.key for file in files]

    async def _tell(
        self, work: UnitOfWork, before: Talk, after: Talk, pitch: Pitch, team: Team, how: str
    ) -> None:
        await work.talks.save(after, expected=before.version)
        telling = Telling(work, self._ids, pitch.guild, pitch.id, self._clock.now(), before.writer)
        what = Happening.WROTE if before.by_author else Happening.REPLIED
        await telling.event(pitch.state, pitch.state, written(what, how))
        if before.by_author:
            await telling.desk(NoticeKind.TALK_CHANGED, detail=before.id)
        else:
            await telling.authors(team, NoticeKind.TALK_CHANGED, before.id)


async def _of(work: UnitOfWork, talk: Talk) -> tuple[Pitch, Team] | None:
    """The pitch that a message is about, and its team; None if it was erased."""
    try:
        pitch = await work.pitches.by_id(talk.guild, talk.pitch)
    except PitchNotFound:
        return None
    return None if pitch.state is State.ERASED else (pitch, await team_of(work, pitch))


async def _may(
    work: UnitOfWork, talk: Talk, pitch: Pitch, team: Team, editor: Actor | None
) -> bool:
    if talk.by_author:
        blocked = await work.talks.blocked(talk.guild, talk.pitch)
        return talk.writer in team.authors and not blocked
    if editor is None or editor.guild != talk.guild:
        return False
    try:
        await check_coordinator(work, editor, pitch.programme)
    except CoordinatorsOnly:
        return False
    return True
