"""Settings, from the environment and from ``.env``. Each is explained in ``.env.example``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic import model_validator as validates_all
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.text import Locale


class SettingsError(Exception):
    """A setting is wrong or missing; the message is one line that names it."""


_CLOUDS = {
    "s3": (
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_REGION",
        "AWS_ENDPOINT_URL",
        "AWS_ALLOW_HTTP",
    ),
    "gs": ("GOOGLE_SERVICE_ACCOUNT", "GOOGLE_SERVICE_ACCOUNT_KEY"),
    "az": (
        "AZURE_STORAGE_ACCOUNT_NAME",
        "AZURE_STORAGE_ACCOUNT_KEY",
        "AZURE_STORAGE_SAS_KEY",
        "AZURE_STORAGE_CLIENT_ID",
        "AZURE_STORAGE_CLIENT_SECRET",
        "AZURE_STORAGE_TENANT_ID",
    ),
}
"""By the scheme of `FILES_URL`: what a cloud's own tools read from the environment."""


def _split(value: object) -> object:
    return [part for part in value.split(",") if part] if isinstance(value, str) else value


class Settings(BaseSettings):
    """All that an operator can set. Blank means unset."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    discord_token: SecretStr | None = None
    database_url: Annotated[str, Field(repr=False)] = "sqlite+aiosqlite:///var/callboard.db"
    files_url: Annotated[str, Field(repr=False)] = "var/files"
    default_locale: Locale = Locale.EN
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    semantic: str = "auto"
    semantic_key: SecretStr | None = None
    metrics_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    metrics_host: str = "127.0.0.1"
    discord_api_url: str | None = None
    discord_gateway_url: str | None = None
    shard_count: Annotated[int, Field(ge=1)] | None = None
    shard_ids: Annotated[list[int] | None, NoDecode, BeforeValidator(_split)] = None
    lease_seconds: Annotated[float, Field(ge=1, le=600)] = 30.0
    drain_seconds: Annotated[float, Field(ge=0, le=300)] = 15.0
    _cloud: dict[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        known = ("sqlite+aiosqlite:///", "postgresql+asyncpg://")
        if not url.startswith(known):
            raise ValueError(f"must start with {known[0]} or {known[1]}")
        return url

    @field_validator("files_url")
    @classmethod
    def _known_files(cls, url: str) -> str:
        scheme, found, rest = url.partition("://")
        if found and (scheme not in _CLOUDS or not rest.strip("/")):
            schemes = ", ".join(f"{one}://" for one in _CLOUDS)
            raise ValueError(f"must be a folder, or one of {schemes} and a bucket")
        return url

    @field_validator("discord_api_url")
    @classmethod
    def _http(cls, url: str | None) -> str | None:
        return _address(url, ("http", "https"))

    @field_validator("semantic")
    @classmethod
    def _known_model(cls, semantic: str) -> str:
        if semantic in ("auto", "off"):
            return semantic
        parts = urlsplit(semantic)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be auto, off or an http or https address")
        return semantic

    @field_validator("discord_gateway_url")
    @classmethod
    def _websocket(cls, url: str | None) -> str | None:
        return _address(url, ("ws", "wss"))

    @validates_all(mode="after")
    def _shards_fit(self) -> Settings:
        if self.shard_ids is None:
            return self
        if self.shard_count is None:
            raise ValueError("SHARD_IDS needs SHARD_COUNT")
        if not self.shard_ids:
            raise ValueError("SHARD_IDS names no shard")
        if not all(0 <= shard < self.shard_count for shard in self.shard_ids):
            raise ValueError("SHARD_IDS must lie between 0 and SHARD_COUNT - 1")
        return self

    @classmethod
    def load(cls, env_file: Path | None = Path(".env")) -> Settings:
        """Read the environment, then ``env_file`` for what is not set there.

        Raises:
            SettingsError: a value is wrong.
        """
        try:
            settings = cls(_env_file=env_file)
            settings._cloud = _in_file(env_file, settings.files_url)
            return settings
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            name = "_".join(str(part) for part in first["loc"][:1]).upper()
            message = first["msg"].removeprefix("Value error, ")
            raise SettingsError(f"{name}: {message}" if name else message) from None
        except UnicodeDecodeError:
            raise SettingsError(f"{env_file}: is not UTF-8") from None

    @property
    def files_options(self) -> dict[str, str]:
        """Credentials and the like for `FILES_URL`, by the names that its cloud gives them. Only
        those of ``.env``: the store itself reads the environment, which wins."""
        return dict(self._cloud)

    def token(self) -> str:
        """Raises: SettingsError: there is none."""
        if self.discord_token is None:
            raise SettingsError("DISCORD_TOKEN: is not set; see .env.example")
        return self.discord_token.get_secret_value()


def _in_file(env_file: Path | None, files_url: str) -> dict[str, str]:
    names = _CLOUDS.get(files_url.partition("://")[0], ())
    if env_file is None or not names or not env_file.is_file():
        return {}
    values = dotenv_values(env_file, encoding="utf-8")
    return {
        name: value
        for name in names
        if name not in os.environ and (value := values.get(name) or "").strip()
    }


def _address(url: str | None, schemes: tuple[str, ...]) -> str | None:
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError(f"must be a {' or '.join(schemes)} address")
    return url.rstrip("/")
