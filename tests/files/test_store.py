"""The store of files: in a folder, and in a bucket of S3."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from bot.domain.errors import FileNotFound
from bot.files.store import CHUNK, PART, PROBE, ObjectFiles
from bot.services.ports_files import FilesUnavailable

REGION = "us-east-1"
OPTIONS = {
    "AWS_ACCESS_KEY_ID": "me",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_REGION": REGION,
    "AWS_ALLOW_HTTP": "true",
}
BIG = os.urandom(1024) * (2 * PART // 1024) + b"end"
"""Of more than two parts."""


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """The address of an S3 of our own, with one bucket."""
    import boto3

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name=REGION,
        aws_access_key_id="me",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket="bucket")
    client.close()
    yield address
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ObjectFiles:
    if request.param == "folder":
        return ObjectFiles.open(str(tmp_path / "new" / "files"))
    address = request.getfixturevalue("s3")
    path = f"s3://bucket/{tmp_path.name}"
    return ObjectFiles.open(path, OPTIONS | {"AWS_ENDPOINT_URL": address})


async def pieces(data: bytes, size: int = CHUNK) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def kept(store: ObjectFiles, key: str) -> bytes:
    return b"".join([chunk async for chunk in store.read(key)])


async def keys(store: ObjectFiles) -> set[str]:
    return {key async for key in store.old_keys(datetime.now(UTC) + timedelta(days=1))}


class TestKeeping:
    @pytest.mark.parametrize("data", [b"", b"one", BIG], ids=["none", "few", "many"])
    async def test_what_was_put_is_read_again(self, store: ObjectFiles, data: bytes) -> None:
        await store.put("ab/cd", pieces(data))
        assert await kept(store, "ab/cd") == data

    async def test_it_is_read_in_pieces(self, store: ObjectFiles) -> None:
        await store.put("ab/cd", pieces(BIG))
        assert max([len(chunk) async for chunk in store.read("ab/cd")]) < PART

    async def test_what_was_deleted_is_gone_and_may_be_deleted_again(
        self, store: ObjectFiles
    ) -> None:
        await store.put("ab/cd", pieces(b"one"))
        await store.delete("ab/cd")
        await store.delete("ab/cd")
        with pytest.raises(FileNotFound):
            await kept(store, "ab/cd")
        assert await keys(store) == set()

    @pytest.mark.parametrize("sent", [10, PART + 10, 2 * PART + 10])
    async def test_of_a_file_that_breaks_off_nothing_is_kept(
        self, store: ObjectFiles, sent: int
    ) -> None:
        async def broken() -> AsyncIterator[bytes]:
            async for piece in pieces(BIG[:sent]):
                yield piece
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await store.put("ab/cd", broken())
        with pytest.raises(FileNotFound):
            await kept(store, "ab/cd")

    async def test_keys_are_listed_by_age(self, store: ObjectFiles) -> None:
        for key in ("ab/cd", "ef/gh"):
            await store.put(key, pieces(b"x"))
        assert await keys(store) == {"ab/cd", "ef/gh"}
        before = datetime.now(UTC) - timedelta(hours=1)
        assert [key async for key in store.old_keys(before)] == []

    async def test_a_store_that_works_is_left_as_it_was_by_the_check(
        self, store: ObjectFiles
    ) -> None:
        await store.check()
        assert PROBE not in await keys(store)


class TestFolder:
    async def test_what_a_killed_process_left_half_written_is_swept(self, tmp_path: Path) -> None:
        store = ObjectFiles.open(str(tmp_path))
        (tmp_path / "ab").mkdir()
        old, new = tmp_path / "ab" / "cd#1", tmp_path / "ab" / "ef#12"
        for path in (old, new):
            path.write_bytes(b"half")
        before = datetime.now(UTC) - timedelta(hours=1)
        os.utime(old, (before.timestamp() - 60,) * 2)
        assert [key async for key in store.old_keys(before)] == []
        assert not old.exists()
        assert new.exists()

    def test_one_that_cannot_be_made_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(OSError, match="file"):
            ObjectFiles.open(str(tmp_path / "file" / "files"))


class TestBrokenStores:
    @pytest.mark.parametrize(
        ("url", "options"),
        [
            ("s3://b", {"AWS_ACCESS_KEY_ID": "only half of it"}),
            ("az://no-account", {}),
            ("gs://b", {"GOOGLE_SERVICE_ACCOUNT": "not-there.json"}),
        ],
    )
    def test_what_cannot_be_opened_is_told_in_one_line(
        self, url: str, options: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in [name for name in os.environ if name.startswith(("AWS_", "AZURE_", "GOOGLE_"))]:
            monkeypatch.delenv(name)
        with pytest.raises(ValueError, match=r"\w+") as told:
            ObjectFiles.open(url, options)
        assert "\n" not in str(told.value)

    async def test_a_bucket_that_is_not_there_stops_the_start_in_one_line(self, s3: str) -> None:
        store = ObjectFiles.open("s3://nowhere", OPTIONS | {"AWS_ENDPOINT_URL": s3})
        with pytest.raises(OSError, match=r"\w+") as told:
            await store.check()
        assert "\n" not in str(told.value)

    async def test_one_that_fails_is_no_file_that_is_missing(self, s3: str) -> None:
        store = ObjectFiles.open("s3://nowhere", OPTIONS | {"AWS_ENDPOINT_URL": s3})
        with pytest.raises(FilesUnavailable):
            await store.put("ab/cd", pieces(b"x"))
        with pytest.raises(FilesUnavailable):
            await keys(store)
