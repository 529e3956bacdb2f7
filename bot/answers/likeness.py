"""How alike texts of one list are to one another, in meaning."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.answers.vectors import Floats, is_chinese, unit

FEW = 20
"""What the texts of a language have in common is taken off them in full only where there are many:
of so many, half. Questions to one guild are mostly about one matter, which would make all alike;
of three, what they have in common may be all they say."""


def likeness(texts: Sequence[str], vectors: Floats) -> list[list[int]]:
    """Of each two, -100 to 100: the cosine in hundredths. ``vectors`` has a row for each text."""
    chinese = np.array([is_chinese(text) for text in texts])
    centred = vectors.copy()
    for language in (False, True):
        these = chinese == language
        count = int(these.sum())
        if count:
            centred[these] -= vectors[these].mean(axis=0) * (count / (count + FEW))
    centred = unit(centred)
    hundredths: list[list[int]] = np.rint(100 * (centred @ centred.T)).astype(int).tolist()
    return hundredths
