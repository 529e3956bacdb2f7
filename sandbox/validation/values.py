"""Checks of single values: presence, type, length and range, with Discord's words for each.

Each function reads one key of an object, records what is wrong at `form.at(key)` and returns the
value when it can be used, else None. `null` counts as absent: where Discord's document forbids
`null`, the OpenAPI check says so.

Discord is lenient about a few types, and so are these: a number may come as a string of digits,
and a string as a number. Lengths are counted in Unicode code points after surrounding white
space is trimmed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from sandbox.validation.errors import Form

INT32_MAX = 2**31 - 1
REQUIRED = ("BASE_TYPE_REQUIRED", "This field is required")


def text(
    form: Form,
    source: Mapping[str, Any],
    key: str,
    *,
    longest: int,
    shortest: int = 0,
    required: bool = False,
) -> str | None:
    """A string of `shortest` to `longest` code points, trimmed."""
    place, value = form.at(key), source.get(key)
    if value is None:
        if required:
            place.add(*REQUIRED)
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        place.add("STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
        return None
    trimmed = str(value).strip()
    if required and not trimmed:
        place.add(*REQUIRED)
        return None
    length_of(place, len(trimmed), longest=longest, shortest=shortest)
    return trimmed


def length_of(form: Form, length: int, *, longest: int, shortest: int = 0) -> None:
    """Record at `form` a length outside of `shortest` to `longest`."""
    if shortest <= length <= longest:
        return
    if shortest:
        form.add("BASE_TYPE_BAD_LENGTH", f"Must be between {shortest} and {longest} in length.")
    else:
        form.add("BASE_TYPE_MAX_LENGTH", f"Must be {longest} or fewer in length.")


def integer(
    form: Form,
    source: Mapping[str, Any],
    key: str,
    *,
    low: int | None = None,
    high: int | None = None,
    required: bool = False,
) -> int | None:
    """A whole number from `low` to `high`, or a string of digits that stands for one."""
    place, value = form.at(key), source.get(key)
    if value is None:
        if required:
            place.add(*REQUIRED)
        return None
    number = _as_int(value)
    if number is None:
        place.add("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
    elif low is not None and number < low:
        place.add("NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
    elif high is not None and number > high:
        place.add("NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")
    else:
        return number
    return None


def _as_int(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.removeprefix("-").isdecimal() and value.isascii():
        return int(value)
    return None


def boolean(form: Form, source: Mapping[str, Any], key: str, *, default: bool = False) -> bool:
    """A true or false; `default` when absent or unusable."""
    value = source.get(key)
    if value is None:
        return default
    if isinstance(value, bool):
        return value
    form.at(key).add("BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
    return default


def choice(
    form: Form, source: Mapping[str, Any], key: str, allowed: Collection[int], *, required: bool
) -> int | None:
    """A whole number that is one of `allowed`."""
    number = integer(form, source, key, required=required)
    if number is not None and number not in allowed:
        listed = ", ".join(str(item) for item in sorted(allowed))
        form.at(key).add("BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")
        return None
    return number


def objects(
    form: Form,
    source: Mapping[str, Any],
    key: str,
    *,
    most: int,
    fewest: int = 0,
    required: bool = False,
) -> list[tuple[Form, Mapping[str, Any]]]:
    """The objects of a list, each with its place; what is no object is recorded and left out."""
    place, value = form.at(key), source.get(key)
    if value is None:
        if required:
            place.add(*REQUIRED)
        return []
    return objects_in(place, value, most=most, fewest=fewest)


def objects_in(
    place: Form, value: Any, *, most: int, fewest: int = 0
) -> list[tuple[Form, Mapping[str, Any]]]:
    """As `objects`, of a list that was already read and whose place is `place`."""
    if isinstance(value, str | bytes) or not isinstance(value, Sequence):
        place.add("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return []
    length_of(place, len(value), longest=most, shortest=fewest)
    found: list[tuple[Form, Mapping[str, Any]]] = []
    for index, item in enumerate(value):
        if isinstance(item, Mapping):
            found.append((place.at(index), item))
        else:
            place.at(index).add(
                "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"
            )
    return found


def mapping(
    form: Form, source: Mapping[str, Any], key: str, *, required: bool = False
) -> Mapping[str, Any] | None:
    """An object."""
    value = source.get(key)
    if value is None:
        if required:
            form.at(key).add(*REQUIRED)
        return None
    if isinstance(value, Mapping):
        return value
    form.at(key).add("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    return None


def url(
    form: Form,
    source: Mapping[str, Any],
    key: str,
    *,
    schemes: Collection[str] = ("http", "https"),
    longest: int = 2048,
    required: bool = False,
) -> str | None:
    """An address with one of `schemes` and a host (or, for `attachment`, a file name)."""
    value = text(form, source, key, longest=longest, required=required)
    if not value:
        return None
    place = form.at(key)
    try:
        parts = urlsplit(value)
    except ValueError:
        place.add("URL_TYPE_INVALID_URL", "Not a well formed URL.")
        return None
    if parts.scheme and parts.scheme not in schemes:
        listed = ", ".join(f"'{scheme}'" for scheme in schemes)
        place.add(
            "URL_TYPE_INVALID_SCHEME",
            f'Scheme "{parts.scheme}" is not supported. Scheme must be one of ({listed}).',
        )
        return None
    if not parts.scheme or not parts.netloc or any(char.isspace() for char in value):
        place.add("URL_TYPE_INVALID_URL", "Not a well formed URL.")
        return None
    return value
