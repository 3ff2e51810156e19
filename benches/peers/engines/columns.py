"""Whole columns at once: numpy written by hand and polars expressions."""

from __future__ import annotations

from typing import Any

import numpy
import polars
import pyarrow
import pyarrow.compute

from checks import (
    ALL,
    CHECKS,
    COUNT,
    FACTS,
    LANGUAGES,
    LEAST_CENTS,
    LEAST_LEVEL,
    LICENCES,
    MOST_CENTS,
    OUTCOMES,
    REFUSALS,
    STUDY,
    TEN_YEARS_BEFORE,
    Decision,
    Record,
)
from engines import Engine, Prepared
from engines.credstack_rules import NAMES, table
from records import WEIGHTED

Array = Any
WORKLOAD = 1 << COUNT + 7
UNWATCHED = "unsupervised_without_identity"


def _coded(records: list[Record]) -> dict[str, Array]:
    """Columns of small numbers, -1 where the fact is missing; codes by their place in the table of values."""
    columns = {}
    for fact in FACTS:
        values = list(WEIGHTED.get(fact, ()))
        is_code = bool(values) and isinstance(values[0], str)
        column = (record[fact] for record in records)
        numbers = [-1 if v is None else values.index(v) if is_code else int(v) for v in column]
        columns[fact] = numpy.array(numbers, dtype=numpy.int16)
    return columns


def _from_arrow(table: pyarrow.Table) -> dict[str, Array]:
    """The same columns from a table of texts, decimals and dates, whose buffers are taken as they are if possible."""
    columns: dict[str, Array] = {}
    for fact in FACTS:
        column = table.column(NAMES[fact]).combine_chunks()
        if column.type == pyarrow.string():
            values = pyarrow.array(list(WEIGHTED[fact]))
            column = pyarrow.compute.index_in(column, value_set=values)
        elif fact == "cents":
            # The lower half of each decimal number of 128 bits.
            cents = numpy.frombuffer(column.buffers()[1], dtype=numpy.int64)[: 2 * len(column) : 2]
            columns[fact] = numpy.where(column.is_valid().to_numpy(zero_copy_only=False), cents, -1)
            continue
        elif column.type == pyarrow.bool_():
            column = column.cast(pyarrow.int8())
        elif column.type == pyarrow.date32():
            column = column.view(pyarrow.int32())
        columns[fact] = column.fill_null(-1).to_numpy()
    return columns


def _code(fact: str, value: str) -> int:
    return list(WEIGHTED[fact]).index(value)


def _numpy_findings(c: dict[str, Array]) -> Array:
    """The findings of all rows: bits of what holds, and above them of what is open."""
    found = numpy.zeros(len(c["kind"]), dtype=numpy.int32)

    def put(bit: int, holds: Array, is_open: Array) -> None:
        numpy.bitwise_or(found, holds.astype(numpy.int32) << bit, out=found)
        numpy.bitwise_or(found, is_open.astype(numpy.int32) << (COUNT + bit), out=found)

    def among(fact: str, values: tuple[str, ...]) -> Array:
        column = c[fact]
        return numpy.logical_or.reduce([column == _code(fact, value) for value in values])

    def unless(bit: int, fact: str, good: Array) -> None:
        missing = c[fact] < 0
        put(bit, ~(good | missing), missing)

    unless(0, "kind", among("kind", STUDY))
    for bit, fact in ((1, "registered"), (2, "identified"), (5, "recognised")):
        unless(bit, fact, c[fact] == 1)
    unless(3, "state", c["state"] == _code("state", "completed"))
    unless(4, "revoked", c["revoked"] == 0)
    unless(6, "level", c["level"] >= LEAST_LEVEL)
    unless(7, "cents", c["cents"] >= LEAST_CENTS)
    unless(8, "cents", c["cents"] <= MOST_CENTS)
    unless(9, "assessment", c["assessment"] != _code("assessment", "peer_assessment"))
    online, unwatched = c["participation"] == _code("participation", "online"), among("supervision", (UNWATCHED,))
    may_online, may_unwatched = online | (c["participation"] < 0), unwatched | (c["supervision"] < 0)
    holds = online & unwatched
    put(10, holds, may_online & may_unwatched & ~holds)
    unless(11, "quality_assurance", among("quality_assurance", LICENCES))
    unless(12, "language", among("language", LANGUAGES))
    unless(13, "issued", c["issued"] >= TEN_YEARS_BEFORE)
    return found


def _numpy_outcomes(found: Array) -> Array:
    """The places of the outcomes in their table."""
    refused = (found & REFUSALS) != 0
    incomplete = (found & (REFUSALS << COUNT | WORKLOAD)) != 0
    held = (found & ALL) != 0
    rest = numpy.where(held, 1, numpy.where(found >> COUNT != 0, 3, 2))
    return numpy.where(refused, 0, numpy.where(incomplete, 3, rest)).astype(numpy.int8)


def _read(result: tuple[Array, Array]) -> list[Decision]:
    outcomes, found = result
    return [
        Decision(OUTCOMES[outcome], mask & ALL, mask >> COUNT)
        for outcome, mask in zip(outcomes.tolist(), found.tolist(), strict=True)
    ]


def by_numpy(records: list[Record]) -> Prepared:
    """Columns of small numbers."""
    columns = _coded(records)

    def decide() -> tuple[Array, Array]:
        found = _numpy_findings(columns)
        return _numpy_outcomes(found), found

    return Prepared(decide, _read)


def numpy_from_arrow(records: list[Record]) -> Prepared:
    """The table that credstack is given."""
    cohort = table(records)

    def decide() -> tuple[Array, Array]:
        found = _numpy_findings(_from_arrow(cohort))
        return _numpy_outcomes(found), found

    return Prepared(decide, _read)


def numpy_reasons(records: list[Record]) -> Prepared:
    """The same, with the names of the checks that hold as a list for each row; equal lists are made once."""
    columns = _coded(records)

    def decide() -> tuple[Array, Array, list[list[str]]]:
        found = _numpy_findings(columns)
        masks, places = numpy.unique(found & ALL, return_inverse=True)
        lists = [[name for bit, name in enumerate(CHECKS) if mask >> bit & 1] for mask in masks.tolist()]
        return _numpy_outcomes(found), found, [lists[place] for place in places.tolist()]

    def read(result: tuple[Array, Array, list[list[str]]]) -> list[Decision]:
        outcomes, found, reasons = result
        decisions = _read((outcomes, found))
        for decision, names in zip(decisions, reasons, strict=True):
            assert decision.holds == sum(1 << CHECKS.index(name) for name in names)
        return decisions

    return Prepared(decide, read)


def _polars_findings() -> Any:
    """An expression for the findings; what is missing makes a test null, which becomes the bit of an open check."""
    col = polars.col
    tests = [
        ~col("kind").is_in(STUDY),
        ~col("registered"),
        ~col("identified"),
        col("state") != "completed",
        col("revoked"),
        ~col("recognised"),
        col("level") < LEAST_LEVEL,
        col("cents") < LEAST_CENTS,
        col("cents") > MOST_CENTS,
        col("assessment") == "peer_assessment",
        (col("participation") == "online") & (col("supervision") == UNWATCHED),
        ~col("quality_assurance").is_in(LICENCES),
        ~col("language").is_in(LANGUAGES),
        col("issued") < TEN_YEARS_BEFORE,
    ]
    bits = [(test.cast(polars.Int32) * (1 << bit)).fill_null(1 << COUNT + bit) for bit, test in enumerate(tests)]
    return polars.sum_horizontal(bits)


def by_polars(records: list[Record]) -> Prepared:
    """A data frame; codes are categories."""
    texts = {fact: polars.Categorical for fact in FACTS if isinstance(next(iter(WEIGHTED.get(fact, [0]))), str)}
    frame = polars.DataFrame(records, schema_overrides=texts, infer_schema_length=None)
    f = polars.col("findings")
    outcome = (
        polars.when(f & REFUSALS != 0)
        .then(0)
        .when(f & (REFUSALS << COUNT | WORKLOAD) != 0)
        .then(3)
        .when(f & ALL != 0)
        .then(1)
        .when(f != 0)
        .then(3)
        .otherwise(2)
    )
    plan = frame.lazy().select(findings=_polars_findings()).with_columns(outcome=outcome)
    return Prepared(plan.collect, lambda found: _read((found["outcome"].to_numpy(), found["findings"].to_numpy())))


ENGINES = [
    Engine("numpy", "by hand, coded columns → outcomes, bitmasks", "columns", "numpy", by_numpy),
    Engine("numpy", "by hand, Arrow table → outcomes, bitmasks", "columns", "numpy", numpy_from_arrow),
    Engine("numpy", "by hand, coded columns → outcomes, lists of reasons", "reasons", "numpy", numpy_reasons),
    Engine("polars", "expressions, data frame → outcomes, bitmasks", "columns", "polars", by_polars),
]
