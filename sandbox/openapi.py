"""Discord's published OpenAPI document, used to check what a bot sends.

The document (OpenAPI 3.1, one JSON file) describes every operation of API v10. It says what a
body may look like and nothing of what Discord makes of it, so it stands beside
`sandbox.validation` and does not replace it: a violation found here is a mistake of the client
that Discord may or may not forgive.

Three places are loosened, because Discord accepts there what its document does not say, and
libraries rely on it:

- a snowflake may be a JSON number as well as a string: discord.py sends ids in `allowed_mentions`,
  `attachments`, `message_reference`, `recipient_id` and elsewhere as numbers;
- a permission bit set (`allow`, `deny`, `permissions`, `default_member_permissions`) may be a
  string of digits as well as a number: Discord's reference calls these strings since API v8, and
  discord.py and hikari send strings;
- an address need not be plain ASCII, as the format `uri` asks.

A multipart body is held to the JSON form of its `payload_json`; its files are not described.
One place is tightened: the format `int32`, which JSON Schema ignores, gets its bounds.

What the sandbox itself answers is held to the document as it is written (`check_response`).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jsonschema_rs import Draft202012, Draft202012Validator, Registry

from sandbox.openapi_errors import readable

_REQUESTS, _ANSWERS = "urn:requests", "urn:answers"
_METHODS = ("get", "put", "post", "patch", "delete")
_BIT_SETS = frozenset({"allow", "deny", "permissions", "default_member_permissions"})
_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data" / "discord-openapi.json"
_PREFIX = re.compile(r"^/api(/v\d+)?(?=/)")


@dataclass(frozen=True)
class Operation:
    """One method on one path template, e.g. `POST /channels/{channel_id}/messages`."""

    method: str
    path: str
    pointer: str
    raw: Mapping[str, Any] = field(repr=False)
    parameters: Mapping[str, Mapping[str, Any]] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class OpenApi:
    """The document with its operations indexed; validators are built at first use and kept."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        resources = [(_REQUESTS, _adjusted(document)), (_ANSWERS, document)]
        self._registry = Registry(resources, draft=Draft202012)
        self._validators: dict[str, Draft202012Validator] = {}
        self._by_length: dict[tuple[str, int], list[tuple[tuple[str, ...], Operation]]] = {}
        for path, item in document["paths"].items():
            self._index(path, item)

    @classmethod
    def load(cls, path: Path) -> OpenApi:
        """Read the document from a file. Raises `OSError` or `ValueError` if it cannot be used.

        The same file is read once a process; a changed one is read again.
        """
        return _load(path, path.stat().st_mtime_ns)

    @classmethod
    def find(cls) -> OpenApi | None:
        """The document named by the variable `DISCORD_OPENAPI`, or lying beside the repository
        (`../shared/data/discord-openapi.json`); None when there is none. A variable that names
        no file raises `OSError`.
        """
        named = os.environ.get("DISCORD_OPENAPI")
        if named:
            return cls.load(Path(named))
        return cls.load(_BESIDE) if _BESIDE.is_file() else None

    def match(self, method: str, path: str) -> Operation | None:
        """The operation that a request path (with or without `/api/v10`) belongs to.

        Of several templates that fit, the one whose first difference is literal wins:
        `/webhooks/1/t/messages/@original` is not `/webhooks/{..}/{..}/messages/{message_id}`.
        """
        parts = _parts(path)
        candidates = self._by_length.get((method.upper(), len(parts)), [])
        for template, operation in candidates:
            if all(
                want.startswith("{") or want == have
                for want, have in zip(template, parts, strict=True)
            ):
                return operation
        return None

    def check_request(
        self, method: str, path: str, query: Mapping[str, str], body: Any | None
    ) -> list[str]:
        """One line for each thing in a request that the document does not allow.

        `body` is the parsed JSON (of a multipart request: its `payload_json`), None if there was
        none. An operation that the document lacks is itself a violation.
        """
        operation = self.match(method, path)
        if operation is None:
            return [f"{method.upper()} {urlsplit(path).path}: no such operation"]
        found = [
            *self._path_violations(operation, path),
            *self._query_violations(operation, query),
            *self._body_violations(operation, body),
        ]
        return [f"{operation}: {line}" for line in found]

    def check_response(self, method: str, path: str, status: int, body: Any | None) -> list[str]:
        """One line for each thing in an answer that the document does not describe.

        `body` is the parsed JSON, None if the answer was empty. Not checked are operations that
        the document lacks, and the bodies of errors: it calls the codes in the tree of a form's
        faults numbers where they are words, and asks for a code in every 429.
        """
        operation = self.match(method, path)
        if operation is None:
            return []
        return [f"{operation} {status}: {line}" for line in self._answer(operation, status, body)]

    def _answer(self, operation: Operation, status: int, body: Any | None) -> Iterator[str]:
        described = operation.raw["responses"]
        key = str(status) if str(status) in described else f"{status // 100}XX"
        if key not in described:
            if status < 500:
                yield f"status: is none of {', '.join(described)}"
            return
        entry, pointer = described[key], f"{operation.pointer}/responses/{key}"
        if "$ref" in entry:
            return
        if "application/json" not in entry.get("content", {}):
            if body is not None:
                yield "body: none is described"
            return
        validator = self._validator(f"{pointer}/content/application~1json/schema", _ANSWERS)
        for error in validator.iter_errors(body):
            yield from readable(error)

    def _index(self, path: str, item: Mapping[str, Any]) -> None:
        template = _parts(path)
        for method in _METHODS:
            raw = item.get(method)
            if raw is None:
                continue
            listed = [*item.get("parameters", ()), *raw.get("parameters", ())]
            operation = Operation(
                method=method.upper(),
                path=path,
                pointer=f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}",
                raw=raw,
                parameters={f"{entry['in']}:{entry['name']}": entry for entry in listed},
            )
            known = self._by_length.setdefault((method.upper(), len(template)), [])
            known.append((template, operation))
            known.sort(key=lambda entry: [part.startswith("{") for part in entry[0]])

    def _validator(self, pointer: str, urn: str = _REQUESTS) -> Draft202012Validator:
        reference = f"{urn}#{quote(pointer, safe='/~@')}"
        if reference not in self._validators:
            self._validators[reference] = Draft202012Validator(
                {"$ref": reference},
                registry=self._registry,
                validate_formats=True,
                formats={"uri": _is_address},
            )
        return self._validators[reference]

    def _schema(self, key: str, schema: Mapping[str, Any]) -> Draft202012Validator:
        """The validator of a schema that stands in a parameter."""
        if key not in self._validators:
            absolute = json.loads(json.dumps(schema).replace('"#/', f'"{_REQUESTS}#/'))
            self._validators[key] = Draft202012Validator(
                absolute, registry=self._registry, validate_formats=True
            )
        return self._validators[key]

    def _path_violations(self, operation: Operation, path: str) -> Iterator[str]:
        for want, have in zip(_parts(operation.path), _parts(path), strict=True):
            entry = operation.parameters.get(f"path:{want.strip('{}')}")
            if want.startswith("{") and not have.startswith("{") and entry is not None:
                validator = self._schema(json.dumps(entry["schema"]), entry["schema"])
                for error in validator.iter_errors(have):
                    yield from (f"path {want} {line}" for line in readable(error))

    def _query_violations(self, operation: Operation, query: Mapping[str, str]) -> Iterator[str]:
        for name, value in query.items():
            entry = operation.parameters.get(f"query:{name}")
            if entry is None:
                yield f"query {name}: no such parameter"
                continue
            validator = self._schema(json.dumps(entry["schema"]), entry["schema"])
            if not any(validator.is_valid(reading) for reading in _readings(value)):
                error = next(iter(validator.iter_errors(_readings(value)[-1])))
                yield from (f"query {name} {line}" for line in readable(error))
        for key, entry in operation.parameters.items():
            kind, _, name = key.partition(":")
            if kind == "query" and entry.get("required") and name not in query:
                yield f"query {name}: is required"

    def _body_violations(self, operation: Operation, body: Any | None) -> Iterator[str]:
        described = operation.raw.get("requestBody")
        if described is None:
            if body:
                yield "body: none is taken"
            return
        if body is None:
            if described.get("required"):
                yield "body: is required"
            return
        if "application/json" not in described["content"]:
            return
        pointer = f"{operation.pointer}/requestBody/content/application~1json/schema"
        for error in self._validator(pointer).iter_errors(body):
            yield from readable(error)


def _parts(path: str) -> tuple[str, ...]:
    return tuple(_PREFIX.sub("", urlsplit(path).path).strip("/").split("/"))


def _readings(value: str) -> list[Any]:
    """What a query value may stand for: a list, a truth value, a number, the text itself."""
    readings: list[Any] = [value.split(",")]
    if value.lower() in ("true", "false"):
        readings.append(value.lower() == "true")
    if value in ("0", "1"):
        readings.append(value == "1")
    readings.append(value)
    if re.fullmatch(r"-?\d+", value):
        readings.append(int(value))
    return readings


def _is_address(value: str) -> bool:
    try:
        return bool(urlsplit(value).scheme)
    except ValueError:
        return False


@lru_cache(maxsize=4)
def _load(path: Path, _modified: int) -> OpenApi:
    document = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict) or "paths" not in document:
        raise ValueError(f"{path} is not an OpenAPI document")
    return OpenApi(document)


def _adjusted(node: Any, name: str = "") -> Any:
    """A copy with the loosenings and the tightening that the module's docstring lists.

    `name` is the key under which a node stands.
    """
    if isinstance(node, list):
        return [_adjusted(item) for item in node]
    if not isinstance(node, dict):
        return node
    copied: dict[str, Any] = {key: _adjusted(value, key) for key, value in node.items()}
    if copied.get("format") == "int32":
        copied.setdefault("minimum", -(2**31))
        copied.setdefault("maximum", 2**31 - 1)
    if copied.get("format") == "snowflake" or name == "SnowflakeType":
        return {"anyOf": [copied, {"type": "integer", "minimum": 0}]}
    if name in _BIT_SETS and "integer" in copied.get("type", ()):
        return {"anyOf": [copied, {"type": "string", "pattern": "^[0-9]+$"}]}
    return copied
