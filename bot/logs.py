"""Logging: structlog for ours, the same rendering for the libraries', tokens never shown."""

from __future__ import annotations

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import Processor

_TOKEN_IN_PATH = re.compile(r"(/(?:webhooks|interactions)/[^/\s]+/)[^/\s?]+")


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Blanks the interaction tokens that addresses carry, wherever they stand in a line."""

    def format(self, record: logging.LogRecord) -> str:
        return _TOKEN_IN_PATH.sub(r"\1…", super().format(record))


def _without_traceback(record: logging.LogRecord) -> bool:
    """While Discord is away, discord.py tells of each attempt with a long traceback: one line
    says as much."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, OSError | TimeoutError):
        record.msg, record.args = f"{record.getMessage()} ({error})", None
        record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
    return True


def _console() -> structlog.dev.ConsoleRenderer:
    """Tracebacks without local variables: those hold what people wrote."""
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


def configure(form: Literal["console", "json"], level: str) -> None:
    """Send everything to standard error, as text for people or one JSON object a line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if form == "json"
        else [_console()]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Formatter(
            foreign_pre_chain=shared,
            processors=[_Formatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.getLogger("discord").setLevel(max(root.level, logging.INFO))
    for name in ("discord.client", "discord.shard", "discord.gateway"):
        library = logging.getLogger(name)
        library.filters[:] = [_without_traceback]
    logging.getLogger("alembic").setLevel(max(root.level, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
