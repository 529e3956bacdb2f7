"""Where ids and jitter come from in a running bot."""

from __future__ import annotations

import random
import secrets

from bot.domain.ids import ALPHABET, Reference


class SystemIds:
    """The operating system's randomness. Five characters of 30 make 24 million references a
    programme and guild; one that is taken is drawn again."""

    def __init__(self) -> None:
        self._jitter = random.SystemRandom()

    def token(self) -> str:
        return secrets.token_hex(10)

    def code(self) -> str:
        return "".join(secrets.choice(ALPHABET) for _ in range(Reference.LENGTH))

    def jitter(self) -> float:
        return self._jitter.random()
