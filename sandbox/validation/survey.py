"""What only the whole of a message or modal shows: repeated ids, sums over all components."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.validation import values
from sandbox.validation.errors import Form

MAX_CUSTOM_ID = 100
MAX_COMPONENTS = 40
MAX_TEXT = 4000


class Survey:
    """Running totals of one message or modal while its components are visited."""

    def __init__(self) -> None:
        self.components = 0
        self.characters = 0
        self.attachments: list[tuple[Form, str]] = []
        self._custom_ids: set[str] = set()
        self._ids: set[int] = set()

    def visit(self, form: Form, component: Mapping[str, Any]) -> None:
        """Count a component, and see that its numeric `id` is not another one's.

        Discord: `id` is a 32-bit integer, unique within the message; 0 counts as none.
        """
        self.components += 1
        number = values.integer(form, component, "id", low=0, high=values.INT32_MAX)
        if number:
            if number in self._ids:
                form.at("id").add("COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
            self._ids.add(number)

    def custom_id(self, form: Form, component: Mapping[str, Any]) -> None:
        """Require a `custom_id` of 1 to 100 characters that no other component has.

        Disabled components count too (Discord made this so in 2021).
        """
        custom_id = values.text(
            form, component, "custom_id", longest=MAX_CUSTOM_ID, shortest=1, required=True
        )
        if custom_id is None:
            return
        if custom_id in self._custom_ids:
            form.at("custom_id").add(
                "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
            )
        self._custom_ids.add(custom_id)

    def text(self, form: Form, component: Mapping[str, Any]) -> None:
        """A text display: 1 to 4000 characters, and 4000 over all of them in a message."""
        content = values.text(
            form, component, "content", longest=MAX_TEXT, shortest=1, required=True
        )
        self.characters += len(content or "")

    def media(
        self, form: Form, component: Mapping[str, Any], key: str, *, only_files: bool
    ) -> None:
        """An unfurled media item; a reference to an attachment is kept for later comparison."""
        item = values.mapping(form, component, key, required=True)
        if item is None:
            return
        schemes = ("attachment",) if only_files else ("http", "https", "attachment")
        place = form.at(key)
        address = values.url(place, item, "url", schemes=schemes, required=True)
        if address is not None and address.startswith("attachment://"):
            self.attachments.append((place.at("url"), address.removeprefix("attachment://")))

    def finish(self, form: Form) -> None:
        """Record what the sums break, at the list of components."""
        if self.components > MAX_COMPONENTS:
            form.add(
                "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
                f"Total number of components cannot exceed {MAX_COMPONENTS}",
            )
        if self.characters > MAX_TEXT:
            form.add(
                "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
                f"Components displayable text size exceeds maximum size of {MAX_TEXT}",
            )
