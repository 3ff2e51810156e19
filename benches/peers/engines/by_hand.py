"""The checks written by hand in Rust, called from Python: what PyO3 and Arrow cost by themselves."""

from __future__ import annotations

from typing import Any

import by_hand_native as native
import pyarrow

from checks import ALL, CHECKS, COUNT, OUTCOMES, Decision, Record
from engines import Engine, Prepared
from engines.credstack_rules import json_texts, table
from records import credential

BITS = {name: 1 << at for at, name in enumerate(CHECKS)}


def columns(with_reasons: bool) -> Any:
    """The same table that credstack is given; a table out."""

    def prepare(records: list[Record]) -> Prepared:
        cohort = table(records)

        def read(found: Any) -> list[Decision]:
            rows = pyarrow.table(found).to_pylist()
            for row in rows if with_reasons else ():
                assert sum(BITS[name] for name in row["rules"]) == row["findings"] & ALL
            return [Decision(OUTCOMES[row["outcome"]], row["findings"] & ALL, row["findings"] >> COUNT) for row in rows]

        return Prepared(lambda: native.decide_table(cohort, with_reasons), read)

    return prepare


def _objects(found: list[Any]) -> list[Decision]:
    def bits(names: list[str]) -> int:
        return sum(BITS[name] for name in names)

    return [Decision(one.outcome, bits(one.holds), bits(one.open)) for one in found]


def one_dict(records: list[Record]) -> Prepared:
    """A dictionary of `credential/v1` in, an object out."""
    decide = native.decide
    dicts = [credential(record, f"r{at}") for at, record in enumerate(records)]
    return Prepared(lambda: [decide(found) for found in dicts], _objects)


def json_lines(records: list[Record]) -> Prepared:
    """Lines of `credential/v1` in, a list of objects out."""
    text = "\n".join(json_texts(records)).encode()
    return Prepared(lambda: native.decide_lines(text), _objects)


def reasons(records: list[Record]) -> Prepared:
    """Records that Rust has read before; lists of Python out."""
    kept = native.Records(records)

    def read(found: list[tuple[str, list[str]]]) -> list[Decision]:
        return [Decision(outcome, sum(BITS[name] for name in names), None) for outcome, names in found]

    return Prepared(kept.reasons, read)


NAME = "Rust by hand, through PyO3"
ENGINES = [
    Engine(NAME, "Arrow table → outcomes, bitmasks", "columns", None, columns(False)),
    Engine(NAME, "Arrow table → table with lists of reasons", "reasons", None, columns(True)),
    Engine(NAME, "records in memory → lists of Python", "reasons", None, reasons),
    Engine(NAME, "dict → object, one at a time", "one", None, one_dict, 100_000),
    Engine(NAME, "JSON lines → objects", "lines", None, json_lines, 100_000),
]
