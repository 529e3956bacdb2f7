"""The page's routes: who may reach them, what they answer, what they survive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest
from yarl import URL

from sandbox import Limits, Sandbox, World
from sandbox.web import session as web_session
from sandbox.web import uploads as web_uploads
from tests.sandbox.tabs import Refused, open_tab, upload


@pytest.fixture
async def sandbox(world: World) -> AsyncIterator[Sandbox]:
    async with Sandbox(world, limits=Limits.relaxed(), web=True) as made:
        yield made


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.mark.parametrize("path", ["/", "/?as=lin", "/static/app.js", "/static/nothing.js"])
async def test_every_answer_of_the_page_carries_its_headers(
    sandbox: Sandbox, client: aiohttp.ClientSession, path: str
) -> None:
    async with client.get(sandbox.url + path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


async def test_the_page_loads_its_module_in_the_language_of_its_person(
    sandbox: Sandbox, client: aiohttp.ClientSession
) -> None:
    async with client.get(f"{sandbox.url}/?as=lin") as answer:
        text = await answer.text()
        assert answer.content_type == "text/html"
        assert '<html lang="zh-CN">' in text
        assert '<script type="module" src="/static/app.js"></script>' in text
    async with client.get(f"{sandbox.url}/static/app.js") as answer:
        assert (answer.status, answer.content_type) == (200, "text/javascript")


async def test_files_for_examples_are_served(
    sandbox: Sandbox, client: aiohttp.ClientSession
) -> None:
    async with client.get(f"{sandbox.url}/samples/moon-harbour-treatment.pdf") as answer:
        assert answer.content_type == "application/pdf"
        assert (await answer.read()).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fserver.py",
             "/static/%00.js", "/static/texts", "/static//etc/passwd", "/samples/nothing.pdf",
             "/samples/..%2fdemonstration.yaml", "/samples/..%2f..%2fweb%2fstatic%2fapp.js"],
)  # fmt: skip
async def test_nothing_outside_of_the_static_folder_is_served(
    sandbox: Sandbox, client: aiohttp.ClientSession, path: str
) -> None:
    async with client.get(URL(sandbox.url + path, encoded=True)) as answer:
        assert answer.status == 404


@pytest.mark.parametrize("path", ["/", "/static/app.js", "/socket?as=lin"])
async def test_a_foreign_host_name_is_refused(
    sandbox: Sandbox, client: aiohttp.ClientSession, path: str
) -> None:
    for host in ("evil.example", f"evil.example:{sandbox.port}", "127.0.0.1:1", "localhost"):
        async with client.get(sandbox.url + path, headers={"Host": host}) as answer:
            assert answer.status == 403
    own = {"Host": f"localhost:{sandbox.port}"}
    async with client.get(sandbox.url + "/", headers=own) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("origin", [None, "http://evil.example", "http://127.0.0.1:1", "null"])
async def test_a_foreign_origin_opens_no_socket_and_uploads_nothing(
    sandbox: Sandbox, client: aiohttp.ClientSession, origin: str | None
) -> None:
    headers = {"X-Sandbox": "1"} | ({"Origin": origin} if origin else {})
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.ws_connect(f"{sandbox.url}/socket?as=lin", headers=headers)
    assert refused.value.status == 403
    data = aiohttp.FormData({"file": BytesIO(b"x")})
    async with client.post(f"{sandbox.url}/upload?as=lin", data=data, headers=headers) as answer:
        assert answer.status == 403


async def test_nobody_is_nobody(sandbox: Sandbox, client: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await client.ws_connect(f"{sandbox.url}/socket?as=nobody", headers={"Origin": sandbox.url})
    assert refused.value.status == 404


async def test_without_a_name_a_tab_is_the_first_person(
    sandbox: Sandbox, client: aiohttp.ClientSession
) -> None:
    socket = await client.ws_connect(f"{sandbox.url}/socket", headers={"Origin": sandbox.url})
    assert (await socket.receive_json())["me"]["key"] == "olga"
    await socket.close()


async def test_without_web_there_is_no_page(world: World, client: aiohttp.ClientSession) -> None:
    async with Sandbox(world) as plain, client.get(plain.url) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '"x"', '{"id": NaN, "do": "open"}', "[" * 100_000, "{}",
             '{"do": "open"}', '{"id": "7", "do": "open"}', '{"id": true, "do": "open"}',
             '{"id": -1, "do": "open"}'],
)  # fmt: skip
async def test_a_malformed_frame_is_told_and_harms_nothing(sandbox: Sandbox, text: str) -> None:
    async with open_tab(sandbox, "lin") as lin:
        await lin.socket.send_str(text)
        with pytest.raises(Refused) as refused:
            await lin.answer(None)
        assert refused.value.code == "Bad"
        await lin.socket.send_bytes(b"\0")
        with pytest.raises(Refused, match="a frame is text"):
            await lin.answer(None)
        assert await lin.ask("close_modal") == {}


@pytest.mark.parametrize(
    "asked", [
        {"do": "fly"}, {"do": 7}, {"do": None}, {"do": "panel.fly"}, {"do": "open"},
        {"do": "open", "channel": 7}, {"do": "open", "channel": "x"},
        {"do": "open", "channel": "٣"}, {"do": "open", "channel": "9" * 5000},
        {"do": "language", "locale": "xx"}, {"do": "privacy", "dms_open": "yes"},
    ],
)  # fmt: skip
async def test_a_bad_request_is_told_with_its_number(sandbox: Sandbox, asked: object) -> None:
    async with open_tab(sandbox, "lin") as lin:
        assert isinstance(asked, dict)
        await lin.socket.send_json({"id": 5, **asked})
        with pytest.raises(Refused) as refused:
            await lin.answer(5)
        assert refused.value.code == "Bad"
        assert await lin.ask("close_modal") == {}


async def test_a_tab_that_does_not_keep_up_is_cut_off(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_session, "QUEUE_BYTES", 50_000)
    maya = sandbox.people["maya"]
    async with open_tab(sandbox, "lin") as lin, open_tab(sandbox, "maya") as other:
        await asyncio.gather(*(maya.writes("x" * 1900, "north/general") for _ in range(40)))
        with pytest.raises(ConnectionError):
            await lin.event("message", lambda _: False)
        with pytest.raises(ConnectionError):
            await other.event("message", lambda _: False)
    async with open_tab(sandbox, "lin") as lin:
        assert await lin.ask("close_modal") == {}


async def test_too_many_requests_at_once_are_refused(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_session, "MOST_RUNNING", 0)
    async with open_tab(sandbox, "lin") as lin:
        with pytest.raises(Refused, match="too many requests at once"):
            await lin.ask("close_modal")


async def test_stopping_the_sandbox_ends_its_tabs(world: World) -> None:
    sandbox = Sandbox(world, web=True)
    await sandbox.start()
    async with open_tab(sandbox, "lin") as lin:
        stopping = asyncio.create_task(sandbox.stop())
        with pytest.raises(ConnectionError):
            await lin.event("message")
        await stopping


class TestUploads:
    async def test_a_file_is_kept_until_it_is_used(self, sandbox: Sandbox) -> None:
        async with open_tab(sandbox, "lin") as lin, open_tab(sandbox, "maya") as maya:
            told = await upload(sandbox, "lin", "a map.png", b"\x89PNG")
            assert (told["name"], told["size"], told["type"]) == ("a map.png", 4, "image/png")
            general = (await lin.place("general"))["id"]
            with pytest.raises(Refused, match="no longer there"):
                await maya.ask("write", channel=general, text="mine", files=[told["id"]])
            # Refused for another reason, the file stays.
            with pytest.raises(Refused, match="at most 2000"):
                await lin.ask("write", channel=general, text="x" * 2001, files=[told["id"]])
            await lin.ask("write", channel=general, text="", files=[told["id"]])
            message = await maya.sees("a_map.png")
            assert message["attachments"][0]["size"] == 4
            with pytest.raises(Refused, match="no longer there"):
                await lin.ask("write", channel=general, text="", files=[told["id"]])

    async def test_an_attachment_comes_as_a_download_that_nothing_runs(
        self, sandbox: Sandbox, client: aiohttp.ClientSession
    ) -> None:
        async with open_tab(sandbox, "lin") as lin:
            told = await upload(sandbox, "lin", "page.html", b"<script>alert(1)</script>")
            general = (await lin.place("general"))["id"]
            await lin.ask("write", channel=general, text="", files=[told["id"]])
            url = (await lin.sees("page.html"))["attachments"][0]["url"]
        assert url.startswith(sandbox.url)
        async with client.get(url) as answer:
            assert await answer.read() == b"<script>alert(1)</script>"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Disposition"] == "attachment"
            assert "sandbox" in answer.headers["Content-Security-Policy"]

    async def test_a_file_over_ten_mebibytes_is_refused(self, sandbox: Sandbox) -> None:
        async with open_tab(sandbox, "lin"):
            await upload(sandbox, "lin", "most.bin", bytes(web_uploads.FILE_BYTES))
            with pytest.raises(ConnectionError, match="413"):
                await upload(sandbox, "lin", "more.bin", bytes(web_uploads.FILE_BYTES + 1))

    async def test_past_the_limit_the_oldest_gives_way(
        self, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(web_uploads, "PERSON_BYTES", 10)
        async with open_tab(sandbox, "lin") as lin:
            first = await upload(sandbox, "lin", "1", b"123456")
            second = await upload(sandbox, "lin", "2", b"123456")
            general = (await lin.place("general"))["id"]
            with pytest.raises(Refused, match="no longer there"):
                await lin.ask("write", channel=general, files=[first["id"]])
            await lin.ask("write", channel=general, files=[second["id"]])

    async def test_files_go_with_the_last_tab(self, sandbox: Sandbox) -> None:
        async with open_tab(sandbox, "lin"):
            told = await upload(sandbox, "lin", "1", b"1")
        with pytest.raises(ConnectionError, match="403"):
            await upload(sandbox, "lin", "2", b"2")
        async with open_tab(sandbox, "lin") as lin:
            general = (await lin.place("general"))["id"]
            with pytest.raises(Refused, match="no longer there"):
                await lin.ask("write", channel=general, files=[told["id"]])

    @pytest.mark.parametrize(
        ("kind", "body"), [
            ("text/plain", b"x"), ("multipart/form-data", b"x"),
            ("multipart/form-data; boundary=b", b"x"),
            ("multipart/form-data; boundary=b", b"--b\r\n\r\nx\r\n--b--\r\n"),
            ("multipart/form-data; boundary=b", b""),
        ],
    )  # fmt: skip
    async def test_what_is_no_form_is_refused(
        self, sandbox: Sandbox, client: aiohttp.ClientSession, kind: str, body: bytes
    ) -> None:
        headers = {"Origin": sandbox.url, "X-Sandbox": "1", "Content-Type": kind}
        async with (
            open_tab(sandbox, "lin"),
            client.post(f"{sandbox.url}/upload?as=lin", data=body, headers=headers) as answer,
        ):
            assert answer.status == 400

    async def test_a_form_of_another_site_has_not_the_header(
        self, sandbox: Sandbox, client: aiohttp.ClientSession
    ) -> None:
        async with (
            open_tab(sandbox, "lin"),
            client.post(
                f"{sandbox.url}/upload?as=lin",
                data=aiohttp.FormData({"file": BytesIO(b"x")}),
                headers={"Origin": sandbox.url},
            ) as answer,
        ):
            assert answer.status == 403
