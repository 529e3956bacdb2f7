"""Which tab shows which modal: the one in which it was opened, and no other."""

from __future__ import annotations

from sandbox.people.modal import Modal

MOST = 100
"""Modals that are kept; those of tabs that never came back are the first to go."""


class Modals:
    """The open modals by person and tab. A tab that only lost its connection finds its own again;
    a reloaded one gives itself another name, and finds none.
    """

    def __init__(self) -> None:
        self._open: dict[tuple[str, str], Modal] = {}

    def of(self, person: str, tab: str) -> Modal | None:
        """What is open there."""
        return self._open.get((person, tab))

    def put(self, person: str, tab: str, modal: Modal | None) -> None:
        """This is open there now; None closes."""
        self._open.pop((person, tab), None)
        if modal is not None:
            self._open[person, tab] = modal
            while len(self._open) > MOST:
                del self._open[next(iter(self._open))]
