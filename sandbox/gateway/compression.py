"""Transport compression of the gateway: one stream for the life of a connection.

Discord offers `zlib-stream` and `zstd-stream`; after every message the stream is flushed to a
boundary, so that a client can read it at once. Which of the two a library asks for depends on
what is installed beside it: from Python 3.14 on, discord.py and hikari prefer Zstandard.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

Compress = Callable[[bytes], bytes]


def stream(kind: str | None) -> Compress | None:
    """What turns each message into its part of the stream.

    None (send plain text) where no compression was asked for, or one that Discord does not
    offer, or Zstandard while no library for it is installed.
    """
    if kind == "zlib-stream":
        return _zlib()
    if kind == "zstd-stream":
        return _zstd()
    return None


def _zlib() -> Compress:
    compressor = zlib.compressobj()
    return lambda data: compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Compress | None:
    # The first two have one interface: the standard library's, and its copy for older Pythons.
    for name in ("compression.zstd", "backports.zstd"):
        module = _module(name)
        if module is not None:
            compressor = module.ZstdCompressor()
            return lambda data: bytes(compressor.compress(data, compressor.FLUSH_BLOCK))
    module = _module("zstandard")
    if module is None:
        return None
    made, block = module.ZstdCompressor().compressobj(), module.COMPRESSOBJ_FLUSH_BLOCK
    return lambda data: bytes(made.compress(data) + made.flush(block))


def _module(name: str) -> Any | None:
    try:
        return import_module(name)
    except ImportError:
        return None
