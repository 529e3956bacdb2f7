"""How the unit tests are run."""

from __future__ import annotations

from hypothesis import settings

# A machine that is busy with other things takes longer for an example than Hypothesis allows.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
