"""Which source of vectors the settings ask for."""

from __future__ import annotations

from importlib.util import find_spec

import structlog

from bot.answers.embedding import Embedder
from bot.answers.process import ModelProcess, installed
from bot.endpoint import Endpoint
from bot.settings import Settings

_log = structlog.stdlib.get_logger(__name__)


def embedder_of(settings: Settings) -> Embedder | None:
    """What ``SEMANTIC`` names; None where questions are matched by their words alone.

    Raises:
        ValueError: an address is named, but the extra that compares vectors is not installed.
    """
    if settings.semantic == "off":
        return None
    if settings.semantic == "auto":
        if installed():
            return ModelProcess()
        _log.info("questions are matched by their words alone; the extra `semantic` adds meaning")
        return None
    if find_spec("numpy") is None:
        raise ValueError("an address needs the extra `semantic`: pip install callboard[semantic]")
    key = settings.semantic_key
    return Endpoint(settings.semantic, key.get_secret_value() if key else None)
