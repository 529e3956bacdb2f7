"""Stored files and their links, which expire as Discord's do."""

from __future__ import annotations

import hashlib
import hmac
import mimetypes
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from sandbox.limits import Limits
from sandbox.state import components
from sandbox.state.components import media_of
from sandbox.state.models import Attachment, Channel, Json, Message
from sandbox.state.store import State

_UNSAFE = str.maketrans(dict.fromkeys('<>:"/\\|?* ', "_"))


@dataclass(frozen=True, slots=True)
class File:
    """A file that somebody uploads: its name and its bytes."""

    name: str
    content: bytes
    description: str | None = None


class Files:
    """Keeps attachments and signs their links: `ex` (expiry), `is` (issued), `hm` (signature)."""

    def __init__(self, state: State, limits: Limits) -> None:
        self._state = state
        self._hours = limits.attachment_hours
        self._key = secrets.token_bytes(32)
        self.base = ""

    def store(self, channel: Channel, file: File, *, ephemeral: bool = False) -> Attachment:
        """Keep a file; its name is made safe in the way Discord does."""
        name = file.name.translate(_UNSAFE) or "unknown"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if kind.startswith("text/") or kind == "application/json":
            kind += "; charset=utf-8"
        width, height = _png_size(file.content)
        attachment = Attachment(
            self._state.ids.make(),
            channel.id,
            name,
            file.content,
            kind,
            description=file.description,
            ephemeral=ephemeral,
            width=width,
            height=height,
        )
        self._state.attachments[attachment.id] = attachment
        return attachment

    def url(self, attachment: Attachment) -> str:
        """A link that works for the next `attachment_hours`."""
        now = self._state.clock.now()
        issued = f"{int(now.timestamp()):x}"
        expires = f"{int((now + timedelta(hours=self._hours)).timestamp()):x}"
        path = f"/attachments/{attachment.channel_id}/{attachment.id}/{quote(attachment.filename)}"
        signature = self._sign(attachment.id, expires, issued)
        return f"{self.base}{path}?ex={expires}&is={issued}&hm={signature}&"

    def renew(self, message: Message) -> None:
        """Give the media in embeds and components that are attachments fresh links too."""
        held = {str(one.id): one for one in message.attachments}
        shown = [media for one in components.walk(message.components) for media in media_of(one)]
        shown += [
            embed[key] for embed in message.embeds for key in ("image", "thumbnail") if key in embed
        ]
        for media in shown:
            attachment = held.get(str(media.get("attachment_id")))
            if attachment is not None:
                media["url"] = media["proxy_url"] = self.url(attachment)

    def open(self, attachment_id: int, query: Mapping[str, str]) -> Attachment | None:
        """The file behind a link; None where the link is forged, incomplete or expired."""
        attachment = self._state.attachments.get(attachment_id)
        expires, issued = query.get("ex", ""), query.get("is", "")
        signature = self._sign(attachment_id, expires, issued)
        if attachment is None or not hmac.compare_digest(signature, query.get("hm", "")):
            return None
        return attachment if self._state.clock.now().timestamp() < int(expires, 16) else None

    def payload(self, attachment: Attachment) -> Json:
        """An attachment object with a fresh link."""
        url = self.url(attachment)
        data: Json = {
            "id": str(attachment.id),
            "filename": attachment.filename,
            "size": len(attachment.content),
            "url": url,
            "proxy_url": url,
            "content_type": attachment.content_type,
        }
        if attachment.description is not None:
            data["description"] = attachment.description
        if attachment.ephemeral:
            data["ephemeral"] = True
        if attachment.width is not None:
            data |= {"width": attachment.width, "height": attachment.height}
        return data

    def _sign(self, attachment_id: int, expires: str, issued: str) -> str:
        text = f"{attachment_id}.{expires}.{issued}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()


def _png_size(content: bytes) -> tuple[int | None, int | None]:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or len(content) < 24:
        return None, None
    width, height = struct.unpack(">II", content[16:24])
    return width, height
