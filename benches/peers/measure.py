"""One file of engines, measured in a process of its own: `python measure.py MODULE ROWS RUNS`.

Every decision is compared with the reference before any time is taken. A line of JSON is printed for each engine.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
import time
from importlib.metadata import version
from typing import Any

import records
from checks import Decision, Record, decide
from engines import Engine


def same(engine: Engine, found: list[Decision], wanted: list[Decision]) -> None:
    """Ends where an engine says anything else than the reference."""
    if len(found) != len(wanted):
        sys.exit(f"{engine.name}, {engine.way}: {len(found)} decisions for {len(wanted)} records")
    for at, (one, other) in enumerate(zip(found, wanted, strict=True)):
        told = one if one.open is not None else Decision(one.outcome, one.holds, other.open)
        if told != other:
            sys.exit(f"{engine.name}, {engine.way}: record {at} is {one}, not {other}")


def measure(engine: Engine, all_records: list[Record], wanted: list[Decision], runs: int) -> dict[str, Any]:
    """The processor time and the time of the clock of each run, in picoseconds a decision."""
    rows = min(engine.most, len(all_records))
    prepared = engine.prepare(all_records[:rows])
    same(engine, prepared.read(prepared.decide()), wanted[:rows])
    times, clocks = [], []
    for _ in range(runs):
        gc.collect()
        clock, start = time.perf_counter_ns(), time.process_time_ns()
        found = prepared.decide()
        times.append((time.process_time_ns() - start) * 1_000 // rows)
        clocks.append((time.perf_counter_ns() - clock) * 1_000 // rows)
        del found
    return {
        "name": engine.name,
        "version": version(engine.package) if engine.package else None,
        "way": engine.way,
        "group": engine.group,
        "threads": engine.threads,
        "rows": rows,
        "picoseconds": times,
        "clock": clocks,
    }


def main() -> None:
    """All engines of a module."""
    module, rows, runs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    all_records = records.make(rows)
    wanted = [decide(record) for record in all_records]
    for engine in importlib.import_module(f"engines.{module}").ENGINES:
        print(json.dumps(measure(engine, all_records, wanted, runs)), flush=True)


if __name__ == "__main__":
    main()
