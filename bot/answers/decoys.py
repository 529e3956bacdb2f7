"""Everyday questions that stand in every bank."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bot.answers.normalise import clean


@cache
def decoys() -> tuple[str, ...]:
    """The decoys of ``decoys.txt``, clean."""
    listed = files(__package__).joinpath("decoys.txt").read_text(encoding="utf-8")
    return tuple(clean(line) for line in listed.splitlines() if not line.startswith("#"))
