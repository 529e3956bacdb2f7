"""Who may talk to the page's server: only the page itself, from this machine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "media-src 'self' blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-cache",
}
"""What every answer of the page's own routes carries."""


def guarded(handler: Handler, *, same_origin: bool = False) -> Handler:
    """A handler that only the page reaches.

    The Host must be this machine by one of two names, or a foreign name that resolves to it could
    act as the page (DNS rebinding). With `same_origin` the Origin must be the page's too: browsers
    let any site open a WebSocket or send a form here.
    """

    async def guard(request: web.Request) -> web.StreamResponse:
        host = request.headers.get("Host", "").lower()
        if host not in _names(request):
            return refusal(403, "This server answers to 127.0.0.1 and localhost only.")
        if same_origin and request.headers.get("Origin", "").lower() != f"http://{host}":
            return refusal(403, "Only the page itself may do this.")
        return await handler(request)

    return guard


def refusal(status: int, text: str) -> web.Response:
    """A plain answer with the page's headers."""
    return web.Response(status=status, text=text, headers=HEADERS)


def _names(request: web.Request) -> tuple[str, ...]:
    transport = request.transport
    if transport is None:
        return ()
    port = transport.get_extra_info("sockname")[1]
    names = (f"127.0.0.1:{port}", f"localhost:{port}")
    return (*names, "127.0.0.1", "localhost") if port == 80 else names
