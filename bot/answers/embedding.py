"""Where vectors come from: the port that the model's process and an endpoint fulfil."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol


class Side(IntEnum):
    """E5 models embed what is asked and what is to be found differently."""

    QUERY = 0
    PASSAGE = 1
    BOTH = 2
    """The middle of the two: phrasings are questions as well."""


class Unavailable(Exception):
    """There are no vectors for now: crashed, too slow, too busy, or gone."""


class Embedder(Protocol):
    """Texts to vectors. Texts are clean: at most some hundred characters, NFKC, no NUL."""

    async def question(self, text: str) -> bytes:
        """The vector of one question, both sides: 32-bit floats in the machine's byte order.

        Of a long one the passage side may do.

        Takes little more than a second at the most. Raises: Unavailable.
        """

    async def texts(self, texts: Sequence[str], side: Side) -> bytes:
        """Their vectors one after the other; waits for its turn behind questions.

        Raises: Unavailable.
        """

    async def start(self) -> None:
        """Get ready in the background."""

    async def close(self) -> None:
        """Leave nothing behind. Safe to call twice."""
