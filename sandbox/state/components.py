"""Walking through message components, old and new, wherever they nest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sandbox.state.models import Json

ACTION_ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT, ROLE_SELECT = 1, 2, 3, 4, 5, 6
MENTIONABLE_SELECT, CHANNEL_SELECT, SECTION, TEXT, THUMBNAIL, GALLERY = 7, 8, 9, 10, 11, 12
FILE, SEPARATOR, CONTAINER, LABEL, FILE_UPLOAD = 13, 14, 17, 18, 19
RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 21, 22, 23
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
LINK_STYLE = 5
# What Discord writes into a component that was sent without it.
_FILLED: Mapping[int, Mapping[str, Any]] = {
    THUMBNAIL: {"description": None, "spoiler": False},
    FILE: {"name": None, "size": None, "spoiler": False},
    SEPARATOR: {"spacing": 1, "divider": True},
    CONTAINER: {"accent_color": None, "spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}


def walk(components: Iterable[Json]) -> Iterator[Json]:
    """Every component, each before what it contains, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        for key in ("accessory", "component"):
            if isinstance(component.get(key), Mapping):
                yield from walk((component[key],))


def media_of(component: Json) -> Iterator[Json]:
    """The media items that a component shows."""
    for key in ("media", "file"):
        if isinstance(component.get(key), Mapping):
            yield component[key]
    for item in component.get("items") or ():
        yield item["media"]


def texts(components: Iterable[Json]) -> Iterator[str]:
    """Every text that components put on the screen, in reading order."""
    for component in walk(components):
        kind = component.get("type")
        if kind == TEXT:
            yield str(component.get("content") or "")
        elif kind == BUTTON:
            yield str(component.get("label") or "")
        elif kind in SELECTS:
            yield str(component.get("placeholder") or "")
        elif kind == GALLERY:
            yield from (str(item.get("description") or "") for item in component.get("items") or ())
        elif kind == THUMBNAIL:
            yield str(component.get("description") or "")
        elif kind == FILE:
            yield str(component.get("name") or "")


def embed_texts(embeds: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Every text that embeds put on the screen, in reading order."""
    for embed in embeds:
        yield str((embed.get("author") or {}).get("name") or "")
        yield str(embed.get("title") or "")
        yield str(embed.get("description") or "")
        for field in embed.get("fields") or ():
            yield str(field.get("name") or "")
            yield str(field.get("value") or "")
        yield str((embed.get("footer") or {}).get("text") or "")


def complete(component: Json) -> None:
    """Fill in what Discord's answers always hold and requests may leave out or null."""
    for target, filled in (
        (component, _FILLED.get(component["type"], {})),
        *((item, _FILLED[THUMBNAIL]) for item in component.get("items") or ()),
    ):
        for key, value in filled.items():
            if target.get(key) is None:
                target[key] = value


def numbered(components: list[Json]) -> list[Json]:
    """A copy in which every component has an `id`, as Discord gives to those sent without."""
    copied = [_copy(component) for component in components]
    every = list(walk(copied))
    used = {int(component["id"]) for component in every if component.get("id")}
    fresh = 0
    for component in every:
        if not component.get("id"):
            fresh += 1
            while fresh in used:
                fresh += 1
            component["id"] = fresh
    return copied


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_copy(one) for one in value]
    return value
