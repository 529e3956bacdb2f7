"""What all tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.openapi import OpenApi
from tests.support.databases import Postgres, postgres_server

NO_DOCUMENT = (
    "Discord's OpenAPI document is not at hand: requests are not checked against it. "
    "Set DISCORD_OPENAPI to it."
)


SELDOM = (50_000, 20, 50)
"""When Python looks for cycles: a tenth of the time went into it, as tests fill little memory."""
TOGETHER = ("test_worth_of_answers.py", "test_engine_model.py")
"""Tests that share an engine with a model, which takes long to start: one worker has all of each
file. They begin first, so that no worker is left with them at the end."""


def pytest_configure() -> None:
    """Be quick; and in CI the check of requests must not be left out silently."""
    gc.set_threshold(*SELDOM)
    # Other tests run beside the model: its threads would wait for one another.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if os.environ.get("CI") and OpenApi.find() is None:
        pytest.exit(NO_DOCUMENT, returncode=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in TOGETHER)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """As its own ``load``, test by test, but for `TOGETHER`. (Its marks for groups have no effect
    under pytest 9.2, where a test's id cannot be changed any more.)"""
    from xdist.scheduler import LoadScopeScheduling

    class ByTest(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file.endswith(TOGETHER) else nodeid

    return ByTest(config, log)


def pytest_report_header() -> str:
    found = OpenApi.find() is not None
    return "requests are checked against Discord's OpenAPI document" if found else NO_DOCUMENT


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL, one for the whole run."""
    with postgres_server() as server:
        yield server
