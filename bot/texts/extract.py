"""Finding the keys that the code uses, and bringing the catalogues into step with them.

``python -m bot.texts.extract`` adds missing keys (empty, to be translated) and drops unused ones.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from bot.texts import DOMAIN, FOLDERS

ROOT = Path(__file__).resolve().parents[2]
SEARCHED = ("bot", "cogs")
KEYWORDS = {"key": 0, "described": 0, "named": 1}
"""Functions that take a key, and at which place."""


def used_keys() -> set[str]:
    """Every key that stands in the code."""
    return {
        key
        for folder in SEARCHED
        for path in (ROOT / folder).rglob("*.py")
        for key in keys_in(path.read_text(encoding="utf-8"))
    }


def keys_in(source: str) -> Iterator[str]:
    """The keys in one module. Read from the syntax tree: Babel's own extraction goes by tokens and
    is blind within f-strings before Python 3.12."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = KEYWORDS.get(node.func.id)
            if place is not None and len(node.args) > place:
                argument = node.args[place]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def catalogue_path(folder: str) -> Path:
    return Path(__file__).parent / "locales" / folder / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(folder: str) -> Catalog:
    with catalogue_path(folder).open("rb") as source:
        return read_po(source, locale=folder, domain=DOMAIN)


def refresh() -> None:
    """Rewrite the catalogues: sorted, with exactly the keys in use."""
    used = used_keys()
    for folder in FOLDERS.values():
        catalogue = read_catalogue(folder)
        present = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue if m.id}
        for name in present - used:
            catalogue.delete(name)
        for name in used - present:
            catalogue.add(name)
        with catalogue_path(folder).open("wb") as target:
            write_po(target, catalogue, sort_output=True, width=0, omit_header=False)


if __name__ == "__main__":
    refresh()
