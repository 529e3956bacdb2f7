"""Where attachments are fetched from, by their signed links; faults may befall a fetch."""

from __future__ import annotations

import asyncio

from aiohttp import web

from sandbox.core import Core
from sandbox.faults import Fault, Faults
from sandbox.requests import Request
from sandbox.state.models import Attachment

ATTACHMENT = "/attachments/{channel}/{attachment}/{name}"
"""The path, also for `Faults`. A fault ``before`` comes before the answer; one ``after`` when half
of the bytes are on their way."""


class Downloads:
    def __init__(self, core: Core, faults: Faults) -> None:
        self._core = core
        self._faults = faults

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The file, or 404 where the link is forged, incomplete or expired."""
        fault = self._faults.take(self._record(request))
        if fault is not None and fault.when == "before":
            if fault.kind in ("fail", "rate_limit"):
                return web.Response(status=fault.status if fault.kind == "fail" else 429)
            await _befall(request, fault)
        raw = request.match_info["attachment"]
        found = self._core.files.open(int(raw), request.query) if raw.isdecimal() else None
        if found is None:
            return web.Response(status=404, text="This content is no longer available.")
        return await _sent(request, found, fault if fault and fault.when == "after" else None)

    def _record(self, request: web.Request) -> Request:
        return Request(
            method=request.method,
            path=ATTACHMENT,
            url=str(request.rel_url),
            params=dict(request.match_info),
            query=dict(request.query),
            body=None,
            files=(),
            headers=dict(request.headers),
            at=self._core.clock.now(),
        )


async def _sent(request: web.Request, found: Attachment, fault: Fault | None) -> web.StreamResponse:
    headers = {
        "Content-Type": found.content_type,
        "Content-Disposition": "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    if fault is None:
        return web.Response(body=found.content, headers=headers)
    answer = web.StreamResponse(headers=headers)
    answer.content_length = len(found.content)
    await answer.prepare(request)
    half = len(found.content) // 2
    await answer.write(found.content[:half])
    await _befall(request, fault)
    if request.transport is not None and not request.transport.is_closing():
        await answer.write(found.content[half:])
        await answer.write_eof()
    return answer


async def _befall(request: web.Request, fault: Fault) -> None:
    if fault.kind == "hold":
        await fault.hold.stop_here()
    elif fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
    elif request.transport is not None:
        request.transport.abort()
