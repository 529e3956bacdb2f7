"""The bank as files that people edit: YAML, CSV, JSON. Fulfils the port `BankFiles`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.content.faq_csv import BadTable, parse_csv, write_csv
from bot.content.faq_json import BadJson, parse_json
from bot.content.faq_models import FileEntry, named
from bot.content.faq_yaml import plain, write_yaml
from bot.content.tree import (
    DOCUMENTS,
    REFERENCES,
    TOO_DEEP,
    TWICE,
    Place,
    Tree,
    parse,
    path,
)
from bot.content.tree import Fault as FileFault
from bot.domain.faq import BankEntry, FaqRef
from bot.domain.faq_rules import ENTRIES, UNREADABLE, line
from bot.domain.ids import ProgrammeKey
from bot.domain.text import key
from bot.services.ports_answers import BrokenFile, Fault, FileFormat

LONGEST = 4_000_000
"""Characters of a file: some 2,000 entries in three languages."""
MOST_FAULTS = 1000
TYPED = 80
"""Characters shown of what is wrong."""

_ENTRY = TypeAdapter(FileEntry)
_KEYS = {
    "missing": key("bank.fault.missing"),
    "extra_forbidden": key("bank.fault.unknown_field"),
    "string_type": key("bank.fault.not_text"),
    "list_type": key("bank.fault.not_list"),
    "model_type": key("bank.fault.not_group"),
    "model_attributes_type": key("bank.fault.not_group"),
    "string_unicode": key("bank.fault.character"),
    "too_long": key("bank.fault.too_many"),
}
_FORMS = {
    TWICE: key("bank.fault.key_twice"),
    DOCUMENTS: key("bank.fault.documents"),
    TOO_DEEP: key("bank.fault.deep"),
    **dict.fromkeys(REFERENCES, key("bank.fault.reference")),
}


class FaqFiles:
    """All texts come back as the bank keeps them: whatever `write` was given of it, `read` returns
    exactly."""

    def write(self, entries: Sequence[BankEntry], kind: FileFormat) -> bytes:
        """CSV begins with a byte order mark, by which Excel knows that it is UTF-8."""
        match kind:
            case FileFormat.CSV:
                return write_csv(entries).encode("utf-8-sig")
            case FileFormat.JSON:
                values = [plain(entry, days_as_text=True) for entry in entries]
                written = json.dumps({"entries": values}, ensure_ascii=False, indent=2)
                return f"{written}\n".encode()
            case _:
                return write_yaml(entries).encode()

    def read(
        self, data: bytes, kind: FileFormat, programmes: Container[ProgrammeKey], today: date
    ) -> Sequence[BankEntry]:
        """Raises: BrokenFile: `MOST_FAULTS` faults of it at most."""
        text = _decoded(data)
        if not text.strip():
            raise BrokenFile([Fault(1, key("bank.fault.nothing"), {})])
        tree, faults = _tree(text, kind)
        found = list(_items(tree)) if tree else []
        read: list[tuple[int, FileEntry]] = []
        for number, item in found:
            try:
                read.append((number, _ENTRY.validate_python(item)))
            except ValidationError as error:
                assert tree
                faults += _faults_of(error, tree, number, item)
        if tree:
            faults += _unknown(tree, found, programmes)
            faults += _findings(tree, read)
        if not found and not faults:
            faults = [Fault(1, key("bank.fault.nothing"), {})]
        if faults:
            raise BrokenFile(sorted(faults, key=lambda fault: fault.line)[:MOST_FAULTS])
        whole = [entry for _, entry in read]
        return [entry.to_domain(ref, today) for entry, ref in zip(whole, named(whole), strict=True)]


def _decoded(data: bytes) -> str:
    """Raises: BrokenFile."""
    encoded = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = encoded.decode()
    except UnicodeDecodeError as error:
        at = encoded.count(b"\n", 0, error.start) + 1
        if encoded.startswith((b"\xff\xfe", b"\xfe\xff")):
            at = 1
        raise BrokenFile([Fault(at, key("bank.fault.encoding"), {})]) from None
    if len(text) > LONGEST:
        raise BrokenFile([Fault(1, key("bank.fault.too_large"), {"most": LONGEST})])
    if odd := UNREADABLE.search(text):
        at = text.count("\n", 0, odd.start()) + 1
        code = f"U+{ord(odd[0]):04X}"
        raise BrokenFile([Fault(at, key("bank.fault.character_here"), {"code": code})])
    return text


def _tree(text: str, kind: FileFormat) -> tuple[Tree | None, list[Fault]]:
    """The values, as far as they can be read, and what is wrong with the form of the file."""
    match kind:
        case FileFormat.CSV:
            try:
                tree, problems = parse_csv(text)
            except BadTable as bad:
                problem = bad.problem
                return None, [Fault(problem.line, problem.key, _shown(problem.params))]
            return tree, [Fault(each.line, each.key, _shown(each.params)) for each in problems]
        case FileFormat.JSON:
            try:
                return parse_json(text), []
            except BadJson as bad:
                if bad.field is not None:
                    named = _shown({"field": path(bad.field)})
                    return None, [Fault(bad.line, key("bank.fault.key_twice"), named)]
                name = key("bank.fault.deep") if bad.deep else key("bank.fault.json")
                return None, [Fault(bad.line, name, {})]
        case _:
            tree = parse(text, LONGEST)
            if tree.faults:
                return None, [_yaml_fault(each) for each in tree.faults]
            return tree, []


def _yaml_fault(told: FileFault) -> Fault:
    params = _shown({"field": told.field})
    return Fault(told.line, _FORMS.get(told.message, key("bank.fault.yaml")), params)


def _items(tree: Tree) -> Iterator[tuple[int, Any]]:
    """The entries, of a mapping that has them or of a bare list. Raises: BrokenFile."""
    if isinstance(tree.value, list):
        tree.lines = {("entries", *place): at for place, at in tree.lines.items()}
        tree.value = {"entries": tree.value}
    if tree.value is None:
        return
    if not isinstance(tree.value, dict):
        raise BrokenFile([Fault(1, key("bank.fault.no_entries"), {})])
    for name in tree.value:
        if name != "entries":
            named = _shown({"field": path((name,))})
            raise BrokenFile([Fault(tree.line((name,)), key("bank.fault.unknown_field"), named)])
    entries = tree.value.get("entries")
    if not isinstance(entries, list):
        if entries is None:
            return
        raise BrokenFile([Fault(tree.line(("entries",)), key("bank.fault.no_entries"), {})])
    yield from enumerate(entries)


def _faults_of(error: ValidationError, tree: Tree, number: int, item: object) -> Iterator[Fault]:
    for each in error.errors(include_url=False, include_input=False):
        context = each.get("ctx", {})
        inner: Place = tuple(each["loc"])
        params: dict[str, object] = {"field": _field(inner, item), **context}
        if each["type"] == "too_long":
            params["count"], params["most"] = context["actual_length"], context["max_length"]
        if each["type"] == "string_unicode":
            params["code"] = "U+D800–U+DFFF"
        told = each["type"] if each["type"].startswith("bank.") else key("bank.fault.not_text")
        name = _KEYS.get(each["type"], told)
        yield Fault(tree.line(("entries", number, *inner)), name, _shown(params))


def _field(inner: Place, item: object) -> str:
    """The name as it is written in the file; of what has none, that of the entry."""
    if not inner and isinstance(item, dict) and isinstance(item.get("id"), str):
        return str(item["id"])
    return path(inner) if inner else "entry"


def _shown(params: Mapping[str, object]) -> dict[str, object]:
    return {
        name: line(value)[:TYPED] if isinstance(value, str) else value
        for name, value in params.items()
    }


def _findings(tree: Tree, read: Sequence[tuple[int, FileEntry]]) -> Iterator[Fault]:
    """What is wrong with entries whose shape is right."""
    first: dict[FaqRef, int] = {}
    sizes: Counter[str] = Counter()
    for number, entry in read:
        top: Place = ("entries", number)
        at = tree.line((*top, "id"))
        if ref := entry.ref:
            if ref in first:
                params = {"typed": ":".join(ref), "other": first[ref]}
                yield Fault(at, key("bank.fault.twice"), _shown(params))
            first.setdefault(ref, at)
        sizes[entry.programme] += 1
        if sizes[entry.programme] == ENTRIES + 1:
            params = {"programme": entry.programme, "most": ENTRIES}
            yield Fault(tree.line(top), key("bank.fault.too_many_entries"), _shown(params))
        begins, ends = entry.valid_from, entry.valid_until
        if begins and ends and ends < begins:
            yield Fault(tree.line((*top, "valid_until")), key("bank.fault.ends_first"), {})
        yield from _unpaired(tree, top, entry)


def _unpaired(tree: Tree, top: Place, entry: FileEntry) -> Iterator[Fault]:
    asked, answered = entry.languages()
    if not asked and not answered:
        yield Fault(tree.line((*top, "question")), key("bank.fault.missing"), {"field": "question"})
    for there, lacking, locales in (
        ("question", "answer", asked - answered),
        ("answer", "question", answered - asked),
    ):
        for locale in sorted(locales):
            params = {"field": f"{there}.{locale}", "other": f"{lacking}.{locale}"}
            yield Fault(tree.line((*top, there, locale)), key("bank.fault.unpaired"), params)


def _unknown(
    tree: Tree, found: Sequence[tuple[int, Any]], programmes: Container[ProgrammeKey]
) -> Iterator[Fault]:
    """Programmes that an entry may not name, also of entries whose shape is wrong."""
    for number, item in found:
        named = item.get("programme") if isinstance(item, dict) else None
        if isinstance(named, str) and ProgrammeKey(named.strip()) not in programmes:
            at = tree.line(("entries", number, "programme"))
            params = _shown({"typed": named})
            yield Fault(at, key("bank.fault.unknown_programme"), params)
