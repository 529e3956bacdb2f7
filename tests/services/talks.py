"""The conversation over a house, with files that come from nowhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count

from bot.domain.errors import FileGone
from bot.domain.ids import ChannelId, MessageId, PitchId
from bot.domain.notice import Delivered, NoticeKind
from bot.domain.talk import Talk
from bot.files.sniff import ContentInspector
from bot.services.briefs import Briefs
from bot.services.ports_answers import Decision
from bot.services.ports_delivery import Brief
from bot.services.ports_files import Upload
from bot.services.talking import Said, Talking
from db.notice_rows import read_notice
from tests.db.samples import HOME
from tests.services.house import House
from tests.services.played import Told

DM = ChannelId(9_001)
NUMBERS: Iterator[int] = count(50_000)


@dataclass(frozen=True)
class Arriving:
    """A file on its way."""

    data: bytes

    @property
    def size(self) -> int | None:
        return len(self.data)

    async def chunks(self) -> AsyncIterator[bytes]:
        yield self.data


class PlayedDownloads:
    """Files by their address; an address that is not known has expired."""

    def __init__(self) -> None:
        self.there: dict[str, bytes] = {}
        self.asked: list[str] = []

    @asynccontextmanager
    async def fetch(self, upload: Upload) -> AsyncIterator[Arriving]:
        self.asked.append(upload.name)
        if upload.url not in self.there:
            raise FileGone(name=upload.name)
        yield Arriving(self.there[upload.url])

    def upload(self, name: str, data: bytes) -> Upload:
        self.there[name] = data
        return Upload(name, name, len(data))


class Talks:
    """What a test needs to write and to read."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.downloads = PlayedDownloads()
        self.matcher = Told(Decision.UNKNOWN)
        self.talking = Talking(
            house.database.store,
            house.clock,
            house.ids,
            house.files,
            self.downloads,
            ContentInspector(),
            self.matcher,
            house.recent,
        )
        self.briefs = Briefs(house.database.store)

    async def of(self, pitch: PitchId) -> list[Talk]:
        async with self.house.database.store.reading() as work:
            return list(await work.talks.of(HOME, pitch, limit=100))

    async def told(self, *, after: int = 0) -> list[tuple[str, int | None]]:
        """Notices of the conversation, by kind and recipient."""
        kinds = {NoticeKind.REPLY, NoticeKind.AUTHOR_WROTE, NoticeKind.TALK_CHANGED}
        every = [one for one in await self.house.told() if one[0] in kinds]
        return every[after:]

    async def briefed(self) -> list[Brief]:
        """All notices of the conversation, as they would be rendered now, oldest first."""
        found = []
        for row in await self.house.queue():
            if row["kind"] in ("reply", "author_wrote", "talk_changed"):
                brief = await self.briefs.of(read_notice(row))
                assert isinstance(brief, Brief)
                found.append(brief)
        return found

    async def delivered(self, brief: Brief, message: int) -> None:
        """The notice was shown as this message of the DM, or of the thread."""
        at = Delivered(DM, MessageId(message))
        await self.house.database.queue.sent(brief.notice, at, self.house.clock.now())


def said(words: str, *uploads: Upload) -> Said:
    """Written in a message of its own."""
    return Said(words, uploads, (DM, MessageId(next(NUMBERS))))
