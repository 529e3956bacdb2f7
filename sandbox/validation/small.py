"""The small forms: answers to autocomplete, and threads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.validation import command_options, values
from sandbox.validation.errors import Form

ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
MAX_SLOWMODE = 21600
MAX_TAGS = 5


def check_autocomplete(payload: Mapping[str, Any]) -> None:
    """Check the `data` of an interaction response of type 8: at most 25 choices.

    Raises `FormError`.
    """
    form = Form()
    for place, choice in values.objects(
        form, payload, "choices", most=command_options.MAX_CHOICES, required=True
    ):
        command_options.choice_value(place, choice, None)
    form.finish()


def check_thread(payload: Mapping[str, Any], *, edit: bool = False) -> None:
    """Check the body that makes a thread, or edits one: a name of 1 to 100 characters,
    `auto_archive_duration` 60, 1440, 4320 or 10080 minutes, slow mode of at most 6 hours, at
    most 5 tags.

    Raises `FormError`.
    """
    form = Form()
    values.text(form, payload, "name", longest=100, shortest=1, required=not edit)
    values.choice(form, payload, "auto_archive_duration", ARCHIVE_MINUTES, required=False)
    values.integer(form, payload, "rate_limit_per_user", low=0, high=MAX_SLOWMODE)
    values.boolean(form, payload, "invitable", default=True)
    values.boolean(form, payload, "archived")
    values.boolean(form, payload, "locked")
    if len(payload.get("applied_tags") or ()) > MAX_TAGS:
        form.at("applied_tags").add(
            "BASE_TYPE_BAD_LENGTH", f"Must be {MAX_TAGS} or fewer in length."
        )
    form.finish()
