"""Interaction callbacks, and the webhook routes of an interaction's token."""

from __future__ import annotations

from typing import Any

from sandbox.rest.call import Call, Route
from sandbox.state.models import Json


def _show(call: Call, message: Any) -> Json:
    return call.core.messages.json.full(message)


async def _callback(call: Call) -> Any:
    interactions = call.core.interactions
    found = interactions.awaiting(call.id("interaction_id"), call.params["interaction_token"])
    answer = interactions.respond(found, call.json, call.files)
    wanted = call.query.get("with_response", "").lower() in ("1", "true")
    return answer if wanted else None


async def _follow_up(call: Call) -> Any:
    interactions = call.core.interactions
    found = interactions.answered(call.id("webhook_id"), call.params["webhook_token"])
    return _show(call, interactions.follow_up(found, call.json, call.files))


async def _get(call: Call) -> Any:
    interactions = call.core.interactions
    found = interactions.answered(call.id("webhook_id"), call.params["webhook_token"])
    return _show(call, interactions.find(found, call.params.get("message_id", "@original")))


async def _edit(call: Call) -> Any:
    interactions = call.core.interactions
    found = interactions.answered(call.id("webhook_id"), call.params["webhook_token"])
    message = interactions.find(found, call.params.get("message_id", "@original"))
    interactions.edit(found, message, call.json, call.files)
    return _show(call, message)


async def _delete(call: Call) -> Any:
    interactions = call.core.interactions
    found = interactions.answered(call.id("webhook_id"), call.params["webhook_token"])
    message = interactions.find(found, call.params.get("message_id", "@original"))
    interactions.delete(found, message)


_HOOK = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES = (
    Route(
        "POST",
        "/interactions/{interaction_id}/{interaction_token}/callback",
        _callback,
        token=True,
    ),
    Route("POST", _HOOK, _follow_up, token=True),
    *(
        Route(method, f"{_HOOK}/messages/{which}", handler, token=True)
        for which in ("@original", "{message_id}")
        for method, handler in (("GET", _get), ("PATCH", _edit), ("DELETE", _delete))
    ),
)
