"""Turning a schema's complaint into one line that names the part of the body at fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsonschema_rs import ValidationError, ValidationErrorKind

_LONGEST = 160


def readable(error: ValidationError) -> Iterator[str]:
    """Lines such as `$.components[0].label: "..." is longer than 80 characters`.

    Of a choice between schemas (`oneOf`, `anyOf`) only the branch that was plainly meant is told:
    the one whose `type` fits, and of those the one with the fewest faults.
    """
    kind = error.kind
    if isinstance(kind, ValidationErrorKind.AnyOf | ValidationErrorKind.OneOfNotValid):
        branches = [branch for branch in kind.context if branch]
        constants = [branch[0].kind for branch in branches if len(branch) == 1]
        listed = [kind for kind in constants if isinstance(kind, ValidationErrorKind.Constant)]
        if branches and len(listed) == len(branches):
            allowed = ", ".join(str(constant.expected_value) for constant in listed)
            yield f"{_place(error.instance_path)}: {error.instance!r} is none of {allowed}"
            return
        if branches:
            best = min(branches, key=lambda branch: _distance(branch, error.instance_path))
            if not _elsewhere(best, error.instance_path):
                for inner in best:
                    yield from readable(inner)
                return
    yield f"{_place(error.instance_path)}: {_short(error.message)}"


def _distance(branch: Sequence[ValidationError], path: Sequence[str | int]) -> tuple[bool, int]:
    return _elsewhere(branch, path), len(branch)


def _elsewhere(branch: Sequence[ValidationError], path: Sequence[str | int]) -> bool:
    """Whether a branch is for another kind of value: its JSON type or its `type` differs."""
    here, kind = list(path), [*path, "type"]
    return any(
        (isinstance(error.kind, ValidationErrorKind.Type) and list(error.instance_path) == here)
        or (
            isinstance(error.kind, ValidationErrorKind.Enum | ValidationErrorKind.Constant)
            and list(error.instance_path) == kind
        )
        for error in branch
    )


def _place(path: Sequence[str | int]) -> str:
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)


def _short(message: str) -> str:
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
