"""The modal on a person's screen: its fields, and what the client submits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sandbox.interaction import OpenModal
from sandbox.people.errors import ModalRejected
from sandbox.people.resolve import Resolver
from sandbox.people.widgets import Option
from sandbox.state import components as parts
from sandbox.state.files import File
from sandbox.state.models import Json

By = Literal["label", "custom_id"]
_KINDS = {
    3: "select", 4: "text", 5: "user", 6: "role", 7: "mentionable", 8: "channel", 19: "file",
    21: "radio", 22: "checkboxes", 23: "checkbox",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind`: text, select, user, role, mentionable, channel, file, radio,
    checkboxes, checkbox. `value` is what stands there before the person touches it.
    """

    label: str
    description: str | None
    kind: str
    required: bool
    options: tuple[Option, ...]
    placeholder: str
    custom_id: str
    raw: Json

    @property
    def value(self) -> Any:
        """The prefilled value: a text, a list of values, one value or None, or a truth."""
        if self.kind == "text":
            return str(self.raw.get("value") or "")
        if self.kind == "checkbox":
            return bool(self.raw.get("default"))
        if self.kind == "file":
            return []
        chosen = [one.value for one in self.options if one.default]
        if self.kind == "radio":
            return chosen[0] if chosen else None
        if self.kind in ("user", "role", "mentionable", "channel"):
            return [str(one["id"]) for one in self.raw.get("default_values") or ()]
        return chosen


class Modal:
    """A modal as it stands open."""

    def __init__(self, opened: OpenModal) -> None:
        self.opened = opened
        self._payload = opened.payload
        self.fields: list[Field] = list(_fields(opened.payload))

    def __repr__(self) -> str:
        return f"<modal {self.title!r}: {', '.join(one.label for one in self.fields)}>"

    @property
    def raw(self) -> Json:
        """The payload, as the bot sent it."""
        return self._payload

    @property
    def title(self) -> str:
        """The title."""
        return str(self._payload["title"])

    @property
    def text(self) -> str:
        """All text on the screen, a line each."""
        lines = [self.title]
        lines += [
            str(one["content"]) for one in self._payload["components"] if one["type"] == parts.TEXT
        ]
        for field in self.fields:
            lines += [field.label, field.description or "", field.placeholder]
            lines += [one.label for one in field.options]
            lines += [str(field.value)] if field.kind == "text" else []
        return "\n".join(one for one in lines if one)

    def field(self, label: str) -> Field:
        """The field with this label (exactly, or else containing it); ModalRejected if none."""
        for field in self.fields:
            if field.label == label:
                return field
        for field in self.fields:
            if label.casefold() in field.label.casefold():
                return field
        shown = ", ".join(repr(one.label) for one in self.fields)
        raise ModalRejected(f"{label!r}: the modal {self.title!r} has only {shown}")

    def by_id(self, custom_id: str) -> Field:
        """The field with this custom_id; ModalRejected if none."""
        for field in self.fields:
            if field.custom_id == custom_id:
                return field
        raise ModalRejected(f"the modal {self.title!r} has no field {custom_id!r}")


def _fields(payload: Json) -> Iterator[Field]:
    for top in payload["components"]:
        if top["type"] == parts.LABEL:
            yield _field(top["component"], str(top["label"]), top.get("description"))
        elif top["type"] == parts.ACTION_ROW:
            for inner in top["components"]:
                yield _field(inner, str(inner.get("label") or ""), None)


def _field(raw: Json, label: str, description: str | None) -> Field:
    required = raw.get("required")
    return Field(
        label=label,
        description=description,
        kind=_KINDS[raw["type"]],
        required=raw["type"] != parts.CHECKBOX and (required is None or bool(required)),
        options=tuple(Option.of(one) for one in raw.get("options") or ()),
        placeholder=str(raw.get("placeholder") or ""),
        custom_id=str(raw["custom_id"]),
        raw=raw,
    )


def submission(
    opened: OpenModal, filled: Mapping[str, Any], resolver: Resolver, by: By = "label"
) -> Json:
    """The data of the submit interaction; ModalRejected where the client would not send it."""
    modal = Modal(opened)
    look = modal.by_id if by == "custom_id" else modal.field
    values = {look(key).custom_id: value for key, value in filled.items()}
    by_id = {field.custom_id: field for field in modal.fields}
    numbered = parts.numbered(opened.payload["components"])

    def answer(raw: Json) -> Json:
        field = by_id[str(raw["custom_id"])]
        given = values.get(field.custom_id)
        sent = _value(field, given, resolver, touched=field.custom_id in values)
        return {"type": raw["type"], "id": raw["id"], "custom_id": field.custom_id, **sent}

    submitted: list[Json] = []
    for top in numbered:
        frame: Json = {"type": top["type"], "id": top["id"]}
        if top["type"] == parts.LABEL:
            frame["component"] = answer(top["component"])
        elif top["type"] == parts.ACTION_ROW:
            frame["components"] = [answer(one) for one in top["components"]]
        submitted.append(frame)
    data: Json = {"custom_id": opened.payload["custom_id"], "components": submitted}
    if resolver.resolved:
        data["resolved"] = resolver.resolved
    return data


def _value(field: Field, given: Any, resolver: Resolver, *, touched: bool) -> Json:
    if field.kind == "text":
        return {"value": _text(field, str(given) if touched else field.value)}
    if field.kind == "checkbox":
        return {"value": bool(given) if touched else field.value}
    chosen = given if touched else field.value
    if chosen is None:
        chosen = []
    several = list(chosen) if isinstance(chosen, Sequence | set) and not isinstance(
        chosen, str | File
    ) else [chosen]  # fmt: skip
    ids = [_choice(field, one, resolver) for one in several]
    if field.kind == "radio":
        _count(field, ids, 1, 1)
        return {"value": ids[0] if ids else None}
    least, most = field.raw.get("min_values"), field.raw.get("max_values")
    highest = len(field.options) if field.kind == "checkboxes" else 1
    _count(
        field,
        ids,
        1 if least is None else int(least),
        highest if most is None else int(most),
    )
    return {"values": ids}


def _text(field: Field, value: str) -> str:
    least, most = int(field.raw.get("min_length") or 0), int(field.raw.get("max_length") or 4000)
    if not value:
        if field.required:
            raise ModalRejected(f"{field.label!r}: this field is required")
        return value
    if len(value) < least:
        raise ModalRejected(f"{field.label!r}: {len(value)} characters, at least {least} needed")
    if len(value) > most:
        raise ModalRejected(f"{field.label!r}: {len(value)} characters, at most {most} allowed")
    if field.raw.get("style", 1) == 1 and "\n" in value:
        raise ModalRejected(f"{field.label!r}: a single line takes no line break")
    return value


def _choice(field: Field, one: Any, resolver: Resolver) -> str:
    try:
        if field.kind == "file":
            return resolver.file(one)
        return resolver.of_select(int(field.raw["type"]), one, field.raw)
    except LookupError as error:
        raise ModalRejected(f"{field.label!r}: {error.args[0]}") from None


def _count(field: Field, chosen: Sequence[str], least: int, most: int) -> None:
    if not chosen and not field.required:
        return
    least = max(least, 1) if field.required else least
    if not least <= len(chosen) <= most:
        raise ModalRejected(f"{field.label!r}: {len(chosen)} chosen, {least} to {most} needed")
