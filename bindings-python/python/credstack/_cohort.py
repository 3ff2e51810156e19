"""Tables of the kind that a cohort was handed in as. None of these packages is needed until a table of it comes."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any


def like(cohort: object, outcomes: object) -> Any:
    """The outcomes as a table of the package that the cohort is of; of another one, as they are."""
    package = type(cohort).__module__.partition(".")[0]
    if package == "polars":
        return import_module("polars").DataFrame(outcomes)
    if package == "pyarrow":
        return import_module("pyarrow").table(outcomes)
    if package == "pandas":
        frame = import_module("pandas").DataFrame
        if hasattr(frame, "from_arrow"):
            return frame.from_arrow(outcomes)
        return import_module("pyarrow").table(outcomes).to_pandas()
    return outcomes


def columns(table: Any, needed: Sequence[str], *, optional: Sequence[str] = ()) -> dict[str, list[Any]]:
    """Columns of a table of whatever package, as lists; a missing value is None. Of `optional` only what is there."""
    package = type(table).__module__.partition(".")[0]
    names: list[str]
    if package == "pyspark":
        names = list(table.columns)
    else:
        if package not in ("pandas", "polars", "pyarrow"):
            table = _taken(table)
            package = type(table).__module__.partition(".")[0]
        names = list(table.column_names if hasattr(table, "column_names") else table.columns)
    known = ", ".join(f"`{name}`" for name in names)
    for name in needed:
        if name not in names:
            raise KeyError(f"the table has no column `{name}`; it has {known}")
    wanted = list(dict.fromkeys([*needed, *(name for name in optional if name in names)]))
    if package == "pyspark":
        # Spark takes a dot for a field of a structure. What is not counted stays where it is.
        table = table.select(*(f"`{name.replace('`', '``')}`" for name in wanted)).toArrow()
        package = "pyarrow"
    if package == "pandas":
        return {name: _of_pandas(table[name]) for name in wanted}
    if package == "polars":
        return {name: table[name].to_list() for name in wanted}
    return {name: table.column(name).to_pylist() for name in wanted}


def _of_pandas(series: Any) -> list[Any]:
    """Lists are arrays of numpy in a series, and what is missing has three names."""
    values = zip(series, series.isna(), strict=True)
    return [None if gone else value.tolist() if hasattr(value, "tolist") else value for value, gone in values]


def _taken(table: object) -> Any:
    """A stream of Arrow as a table of what is installed."""
    if not hasattr(table, "__arrow_c_stream__"):
        raise TypeError(f"a table hands over a stream of Arrow (pandas, polars, pyarrow, DuckDB), not {type(table).__name__}")
    for package, take in (("pyarrow", "table"), ("polars", "DataFrame")):
        try:
            module = import_module(package)
        except ImportError:
            continue
        return getattr(module, take)(table)
    raise ImportError("to read a stream of Arrow, pyarrow or polars has to be installed: pip install pyarrow")
