"""Files that came with a command or stand in a message, read whole: small ones only."""

from __future__ import annotations

import asyncio

import aiohttp
import discord

from bot.domain.errors import FileCutShort, FileGone, FileTooLarge
from bot.domain.files import MEBIBYTE

SECONDS = 20
"""How long a file may take to come."""


async def read_attachment(attachment: discord.Attachment, most: int) -> bytes:
    """All of it, ``most`` bytes at most.

    Raises:
        FileTooLarge: Discord announces more.
        FileGone: its address has expired, or it was deleted.
        FileCutShort: it did not come, or not whole.
    """
    name = attachment.filename
    if attachment.size > most:
        raise FileTooLarge(name=name, limit=max(1, most // MEBIBYTE))
    try:
        async with asyncio.timeout(SECONDS):
            data = await attachment.read()
    except (discord.NotFound, discord.Forbidden) as error:
        raise FileGone(name=name) from error
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError) as error:
        raise FileCutShort(name=name) from error
    if len(data) != attachment.size:
        raise FileCutShort(name=name)
    return data
