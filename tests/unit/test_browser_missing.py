"""Without a Chromium the tests of the page are left out with a notice, or fail where it must be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import chromium

ROOT = Path(__file__).parents[2]
TEST = "tests/browser/test_many_messages.py"


@pytest.mark.parametrize(
    ("setting", "outcome", "code"), [("", "1 skipped", 0), ("required", "1 error", 1)]
)
def test_a_missing_chromium_is_told(setting: str, outcome: str, code: int) -> None:
    environment = {**os.environ, "CHROMIUM": "/nonexistent", "BROWSER_TESTS": setting}
    # Its own process: this one may run under workers, whose settings it must not take over.
    environment = {k: v for k, v in environment.items() if not k.startswith("PYTEST_")}
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", "-p", "no:xdist", TEST],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    told = " ".join(ran.stdout.split())
    assert ran.returncode == code, ran.stdout
    assert outcome in told
    assert chromium.MISSING in told
