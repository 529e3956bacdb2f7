"""Buttons, menus and files in messages, as a person sees them."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.state.models import Json

_SELECT_KINDS = {3: "string", 5: "user", 6: "role", 7: "mentionable", 8: "channel"}


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `custom_id` is None for links."""

    label: str
    custom_id: str | None
    disabled: bool
    url: str | None
    style: int
    emoji: str | None
    raw: Json

    @classmethod
    def of(cls, raw: Json) -> Button:
        """From the component."""
        return cls(
            label=str(raw.get("label") or ""),
            custom_id=raw.get("custom_id"),
            disabled=bool(raw.get("disabled")),
            url=raw.get("url"),
            style=int(raw.get("style") or 1),
            emoji=(raw.get("emoji") or {}).get("name"),
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a menu."""

    label: str
    value: str
    description: str | None = None
    default: bool = False

    @classmethod
    def of(cls, raw: Json) -> Option:
        """From the component."""
        return cls(
            str(raw["label"]), str(raw["value"]), raw.get("description"), bool(raw.get("default"))
        )


@dataclass(frozen=True, slots=True)
class Select:
    """A menu in a message. `kind`: string, user, role, mentionable, channel."""

    custom_id: str
    placeholder: str
    kind: str
    options: tuple[Option, ...]
    min_values: int
    max_values: int
    disabled: bool
    raw: Json

    @classmethod
    def of(cls, raw: Json) -> Select:
        """From the component."""
        least, most = raw.get("min_values"), raw.get("max_values")
        return cls(
            custom_id=str(raw["custom_id"]),
            placeholder=str(raw.get("placeholder") or ""),
            kind=_SELECT_KINDS[raw["type"]],
            options=tuple(Option.of(one) for one in raw.get("options") or ()),
            min_values=1 if least is None else int(least),
            max_values=1 if most is None else int(most),
            disabled=bool(raw.get("disabled")),
            raw=raw,
        )


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file under a message; `url` is fresh."""

    id: int
    filename: str
    content: bytes
    content_type: str
    url: str
    ephemeral: bool

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)
