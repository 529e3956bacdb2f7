"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from sandbox.openapi import OpenApi
from tests.support.databases import Postgres, postgres_server

NO_DOCUMENT = (
    "Discord's OpenAPI document is not at hand: requests are not checked against it. "
    "Set DISCORD_OPENAPI to it."
)


def pytest_configure() -> None:
    """In CI the check must not be left out silently."""
    if os.environ.get("CI") and OpenApi.find() is None:
        pytest.exit(NO_DOCUMENT, returncode=1)


def pytest_report_header() -> str:
    found = OpenApi.find() is not None
    return "requests are checked against Discord's OpenAPI document" if found else NO_DOCUMENT


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL, one for the whole run."""
    with postgres_server() as server:
        yield server
