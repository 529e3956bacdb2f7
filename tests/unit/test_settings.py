"""Settings: what an operator may set, and what they are told when it is wrong."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.domain.text import Locale
from bot.settings import Settings, SettingsError

ROOT = Path(__file__).parents[2]
NAMES = [name.upper() for name in Settings.model_fields]
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
TOKEN = "MTIz.secret.part"
PASSWORD = "hunter2"

WRONG = [
    ("DATABASE_URL", "mysql://somewhere/x"),
    ("DATABASE_URL", "sqlite:///x.db"),
    ("FILES_URL", "ftp://example.org/files"),
    ("FILES_URL", "s3:///"),
    ("DEFAULT_LOCALE", "fr"),
    ("LOG_FORMAT", "xml"),
    ("LOG_LEVEL", "loud"),
    ("METRICS_PORT", "http"),
    ("METRICS_PORT", "-1"),
    ("METRICS_PORT", "65536"),
    ("DISCORD_API_URL", "localhost:8080"),
    ("DISCORD_API_URL", "https://"),
    ("DISCORD_API_URL", "ftp://example.org"),
    ("DISCORD_API_URL", "http://[::1"),
    ("DISCORD_GATEWAY_URL", "https://example.org"),
    ("SEMANTIC", "on"),
    ("SEMANTIC", "ftp://example.org"),
    ("SEMANTIC", "https://"),
    ("SEMANTIC", "http://[::1"),
    ("SHARD_COUNT", "0"),
    ("SHARD_IDS", "0,one"),
    ("LEASE_SECONDS", "0"),
    ("LEASE_SECONDS", "601"),
    ("LEASE_SECONDS", "nan"),
    ("DRAIN_SECONDS", "-1"),
    ("DRAIN_SECONDS", "inf"),
]


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting comes from the machine that runs the tests."""
    for name in os.environ:
        if name.upper() in NAMES:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


class TestReading:
    def test_everything_has_a_default(self) -> None:
        settings = Settings.load()
        assert settings.discord_token is None
        assert settings.database_url == "sqlite+aiosqlite:///var/callboard.db"
        assert (settings.files_url, settings.files_options) == ("var/files", {})
        assert settings.default_locale is Locale.EN
        assert (settings.log_format, settings.log_level) == ("console", "info")
        assert (settings.lease_seconds, settings.drain_seconds) == (30, 15)
        assert (settings.metrics_port, settings.shard_count, settings.shard_ids) == (None,) * 3

    def test_the_file_is_read(self, env_file: Path) -> None:
        env_file.write_text("DEFAULT_LOCALE=zh-TW # for the desk\nMETRICS_PORT='9000'\n")
        settings = Settings.load()
        assert (settings.default_locale, settings.metrics_port) == (Locale.ZH_TW, 9000)

    def test_the_environment_wins_over_the_file(
        self, env_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        env_file.write_text("LOG_LEVEL=debug\nLOG_FORMAT=json\n")
        monkeypatch.setenv("LOG_LEVEL", "error")
        settings = Settings.load()
        assert (settings.log_level, settings.log_format) == ("error", "json")

    @pytest.mark.parametrize("name", NAMES)
    def test_a_blank_is_unset(
        self, name: str, env_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        env_file.write_text(f"{name}=\n")
        assert Settings.load() == Settings.load(None)
        monkeypatch.setenv(name, "")
        assert Settings.load() == Settings.load(None)

    def test_a_name_that_is_not_ours_is_nobodys_business(self, env_file: Path) -> None:
        env_file.write_text("PATH_TO_ELSEWHERE=/x\nMETRICS_PORT=1\n")
        assert Settings.load().metrics_port == 1

    def test_shards_are_numbers_with_commas(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SHARD_COUNT", "4")
        monkeypatch.setenv("SHARD_IDS", "0, 3,")
        assert Settings.load().shard_ids == [0, 3]

    def test_an_address_loses_its_last_slash(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DISCORD_API_URL", "http://127.0.0.1:8000/api/v10/")
        monkeypatch.setenv("DISCORD_GATEWAY_URL", "wss://gateway.example")
        settings = Settings.load()
        assert settings.discord_api_url == "http://127.0.0.1:8000/api/v10"
        assert settings.discord_gateway_url == "wss://gateway.example"

    @pytest.mark.parametrize(
        "url", ["files", "./a b", "/srv/files", "s3://b", "gs://b/x", "az://c"]
    )
    def test_files_may_be_in_a_folder_or_a_bucket(
        self, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FILES_URL", url)
        assert Settings.load().files_url == url

    def test_the_file_may_hold_the_credentials_of_the_bucket_and_no_other(
        self, env_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        env_file.write_text(
            "FILES_URL=s3://b/files\nAWS_REGION=eu-west-1\nAWS_ACCESS_KEY_ID=one\n"
            f"AWS_SECRET_ACCESS_KEY={PASSWORD}\nAWS_SESSION_TOKEN=\nAZURE_STORAGE_ACCOUNT_KEY=x\n"
        )
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of the environment")
        settings = Settings.load()
        assert settings.files_options == {
            "AWS_REGION": "eu-west-1",
            "AWS_SECRET_ACCESS_KEY": PASSWORD,
        }
        assert PASSWORD not in repr(settings)


class TestRefusing:
    @pytest.mark.parametrize(("name", "value"), WRONG)
    def test_a_wrong_value_is_told_in_one_line_that_names_it(
        self, name: str, value: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(name, value)
        with pytest.raises(SettingsError) as refused:
            Settings.load()
        message = str(refused.value)
        assert message.startswith(f"{name}: ")
        assert len(message) > len(name) + 5
        assert "\n" not in message

    def test_every_setting_that_can_be_wrong_was_tried(self) -> None:
        cannot_be = {"DISCORD_TOKEN", "METRICS_HOST", "SEMANTIC_KEY"}
        assert {name for name, _ in WRONG} == set(NAMES) - cannot_be

    @pytest.mark.parametrize(
        ("count", "ids"), [("", "0"), ("2", "0,2"), ("2", "-1"), ("2", ","), ("", ",")]
    )
    def test_shards_that_do_not_fit_together_are_told(
        self, count: str, ids: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SHARD_COUNT", count)
        monkeypatch.setenv("SHARD_IDS", ids)
        with pytest.raises(SettingsError, match=r"^SHARD_IDS [^\n]+$"):
            Settings.load()

    def test_a_file_that_cannot_be_read_is_named(self, env_file: Path) -> None:
        env_file.write_bytes("DEFAULT_LOCALE=中".encode("gb18030"))
        with pytest.raises(SettingsError, match=r"\.env: is not UTF-8"):
            Settings.load()

    def test_no_token_is_told_when_it_is_needed(self) -> None:
        with pytest.raises(SettingsError, match="DISCORD_TOKEN"):
            Settings.load().token()


class TestSecrets:
    def test_they_are_never_shown(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
        monkeypatch.setenv("DATABASE_URL", f"postgresql+asyncpg://me:{PASSWORD}@host/db")
        settings = Settings.load()
        assert settings.token() == TOKEN
        for shown in (repr(settings), str(settings), f"{settings}"):
            assert TOKEN not in shown
            assert PASSWORD not in shown

    def test_nor_in_what_is_told_of_a_wrong_value(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", f"mysql://me:{PASSWORD}@host/db")
        with pytest.raises(SettingsError) as refused:
            Settings.load()
        assert PASSWORD not in str(refused.value)


class TestExample:
    def test_it_names_every_setting_once_and_no_other(self) -> None:
        assert re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE) == NAMES

    def test_its_values_are_the_defaults(self, env_file: Path) -> None:
        env_file.write_text(EXAMPLE, encoding="utf-8")
        assert Settings.load() == Settings.load(None)

    def test_every_setting_is_explained_above_it(self) -> None:
        blocks = EXAMPLE.split("\n\n")[1:]
        assert all(block.startswith("# ") for block in blocks)
        assert all(re.search(r"^\w+=", block, re.MULTILINE) for block in blocks)

    def test_what_a_comment_says_of_a_range_is_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ranges = re.findall(r"\((\d+) to (\d+)\)\.\n(\w+)=", EXAMPLE)
        assert len(ranges) == 2
        for least, most, name in ranges:
            for value in (least, most):
                monkeypatch.setenv(name, value)
                assert getattr(Settings.load(), name.lower()) == float(value)
            for value in (int(least) - 1, int(most) + 1):
                monkeypatch.setenv(name, str(value))
                with pytest.raises(SettingsError, match=name):
                    Settings.load()
            monkeypatch.delenv(name)
