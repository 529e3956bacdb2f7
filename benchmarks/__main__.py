"""Runs the parts that are named, or all: `python -m benchmarks [part ...]`.

Prints their tables and writes them to var/bench.json. Ends with 0 also where a bar was missed:
the tables say so. Takes less than four minutes on two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
from datetime import UTC, datetime
from typing import Any

from benchmarks.play import Clock
from benchmarks.stage import ROOT, machine
from benchmarks.table import Table

PARTS = ("ack", "pitches", "notice", "growth", "answers", "page")
RESULT = ROOT / "var" / "bench.json"


async def run(part: str) -> list[Table]:
    """The tables of one part: of the module's `measure`."""
    module = importlib.import_module(f"benchmarks.{part}")
    tables: list[Table] = await module.measure()
    return tables


def _load() -> str:
    """How busy the machine was, with the benchmark and all else: by itself it makes some two."""
    load = machine()["load"]
    return f"; load {load[0]:.1f} on {machine()['cores']} cores" if load else ""


def main() -> None:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    named = parser.parse_args().parts or PARTS
    if unknown := set(named) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    kept: dict[str, Any] = {"at": datetime.now(UTC).isoformat(), "machine": machine()}
    missed: list[str] = []
    whole = Clock()
    for part in named:
        clock = Clock()
        tables = asyncio.run(run(part))
        print(f"\n== {part} ({clock():.0f} s{_load()})")
        for table in tables:
            print("\n" + "\n".join(table.lines()), flush=True)
            missed += [f"{part}: {name} ({table.title})" for name in table.missed()]
        kept[part] = {
            "machine": machine(),
            "seconds": clock(),
            "tables": [table.as_json() for table in tables],
        }
    kept |= {"seconds": whole(), "missed": missed}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{whole():.0f} s in all; kept in {RESULT.relative_to(ROOT)}.", end=" ")
    print("Every bar is met." if not missed else "Missed:\n  " + "\n  ".join(missed))


if __name__ == "__main__":
    main()
