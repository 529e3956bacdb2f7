"""Files fetched from Discord: streamed, within limits, and from nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import aiohttp
import structlog
from yarl import URL

from bot.domain.errors import FileCutShort, FileGone, FileTooLarge
from bot.domain.files import FILE_BYTES, MEBIBYTE, check_size
from bot.services.ports_files import Upload

HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
"""Where Discord keeps attachments."""
CHUNK = 64 * 1024
REDIRECTS = 3
GONE = frozenset({403, 404, 410})
"""Discord answers 403 or 404 where an address has expired or the file was deleted."""
MOVED = frozenset({301, 302, 303, 307, 308})
TIMEOUT = aiohttp.ClientTimeout(total=120, sock_connect=10, sock_read=20)

_log = structlog.stdlib.get_logger(__name__)
_FAILED = (aiohttp.ClientError, TimeoutError, OSError)


class DiscordDownloads:
    """A `bot.services.ports_files.Downloads`.

    ``origins`` are addresses whose scheme, host and port are trusted beside Discord's own: of the
    sandbox, or of a proxy. `close` it in the end.
    """

    def __init__(
        self, origins: Iterable[str] = (), *, timeout: aiohttp.ClientTimeout = TIMEOUT
    ) -> None:
        self._origins = frozenset(URL(origin).origin() for origin in origins)
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def fetch(self, upload: Upload) -> AsyncIterator[HttpDownload]:
        check_size(upload.name, upload.size)
        try:
            response = await self._answer(upload)
        except _FAILED as error:
            _log.info("file not fetched", error=type(error).__name__)
            raise FileCutShort(name=upload.name) from error
        try:
            yield HttpDownload(response, upload)
        finally:
            # Not released: what is left unread of a refused file must not be read on.
            response.close()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _answer(self, upload: Upload) -> aiohttp.ClientResponse:
        """The server's answer with the file, its body unread.

        Raises:
            FileGone, FileCutShort, FileTooLarge.
        """
        url = self._trusted(upload.url, upload)
        for _ in range(REDIRECTS + 1):
            response = await self._client().get(url, allow_redirects=False)
            try:
                onward = self._checked(response, upload)
            except BaseException:
                response.close()
                raise
            if onward is None:
                return response
            response.close()
            url = onward
        raise FileCutShort(name=upload.name)

    def _checked(self, response: aiohttp.ClientResponse, upload: Upload) -> URL | None:
        """Where to go on, or None if this is the file. Raises: FileGone, FileCutShort,
        FileTooLarge."""
        if response.status in MOVED:
            return self._trusted(_onward(response), upload)
        if response.status in GONE:
            raise FileGone(name=upload.name)
        if response.status != 200:
            _log.warning("file not fetched", status=response.status)
            raise FileCutShort(name=upload.name)
        announced = response.content_length
        if announced is not None and announced != upload.size:
            raise _differs(upload, announced)
        return None

    def _trusted(self, address: str | URL, upload: Upload) -> URL:
        """Raises: FileGone: it leads away from Discord."""
        try:
            url = URL(address)
            known = (url.scheme == "https" and url.port == 443 and url.host in HOSTS) or (
                url.scheme in ("http", "https") and url.origin() in self._origins
            )
        except ValueError:
            known = False
        if not known:
            _log.warning("file is not at Discord's")
            raise FileGone(name=upload.name)
        return url

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                timeout=self._timeout,
                auto_decompress=False,  # the bytes as they are, and no small file that grows
                headers={"Accept-Encoding": "identity"},
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session


class HttpDownload:
    """A `bot.services.ports_files.Download`."""

    def __init__(self, response: aiohttp.ClientResponse, upload: Upload) -> None:
        self._response = response
        self._upload = upload

    @property
    def size(self) -> int | None:
        return self._response.content_length

    async def chunks(self) -> AsyncIterator[bytes]:
        got = 0
        try:
            async for chunk in self._response.content.iter_chunked(CHUNK):
                got += len(chunk)
                if got > self._upload.size:
                    raise _differs(self._upload, got)
                yield chunk
        except _FAILED as error:
            raise FileCutShort(name=self._upload.name) from error
        if got < self._upload.size:
            raise _differs(self._upload, got)


def _onward(response: aiohttp.ClientResponse) -> str:
    """Where a redirect leads; empty, which nobody trusts, if that is no address."""
    try:
        return str(response.url.join(URL(response.headers.get("Location", ""))))
    except ValueError:
        return ""


def _differs(upload: Upload, size: int) -> FileTooLarge | FileCutShort:
    """What to say of ``size`` bytes that are not what was announced."""
    if size < upload.size:
        return FileCutShort(name=upload.name)
    return FileTooLarge(name=upload.name, limit=FILE_BYTES // MEBIBYTE)
