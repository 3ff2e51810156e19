"""The reference itself: fourteen checks in Python, a dictionary at a time."""

from __future__ import annotations

from checks import Record, decide
from engines import Engine, Prepared


def prepare(records: list[Record]) -> Prepared:
    """As they are."""
    return Prepared(lambda: [decide(record) for record in records], lambda found: found)


ENGINES = [Engine("plain Python", "dicts → tuples", "one", None, prepare, 100_000)]
