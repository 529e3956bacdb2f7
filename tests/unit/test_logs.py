"""Log lines: for people or for machines, never with what must not be read there."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from bot import logs

TOKEN = "aW50ZXJhY3Rpb24"
ADDRESS = f"https://discord.com/api/v10/webhooks/1234/{TOKEN}/messages/@original?wait=true"
SECRET_ANSWER = "the butler did it"

Form = Literal["console", "json"]
forms = pytest.mark.parametrize("form", ["console", "json"])


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """Logging as it was, after the test."""
    names = ("discord", "alembic")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = [logging.getLogger(name).level for name in names]
    yield
    for name in ("discord.client", "discord.shard", "discord.gateway"):
        logging.getLogger(name).filters.clear()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, before in zip(names, levels, strict=True):
        logging.getLogger(name).setLevel(before)
    structlog.reset_defaults()


def log() -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("test")
    return logger


def fail(answer: str) -> None:
    raise ValueError(f"{ADDRESS} failed, {len(answer)} characters")


def logged_failure(form: Form) -> None:
    logs.configure(form, "info")
    try:
        fail(SECRET_ANSWER)
    except ValueError:
        log().exception("failed", error_id="0af3")


class TestForms:
    def test_json_is_one_object_a_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        logs.configure("json", "info")
        log().warning("notice_delayed", notice="abc", seconds=1.5, title="月亮")
        line = json.loads(capsys.readouterr().err)
        assert (line["event"], line["notice"], line["seconds"]) == ("notice_delayed", "abc", 1.5)
        assert (line["level"], line["logger"], line["title"]) == ("warning", "test", "月亮")
        assert line["timestamp"].endswith("Z")

    def test_console_is_a_line_for_people(self, capsys: pytest.CaptureFixture[str]) -> None:
        logs.configure("console", "info")
        log().info("ready", guilds=2)
        (line,) = capsys.readouterr().err.splitlines()
        assert "ready" in line
        assert "guilds=2" in line

    @forms
    def test_lines_of_libraries_look_the_same(
        self, form: Form, capsys: pytest.CaptureFixture[str]
    ) -> None:
        logs.configure(form, "info")
        logging.getLogger("discord.gateway").info("Shard ID %s has connected.", 3)
        (line,) = capsys.readouterr().err.splitlines()
        assert "Shard ID 3 has connected." in line
        assert "discord.gateway" in line

    @forms
    def test_only_the_level_and_above_is_written(
        self, form: Form, capsys: pytest.CaptureFixture[str]
    ) -> None:
        logs.configure(form, "warning")
        log().info("unimportant")
        logging.getLogger("discord").info("neither")
        logging.getLogger("other").info("nor this")
        assert capsys.readouterr().err == ""

    @forms
    def test_the_library_never_logs_requests(
        self, form: Form, capsys: pytest.CaptureFixture[str]
    ) -> None:
        logs.configure(form, "debug")
        logging.getLogger("discord.http").debug("POST %s with %s", ADDRESS, SECRET_ANSWER)
        assert capsys.readouterr().err == ""

    def test_configuring_again_replaces_what_was(self, capsys: pytest.CaptureFixture[str]) -> None:
        logs.configure("console", "info")
        logs.configure("json", "info")
        log().info("once")
        assert json.loads(capsys.readouterr().err)["event"] == "once"


@forms
class TestSecrets:
    def test_a_token_in_an_address_is_hidden(
        self, form: Form, capsys: pytest.CaptureFixture[str]
    ) -> None:
        logs.configure(form, "info")
        callback = f"/interactions/77/{TOKEN}/callback"
        log().info(f"event {ADDRESS}", address=ADDRESS, path=callback, several=[ADDRESS])
        logging.getLogger("aiohttp").warning("failed: %s and %s", ADDRESS, {"at": ADDRESS})
        written = capsys.readouterr().err
        assert TOKEN not in written
        assert "/webhooks/1234/" in written
        assert "/interactions/77/" in written
        assert "messages/@original" in written

    def test_a_token_in_an_error_is_hidden(
        self, form: Form, capsys: pytest.CaptureFixture[str]
    ) -> None:
        logged_failure(form)
        written = capsys.readouterr().err
        assert TOKEN not in written
        assert "/webhooks/1234/" in written

    def test_an_error_shows_where_but_not_what_people_wrote(
        self, form: Form, capsys: pytest.CaptureFixture[str]
    ) -> None:
        logged_failure(form)
        written = capsys.readouterr().err
        assert "ValueError" in written
        assert "in fail" in written
        assert "0af3" in written
        assert SECRET_ANSWER not in written

    def test_an_error_of_a_library_does_not_either(
        self, form: Form, capsys: pytest.CaptureFixture[str]
    ) -> None:
        logs.configure(form, "info")
        try:
            fail(SECRET_ANSWER)
        except ValueError:
            logging.getLogger("asyncio").exception("Task exception was never retrieved")
        written = capsys.readouterr().err
        assert "in fail" in written
        assert SECRET_ANSWER not in written
        assert TOKEN not in written


class TestWhenDiscordIsAway:
    def test_each_attempt_is_one_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        logs.configure("console", "info")
        library = logging.getLogger("discord.client")
        away = ConnectionRefusedError(111, "refused")
        library.error("Attempting a reconnect in %.2fs", 1.5, exc_info=away)
        shown = capsys.readouterr().err.splitlines()
        assert len(shown) == 1
        assert "Attempting a reconnect in 1.50s ([Errno 111] refused)" in shown[0]
        assert "warning" in shown[0]

    def test_other_errors_of_the_library_keep_their_traceback(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        logs.configure("console", "info")
        try:
            fail(SECRET_ANSWER)
        except ValueError:
            logging.getLogger("discord.client").exception("Ignoring exception")
        assert "Traceback" in capsys.readouterr().err
