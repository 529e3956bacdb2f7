"""Vectors from an OpenAI-compatible endpoint, where ``SEMANTIC`` is an address."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Sequence
from urllib.parse import urldefrag

import aiohttp

from bot.answers.embedding import Side, Unavailable

QUESTION_SECONDS = 1.0
TEXTS_SECONDS = 30.0
BATCH = 32
WAITING = 32
"""Questions under way at once; more are answered by their words."""
LONGEST = 8 << 20
"""Bytes of an answer that are read: 32 vectors of 3072 numbers take some 2 MB."""
MODEL = "multilingual-e5-small"
PREFIX = {
    Side.QUERY: ("query: ",),
    Side.PASSAGE: ("passage: ",),
    Side.BOTH: ("query: ", "passage: "),
}
"""As E5 models were trained."""


class Endpoint:
    """An `Embedder` that asks an address; its fragment, if any, names the model.

    ``https://host/v1`` and ``https://host/v1/embeddings#some-model`` are both understood.
    """

    def __init__(self, address: str, key: str | None = None) -> None:
        url, fragment = urldefrag(address)
        url = url.rstrip("/")
        self._url = url if url.endswith("/embeddings") else f"{url}/embeddings"
        self._model = fragment or MODEL
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._session: aiohttp.ClientSession | None = None
        self._asking = 0

    async def start(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(headers=self._headers)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def question(self, text: str) -> bytes:
        if self._asking >= WAITING:
            raise Unavailable
        self._asking += 1
        try:
            return await self._ask([text], Side.BOTH, QUESTION_SECONDS)
        finally:
            self._asking -= 1

    async def texts(self, texts: Sequence[str], side: Side) -> bytes:
        parts = [
            await self._ask(texts[at : at + BATCH], side, TEXTS_SECONDS)
            for at in range(0, len(texts), BATCH)
        ]
        return b"".join(parts)

    async def _ask(self, texts: Sequence[str], side: Side, seconds: float) -> bytes:
        if self._session is None:
            raise Unavailable
        asked = [prefix + text for text in texts for prefix in PREFIX[side]]
        body = {"model": self._model, "input": asked}
        try:
            async with (
                asyncio.timeout(seconds),
                self._session.post(self._url, json=body, allow_redirects=False) as answer,
            ):
                answer.raise_for_status()
                if (answer.content_length or 0) > LONGEST:
                    raise Unavailable
                return _vectors(await answer.json(content_type=None), len(asked), len(PREFIX[side]))
        except (aiohttp.ClientError, TimeoutError, ValueError, TypeError, LookupError) as error:
            raise Unavailable from error


def _vectors(answer: object, count: int, sides: int) -> bytes:
    """The middle of each ``sides`` vectors that follow one another.

    Raises: ValueError, TypeError, LookupError: it is not an answer to ``count`` texts.
    """
    if not isinstance(answer, dict) or len(answer["data"]) != count:
        raise ValueError("not an answer to what was asked")
    listed = sorted(answer["data"], key=lambda each: int(each["index"]))
    found = [array("f", each["embedding"]) for each in listed]
    return b"".join(_middle(found[at : at + sides]).tobytes() for at in range(0, count, sides))


def _middle(vectors: Sequence[array[float]]) -> array[float]:
    return array("f", (sum(values) / len(values) for values in zip(*vectors, strict=True)))
