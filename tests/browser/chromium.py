"""The system's Chromium, and how it is started so that only the page's own requests leave."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",  # tests may run as root, for whom Chromium has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Two tabs are watched at once: the one behind must be drawn as if it were in front.
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
)
MISSING = (
    "No Chromium is on this machine: the tests of the sandbox's page are skipped. "
    "Install one (Debian: apt-get install chromium), or name one in CHROMIUM."
)


def executable() -> str | None:
    """Where it is: what CHROMIUM names, else what is on the PATH."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ((named,) if named else NAMES))
    return next((path for path in found if path), None)


def required() -> bool:
    """Whether its absence is a failure: so in CI."""
    return os.environ.get("BROWSER_TESTS") == "required"
