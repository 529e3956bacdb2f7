"""The pitch book: a PDF, set by typst."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import structlog

import bot
from bot.domain.errors_export import NotPrinted
from bot.services.ports_pictures import Book

SECONDS = 120
"""How long a book may take; one of a hundred pitches takes some five."""
PROGRAM = "bot.pictures.typesetter"
SOURCES = Path(bot.__file__).parents[1]
"""Where that is to be found, wherever the bot was started."""

_log = structlog.stdlib.get_logger(__name__)


class TypstPrinter:
    """A `Printer`. All of it is done by a process of its own: typst takes its memory with it when
    that ends, some megabytes a page, and a crash of it is no more than a book that was not made."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._one_at_a_time = asyncio.Lock()
        self._seconds = seconds

    async def print(self, book: Book) -> bytes:
        """See `bot.services.ports_pictures.Printer`.

        Raises:
            NotPrinted.
        """
        async with self._one_at_a_time:
            request = await asyncio.to_thread(_request, book)
            return await self._typeset(request)

    async def _typeset(self, request: bytes) -> bytes:
        try:
            process = await _begun()
        except OSError as error:
            raise _failed("could not be started", error=error.strerror) from error
        try:
            async with asyncio.timeout(self._seconds):
                data, _ = await process.communicate(request)
        except TimeoutError as error:
            raise _failed("took too long", seconds=self._seconds) from error
        finally:
            if process.returncode is None:
                process.kill()
                # Reads what is left too: without that, the pipe stays open.
                await process.communicate()
        if process.returncode != 0:
            raise _failed("ended", code=process.returncode)
        return data


async def _begun() -> asyncio.subprocess.Process:
    path = os.pathsep.join(filter(None, (str(SOURCES), os.environ.get("PYTHONPATH"))))
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        PROGRAM,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )


def _failed(reason: str, **known: object) -> NotPrinted:
    """Nothing of what the process said is kept: that would be what authors wrote."""
    _log.error("book_not_printed", reason=reason, **known)
    return NotPrinted()


def _request(book: Book) -> bytes:
    return json.dumps(asdict(book)).encode()
