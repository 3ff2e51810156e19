"""Tables of the kind that a cohort was handed in as. None of these packages is needed until a table of it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from credstack._credstack import Outcomes


def like(cohort: object, outcomes: Outcomes) -> Any:
    """The outcomes as a table of the package that the cohort is of; of another one, as they are."""
    package = type(cohort).__module__.partition(".")[0]
    if package == "polars":
        import polars

        return polars.DataFrame(outcomes)
    if package == "pandas":
        import pandas

        if hasattr(pandas.DataFrame, "from_arrow"):
            return pandas.DataFrame.from_arrow(outcomes)
        import pyarrow

        return pyarrow.table(outcomes).to_pandas()
    if package == "pyarrow":
        import pyarrow

        return pyarrow.table(outcomes)
    return outcomes
