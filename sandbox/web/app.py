"""The page's routes: the page, its files, its WebSocket, uploads."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, ClientPayloadError, hdrs, web
from jinja2 import Environment, FileSystemLoader

from sandbox.people.person import Person
from sandbox.people.writing import LONGEST
from sandbox.state.files import File
from sandbox.state.models import Json
from sandbox.web import rendering
from sandbox.web.language import speaker
from sandbox.web.modals import Modals
from sandbox.web.panel import Panel
from sandbox.web.security import HEADERS, guarded, refusal
from sandbox.web.session import Session, hello_of
from sandbox.web.tab import LOCALES, Tab
from sandbox.web.uploads import FILE_BYTES, Uploads

if TYPE_CHECKING:
    from sandbox.server import Sandbox
    from sandbox.world import World

_HERE = Path(__file__).parent
_STATIC = (_HERE / "static").resolve()
_SAMPLES = (_HERE.parent / "worlds" / "files").resolve()
_CHUNK = 64 * 1024
MOST_LETTERS = 64
"""Characters of the name that a tab gives itself."""
# What aiohttp raises for a body that is no form, or ends too early.
_MALFORMED = (AssertionError, ValueError, ClientPayloadError)
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}


class Web:
    """Serves the page for a sandbox of this world."""

    def __init__(self, sandbox: Sandbox, world: World) -> None:
        self._sandbox = sandbox
        self._examples = {key: dict(values) for key, values in world.examples.items()}
        self._tour = dict(world.tour)
        # As the world has them: whoever changes a person's language stays that person.
        locales = {one.key: one.locale for one in world.people}
        self._creators = {key: locales[key] for key in world.creators}
        self._sessions: set[Session] = set()
        self._uploads = Uploads()
        self._modals = Modals()
        self._panel = Panel(sandbox)
        self._templates = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
        sandbox.clock.on_advance(self._clock_moved)

    def install(self, app: web.Application) -> None:
        """Add the routes, before the application starts."""
        app.router.add_get("/", guarded(self._page))
        app.router.add_get("/static/{name:.+}", guarded(self._static))
        app.router.add_get("/samples/{name:.+}", guarded(self._sample))
        app.router.add_get("/socket", guarded(self._socket, same_origin=True))
        app.router.add_post("/upload", guarded(self._upload, same_origin=True))
        app.on_shutdown.append(self._close)

    async def _close(self, _: web.Application) -> None:
        await asyncio.gather(*(one.close() for one in self._sessions))

    def _clock_moved(self) -> None:
        now = self._sandbox.clock.now().isoformat()
        for session in self._sessions:
            session.tell_time(now)

    def _person(self, request: web.Request) -> Person | None:
        """Whose tab it is; where none is named that of the tour's creator, or else the first."""
        people = self._sandbox.people
        first = self._creator(request) or next(iter(people), "")
        return people.get(request.query.get("as") or first)

    def _creator(self, request: web.Request) -> str | None:
        """Of the tour's creators the one who speaks what the browser asks for."""
        return speaker(self._creators, request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))

    # -- files ---------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        text = self._templates.get_template("index.html").render(
            lang=person.locale if person is not None else "en"
        )
        return web.Response(text=text, content_type="text/html", headers=HEADERS)

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return _answer(_file(_STATIC, request.match_info["name"]))

    async def _sample(self, request: web.Request) -> web.StreamResponse:
        """A file that the example of a form's field names."""
        return _answer(_file(_SAMPLES, request.match_info["name"]))

    # -- the tab -------------------------------------------------------------------------------

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        if person is None:
            return refusal(404, "There is no such person.")
        name = request.query.get("tab", "")[:MOST_LETTERS] or secrets.token_hex(8)
        tab = Tab(person, self._uploads, self._modals, name)
        session = Session(tab, self._panel)
        self._sessions.add(session)
        try:
            return await session.run(request, hello_of(person, self._about(request)))
        finally:
            self._sessions.discard(session)
            if not self._is_here(person):
                self._uploads.forget(person.key)

    def _is_here(self, person: Person) -> bool:
        return any(one.person is person for one in self._sessions)

    def _about(self, request: web.Request) -> Json:
        limits = self._sandbox.limits
        return {
            "people": rendering.people(self._sandbox.people),
            "locales": list(LOCALES),
            "base": self._sandbox.url,
            "examples": self._examples,
            "tour": {**self._tour, "creator": self._creator(request)} if self._tour else None,
            "limits": {
                "file_bytes": FILE_BYTES,
                "message": LONGEST,
                "ack_seconds": limits.ack_seconds,
            },
            "now": self._sandbox.clock.now().isoformat(),
        }

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        if request.headers.get("X-Sandbox") != "1" or person is None or not self._is_here(person):
            return refusal(403, "Only an open page may upload.")
        try:
            file = await _uploaded(request)
        except _MALFORMED:
            return refusal(400, "This is no form with a file.")
        if file is None:
            return refusal(413, "The file is larger than 10 MiB.")
        if not self._is_here(person):
            return refusal(403, "Only an open page may upload.")
        return web.json_response(self._uploads.add(person.key, file), headers=HEADERS)


async def _uploaded(request: web.Request) -> File | None:
    """The file of a form; None where it is too large. Raises one of `_MALFORMED`."""
    part = await (await request.multipart()).next()
    if not isinstance(part, BodyPartReader) or part.name != "file":
        raise ValueError("no file")
    content = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        content += chunk
        if len(content) > FILE_BYTES:
            return None
    return File(part.filename or "unknown", bytes(content))


def _answer(path: Path | None) -> web.StreamResponse:
    if path is None:
        return refusal(404, "There is no such file.")
    return web.FileResponse(path, headers={**HEADERS, hdrs.CONTENT_TYPE: _TYPES[path.suffix]})


def _file(folder: Path, name: str) -> Path | None:
    """A file of the page's; None for anything else, also outside of its folder."""
    if "\0" in name:
        return None
    path = (folder / name).resolve()
    inside = path.is_relative_to(folder) and path.suffix in _TYPES
    return path if inside and path.is_file() else None
