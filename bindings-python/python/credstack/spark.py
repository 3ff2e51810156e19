"""Cohorts in Apache Spark: `recognise_many` and `stack_many` over a ``DataFrame`` of PySpark.

Rows are decided where they are, by ``mapInArrow``. The rules travel with the job as their files, are loaded once in each
Python worker, and nothing but this package has to be on the machines. What a row comes to depends on the row alone, never
on its neighbours, its partition or the worker: a task that Spark tries again gives the same rows once more.

PySpark 4.0 or newer is needed, and only by who calls this; the examples have a session ``spark``.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import credstack
from credstack._errors import DocumentError, WalletError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
else:
    # What is imported here has no need of PySpark.
    DataFrame = Any

__all__ = ["recognise_many", "stack_many"]

_Path = str | PathLike[str]
_Decide = Callable[..., Any]

#: What the engine says of each credential and of each learner, without the number of the row: rows of Spark have none.
_RECOGNISED = (
    *("credential", "status", "worst", "best", "must_grant_from", "must_grant_to", "may_grant_from", "may_grant_to"),
    *("classes", "rules", "asks", "problems"),
)
_STACKED = (
    *("learner", "credentials", "status", "workload", "owed", "grantable", "possible", "missing"),
    *("unmet", "asks", "proof", "problems"),
)
_LISTS = {"classes", "rules", "asks", "problems", "unmet"}

#: As the engine says it of a row that stands among others.
_NO_CREDENTIAL = "there is no credential in this row"
_NO_WALLET = "the wallet holds no credential, so there is nothing to stack"

_ANYTHING = b'{"credstack": "credential/v1", "credential": {"title": "Anything"}}'


def recognise_many(
    rules: credstack.Rules | _Path,
    frame: DataFrame,
    claim: credstack.Claim,
    *,
    keys: Sequence[str] | None = None,
    policy: str | None = None,
    mapping: _Path | None = None,
    budget: int | None = None,
    threads: int = 1,
) -> DataFrame:
    """What is proposed for each credential of a frame, decided when Spark asks for it.

    A row is a credential, or has a column of lists of them. The result has a row for each credential: the columns ``keys``
    of its row (all columns where none are named) and those of `credstack.recognise_many` but ``row``. ``credential`` is the
    id that the document gives, else ``#`` and the place in the row (``#/0`` is the first of a list). A row that cannot be
    read says so under ``problems``, and the others go on. Credits are ECTS, exact, as texts.

    ``rules`` are `Rules` or the folder to load them from; folder and ``mapping`` are read here, not on the machines of the
    cluster. ``budget`` is how many worlds may be looked at for a credential; ``threads`` is how many processors a task may
    take, which should be Spark's ``spark.task.cpus``.

    Raises `RulesError`, `UnknownNameError` and `OSError` before anything runs, `KeyError` where the frame has no such key
    column, `DocumentError` where no column is known, and `ValueError` where a key column is called as one of the result.

    >>> claim = credstack.Claim.load("examples/claim.json")
    >>> rows = [(7, "Water", "6", "ES"), (8, "Maps", "six", "ES")]
    >>> cohort = spark.createDataFrame(rows, ["student", "title", "ects", "issuer.country"])
    >>> found = credstack.spark.recognise_many("rules", cohort, claim, keys=["student"])
    >>> found.sort("student").select("student", "best", "may_grant_to", "problems").collect()[1]
    Row(student=8, best='recognised', may_grant_to=None, problems=['ects: `six` is no number'])
    """
    loaded = rules if isinstance(rules, credstack.Rules) else credstack.Rules.load(rules)
    kept = _keys(frame, keys, _RECOGNISED)
    options: dict[str, Any] = {"claim": claim, "policy": policy, "budget": budget, "threads": threads}
    names = tuple(frame.columns)
    work = _Work(pickle.dumps(loaded), "recognise_many", options, _mapping(mapping), names, kept, _RECOGNISED)
    _probe(partial(getattr(credstack, work.name), loaded, **options, mapping=mapping), frame)
    return _map(work, frame)


def stack_many(
    rules: credstack.Rules | _Path,
    frame: DataFrame,
    award: str | None = None,
    claim: credstack.Claim | None = None,
    *,
    learner: str | None = None,
    keys: Sequence[str] | None = None,
    include: Literal["completed", "in_progress", "planned"] = "completed",
    mapping: _Path | None = None,
    budget: int | None = None,
    steps: int | None = None,
    threads: int = 1,
) -> DataFrame:
    """How the credentials of each learner count toward an award, decided when Spark asks for it.

    Without ``learner`` a row is a wallet, with a column of lists of credentials, and ``keys`` are kept as `recognise_many`
    keeps them. With it all rows with the same value in that column are a wallet: Spark brings them together, and only one
    wallet at a time is in the memory of a worker. The columns are those of `credstack.stack_many` but ``row``. Amounts are
    ECTS, exact, as texts; ``steps`` is how long each search may take. A wallet that cannot be stacked says why under
    ``problems``.

    Raises what `recognise_many` raises, and `RulesError` where the award cannot be stacked toward.

    >>> rows = [(7, [("Rope work", "6")]), (8, [("Rope work", "6"), ("Rescue", "5")])]
    >>> cohort = spark.createDataFrame(rows, "student long, credentials array<struct<title string, ects string>>")
    >>> found = credstack.spark.stack_many("rules", cohort, "be.vlg.example.diploma", keys=["student"])
    >>> [(row.student, row.credentials, row.status) for row in found.sort("student").collect()]
    [(7, 1, 'not_complete'), (8, 2, 'not_complete')]
    """
    loaded = rules if isinstance(rules, credstack.Rules) else credstack.Rules.load(rules)
    if learner is not None and keys is not None:
        raise ValueError("with `learner` the result has the learner and no other column of the rows; leave `keys` out")
    kept = () if learner is not None else _keys(frame, keys, _STACKED)
    options: dict[str, Any] = {"award": award, "claim": claim, "learner": learner, "include": include}
    options |= {"budget": budget, "steps": steps, "threads": threads}
    names = tuple(frame.columns)
    work = _Work(pickle.dumps(loaded), "stack_many", options, _mapping(mapping), names, kept, _STACKED)
    _probe(partial(getattr(credstack, work.name), loaded, **options, mapping=mapping), frame)
    with suppress(WalletError):
        # The engine looks for the award when there is a wallet to stack. What this one lacks does not matter.
        loaded.stack(loaded.read(_ANYTHING), award, claim, include=include, budget=1, steps=1)
    if learner is None:
        return _map(work, frame)

    def stack(wallet: Any) -> Any:
        return work.wallet(wallet)

    wallets = _numbered(frame).groupBy(str(names.index(learner)))
    return wallets.applyInArrow(stack, _schema(frame, kept, _STACKED))


def _map(work: _Work, frame: DataFrame) -> DataFrame:
    def decide(batches: Any) -> Any:
        return work.batches(batches)

    return _numbered(frame).mapInArrow(decide, _schema(frame, work.keys, work.columns))


def _numbered(frame: DataFrame) -> DataFrame:
    """Spark looks for ``country`` within ``issuer`` where it hands ``issuer.country`` to Python; a number it finds."""
    return frame.toDF(*map(str, range(len(frame.columns))))


def _keys(frame: DataFrame, keys: Sequence[str] | None, result: Iterable[str]) -> tuple[str, ...]:
    if isinstance(keys, str):
        raise TypeError(f"`keys` is a list of names of columns, not a text: keys=[{keys!r}]")
    kept = tuple(frame.columns if keys is None else keys)
    for name in kept:
        if name not in frame.columns:
            known = ", ".join(f"`{column}`" for column in frame.columns)
            raise KeyError(f"the table has no column `{name}`; it has {known}")
        if name in result:
            raise ValueError(
                f"the result has a column `{name}` of its own; name the `keys` that are to be kept, or rename it first"
            )
    return kept


def _mapping(path: _Path | None) -> str | None:
    return None if path is None else Path(path).read_text(encoding="utf-8")


def _schema(frame: DataFrame, keys: Sequence[str], result: Iterable[str]) -> Any:
    from pyspark.sql.types import ArrayType, LongType, StringType, StructField, StructType

    fields = [frame.schema[name] for name in keys]
    for name in result:
        kind = ArrayType(StringType()) if name in _LISTS else LongType() if name == "credentials" else StringType()
        fields.append(StructField(name, kind))
    return StructType(fields)


def _probe(decide: _Decide, frame: DataFrame) -> None:
    """What is wrong with the whole is told here, not by every row, or by a worker to its log."""
    import pyarrow

    empty = frame.limit(0).toArrow()
    # Claim, award and mapping are looked at before the first row is.
    decide(empty)
    try:
        decide(pyarrow.table({field.name: pyarrow.nulls(1, field.type) for field in empty.schema}))
    except DocumentError as error:
        # That a row of nothing holds nothing is as it should be.
        if "no column is known" in error.message:
            raise


#: Rules are loaded once in each Python worker, which does many tasks. Their files are the key, so others are never taken.
_loaded = lru_cache(maxsize=4)(pickle.loads)


@dataclass(frozen=True)
class _Work:
    """What a worker needs to know; it is pickled into the job."""

    rules: bytes
    name: Literal["recognise_many", "stack_many"]
    options: dict[str, Any]
    mapping: str | None
    names: tuple[str, ...]
    """Of the columns of the frame."""
    keys: tuple[str, ...]
    """Those of them that are kept."""
    columns: tuple[str, ...]
    """Of the result, behind the keys."""

    @contextmanager
    def engine(self, rules: credstack.Rules) -> Iterator[_Decide]:
        """What decides a table. The mapping is a file, and is written where the worker runs."""
        many: Any = getattr(credstack, self.name)
        if self.mapping is None:
            yield partial(many, rules, **self.options)
            return
        with tempfile.TemporaryDirectory(prefix="credstack-") as folder:
            path = Path(folder) / "mapping.toml"
            path.write_text(self.mapping, encoding="utf-8")
            yield partial(many, rules, **self.options, mapping=path)

    def batches(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The rows of a partition, a batch at a time."""
        import pyarrow

        with self.engine(_loaded(self.rules)) as decide:
            for batch in batches:
                table = pyarrow.Table.from_batches([batch]).rename_columns(self.names)
                told = self.rows(decide, table)
                kept = table.select(self.keys).take(pyarrow.array([row["row"] for row in told], pyarrow.int64()))
                yield from self.table(kept.columns, told).combine_chunks().to_batches()

    def wallet(self, table: Any) -> Any:
        """What all rows of one learner come to, or each row that is nobody's."""
        table = table.rename_columns(self.names)
        # They come in whatever order the tasks before were done, and questions are asked in the order of the rows.
        rows = [repr(row) for row in table.to_pylist()]
        table = table.take(sorted(range(len(rows)), key=rows.__getitem__))
        learner = table.column(self.options["learner"])
        with self.engine(_loaded(self.rules)) as decide:
            if learner.null_count:
                nobody = f"{self.options['learner']}: it says of nobody that it is theirs"
                found = self.rows(decide, table, nobody)
            else:
                try:
                    found = decide(table).to_pylist()
                except DocumentError as error:
                    found = [self.nothing(error) | {"learner": str(learner[0].as_py())}]
        return self.table([], found)

    def table(self, kept: list[Any], told: list[dict[str, Any]]) -> Any:
        import pyarrow

        texts = pyarrow.list_(pyarrow.string())
        for name in self.columns:
            kind = texts if name in _LISTS else pyarrow.int64() if name == "credentials" else pyarrow.string()
            kept = [*kept, pyarrow.array([row[name] for row in told], kind)]
        return pyarrow.table(kept, names=[*self.keys, *self.columns])

    def rows(self, decide: _Decide, table: Any, *problems: str) -> list[dict[str, Any]]:
        """What the rows of a part come to. The engine refuses a part of which nothing can be read; which row is to blame is
        found by halving the part, and only that row says so."""
        try:
            found: list[dict[str, Any]] = decide(table).to_pylist()
        except DocumentError as error:
            if table.num_rows == 1:
                return [self.nothing(error, *problems)]
            half = table.num_rows // 2
            found = self.rows(decide, table.slice(0, half), *problems)
            more = self.rows(decide, table.slice(half), *problems)
            return found + [row | {"row": row["row"] + half} for row in more]
        return found

    def nothing(self, error: DocumentError, *problems: str) -> dict[str, Any]:
        """A row that nothing could be read of, in the words that it has among others."""
        reason = error.message
        if "has nothing" in reason:
            reason = _NO_CREDENTIAL if self.name == "recognise_many" else _NO_WALLET
        row: dict[str, Any] = {name: [] if name in _LISTS else None for name in self.columns}
        if "credentials" in row:
            row["credentials"] = 0
        return row | {"row": 0, "problems": [*problems, reason]}
