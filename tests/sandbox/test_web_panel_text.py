"""What the panel shows of a body: short, and without secrets."""

from __future__ import annotations

import json
from typing import Any

from sandbox.web.panel_text import LONGEST, shortened, without_tokens


def test_bodies_are_shortened() -> None:
    deep: Any = "bottom"
    for _ in range(40):
        deep = [deep]
    shown = shortened({"text": "x" * 1000, "list": list(range(100)), "deep": deep})
    assert "x" * 400 + "… (+600)" in shown
    assert "… (+75)" in shown
    assert "bottom" not in shown
    assert len(shortened([{"text": "y" * 390}] * 25)) <= LONGEST + 2
    assert shortened(None) == ""
    assert shortened("\ud83d").encode() == b'"?"'


def test_secrets_are_left_out_wherever_they_stand() -> None:
    shown = shortened({"token": "t", "deep": [{"session_id": "s"}], "says": "a Bot abc"}, {"abc"})
    assert json.loads(shown) == {
        "token": "(not shown)",
        "deep": [{"session_id": "(not shown)"}],
        "says": "(not shown)",
    }
    assert without_tokens("/webhooks/1/secret/oddity") == "/webhooks/1/(not shown)/oddity"
    template = "/webhooks/{webhook_id}/{webhook_token}"
    assert without_tokens(template) == template
