"""The page on which people act by hand, each in a browser tab."""

from __future__ import annotations

from sandbox.web.app import Web

__all__ = ["Web"]
