"""Files fetched over real HTTP, and what can go wrong with that."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.domain.errors import FileCutShort, FileGone, FileTooLarge
from bot.domain.files import FILE_BYTES
from bot.files.download import CHUNK, DiscordDownloads
from bot.services.ports_files import Downloads, Upload
from tests.files.server import Server

DATA = bytes(range(256)) * 1024
"""Of several chunks."""


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server() as server:
        yield server


@pytest.fixture
async def downloads(server: Server) -> AsyncIterator[DiscordDownloads]:
    quick = aiohttp.ClientTimeout(total=5, sock_read=0.2)
    fetching = DiscordDownloads([server.url("/api/v10")], timeout=quick)
    yield fetching
    await fetching.close()


async def fetched(downloads: Downloads, upload: Upload) -> bytes:
    async with downloads.fetch(upload) as download:
        return b"".join([chunk async for chunk in download.chunks()])


def upload(server: Server, path: str = "/file", size: int = len(DATA)) -> Upload:
    return Upload("script.pdf", server.url(path), size)


async def whole(_: web.Request) -> web.Response:
    return web.Response(body=DATA)


class TestFetching:
    async def test_the_bytes_come_in_chunks(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        server.answer = whole
        async with downloads.fetch(upload(server)) as download:
            assert download.size == len(DATA)
            chunks = [chunk async for chunk in download.chunks()]
        assert b"".join(chunks) == DATA
        assert max(map(len, chunks)) <= CHUNK

    async def test_a_server_need_not_announce_the_size(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        async def chunked(request: web.Request) -> web.StreamResponse:
            return await server.stream(request, DATA)

        server.answer = chunked
        async with downloads.fetch(upload(server)) as download:
            assert download.size is None
            assert b"".join([chunk async for chunk in download.chunks()]) == DATA

    async def test_a_redirect_within_the_same_origin_is_followed(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        async def onward(request: web.Request) -> web.StreamResponse:
            if request.path == "/file":
                raise web.HTTPFound("/other")
            return web.Response(body=DATA)

        server.answer = onward
        assert await fetched(downloads, upload(server)) == DATA

    async def test_one_that_is_closed_fetches_again(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        server.answer = whole
        await fetched(downloads, upload(server))
        await downloads.close()
        assert await fetched(downloads, upload(server)) == DATA

    async def test_what_is_packed_is_not_unpacked(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        bomb = gzip.compress(bytes(10_000_000))

        async def packed(_: web.Request) -> web.Response:
            return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

        server.answer = packed
        assert await fetched(downloads, upload(server, size=len(bomb))) == bomb


class TestGone:
    @pytest.mark.parametrize("status", [403, 404, 410])
    async def test_an_expired_address_is_told(
        self, status: int, server: Server, downloads: DiscordDownloads
    ) -> None:
        async def expired(_: web.Request) -> web.Response:
            return web.Response(status=status, text="This content is no longer available.")

        server.answer = expired
        with pytest.raises(FileGone) as refused:
            await fetched(downloads, upload(server))
        assert refused.value.params == {"name": "script.pdf"}

    @pytest.mark.parametrize(
        "address",
        [
            *("http://cdn.discordapp.com/x", "https://cdn.discordapp.com:8443/x"),
            *("https://example.org/x", "https://cdn.discordapp.com.example.org/x"),
            *("https://cdn.discordapp.com@example.org/x", "file:///etc/passwd", "ftp://x.y/z"),
            *("//cdn.discordapp.com/x", "", "https://[::1", "http://169.254.169.254/latest"),
        ],
    )
    async def test_nothing_is_fetched_from_elsewhere(
        self, address: str, downloads: DiscordDownloads
    ) -> None:
        with pytest.raises(FileGone):
            await fetched(downloads, Upload("x.pdf", address, 1))

    @pytest.mark.parametrize(
        "location",
        [
            *("file:///etc/passwd", "ftp://example.org/x", "http://127.0.0.1:1/x"),
            *("https://example.org/x", "gopher://x", "https://[::1", "javascript:alert(1)"),
        ],
    )
    async def test_no_redirect_leads_elsewhere(
        self, location: str, server: Server, downloads: DiscordDownloads
    ) -> None:
        async def away(_: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": location})

        server.answer = away
        with pytest.raises(FileGone):
            await fetched(downloads, upload(server))


class TestCutShort:
    async def test_a_server_that_redirects_for_ever_is_left(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        async def round_(_: web.Request) -> web.Response:
            return web.Response(status=302, headers={"Location": "/file"})

        server.answer = round_
        with pytest.raises(FileCutShort):
            await fetched(downloads, upload(server))
        assert server.asked == 4

    @pytest.mark.parametrize("status", [204, 206, 429, 500, 503])
    async def test_an_answer_without_the_file_is_told(
        self, status: int, server: Server, downloads: DiscordDownloads
    ) -> None:
        async def refused(_: web.Request) -> web.Response:
            return web.Response(status=status)

        server.answer = refused
        with pytest.raises(FileCutShort):
            await fetched(downloads, upload(server))

    async def test_a_connection_that_drops_is_told(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        async def dropped(request: web.Request) -> web.StreamResponse:
            return await server.stream(request, DATA[:1000], announced=len(DATA), drop=True)

        server.answer = dropped
        with pytest.raises(FileCutShort):
            await fetched(downloads, upload(server))

    async def test_fewer_bytes_than_announced_are_told(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        server.answer = whole
        with pytest.raises(FileCutShort):
            await fetched(downloads, upload(server, size=len(DATA) + 1))

    async def test_also_where_the_server_announces_nothing(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        async def short(request: web.Request) -> web.StreamResponse:
            return await server.stream(request, DATA[:-1])

        server.answer = short
        with pytest.raises(FileCutShort):
            await fetched(downloads, upload(server))

    async def test_a_server_that_falls_silent_is_not_waited_for(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        silent = asyncio.Event()

        async def silence(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse(headers={"Content-Length": str(len(DATA))})
            await response.prepare(request)
            await response.write(DATA[:10])
            await silent.wait()
            return response

        server.answer = silence
        with pytest.raises(FileCutShort):
            await fetched(downloads, upload(server))
        silent.set()

    async def test_a_server_that_is_not_there_is_told(self, downloads: DiscordDownloads) -> None:
        gone = DiscordDownloads(["http://127.0.0.1:1"])
        with pytest.raises(FileCutShort):
            await fetched(gone, Upload("x.pdf", "http://127.0.0.1:1/x", 1))
        await gone.close()


class TestTooLarge:
    async def test_a_hundred_mebibytes_are_not_even_asked_for(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        with pytest.raises(FileTooLarge) as refused:
            await fetched(downloads, upload(server, size=100 * 1024 * 1024))
        assert refused.value.params == {"name": "script.pdf", "limit": 10}
        assert server.asked == 0

    async def test_more_than_announced_is_refused_before_it_is_read(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        server.answer = whole
        with pytest.raises(FileTooLarge):
            async with downloads.fetch(upload(server, size=10)):
                pytest.fail("it was begun")

    async def test_a_stream_without_end_is_left_where_it_passes_what_was_announced(
        self, server: Server, downloads: DiscordDownloads
    ) -> None:
        stopped = asyncio.Event()

        async def endless(request: web.Request) -> web.StreamResponse:
            response = web.StreamResponse()
            await response.prepare(request)
            try:
                while True:
                    await response.write(DATA)
            finally:
                stopped.set()

        server.answer = endless
        got: list[int] = []

        async def read() -> None:
            async with downloads.fetch(upload(server, size=FILE_BYTES)) as download:
                got.extend([len(chunk) async for chunk in download.chunks()])

        with pytest.raises(FileTooLarge):
            await read()
        assert got == []
        await asyncio.wait_for(stopped.wait(), 10)
