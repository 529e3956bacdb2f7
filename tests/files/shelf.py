"""A pitch with fields of files, over a real database, a real store and a real server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web

from bot.domain.filetypes import FileType
from bot.domain.form import Field, Kind, Page
from bot.domain.ids import PitchId, RoleId, UserId
from bot.domain.people import Actor
from bot.domain.pitch import Pitch
from bot.domain.programme import Programme
from bot.domain.text import Locale, Localized
from bot.files.download import DiscordDownloads
from bot.files.sniff import ContentInspector
from bot.files.store import ObjectFiles
from bot.services.pitch_files import PitchFiles
from bot.services.ports_files import Upload
from db.database import Database
from tests.db.samples import HOME, KEY, NOW, OWNER, call, pitch, programme, settings, token
from tests.files.server import Server

LIN = Actor(HOME, OWNER, "Lin", Locale.ZH_CN)
SAM = Actor(HOME, UserId(102), "Sam", Locale.EN)
MAYA = Actor(HOME, UserId(201), "Maya", Locale.EN, frozenset({settings().coordinators}))
STRANGER = Actor(HOME, UserId(999), "Stranger", Locale.EN, frozenset({RoleId(1)}))
SAME = Localized("Files", "文件", "檔案")


def with_files() -> Programme:
    plain = programme(KEY)
    script = Field(
        "script",
        Kind.FILES,
        SAME,
        required=False,
        most=3,
        accepts=(FileType.PDF, FileType.DOCX, FileType.FOUNTAIN),
    )
    deck = Field("deck", Kind.FILES, SAME, required=False, accepts=(FileType.PDF,))
    pages = (*plain.form.pages, Page("files", SAME, (script, deck)))
    return replace(plain, form=replace(plain.form, pages=pages))


class Hours:
    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment


class Tokens:
    def token(self) -> str:
        return token()

    def code(self) -> str:
        return "23456"

    def jitter(self) -> float:
        return 0.0


@dataclass
class Shelf:
    database: Database
    server: Server
    folder: Path
    downloads: DiscordDownloads
    hours: Hours = field(default_factory=Hours)
    sent: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = ObjectFiles.open(str(self.folder))
        self.server.answer = self._answer
        self.files = self.made(self.store)

    def made(self, store: ObjectFiles) -> PitchFiles:
        return PitchFiles(
            self.database.store,
            store,
            self.downloads,
            ContentInspector(),
            self.hours,
            Tokens(),
        )

    async def _answer(self, request: web.Request) -> web.Response:
        data = self.sent.get(request.path)
        return web.Response(body=data) if data is not None else web.Response(status=404)

    def upload(self, name: str, data: bytes, size: int | None = None) -> Upload:
        path = f"/{len(self.sent)}"
        self.sent[path] = data
        return Upload(name, self.server.url(path), len(data) if size is None else size)

    async def seed(self) -> Pitch:
        """A guild with a programme whose call is open, and a draft of Lin's."""
        answers = {"title": "月亮港", "logline": "A boat goes.", "format": ("film",)}
        begun = pitch(owner=LIN.user, answers=answers)
        async with self.database.store.writing() as work:
            await work.guilds.save(settings())
            await work.programmes.put(HOME, with_files(), NOW)
            await work.calls.add(call())
            await work.pitches.add(begun)
            await work.commit()
        return begun

    async def change(self, of: PitchId, change: Callable[[Pitch], Pitch]) -> Pitch:
        """As another part of the bot would change it."""
        async with self.database.store.writing() as work:
            now = await work.pitches.by_id(HOME, of)
            saved = await work.pitches.save(change(now), expected=now.version)
            await work.commit()
        return saved

    async def submit(self, of: PitchId) -> Pitch:
        return await self.change(
            of,
            lambda draft: draft.submit(
                with_files(), call(), agreed=True, now=self.hours.now(), files={}
            ),
        )

    async def stored(self, of: PitchId) -> Pitch:
        async with self.database.store.reading() as work:
            return await work.pitches.by_id(HOME, of)

    async def rows(self, of: PitchId) -> Mapping[str, str]:
        """Names by key."""
        async with self.database.store.reading() as work:
            return {file.key: file.name for file in await work.files.of(HOME, of)}

    async def keys(self) -> set[str]:
        after = self.hours.now() + timedelta(days=100_000)
        return {key async for key in self.store.old_keys(after)}
