"""What can keep coordinators from looking for pitches."""

from __future__ import annotations

from bot.domain.errors import NotFound, Refused
from bot.domain.text import key


class SearchTooLong(Refused):
    """Parameters: ``most`` (characters)."""

    key = key("error.search_too_long")


class NothingToSearch(Refused):
    """Nothing but spaces was typed."""

    key = key("error.nothing_to_search")


class TooManyFilters(Refused):
    """All of them together do not fit into a button, which is to find the next page."""

    key = key("error.too_many_filters")


class ListOutdated(NotFound):
    """A button of a list does not say what was listed."""

    key = key("error.list_outdated")


class NoSuchCall(NotFound):
    key = key("error.no_such_call")
